/*
 * What someone typed into the search field, as an expression of terms for one engine. Nothing
 * typed reaches the engine itself: expressions are built of terms, which hold letters and
 * digits only, so no input is a syntax error.
 */
#ifndef COURANT_STORE_SEARCH_QUERY_H
#define COURANT_STORE_SEARCH_QUERY_H

#include "store/driver.h"
#include "text/terms.h"

#define SEARCH_QUERY_MAX 512 /* bytes; more is left out */
#define SEARCH_PARTS_MAX 24  /* words and phrases; more are left out */

/* A term to mark in a snippet. */
struct search_mark {
    str term;
    bool prefix;
};
struct search_mark_vec VEC(struct search_mark);

struct search_query {
    str match;    /* "": no word is asked for */
    str without;  /* only when match is "": what must not be there */
    str source;   /* source key, "" for all */
    str language; /* "" for all */
    bool any;     /* something was asked for at all */
    struct search_mark_vec marks;
};

/* LANGUAGES: those whose stems a word may have; unstemmed is always tried. */
void search_query_parse(struct search_query *out, struct arena *a, struct terms *terms,
                        enum db_engine engine, str typed, const str *languages, size_t n);

#endif
