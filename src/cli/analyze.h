/*
 * What `courant analyze` finds out about an article, field by field. A field is a line in
 * analyze.def and a function analyze_put_NAME that writes the value of its member:
 *
 *     void analyze_put_names(struct json *j, const struct analysis *a)
 *
 * It is called after the member's key has been written, in the order of analyze.def, and only when
 * asked for; what nobody asks for costs nothing.
 */
#ifndef COURANT_CLI_ANALYZE_H
#define COURANT_CLI_ANALYZE_H

#include "base/json.h"
#include "base/json_in.h"
#include "text/doc.h"

struct analysis {
    struct arena *arena;          /* emptied after the article */
    const struct text_doc *doc;   /* title and text, read */
    struct text_reader *reader;   /* this thread's */
    const struct json_value *row; /* the article as it was given */
    double confidence;            /* in doc->language: 0..1; 1 when the row says it */
};

#define FIELD(name) void analyze_put_##name(struct json *j, const struct analysis *a);
#include "cli/analyze.def"
#undef FIELD

#endif
