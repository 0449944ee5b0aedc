/* Reading JSON with jansson. */
#include "base/json_in.h"

#include <jansson.h>

/* jansson's own reference counts are the only thing that changes in a value we read. */
static const json_t *of(const struct json_value *v)
{
    return (const json_t *)(const void *)v;
}

static const struct json_value *as(const json_t *j)
{
    return (const struct json_value *)(const void *)j;
}

status json_in_parse(struct json_value **out, str text)
{
    json_error_t error;
    json_t *j =
        json_loadb(text.p ? text.p : "", text.len, JSON_DECODE_ANY | JSON_ALLOW_NUL, &error);
    *out = (struct json_value *)(void *)j;
    if (!j)
        return fail(E_INPUT, "not JSON: %s (byte %d)", error.text, error.position);
    return OK;
}

void json_in_free(struct json_value *v)
{
    json_decref((json_t *)(void *)v);
}

bool json_in_is_object(const struct json_value *v)
{
    return json_is_object(of(v));
}

bool json_in_is_array(const struct json_value *v)
{
    return json_is_array(of(v));
}

bool json_in_is_string(const struct json_value *v)
{
    return json_is_string(of(v));
}

bool json_in_is_number(const struct json_value *v)
{
    return json_is_number(of(v));
}

bool json_in_is_false(const struct json_value *v)
{
    return json_is_false(of(v));
}

const struct json_value *json_in_get(const struct json_value *v, const char *key)
{
    const json_t *member = json_object_get(of(v), key);
    return json_is_null(member) ? NULL : as(member);
}

size_t json_in_len(const struct json_value *v)
{
    return json_array_size(of(v));
}

const struct json_value *json_in_at(const struct json_value *v, size_t i)
{
    return as(json_array_get(of(v), i));
}

str json_in_text(const struct json_value *v)
{
    return json_is_string(of(v)) ? str_of(json_string_value(of(v)), json_string_length(of(v)))
                                 : S("");
}

str json_in_str(const struct json_value *v, const char *key)
{
    return json_in_text(json_in_get(v, key));
}

bool json_in_i64(int64_t *out, const struct json_value *v)
{
    if (json_is_integer(of(v))) {
        *out = json_integer_value(of(v));
        return true;
    }
    double x = json_real_value(of(v));
    if (!json_is_real(of(v)) || !(x > -9e18 && x < 9e18))
        return false;
    *out = (int64_t)x;
    return true;
}
