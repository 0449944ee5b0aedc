/*
 * JSON in: a read-only view of a parsed document, on jansson behind this one file. Strings are
 * UTF-8 (ill-formed input is an error) and live until json_in_free.
 */
#ifndef COURANT_BASE_JSON_IN_H
#define COURANT_BASE_JSON_IN_H

#include "base/err.h"
#include "base/str.h"

/* A value inside a parsed document; NULL is "not there" and every function takes it. */
struct json_value;

/* Parses TEXT, which must be one value and nothing else. E_INPUT says what is wrong and at which
 * byte. *out is freed with json_in_free, or CLEANUP(json_in_end). */
status json_in_parse(struct json_value **out, str text);
void json_in_free(struct json_value *v);
static inline void json_in_end(struct json_value **v)
{
    json_in_free(*v);
}

bool json_in_is_object(const struct json_value *v);
bool json_in_is_array(const struct json_value *v);
bool json_in_is_string(const struct json_value *v);
bool json_in_is_number(const struct json_value *v);
bool json_in_is_false(const struct json_value *v); /* the literal false, not absence */

/* A member of an object, NULL when there is none, V is no object or the member is null. */
const struct json_value *json_in_get(const struct json_value *v, const char *key);

/* Items of an array; 0 and NULL for anything else. */
size_t json_in_len(const struct json_value *v);
const struct json_value *json_in_at(const struct json_value *v, size_t i);

/* A string's text, "" for anything else; json_in_str is that of a member. */
str json_in_text(const struct json_value *v);
str json_in_str(const struct json_value *v, const char *key);

/* True and the number, cut to whole ones, when V is a number that fits. */
bool json_in_i64(int64_t *out, const struct json_value *v);

#endif
