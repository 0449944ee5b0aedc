/* Looking at a comment before anyone reads it: its text, its author's name, the words it quotes,
 * and what speaks for letting it wait. */
#include "base/hash.h"
#include "base/utf8.h"
#include "people/comment_code.h"
#include "people/name.h"
#include "people/password.h"
#include "people/throttle.h"
#include "text/fold.h"

/* Shorter texts ("Thanks!") are said twice by people too. */
#define REPEAT_LETTERS 20

bool premoderation_read(enum premoderation *out, str text)
{
    static const char *const names[] = {"none", "first", "all"};
    for (size_t i = 0; i < ARRAY_LEN(names); i++)
        if (str_eq(text, str_c(names[i]))) {
            *out = (enum premoderation)i;
            return true;
        }
    return false;
}

bool visitor_moderates(const struct visitor *who)
{
    return who->in && who->user.role >= ROLE_MODERATOR;
}

str comment_reason(struct arena *a, str reason)
{
    str repaired = str_trim(utf8_repair(a, reason));
    if (str_empty(repaired) || memchr(repaired.p, '\0', repaired.len))
        return S("");
    return str_sub(repaired, 0, utf8_floor(repaired, COMMENT_REASON_MAX));
}

/* Of letters and digits only, capitals as small ones: other spacing and marks make no new text.
 * *letters counts them. */
static uint64_t hash_of(size_t *letters, str text)
{
    uint64_t hash = 0;
    *letters = 0;
    for (str rest = text; rest.len;) {
        uint32_t c = utf8_next(&rest);
        if (!text_is_letter(c))
            continue;
        hash = hash_join(hash, c < 0x80 ? ascii_lower((unsigned char)c) : c);
        ++*letters;
    }
    return *letters ? hash : hash_str(text);
}

status draft_text(struct draft *d, enum people_problem *why, struct arena *a, str text)
{
    text = str_trim(text);
    if (str_empty(text))
        return people_fail(why, PROBLEM_COMMENT_EMPTY);
    if (text.len > COMMENT_BYTES_MAX)
        return people_fail(why, PROBLEM_COMMENT_LONG);
    if (utf8_valid_prefix(text) != text.len || memchr(text.p, '\0', text.len))
        return people_fail(why, PROBLEM_COMMENT_TEXT);
    status st = comment_render(&d->comment.body, a, text);
    if (st == E_LIMIT)
        return people_fail(why, PROBLEM_COMMENT_LONG);
    TRY(st);
    if (str_empty(d->comment.body.s))
        return people_fail(why, PROBLEM_COMMENT_EMPTY);
    size_t letters;
    d->comment.source = text;
    d->trace.text_hash = hash_of(&letters, text);
    return OK;
}

/* Letters with single spaces and a few marks between them. */
static bool name_is_readable(str name)
{
    if (name.len < 2 || name.len > COMMENT_NAME_MAX || utf8_valid_prefix(name) != name.len ||
        text_mixes_scripts(name))
        return false;
    bool after_letter = false;
    while (name.len) {
        uint32_t c = utf8_next(&name);
        bool letter = text_is_letter(c);
        bool joins = c == ' ' || c == '.' || c == '-' || c == '_' || c == '\'' || c == 0x2019;
        if (!letter && !(joins && after_letter) && !(c == ' ' && !after_letter && name.len))
            return false;
        after_letter = letter;
    }
    return true;
}

status draft_name(struct draft *d, enum people_problem *why, struct arena *a, struct store *s,
                  str name)
{
    name = str_trim(name);
    if (!name_is_readable(name))
        return people_fail(why, PROBLEM_COMMENT_NAME);
    /* "A d a" reads as the account "Ada". */
    struct sbuf close;
    str joined, key;
    sbuf_init(&close, a, COMMENT_NAME_MAX);
    for (size_t i = 0; i < name.len; i++)
        if (name.p[i] != ' ')
            sbuf_putc(&close, name.p[i]);
    TRY(sbuf_end(&joined, &close));
    enum people_problem shape = PROBLEM_NONE;
    struct user user;
    d->comment.name = name;
    if (name_key(&key, &shape, a, joined) != OK)
        return OK; /* no account can have it */
    status st = store_user_by_name(&user, a, s, key);
    if (st == OK)
        return people_fail(why, PROBLEM_NAME_TAKEN);
    return st == E_NOTFOUND ? OK : st;
}

