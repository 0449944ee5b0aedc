-- What the analyses found in an article; its hashtags; what else to read; copies of its text. Lists
-- that are only shown together are JSON; what is looked for has a table.
CREATE TABLE analyses (
    article_id @int PRIMARY KEY REFERENCES articles (id) ON DELETE CASCADE,
    version @int NOT NULL,
    method @int NOT NULL,
    sentences @text NOT NULL,
    summary @text NOT NULL,
    summary_text @text NOT NULL,
    points @text NOT NULL,
    names @text NOT NULL,
    provenance @text NOT NULL
) @strict;

CREATE TABLE tags (
    id @id,
    canonical @text NOT NULL UNIQUE,
    display @text NOT NULL,
    kind @int NOT NULL,
    article_count @int NOT NULL DEFAULT 0,
    newest_us @int
) @strict;

CREATE TABLE tag_aliases (
    alias @text PRIMARY KEY,
    tag_id @int NOT NULL REFERENCES tags (id) ON DELETE CASCADE
) @strict;
CREATE INDEX tag_aliases_tag ON tag_aliases (tag_id);

-- sort_us is the article's: a page of a tag costs its cards.
CREATE TABLE article_tags (
    article_id @int NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    tag_id @int NOT NULL REFERENCES tags (id) ON DELETE CASCADE,
    place @int NOT NULL,
    sort_us @int NOT NULL,
    PRIMARY KEY (article_id, tag_id)
) @strict;
CREATE INDEX article_tags_tag ON article_tags (tag_id, sort_us, article_id);
CREATE INDEX article_tags_newest ON article_tags (sort_us, tag_id);

CREATE TABLE article_related (
    article_id @int NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    related_id @int NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    kind @int NOT NULL,
    score @real NOT NULL,
    words @text NOT NULL,
    PRIMARY KEY (article_id, related_id)
) @strict;
CREATE INDEX article_related_to ON article_related (related_id);

-- Articles of one copy_group have the same text. The number is that of the article others were
-- first found to be copies of, which need not be there any more.
CREATE TABLE copies (
    article_id @int PRIMARY KEY REFERENCES articles (id) ON DELETE CASCADE,
    copy_group @int NOT NULL
) @strict;
CREATE INDEX copies_group ON copies (copy_group, article_id);
