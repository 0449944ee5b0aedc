-- The schema's own history. These queries must work on stores of every age.

-- name: migrate_table_exists :one
-- result found bool
-- [sqlite]
SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = 'schema_migrations'
-- [postgres]
SELECT count(*) FROM pg_catalog.pg_tables
WHERE schemaname = current_schema() AND tablename = 'schema_migrations'

-- name: migrate_table_make :script
-- [sqlite]
CREATE TABLE schema_migrations (
    number INTEGER PRIMARY KEY, name TEXT NOT NULL, checksum TEXT NOT NULL,
    applied_us INTEGER NOT NULL
) STRICT
-- [postgres]
CREATE TABLE schema_migrations (
    number BIGINT PRIMARY KEY, name TEXT NOT NULL, checksum TEXT NOT NULL,
    applied_us BIGINT NOT NULL
)

-- name: migrate_applied :many
-- result number i64, name str, checksum str
SELECT number, name, checksum FROM schema_migrations ORDER BY number

-- name: migrate_record :exec
-- param number i64, name str, checksum str, applied_us i64
INSERT INTO schema_migrations (number, name, checksum, applied_us)
VALUES (:number, :name, :checksum, :applied_us)
