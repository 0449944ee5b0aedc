-- Comments in threads, votes, reports, and what keeps spam out.

-- row comment struct comment: id i64, article_id i64, parent_id ref, root_id i64, depth i64,
--   user_id ref, name str, role i64, state i64, held_for i64, reason str, source str, body html,
--   created_us i64, edited_us time, votes_for i64, votes_against i64, score i64, hot_us i64,
--   replies i64, reports i64, vote i64, quote str, quote_begin i64, quote_end i64,
--   quote_version i64, article_title str, article_url str
-- row comment_report struct comment_report_row: comment_id i64, reporter str, reason str, created_us i64
-- fragment comment_author: coalesce(u.name, c.name), coalesce(u.role, 0)
-- fragment comment_marks: c.created_us, c.edited_us, c.votes_for, c.votes_against,
--   c.votes_for - c.votes_against, c.hot_us, c.replies, c.reports
-- fragment comment_quote: c.quote, c.quote_begin, c.quote_end, c.quote_version
-- fragment comment_columns: c.id, c.article_id, c.parent_id, c.root_id, c.depth, c.user_id,
--   {comment_author}, c.state, c.held_for, c.reason, '', c.body, {comment_marks},
--   coalesce(v.vote, 0), {comment_quote}, '', ''
-- fragment comment_all_columns: c.id, c.article_id, c.parent_id, c.root_id, c.depth, c.user_id,
--   {comment_author}, c.state, c.held_for, c.reason, c.source, c.body, {comment_marks},
--   0, {comment_quote}, a.title, a.canonical_url
-- fragment comment_joins: LEFT JOIN users u ON u.id = c.user_id
--   LEFT JOIN comment_votes v ON v.comment_id = c.id AND v.user_id = :viewer_id
-- fragment comment_all_joins: JOIN articles a ON a.id = c.article_id
--   LEFT JOIN users u ON u.id = c.user_id
-- fragment comment_new: SELECT t.id, t.hot_us, t.replies FROM comments t
--   WHERE t.article_id = :article_id AND t.depth = 0 AND t.listed = 1 AND t.id < :after
--   ORDER BY t.id DESC
-- fragment comment_old: SELECT t.id, t.hot_us, t.replies FROM comments t
--   WHERE t.article_id = :article_id AND t.depth = 0 AND t.listed = 1 AND t.id > :after
--   ORDER BY t.id
-- fragment comment_hot: SELECT t.id, t.hot_us, t.replies FROM comments t
--   WHERE t.article_id = :article_id AND t.depth = 0 AND t.listed = 1
--   AND (t.hot_us, t.id) < (:after_hot, :after) ORDER BY t.hot_us DESC, t.id DESC

-- Threads of a page: of which the next query reads the first comments.
-- name: comment_threads_new :many
-- param article_id i64, after i64, page i64
-- result id i64, hot_us i64, replies i64
{comment_new} LIMIT :page

-- name: comment_threads_old :many
-- param article_id i64, after i64, page i64
-- result id i64, hot_us i64, replies i64
{comment_old} LIMIT :page

-- name: comment_threads_hot :many
-- param article_id i64, after_hot i64, after i64, page i64
-- result id i64, hot_us i64, replies i64
{comment_hot} LIMIT :page

-- The first EACH comments of each of THREADS threads. An inner query that looks at the outer one is
-- LATERAL in PostgreSQL, and a list of ids in SQLite, which has no LATERAL.
-- name: comment_page_new :many
-- param article_id i64, after i64, threads i64, each i64, page i64, viewer_id i64
-- result comment
-- [sqlite]
SELECT {comment_columns} FROM ({comment_new} LIMIT :threads) r
CROSS JOIN comments c ON c.id IN (SELECT x.id FROM comments x
    WHERE x.root_id = r.id AND x.listed = 1 ORDER BY x.path LIMIT :each)
{comment_joins} ORDER BY r.id DESC, c.path LIMIT :page
-- [postgres]
SELECT {comment_columns} FROM ({comment_new} LIMIT :threads) r
CROSS JOIN LATERAL (SELECT * FROM comments x
    WHERE x.root_id = r.id AND x.listed = 1 ORDER BY x.path LIMIT :each) c
{comment_joins} ORDER BY r.id DESC, c.path LIMIT :page

