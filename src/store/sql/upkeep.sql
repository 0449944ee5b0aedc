-- Removing the demo, and looking for damage.

-- name: demo_search_delete :exec
-- [sqlite]
DELETE FROM article_search WHERE rowid IN (SELECT a.id FROM articles a WHERE a.demo = 1
    OR a.source_id IN (SELECT s.id FROM sources s WHERE s.demo = 1))
-- [postgres]
DELETE FROM article_search WHERE article_id IN (SELECT a.id FROM articles a WHERE a.demo = 1
    OR a.source_id IN (SELECT s.id FROM sources s WHERE s.demo = 1))

-- Texts and versions go with their article.
-- name: demo_articles_delete :changes
DELETE FROM articles WHERE demo = 1
    OR source_id IN (SELECT s.id FROM sources s WHERE s.demo = 1)

-- name: demo_sources_delete :changes
DELETE FROM sources WHERE demo = 1

-- A source that is no demo may have had demo articles.
-- name: sources_recount :exec
UPDATE sources SET
    article_count = (SELECT count(*) FROM articles a WHERE a.source_id = sources.id),
    newest_us = (SELECT max(a.sort_us) FROM articles a WHERE a.source_id = sources.id)

-- What SQLite's own check says: one row 'ok', or what is broken.
-- name: integrity :many
-- result finding str
-- [sqlite]
PRAGMA integrity_check(10)
-- [postgres]
SELECT 'ok'

-- name: foreign_keys :many
-- result child str, parent str
-- [sqlite]
SELECT "table", parent FROM pragma_foreign_key_check LIMIT 10
-- [postgres]
SELECT '', '' WHERE FALSE

-- Fails when the index is inconsistent with itself.
-- name: search_check :script
-- [sqlite]
INSERT INTO article_search (article_search) VALUES ('integrity-check')
-- [postgres]
SELECT 1

-- name: id_sequences_set :script
-- [sqlite]
SELECT 1
-- [postgres]
SELECT setval(pg_get_serial_sequence('sources', 'id'), coalesce(max(id), 0) + 1, false)
    FROM sources;
SELECT setval(pg_get_serial_sequence('articles', 'id'), coalesce(max(id), 0) + 1, false)
    FROM articles;
SELECT setval(pg_get_serial_sequence('tags', 'id'), coalesce(max(id), 0) + 1, false) FROM tags;
SELECT setval(pg_get_serial_sequence('feeds', 'id'), coalesce(max(id), 0) + 1, false) FROM feeds;
SELECT setval(pg_get_serial_sequence('deliveries', 'id'), coalesce(max(id), 0) + 1, false)
    FROM deliveries;
SELECT setval(pg_get_serial_sequence('entries', 'id'), coalesce(max(id), 0) + 1, false)
    FROM entries;
SELECT setval(pg_get_serial_sequence('users', 'id'), coalesce(max(id), 0) + 1, false) FROM users;
SELECT setval(pg_get_serial_sequence('sessions', 'id'), coalesce(max(id), 0) + 1, false)
    FROM sessions;
SELECT setval(pg_get_serial_sequence('invites', 'id'), coalesce(max(id), 0) + 1, false)
    FROM invites;
SELECT setval(pg_get_serial_sequence('comments', 'id'), coalesce(max(id), 0) + 1, false)
    FROM comments

-- name: store_clear :script
-- [sqlite]
DELETE FROM comment_votes; DELETE FROM comment_reports; DELETE FROM comment_bans;
DELETE FROM comments; DELETE FROM discussions; DELETE FROM secrets;
DELETE FROM article_search; DELETE FROM analyses; DELETE FROM article_marks;
DELETE FROM article_backlog; DELETE FROM article_tags;
DELETE FROM tag_aliases; DELETE FROM tags; DELETE FROM article_related; DELETE FROM copies;
DELETE FROM entry_pages; DELETE FROM entries; DELETE FROM feed_settings; DELETE FROM feed_hubs;
DELETE FROM deliveries; DELETE FROM source_facts; DELETE FROM feeds; DELETE FROM article_versions;
DELETE FROM article_texts; DELETE FROM articles; DELETE FROM sources; DELETE FROM imports;
DELETE FROM sessions; DELETE FROM invites; DELETE FROM users; DELETE FROM throttles;
DELETE FROM meta
-- [postgres]
TRUNCATE comment_votes, comment_reports, comment_bans, comments, discussions, secrets,
    article_search, analyses, article_marks, article_backlog, article_tags, tag_aliases, tags,
    article_related, copies, entry_pages,
    entries, feed_settings, feed_hubs, deliveries, source_facts, feeds,
    article_versions, article_texts, articles, sources,
    imports, sessions, invites, users, throttles, meta

-- Ends the write-ahead log, so that the database is one file.
-- name: store_one_file :script
-- [sqlite]
PRAGMA journal_mode = DELETE
-- [postgres]
SELECT 1
