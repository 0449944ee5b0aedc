/* Lists, pay walls, consent and log-in pages, challenges and empty pages. Each needs several signs:
 * a short article must not be taken for any of them. */
#include "page/kind.h"

#include "page/phrase.h"

#define STAND_IN_BYTES_MAX 6000 /* of all prose of a page that stands in for another */
#define SIGNS_BYTES 4096        /* of its text that are looked at */
#define SHORT_BYTES 800         /* of text; longer ones need a title that says what the page is */
#define TEASER_BYTES_MAX 1600
#define LIST_BYTES_MAX 300

enum sign { SIGN_CHALLENGE, SIGN_CONSENT, SIGN_LOGIN, SIGN_GONE, SIGN_COUNT };

/* Folded beginnings of titles, and parts of texts in lower case, of pages that stand in for others.
 */
static const struct {
    enum sign sign;
    bool title;
    str text;
} signs[] = {
#define SIGN(kind, where, text) {SIGN_##kind, where, S(text)},
#define TITLE true
#define TEXT false
#include "page/stand_in.def"
#undef SIGN
#undef TITLE
#undef TEXT
};

bool kind_says_article(const struct page_meta *m)
{
    return m->ld.article || str_ieq(m->field[META_OG_TYPE].value, S("article"));
}

/* All text of the page, what was taken for furniture included: a consent box is the whole of a
 * consent page. */
static str whole_text(const struct scan *s)
{
    struct sbuf out;
    sbuf_init(&out, s->arena, (size_t)64 << 20);
    vec_each (struct scan_block, b, &s->blocks) {
        if (out.len > SIGNS_BYTES)
            break;
        scan_put_block(&out, s, b);
        sbuf_putc(&out, '\n');
    }
    return str_sub(sbuf_str(&out), 0, SIGNS_BYTES);
}

static void count_titles(int counts[SIGN_COUNT], str title)
{
    struct phrase_fold f;
    phrase_fold(&f, title);
    for (size_t i = 0; i < ARRAY_LEN(signs); i++)
        if (signs[i].title && counts[signs[i].sign] == 0)
            counts[signs[i].sign] = 2 * str_starts(str_of(f.p, f.len), signs[i].text);
}

static void count_texts(int counts[SIGN_COUNT], const struct scan *s)
{
    str text = phrase_fold_text(s->arena, whole_text(s));
    for (size_t i = 0; i < ARRAY_LEN(signs); i++)
        if (!signs[i].title)
            counts[signs[i].sign] += str_has(text, signs[i].text);
}

/* PAGE_ARTICLE when the page stands in for no other. */
static enum page_kind stand_in(const struct page_meta *m, const struct scan *s,
                               const struct body *body, str title)
{
    if (!s->elements.len || s->elements.at[0].prose > STAND_IN_BYTES_MAX ||
        body->bytes > STAND_IN_BYTES_MAX / 2)
        return PAGE_ARTICLE;
    int counts[SIGN_COUNT] = {0};
    count_titles(counts, title);
    int titled = 0;
    for (size_t i = 0; i < SIGN_COUNT; i++)
        titled += counts[i];
    bool says_article = kind_says_article(m);
    if ((body->bytes > SHORT_BYTES || says_article) && !titled)
        return PAGE_ARTICLE;
    struct arena_mark mark = arena_mark(s->arena);
    count_texts(counts, s);
    arena_rewind(s->arena, mark);
    /* What says that it is an article needs more to be something else. */
    int more = says_article ? 2 : 0;
    int share = body->bytes > SHORT_BYTES ? 1 : 0;
    if (counts[SIGN_CHALLENGE] >= 2 + share + more)
        return PAGE_CHALLENGE;
    if (counts[SIGN_CONSENT] >= 3 + 2 * share + more)
        return PAGE_CONSENT;
    if (counts[SIGN_LOGIN] >= 3 + share + more)
        return PAGE_LOGIN;
    if (counts[SIGN_GONE] >= 2 + share + more && body->bytes < 600)
        return PAGE_GONE;
    return PAGE_ARTICLE;
}

static bool has_paywall(const struct page_meta *m, const struct scan *s)
{
    if (m->ld.locked)
        return true;
    vec_each (struct scan_element, e, &s->elements)
        if (e->evidence & EV_PAYWALL && e->evidence & EV_SIGNUP)
            return true;
    return false;
}

static bool is_list(const struct page_meta *m, const struct scan *s, const struct body *body)
{
    int64_t cards = 0;
    vec_each (struct scan_element, e, &s->elements)
        cards += e->repeated;
    return !kind_says_article(m) && cards >= 12 &&
           (body->bytes < LIST_BYTES_MAX / 2 ||
            (body->bytes < LIST_BYTES_MAX && body->sentences < 2));
}

enum page_kind kind_of_page(const struct page_meta *m, const struct scan *s,
                            const struct body *body, str text, str title)
{
    enum page_kind other = stand_in(m, s, body, title);
    if (other != PAGE_ARTICLE)
        return other;
    if (str_empty(text))
        return s->blocks.len > 30 ? PAGE_LIST : PAGE_EMPTY;
    if (is_list(m, s, body))
        return PAGE_LIST;
    if (text.len < TEASER_BYTES_MAX && has_paywall(m, s))
        return PAGE_PAYWALL;
    return PAGE_ARTICLE;
}