-- name: comment_page_old :many
-- param article_id i64, after i64, threads i64, each i64, page i64, viewer_id i64
-- result comment
-- [sqlite]
SELECT {comment_columns} FROM ({comment_old} LIMIT :threads) r
CROSS JOIN comments c ON c.id IN (SELECT x.id FROM comments x
    WHERE x.root_id = r.id AND x.listed = 1 ORDER BY x.path LIMIT :each)
{comment_joins} ORDER BY r.id, c.path LIMIT :page
-- [postgres]
SELECT {comment_columns} FROM ({comment_old} LIMIT :threads) r
CROSS JOIN LATERAL (SELECT * FROM comments x
    WHERE x.root_id = r.id AND x.listed = 1 ORDER BY x.path LIMIT :each) c
{comment_joins} ORDER BY r.id, c.path LIMIT :page

-- name: comment_page_hot :many
-- param article_id i64, after_hot i64, after i64, threads i64, each i64, page i64, viewer_id i64
-- result comment
-- [sqlite]
SELECT {comment_columns} FROM ({comment_hot} LIMIT :threads) r
CROSS JOIN comments c ON c.id IN (SELECT x.id FROM comments x
    WHERE x.root_id = r.id AND x.listed = 1 ORDER BY x.path LIMIT :each)
{comment_joins} ORDER BY r.hot_us DESC, r.id DESC, c.path LIMIT :page
-- [postgres]
SELECT {comment_columns} FROM ({comment_hot} LIMIT :threads) r
CROSS JOIN LATERAL (SELECT * FROM comments x
    WHERE x.root_id = r.id AND x.listed = 1 ORDER BY x.path LIMIT :each) c
{comment_joins} ORDER BY r.hot_us DESC, r.id DESC, c.path LIMIT :page

-- name: comment_thread :many
-- param root_id i64, after i64, page i64, viewer_id i64
-- result comment
SELECT {comment_columns} FROM comments c {comment_joins}
WHERE c.root_id = :root_id AND c.listed = 1
    AND c.path > coalesce((SELECT x.path FROM comments x WHERE x.id = :after), '')
ORDER BY c.path LIMIT :page

-- The comment that stands BACK before one in its thread.
-- name: comment_before :one
-- param id i64, back i64
-- result id i64
SELECT x.id FROM comments c JOIN comments x ON x.root_id = c.root_id
WHERE c.id = :id AND x.listed = 1 AND x.path < c.path
ORDER BY x.path DESC LIMIT 1 OFFSET :back

-- Those that are there of a list of ids.
-- name: comments_get :many
-- param ids str
-- result comment
-- [sqlite]
SELECT {comment_all_columns} FROM comments c {comment_all_joins}
WHERE c.id IN (SELECT value FROM json_each(:ids)) ORDER BY c.id
-- [postgres]
SELECT {comment_all_columns} FROM comments c {comment_all_joins}
WHERE c.id IN (SELECT CAST(value AS BIGINT) FROM json_array_elements_text(CAST(:ids AS json)))
ORDER BY c.id

-- name: comment_get :one
-- param id i64, viewer_id i64
-- result comment
SELECT c.id, c.article_id, c.parent_id, c.root_id, c.depth, c.user_id, {comment_author}, c.state,
    c.held_for, c.reason, c.source, c.body, {comment_marks}, coalesce(v.vote, 0),
    {comment_quote}, '', ''
FROM comments c {comment_joins} WHERE c.id = :id

-- name: comment_article :one
-- param id i64
-- result article_id i64
SELECT article_id FROM comments WHERE id = :id

-- name: comment_path :one
-- param id i64
-- result article_id i64, root_id i64, depth i64, parent_id ref, path str
SELECT article_id, root_id, depth, parent_id, path FROM comments WHERE id = :id

-- Makes the article's row if need be, and keeps others from changing its comments.
-- name: discussion_add :exec
-- param article_id i64, more i64
INSERT INTO discussions (article_id, shown) VALUES (:article_id, :more)
ON CONFLICT (article_id) DO UPDATE SET shown = discussions.shown + :more

-- name: discussion_count :one
-- param article_id i64
-- result shown i64
SELECT coalesce((SELECT shown FROM discussions WHERE article_id = :article_id), 0)

