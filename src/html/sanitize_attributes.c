/* Which attributes stay, with which values; which addresses are links. */
#include "base/utf8.h"
#include "html/sanitize_code.h"

enum check {
    CHECK_TEXT,
    CHECK_NUMBER,
    CHECK_LINK,
    CHECK_FLAG,
    CHECK_TIME,
    CHECK_LANGUAGE,
    CHECK_DIRECTION,
    CHECK_SCOPE,
    CHECK_LIST_TYPE,
};

static const struct allowed {
    str name;
    uint16_t tag; /* HTML_TAG_OTHER: all elements */
    uint8_t check;
    int least, most;
} allowed[] = {
#define SANITIZE_ELEMENT(tag, becomes, how)
#define SANITIZE_ATTRIBUTE(tag, name, check, least, most)                                          \
    {{name, sizeof(name) - 1}, HTML_TAG_##tag, CHECK_##check, least, most},
#define SANITIZE_SCHEME(name, image)
#define SANITIZE_LAZY(name, srcset)
#include "html/sanitize.def"
#undef SANITIZE_ATTRIBUTE
#undef SANITIZE_SCHEME
};

static const struct {
    str name;
    bool image;
} schemes[] = {
#define SANITIZE_ATTRIBUTE(tag, name, check, least, most)
#define SANITIZE_SCHEME(name, image) {{name, sizeof(name) - 1}, image},
#include "html/sanitize.def"
#undef SANITIZE_ELEMENT
#undef SANITIZE_ATTRIBUTE
#undef SANITIZE_SCHEME
#undef SANITIZE_LAZY
};

static bool scheme_is_allowed(str scheme, bool image)
{
    for (size_t i = 0; i < ARRAY_LEN(schemes); i++)
        if (str_eq(scheme, schemes[i].name))
            return schemes[i].image || !image;
    return false;
}

/* Without white space around it and without controls, which stand for nothing in addresses. */
static str without_controls(struct sanitizer *s, str value)
{
    struct sbuf b;
    sbuf_init(&b, &s->scratch, value.len + 1);
    for (size_t i = 0; i < value.len; i++)
        if ((unsigned char)value.p[i] >= ' ')
            sbuf_putc(&b, value.p[i]);
    return str_trim(sbuf_str(&b));
}

/* Something before a colon in the first segment: whatever it is, a reader of addresses less
 * strict than the standard may take it for a scheme. */
static bool has_scheme(str value)
{
    for (size_t i = 0; i < value.len; i++) {
        if (value.p[i] == ':')
            return true;
        if (str_chr(S("/?#"), value.p[i]) != STR_NPOS)
            return false;
    }
    return false;
}

/* An address when there is no base to resolve it against: what is relative for one web page is
 * so for all, so it is tried on a made-up one, and stays as it is when that keeps its host. */
static bool address_without_base(str *out, struct sanitizer *s, str value, bool image)
{
    const url made_up = {S("https://base.invalid/")};
    url u;
    value = without_controls(s, value);
    if (value.len == 0)
        return false;
    if (url_parse(&u, &s->scratch, value, NULL) != OK) {
        if (has_scheme(value) || url_parse(&u, &s->scratch, value, &made_up) != OK)
            return false;
        if (str_eq(url_split(u).host, S("base.invalid"))) {
            *out = value;
            return !s->options->absolute_only;
        }
    }
    *out = u.s;
    return scheme_is_allowed(url_split(u).scheme, image);
}

bool sanitize_address(str *out, struct sanitizer *s, str value, bool image)
{
    value = str_trim(value);
    if (value.len == 0)
        return false;
    if (!s->has_base)
        return address_without_base(out, s, value, image);
    url u;
    if (url_parse(&u, &s->scratch, value, &s->base) != OK)
        return false;
    *out = u.s;
    return scheme_is_allowed(url_split(u).scheme, image);
}

void sanitize_put_rel(struct sanitizer *s)
{
    bool nofollow = s->options->links_nofollow;
    sanitize_put_attribute(
        s, S("rel"), nofollow ? S("noopener noreferrer nofollow ugc") : S("noopener noreferrer"));
}

/* A number as HTML reads it: white space before and anything after it are ignored. */
static bool read_number(int *out, str value)
{
    value = str_trim(value);
    bool negative = str_starts(value, S("-"));
    size_t i = negative || str_starts(value, S("+"));
    int n = 0;
    size_t digits = 0;
    for (; i < value.len && ascii_is_digit((unsigned char)value.p[i]); i++, digits++)
        if (n < 100000000)
            n = n * 10 + (value.p[i] - '0');
    *out = negative ? -n : n;
    return digits > 0 && (i == value.len || value.p[i] != '%');
}

static bool is_of(str value, const char *extra, size_t len_max)
{
    for (size_t i = 0; i < value.len; i++)
        if (!ascii_is_alnum((unsigned char)value.p[i]) && !strchr(extra, value.p[i]))
            return false;
    return value.len > 0 && value.len <= len_max && !memchr(value.p, 0, value.len);
}

static bool one_of(str *value, const char *const *words)
{
    for (; *words; words++)
        if (str_ieq(*value, str_c(*words))) {
            *value = str_c(*words);
            return true;
        }
    return false;
}

/* The value to write; false when the attribute goes. */
static bool check_value(str *out, struct sanitizer *s, const struct allowed *row, str value)
{
    static const char *const directions[] = {"ltr", "rtl", "auto", NULL};
    static const char *const scopes[] = {"row", "col", "rowgroup", "colgroup", NULL};
    int number;
    *out = str_trim(value);
    switch ((enum check)row->check) {
    case CHECK_TEXT: *out = str_sub(value, 0, utf8_floor(value, (size_t)row->most)); return true;
    case CHECK_NUMBER:
        if (!read_number(&number, value) || number < row->least)
            return false;
        number = number > row->most ? row->most : number;
        *out = str_printf(&s->scratch, "%d", number);
        return true;
    case CHECK_LINK: return sanitize_address(out, s, value, true);
    case CHECK_FLAG: *out = S(""); return true;
    case CHECK_TIME: return is_of(*out, "-+:.,/ ", (size_t)row->most);
    case CHECK_LANGUAGE: return is_of(*out, "-", 35);
    case CHECK_DIRECTION: return one_of(out, directions);
    case CHECK_SCOPE: return one_of(out, scopes);
    case CHECK_LIST_TYPE: return out->len == 1 && str_chr(S("1aAiI"), out->p[0]) != STR_NPOS;
    }
    return false;
}

void sanitize_put_attributes(struct sanitizer *s, uint32_t n, uint16_t tag)
{
    html_each_attr (s->tree, attr, n) {
        str name = {attr->name, attr->name_len};
        if (attr->ns != HTML_ATTR_NS_NONE || attr->id == HTML_ATTR_CLASS ||
            attr->id == HTML_ATTR_STYLE)
            continue;
        for (size_t i = 0; i < ARRAY_LEN(allowed); i++) {
            const struct allowed *row = &allowed[i];
            str value;
            if ((row->tag != tag && row->tag != HTML_TAG_OTHER) || !str_eq(row->name, name))
                continue;
            if (check_value(&value, s, row, (str){attr->value, attr->value_len}))
                sanitize_put_attribute(s, name, value);
            break;
        }
    }
}
