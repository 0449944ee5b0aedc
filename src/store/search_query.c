/* Reading a search as typed: words, "phrases", -without, source:key, lang:xx, prefix*. */
#include "store/search_query.h"

#include "base/sbuf.h"
#include "base/utf8.h"

#define WORDS_MAX 32 /* terms of one phrase */
#define EXPRESSION_MAX ((size_t)256 << 10)

/* One word or phrase as typed. */
struct part {
    str text;
    bool without, prefix;
};
struct part_vec VEC(struct part);

struct builder {
    struct arena *arena;
    struct terms *terms;
    enum db_engine engine;
    const str *languages;
    size_t languages_len;
    struct search_mark_vec *marks;
};

static bool take_filter(str *out, str word, str name)
{
    if (!str_istarts(word, name) || word.len == name.len)
        return false;
    *out = str_skip(word, name.len);
    return true;
}

/* Takes the next part off *rest: up to white space, or the closing quotation mark. A quotation
 * mark that is never closed reaches to the end. */
static struct part take_part(str *rest)
{
    struct part part = {0};
    if (rest->len > 1 && rest->p[0] == '-' && !ascii_is_space((unsigned char)rest->p[1])) {
        part.without = true;
        *rest = str_skip(*rest, 1);
    }
    bool quoted = rest->p[0] == '"';
    if (quoted)
        *rest = str_skip(*rest, 1);
    size_t n = 0;
    while (n < rest->len &&
           (quoted ? rest->p[n] != '"'
                   : !ascii_is_space((unsigned char)rest->p[n]) && rest->p[n] != '"'))
        n++;
    part.text = str_sub(*rest, 0, n);
    *rest = str_skip(*rest, n + (quoted && n < rest->len));
    if (rest->len && rest->p[0] == '*' && quoted) {
        part.prefix = true;
        *rest = str_skip(*rest, 1);
    } else if (!quoted && str_ends(part.text, S("*"))) {
        part.prefix = true;
    }
    return part;
}

static void put_term(struct sbuf *b, enum db_engine engine, str term)
{
    char quote = engine == DB_SQLITE ? '"' : '\'';
    for (size_t i = 0; i < term.len; i++)
        ASSERT((unsigned char)term.p[i] >= 0x80 || ascii_is_alnum((unsigned char)term.p[i]));
    sbuf_putc(b, quote);
    sbuf_put(b, term);
    sbuf_putc(b, quote);
}

/* The terms one after another, the last a prefix or not. */
static str sequence(const struct builder *q, const struct term_vec *terms, bool prefix)
{
    struct sbuf b;
    sbuf_init(&b, q->arena, EXPRESSION_MAX);
    bool sqlite = q->engine == DB_SQLITE;
    /* Variants stand outside the text's order, so phrases do not look there. */
    if (sqlite && terms->len > 1)
        sbuf_put(&b, S("{title text} : "));
    for (size_t i = 0; i < terms->len; i++) {
        if (i)
            sbuf_put(&b, sqlite ? S(" + ") : S(" <-> "));
        put_term(&b, q->engine, terms->at[i].text);
    }
    if (prefix)
        sbuf_put(&b, sqlite ? S(" *") : S(":*"));
    return sbuf_str(&b);
}

static void add_alternative(struct str_vec *out, struct arena *a, str expression)
{
    vec_each (str, s, out) {
        if (str_eq(*s, expression))
            return;
    }
    *vec_push(out, a) = expression;
}

static void add_mark(const struct builder *q, str term, bool prefix)
{
    vec_each (struct search_mark, m, q->marks) {
        if (str_eq(m->term, term) && m->prefix == prefix)
            return;
    }
    *vec_push(q->marks, q->arena) = (struct search_mark){term, prefix};
}