-- name: comment_insert :insert
-- in struct comment: article_id i64, parent_id ref, depth i64, user_id ref, name str, state i64,
--   held_for i64, source str, body html, created_us i64, quote str, quote_begin i64,
--   quote_end i64, quote_version i64
-- param address str, text_hash u64
INSERT INTO comments (article_id, parent_id, root_id, depth, path, user_id, name, address,
    text_hash, state, held_for, reason, source, body, created_us, votes_for, votes_against, hot_us,
    replies, listed, reports, quote, quote_begin, quote_end, quote_version)
VALUES (:article_id, :parent_id, 0, :depth, '', :user_id, :name, :address, :text_hash, :state,
    :held_for, '', :source, :body, :created_us, 0, 0, :created_us, 0, 0, 0, :quote,
    :quote_begin, :quote_end, :quote_version)

-- name: comment_place :exec
-- param id i64, root_id i64, path str
UPDATE comments SET root_id = :root_id, path = :path,
    listed = CASE WHEN state = 0 THEN 1 ELSE 0 END
WHERE id = :id

-- Those above a comment have one shown reply more, or fewer.
-- name: comment_replies_add :exec
-- param id i64, more i64
UPDATE comments SET replies = replies + :more,
    listed = CASE WHEN state = 0 OR replies + :more > 0 THEN 1 ELSE 0 END
WHERE id IN (WITH RECURSIVE up (id) AS (SELECT c.parent_id FROM comments c WHERE c.id = :id
    UNION ALL SELECT c.parent_id FROM comments c JOIN up ON c.id = up.id)
    SELECT up.id FROM up WHERE up.id IS NOT NULL)

-- name: comment_state_set :exec
-- param id i64, state i64, held_for i64, reason str
UPDATE comments SET state = :state, held_for = :held_for, reason = :reason,
    listed = CASE WHEN :state = 0 OR replies > 0 THEN 1 ELSE 0 END
WHERE id = :id

-- name: comment_text_set :exec
-- param id i64, source str, body html, edited_us time, text_hash u64
UPDATE comments SET source = :source, body = :body, edited_us = :edited_us,
    text_hash = :text_hash
WHERE id = :id

-- name: comment_wipe :exec
-- param id i64
UPDATE comments SET source = '', body = '', text_hash = 0, quote = '', quote_begin = 0,
    quote_end = 0
WHERE id = :id

-- name: comment_vote_get :one
-- param comment_id i64, user_id i64
-- result vote i64
SELECT coalesce((SELECT vote FROM comment_votes
    WHERE comment_id = :comment_id AND user_id = :user_id), 0)

-- name: comment_vote_set :exec
-- param comment_id i64, user_id i64, vote i64
INSERT INTO comment_votes (comment_id, user_id, vote) VALUES (:comment_id, :user_id, :vote)
ON CONFLICT (comment_id, user_id) DO UPDATE SET vote = excluded.vote

-- name: comment_vote_delete :exec
-- param comment_id i64, user_id i64
DELETE FROM comment_votes WHERE comment_id = :comment_id AND user_id = :user_id

-- name: comment_score_set :exec
-- in struct comment: id i64, votes_for i64, votes_against i64, hot_us i64
UPDATE comments SET votes_for = :votes_for, votes_against = :votes_against, hot_us = :hot_us
WHERE id = :id

-- name: comment_report_insert :changes
-- param comment_id i64, reporter str, reason str, now_us i64
INSERT INTO comment_reports (comment_id, reporter, reason, created_us, open)
VALUES (:comment_id, :reporter, :reason, :now_us, 1)
ON CONFLICT (comment_id, reporter) DO NOTHING

-- name: comment_reports_set :exec
-- param id i64, reports i64
UPDATE comments SET reports = :reports WHERE id = :id

-- name: comment_reports_close :exec
-- param comment_id i64
UPDATE comment_reports SET open = 0 WHERE comment_id = :comment_id

-- Of each comment of a list the first 50, oldest first.
-- name: comment_report_list :many
-- param ids str
-- result comment_report
-- [sqlite]
SELECT r.comment_id, coalesce(u.name, ''), r.reason, r.created_us
FROM (SELECT x.*, row_number() OVER (PARTITION BY x.comment_id ORDER BY x.created_us, x.reporter)
        AS place
    FROM json_each(:ids) j CROSS JOIN comment_reports x ON x.comment_id = j.value
    WHERE x.open = 1) r
