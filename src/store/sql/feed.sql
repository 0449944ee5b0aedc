-- Feeds, when to ask them next, and what they announced.

-- row feed struct feed: id i64, source_id i64, url str, title str, etag str, last_modified str,
--   next_check_us time, checked_us time, succeeded_us time, failures i64, error str
-- row entry struct entry: id i64, feed_id i64, guid str, url str, title str, published_us time,
--   first_seen_us i64, article_id ref
-- fragment feed_columns: id, source_id, url, title, etag, last_modified, next_check_us, checked_us,
--   succeeded_us, failures, error

-- name: feed_find :one
-- param url str
-- result id i64
SELECT id FROM feeds WHERE url = :url

-- name: feed_insert :insert
-- in struct feed: source_id i64, url str, title str, next_check_us time
INSERT INTO feeds (source_id, url, title, etag, last_modified, next_check_us, failures, error)
VALUES (:source_id, :url, :title, '', '', :next_check_us, 0, '')
ON CONFLICT (url) DO NOTHING

-- name: feed_get :one
-- param id i64
-- result feed
SELECT {feed_columns} FROM feeds WHERE id = :id

-- name: feed_list :many
-- param after i64, page i64
-- result feed
SELECT {feed_columns} FROM feeds WHERE id > :after ORDER BY id LIMIT :page

-- A feed without a time is paused.
-- name: feed_due :many
-- param now_us i64, page i64
-- result feed
SELECT {feed_columns} FROM feeds WHERE next_check_us <= :now_us
ORDER BY next_check_us, id LIMIT :page

-- name: feed_checked :changes
-- in struct feed: id i64, url str, title str, etag str, last_modified str, next_check_us time,
--   checked_us time, succeeded_us time, failures i64, error str
UPDATE feeds SET url = :url, title = :title, etag = :etag, last_modified = :last_modified,
    next_check_us = :next_check_us, checked_us = :checked_us, succeeded_us = :succeeded_us,
    failures = :failures, error = :error
WHERE id = :id

-- name: feed_delete :changes
-- param id i64
DELETE FROM feeds WHERE id = :id

-- name: entry_find :one
-- param feed_id i64, guid str
-- result entry
SELECT id, feed_id, guid, url, title, published_us, first_seen_us, article_id FROM entries
WHERE feed_id = :feed_id AND guid = :guid

-- name: entry_insert :insert
-- in struct entry: feed_id i64, guid str, url str, title str, published_us time,
--   first_seen_us i64, article_id ref
INSERT INTO entries (feed_id, guid, url, title, published_us, first_seen_us, article_id)
VALUES (:feed_id, :guid, :url, :title, :published_us, :first_seen_us, :article_id)
ON CONFLICT (feed_id, guid) DO NOTHING

-- name: entry_update :exec
-- in struct entry: id i64, url str, title str, published_us time
UPDATE entries SET url = :url, title = :title, published_us = :published_us WHERE id = :id

-- name: entry_article :changes
-- param id i64, article_id ref
UPDATE entries SET article_id = :article_id WHERE id = :id
