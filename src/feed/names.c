/* Namespaces and elements by their tables. */
#include "feed/names.h"

static const struct {
    const char *prefix;
    str address;
} spaces_known[] = {
#define NAMESPACE(prefix, address) {prefix, {address, sizeof(address) - 1}},
#include "feed/namespaces.def"
#undef NAMESPACE
};

static const struct {
    str name;
    enum feed_element element;
    uint8_t rank;
} elements[] = {
#define ELEMENT(name, element, rank) {{name, sizeof(name) - 1}, ELEMENT_##element, rank},
#include "feed/elements.def"
#undef ELEMENT
};

static str bare_address(str address)
{
    if (str_istarts(address, S("http://")))
        address = str_skip(address, 7);
    else if (str_istarts(address, S("https://")))
        address = str_skip(address, 8);
    while (address.len && (address.p[address.len - 1] == '/' || address.p[address.len - 1] == '#'))
        address.len--;
    return address;
}

static bool usual_prefix(str *prefix, str address)
{
    address = bare_address(address);
    for (size_t i = 0; i < ARRAY_LEN(spaces_known); i++)
        if (str_ieq(address, spaces_known[i].address)) {
            *prefix = str_c(spaces_known[i].prefix);
            return true;
        }
    return false;
}

str feed_prefix(bool *known, struct feed_spaces *spaces, const struct xml_name *name)
{
    *known = false;
    str space = name->space;
    if (space.len == 0)
        return name->prefix;
    for (size_t i = 0; i < ARRAY_LEN(spaces->met); i++)
        if (spaces->met[i].at == space.p) {
            *known = spaces->met[i].prefix.p != NULL;
            return *known ? spaces->met[i].prefix : name->prefix;
        }
    str prefix = STR_NONE;
    *known = usual_prefix(&prefix, space);
    spaces->met[spaces->next].at = space.p;
    spaces->met[spaces->next].prefix = prefix;
    spaces->next = (spaces->next + 1) % ARRAY_LEN(spaces->met);
    return *known ? prefix : name->prefix;
}

static size_t put_lower(char *to, str s, size_t max)
{
    size_t n = s.len < max ? s.len : max;
    for (size_t i = 0; i < n; i++)
        to[i] = (char)ascii_lower((unsigned char)s.p[i]);
    return n;
}

void feed_name_read(struct feed_name *out, struct feed_spaces *spaces, const struct xml_name *name)
{
    bool known;
    str prefix = feed_prefix(&known, spaces, name);
    size_t n = put_lower(out->key, prefix, FEED_PREFIX_MAX - 1);
    out->prefix = str_of(out->key, n);
    if (n)
        out->key[n++] = ':';
    n += put_lower(out->key + n, name->local, FEED_NAME_MAX);
    out->key_len = n;
    out->element = ELEMENT_UNKNOWN;
    out->rank = 0;
    str key = str_of(out->key, n);
    for (size_t i = 0; i < ARRAY_LEN(elements); i++)
        if (str_eq(elements[i].name, key)) {
            out->element = elements[i].element;
            out->rank = elements[i].rank;
            return;
        }
}
