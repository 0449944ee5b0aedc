/*
 * The store: what Courant remembers, on SQLite or PostgreSQL. One handle belongs to one thread
 * (store_interrupt excepted). Strings of results live in the arena given. A read sees what was
 * committed when it began.
 *
 * Every call that changes something does it whole or not at all: within the caller's
 * transaction, or in one of its own. After a failure within the caller's transaction the
 * caller rolls back. E_BUSY means that another program was writing: roll back and try again.
 * Text must be UTF-8 without NUL bytes, else E_INPUT. docs/STORAGE.md has the schema.
 */
#ifndef COURANT_STORE_STORE_H
#define COURANT_STORE_STORE_H

#include "base/err.h"
#include "model/analysis.h"
#include "model/comment.h"
#include "model/feed.h"
#include "model/source_facts.h"
#include "model/user.h"

struct store;

/* WHERE: "sqlite:PATH" or "postgresql://...". Makes and migrates nothing: E_NOTFOUND when there
 * is no store, E_UNSUPPORTED when its schema is older or newer than this program (the text says
 * which command helps). */
status store_open(struct store **out, str where);
/* For a handle that writes large batches: up to 8 MB of memory for pages instead of 4. */
status store_writes_much(struct store *s);
/* For one of several handles that read rows once each: up to half an MB. */
status store_reads_once(struct store *s);
/* Makes an empty store (and the last folder of its path), or brings an old one up to date; one
 * process does it at a time, others wait. Does nothing to one that is up to date. */
status store_migrate(str where);
void store_free(struct store *s); /* rolls back what is open; NULL is allowed */

/* Transactions do not nest. store_begin is for writing: SQLite has one writer at a time, so it
 * waits for its turn here (E_BUSY after 15 s) and cannot fail for that reason later. When
 * store_commit fails, everything is rolled back. store_rollback never fails, and does nothing
 * outside a transaction. */
status store_begin(struct store *s);
status store_commit(struct store *s);
void store_rollback(struct store *s);
/* One snapshot for several reads; ends with store_commit or store_rollback. */
status store_begin_read(struct store *s);

/* Grows by one with every committed change that readers can see; pages are cached by it. The
 * same number means the same content for every handle. On SQLite one page-free statement
 * unless something was committed. */
status store_generation(int64_t *out, struct store *s);

/* How many statements this handle has run since it was opened: each page states how many it
 * may need. Transaction control does not count. */
int64_t store_statement_count(const struct store *s);

/* Makes the statement that runs end with E_CANCELLED; from any thread. */
void store_interrupt(struct store *s);

/* --- sources (store/source.c) --- */
/* Finds by key or makes it; *id is set either way. An existing source stays as it is. */
status store_source_ensure(int64_t *id, struct store *s, const struct source *source);
/* Gives it another name, unless WAS is not its name any more. */
status store_source_name(struct store *s, int64_t id, str was, str name);
status store_source_get(struct source *out, struct arena *a, struct store *s,
                        str key); /* E_NOTFOUND */
/* All of them, by name. */
status store_source_list(struct source **out, size_t *n, struct arena *a, struct store *s);

/* --- what is known of sources (store/facts.c) --- */
/* Of sources with a feed that has answered and is not paused: those that were never looked at, then
 * those whose time has come, the longest due first; limit 1..1000. Costs the feeds. */
status store_facts_due(struct source_facts **out, size_t *n, struct arena *a, struct store *s,
                       int64_t now_us, size_t limit);
/* Of one, as it is kept or with nothing known yet. E_NOTFOUND: not subscribed to. */
status store_facts_get(struct source_facts *out, struct arena *a, struct store *s,
                       int64_t source_id);
/* Keeps all but home_url and feed_language, with the bytes of the ICON (none: empty); NULL: the
 * icon stays, with its type and hash. E_NOTFOUND: not subscribed to. */
status store_facts_put(struct store *s, const struct source_facts *facts, const str *icon);
/* E_NOTFOUND: there is no such source, or it has none. */
status store_source_icon(struct source_icon *out, struct arena *a, struct store *s, str key);