LEFT JOIN users u ON r.reporter = 'user:' || CAST(u.id AS TEXT)
WHERE r.place <= 50 ORDER BY r.comment_id, r.place
-- [postgres]
SELECT r.comment_id, coalesce(u.name, ''), r.reason, r.created_us
FROM (SELECT x.*, row_number() OVER (PARTITION BY x.comment_id ORDER BY x.created_us, x.reporter)
        AS place
    FROM json_array_elements_text(CAST(:ids AS json)) j
    JOIN comment_reports x ON x.comment_id = CAST(j.value AS BIGINT)
    WHERE x.open = 1) r
LEFT JOIN users u ON r.reporter = 'user:' || CAST(u.id AS TEXT)
WHERE r.place <= 50 ORDER BY r.comment_id, r.place

-- Locks the account: who bans it waits, and then finds what it is about to write.
-- name: comment_author :one
-- param id i64
-- result open bool
-- [sqlite]
SELECT CASE WHEN disabled_us IS NULL THEN 1 ELSE 0 END FROM users WHERE id = :id
-- [postgres]
SELECT CASE WHEN disabled_us IS NULL THEN 1 ELSE 0 END FROM users WHERE id = :id FOR SHARE

-- name: comment_known :one
-- param user_id i64
-- result known bool
SELECT CASE WHEN EXISTS (SELECT 1 FROM comments WHERE user_id = :user_id AND state = 0)
    THEN 1 ELSE 0 END

-- Both counts end at 100. An address can have several people behind it: only of a guest it says who
-- sent a text twice.
-- name: comment_repeats :one
-- param text_hash u64, since_us i64, user_id i64, address str, article_id i64, parent_id i64,
--   except_id i64
-- result repeats i64, here i64
SELECT count(*), count(CASE WHEN s.article_id = :article_id AND s.parent_id = :parent_id
    AND s.user_id = :user_id THEN 1 END)
FROM (SELECT c.article_id, coalesce(c.parent_id, 0) AS parent_id,
        coalesce(c.user_id, 0) AS user_id FROM comments c
    WHERE c.text_hash = :text_hash AND c.created_us > :since_us AND c.id <> :except_id
    AND ((:user_id <> 0 AND c.user_id = :user_id) OR (:address <> '' AND c.address = :address))
    LIMIT 100) s

-- name: comment_address :one
-- param id i64
-- result address str
SELECT address FROM comments WHERE id = :id

-- Of guests: people with an account may share their address.
-- name: comment_by_address :many
-- param address str, after i64, page i64
-- result comment
SELECT {comment_all_columns} FROM comments c {comment_all_joins}
WHERE c.address = :address AND c.address <> '' AND c.user_id IS NULL AND c.id < :after
ORDER BY c.id DESC LIMIT :page

-- name: comment_addresses_forget :exec
-- param before_us i64
UPDATE comments SET address = '' WHERE address <> '' AND created_us < :before_us

-- Reports that were decided have done their work.
-- name: comment_reports_forget :exec
-- param before_us i64
DELETE FROM comment_reports WHERE open = 0 AND created_us < :before_us

-- name: comment_ban_set :exec
-- param address str, until_us i64, reason str
INSERT INTO comment_bans (address, until_us, reason) VALUES (:address, :until_us, :reason)
ON CONFLICT (address) DO UPDATE SET until_us = excluded.until_us, reason = excluded.reason

-- name: comment_ban_get :one
-- param address str
-- result until_us i64
SELECT coalesce((SELECT until_us FROM comment_bans WHERE address = :address), 0)

-- name: comment_bans_expire :exec
-- param now_us i64
DELETE FROM comment_bans WHERE until_us <= :now_us

-- Newest first, what readers see.
-- name: comment_newest :many
-- param after i64, page i64
-- result comment
SELECT {comment_all_columns} FROM comments c {comment_all_joins}
WHERE c.state = 0 AND c.id < :after ORDER BY c.id DESC LIMIT :page

-- name: comment_newest_article :many
-- param article_id i64, after i64, page i64
-- result comment
SELECT {comment_all_columns} FROM comments c {comment_all_joins}
WHERE c.article_id = :article_id AND c.state = 0 AND c.id < :after ORDER BY c.id DESC LIMIT :page

