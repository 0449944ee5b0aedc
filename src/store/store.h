/*
 * The store: what Courant remembers, on SQLite or PostgreSQL. One handle belongs to one thread.
 * Strings of results live in the arena given. Reads see what was committed when they began.
 */
#ifndef COURANT_STORE_STORE_H
#define COURANT_STORE_STORE_H

#include "base/err.h"
#include "model/article.h"

struct store;

/* WHERE: "sqlite:PATH" or "postgresql://...". Opens and migrates nothing: E_UNSUPPORTED when the
 * schema is older or newer than this program (the text says which command helps). */
status store_open(struct store **out, str where);
/* Makes an empty store or brings an old one up to date; one process does it at a time. */
status store_migrate(str where);
void store_free(struct store *s);

/* Transactions do not nest. store_rollback never fails. */
status store_begin(struct store *s);
status store_commit(struct store *s);
void store_rollback(struct store *s);

/* Grows by one with every committed change that readers can see; pages are cached by it. */
status store_generation(int64_t *out, struct store *s);

/* --- sources (store/source.c) --- */
/* Finds by key or makes it; *id is set either way. */
status store_source_ensure(int64_t *id, struct store *s, const struct source *source);
status store_source_get(struct source *out, struct arena *a, struct store *s,
                        str key); /* E_NOTFOUND */
status store_source_list(struct source **out, size_t *n, struct arena *a, struct store *s);

/* --- articles (store/article.c) --- */
enum store_put { STORE_NEW, STORE_SAME, STORE_VERSION };
/* Keeps ARTICLE under its canonical URL: new, the same content again, or a new version (the
 * old one is kept in article_versions). Sets article->id and ->version. */
status store_article_put(enum store_put *did, struct store *s, struct article *article);
status store_article_get(struct article *out, struct arena *a, struct store *s, int64_t id);
status store_article_by_url(int64_t *id, struct store *s, str canonical_url);
status store_article_versions(struct article_version **out, size_t *n, struct arena *a,
                              struct store *s, int64_t id);
status store_article_count(int64_t *out, struct store *s);

/* A page of cards, newest first. AFTER continues a list: the cursor of its last card. */
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

/* --- search (store/search.c): TERMS are stemmed words that text/ made --- */
struct store_search {
    str query; /* as typed: words, "phrases", -without, source:key, lang:xx */
    size_t limit, offset;
};
struct search_hit {
    struct article_card card;
    double score;
    str snippet; /* plain text; matches between U+E000 and U+E001 */
};
status store_search(struct search_hit **out, size_t *n, int64_t *total, struct arena *a,
                    struct store *s, const struct store_search *search);

/* --- feeds and entries (store/feed.c); schema in STORAGE.md; calls come with their users --- */

/* --- imports (store/import.c): how far each input was read, in the same transaction --- */
status store_import_get(int64_t *position, bool *done, struct store *s,
                        str input_key); /* E_NOTFOUND */
status store_import_set(struct store *s, str input_key, int64_t position, bool done);

/* --- upkeep (store/upkeep.c) --- */
status store_demo_remove(int64_t *removed, struct store *s);
status store_backup(struct store *s, str path);        /* online, consistent, atomic */
status store_restore(str where, str path, bool force); /* refuses to overwrite without FORCE */
status store_check(struct store *s);                   /* integrity; E_DB names what is broken */

#endif
