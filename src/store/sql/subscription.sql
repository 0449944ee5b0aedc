-- What people do to subscriptions: edit, pause, take away and bring back; settings of one feed.

-- row feed_settings struct feed_settings: feed_id i64, user_agent str, username str, password str,
--   cookie str, proxy str, full_text i64

-- Those that were taken away, the last first.
-- name: feed_removed :many
-- param page i64
-- result feed
SELECT {feed_columns} FROM feeds WHERE removed_us IS NOT NULL
ORDER BY removed_us DESC, id LIMIT :page

-- name: feed_rename :changes
-- param id i64, title str, folders strs
UPDATE feeds SET title = :title, folders = :folders WHERE id = :id AND removed_us IS NULL

-- What was known of the old address means nothing for the other.
-- name: feed_move :changes
-- param id i64, url str, now_us i64
UPDATE feeds SET url = :url, etag = '', last_modified = '', next_check_us = :now_us, failures = 0,
    error = '', moved_url = '', moved_us = NULL
WHERE id = :id AND removed_us IS NULL

-- name: feed_pause :changes
-- param id i64, now_us i64
UPDATE feeds SET paused_us = coalesce(paused_us, :now_us) WHERE id = :id AND removed_us IS NULL

-- name: feed_resume :changes
-- param id i64
UPDATE feeds SET paused_us = NULL WHERE id = :id AND removed_us IS NULL

-- Of those that are asked: newsletters (kind 2) come by themselves.
-- name: feed_ask :changes
-- param id i64, now_us i64
UPDATE feeds SET next_check_us = :now_us
WHERE id = :id AND kind <> 2 AND removed_us IS NULL

-- name: feed_forget :changes
-- param id i64
UPDATE feeds SET etag = '', last_modified = '' WHERE id = :id AND removed_us IS NULL

-- name: feed_remove :changes
-- param id i64, now_us i64
UPDATE feeds SET removed_us = :now_us WHERE id = :id AND removed_us IS NULL

-- name: feed_restore :changes
-- param id i64
UPDATE feeds SET removed_us = NULL WHERE id = :id AND removed_us IS NOT NULL

-- name: feed_purge :changes
-- param before_us i64
DELETE FROM feeds WHERE removed_us < :before_us

-- name: feed_settings :one
-- param feed_id i64
-- result feed_settings
SELECT feed_id, user_agent, username, password, cookie, proxy, full_text FROM feed_settings
WHERE feed_id = :feed_id

-- name: feed_settings_put :exec
-- in struct feed_settings: feed_id i64, user_agent str, username str, password str, cookie str,
--   proxy str, full_text i64
INSERT INTO feed_settings (feed_id, user_agent, username, password, cookie, proxy, full_text)
VALUES (:feed_id, :user_agent, :username, :password, :cookie, :proxy, :full_text)
ON CONFLICT (feed_id) DO UPDATE SET user_agent = excluded.user_agent,
    username = excluded.username, password = excluded.password, cookie = excluded.cookie,
    proxy = excluded.proxy, full_text = excluded.full_text

-- name: feed_settings_delete :exec
-- param feed_id i64
DELETE FROM feed_settings WHERE feed_id = :feed_id

-- name: feed_secrets_forget :exec
-- param feed_id i64
UPDATE feed_settings SET username = '', password = '', cookie = '' WHERE feed_id = :feed_id
