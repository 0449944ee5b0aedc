-- Hashtags. Lists of ids come as JSON arrays, so that an article's tags are one statement.

-- row tag struct tag: id i64, display str, canonical str, kind i64, article_count i64,
--   newest_us time
-- fragment tag_columns: t.id, t.display, t.canonical, t.kind, t.article_count, t.newest_us

-- name: tag_find :one
-- param canonical str
-- result tag
SELECT {tag_columns} FROM tags t
WHERE t.id = coalesce((SELECT c.id FROM tags c WHERE c.canonical = :canonical),
    (SELECT l.tag_id FROM tag_aliases l WHERE l.alias = :canonical))

-- Those that are there of several, by their place in the list.
-- name: tags_find :many
-- param canonicals str
-- result place i64, id i64
-- [sqlite]
SELECT j.key, t.id FROM json_each(:canonicals) j
CROSS JOIN tags t ON t.id = coalesce((SELECT c.id FROM tags c WHERE c.canonical = j.value),
    (SELECT l.tag_id FROM tag_aliases l WHERE l.alias = j.value))
-- [postgres]
SELECT j.place - 1, t.id
FROM json_array_elements_text(CAST(:canonicals AS json)) WITH ORDINALITY AS j (value, place)
JOIN tags t ON t.id = coalesce((SELECT c.id FROM tags c WHERE c.canonical = j.value),
    (SELECT l.tag_id FROM tag_aliases l WHERE l.alias = j.value))

-- name: tag_insert :insert
-- in struct tag: canonical str, display str, kind i64
INSERT INTO tags (canonical, display, kind) VALUES (:canonical, :display, :kind)
ON CONFLICT (canonical) DO NOTHING

-- name: tag_alias_taken :many
-- param aliases str
-- result place i64
-- [sqlite]
SELECT j.key FROM json_each(:aliases) j WHERE EXISTS
    (SELECT 1 FROM tags t WHERE t.canonical = j.value)
-- [postgres]
SELECT j.place - 1
FROM json_array_elements_text(CAST(:aliases AS json)) WITH ORDINALITY AS j (value, place)
WHERE EXISTS (SELECT 1 FROM tags t WHERE t.canonical = j.value)

-- name: tag_alias_insert :exec
-- param alias str, tag_id i64
INSERT INTO tag_aliases (alias, tag_id) VALUES (:alias, :tag_id)
ON CONFLICT (alias) DO NOTHING

-- name: article_tag_ids :many
-- param article_id i64
-- result tag_id i64
SELECT tag_id FROM article_tags WHERE article_id = :article_id ORDER BY place

-- name: article_tags_delete :exec
-- param article_id i64
DELETE FROM article_tags WHERE article_id = :article_id

-- A row at a time: on SQLite a statement that may write several makes a savepoint, for which FTS5
-- writes out what it has gathered (see driver_sqlite.c).
-- name: article_tag_insert :exec
-- param article_id i64, tag_id i64, place i64
-- [sqlite]
INSERT INTO article_tags (article_id, tag_id, place, sort_us)
VALUES (:article_id, :tag_id, :place, (SELECT a.sort_us FROM articles a WHERE a.id = :article_id))
-- [postgres]
INSERT INTO article_tags (article_id, tag_id, place, sort_us)
SELECT a.id, :tag_id, :place, a.sort_us FROM articles a WHERE a.id = :article_id

-- A tag got the article.
-- name: tag_count_more :exec
-- param article_id i64, tag_id i64
-- [sqlite]
UPDATE tags SET article_count = article_count + 1, newest_us = (
    SELECT max(coalesce(tags.newest_us, a.sort_us), a.sort_us) FROM articles a
    WHERE a.id = :article_id)
WHERE id = :tag_id
-- [postgres]
UPDATE tags SET article_count = article_count + 1, newest_us = (
    SELECT greatest(coalesce(tags.newest_us, a.sort_us), a.sort_us) FROM articles a
    WHERE a.id = :article_id)
WHERE id = :tag_id

-- And of those that lost one; after the rows are gone.
-- name: tags_count_less :exec
-- param ids str
-- [sqlite]
UPDATE tags SET article_count = article_count - 1, newest_us = (SELECT max(g.sort_us)
    FROM article_tags g WHERE g.tag_id = tags.id)
WHERE id IN (SELECT value FROM json_each(:ids))
-- [postgres]
UPDATE tags SET article_count = article_count - 1, newest_us = (SELECT max(g.sort_us)
    FROM article_tags g WHERE g.tag_id = tags.id)
WHERE id IN (SELECT CAST(value AS BIGINT) FROM json_array_elements_text(CAST(:ids AS json)))

-- name: tags_drop_unused :exec
-- param ids str
-- [sqlite]
DELETE FROM tags WHERE article_count = 0 AND id IN (SELECT value FROM json_each(:ids))
-- [postgres]
DELETE FROM tags WHERE article_count = 0 AND id IN
    (SELECT CAST(value AS BIGINT) FROM json_array_elements_text(CAST(:ids AS json)))

