-- Feeds that are pushed: which hub does it, and until when.

-- row hub struct feed_hub: feed_id i64, hub_url str, topic_url str, token str, secret str, state i64,
--   asked_us time, verified_us time, until_us time, next_try_us time, tries i64, error str,
--   pushed_us time, hour_us time, hour_pushes i64, poll_us time, feed_gone bool
-- fragment hub_columns: h.feed_id, h.hub_url, h.topic_url, h.token, h.secret, h.state, h.asked_us,
--   h.verified_us, h.until_us, h.next_try_us, h.tries, h.error, h.pushed_us, h.hour_us,
--   h.hour_pushes, h.poll_us,
--   CASE WHEN f.paused_us IS NULL AND f.removed_us IS NULL THEN 0 ELSE 1 END
-- fragment hub_tables: feed_hubs h JOIN feeds f ON f.id = h.feed_id

-- name: hub_get :one
-- param feed_id i64
-- result hub
SELECT {hub_columns} FROM {hub_tables} WHERE h.feed_id = :feed_id

-- name: hub_by_token :one
-- param token str
-- result hub
SELECT {hub_columns} FROM {hub_tables} WHERE h.token = :token

-- Nobody else changes it until the transaction ends.
-- name: hub_lock :one
-- param feed_id i64
-- result hub
-- [sqlite]
SELECT {hub_columns} FROM {hub_tables} WHERE h.feed_id = :feed_id
-- [postgres]
SELECT {hub_columns} FROM {hub_tables} WHERE h.feed_id = :feed_id FOR UPDATE OF h

-- name: hub_list :many
-- param after_id i64, last_id i64
-- result hub
SELECT {hub_columns} FROM {hub_tables} WHERE h.feed_id > :after_id AND h.feed_id <= :last_id
ORDER BY h.feed_id

-- name: hub_due :many
-- param now_us i64, page i64
-- result hub
SELECT {hub_columns} FROM {hub_tables} WHERE h.next_try_us <= :now_us
ORDER BY h.next_try_us, h.feed_id LIMIT :page

-- Of feeds that nobody wants any more, but for those in a state: the hub is to be told.
-- name: hub_gone :many
-- param state i64, page i64
-- result hub
SELECT {hub_columns} FROM {hub_tables}
WHERE h.state <> :state AND (f.paused_us IS NOT NULL OR f.removed_us IS NOT NULL)
ORDER BY h.feed_id LIMIT :page

-- name: hub_put :exec
-- in struct feed_hub: feed_id i64, hub_url str, topic_url str, token str, secret str, state i64,
--   asked_us time, verified_us time, until_us time, next_try_us time, tries i64, error str,
--   pushed_us time, hour_us time, hour_pushes i64, poll_us time
INSERT INTO feed_hubs (feed_id, hub_url, topic_url, token, secret, state, asked_us, verified_us,
    until_us, next_try_us, tries, error, pushed_us, hour_us, hour_pushes, poll_us)
VALUES (:feed_id, :hub_url, :topic_url, :token, :secret, :state, :asked_us, :verified_us,
    :until_us, :next_try_us, :tries, :error, :pushed_us, :hour_us, :hour_pushes, :poll_us)
ON CONFLICT (feed_id) DO UPDATE SET hub_url = excluded.hub_url, topic_url = excluded.topic_url,
    token = excluded.token, secret = excluded.secret, state = excluded.state,
    asked_us = excluded.asked_us, verified_us = excluded.verified_us,
    until_us = excluded.until_us, next_try_us = excluded.next_try_us, tries = excluded.tries,
    error = excluded.error, pushed_us = excluded.pushed_us, hour_us = excluded.hour_us,
    hour_pushes = excluded.hour_pushes, poll_us = excluded.poll_us

-- name: hub_delete :changes
-- param feed_id i64
DELETE FROM feed_hubs WHERE feed_id = :feed_id

-- A check that is planned for later is made then.
-- name: feed_hurry :changes
-- param id i64, latest_us i64
UPDATE feeds SET next_check_us = :latest_us WHERE id = :id AND next_check_us > :latest_us
