/* Lists, pay walls, challenges and empty pages. Each needs several signs: a short article must not
 * be taken for any of them. */
#include "page/kind.h"

#include "page/phrase.h"

#define CHALLENGE_BYTES_MAX 1500
#define TEASER_BYTES_MAX 1600
#define LIST_BYTES_MAX 300

/* Folded beginnings of titles, and parts of texts, of pages that stand in for others. */
static const str challenge_titles[] = {
    S("just a moment"),
    S("attention required"),
    S("access denied"),
    S("are you a robot"),
    S("robot check"),
    S("please wait"),
    S("security check"),
    S("403 forbidden"),
    S("pardon our interruption"),
    S("checking your browser"),
    S("verify you are human"),
    S("one more step"),
    S("403 - forbidden"),
    S("ddos-guard"),
    S("captcha"),
    S("bot verification"),
    S("sicherheitsüberprüfung"),
    S("un instant"),
};
static const str challenge_texts[] = {
    S("checking your browser before"),
    S("please enable javascript and cookies to continue"),
    S("please verify you are a human"),
    S("verify you are human"),
    S("enable cookies and reload the page"),
    S("has detected unusual activity"),
    S("unusual traffic from your computer"),
    S("complete the security check"),
    S("why have i been blocked"),
    S("you have been blocked"),
    S("reference id"),
    S("to continue, please click the box below"),
    S("this process is automatic. your browser will redirect"),
};

static bool starts_with_any(str text, const str *list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (str_starts(text, list[i]))
            return true;
    return false;
}

static bool is_challenge(str text, str title)
{
    struct phrase_fold f;
    phrase_fold(&f, title);
    bool named = starts_with_any(str_of(f.p, f.len), challenge_titles, ARRAY_LEN(challenge_titles));
    if (text.len > CHALLENGE_BYTES_MAX)
        return false;
    int signs = named ? 2 : 0;
    for (size_t i = 0; i < ARRAY_LEN(challenge_texts); i++)
        signs += str_ihas(text, challenge_texts[i]);
    return signs >= 2;
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
    bool says_article = m->ld.article || str_ieq(m->field[META_OG_TYPE].value, S("article"));
    return !says_article && cards >= 12 &&
           (body->bytes < LIST_BYTES_MAX / 2 ||
            (body->bytes < LIST_BYTES_MAX && body->sentences < 2));
}

enum page_kind kind_of_page(const struct page_meta *m, const struct scan *s,
                            const struct body *body, str text, str title)
{
    if (is_challenge(text, title))
        return PAGE_CHALLENGE;
    if (str_empty(text))
        return s->blocks.len > 30 ? PAGE_LIST : PAGE_EMPTY;
    if (is_list(m, s, body))
        return PAGE_LIST;
    if (text.len < TEASER_BYTES_MAX && has_paywall(m, s))
        return PAGE_PAYWALL;
    return PAGE_ARTICLE;
}