/* --- articles (store/article.c) --- */
enum store_put { STORE_NEW, STORE_SAME, STORE_VERSION };
/* Keeps ARTICLE under its canonical URL: new, the same content again (same content_hash: nothing
 * is written), or a new version (the old one is kept in article_versions; of more than 50 the
 * first and the newest stay). first_seen_us must be the time of this put. Sets article->id and
 * ->version, and for an article that was there already ->first_seen_us and ->source_id to what
 * is kept. E_INPUT without a canonical URL. */
status store_article_put(enum store_put *did, struct store *s, struct article *article);
status store_article_get(struct article *out, struct arena *a, struct store *s,
                         int64_t id); /* E_NOTFOUND */
/* Those of the articles IDS (at most 200) that are there, in the order of IDS. One statement. */
status store_articles_get(struct article **out, size_t *n, struct arena *a, struct store *s,
                          const int64_t *ids, size_t len);
status store_article_by_url(int64_t *id, struct store *s, str canonical_url); /* E_NOTFOUND */
/* Whether the article at that URL has this very content. One statement. */
status store_article_same(bool *same, struct store *s, str canonical_url, uint64_t content_hash);
/* Every version, the newest (current) first. E_NOTFOUND when there is no such article. */
status store_article_versions(struct article_version **out, size_t *n, struct arena *a,
                              struct store *s, int64_t id);
status store_article_count(int64_t *out, struct store *s);

/* A page of cards, newest first. AFTER continues a list: the cursor of its last card. A card's
 * description is the article's, or else its first sentence. Costs the page, not the archive. */
struct store_cursor {
    int64_t sort_us; /* INT64_MAX: from the beginning */
    int64_t id;
};
struct store_list {
    int64_t source_id; /* 0: all */
    str language;      /* "": all */
    struct store_cursor after;
    size_t limit; /* 1..200 */
};
status store_article_list(struct article_card **out, size_t *n, struct arena *a, struct store *s,
                          const struct store_list *list);
struct store_cursor store_card_cursor(const struct article_card *card);

/* --- search (store/search.c) --- */
struct store_search {
    str query;            /* as typed: words, "phrases", -without, source:key, lang:xx, prefix* */
    size_t limit, offset; /* limit 1..200 */
    bool newest;          /* in the order of time, not of score */
};
struct search_hit {
    struct article_card card;
    double score; /* higher is better; comparable within one answer only */
    str snippet;  /* plain text; matches between U+E000 and U+E001 */
};
/* Every word must be there. What is malformed is read as words; an empty query finds nothing.
 * A query of filters and -words only lists newest first. Best first, then newest first. *total:
 * all hits, beyond the page too. */
status store_search(struct search_hit **out, size_t *n, int64_t *total, struct arena *a,
                    struct store *s, const struct store_search *search);

/* --- analyses (store/analysis.c) --- */
/* Replaces what was found in the article; within the transaction of its store_article_put. TEXT is
 * the article's: the summary is kept as words too, for cards. E_LIMIT: it is too much to keep. */
status store_analysis_put(struct store *s, const struct article_analysis *analysis, str text);
/* E_NOTFOUND when the article, in its present version, was not analysed. One statement. */
status store_analysis_get(struct article_analysis *out, struct arena *a, struct store *s,
                          int64_t article_id);
/* How many articles were not analysed in their present version by METHOD or a later one, or have no
 * marks of it. Reads everything. */
status store_analysis_stale_count(int64_t *out, struct store *s, int64_t method);
/* The LIMIT newest articles, as lists have them, by id, without those that wait for their first
 * analyses: what indexes in memory are made of. */
struct store_recent {
    int64_t id, source_id, sort_us;
    int64_t copy_group; /* 0: none */
};
status store_article_recent(struct store_recent **out, size_t *n, struct arena *a, struct store *s,
                            size_t limit);
/* Keeps what indexes in memory know the article by, as bytes made by METHOD; with its analysis. */
status store_marks_put(struct store *s, int64_t article_id, int64_t version, int64_t method,
                       str marks);
/* Those of the articles IDS, at most STORE_MARKS_MAX, by id; those that are missing, or of another
 * version of the article or method, are left out. One statement. */
#define STORE_MARKS_MAX 512
struct store_marks {
    int64_t article_id;
    str marks;
};
status store_marks_get(struct store_marks **out, size_t *n, struct arena *a, struct store *s,
                       const int64_t *ids, size_t len, int64_t method);

