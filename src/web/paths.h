/* The addresses of this site. Nothing else makes a path, so every link leads to a page that the
 * table in web/pages.def knows. Strings live in the arena given. */
#ifndef COURANT_WEB_PATHS_H
#define COURANT_WEB_PATHS_H

#include "store/store.h"
#include "web/views.h"

path path_front(void);
path path_sources(void);
/* A source's icon, under its content's name. */
path path_icon_of(struct arena *a, str key, uint64_t hash);
/* The list of subscriptions as OPML, and this site's icon. */
path path_opml(void);
path path_icon(void);
path path_about(void);
/* Where hubs push feeds to; the token follows. */
str path_websub(void);
path path_archive(void);
path path_search(void);
path path_account(void);
path path_users(void);
path path_signup(void);
/* The list of subscriptions; QUERY: "?..." as web/feed_list.c makes it, or "". */
path path_subscriptions(struct arena *a, str query);
path path_subscription(struct arena *a, int64_t id);
/* What may be done with it: "pause", "resume", "refetch", "remove", "restore", "edit". */
path path_subscription_act(struct arena *a, int64_t id, const char *act);
path path_subscription_add(void);
/* What is found at what was given to be subscribed to. */
path path_subscription_look(struct arena *a, int64_t id);
/* A page of the subscriptions again, saying what was DONE with N of them, the feed ID or all that
 * were removed AT_US. */
path path_subscription_done(struct arena *a, path page, const char *done, int64_t id, int64_t n,
                            int64_t at_us);
/* BACK: an address of this site to come back to, or "". */
path path_login(struct arena *a, str back);
/* TEXT when it is an address of this site, as a form brings it back; else the front page. */
path path_back(str text);
/* PAGE of accounts again, saying what was DONE. */
path path_done(struct arena *a, path page, const char *done);
path path_users_after(struct arena *a, int64_t id);
path path_session_end(struct arena *a, int64_t id);
path path_user_role(struct arena *a, int64_t id);
path path_user_close(struct arena *a, int64_t id);
/* The request's path and query again, percent-encoded. */
str path_target(struct arena *a, str decoded_path, str query_raw);

path path_article(struct arena *a, int64_t id);
path path_versions(struct arena *a, int64_t id);
path path_version(struct arena *a, int64_t id, int64_t version);
path path_share(struct arena *a, int64_t id);
/* What changed from version FROM to version TO. */
path path_changes(struct arena *a, int64_t id, int64_t from, int64_t to);
/* The page that answers questions about an article, and a sentence of an article by its number:
 * from anywhere, and on its own page. */
path path_ask(struct arena *a, int64_t id);
path path_sentence(struct arena *a, int64_t id, size_t number);
path path_here(struct arena *a, size_t number);
/* Parts of the article page: the text, the credit line. */
path path_text(void);
path path_credit(void);
path path_tags(void);
path path_tag(struct arena *a, str canonical);
/* The feed of what PAGE shows, which has one in feeds.def; ENDING: "xml", "rss" or "json". */
path path_feed(struct arena *a, path page, const char *ending);
/* The comments of an article in an ORDER, "" for the usual one. */
path path_comments(struct arena *a, int64_t article_id, str order);
/* The same below the article itself. */
path path_article_comments(struct arena *a, int64_t article_id, str order);
/* A thread, by its first comment, from the one after AFTER_ID on. */
path path_thread_after(struct arena *a, int64_t root_id, int64_t after_id);
path path_comments_feed(struct arena *a, int64_t article_id);
path path_all_comments_feed(void);
/* The form for a comment on an article; NUMBER: of a sentence, "" for none. */
path path_comment_new(struct arena *a, int64_t article_id, str number);
/* Where one comment stands, marked. */
path path_comment(struct arena *a, int64_t id);
/* The same page, saying what was DONE; the article's comments, saying it. */
path path_comments_done(struct arena *a, int64_t article_id, const char *done);
path path_comment_done(struct arena *a, int64_t id, const char *done);
/* What may be done to it: "reply", "edit", "delete", "vote", "report". */
path path_comment_act(struct arena *a, int64_t id, const char *act);
path path_moderation(struct arena *a, str queue);
path path_moderate(struct arena *a, int64_t id);
/* "approve", "keep", "remove", "ban". */
path path_moderate_act(struct arena *a, int64_t id, const char *act);
path path_moderation_after(struct arena *a, str queue, int64_t after_id);
path path_moderation_done(struct arena *a, str queue, const char *done);

path path_source(struct arena *a, str key);
path path_archive_language(struct arena *a, str language);
path path_archive_day(struct arena *a, int64_t us);

/* BASE (any of the above) continued after CURSOR: "?after=SORT.ID". */
path path_after(struct arena *a, path base, struct store_cursor cursor);
/* The cursor in such an address; from the beginning when TEXT is empty. E_INPUT: not a cursor. */
status path_cursor(struct store_cursor *out, str text);

/* BASE continued from the hit number OFFSET on. */
path path_from(struct arena *a, path base, int64_t offset);
/* Results of QUERY from OFFSET on. */
path path_search_at(struct arena *a, str query, int64_t offset);

/* The first microsecond of a "2026-11-22" in an address. E_NOTFOUND when it is no such day. */
status path_day(int64_t *out, str text);

#endif