/* Whether a word may begin or end at byte AT. */
static bool between_words(str text, size_t at)
{
    if (at == 0 || at == text.len)
        return true;
    if (utf8_floor(text, at) != at)
        return false;
    str after = str_skip(text, at), before = str_sub(text, utf8_floor(text, at - 1), at);
    return !text_is_letter(utf8_next(&after)) || !text_is_letter(utf8_next(&before));
}

/* Scripts written without spaces have letters on both sides of every word's end: there any place
 * between two characters is one. */
static bool is_word_edge(str text, size_t at)
{
    if (between_words(text, at))
        return true;
    if (utf8_floor(text, at) != at)
        return false;
    str after = str_skip(text, at);
    uint32_t c = utf8_next(&after);
    return c >= 0x0e00; /* Thai and what follows it: mostly scripts of East and Southeast Asia */
}

status draft_quote(struct draft *d, enum people_problem *why, struct arena *a,
                   const struct article *article, const struct comment_form *form)
{
    d->comment.quote = S("");
    d->comment.quote_begin = d->comment.quote_end = d->comment.quote_version = 0;
    if (form->quote_begin == form->quote_end)
        return OK;
    str text = article->text;
    bool sound = form->quote_begin >= 0 && form->quote_begin < form->quote_end &&
                 (uint64_t)form->quote_end <= text.len &&
                 form->quote_end - form->quote_begin <= COMMENT_QUOTE_MAX &&
                 (form->quote_version == 0 || form->quote_version == article->version);
    if (!sound)
        return people_fail(why, PROBLEM_COMMENT_QUOTE);
    size_t begin = (size_t)form->quote_begin, end = (size_t)form->quote_end;
    str quote = str_sub(text, begin, end);
    if (!is_word_edge(text, begin) || !is_word_edge(text, end) || str_has(quote, S("\n\n")) ||
        str_trim(quote).len != quote.len)
        return people_fail(why, PROBLEM_COMMENT_QUOTE);
    d->comment.quote = str_dup(a, quote);
    d->comment.quote_begin = form->quote_begin;
    d->comment.quote_end = form->quote_end;
    d->comment.quote_version = article->version;
    return OK;
}

status comment_address(str *out, struct arena *a, struct store *s, str peer)
{
    static const char hex[] = "0123456789abcdef";
    unsigned char hash[TOKEN_BYTES];
    str key;
    *out = S("");
    if (str_empty(peer))
        return OK;
    TRY(store_secret(&key, a, s, S("comment address"), token_make(a)));
    token_derive(hash, key, throttle_address(a, peer));
    /* 128 bits tell all addresses apart. */
    char *text = arena_alloc(a, TOKEN_BYTES);
    for (size_t i = 0; i < TOKEN_BYTES / 2; i++) {
        text[2 * i] = hex[hash[i] >> 4];
        text[2 * i + 1] = hex[hash[i] & 15];
    }
    *out = str_of(text, TOKEN_BYTES);
    return OK;
}

status draft_judge(int64_t *held_for, enum people_problem *why, struct store *s,
                   const struct draft *d, const struct comment_rules *rules,
                   const struct visitor *who, int64_t shown_us, int64_t now_us)
{
    struct comment_facts facts;
    *held_for = 0;
    TRY(store_comment_facts(&facts, s, &d->comment, &d->trace, now_us - COMMENT_REPEAT_US));
    if (facts.repeats_here)
        return people_fail(why, PROBLEM_COMMENT_REPEAT);
    if (visitor_moderates(who))
        return OK;
    size_t letters;
    (void)hash_of(&letters, d->comment.source);
    if (rules->premoderation == PREMODERATION_ALL)
        *held_for |= COMMENT_HOLD_ALL;
    if (rules->premoderation == PREMODERATION_FIRST && !facts.known)
        *held_for |= who->in ? COMMENT_HOLD_FIRST : COMMENT_HOLD_GUEST;
    if (!facts.known && comment_links(d->comment.body) > COMMENT_LINKS_FREE)
        *held_for |= COMMENT_HOLD_LINKS;
    if (shown_us != TIME_NONE && now_us - shown_us < COMMENT_FAST_US)
        *held_for |= COMMENT_HOLD_FAST;
    if (facts.repeats && letters >= REPEAT_LETTERS)
        *held_for |= COMMENT_HOLD_REPEAT;
    return OK;
}