/* --- what waits for its analyses (store/backlog.c) --- */
enum store_reason {
    STORE_WAITS_NEW,     /* a new article */
    STORE_WAITS_VERSION, /* its text has changed */
    STORE_WAITS_AGAIN,   /* its analyses are old or missing */
};
struct store_waiting {
    int64_t article_id;
    int64_t reason; /* enum store_reason */
};
/* The article, in VERSION, waits: within the transaction of its store_article_put. One that waits
 * already keeps the lesser of both reasons. */
status store_backlog_put(struct store *s, int64_t article_id, int64_t version,
                         enum store_reason reason);
/* Those that store_analysis_stale_count counts wait, too. Reads everything. */
status store_backlog_fill(struct store *s, int64_t method);
/* O(those that wait). */
status store_backlog_count(int64_t *out, struct store *s);
/* The first of them behind AFTER_ID, by id; limit 1..1000. */
status store_backlog_list(struct store_waiting **out, size_t *n, struct arena *a, struct store *s,
                          int64_t after_id, size_t limit);
/* It does not wait any more: its analyses of VERSION are kept in this transaction. *was: it did;
 * else another program has kept them, or its text has changed since. */
status store_backlog_remove(bool *was, struct store *s, int64_t article_id, int64_t version);

/* --- hashtags (store/tag.c) --- */
/* Finds the tag that has tag->canonical as its form or an alias, or makes it with these aliases,
 * and sets its id. An alias that another tag has, as form or alias, is left out. */
status store_tag_ensure(struct tag *tag, struct store *s, const str *aliases, size_t len);
/* The same for several, at most 64, of which those that are there are found in one statement; sets
 * IDS. */
struct tag_put {
    struct tag tag; /* display, canonical, kind */
    const str *aliases;
    size_t aliases_len;
};
status store_tags_ensure(int64_t *ids, struct store *s, const struct tag_put *tags, size_t len);
/* Replaces the tags of an article, best first; one named twice counts once. Keeps counts true; a
 * tag that has no article any more is gone. */
status store_article_tags_put(struct store *s, int64_t article_id, const int64_t *tag_ids,
                              size_t len);
/* Those of an article, best first. */
status store_article_tags(struct tag **out, size_t *n, struct arena *a, struct store *s,
                          int64_t article_id);
/* By canonical form or alias; E_NOTFOUND. */
status store_tag_get(struct tag *out, struct arena *a, struct store *s, str canonical);
/* Its articles, newest first; source_id and language of LIST are not looked at. */
status store_tag_articles(struct article_card **out, size_t *n, struct arena *a, struct store *s,
                          int64_t tag_id, const struct store_list *list);
/* Articles a day from FROM_US on, days without any left out, in order. Costs these articles. */
status store_tag_days(struct tag_day **out, size_t *n, struct arena *a, struct store *s,
                      int64_t tag_id, int64_t from_us);
/* Tags that its newest 500 articles have too, the most frequent first; article_count and newest_us
 * are those of both. */
status store_tag_beside(struct tag **out, size_t *n, struct arena *a, struct store *s,
                        int64_t tag_id, size_t limit);
/* The sources of its newest articles, with article_count and newest_us those of the tag, the most
 * frequent first. */
status store_tag_sources(struct source **out, size_t *n, struct arena *a, struct store *s,
                         int64_t tag_id, size_t limit);
/* Those with the most articles since FROM_US (article_count counts these), the most frequent first.
 */
status store_tag_list(struct tag **out, size_t *n, struct arena *a, struct store *s,
                      int64_t from_us, size_t limit);

/* --- related articles and copies (store/related.c) --- */
struct related_put {
    int64_t article_id;
    int64_t kind; /* enum relation_kind */
    double score;
    struct strs words;
};
/* Replaces the cards of an article; their order is by score, the newest first of equals. */
status store_related_put(struct store *s, int64_t article_id, const struct related_put *cards,
                         size_t len);
/* Its cards, best first, at most RELATED_ROWS_MAX; copies of the article and second copies of one
 * text are left out. One statement. */
#define RELATED_ROWS_MAX 16
status store_related_list(struct related_row **out, size_t *n, struct arena *a, struct store *s,
                          int64_t article_id);
/* What is needed of a card of an article to see whether another belongs among them. */
struct related_kept {
    int64_t related_id;
    double score;
    int64_t source_id;
    int64_t copy_group; /* 0: none */
};
/* That of several articles in one statement, in the order of their ids. An article without
 * cards has one row with related_id 0, one that is not there has none. */
