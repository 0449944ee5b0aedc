-- Subscriptions as whoever looks after them sees them: how each is doing, in lists of many.

-- What is the matter with a feed, worst first: enum feed_health. It is late when it was due an hour
-- ago, and quiet when its newest post is older than a month and than eight of its usual gaps.
-- fragment feed_health: CASE WHEN f.removed_us IS NOT NULL THEN 8
--   WHEN f.paused_us IS NOT NULL THEN 7
--   WHEN f.failures > 0 AND f.next_check_us IS NULL THEN 1
--   WHEN f.failures > 0 THEN 0
--   WHEN f.next_check_us IS NULL AND f.kind <> 2 THEN 7
--   WHEN f.checked_us IS NULL AND f.succeeded_us IS NULL THEN 5
--   WHEN f.next_check_us < :now_us - 3600000000 THEN 2
--   WHEN f.moved_url <> '' THEN 3
--   WHEN f.newest_us < :now_us - 2592000000000 AND f.newest_us < :now_us - 8 * f.gap_us THEN 4
--   ELSE 6 END
-- fragment feed_name: CASE WHEN f.title <> '' THEN f.title WHEN s.name <> '' THEN s.name
--   ELSE f.url END
-- row feed_row struct feed_row: feed.id i64, feed.source_id i64, feed.url str, feed.title str,
--   feed.next_check_us time, feed.checked_us time, feed.succeeded_us time, feed.failures i64,
--   feed.error str, feed.folders strs, feed.site_url str, feed.gap_us i64, feed.newest_us time,
--   feed.said_us i64, feed.moved_url str, feed.moved_us time, feed.kind i64, feed.paused_us time,
--   feed.removed_us time, health i64, source_key str, source_name str, total i64
-- fragment feed_row_columns: f.id, f.source_id, f.url, f.title, f.next_check_us, f.checked_us,
--   f.succeeded_us, f.failures, f.error, f.folders, f.site_url, f.gap_us, f.newest_us, f.said_us,
--   f.moved_url, f.moved_us, f.kind, f.paused_us, f.removed_us

-- Which of them: health -1 is all that are not removed; a folder is written as it is kept, and
-- inside is how those within it begin; at_us: removed at that time.
-- fragment feed_chosen: FROM (SELECT f.*, {feed_health} AS health, {feed_name} AS name,
--   s.key AS source_key, s.name AS source_name FROM feeds f JOIN sources s ON s.id = f.source_id) f
--   WHERE (f.health = :health OR (:health = -1 AND f.health < 8))
--   AND (:folder = '' OR f.folders = :folder
--   OR substr(f.folders, 1, length(:inside)) = :inside)
--   AND (:at_us = 0 OR f.removed_us = :at_us)

-- name: feed_rows :many
-- param now_us i64, health i64, folder str, inside str, text str, at_us i64, sort i64, way i64, page i64,
--   skip i64
-- result feed_row
-- [sqlite]
SELECT {feed_row_columns}, f.health, f.source_key, f.source_name, count(*) OVER ()
{feed_chosen}
    AND (:text = '' OR instr(lower(f.name || ' ' || f.url || ' ' || f.site_url), :text) > 0)
ORDER BY {feed_order} LIMIT :page OFFSET :skip
-- [postgres]
SELECT {feed_row_columns}, f.health, f.source_key, f.source_name, count(*) OVER ()
{feed_chosen}
    AND (:text = '' OR strpos(lower(f.name || ' ' || f.url || ' ' || f.site_url), :text) > 0)
ORDER BY {feed_order} LIMIT :page OFFSET :skip

-- One way of sorting by a number and one by a text, either from the other end by :way -1; the name
-- decides between equals. What is not known comes last from the usual end.
-- fragment feed_order: :way * CASE :sort WHEN 0 THEN f.health
--   WHEN 2 THEN coalesce(-f.succeeded_us, 0) WHEN 3 THEN coalesce(f.next_check_us, 9000000000000000000)
--   WHEN 4 THEN coalesce(-f.newest_us, 0) WHEN 6 THEN f.id ELSE 0 END,
--   CASE WHEN :sort = 5 AND :way > 0 THEN f.folders ELSE '' END,
--   CASE WHEN :sort = 5 AND :way < 0 THEN f.folders ELSE '' END DESC,
--   CASE WHEN :sort = 1 AND :way < 0 THEN lower(f.name) ELSE '' END DESC, lower(f.name), f.id

