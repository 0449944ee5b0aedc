-- Sources, articles with their versions and search terms, imports. docs/STORAGE.md explains
-- the type words (@id, @int, @text, ...) and the columns.

-- [sqlite]
PRAGMA application_id = 1131377522;
-- [all]
CREATE TABLE meta (
    id @int PRIMARY KEY CHECK (id = 1),
    generation @int NOT NULL
) @strict;
INSERT INTO meta (id, generation) VALUES (1, 0);

CREATE TABLE sources (
    id @id,
    key @text NOT NULL UNIQUE,
    name @text NOT NULL,
    home_url @text NOT NULL,
    language @text NOT NULL,
    demo @int NOT NULL,
    article_count @int NOT NULL DEFAULT 0,
    newest_us @int
) @strict;

CREATE TABLE articles (
    id @id,
    source_id @int NOT NULL REFERENCES sources (id),
    url @text NOT NULL,
    canonical_url @text NOT NULL UNIQUE,
    title @text NOT NULL,
    description @text NOT NULL,
    lead @text NOT NULL,
    authors @text NOT NULL,
    published_us @int,
    updated_us @int,
    language @text NOT NULL,
    site_name @text NOT NULL,
    image_url @text NOT NULL,
    image_alt @text NOT NULL,
    image_caption @text NOT NULL,
    image_credit @text NOT NULL,
    tags @text NOT NULL,
    credit_line @text NOT NULL,
    word_count @int NOT NULL,
    content_hash @int NOT NULL,
    first_seen_us @int NOT NULL,
    version_seen_us @int NOT NULL,
    sort_us @int NOT NULL,
    version @int NOT NULL,
    demo @int NOT NULL
) @strict;
CREATE INDEX articles_newest ON articles (sort_us, id);
CREATE INDEX articles_source ON articles (source_id, sort_us, id);
CREATE INDEX articles_language ON articles (language, sort_us, id);

CREATE TABLE article_texts (
    article_id @int PRIMARY KEY REFERENCES articles (id) ON DELETE CASCADE,
    text @text NOT NULL,
    body @text NOT NULL
) @strict;

CREATE TABLE article_versions (
    article_id @int NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    version @int NOT NULL,
    seen_us @int NOT NULL,
    title @text NOT NULL,
    text @text NOT NULL,
    body @text NOT NULL,
    PRIMARY KEY (article_id, version)
) @strict;

-- [sqlite]
CREATE VIRTUAL TABLE article_search USING fts5 (
    title, text, variants, tokenize = 'ascii'
);
-- [postgres]
CREATE TABLE article_search (
    article_id BIGINT PRIMARY KEY REFERENCES articles (id) ON DELETE CASCADE,
    terms TSVECTOR NOT NULL
);
CREATE INDEX article_search_terms ON article_search USING gin (terms);

-- [all]
CREATE TABLE imports (
    input_key @text PRIMARY KEY,
    position @int NOT NULL,
    done @int NOT NULL
) @strict;
