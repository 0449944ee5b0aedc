-- Full-text search. :match and :without are expressions that store/search_query.c built of
-- terms; 0 and '' turn the filters off.

-- row hit struct search_row: card.id i64, card.source_id i64, card.source_key str,
--   card.source_name str, card.title str, card.description str, card.language str,
--   card.image.url str, card.image.alt str, card.image.caption str, card.image.credit str,
--   card.published_us time, card.first_seen_us i64, card.word_count i64, card.version i64,
--   card.demo bool, score f64, text str

-- The beginning of the text is enough to find a snippet in.
-- fragment hit_columns: {card_columns}, h.score, substr(t.text, 1, 20000)
-- fragment hit_joins: JOIN articles a ON a.id = h.id JOIN sources s ON s.id = a.source_id
--   JOIN article_texts t ON t.article_id = a.id ORDER BY h.score DESC, a.sort_us DESC, a.id DESC
-- fragment filters: (:source_id = 0 OR a.source_id = :source_id)
--   AND (:language = '' OR a.language = :language)

-- name: search_match :many
-- param match str, source_id i64, language str, page i64, skip i64
-- result hit
-- [sqlite]
WITH h AS MATERIALIZED (
    SELECT a.id AS id, -bm25(article_search, 4.0, 1.0, 0.5) AS score
    FROM article_search JOIN articles a ON a.id = article_search.rowid
    WHERE article_search MATCH :match AND {filters}
    ORDER BY 2 DESC, a.sort_us DESC, a.id DESC LIMIT :page OFFSET :skip)
SELECT {hit_columns} FROM h {hit_joins}
-- [postgres]
WITH h AS MATERIALIZED (
    SELECT a.id AS id, CAST(ts_rank('{0.25, 0.25, 0.25, 1.0}', f.terms,
        CAST(:match AS tsquery), 1) AS DOUBLE PRECISION) AS score
    FROM article_search f JOIN articles a ON a.id = f.article_id
    WHERE f.terms @@ CAST(:match AS tsquery) AND {filters}
    ORDER BY 2 DESC, a.sort_us DESC, a.id DESC LIMIT :page OFFSET :skip)
SELECT {hit_columns} FROM h {hit_joins}

-- The same, newest first.
-- name: search_match_newest :many
-- param match str, source_id i64, language str, page i64, skip i64
-- result hit
-- [sqlite]
WITH h AS MATERIALIZED (
    SELECT a.id AS id, 0.0 AS score
    FROM article_search JOIN articles a ON a.id = article_search.rowid
    WHERE article_search MATCH :match AND {filters}
    ORDER BY a.sort_us DESC, a.id DESC LIMIT :page OFFSET :skip)
SELECT {hit_columns} FROM h {hit_joins}
-- [postgres]
WITH h AS MATERIALIZED (
    SELECT a.id AS id, CAST(0 AS DOUBLE PRECISION) AS score
    FROM article_search f JOIN articles a ON a.id = f.article_id
    WHERE f.terms @@ CAST(:match AS tsquery) AND {filters}
    ORDER BY a.sort_us DESC, a.id DESC LIMIT :page OFFSET :skip)
SELECT {hit_columns} FROM h {hit_joins}

-- name: search_match_count :one
-- param match str, source_id i64, language str
-- result count i64
-- [sqlite]
SELECT count(*) FROM article_search JOIN articles a ON a.id = article_search.rowid
WHERE article_search MATCH :match AND {filters}
-- [postgres]
SELECT count(*) FROM article_search f JOIN articles a ON a.id = f.article_id
WHERE f.terms @@ CAST(:match AS tsquery) AND {filters}

-- No word is asked for, only filters or words that must not be there: newest first.
-- name: search_newest :many
-- param without str, source_id i64, language str, page i64, skip i64
-- result hit
-- [sqlite]
WITH h AS MATERIALIZED (
    SELECT a.id AS id, 0.0 AS score FROM articles a
    WHERE a.id NOT IN (SELECT rowid FROM article_search WHERE article_search MATCH :without)
    AND {filters}
    ORDER BY a.sort_us DESC, a.id DESC LIMIT :page OFFSET :skip)
SELECT {hit_columns} FROM h {hit_joins}
-- [postgres]
WITH h AS MATERIALIZED (
    SELECT a.id AS id, CAST(0 AS DOUBLE PRECISION) AS score FROM articles a
    WHERE NOT EXISTS (SELECT 1 FROM article_search f
        WHERE f.article_id = a.id AND f.terms @@ CAST(:without AS tsquery))
    AND {filters}
    ORDER BY a.sort_us DESC, a.id DESC LIMIT :page OFFSET :skip)
SELECT {hit_columns} FROM h {hit_joins}

-- name: search_newest_count :one
-- param without str, source_id i64, language str
-- result count i64
-- [sqlite]
SELECT count(*) FROM articles a
WHERE a.id NOT IN (SELECT rowid FROM article_search WHERE article_search MATCH :without)
AND {filters}
-- [postgres]
SELECT count(*) FROM articles a
WHERE NOT EXISTS (SELECT 1 FROM article_search f
    WHERE f.article_id = a.id AND f.terms @@ CAST(:without AS tsquery))
AND {filters}

-- The languages that articles are in, by skipping through the index.
-- name: search_languages :many
-- result language str
WITH RECURSIVE l (language) AS (
    SELECT min(language) FROM articles
    UNION ALL
    SELECT (SELECT min(a.language) FROM articles a WHERE a.language > l.language)
    FROM l WHERE l.language IS NOT NULL)
SELECT language FROM l WHERE language IS NOT NULL

-- The index row of an article. SQLite keeps the three columns of terms, PostgreSQL one vector.
-- name: search_insert :exec
-- param id i64, title str, text str, variants str
-- [sqlite]
INSERT INTO article_search (rowid, title, text, variants) VALUES (:id, :title, :text, :variants)
-- [postgres]
INSERT INTO article_search (article_id, terms)
VALUES (:id, CAST(CONCAT(CAST(:title AS TEXT), CAST(:text AS TEXT), CAST(:variants AS TEXT))
    AS tsvector))

-- name: search_delete :exec
-- param id i64
-- [sqlite]
DELETE FROM article_search WHERE rowid = :id
-- [postgres]
DELETE FROM article_search WHERE article_id = :id

-- name: search_clear :exec
DELETE FROM article_search

-- What the index is made of.
-- row indexed struct article: id i64, title str, language str, text str
-- name: search_articles :many
-- param after i64, page i64
-- result indexed
SELECT a.id, a.title, a.language, t.text
FROM articles a JOIN article_texts t ON t.article_id = a.id
WHERE a.id > :after ORDER BY a.id LIMIT :page
