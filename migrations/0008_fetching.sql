-- What is subscribed to besides feeds (pages by their links, newsletters), what an operator sets for
-- one feed, feeds that are pushed, what came by itself and waits, and what is known of sources.
ALTER TABLE feeds ADD COLUMN kind @int NOT NULL DEFAULT 0;
ALTER TABLE feeds ADD COLUMN recipe @text NOT NULL DEFAULT '';
ALTER TABLE feeds ADD COLUMN paused_us @int;
ALTER TABLE feeds ADD COLUMN removed_us @int;
ALTER TABLE feeds ADD COLUMN language @text NOT NULL DEFAULT '';

CREATE TABLE feed_settings (
    feed_id @int PRIMARY KEY REFERENCES feeds (id) ON DELETE CASCADE,
    user_agent @text NOT NULL,
    username @text NOT NULL,
    password @text NOT NULL,
    cookie @text NOT NULL,
    proxy @text NOT NULL,
    full_text @int NOT NULL
) @strict;

CREATE TABLE feed_hubs (
    feed_id @int PRIMARY KEY REFERENCES feeds (id) ON DELETE CASCADE,
    hub_url @text NOT NULL,
    topic_url @text NOT NULL,
    token @text NOT NULL UNIQUE,
    secret @text NOT NULL,
    state @int NOT NULL,
    asked_us @int,
    verified_us @int,
    until_us @int,
    next_try_us @int,
    tries @int NOT NULL,
    error @text NOT NULL,
    pushed_us @int,
    hour_us @int,
    hour_pushes @int NOT NULL,
    poll_us @int
) @strict;
CREATE INDEX feed_hubs_due ON feed_hubs (next_try_us, feed_id);

CREATE TABLE deliveries (
    id @id,
    feed_id @int NOT NULL REFERENCES feeds (id) ON DELETE CASCADE,
    received_us @int NOT NULL,
    content_type @text NOT NULL,
    base_url @text NOT NULL,
    body @bytes NOT NULL,
    tries @int NOT NULL,
    error @text NOT NULL,
    held @int NOT NULL DEFAULT 0,
    first @int NOT NULL DEFAULT 0,
    begin_at @int NOT NULL DEFAULT 0
) @strict;
CREATE INDEX deliveries_feed ON deliveries (feed_id, id);

CREATE TABLE source_facts (
    source_id @int PRIMARY KEY REFERENCES sources (id) ON DELETE CASCADE,
    country @text NOT NULL,
    language @text NOT NULL,
    stage @int NOT NULL,
    icon_url @text NOT NULL,
    icon_type @text NOT NULL,
    icon_hash @int NOT NULL,
    etag @text NOT NULL,
    last_modified @text NOT NULL,
    checked_us @int,
    next_us @int,
    icon @bytes NOT NULL
) @strict;
CREATE INDEX source_facts_due ON source_facts (next_us, source_id);

-- Articles that wait for their analyses. reason: 0 a new article, 1 a new version, 2 old methods.
CREATE TABLE article_backlog (
    article_id @int PRIMARY KEY REFERENCES articles (id) ON DELETE CASCADE,
    version @int NOT NULL,
    reason @int NOT NULL
) @strict;

-- The index gathers so much before it writes a part of itself; the usual 1 MB made twice the parts of
-- a batch, which have to be merged.
-- [sqlite]
INSERT INTO article_search (article_search, rank) VALUES ('hashsize', 4194304);
