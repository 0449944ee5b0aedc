-- Accounts. Of passwords, session tokens and links only hashes are kept: whoever reads the store or
-- a backup of it can not log in with what it holds.
CREATE TABLE users (
    id @id,
    name @text NOT NULL,
    name_key @text NOT NULL UNIQUE,
    email @text NOT NULL,
    password @text NOT NULL,
    role @int NOT NULL,
    created_us @int NOT NULL,
    disabled_us @int,
    disabled_why @text NOT NULL
) @strict;
CREATE INDEX users_role ON users (role);

CREATE TABLE sessions (
    id @id,
    token_hash @text NOT NULL UNIQUE,
    user_id @int NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    created_us @int NOT NULL,
    seen_us @int NOT NULL,
    expires_us @int NOT NULL,
    agent @text NOT NULL
) @strict;
CREATE INDEX sessions_user ON sessions (user_id);
CREATE INDEX sessions_expiry ON sessions (expires_us);

-- Links that make one account: invitations, and the setup link (kind 1) of the first owner.
CREATE TABLE invites (
    id @id,
    token_hash @text NOT NULL UNIQUE,
    kind @int NOT NULL,
    role @int NOT NULL,
    made_by @int REFERENCES users (id) ON DELETE SET NULL,
    created_us @int NOT NULL,
    expires_us @int NOT NULL,
    used_us @int,
    used_by @int REFERENCES users (id) ON DELETE SET NULL
) @strict;
CREATE INDEX invites_made_by ON invites (made_by);
CREATE INDEX invites_used_by ON invites (used_by);

-- Tries that are counted: log-ins by account and by address, sign-ups by address.
CREATE TABLE throttles (
    key @text PRIMARY KEY,
    tries @int NOT NULL,
    last_us @int NOT NULL
) @strict;
CREATE INDEX throttles_last ON throttles (last_us);
