-- Subscriptions that arrive by themselves: where a feed is filed, how often it posts, what it says
-- about itself, where it has moved to; and the pages that entries only announce.
ALTER TABLE feeds ADD COLUMN folders @text NOT NULL DEFAULT '[]';
ALTER TABLE feeds ADD COLUMN site_url @text NOT NULL DEFAULT '';
ALTER TABLE feeds ADD COLUMN gap_us @int NOT NULL DEFAULT 0;
ALTER TABLE feeds ADD COLUMN newest_us @int;
ALTER TABLE feeds ADD COLUMN said_us @int NOT NULL DEFAULT 0;
ALTER TABLE feeds ADD COLUMN moved_url @text NOT NULL DEFAULT '';
ALTER TABLE feeds ADD COLUMN moved_us @int;
ALTER TABLE entries ADD COLUMN content_hash @int NOT NULL DEFAULT 0;
CREATE INDEX entries_time ON entries (feed_id, published_us);

CREATE TABLE entry_pages (
    entry_id @int PRIMARY KEY REFERENCES entries (id) ON DELETE CASCADE,
    next_try_us @int NOT NULL,
    tries @int NOT NULL,
    draft @text NOT NULL
) @strict;
CREATE INDEX entry_pages_due ON entry_pages (next_try_us, entry_id);