struct related_of {
    int64_t article_id;
    struct related_kept kept;
};
#define RELATED_CHANGES_MAX 64
status store_related_kept_of(struct related_of **out, size_t *n, struct arena *a, struct store *s,
                             const int64_t *ids, size_t len);
/* Puts cards, each in the place of DROP_ID (0: of none), of articles that the caller has seen in
 * the same transaction. At most RELATED_CHANGES_MAX. */
struct related_change {
    int64_t article_id;
    int64_t drop_id;
    struct related_put put;
};
status store_related_change(struct store *s, const struct related_change *changes, size_t len);
/* Takes the article away from all others' cards. */
status store_related_drop_to(struct store *s, int64_t related_id);
/* Says that the article is a copy of another (of whatever that is itself one of); 0: of none.
 * E_NOTFOUND: one of them is not there. */
status store_copy_put(struct store *s, int64_t article_id, int64_t copy_of);
/* The number that an article has in common with its copies; 0: it has none. */
status store_copy_group(int64_t *group, struct store *s, int64_t article_id);
/* The other articles with the same text, oldest first, at most 200: "also published by". */
status store_copies_list(struct article_card **out, size_t *n, struct arena *a, struct store *s,
                         int64_t article_id);

/* --- comments (store/comment.c) --- */
enum comment_order {
    COMMENTS_NEW, /* threads that began last first */
    COMMENTS_OLD,
    COMMENTS_HOT, /* by hot_us: a score counts half as much every four hours */
};
struct comment_list {
    int64_t viewer_id;         /* whose votes ->vote tells; 0: nobody's */
    struct store_cursor after; /* {0}: from the beginning */
    size_t limit;              /* 1..200 comments in all */
};
/* Comments in the order to read them. Those that are not shown are places only: without name, text
 * and quote, but with a moderator's reason. */
struct comment_page {
    struct comment *at;
    size_t n;
    bool more;                /* NEXT continues */
    struct store_cursor next; /* list->after of the next page */
};
/* Threads of an article, each with as many of its first comments as fit; root->replies less the
 * shown ones here is how many more it has. Two statements; costs the page, not the discussion. */
status store_comment_page(struct comment_page *out, struct arena *a, struct store *s,
                          int64_t article_id, enum comment_order order,
                          const struct comment_list *list);
/* One thread from list->after.id on. One statement; costs the page. n is 0 when there is none. */
status store_comment_thread(struct comment_page *out, struct arena *a, struct store *s,
                            int64_t root_id, const struct comment_list *list);
/* Where a page of its thread begins that has BACK comments before this one: an after.id for
 * store_comment_thread, 0 for the beginning. Costs BACK, at most 200. */
status store_comment_place(int64_t *after_id, struct store *s, int64_t id, size_t back);
/* With all of its text, whatever its state: look at that first. VIEWER_ID as in lists. E_NOTFOUND.
 */
status store_comment_get(struct comment *out, struct arena *a, struct store *s, int64_t id,
                         int64_t viewer_id);
/* How many are shown below an article. */
status store_comment_count(int64_t *out, struct store *s, int64_t article_id);

/* Lists over several articles, with source, article_title and article_url. AFTER_ID: the last one's
 * id, 0 from the beginning; limit 1..1000. */
/* What readers see, newest first; of one article, or 0: the whole site. */
status store_comment_newest(struct comment **out, size_t *n, struct arena *a, struct store *s,
                            int64_t article_id, int64_t after_id, size_t limit);
/* A user's, newest first: the shown ones, or EVERYTHING. */
status store_comment_by_user(struct comment **out, size_t *n, struct arena *a, struct store *s,
                             int64_t user_id, bool everything, int64_t after_id, size_t limit);
/* The user's own that wait below an article, newest first. */
status store_comment_held_by(struct comment **out, size_t *n, struct arena *a, struct store *s,
                             int64_t article_id, int64_t user_id, size_t limit);
enum comment_queue { QUEUE_HELD, QUEUE_REPORTED, QUEUE_REMOVED };
/* For moderators: what waits the longest first, what was removed last first. */
status store_comment_queue(struct comment **out, size_t *n, struct arena *a, struct store *s,
                           enum comment_queue queue, int64_t after_id, size_t limit);
