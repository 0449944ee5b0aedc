-- Feeds and what they announce. The schedule and the HTTP validators are kept so that a restart
-- neither asks everyone at once nor fetches what has not changed.
CREATE TABLE feeds (
    id @id,
    source_id @int NOT NULL REFERENCES sources (id) ON DELETE CASCADE,
    url @text NOT NULL UNIQUE,
    title @text NOT NULL,
    etag @text NOT NULL,
    last_modified @text NOT NULL,
    next_check_us @int,
    checked_us @int,
    succeeded_us @int,
    failures @int NOT NULL,
    error @text NOT NULL
) @strict;
CREATE INDEX feeds_due ON feeds (next_check_us, id);
CREATE INDEX feeds_source ON feeds (source_id);

CREATE TABLE entries (
    id @id,
    feed_id @int NOT NULL REFERENCES feeds (id) ON DELETE CASCADE,
    guid @text NOT NULL,
    url @text NOT NULL,
    title @text NOT NULL,
    published_us @int,
    first_seen_us @int NOT NULL,
    article_id @int REFERENCES articles (id) ON DELETE SET NULL,
    UNIQUE (feed_id, guid)
) @strict;
CREATE INDEX entries_url ON entries (url);
CREATE INDEX entries_article ON entries (article_id);