-- name: feed_row :one
-- param now_us i64, id i64
-- result feed_row
SELECT {feed_row_columns}, {feed_health}, s.key, s.name, 1
FROM feeds f JOIN sources s ON s.id = f.source_id WHERE f.id = :id

-- name: feed_healths :many
-- param now_us i64
-- result health i64, feeds i64
SELECT h.health, count(*) FROM (SELECT {feed_health} AS health FROM feeds f) h
GROUP BY h.health ORDER BY h.health

-- row feed_folder struct feed_folder: path str, names strs, feeds i64
-- name: feed_folders :many
-- param page i64
-- result feed_folder
SELECT folders, folders, count(*) FROM feeds WHERE folders <> '[]' AND removed_us IS NULL
GROUP BY folders ORDER BY folders LIMIT :page

-- Entries a week from a time on, by their date, or where they have none by when they came.
-- row feed_week struct feed_week: feed_id i64, week i64, entries i64
-- name: feed_weeks :many
-- param ids str, from_us i64, end_us i64
-- result feed_week
-- [sqlite]
SELECT w.feed_id, w.week, count(*) FROM (
    SELECT e.feed_id, (e.published_us - :from_us) / 604800000000 AS week
    FROM json_each(:ids) j CROSS JOIN entries e ON e.feed_id = j.value
        AND e.published_us >= :from_us AND e.published_us < :end_us
    UNION ALL
    SELECT e.feed_id, (e.first_seen_us - :from_us) / 604800000000
    FROM json_each(:ids) j CROSS JOIN entries e ON e.feed_id = j.value
        AND e.published_us IS NULL AND e.first_seen_us >= :from_us AND e.first_seen_us < :end_us
) w GROUP BY w.feed_id, w.week ORDER BY w.feed_id, w.week
-- [postgres]
SELECT w.feed_id, w.week, count(*) FROM (
    SELECT e.feed_id, (e.published_us - :from_us) / 604800000000 AS week
    FROM json_array_elements_text(CAST(:ids AS json)) j
        JOIN entries e ON e.feed_id = CAST(j.value AS BIGINT)
        AND e.published_us >= :from_us AND e.published_us < :end_us
    UNION ALL
    SELECT e.feed_id, (e.first_seen_us - :from_us) / 604800000000
    FROM json_array_elements_text(CAST(:ids AS json)) j
        JOIN entries e ON e.feed_id = CAST(j.value AS BIGINT)
        AND e.published_us IS NULL AND e.first_seen_us >= :from_us AND e.first_seen_us < :end_us
) w GROUP BY w.feed_id, w.week ORDER BY w.feed_id, w.week

-- What a feed announced last, and what became of it: an article, a page that waits, or nothing.
-- row feed_entry struct feed_entry: id i64, url str, title str, published_us time,
--   first_seen_us i64, article_id ref, article_title str, waits bool, next_try_us time, tries i64
-- name: feed_entries :many
-- param feed_id i64, page i64
-- result feed_entry
SELECT e.id, e.url, e.title, e.published_us, e.first_seen_us, e.article_id,
    coalesce(a.title, ''), CASE WHEN p.entry_id IS NULL THEN 0 ELSE 1 END, p.next_try_us,
    coalesce(p.tries, 0)
FROM (SELECT * FROM entries WHERE feed_id = :feed_id
    ORDER BY coalesce(published_us, first_seen_us) DESC, id DESC LIMIT :page) e
LEFT JOIN articles a ON a.id = e.article_id LEFT JOIN entry_pages p ON p.entry_id = e.id
ORDER BY coalesce(e.published_us, e.first_seen_us) DESC, e.id DESC

-- name: feed_entry_counts :one
-- param feed_id i64
-- result entries i64, articles i64, waiting i64
SELECT count(*), count(e.article_id), count(p.entry_id)
FROM entries e LEFT JOIN entry_pages p ON p.entry_id = e.id WHERE e.feed_id = :feed_id

-- Those of the addresses that are subscribed to, or were.
-- row feed_known struct feed_known: id i64, address str, removed bool
-- name: feed_known :many
-- param addresses strs
-- result feed_known
-- [sqlite]
SELECT f.id, f.url, CASE WHEN f.removed_us IS NULL THEN 0 ELSE 1 END
FROM json_each(:addresses) j JOIN feeds f ON f.url = j.value ORDER BY f.id
-- [postgres]
SELECT f.id, f.url, CASE WHEN f.removed_us IS NULL THEN 0 ELSE 1 END
FROM json_array_elements_text(CAST(:addresses AS json)) j JOIN feeds f ON f.url = j.value
ORDER BY f.id
