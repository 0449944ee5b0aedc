-- Publications.

-- row source struct source: id i64, key str, name str, home_url str, language str, demo bool,
--   article_count i64, newest_us time, country str, icon_hash u64
-- fragment source_columns: s.id, s.key, s.name, s.home_url,
--   CASE WHEN s.language <> '' THEN s.language ELSE coalesce(x.language, '') END, s.demo,
--   s.article_count, s.newest_us, coalesce(x.country, ''), coalesce(x.icon_hash, 0)
-- fragment source_joins: sources s LEFT JOIN source_facts x ON x.source_id = s.id

-- name: source_id :one
-- param key str
-- result id i64
SELECT id FROM sources WHERE key = :key

-- name: source_insert :insert
-- in struct source: key str, name str, home_url str, language str, demo bool
INSERT INTO sources (key, name, home_url, language, demo)
VALUES (:key, :name, :home_url, :language, :demo)
ON CONFLICT (key) DO NOTHING

-- name: source_get :one
-- param key str
-- result source
SELECT {source_columns} FROM {source_joins} WHERE s.key = :key

-- name: source_list :many
-- result source
SELECT {source_columns} FROM {source_joins} ORDER BY s.name, s.key

-- name: source_name :changes
-- param id i64, was str, name str
UPDATE sources SET name = :name WHERE id = :id AND name = :was

-- name: source_count :exec
-- param id i64, added i64, newest_us i64
UPDATE sources SET article_count = article_count + :added,
    newest_us = CASE WHEN newest_us IS NULL OR newest_us < :newest_us THEN :newest_us
        ELSE newest_us END
WHERE id = :id

-- Sources whose kept count is not the number of their articles.
-- name: source_miscounted :many
-- result key str, kept i64, counted i64
SELECT s.key, s.article_count, (SELECT count(*) FROM articles a WHERE a.source_id = s.id)
FROM sources s
WHERE s.article_count <> (SELECT count(*) FROM articles a WHERE a.source_id = s.id)
ORDER BY s.key