-- name: comment_by_user :many
-- param user_id i64, everything bool, after i64, page i64
-- result comment
SELECT {comment_all_columns} FROM comments c {comment_all_joins}
WHERE c.user_id = :user_id AND c.id < :after AND (c.state = 0 OR :everything = 1)
ORDER BY c.id DESC LIMIT :page

-- name: comment_held_by :many
-- param article_id i64, user_id i64, page i64
-- result comment
SELECT {comment_all_columns} FROM comments c {comment_all_joins}
WHERE c.user_id = :user_id AND c.article_id = :article_id AND c.state = 1
ORDER BY c.id DESC LIMIT :page

-- Queues: what waits the longest first, what was removed last first.
-- name: comment_held :many
-- param after i64, page i64
-- result comment
SELECT {comment_all_columns} FROM comments c {comment_all_joins}
WHERE c.state = 1 AND c.id > :after ORDER BY c.id LIMIT :page

-- name: comment_reported :many
-- param after i64, page i64
-- result comment
SELECT {comment_all_columns} FROM comments c {comment_all_joins}
WHERE c.reports > 0 AND c.id > :after ORDER BY c.id LIMIT :page

-- name: comment_removed :many
-- param after i64, page i64
-- result comment
SELECT {comment_all_columns} FROM comments c {comment_all_joins}
WHERE c.state = 3 AND c.id < :after ORDER BY c.id DESC LIMIT :page

-- name: comment_waiting :one
-- result held i64, reported i64
SELECT (SELECT count(*) FROM comments WHERE state = 1),
    (SELECT count(*) FROM comments WHERE reports > 0)

-- name: comment_export :many
-- param after i64, page i64
-- result comment
SELECT {comment_all_columns} FROM comments c {comment_all_joins}
WHERE c.id > :after ORDER BY c.id LIMIT :page

-- name: comment_export_article :many
-- param article_id i64, after i64, page i64
-- result comment
SELECT {comment_all_columns} FROM comments c {comment_all_joins}
WHERE c.article_id = :article_id AND c.id > :after ORDER BY c.id LIMIT :page

-- Comments whose counts are not what there is: there must be none.
-- name: comment_miscounted :many
-- result id i64
SELECT c.id FROM comments c WHERE c.replies <> (SELECT count(*) FROM comments x
    WHERE x.root_id = c.root_id AND x.listed = 1 AND x.state = 0
    AND x.path > c.path AND x.path < c.path || '~')
OR c.listed <> CASE WHEN c.state = 0 OR c.replies > 0 THEN 1 ELSE 0 END
OR c.votes_for <> (SELECT count(*) FROM comment_votes v WHERE v.comment_id = c.id AND v.vote = 1)
OR c.votes_against <> (SELECT count(*) FROM comment_votes v
    WHERE v.comment_id = c.id AND v.vote = -1)
OR c.reports <> (SELECT count(*) FROM comment_reports r WHERE r.comment_id = c.id AND r.open = 1)
ORDER BY c.id LIMIT 10

-- name: comment_misplaced :many
-- result id i64
SELECT c.id FROM comments c LEFT JOIN comments p ON p.id = c.parent_id
WHERE c.root_id <> coalesce(p.root_id, c.id) OR c.depth <> coalesce(p.depth + 1, 0)
    OR c.article_id <> coalesce(p.article_id, c.article_id)
    OR substr(c.path, 1, length(p.path)) <> p.path
ORDER BY c.id LIMIT 10

-- name: discussion_miscounted :many
-- result article_id i64
SELECT d.article_id FROM discussions d WHERE d.shown <> (SELECT count(*) FROM comments c
    WHERE c.article_id = d.article_id AND c.state = 0)
ORDER BY d.article_id LIMIT 10

-- name: discussion_missing :many
-- result article_id i64
SELECT DISTINCT c.article_id FROM comments c
WHERE NOT EXISTS (SELECT 1 FROM discussions d WHERE d.article_id = c.article_id)
ORDER BY c.article_id LIMIT 10

-- A random value of the site, made when it is first asked for.
-- name: secret_add :exec
-- param name str, value str
INSERT INTO secrets (name, value) VALUES (:name, :value) ON CONFLICT (name) DO NOTHING

-- name: secret_get :one
-- param name str
-- result value str
SELECT value FROM secrets WHERE name = :name
