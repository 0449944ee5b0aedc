-- Feeds, when to ask them next, and what they announced.

-- row feed struct feed: id i64, source_id i64, url str, title str, etag str, last_modified str,
--   next_check_us time, checked_us time, succeeded_us time, failures i64, error str,
--   folders strs, site_url str, gap_us i64, newest_us time, said_us i64, moved_url str, moved_us time,
--   kind i64, recipe str, paused_us time, removed_us time, language str
-- row entry struct entry: id i64, feed_id i64, guid str, url str, title str, published_us time,
--   first_seen_us i64, article_id ref, content_hash u64
-- row entry_page struct entry_page: entry_id i64, feed_id i64, source_id i64, url str,
--   next_try_us i64, tries i64, draft str, feed_url str
-- fragment feed_columns: id, source_id, url, title, etag, last_modified, next_check_us, checked_us,
--   succeeded_us, failures, error, folders, site_url, gap_us, newest_us, said_us, moved_url, moved_us,
--   kind, recipe, paused_us, removed_us, language
-- fragment entry_page_columns: p.entry_id, e.feed_id, f.source_id, e.url, p.next_try_us, p.tries,
--   p.draft, f.url
-- fragment entry_columns: id, feed_id, guid, url, title, published_us, first_seen_us, article_id,
--   content_hash

-- name: feed_find :one
-- param url str
-- result id i64, removed_us time
SELECT id, removed_us FROM feeds WHERE url = :url

-- name: feed_insert :insert
-- in struct feed: source_id i64, url str, title str, next_check_us time, folders strs,
--   site_url str, kind i64, recipe str
INSERT INTO feeds (source_id, url, title, etag, last_modified, next_check_us, failures, error,
    folders, site_url, kind, recipe)
VALUES (:source_id, :url, :title, '', '', :next_check_us, 0, '', :folders, :site_url, :kind,
    :recipe)
ON CONFLICT (url) DO NOTHING

-- name: feed_get :one
-- param id i64
-- result feed
SELECT {feed_columns} FROM feeds WHERE id = :id AND removed_us IS NULL

-- name: feed_list :many
-- param after i64, page i64
-- result feed
SELECT {feed_columns} FROM feeds WHERE id > :after AND removed_us IS NULL
ORDER BY id LIMIT :page

-- A feed without a time is gone, or one that comes by itself.
-- name: feed_due :many
-- param now_us i64, page i64
-- result feed
SELECT {feed_columns} FROM feeds
WHERE next_check_us <= :now_us AND paused_us IS NULL AND removed_us IS NULL
ORDER BY next_check_us, id LIMIT :page

-- name: feed_checked :changes
-- in struct feed: id i64, url str, title str, etag str, last_modified str, next_check_us time,
--   checked_us time, succeeded_us time, failures i64, error str, site_url str, gap_us i64,
--   newest_us time, said_us i64, moved_url str, moved_us time, language str
UPDATE feeds SET url = :url, title = :title, etag = :etag, last_modified = :last_modified,
    next_check_us = :next_check_us, checked_us = :checked_us, succeeded_us = :succeeded_us,
    failures = :failures, error = :error, site_url = :site_url, gap_us = :gap_us,
    newest_us = :newest_us, said_us = :said_us, moved_url = :moved_url, moved_us = :moved_us,
    language = :language
WHERE id = :id

-- Checked in a future that is not to be.
-- name: feed_skewed :many
-- param latest_us i64, page i64
-- result feed
SELECT {feed_columns} FROM feeds WHERE checked_us > :latest_us ORDER BY id LIMIT :page

-- name: feed_plan :changes
-- param id i64, next_check_us time, checked_us time
UPDATE feeds SET next_check_us = :next_check_us, checked_us = :checked_us WHERE id = :id

-- A page is read in another way; what is known of the last answer is no answer to that.
-- name: feed_recipe :changes
-- param id i64, recipe str, now_us i64
UPDATE feeds SET recipe = :recipe, etag = '', last_modified = '', failures = 0, error = '',
    next_check_us = :now_us
WHERE id = :id AND kind = 1 AND removed_us IS NULL AND recipe <> :recipe

-- name: feed_all_due :changes
-- param now_us i64
UPDATE feeds SET next_check_us = :now_us
WHERE next_check_us > :now_us AND paused_us IS NULL AND removed_us IS NULL

-- name: entry_find :one
-- param feed_id i64, guid str
-- result entry
SELECT {entry_columns} FROM entries WHERE feed_id = :feed_id AND guid = :guid

-- The same entry under another id.
-- name: entry_find_url :many
-- param feed_id i64, url str, title str, published_us time
-- result entry
SELECT {entry_columns} FROM entries WHERE url = :url AND feed_id = :feed_id
    AND (title = :title OR published_us = :published_us) ORDER BY id LIMIT 2

-- The same entry under another id and at another address.
-- name: entry_find_title :many
-- param feed_id i64, title str, published_us time
-- result entry
SELECT {entry_columns} FROM entries WHERE feed_id = :feed_id AND published_us = :published_us
    AND title = :title ORDER BY id LIMIT 2

-- name: entry_insert :insert
-- in struct entry: feed_id i64, guid str, url str, title str, published_us time,
--   first_seen_us i64, article_id ref, content_hash u64
INSERT INTO entries (feed_id, guid, url, title, published_us, first_seen_us, article_id,
    content_hash)
VALUES (:feed_id, :guid, :url, :title, :published_us, :first_seen_us, :article_id,
    :content_hash)
ON CONFLICT (feed_id, guid) DO NOTHING

-- Its id is another entry's; nothing but the row's own number comes behind it.
-- name: entry_displace :exec
-- param id i64
UPDATE entries SET guid = guid || '#' || CAST(id AS TEXT) WHERE id = :id

-- name: entry_update :exec
-- in struct entry: id i64, guid str, url str, title str, published_us time, content_hash u64
UPDATE entries SET guid = :guid, url = :url, title = :title, published_us = :published_us,
    content_hash = :content_hash
WHERE id = :id

-- name: entry_article :changes
-- param id i64, article_id ref
UPDATE entries SET article_id = :article_id WHERE id = :id

-- name: entry_page_put :exec
-- param entry_id i64, next_try_us i64, tries i64, draft str
INSERT INTO entry_pages (entry_id, next_try_us, tries, draft)
VALUES (:entry_id, :next_try_us, :tries, :draft)
ON CONFLICT (entry_id) DO UPDATE SET next_try_us = excluded.next_try_us, tries = excluded.tries,
    draft = excluded.draft

-- name: entry_page_due :many
-- param now_us i64, page i64
-- result entry_page
SELECT {entry_page_columns}
FROM entry_pages p JOIN entries e ON e.id = p.entry_id JOIN feeds f ON f.id = e.feed_id
WHERE p.next_try_us <= :now_us AND f.paused_us IS NULL AND f.removed_us IS NULL
ORDER BY p.next_try_us, p.entry_id LIMIT :page

-- Those of one feed.
-- name: entry_page_due_of :many
-- param feed_id i64, now_us i64, page i64
-- result entry_page
SELECT {entry_page_columns}
FROM entry_pages p JOIN entries e ON e.id = p.entry_id JOIN feeds f ON f.id = e.feed_id
WHERE e.feed_id = :feed_id AND p.next_try_us <= :now_us
    AND f.paused_us IS NULL AND f.removed_us IS NULL
ORDER BY p.next_try_us, p.entry_id LIMIT :page

-- name: entry_page_delete :exec
-- param entry_id i64
DELETE FROM entry_pages WHERE entry_id = :entry_id