-- An article has moved in the order of lists.
-- name: article_tags_move :exec
-- param article_id i64, sort_us i64
UPDATE article_tags SET sort_us = :sort_us WHERE article_id = :article_id

-- name: article_tags_newest :exec
-- param article_id i64
UPDATE tags SET newest_us = (SELECT max(g.sort_us) FROM article_tags g WHERE g.tag_id = tags.id)
WHERE id IN (SELECT tag_id FROM article_tags WHERE article_id = :article_id)

-- name: article_tags :many
-- param article_id i64
-- result tag
SELECT {tag_columns} FROM article_tags g JOIN tags t ON t.id = g.tag_id
WHERE g.article_id = :article_id ORDER BY g.place

-- name: tag_articles :many
-- param tag_id i64, sort_us i64, id i64, page i64
-- result card
SELECT {card_columns} FROM article_tags g JOIN articles a ON a.id = g.article_id
JOIN sources s ON s.id = a.source_id
WHERE g.tag_id = :tag_id AND (g.sort_us, g.article_id) < (:sort_us, :id)
ORDER BY g.sort_us DESC, g.article_id DESC LIMIT :page

-- row tag_day struct tag_day: day_us i64, articles i64
-- name: tag_days :many
-- param tag_id i64, from_us i64
-- result tag_day
SELECT d.day_us, count(*) FROM (
    SELECT g.sort_us - (g.sort_us % 86400000000 + 86400000000) % 86400000000 AS day_us
    FROM article_tags g WHERE g.tag_id = :tag_id AND g.sort_us >= :from_us) d
GROUP BY d.day_us ORDER BY d.day_us

-- name: tag_beside :many
-- param tag_id i64, newest i64, page i64
-- result tag
SELECT t.id, t.display, t.canonical, t.kind, b.both_have, b.newest_us FROM (
    SELECT o.tag_id, count(*) AS both_have, max(o.sort_us) AS newest_us FROM (
        SELECT article_id FROM article_tags WHERE tag_id = :tag_id
        ORDER BY sort_us DESC, article_id DESC LIMIT :newest) n
    JOIN article_tags o ON o.article_id = n.article_id AND o.tag_id <> :tag_id
    GROUP BY o.tag_id) b
JOIN tags t ON t.id = b.tag_id
ORDER BY b.both_have DESC, b.newest_us DESC, t.canonical LIMIT :page

-- name: tag_sources :many
-- param tag_id i64, newest i64, page i64
-- result source
SELECT s.id, s.key, s.name, s.home_url, s.language, s.demo, c.have, c.newest_us,
    coalesce(x.country, ''), coalesce(x.icon_hash, 0) FROM (
    SELECT a.source_id, count(*) AS have, max(n.sort_us) AS newest_us FROM (
        SELECT article_id, sort_us FROM article_tags WHERE tag_id = :tag_id
        ORDER BY sort_us DESC, article_id DESC LIMIT :newest) n
    JOIN articles a ON a.id = n.article_id GROUP BY a.source_id) c
JOIN sources s ON s.id = c.source_id LEFT JOIN source_facts x ON x.source_id = s.id
ORDER BY c.have DESC, s.name, s.key LIMIT :page

-- name: tag_list :many
-- param from_us i64, rows i64, page i64
-- result tag
SELECT t.id, t.display, t.canonical, t.kind, c.have, c.newest_us FROM (
    SELECT n.tag_id, count(*) AS have, max(n.sort_us) AS newest_us FROM (
        SELECT tag_id, sort_us FROM article_tags WHERE sort_us >= :from_us
        ORDER BY sort_us DESC, tag_id DESC LIMIT :rows) n GROUP BY n.tag_id) c
JOIN tags t ON t.id = c.tag_id
ORDER BY c.have DESC, c.newest_us DESC, t.canonical LIMIT :page

-- Tags whose kept count is not the number of their articles, and places in lists that are not
-- those of the article.
-- name: tag_miscounted :many
-- result canonical str, kept i64, counted i64
SELECT t.canonical, t.article_count, (SELECT count(*) FROM article_tags g WHERE g.tag_id = t.id)
FROM tags t
WHERE t.article_count <> (SELECT count(*) FROM article_tags g WHERE g.tag_id = t.id)
ORDER BY t.canonical LIMIT 10

-- name: tag_misplaced :many
-- result article_id i64
SELECT g.article_id FROM article_tags g JOIN articles a ON a.id = g.article_id
WHERE a.sort_us <> g.sort_us ORDER BY g.article_id LIMIT 10

-- After articles were taken away.
-- name: tags_recount :exec
UPDATE tags SET
    article_count = (SELECT count(*) FROM article_tags g WHERE g.tag_id = tags.id),
    newest_us = (SELECT max(g.sort_us) FROM article_tags g WHERE g.tag_id = tags.id)

-- name: tags_drop_empty :exec
DELETE FROM tags WHERE article_count = 0
