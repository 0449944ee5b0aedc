/*
 * Runs a function over lines (JSON Lines) or files on all cores and writes the answers to
 * standard output in input order. However long the input is, only a window of items is in
 * memory. A bad item gets its own error line; SIGINT ends the work cleanly.
 *
 *     struct bulk_options options = {.threads = cli_threads(config), .label = "sanitize"};
 *     return bulk_lines(&options, n, argv, sanitize_line, NULL);
 */
#ifndef COURANT_CLI_BULK_H
#define COURANT_CLI_BULK_H

#include "base/json.h"
#include "base/json_in.h"
#include "base/sbuf.h"

/* Limits: one line or file, what one item may answer. */
#define BULK_ITEM_MAX ((size_t)64 << 20)
#define BULK_ANSWER_MAX ((size_t)256 << 20)

struct bulk_item {
    str text;        /* the line, or the file's bytes (gzip undone); "" of an address */
    str name;        /* files: the path; lines: "" */
    uint64_t number; /* from 1 */
    const struct json_value *json; /* lines: the parsed object, freed after the call */
    bool address;                  /* NAME is one: see is_address */
    unsigned worker;               /* 0 .. threads-1, for state that each thread has itself */
};

/* Answers one item: everything put into OUT is written as it is, then a line end unless it ends
 * with one. OUT starts empty; A is emptied after each item. A failure discards OUT and becomes
 * the item's error line with err_text(). Called from several threads at once. */
typedef status bulk_fn(struct sbuf *out, struct arena *a, void *ctx, const struct bulk_item *item);

/* "id":..., the line's own (text or number), null when it has none: what an answer begins with. */
void bulk_put_id(struct json *j, const struct bulk_item *item);

struct bulk_options {
    unsigned threads;  /* see cli_threads */
    const char *label; /* the command's name, for messages */
    bool plain_errors; /* files: "courant LABEL: FILE: text" on standard error instead of JSON */
    bool (*is_address)(str path); /* paths that the function gets itself; NULL: there are none */
    size_t item_max;              /* 0: BULK_ITEM_MAX */
    int output;                   /* file descriptor; 0: standard output */
};

/* Each line of PATHS ("-" or none: standard input; gzip is undone) must be a JSON object.
 * Error lines are {"id":...,"error":...} with the object's id, null and "line":N where there is
 * none. Returns the exit status: CLI_OK, or CLI_SOME_ERRORS when an item failed, an input could
 * not be read, the output could not be written or SIGINT came. */
int bulk_lines(const struct bulk_options *o, int n, char *const *paths, bulk_fn *fn, void *ctx);

/* The same for whole files: those named, and the HTML files in folders named ("-": standard
 * input; none: E_INPUT is left to the caller). Error lines are {"file":...,"error":...}. */
int bulk_files(const struct bulk_options *o, int n, char *const *paths, bulk_fn *fn, void *ctx);

#endif
