-- Newsletters: feeds of kind 2, and what of their mails waits.

-- row newsletter_mail struct newsletter_mail: id i64, feed_id i64, received_us i64, size i64,
--   tries i64, error str, held bool

-- name: newsletter_mails :many
-- param feed_id i64, after_id i64, page i64
-- result newsletter_mail
SELECT d.id, d.feed_id, d.received_us, CAST(length(d.body) AS BIGINT), d.tries, d.error, d.held
FROM deliveries d JOIN feeds f ON f.id = d.feed_id
WHERE d.id > :after_id AND (:feed_id = 0 OR d.feed_id = :feed_id) AND f.kind = 2
    AND f.removed_us IS NULL
ORDER BY d.id LIMIT :page

-- name: newsletter_same :one
-- param feed_id i64, body bytes
-- result id i64
SELECT id FROM deliveries WHERE feed_id = :feed_id AND body = :body LIMIT 1

-- name: newsletter_release :changes
-- param id i64
UPDATE deliveries SET held = 0 WHERE id = :id AND held = 1

-- name: newsletter_drop_held :changes
-- param feed_id i64
DELETE FROM deliveries WHERE feed_id = :feed_id AND held = 1

-- name: newsletter_recipe :changes
-- param id i64, recipe str, source_id i64
UPDATE feeds SET recipe = :recipe, source_id = :source_id
WHERE id = :id AND kind = 2 AND removed_us IS NULL
