-- What was found in articles. :method is the number of the program's methods.

-- row kept_analysis struct kept_analysis: version i64, method i64, sentences str, summary str,
--   points str, names str, provenance str

-- name: analysis_put :exec
-- param article_id i64, version i64, method i64, sentences str, summary str, summary_text str,
--   points str, names str, provenance str
INSERT INTO analyses (article_id, version, method, sentences, summary, summary_text, points, names,
    provenance)
VALUES (:article_id, :version, :method, :sentences, :summary, :summary_text, :points, :names,
    :provenance)
ON CONFLICT (article_id) DO UPDATE SET version = excluded.version, method = excluded.method,
    sentences = excluded.sentences, summary = excluded.summary,
    summary_text = excluded.summary_text, points = excluded.points, names = excluded.names,
    provenance = excluded.provenance

-- name: analysis_get :one
-- param article_id i64
-- result kept_analysis
SELECT n.version, n.method, n.sentences, n.summary, n.points, n.names, n.provenance
FROM analyses n JOIN articles a ON a.id = n.article_id AND a.version = n.version
WHERE n.article_id = :article_id

-- name: analysis_stale :many
-- param method i64, after i64, page i64
-- result id i64
SELECT a.id FROM articles a LEFT JOIN analyses n ON n.article_id = a.id
WHERE a.id > :after AND (n.article_id IS NULL OR n.version <> a.version OR n.method < :method)
ORDER BY a.id LIMIT :page

-- name: analysis_stale_count :one
-- param method i64
-- result count i64
SELECT count(*) FROM articles a LEFT JOIN analyses n ON n.article_id = a.id
WHERE n.article_id IS NULL OR n.version <> a.version OR n.method < :method

-- The newest articles: what indexes in memory are made of.
-- row recent struct store_recent: id i64, copy_group ref
-- name: article_recent :many
-- param page i64
-- result recent
SELECT r.id, c.copy_group
FROM (SELECT id FROM articles ORDER BY sort_us DESC, id DESC LIMIT :page) r
LEFT JOIN copies c ON c.article_id = r.id
ORDER BY r.id
