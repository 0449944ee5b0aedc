-- Related articles and copies of a text.

-- name: related_delete :exec
-- param article_id i64
DELETE FROM article_related WHERE article_id = :article_id

-- Nothing when another program has removed the article.
-- name: related_insert :exec
-- param asking i64, article_id i64, kind i64, score f64, words strs
INSERT INTO article_related (article_id, related_id, kind, score, words)
SELECT :asking, :article_id, :kind, :score, CAST(:words AS TEXT)
WHERE EXISTS (SELECT 1 FROM articles a WHERE a.id = :article_id)
ON CONFLICT (article_id, related_id) DO UPDATE SET kind = excluded.kind, score = excluded.score,
    words = excluded.words

-- Of articles that are there. On SQLite nobody else can remove one meanwhile.
-- name: related_change :exec
-- param asking i64, article_id i64, kind i64, score f64, words strs
-- [sqlite]
INSERT INTO article_related (article_id, related_id, kind, score, words)
VALUES (:asking, :article_id, :kind, :score, :words)
ON CONFLICT (article_id, related_id) DO UPDATE SET kind = excluded.kind, score = excluded.score,
    words = excluded.words
-- [postgres]
INSERT INTO article_related (article_id, related_id, kind, score, words)
SELECT :asking, :article_id, :kind, :score, CAST(:words AS TEXT)
WHERE EXISTS (SELECT 1 FROM articles a WHERE a.id = :article_id)
    AND EXISTS (SELECT 1 FROM articles a WHERE a.id = :asking)
ON CONFLICT (article_id, related_id) DO UPDATE SET kind = excluded.kind, score = excluded.score,
    words = excluded.words

-- name: related_drop :exec
-- param article_id i64, related_id i64
DELETE FROM article_related WHERE article_id = :article_id AND related_id = :related_id

-- Everything that has the article as a card.
-- name: related_drop_to :exec
-- param related_id i64
DELETE FROM article_related WHERE related_id = :related_id

-- The cards of several articles; one without has a row of zeros.
-- row related_of struct related_of: article_id i64, kept.related_id ref, kept.score f64,
--   kept.source_id ref, kept.copy_group ref
-- name: related_kept_of :many
-- param ids str
-- result related_of
-- [sqlite]
SELECT a.id, r.related_id, coalesce(r.score, 0.0), b.source_id, c.copy_group
FROM json_each(:ids) j CROSS JOIN articles a ON a.id = j.value
LEFT JOIN article_related r ON r.article_id = a.id
LEFT JOIN articles b ON b.id = r.related_id LEFT JOIN copies c ON c.article_id = r.related_id
ORDER BY a.id, r.score DESC, r.related_id DESC
-- [postgres]
SELECT a.id, r.related_id, coalesce(r.score, 0), b.source_id, c.copy_group
FROM json_array_elements_text(CAST(:ids AS json)) j JOIN articles a ON a.id = CAST(j.value AS BIGINT)
LEFT JOIN article_related r ON r.article_id = a.id
LEFT JOIN articles b ON b.id = r.related_id LEFT JOIN copies c ON c.article_id = r.related_id
ORDER BY a.id, r.score DESC, r.related_id DESC

-- A card that has become a copy of the article is none.
-- row related_row struct related_listed: row.card.id i64, row.card.source_id i64,
--   row.card.source_key str, row.card.source_name str, row.card.title str,
--   row.card.description str, row.card.language str, row.card.image.url str,
--   row.card.image.alt str, row.card.image.caption str, row.card.image.credit str,
--   row.card.published_us time, row.card.first_seen_us i64, row.card.word_count i64,
--   row.card.version i64, row.card.demo bool, row.kind i64, row.score f64, row.words strs,
--   row.summary str, copy_group ref
-- name: related_list :many
-- param article_id i64
-- result related_row
SELECT {card_columns}, r.kind, r.score, r.words, coalesce(n.summary_text, ''), c.copy_group
FROM article_related r JOIN articles a ON a.id = r.related_id JOIN sources s ON s.id = a.source_id
LEFT JOIN analyses n ON n.article_id = a.id AND n.version = a.version
LEFT JOIN copies c ON c.article_id = r.related_id
LEFT JOIN copies own ON own.article_id = r.article_id
WHERE r.article_id = :article_id AND (c.copy_group IS NULL OR own.copy_group IS NULL
    OR c.copy_group <> own.copy_group)
ORDER BY r.score DESC, r.related_id DESC

-- name: copy_group :one
-- param article_id i64
-- result copy_group i64
SELECT copy_group FROM copies WHERE article_id = :article_id

-- name: copy_put :changes
-- param article_id i64, copy_group i64
INSERT INTO copies (article_id, copy_group) SELECT a.id, :copy_group
FROM articles a WHERE a.id = :article_id
ON CONFLICT (article_id) DO UPDATE SET copy_group = excluded.copy_group

-- name: copy_delete :exec
-- param article_id i64
DELETE FROM copies WHERE article_id = :article_id

-- The article that gave a group its number has left it: the number must be free for it.
-- name: copies_renumber :exec
-- param copy_group i64
UPDATE copies SET copy_group = (SELECT min(c.article_id) FROM copies c
    WHERE c.copy_group = :copy_group)
WHERE copy_group = :copy_group

-- One article is no group.
-- name: copies_drop_single :exec
-- param copy_group i64
DELETE FROM copies WHERE copy_group = :copy_group
    AND (SELECT count(*) FROM copies c WHERE c.copy_group = :copy_group) < 2

-- After articles were taken away.
-- name: copies_drop_singles :exec
DELETE FROM copies WHERE NOT EXISTS (SELECT 1 FROM copies c
    WHERE c.copy_group = copies.copy_group AND c.article_id <> copies.article_id)

-- name: copies_list :many
-- param article_id i64, page i64
-- result card
SELECT {card_columns} FROM copies own
JOIN copies c ON c.copy_group = own.copy_group AND c.article_id <> own.article_id
JOIN articles a ON a.id = c.article_id JOIN sources s ON s.id = a.source_id
WHERE own.article_id = :article_id
ORDER BY a.sort_us, a.id LIMIT :page
