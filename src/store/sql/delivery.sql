-- What came by itself and waits to be read: pushed feeds, mails.

-- row delivery struct delivery: id i64, feed_id i64, received_us i64, content_type str,
--   base_url str, body bytes, tries i64, error str, held bool, first bool, begin i64
-- row delivery_waiting struct delivery_waiting: id i64, size i64

-- name: delivery_count :one
-- param feed_id i64
-- result waiting i64
SELECT count(*) FROM deliveries WHERE feed_id = :feed_id

-- name: delivery_drop_failed :changes
-- param feed_id i64, tries i64
DELETE FROM deliveries WHERE feed_id = :feed_id AND tries >= :tries

-- Nothing when there is no such feed any more.
-- name: delivery_insert :insert
-- in struct delivery: feed_id i64, received_us i64, content_type str, base_url str, body bytes,
--   held bool, first bool, begin i64
INSERT INTO deliveries (feed_id, received_us, content_type, base_url, body, tries, error, held, first,
    begin_at)
SELECT f.id, :received_us, CAST(:content_type AS TEXT), CAST(:base_url AS TEXT), :body, 0, '', :held,
    :first, :begin
FROM feeds f WHERE f.id = :feed_id AND f.removed_us IS NULL

-- What is for a feed that is paused waits on.
-- name: delivery_waiting :many
-- param after_id i64, tries i64, page i64
-- result delivery_waiting
SELECT d.id, CAST(length(d.body) AS BIGINT) FROM deliveries d JOIN feeds f ON f.id = d.feed_id
WHERE d.id > :after_id AND d.tries < :tries AND d.held = 0 AND f.paused_us IS NULL
    AND f.removed_us IS NULL
ORDER BY d.id LIMIT :page

-- name: delivery_get :one
-- param id i64
-- result delivery
SELECT id, feed_id, received_us, content_type, base_url, body, tries, error, held, first, begin_at
FROM deliveries
WHERE id = :id

-- name: delivery_delete :changes
-- param id i64
DELETE FROM deliveries WHERE id = :id

-- name: delivery_go_on :changes
-- param id i64, begin i64
UPDATE deliveries SET begin_at = :begin WHERE id = :id

-- name: delivery_failed :changes
-- param id i64, error str
UPDATE deliveries SET tries = tries + 1, error = :error WHERE id = :id
