-- The store as a whole: its generation, what is in it, its health.

-- name: generation_get :one
-- result generation i64
SELECT generation FROM meta WHERE id = 1

-- name: generation_next :exec
UPDATE meta SET generation = generation + 1 WHERE id = 1

-- After the content was replaced: a number that no cached page has.
-- name: generation_raise :exec
-- param least i64
UPDATE meta SET generation = CASE WHEN generation < :least THEN :least ELSE generation END + 1
WHERE id = 1

-- Changes on a connection whenever another one has committed; costs no page read.
-- name: data_version :one
-- result version i64
-- [sqlite]
PRAGMA data_version
-- [postgres]
SELECT generation FROM meta WHERE id = 1

-- A page cache for who writes much: what is written out for want of room is written twice.
-- name: writes_much :script
-- [sqlite]
PRAGMA cache_size = -8192
-- [postgres]
SELECT 1

-- A small one for who reads each row once.
-- name: reads_once :script
-- [sqlite]
PRAGMA cache_size = -512
-- [postgres]
SELECT 1

-- name: store_is_empty :one
-- result empty bool
SELECT CASE WHEN EXISTS (SELECT 1 FROM sources) OR EXISTS (SELECT 1 FROM imports)
    OR EXISTS (SELECT 1 FROM users) THEN 0 ELSE 1 END

-- How far one input was read.
-- name: import_get :one
-- param input_key str
-- result position i64, done bool
SELECT position, done FROM imports WHERE input_key = :input_key

-- name: import_set :exec
-- param input_key str, position i64, done bool
INSERT INTO imports (input_key, position, done) VALUES (:input_key, :position, :done)
ON CONFLICT (input_key) DO UPDATE SET position = excluded.position, done = excluded.done
