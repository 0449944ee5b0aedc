-- What is known of sources beyond their articles: where they are, their icons, when to look again.

-- row facts struct source_facts: source_id i64, home_url str, feed_language str, country str,
--   language str, stage i64, icon_url str, icon_type str, icon_hash u64, etag str,
--   last_modified str, checked_us time, next_us time
-- fragment facts_columns: s.id, CASE WHEN f.site_url <> '' THEN f.site_url ELSE s.home_url END,
--   f.language, coalesce(x.country, ''), coalesce(x.language, ''), coalesce(x.stage, 0),
--   coalesce(x.icon_url, ''), coalesce(x.icon_type, ''), coalesce(x.icon_hash, 0),
--   coalesce(x.etag, ''), coalesce(x.last_modified, ''), x.checked_us, x.next_us
-- Sources with a feed that has answered, and what the feeds say of them.
-- fragment facts_joins: (SELECT source_id, max(site_url) AS site_url, max(language) AS language
--   FROM feeds WHERE succeeded_us IS NOT NULL AND kind <> 2 AND paused_us IS NULL
--   AND removed_us IS NULL GROUP BY source_id) f JOIN sources s ON s.id = f.source_id
--   LEFT JOIN source_facts x ON x.source_id = s.id

-- Those never looked at first.
-- name: facts_due :many
-- param now_us i64, page i64
-- result facts
SELECT {facts_columns} FROM {facts_joins}
WHERE x.source_id IS NULL OR x.next_us <= :now_us
ORDER BY coalesce(x.next_us, 0), s.id LIMIT :page

-- name: facts_get :one
-- param source_id i64
-- result facts
SELECT {facts_columns} FROM {facts_joins} WHERE s.id = :source_id

-- name: facts_put :exec
-- in struct source_facts: source_id i64, country str, language str, stage i64, icon_url str,
--   icon_type str, icon_hash u64, etag str, last_modified str, checked_us time, next_us time
-- param icon bytes
INSERT INTO source_facts (source_id, country, language, stage, icon_url, icon_type, icon_hash, etag,
    last_modified, checked_us, next_us, icon)
VALUES (:source_id, :country, :language, :stage, :icon_url, :icon_type, :icon_hash, :etag,
    :last_modified, :checked_us, :next_us, :icon)
ON CONFLICT (source_id) DO UPDATE SET country = excluded.country, language = excluded.language,
    stage = excluded.stage, icon_url = excluded.icon_url, icon_type = excluded.icon_type,
    icon_hash = excluded.icon_hash, etag = excluded.etag,
    last_modified = excluded.last_modified, checked_us = excluded.checked_us,
    next_us = excluded.next_us, icon = excluded.icon

-- The same, and the icon stays as it is.
-- name: facts_update :changes
-- in struct source_facts: source_id i64, country str, language str, stage i64, icon_url str,
--   etag str, last_modified str, checked_us time, next_us time
UPDATE source_facts SET country = :country, language = :language, stage = :stage,
    icon_url = :icon_url, etag = :etag, last_modified = :last_modified, checked_us = :checked_us,
    next_us = :next_us
WHERE source_id = :source_id

-- name: source_icon :one
-- param key str
-- result type str, hash u64, bytes bytes
SELECT x.icon_type, x.icon_hash, x.icon
FROM sources s JOIN source_facts x ON x.source_id = s.id
WHERE s.key = :key AND x.icon_hash <> 0
