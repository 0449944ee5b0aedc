-- Articles: one row for what lists need, the text beside it.

-- row article struct article: id i64, source_id i64, url str, canonical_url str, title str,
--   description str, authors strs, published_us time, updated_us time, language str,
--   site_name str, image.url str, image.alt str, image.caption str, image.credit str, tags strs,
--   credit_line str, text str, body html, word_count i64, content_hash u64, first_seen_us i64,
--   version i64, demo bool
-- row card struct article_card: id i64, source_id i64, source_key str, source_name str, title str,
--   description str, language str, image.url str, image.alt str, image.caption str,
--   image.credit str, published_us time, first_seen_us i64, word_count i64, version i64, demo bool
-- fragment card_columns: a.id, a.source_id, s.key, s.name, a.title, a.lead, a.language,
--   a.image_url, a.image_alt, a.image_caption, a.image_credit, a.published_us, a.first_seen_us,
--   a.word_count, a.version, a.demo
-- fragment article_columns: a.id, a.source_id, a.url, a.canonical_url, a.title, a.description,
--   a.authors, a.published_us, a.updated_us, a.language, a.site_name, a.image_url, a.image_alt,
--   a.image_caption, a.image_credit, a.tags, a.credit_line, t.text, t.body, a.word_count,
--   a.content_hash, a.first_seen_us, a.version, a.demo

-- name: article_find :one
-- param canonical_url str
-- result id i64, source_id i64, version i64, content_hash u64, first_seen_us i64, sort_us i64
-- [sqlite]
SELECT id, source_id, version, content_hash, first_seen_us, sort_us FROM articles
WHERE canonical_url = :canonical_url
-- [postgres]
SELECT id, source_id, version, content_hash, first_seen_us, sort_us FROM articles
WHERE canonical_url = :canonical_url FOR UPDATE

-- name: article_insert :insert
-- in struct article: source_id i64, url str, canonical_url str, title str, description str,
--   authors strs, published_us time, updated_us time, language str, site_name str, image.url str,
--   image.alt str, image.caption str, image.credit str, tags strs, credit_line str,
--   word_count i64, content_hash u64, first_seen_us i64, demo bool
-- param lead str, sort_us i64
INSERT INTO articles (source_id, url, canonical_url, title, description, lead, authors,
    published_us, updated_us, language, site_name, image_url, image_alt, image_caption,
    image_credit, tags, credit_line, word_count, content_hash, first_seen_us, version_seen_us,
    sort_us, version, demo)
VALUES (:source_id, :url, :canonical_url, :title, :description, :lead, :authors, :published_us,
    :updated_us, :language, :site_name, :image_url, :image_alt, :image_caption, :image_credit,
    :tags, :credit_line, :word_count, :content_hash, :first_seen_us, :first_seen_us, :sort_us, 1,
    :demo)
ON CONFLICT (canonical_url) DO NOTHING

-- name: article_text_insert :exec
-- param id i64, text str, body html
INSERT INTO article_texts (article_id, text, body) VALUES (:id, :text, :body)

-- The version that is about to be replaced.
-- name: article_version_keep :exec
-- param id i64
INSERT INTO article_versions (article_id, version, seen_us, title, text, body)
SELECT a.id, a.version, a.version_seen_us, a.title, t.text, t.body
FROM articles a JOIN article_texts t ON t.article_id = a.id
WHERE a.id = :id

-- name: article_version_drop :exec
-- param id i64, below i64
DELETE FROM article_versions WHERE article_id = :id AND version > 1 AND version < :below

-- name: article_update :exec
-- in struct article: url str, title str, description str, authors strs, published_us time,
--   updated_us time, language str, site_name str, image.url str, image.alt str,
--   image.caption str, image.credit str, tags strs, credit_line str, word_count i64,
--   content_hash u64, version i64, demo bool, id i64
-- param lead str, sort_us i64, version_seen_us i64
UPDATE articles SET url = :url, title = :title, description = :description, lead = :lead,
    authors = :authors, published_us = :published_us, updated_us = :updated_us,
    language = :language, site_name = :site_name, image_url = :image_url,
    image_alt = :image_alt, image_caption = :image_caption, image_credit = :image_credit,
    tags = :tags, credit_line = :credit_line, word_count = :word_count,
    content_hash = :content_hash, version = :version, version_seen_us = :version_seen_us,
    sort_us = :sort_us, demo = :demo
