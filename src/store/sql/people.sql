-- Accounts, their sessions, links that make accounts, and counted tries.

-- row user struct user: id i64, name str, email str, role i64, created_us i64, disabled_us time,
--   disabled_why str
-- row session struct session: id i64, user_id i64, created_us i64, seen_us i64, expires_us i64,
--   agent str
-- row invite struct invite: id i64, kind i64, role i64, made_by ref, created_us i64,
--   expires_us i64, used_us time, used_by ref
-- fragment user_columns: id, name, email, role, created_us, disabled_us, disabled_why
-- fragment session_columns: id, user_id, created_us, seen_us, expires_us, agent
-- fragment invite_columns: id, kind, role, made_by, created_us, expires_us, used_us, used_by

-- name: user_insert :insert
-- param name_key str, password str
-- in struct user: name str, email str, role i64, created_us i64
INSERT INTO users (name, name_key, email, password, role, created_us, disabled_why)
VALUES (:name, :name_key, :email, :password, :role, :created_us, '')
ON CONFLICT (name_key) DO NOTHING

-- name: user_get :one
-- param id i64
-- result user
SELECT {user_columns} FROM users WHERE id = :id

-- name: user_by_name :one
-- param name_key str
-- result user
SELECT {user_columns} FROM users WHERE name_key = :name_key

-- name: user_password :one
-- param id i64
-- result password str
SELECT password FROM users WHERE id = :id

-- name: user_list :many
-- param after i64, page i64
-- result user
SELECT {user_columns} FROM users WHERE id > :after ORDER BY id LIMIT :page

-- name: user_count :one
-- result n i64
SELECT count(*) FROM users

-- Owners who can log in, other than one user.
-- name: owner_count :one
-- param except i64, owner i64
-- result n i64
SELECT count(*) FROM users WHERE role = :owner AND disabled_us IS NULL AND id <> :except

-- name: user_password_set :changes
-- param id i64, password str
UPDATE users SET password = :password WHERE id = :id

-- name: user_role_set :changes
-- param id i64, role i64
UPDATE users SET role = :role WHERE id = :id

-- name: user_disabled_set :changes
-- param id i64, disabled_us time, why str
UPDATE users SET disabled_us = :disabled_us, disabled_why = :why WHERE id = :id

-- name: session_insert :insert
-- param token_hash str
-- in struct session: user_id i64, created_us i64, seen_us i64, expires_us i64, agent str
INSERT INTO sessions (token_hash, user_id, created_us, seen_us, expires_us, agent)
VALUES (:token_hash, :user_id, :created_us, :seen_us, :expires_us, :agent)
ON CONFLICT (token_hash) DO NOTHING

-- A session with its user, who may log in: one statement for every page of someone signed in.
-- name: session_find :one
-- param token_hash str, now_us i64
-- result user_id i64, name str, email str, role i64, created_us i64, session_id i64,
--   session_created_us i64, seen_us i64, expires_us i64, agent str
SELECT u.id, u.name, u.email, u.role, u.created_us, s.id, s.created_us, s.seen_us, s.expires_us,
    s.agent
FROM sessions s JOIN users u ON u.id = s.user_id
WHERE s.token_hash = :token_hash AND s.expires_us > :now_us AND u.disabled_us IS NULL

-- name: session_touch :exec
-- param id i64, seen_us i64, expires_us i64
UPDATE sessions SET seen_us = :seen_us, expires_us = :expires_us WHERE id = :id

-- name: session_list :many
-- param user_id i64, now_us i64
-- result session
SELECT {session_columns} FROM sessions WHERE user_id = :user_id AND expires_us > :now_us
ORDER BY seen_us DESC, id DESC LIMIT 100

-- name: session_delete :changes
-- param id i64, user_id i64
DELETE FROM sessions WHERE id = :id AND user_id = :user_id

-- name: sessions_delete :changes
-- param user_id i64, except i64
DELETE FROM sessions WHERE user_id = :user_id AND id <> :except

-- name: sessions_expire :exec
-- param now_us i64
DELETE FROM sessions WHERE expires_us <= :now_us

-- After a restore: what was logged out since the backup must not be logged in again.
-- name: sessions_clear :exec
DELETE FROM sessions

-- name: invite_insert :insert
-- param token_hash str
-- in struct invite: kind i64, role i64, made_by ref, created_us i64, expires_us i64
INSERT INTO invites (token_hash, kind, role, made_by, created_us, expires_us)
VALUES (:token_hash, :kind, :role, :made_by, :created_us, :expires_us)
ON CONFLICT (token_hash) DO NOTHING

-- name: invite_find :one
-- param token_hash str
-- result invite
SELECT {invite_columns} FROM invites WHERE token_hash = :token_hash

-- One of two who come at once gets a change.
-- name: invite_claim :changes
-- param id i64, now_us time
UPDATE invites SET used_us = :now_us WHERE id = :id AND used_us IS NULL AND expires_us > :now_us

-- name: invite_used_by :exec
-- param id i64, user_id ref
UPDATE invites SET used_by = :user_id WHERE id = :id

-- name: invites_drop :exec
-- param kind i64
DELETE FROM invites WHERE kind = :kind AND used_us IS NULL

-- name: throttle_get :one
-- param key str
-- result tries i64, last_us i64
SELECT tries, last_us FROM throttles WHERE key = :key

-- name: throttle_set :exec
-- param key str, tries i64, last_us i64
INSERT INTO throttles (key, tries, last_us) VALUES (:key, :tries, :last_us)
ON CONFLICT (key) DO UPDATE SET tries = excluded.tries, last_us = excluded.last_us

-- name: throttle_delete :exec
-- param key str
DELETE FROM throttles WHERE key = :key

-- name: throttles_expire :exec
-- param before_us i64
DELETE FROM throttles WHERE last_us < :before_us
