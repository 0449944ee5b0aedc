/* robots.txt: lines to the rules of one agent, and rules to an answer. */
#include "fetch/robots.h"

#include "base/sbuf.h"
#include "base/vec.h"

#define DELAY_MAX_S 86400

enum key { KEY_OTHER, KEY_AGENT, KEY_ALLOW, KEY_DISALLOW, KEY_SITEMAP, KEY_DELAY };

static const struct {
    str name;
    enum key key;
} keys[] = {
    {S("user-agent"), KEY_AGENT},  {S("useragent"), KEY_AGENT},   {S("user agent"), KEY_AGENT},
    {S("allow"), KEY_ALLOW},       {S("disallow"), KEY_DISALLOW}, {S("dissallow"), KEY_DISALLOW},
    {S("dissalow"), KEY_DISALLOW}, {S("disalow"), KEY_DISALLOW},  {S("diasllow"), KEY_DISALLOW},
    {S("disallaw"), KEY_DISALLOW}, {S("sitemap"), KEY_SITEMAP},   {S("site-map"), KEY_SITEMAP},
    {S("crawl-delay"), KEY_DELAY}, {S("crawldelay"), KEY_DELAY},
};

struct rule_vec VEC(struct robots_rule);

struct reader {
    struct arena *arena;
    str agent;
    struct rule_vec own, global; /* of the agent's name, of "*" */
    struct str_vec sitemaps;
    int64_t own_delay_us, global_delay_us;
    bool in_own, in_global; /* the groups that the line is in */
    bool named;             /* there is a group of the agent's name */
    bool in_rules;          /* a rule came since the last agent: the next begins another group */
};

static enum key key_of(str name)
{
    for (size_t i = 0; i < ARRAY_LEN(keys); i++)
        if (str_ieq(name, keys[i].name))
            return keys[i].key;
    return KEY_OTHER;
}

/* LINE as key and value. False when it is neither. */
static bool split(str *key, str *value, str line)
{
    line = str_trim(str_sub(line, 0, str_chr(line, '#')));
    size_t colon = str_chr(line, ':');
    if (colon != STR_NPOS) {
        *key = str_trim(str_sub(line, 0, colon));
        *value = str_trim(str_skip(line, colon + 1));
        return key->len > 0;
    }
    size_t space = 0;
    while (space < line.len && !ascii_is_space((unsigned char)line.p[space]))
        space++;
    *key = str_sub(line, 0, space);
    *value = str_trim(str_skip(line, space));
    /* Of more than two words nobody knows which was meant. */
    for (size_t i = 0; i < value->len; i++)
        if (ascii_is_space((unsigned char)value->p[i]))
            return false;
    return key->len > 0 && value->len > 0;
}

/* A rule's pattern in the form that paths have: octets outside ASCII percent-encoded, hexadecimal
 * digits in upper case. */
static str pattern_of(struct arena *a, str value)
{
    static const char hex[] = "0123456789ABCDEF";
    struct sbuf b;
    sbuf_init(&b, a, 3 * value.len + 1);
    for (size_t i = 0; i < value.len; i++) {
        unsigned char c = (unsigned char)value.p[i];
        if (c >= 0x80) {
            char escape[] = {'%', hex[c >> 4], hex[c & 15]};
            sbuf_put(&b, str_of(escape, sizeof escape));
        } else {
            bool digit = (i >= 1 && value.p[i - 1] == '%') || (i >= 2 && value.p[i - 2] == '%');
            sbuf_putc(&b, (char)(digit && c >= 'a' && c <= 'f' ? ascii_upper(c) : c));
        }
    }
    return sbuf_str(&b);
}

static void put_rule(struct reader *r, bool allow, str value)
{
    r->in_rules = true;
    if (!(r->in_own || r->in_global) || str_empty(value))
        return;
    struct robots_rule rule = {pattern_of(r->arena, value), allow};
    str index = S("/index.html");
    struct robots_rule folder = {str_sub(rule.pattern, 0, rule.pattern.len - index.len + 1), true};
    bool both = allow && str_ends(rule.pattern, index);
    if (both)
        folder.pattern = str_printf(r->arena, "%.*s$", STR_FMT(folder.pattern));
    struct rule_vec *lists[] = {r->in_own ? &r->own : NULL, r->in_global ? &r->global : NULL};
    for (size_t i = 0; i < ARRAY_LEN(lists); i++) {
        if (!lists[i])
            continue;
        *vec_push(lists[i], r->arena) = rule;
        if (both)
            *vec_push(lists[i], r->arena) = folder;
    }
}