status store_comment_waiting(int64_t *held, int64_t *reported, struct store *s);
/* Those that are there of LEN ids, at most 1000, each once and in the order of ids. One statement.
 */
status store_comments_get(struct comment **out, size_t *n, struct arena *a, struct store *s,
                          const int64_t *ids, size_t len);
/* Open reports of LEN comments, at most 1000: by comment, then oldest first, 50 of each at most.
 * One statement. */
status store_comment_reports(struct comment_report_row **out, size_t *n, struct arena *a,
                             struct store *s, const int64_t *ids, size_t len);
/* By id, in every state; of one article, or 0: all. */
status store_comment_export(struct comment **out, size_t *n, struct arena *a, struct store *s,
                            int64_t article_id, int64_t after_id, size_t limit);

/* Changes. people/comment.c says who may. All but the first need a comment of store_comment_lock,
 * in the same transaction, and bring it up to date. */
/* Below ->parent_id (0: begins a thread), or beside it when that is COMMENT_DEPTH_MAX deep. Uses
 * state and held_for; sets id, parent_id, root_id and depth. E_NOTFOUND: no such parent there. */
status store_comment_add(struct store *s, struct comment *c, const struct comment_trace *trace);
/* Reads it and keeps others from changing comments of its article. E_NOTFOUND. */
status store_comment_lock(struct comment *out, struct arena *a, struct store *s, int64_t id);
/* The same for an article of whose comments none is known yet. */
status store_discussion_lock(struct store *s, int64_t article_id);
status store_comment_state_set(struct store *s, struct comment *c, enum comment_state state,
                               int64_t held_for, str reason);
status store_comment_text_set(struct store *s, struct comment *c, str source, html body,
                              uint64_t text_hash, int64_t edited_us);
/* Takes its words away. */
status store_comment_wipe(struct store *s, struct comment *c);
/* 1, -1, or 0: none. Counts it and finds its new place. */
status store_comment_vote(struct store *s, struct comment *c, int64_t user_id, int vote);
/* REPORTER: "user:ID", or an address' hash. Not *IS_NEW: that one has reported it before. */
status store_comment_report(bool *is_new, struct store *s, struct comment *c, str reporter,
                            str reason, int64_t now_us);
status store_comment_reports_close(struct store *s, struct comment *c);

/* Whether the account is open; it stays so until the transaction ends. E_NOTFOUND. */
status store_comment_author(bool *open, struct store *s, int64_t user_id);
/* About one that is about to be kept: comments since SINCE_US, except itself. */
status store_comment_facts(struct comment_facts *out, struct store *s, const struct comment *c,
                           const struct comment_trace *trace, int64_t since_us);
status store_comment_address(str *out, struct arena *a, struct store *s, int64_t id);
/* What guests sent from an address, newest first, in every state; limit 1..1000. */
status store_comment_by_address(struct comment **out, size_t *n, struct arena *a, struct store *s,
                                str address, int64_t after_id, size_t limit);
/* Addresses that may not post. *UNTIL_US: 0 when it may. */
status store_comment_ban(struct store *s, str address, int64_t until_us, str reason);
status store_comment_banned(int64_t *until_us, struct store *s, str address);
/* Forgets the addresses and decided reports of before BEFORE_US, and bans that end by NOW_US. */
status store_comment_forget(struct store *s, int64_t before_us, int64_t now_us);
/* The site's value of that name: what is kept, or else MADE, which is then kept. */
status store_secret(str *out, struct arena *a, struct store *s, str name, str made);

/* --- feeds and entries (store/feed.c) --- */
/* One that was removed (store_feed_remove) is seen by none of these, unless they say so. */
/* Finds by URL or makes it; *id is set either way. Uses source_id, url, title, next_check_us,
 * folders, site_url; a feed that was there stays as it is, one that was removed is back. */
status store_feed_ensure(int64_t *id, struct store *s, const struct feed *feed);
status store_feed_by_url(int64_t *id, struct store *s, str address); /* E_NOTFOUND */
status store_feed_get(struct feed *out, struct arena *a, struct store *s,
                      int64_t id); /* E_NOTFOUND */
