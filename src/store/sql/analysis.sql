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

-- name: marks_put :exec
-- param article_id i64, version i64, method i64, marks bytes
INSERT INTO article_marks (article_id, version, method, marks)
VALUES (:article_id, :version, :method, :marks)
ON CONFLICT (article_id) DO UPDATE SET version = excluded.version, method = excluded.method,
    marks = excluded.marks

-- fragment stale: LEFT JOIN analyses n ON n.article_id = a.id
--   LEFT JOIN article_marks m ON m.article_id = a.id
-- fragment is_stale: (n.article_id IS NULL OR n.version <> a.version OR n.method < :method
--   OR m.article_id IS NULL OR m.version <> a.version)

-- name: analysis_stale_count :one
-- param method i64
-- result count i64
SELECT count(*) FROM articles a {stale} WHERE {is_stale}

-- What waits for its analyses. An article that was never analysed stays one that is new.
-- name: backlog_put :exec
-- param article_id i64, version i64, reason i64
INSERT INTO article_backlog (article_id, version, reason) VALUES (:article_id, :version, :reason)
ON CONFLICT (article_id) DO UPDATE SET version = excluded.version, reason =
    CASE WHEN article_backlog.reason < excluded.reason THEN article_backlog.reason
    ELSE excluded.reason END

-- name: backlog_fill :exec
-- param method i64
INSERT INTO article_backlog (article_id, version, reason)
SELECT a.id, a.version, 2 FROM articles a {stale} WHERE {is_stale}
ON CONFLICT (article_id) DO NOTHING

-- name: backlog_count :one
-- result count i64
SELECT count(*) FROM article_backlog

-- row waiting struct store_waiting: article_id i64, reason i64
-- name: backlog_list :many
-- param after i64, page i64
-- result waiting
SELECT article_id, reason FROM article_backlog WHERE article_id > :after
ORDER BY article_id LIMIT :page

-- name: backlog_remove :changes
-- param article_id i64, version i64
DELETE FROM article_backlog WHERE article_id = :article_id AND version <= :version

-- The newest articles, but for those that were never analysed: what indexes in memory are made of.
-- row recent struct store_recent: id i64, source_id i64, sort_us i64, copy_group ref
-- name: article_recent :many
-- param page i64
-- result recent
SELECT r.id, r.source_id, r.sort_us, c.copy_group
FROM (SELECT a.id, a.source_id, a.sort_us FROM articles a WHERE NOT EXISTS (
        SELECT 1 FROM article_backlog b WHERE b.article_id = a.id AND b.reason = 0)
    ORDER BY a.sort_us DESC, a.id DESC LIMIT :page) r
LEFT JOIN copies c ON c.article_id = r.id
ORDER BY r.id

-- Those of the articles of a list that are of their present version.
-- row marks struct store_marks: article_id i64, marks bytes
-- name: marks_of :many
-- param ids str, method i64
-- result marks
-- [sqlite]
SELECT m.article_id, m.marks FROM json_each(:ids) j
CROSS JOIN article_marks m ON m.article_id = j.value JOIN articles a ON a.id = m.article_id
WHERE m.method = :method AND m.version = a.version ORDER BY m.article_id
-- [postgres]
SELECT m.article_id, m.marks FROM json_array_elements_text(CAST(:ids AS json)) j
JOIN article_marks m ON m.article_id = CAST(j.value AS BIGINT) JOIN articles a ON a.id = m.article_id
WHERE m.method = :method AND m.version = a.version ORDER BY m.article_id
