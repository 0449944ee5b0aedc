/*
 * What travels through the queues: one capture on its way to being an article. The reader fills
 * in where it comes from, a read thread makes the article, the desk keeps it. A doc belongs to
 * whoever took it off a queue.
 */
#ifndef COURANT_PIPELINE_DOC_H
#define COURANT_PIPELINE_DOC_H

#include "base/sbuf.h"
#include "model/article.h"
#include "page/rules.h"
#include "pipeline/analyse.h"
#include "store/store.h"

/* Bytes of a path, URL or input key. */
#define DOC_NAME_MAX ((size_t)16 << 10)

enum doc_kind {
    DOC_FILE,    /* the page, or the mail, is in the file NAME */
    DOC_PAGE,    /* the page is BYTES */
    DOC_CAPTURE, /* BYTES is an HTTP response with its head */
    DOC_JSON,    /* BYTES is a JSON object: an article */
    DOC_ERROR,   /* the reader could not get it; ERROR says why */
    DOC_MARK,    /* nothing but a position to remember */
    DOC_FEED,    /* BYTES is a feed; HARVEST gets what is in it */
    DOC_CHECK,   /* HARVEST says how asking a feed ended, without one */
    DOC_RETRY,   /* the page of ENTRY_ID is to be fetched again */
    DOC_HUB,     /* HUB says what came of asking one */
    DOC_VISIT,   /* VISIT says what came of asking a source's site; BYTES what it answered */
};

struct harvest;
struct hub_answer;
struct visit;

struct doc {
    uint64_t seq; /* order of the input */
    enum doc_kind kind;
    /* From the reader. */
    struct sbuf name;         /* path, for messages and file: URLs */
    struct sbuf bytes;        /* given back when large */
    struct sbuf url;          /* "" when unknown */
    struct sbuf content_type; /* the HTTP header, "" when unknown */
    int64_t fetched_us;       /* relative dates on the page refer to it */
    int64_t seen_us;          /* becomes first_seen_us */
    uint64_t item;            /* line or record, 0 for whole files */
    struct sbuf item_id;      /* what the item says it is called, "" when it does not */
    struct sbuf input_key;    /* of the imports table; "" when nothing is to be remembered */
    int64_t position;
    bool input_done;
    bool demo;
    str source_key, source_name, source_home; /* when known: outlive the doc */
    int64_t source_id;                        /* when it is known so; 0 */
    struct harvest *harvest;                  /* of a feed; in the doc's arena */
    struct visit *visit;                      /* in the doc's arena */
    struct hub_answer *hub;                   /* of a question to a hub; in the doc's arena */
    int64_t entry_id;                         /* of a feed, whose page this is; 0 */
    int64_t tries, next_try_us;               /* of that page */
    struct sbuf draft; /* JSON: the article that the entry is without its page; "" when none */
    size_t given;      /* bytes of BYTES, when it was given */
    /* From the read thread. */
    struct arena arena; /* holds the article's strings */
    struct article article;
    struct source source;      /* what it comes from */
    struct page_marks marks;   /* where the blocks of its text are, when they come from a page */
    struct analysed *analysed; /* NULL: the store had the very same */
    bool failed;
    status code;
    char error[ERR_TEXT_MAX];
    /* From the desk. */
    enum store_put did;
};

/* Whether a read thread has something to do. */
bool doc_is_read(enum doc_kind kind);

void doc_init(struct doc *d);
void doc_end(struct doc *d);

/* Empties it for the next capture. */
void doc_reset(struct doc *d);

/* Notes err_text() as the reason why nothing came of it. */
void doc_fail(struct doc *d, status code);

/* A copy of A's fields whose strings are in ARENA. */
void doc_article_copy(struct article *out, struct arena *arena, const struct article *a);

#endif
