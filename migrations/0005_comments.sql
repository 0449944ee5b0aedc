-- Comments on articles, what readers make of them, and who may not write any. Addresses are kept
-- as hashes with the key in 'secrets', and forgotten after a month.
CREATE TABLE secrets (
    name @text PRIMARY KEY,
    value @text NOT NULL
) @strict;

-- One row for each article with comments. Whoever changes a comment locks it first, so that counts
-- are exact and nobody waits in a circle.
CREATE TABLE discussions (
    article_id @int PRIMARY KEY REFERENCES articles (id) ON DELETE CASCADE,
    shown @int NOT NULL
) @strict;

-- 'path' is the way from the thread's first comment, as text that sorts in reading order. 'listed'
-- says whether lists have it: it is shown, or has shown replies and keeps their place.
CREATE TABLE comments (
    id @id,
    article_id @int NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    parent_id @int REFERENCES comments (id) ON DELETE CASCADE,
    root_id @int NOT NULL,
    depth @int NOT NULL,
    path @text NOT NULL,
    user_id @int REFERENCES users (id) ON DELETE SET NULL,
    name @text NOT NULL,
    address @text NOT NULL,
    text_hash @int NOT NULL,
    state @int NOT NULL,
    held_for @int NOT NULL,
    reason @text NOT NULL,
    source @text NOT NULL,
    body @text NOT NULL,
    created_us @int NOT NULL,
    edited_us @int,
    votes_for @int NOT NULL,
    votes_against @int NOT NULL,
    hot_us @int NOT NULL,
    replies @int NOT NULL,
    listed @int NOT NULL,
    reports @int NOT NULL,
    quote @text NOT NULL,
    quote_begin @int NOT NULL,
    quote_end @int NOT NULL,
    quote_version @int NOT NULL
) @strict;
CREATE INDEX comments_threads ON comments (article_id, id) WHERE depth = 0 AND listed = 1;
CREATE INDEX comments_hot ON comments (article_id, hot_us, id) WHERE depth = 0 AND listed = 1;
CREATE INDEX comments_tree ON comments (root_id, path) WHERE listed = 1;
CREATE INDEX comments_article ON comments (article_id, state, id);
CREATE INDEX comments_parent ON comments (parent_id);
CREATE INDEX comments_user ON comments (user_id, id);
CREATE INDEX comments_state ON comments (state, id);
CREATE INDEX comments_reported ON comments (id) WHERE reports > 0;
CREATE INDEX comments_same ON comments (text_hash, created_us);
CREATE INDEX comments_addressed ON comments (created_us) WHERE address <> '';
CREATE INDEX comments_sender ON comments (address, id) WHERE address <> '';

CREATE TABLE comment_votes (
    comment_id @int NOT NULL REFERENCES comments (id) ON DELETE CASCADE,
    user_id @int NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    vote @int NOT NULL CHECK (vote IN (-1, 1)),
    PRIMARY KEY (comment_id, user_id)
) @strict;
CREATE INDEX comment_votes_user ON comment_votes (user_id);

-- 'reporter' is an account or the hash of an address; 'open' until a moderator has decided.
CREATE TABLE comment_reports (
    comment_id @int NOT NULL REFERENCES comments (id) ON DELETE CASCADE,
    reporter @text NOT NULL,
    reason @text NOT NULL,
    created_us @int NOT NULL,
    open @int NOT NULL,
    PRIMARY KEY (comment_id, reporter)
) @strict;
CREATE INDEX comment_reports_made ON comment_reports (created_us);

CREATE TABLE comment_bans (
    address @text PRIMARY KEY,
    until_us @int NOT NULL,
    reason @text NOT NULL
) @strict;