static void put_agent(struct reader *r, str value)
{
    if (r->in_rules)
        r->in_own = r->in_global = r->in_rules = false;
    if (str_starts(value, S("*")) &&
        (value.len == 1 || ascii_is_space((unsigned char)value.p[1]))) {
        r->in_global = true;
        return;
    }
    size_t n = 0;
    while (n < value.len &&
           (ascii_is_alpha((unsigned char)value.p[n]) || value.p[n] == '-' || value.p[n] == '_'))
        n++;
    if (n && str_ieq(str_sub(value, 0, n), r->agent))
        r->in_own = r->named = true;
}

/* "10" or "1.5", in seconds; 0 for anything else. */
static int64_t delay_of(str value)
{
    int64_t whole;
    size_t dot = str_chr(value, '.');
    if (!str_to_i64(&whole, str_sub(value, 0, dot)) || whole < 0)
        return 0;
    int64_t us = (whole < DELAY_MAX_S ? whole : DELAY_MAX_S) * 1000000, unit = 100000;
    for (str rest = str_skip(value, dot == STR_NPOS ? value.len : dot + 1);
         rest.len && ascii_is_digit((unsigned char)*rest.p); rest = str_skip(rest, 1), unit /= 10)
        us += (*rest.p - '0') * unit;
    return us;
}

static void put_line(struct reader *r, str line)
{
    str key, value;
    if (!split(&key, &value, str_sub(line, 0, ROBOTS_LINE_MAX)))
        return;
    switch (key_of(key)) {
    case KEY_AGENT: put_agent(r, value); break;
    case KEY_ALLOW: put_rule(r, true, value); break;
    case KEY_DISALLOW: put_rule(r, false, value); break;
    case KEY_SITEMAP:
        if (value.len && r->sitemaps.len < ROBOTS_SITEMAPS_MAX)
            *vec_push(&r->sitemaps, r->arena) = value;
        break;
    case KEY_DELAY:
        if (r->in_own)
            r->own_delay_us = delay_of(value);
        if (r->in_global)
            r->global_delay_us = delay_of(value);
        break;
    case KEY_OTHER: break;
    }
}

void robots_read(struct robots *out, struct arena *a, str text, str agent)
{
    struct reader r = {.arena = a, .agent = agent};
    text = str_sub(text, 0, ROBOTS_BYTES_MAX);
    if (str_starts(text, S("\xef\xbb\xbf")))
        text = str_skip(text, 3);
    while (text.len) {
        size_t end = 0;
        while (end < text.len && text.p[end] != '\n' && text.p[end] != '\r')
            end++;
        put_line(&r, str_sub(text, 0, end));
        text = str_skip(text, end + 1);
    }
    struct rule_vec *rules = r.named ? &r.own : &r.global;
    *out = (struct robots){
        .rules = rules->at,
        .rules_len = rules->len,
        .sitemaps = {r.sitemaps.at, r.sitemaps.len},
        .delay_us = r.named ? r.own_delay_us : r.global_delay_us,
    };
}

/* Whether PATTERN matches PATH from its beginning. Each piece between two "*" is taken where it is
 * found first, which leaves the most for those after it. */
static bool matches(str pattern, str path)
{
    bool to_end = str_ends(pattern, S("$"));
    if (to_end)
        pattern = str_sub(pattern, 0, pattern.len - 1);
    for (bool first = true;; first = false) {
        size_t star = str_chr(pattern, '*');
        str piece = str_sub(pattern, 0, star);
        bool last = star == STR_NPOS;
        if (first && !str_starts(path, piece))
            return false;
        if (last && to_end)
            return first ? piece.len == path.len : str_ends(path, piece);
        size_t at = first ? 0 : str_find(path, piece);
        if (at == STR_NPOS)
            return false;
        if (last)
            return true;
        path = str_skip(path, at + piece.len);
        pattern = str_skip(pattern, star + 1);
    }
}

bool robots_allowed(const struct robots *robots, str path)
{
    size_t longest = 0;
    bool allowed = true;
    for (size_t i = 0; i < robots->rules_len; i++) {
        const struct robots_rule *rule = &robots->rules[i];
        size_t n = rule->pattern.len;
        bool wins = n > longest || (n == longest && rule->allow && !allowed);
        if (wins && matches(rule->pattern, path)) {
            longest = n;
            allowed = rule->allow;
        }
    }
    return allowed;
}

str robots_path(struct arena *a, str address)
{
    size_t scheme = str_find(address, S("//"));
    str rest = scheme == STR_NPOS ? address : str_skip(address, scheme + 2);
    size_t begin = 0;
    while (begin < rest.len && !strchr("/?#;", rest.p[begin]))
        begin++;
    rest = str_skip(rest, begin);
    rest = str_sub(rest, 0, str_chr(rest, '#'));
    if (str_starts(rest, S("/")))
        return rest;
    return str_printf(a, "/%.*s", STR_FMT(rest));
}
