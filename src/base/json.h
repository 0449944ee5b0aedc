/*
 * JSON out, through sbuf. Commas are put by the writer; nesting is checked by assertion.
 * Strings must be UTF-8; ill-formed bytes come out as U+FFFD.
 *
 *     struct json j;
 *     json_init(&j, &buf);
 *     json_object(&j);
 *     json_key_str(&j, "id", id);
 *     json_end(&j);
 */
#ifndef COURANT_BASE_JSON_H
#define COURANT_BASE_JSON_H

#include "base/sbuf.h"

#define JSON_DEPTH_MAX 32

struct json {
    struct sbuf *out;
    uint32_t depth;
    char closer[JSON_DEPTH_MAX];
    bool comma;
};

void json_init(struct json *j, struct sbuf *out);

void json_object(struct json *j);
void json_array(struct json *j);
void json_end(struct json *j); /* closes the innermost object or array */

void json_key(struct json *j, const char *key); /* inside an object, before its value */
void json_str(struct json *j, str s);
void json_i64(struct json *j, int64_t n);
void json_f64(struct json *j, double x, int decimals); /* null if it is not finite */
void json_bool(struct json *j, bool b);
void json_null(struct json *j);
void json_time(struct json *j, int64_t time_us); /* ISO 8601, UTC */

/* Key and value at once; the _opt forms leave out empty strings. */
void json_key_str(struct json *j, const char *key, str s);
void json_key_str_opt(struct json *j, const char *key, str s);
void json_key_i64(struct json *j, const char *key, int64_t n);
void json_key_bool(struct json *j, const char *key, bool value);
/* INT64_MIN, which is TIME_NONE in model/, is left out. */
void json_key_time_opt(struct json *j, const char *key, int64_t time_us);

/* Only the string body's escaping, without quotes. */
void json_put_escaped(struct sbuf *b, str s);

#endif