/* By id, those after AFTER_ID; limit 1..1000. */
status store_feed_list(struct feed **out, size_t *n, struct arena *a, struct store *s,
                       int64_t after_id, size_t limit);
/* Those whose next check is at or before NOW_US, the longest due first; limit 1..1000. */
status store_feed_due(struct feed **out, size_t *n, struct arena *a, struct store *s,
                      int64_t now_us, size_t limit);
/* Those checked after LATEST_US, by id: the clock was wrong then. */
status store_feed_skewed(struct feed **out, size_t *n, struct arena *a, struct store *s,
                         int64_t latest_us, size_t limit);
/* Another plan, of a check that is said to have been at CHECKED_US. E_NOTFOUND. */
status store_feed_plan(struct store *s, int64_t id, int64_t next_check_us, int64_t checked_us);
/* How the entries of a page that is read instead of a feed are found from here on: it is due now.
 * *changed is 0 when they are found so already, or when it is no such feed. */
status store_feed_recipe(int64_t *changed, struct store *s, int64_t id, str recipe, int64_t now_us);
/* Every feed that has a plan and is not paused is due now. */
status store_feed_all_due(int64_t *changed, struct store *s, int64_t now_us);
/* Writes what a check found: everything but source_id and folders. E_EXISTS when the feed has moved
 * to a URL that another has. Readers do not see it: the generation stays. */
status store_feed_checked(struct store *s, const struct feed *feed);
/* The feed at ADDRESS, be it removed or not; *id is 0 when nobody has the address. */
status store_feed_taken(int64_t *id, struct store *s, str address);
/* The entry of this feed that has the guid, and the url, the title or the date; or else the url,
 * and the title or the date; or else both of those: publishers change ids and addresses, seldom
 * everything at once, and some give one id to several entries. E_NOTFOUND. At most three
 * statements. */
status store_entry_find(struct entry *out, struct arena *a, struct store *s,
                        const struct entry *entry);
/* Finds it, as above, or makes it; guid, url, title, date and hash of a known one are brought up to
 * date, and its article when entry->article_id says one. Another entry that had the guid keeps it
 * with "#" and its number behind.
 * Sets entry->id, and of a known one ->first_seen_us and, when it was 0, ->article_id. */
status store_entry_put(bool *is_new, struct store *s, struct entry *entry);
/* The same for one that store_entry_find has just not found, which it is not asked again. */
status store_entry_add(bool *is_new, struct store *s, struct entry *entry);
/* Records which article the entry became. */
status store_entry_article(struct store *s, int64_t entry_id, int64_t article_id);
/* A page to be fetched for its entry, in place of what was said before. Uses entry_id, next_try_us,
 * tries, draft. */
status store_entry_page_put(struct store *s, const struct entry_page *page);
/* The longest due first; limit 1..1000. */
status store_entry_page_due(struct entry_page **out, size_t *n, struct arena *a, struct store *s,
                            int64_t now_us, size_t limit);
/* The same, of one feed. */
status store_entry_page_due_of(struct entry_page **out, size_t *n, struct arena *a, struct store *s,
                               int64_t feed_id, int64_t now_us, size_t limit);
status store_entry_page_remove(struct store *s, int64_t entry_id);

/* --- what came by itself and waits to be read (store/delivery.c): pushed feeds, mails --- */
#define DELIVERY_BYTES_MAX ((size_t)15 << 20)
#define DELIVERIES_MAX 100   /* of one feed */
#define DELIVERY_TRIES_MAX 3 /* then it is kept to be looked at, as long as there is room */
/* Uses feed_id, received_us, content_type, base_url, body, held; sets delivery->id. E_NOTFOUND: no
 * such feed; E_LIMIT: it is too large, or too many of its feed wait. Readers do not see it. */
status store_delivery_put(struct store *s, struct delivery *delivery);
/* Those that are to be read, as they came, after AFTER_ID; limit 1..DELIVERIES_MAX. Those of feeds
 * that are paused, and those that are held, wait on. */
struct delivery_waiting {
    int64_t id;
    int64_t size; /* bytes of its body */
};
status store_delivery_next(struct delivery_waiting **out, size_t *n, struct arena *a,
                           struct store *s, int64_t after_id, size_t limit);
status store_delivery_get(struct delivery *out, struct arena *a, struct store *s,
                          int64_t id);                     /* E_NOTFOUND */