WHERE id = :id

-- name: article_text_update :exec
-- param id i64, text str, body html
UPDATE article_texts SET text = :text, body = :body WHERE article_id = :id

-- name: article_get :one
-- param id i64
-- result article
SELECT {article_columns} FROM articles a JOIN article_texts t ON t.article_id = a.id
WHERE a.id = :id

-- Those that are there of a list of ids, in its order.
-- name: articles_get :many
-- param ids str
-- result article
-- [sqlite]
SELECT {article_columns} FROM json_each(:ids) j CROSS JOIN articles a ON a.id = j.value
JOIN article_texts t ON t.article_id = a.id ORDER BY j.key
-- [postgres]
SELECT {article_columns}
FROM json_array_elements_text(CAST(:ids AS json)) WITH ORDINALITY AS j (value, place)
JOIN articles a ON a.id = CAST(j.value AS BIGINT)
JOIN article_texts t ON t.article_id = a.id ORDER BY j.place

-- name: article_by_url :one
-- param canonical_url str
-- result id i64
SELECT id FROM articles WHERE canonical_url = :canonical_url

-- name: article_same :one
-- param canonical_url str, content_hash u64
-- result same bool
SELECT CASE WHEN EXISTS (SELECT 1 FROM articles
    WHERE canonical_url = :canonical_url AND content_hash = :content_hash) THEN 1 ELSE 0 END

-- row version struct article_version: article_id i64, version i64, seen_us i64, title str,
--   text str, body html
-- name: article_versions :many
-- param id i64
-- result version
SELECT a.id, a.version, a.version_seen_us, a.title, t.text, t.body
FROM articles a JOIN article_texts t ON t.article_id = a.id
WHERE a.id = :id
UNION ALL
SELECT article_id, version, seen_us, title, text, body FROM article_versions
WHERE article_id = :id
ORDER BY 2 DESC

-- name: article_count :one
-- result count i64
SELECT CAST(coalesce(sum(article_count), 0) AS BIGINT) FROM sources

-- name: article_list :many
-- param sort_us i64, id i64, page i64
-- result card
SELECT {card_columns} FROM articles a JOIN sources s ON s.id = a.source_id
WHERE (a.sort_us, a.id) < (:sort_us, :id)
ORDER BY a.sort_us DESC, a.id DESC LIMIT :page

-- name: article_list_source :many
-- param source_id i64, sort_us i64, id i64, page i64
-- result card
SELECT {card_columns} FROM articles a JOIN sources s ON s.id = a.source_id
WHERE a.source_id = :source_id AND (a.sort_us, a.id) < (:sort_us, :id)
ORDER BY a.sort_us DESC, a.id DESC LIMIT :page

-- name: article_list_language :many
-- param language str, sort_us i64, id i64, page i64
-- result card
SELECT {card_columns} FROM articles a JOIN sources s ON s.id = a.source_id
WHERE a.language = :language AND (a.sort_us, a.id) < (:sort_us, :id)
ORDER BY a.sort_us DESC, a.id DESC LIMIT :page

-- name: article_list_source_language :many
-- param source_id i64, language str, sort_us i64, id i64, page i64
-- result card
SELECT {card_columns} FROM articles a JOIN sources s ON s.id = a.source_id
WHERE a.source_id = :source_id AND a.language = :language AND (a.sort_us, a.id) < (:sort_us, :id)
ORDER BY a.sort_us DESC, a.id DESC LIMIT :page

-- Articles without their text or their search row: there must be none.
-- name: article_incomplete :many
-- result id i64
-- [sqlite]
SELECT a.id FROM articles a WHERE NOT EXISTS (
    SELECT 1 FROM article_texts t WHERE t.article_id = a.id)
OR NOT EXISTS (SELECT 1 FROM article_search f WHERE f.rowid = a.id)
ORDER BY a.id LIMIT 10
-- [postgres]
SELECT a.id FROM articles a WHERE NOT EXISTS (
    SELECT 1 FROM article_texts t WHERE t.article_id = a.id)
OR NOT EXISTS (SELECT 1 FROM article_search f WHERE f.article_id = a.id)
ORDER BY a.id LIMIT 10
