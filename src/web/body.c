/* An article's sanitised body, fitted into the page around it. The sanitizer writes '<' only
 * where a tag begins, tags in lower case, and no heading inside another, so that finding "<h2"
 * finds a heading and "</h2" its end. */
#include "web/body.h"

#include "web/pictures.h"

#define LEVELS 7 /* 1..6 */

/* The level of the heading tag that S begins with, 0 when it begins with none; *digit is where
 * in S the level stands, *closes whether it is an end tag. */
static int heading_tag(size_t *digit, bool *closes, str s)
{
    *closes = str_starts(s, S("</h"));
    *digit = *closes ? 3 : 2;
    if (s.len < *digit + 2 || (!*closes && !str_starts(s, S("<h"))))
        return 0;
    char level = s.p[*digit], after = s.p[*digit + 1];
    return level >= '1' && level <= '6' && (after == '>' || after == ' ') ? level - '0' : 0;
}

/* The next heading tag at or after *at, which is moved to its '<'. */
static int next_heading(size_t *at, size_t *digit, bool *closes, str s)
{
    for (; *at < s.len; ++*at) {
        size_t skip = str_find(str_skip(s, *at), S("<"));
        if (skip == STR_NPOS)
            break;
        *at += skip;
        int level = heading_tag(digit, closes, str_skip(s, *at));
        if (level)
            return level;
    }
    return 0;
}

/* The title as the sanitizer writes text. */
static str escaped(struct arena *a, str title)
{
    struct sbuf b;
    sbuf_init(&b, a, title.len * 6 + 16);
    for (size_t i = 0; i < title.len; i++)
        switch (title.p[i]) {
        case '&': sbuf_put(&b, S("&amp;")); break;
        case '<': sbuf_put(&b, S("&lt;")); break;
        case '>': sbuf_put(&b, S("&gt;")); break;
        default: sbuf_putc(&b, title.p[i]);
        }
    return str_trim(sbuf_str(&b));
}

/* BODY without its first heading when that only repeats TITLE. */
static str without_title(struct arena *a, str body, str title)
{
    size_t at = 0, end, digit;
    bool closes;
    if (!next_heading(&at, &digit, &closes, body) || closes)
        return body;
    size_t open = str_chr(str_skip(body, at), '>');
    if (open == STR_NPOS)
        return body;
    end = at + open + 1;
    str inside = str_skip(body, end);
    inside = str_sub(inside, 0, str_chr(inside, '<'));
    end += inside.len;
    if (!heading_tag(&digit, &closes, str_skip(body, end)) || !closes ||
        !str_eq(str_trim(inside), escaped(a, title)))
        return body;
    return str_printf(a, "%.*s%.*s", STR_FMT(str_sub(body, 0, at)),
                      STR_FMT(str_skip(body, end + digit + 2)));
}

/* BODY with each heading at most one level below the one before it, the first below <h1>. */
static str renumbered(struct arena *a, str body)
{
    int rank[LEVELS] = {0}, shown = 1, level;
    size_t at = 0, digit;
    bool closes;
    for (; (level = next_heading(&at, &digit, &closes, body)); at++)
        rank[level] = 1;
    int n = 1;
    for (int i = 1; i < LEVELS; i++)
        rank[i] = rank[i] ? ++n : 0;
    if (n == 1)
        return body;
    char *copy = arena_dup(a, body.p, body.len);
    for (at = 0; (level = next_heading(&at, &digit, &closes, body)); at++) {
        if (!closes)
            shown = rank[level] < shown + 1 ? rank[level] : shown + 1;
        copy[at + digit] = (char)('0' + (shown > 6 ? 6 : shown));
    }
    return str_of(copy, body.len);
}

html body_fitted(const struct page_call *c, html body, str title)
{
    html fitted = {renumbered(c->a, without_title(c->a, body.s, title))};
    return pictures_in_body(site_pictures(c->site), c->a, fitted, S(""));
}