status store_delivery_remove(struct store *s, int64_t id); /* E_NOTFOUND */
/* Entries before BEGIN have been read, those behind wait on. E_NOTFOUND. */
status store_delivery_go_on(struct store *s, int64_t id, int64_t begin);
/* Counts a try that came to nothing, and why. E_NOTFOUND. */
status store_delivery_failed(struct store *s, int64_t id, str error);

/* --- what people do to subscriptions (store/subscription.c) --- */
#define STORE_FEED_KEPT_US ((int64_t)7 * 86400 * 1000000) /* a removed feed can be brought back */
/* E_NOTFOUND, from all of these: there is no such feed, or it is removed. */
/* Title, folders and url become FEED's; title "" is filled by the next check. At another url it is
 * due at NOW_US, and validators and errors are forgotten; at another origin (scheme, host, port) so
 * are credentials and cookie, which are for the site they were set for. E_EXISTS: another feed,
 * which may be removed, has the url. E_INPUT: a name or password is in it. */
status store_feed_rename(struct store *s, const struct feed *feed, int64_t now_us);
/* A paused feed is not due, nor are pages of its entries. Pausing it again changes nothing. */
status store_feed_pause(struct store *s, int64_t id, int64_t now_us);
/* No longer paused; one that had no plan, because it was gone, is due at NOW_US. */
status store_feed_resume(struct store *s, int64_t id, int64_t now_us);
/* Due at NOW_US whatever its plan (unless it is paused); AGAIN: as if it had never answered, all of
 * it. E_NOTFOUND for a newsletter too. */
status store_feed_ask(struct store *s, int64_t id, int64_t now_us, bool again);
/* Hidden and not asked, until store_feed_restore or, after STORE_FEED_KEPT_US, store_feed_purge.
 * The articles stay in any case. */
status store_feed_remove(struct store *s, int64_t id, int64_t now_us);
/* E_NOTFOUND when it is not removed. */
status store_feed_restore(struct store *s, int64_t id);
/* Removed ones, the last first; limit 1..1000. */
status store_feed_list_removed(struct feed **out, size_t *n, struct arena *a, struct store *s,
                               size_t limit);
/* Deletes for good what was removed before BEFORE_US, with its entries and settings. */
status store_feed_purge(int64_t *purged, struct store *s, int64_t before_us);
/* What is set for one feed; all is "" and FEED_TEXT_AUTO when nothing is. */
status store_feed_settings_get(struct feed_settings *out, struct arena *a, struct store *s,
                               int64_t feed_id);
status store_feed_settings_put(struct store *s, const struct feed_settings *settings);
/* --- feeds that are pushed (store/hub.c); readers do not see it --- */
status store_hub_get(struct feed_hub *out, struct arena *a, struct store *s,
                     int64_t feed_id); /* E_NOTFOUND */
status store_hub_by_token(struct feed_hub *out, struct arena *a, struct store *s,
                          str token); /* E_NOTFOUND */
/* The same within a transaction, until whose end nobody else changes it. E_NOTFOUND. */
status store_hub_lock(struct feed_hub *out, struct arena *a, struct store *s, int64_t feed_id);
/* Of the feeds with AFTER_ID < id <= LAST_ID, by id. */
status store_hub_list(struct feed_hub **out, size_t *n, struct arena *a, struct store *s,
                      int64_t after_id, int64_t last_id);
/* Those whose next_try_us is at or before NOW_US, the longest due first; limit 1..1000. */
status store_hub_due(struct feed_hub **out, size_t *n, struct arena *a, struct store *s,
                     int64_t now_us, size_t limit);
/* Those of feeds that are paused or taken away, but for those in EXCEPT_STATE; limit 1..1000. */
status store_hub_gone(struct feed_hub **out, size_t *n, struct arena *a, struct store *s,
                      int64_t except_state, size_t limit);
/* Finds it by feed_id, or makes it. feed_gone is not used. */
status store_hub_put(struct store *s, const struct feed_hub *hub);
status store_hub_remove(struct store *s, int64_t feed_id); /* E_NOTFOUND */
/* The feed is asked at LATEST_US if it would be later. One that is not asked stays so. */
status store_feed_hurry(struct store *s, int64_t id, int64_t latest_us);