/* What the part may be in one language. */
static void add_language(struct str_vec *out, const struct builder *q, const struct part *part,
                         str language, bool prefix)
{
    struct term_vec terms = {0};
    terms_read(&terms, q->arena, q->terms, part->text, language, WORDS_MAX);
    if (terms.len == 0)
        return;
    add_alternative(out, q->arena, sequence(q, &terms, prefix));
    for (size_t i = 0; i < terms.len && !part->without; i++)
        add_mark(q, terms.at[i].text, prefix && i + 1 == terms.len);
    if (terms.len > 1 || str_empty(terms.at[0].variant))
        return;
    if (!part->without)
        add_mark(q, terms.at[0].variant, prefix);
    terms.at[0].text = terms.at[0].variant;
    add_alternative(out, q->arena, sequence(q, &terms, prefix));
}

/* The part as an expression in brackets; false when there is no word in it. */
static bool put_part(struct sbuf *b, const struct builder *q, const struct part *part)
{
    struct str_vec forms = {0};
    add_language(&forms, q, part, S(""), part->prefix);
    for (size_t i = 0; i < q->languages_len; i++)
        if (terms_stems(q->terms, q->languages[i]))
            add_language(&forms, q, part, q->languages[i], false);
    if (forms.len == 0)
        return false;
    sbuf_putc(b, '(');
    for (size_t i = 0; i < forms.len; i++) {
        if (i)
            sbuf_put(b, q->engine == DB_SQLITE ? S(" OR ") : S(" | "));
        sbuf_put(b, forms.at[i]);
    }
    sbuf_putc(b, ')');
    return true;
}

/* Joins the wanted (or unwanted) parts; "" when there are none. */
static str join(const struct builder *q, const struct part_vec *parts, bool without, str between)
{
    struct sbuf b;
    sbuf_init(&b, q->arena, EXPRESSION_MAX);
    bool first = true;
    vec_each (const struct part, part, parts) {
        if (part->without != without)
            continue;
        size_t len = b.len;
        if (!first)
            sbuf_put(&b, between);
        if (put_part(&b, q, part))
            first = false;
        else
            sbuf_truncate(&b, len);
    }
    /* Beyond any honest search: nothing is found rather than something else. */
    return b.overflow ? S("") : sbuf_str(&b);
}

static void read_parts(struct search_query *out, struct part_vec *parts, struct arena *a, str typed)
{
    str rest = str_trim(typed);
    while (rest.len && parts->len < SEARCH_PARTS_MAX) {
        bool quoted = rest.p[0] == '"' || str_starts(rest, S("-\""));
        struct part part = take_part(&rest);
        rest = str_trim(rest);
        if (!quoted && !part.without &&
            (take_filter(&out->source, part.text, S("source:")) ||
             take_filter(&out->language, part.text, S("lang:"))))
            out->any = true;
        else
            *vec_push(parts, a) = part;
    }
}

void search_query_parse(struct search_query *out, struct arena *a, struct terms *terms,
                        enum db_engine engine, str typed, const str *languages, size_t n)
{
    *out = (struct search_query){0};
    struct part_vec parts = {0};
    if (typed.len > SEARCH_QUERY_MAX)
        typed.len = utf8_floor(typed, SEARCH_QUERY_MAX);
    read_parts(out, &parts, a, typed);
    out->language = str_lower(a, out->language);
    struct builder q = {a, terms, engine, languages, n, &out->marks};
    if (!str_empty(out->language)) {
        q.languages = &out->language;
        q.languages_len = 1;
    }
    bool sqlite = engine == DB_SQLITE;
    str with = join(&q, &parts, false, sqlite ? S(" AND ") : S(" & "));
    str without = join(&q, &parts, true, sqlite ? S(" OR ") : S(" | "));
    out->any |= with.len || without.len;
    /* FTS5 takes a phrase without words as matching nothing, but no empty expression. */
    if (str_empty(with))
        out->without = without.len || !sqlite ? without : S("\"\"");
    else if (str_empty(without))
        out->match = with;
    else
        out->match = str_printf(a, sqlite ? "(%.*s) NOT (%.*s)" : "(%.*s) & !(%.*s)", STR_FMT(with),
                                STR_FMT(without));
}