/* --- people (store/people.c); readers' pages do not show them: the generation stays --- */
/* NAME_KEY is the folded name, PASSWORD its hash. Sets user->id. E_EXISTS: the name is taken. */
status store_user_add(struct store *s, struct user *user, str name_key, str password);
status store_user_get(struct user *out, struct arena *a, struct store *s,
                      int64_t id); /* E_NOTFOUND */
status store_user_by_name(struct user *out, struct arena *a, struct store *s,
                          str name_key); /* E_NOTFOUND */
status store_user_password(str *out, struct arena *a, struct store *s, int64_t id);
/* By id, those after AFTER_ID; limit 1..1000. */
status store_user_list(struct user **out, size_t *n, struct arena *a, struct store *s,
                       int64_t after_id, size_t limit);
status store_user_count(int64_t *out, struct store *s);
/* Owners who can log in, other than the user EXCEPT_ID. */
status store_owner_count(int64_t *out, struct store *s, int64_t except_id);
/* E_NOTFOUND when there is no such user. */
status store_user_password_set(struct store *s, int64_t id, str password);
status store_user_role_set(struct store *s, int64_t id, enum role role);
/* TIME_NONE lets the user in again; otherwise the sessions end too. */
status store_user_disable(struct store *s, int64_t id, int64_t disabled_us, str why);

/* Sets session->id, and takes away sessions that have expired. */
status store_session_add(struct store *s, struct session *session, str token_hash);
/* The session and its user; E_NOTFOUND when there is none, it has expired or the user is
 * disabled. One statement. */
status store_session_find(struct session *out, struct user *user, struct arena *a, struct store *s,
                          str token_hash, int64_t now_us);
status store_session_touch(struct store *s, int64_t id, int64_t seen_us, int64_t expires_us);
/* The newest 100 that have not expired, the last used first. */
status store_session_list(struct session **out, size_t *n, struct arena *a, struct store *s,
                          int64_t user_id, int64_t now_us);
/* E_NOTFOUND when the user has no such session. */
status store_session_end(struct store *s, int64_t id, int64_t user_id);
/* All of the user's but EXCEPT_ID (0: all); *ended counts them. */
status store_sessions_end(int64_t *ended, struct store *s, int64_t user_id, int64_t except_id);

/* Sets invite->id. */
status store_invite_add(struct store *s, struct invite *invite, str token_hash);
status store_invite_find(struct invite *out, struct arena *a, struct store *s,
                         str token_hash); /* E_NOTFOUND */
/* Uses it up: of several at once one succeeds, the others get E_EXISTS, as one too late does. */
status store_invite_claim(struct store *s, int64_t id, int64_t now_us);
status store_invite_used_by(struct store *s, int64_t id, int64_t user_id);
/* Takes away those of a kind that nobody used. */
status store_invites_drop(struct store *s, enum invite_kind kind);

/* A count of tries by KEY; 0 tries at TIME_NONE when there is none. */
status store_throttle_get(int64_t *tries, int64_t *last_us, struct store *s, str key);
/* 0 tries forget it. */
status store_throttle_set(struct store *s, str key, int64_t tries, int64_t last_us);
/* Forgets counts whose last try was before. */
status store_throttle_expire(struct store *s, int64_t before_us);

/* --- imports: how far each input was read, in the same transaction --- */
status store_import_get(int64_t *position, bool *done, struct store *s,
                        str input_key); /* E_NOTFOUND */
status store_import_set(struct store *s, str input_key, int64_t position, bool done);

/* --- upkeep (store/upkeep.c, store/backup.c) --- */
/* Removes demo sources and articles with all that hangs on them; *removed counts articles. */
status store_demo_remove(int64_t *removed, struct store *s);
/* Writes everything into the file PATH while others read and write: consistent, and there whole
 * or not at all. The file is an SQLite store whichever engine S is. Not within a transaction. */
status store_backup(struct store *s, str path);
/* Puts a backup, of either engine, into the store at WHERE, which is made if need be. E_EXISTS
 * when that has content and not FORCE. E_INPUT when PATH is not a sound backup. */
status store_restore(str where, str path, bool force);
/* Makes the search index anew, as after a change of how terms are made. Reads everything. */
status store_reindex(struct store *s);
/* Integrity of the database, the search index, references and counts; E_DB names what is broken.
 * Reads everything. */
status store_check(struct store *s);

#endif
