/* Credit lines read: who published, translated and edited, and what agencies gave. */
#include "identity/provenance.h"

#include "identity/cited.h"
#include "identity/grammar.h"
#include "identity/outlet.h"

/* A credit line is looked for in so many last paragraphs, and in the first; it is read so far. */
#define TAIL_PARAGRAPHS 3
#define CREDIT_WORDS_MAX 80
/* From "this article" to what was done with it. */
#define SELF_TO_VERB 14
#define AGENCY_LINE_WORDS 8
#define BRACKET_BYTES_MAX 60
#define DATELINE_BYTES 300

enum role { ROLE_PUBLISHED = 1, ROLE_TRANSLATED = 2, ROLE_EDITED = 4 };

struct reading {
    struct provenance *out;
    struct grammar g;
    bool in_credit;
    uint32_t credit_begin, credit_end; /* words of the body */
    struct provenance_name *agencies;
};

static struct provenance_name name_of(const struct reading *r, str text)
{
    uint32_t begin = (uint32_t)(text.p - r->g.part->text.p);
    return (struct provenance_name){text, begin, begin + (uint32_t)text.len, r->in_credit};
}

static void add_agency(struct reading *r, str text)
{
    for (size_t i = 0; i < r->out->agencies_len; i++)
        if (str_ieq(r->agencies[i].name, text))
            return;
    if (text.len && r->out->agencies_len < PROVENANCE_NAMES_MAX)
        r->agencies[r->out->agencies_len++] = name_of(r, text);
}

/* The role that words from AT on speak of; *n: how many they are. */
static unsigned role_at(const struct grammar *g, uint32_t at, uint32_t *n)
{
    uint32_t published = grammar_match(g, PHRASE_PUBLISHED, at);
    uint32_t translated = grammar_match(g, PHRASE_TRANSLATED, at);
    uint32_t edited = grammar_match(g, PHRASE_EDITED, at);
    *n = published ? published : translated ? translated : edited;
    return published ? ROLE_PUBLISHED : translated ? ROLE_TRANSLATED : edited ? ROLE_EDITED : 0;
}

static void assign(struct reading *r, unsigned roles, str text)
{
    struct provenance_name name = name_of(r, text);
    if (roles & ROLE_PUBLISHED && !r->out->first_published_by.name.len)
        r->out->first_published_by = name;
    if (roles & ROLE_TRANSLATED && !r->out->translated_by.name.len)
        r->out->translated_by = name;
    if (roles & ROLE_EDITED && !r->out->edited_by.name.len)
        r->out->edited_by = name;
}

static bool after_colon(const struct grammar *g, uint32_t at)
{
    if (at == 0 || at >= g->part->words_len || g->part->words[at].gap != TEXT_GAP_OTHER)
        return false;
    str between = str_sub(g->part->text, g->part->words[at - 1].end, g->part->words[at].begin);
    return str_has(between, S(":"));
}

/* Russian has no word for "by": "переведена Иваном Беловым". */
static bool is_instrumental(const struct grammar *g, uint32_t at)
{
    return str_eq(g->doc->language, S("ru")) && grammar_joined(g, at) && grammar_is_capital(g, at);
}

/* "Team", "News Desk": everybody has one. */
static bool is_nobody(const struct grammar *g, struct name_span n)
{
    uint32_t i = n.begin;
    for (uint32_t words = 1; i < n.end && words; i += words)
        words = grammar_match(g, PHRASE_NOBODY, i);
    return i >= n.end && n.begin < n.end && grammar_match(g, PHRASE_NOBODY, n.begin);
}

/* "Team des Seehagener Boten": whose it is makes it a name; an empty one when it is not said. */
static struct name_span of_whom(const struct grammar *g, struct name_span n)
{
    uint32_t of = 0;
    if (grammar_joined(g, n.end))
        of = grammar_match(g, PHRASE_ARTICLE, n.end) + grammar_match(g, PHRASE_BY, n.end);
    struct name_span whose = of ? grammar_name_at(g, n.end + of) : (struct name_span){0, 0};
    return whose.begin < whose.end && !is_nobody(g, whose) ? (struct name_span){n.begin, whose.end}
                                                           : (struct name_span){n.end, n.end};
}

/* A name of a credit: with what English puts after it ("X newspaper", "the Y team"), and with a
 * second person ("Anna Smith and Tom Jones"). */
static struct name_span credit_name(const struct grammar *g, uint32_t at)
{
    struct name_span n = grammar_name_at(g, at);
    bool english = str_eq(g->doc->language, S("en"));
    bool stop = n.begin < n.end && g->part->words[n.begin].flags & TEXT_STOP;
    if (n.begin == n.end || (stop && n.end - n.begin == 1))
        return (struct name_span){at, at};
    n.begin += stop && english; /* "The Shingle Review" */
    if (is_nobody(g, n))
        return of_whom(g, n);
    for (uint32_t i = 0; english && i < 2 && grammar_joined(g, n.end); i++) {
        const struct text_word *w = &g->part->words[n.end];
        uint32_t length;
        if (w->shape != TEXT_LOWER || w->flags & TEXT_STOP || role_at(g, n.end, &length))
            break;
        n.end++;
    }
    uint32_t and = grammar_joined(g, n.end) ? grammar_match(g, PHRASE_AND, n.end) : 0;
    if (and) {
        struct name_span second = grammar_name_at(g, n.end + and);
        if (second.begin == n.end + and&&second.end > second.begin)
            n.end = second.end;
    }
    return n;
}

/* "on 5 May", "in English by": what follows a preposition of place and is no place. */
static bool is_aside(const struct grammar *g, struct name_span n)
{
    bool numbered = grammar_match(g, PHRASE_TIME, n.begin) > 0;
    for (uint32_t i = n.begin; i < n.end; i++)
        numbered |= g->part->words[i].kind == TEXT_NUMBER;
    bool number_next = grammar_joined(g, n.end) && g->part->words[n.end].kind == TEXT_NUMBER;
    bool by_next = grammar_joined(g, n.end) && grammar_match(g, PHRASE_BY, n.end);
    return (numbered && n.end - n.begin <= 3) || number_next || by_next;
}

/* "von X übersetzt und redigiert": what follows AND is done by the same. The words of it. */
static uint32_t assign_next(struct reading *r, uint32_t at, str name)
{
    uint32_t and = grammar_joined(&r->g, at) ? grammar_match(&r->g, PHRASE_AND, at) : 0, n = 0;
    unsigned role = and? role_at(&r->g, at + and, &n) : 0;
    if (!role)
        return 0;
    assign(r, role, name);
    r->out->translated |= role == ROLE_TRANSLATED;
    return and+n;
}

/*
 * Reads a credit from word AT to word END. Verbs collect roles ("was translated and edited"), a
 * name after "by" gets all of them; where the name comes first ("von X übersetzt") it waits for the
 * verb. A sentence's end forgets both.
 */
static void read_credit(struct reading *r, uint32_t at, uint32_t end)
{
    const struct grammar *g = &r->g;
    unsigned roles = 0;
    str waiting = {0};
    uint32_t n;
    while (at < end) {
        if (g->part->words[at].gap == TEXT_GAP_START) {
            roles = 0;
            waiting = (str){0};
        }
        unsigned role = role_at(g, at, &n);
        if (role) {
            roles |= role;
            r->out->translated |= role == ROLE_TRANSLATED;
            at += n;
            if (waiting.len) {
                assign(r, roles, waiting);
                at += assign_next(r, at, waiting);
            }
            roles = waiting.len ? 0 : roles;
            waiting = (str){0};
            struct name_span direct = {0, 0};
            bool named = roles == ROLE_PUBLISHED ? false : after_colon(g, at);
            if (roles && (named || is_instrumental(g, at)))
                direct = credit_name(g, at);
            if (direct.begin < direct.end) {
                assign(r, roles, grammar_text(g, direct));
                roles = 0;
                at = direct.end;
            }
            continue;
        }
        bool place = roles == ROLE_PUBLISHED;
        n = grammar_match(g, place ? PHRASE_PLACE : PHRASE_BY, at);
        struct name_span name = {0, 0};
        if (n)
            name = credit_name(g, at + n);
        if (name.begin == name.end || (place && is_aside(g, name))) {
            at++;
            continue;
        }
        if (roles)
            assign(r, roles, grammar_text(g, name));
        else
            waiting = grammar_text(g, name);
        roles = 0;
        at = name.end;
    }
}

static bool names_someone(const struct grammar *g, uint32_t at)
{
    struct name_span n = credit_name(g, after_colon(g, at) ? at : at + 1);
    return n.begin < n.end;
}

/* Whether a credit begins at word AT: the text speaks of itself and of what was done with it, or a
 * sentence begins with what was done and by whom. */
static bool credit_begins(const struct grammar *g, uint32_t at, uint32_t end)
{
    const struct text_word *w = &g->part->words[at];
    bool starts = w->flags & TEXT_FIRST || w->gap == TEXT_GAP_DOT || w->gap == TEXT_GAP_START ||
                  w->gap == TEXT_GAP_OTHER;
    uint32_t n, length;
    if (!starts)
        return false;
    if ((n = grammar_match(g, PHRASE_SELF, at))) {
        for (uint32_t i = at + n; i < end && i < at + n + SELF_TO_VERB; i++)
            if (role_at(g, i, &length))
                return true;
        return false;
    }
    if (!role_at(g, at, &n))
        return false;
    /* "Translated by", "Translated and edited by", "Translated from the Russian by", "Editing:" */
    for (uint32_t i = at + n; i < end && i < at + n + 6; i++) {
        bool colon = i == at + n && after_colon(g, i);
        if ((colon || grammar_match(g, PHRASE_BY, i) || grammar_match(g, PHRASE_PLACE, i)) &&
            names_someone(g, i))
            return true;
    }
    return false;
}

/* Agencies named one after another from word AT on; STRICT: only those that are known as such. */
static void read_agencies(struct reading *r, uint32_t at, bool strict)
{
    const struct grammar *g = &r->g;
    for (uint32_t i = 0; i < AGENCY_LINE_WORDS; i++) {
        struct name_span n = grammar_name_at(g, at);
        str small =
            at < g->part->words_len ? text_word_core(g->part, &g->part->words[at]) : (str){0};
        if (n.begin == n.end && outlet_is_agency(small))
            n = (struct name_span){at, at + 1}; /* "dpa" */
        if (n.begin == n.end || (!outlet_is(g, &n) && strict))
            return;
        add_agency(r, grammar_text(g, n));
        at = n.end;
        if (at >= g->part->words_len || g->part->words[at].gap == TEXT_GAP_START)
            return;
        at += grammar_match(g, PHRASE_AND, at);
    }
}

static void read_material(struct reading *r, uint32_t at)
{
    const struct grammar *g = &r->g;
    uint32_t n = grammar_match(g, PHRASE_MATERIAL, at), with = grammar_match(g, PHRASE_WITH, at);
    if (n || with)
        read_agencies(r, at + (n ? n : with), !n);
    if (grammar_match(g, PHRASE_CONTRIBUTED, at)) {
        struct name_span name = grammar_name_before(g, at);
        if (outlet_is(g, &name))
            add_agency(r, grammar_text(g, name));
    }
}

static void read_tail_words(struct reading *r, uint32_t begin, uint32_t end)
{
    bool credit = r->in_credit;
    for (uint32_t i = begin; i < end; i++) {
        read_material(r, i);
        if (!credit && credit_begins(&r->g, i, end)) {
            uint32_t limit = i + CREDIT_WORDS_MAX < end ? i + CREDIT_WORDS_MAX : end;
            read_credit(r, i, limit);
            r->credit_begin = i;
            r->credit_end = limit;
            credit = true;
        }
    }
}

/* "Reuters/AFP" in brackets: each part must be an agency, or the whole be called like an outlet. */
static void read_bracket(struct reading *r, uint32_t begin, uint32_t end)
{
    str inside = str_sub(r->g.part->text, begin, end), rest = inside;
    bool all = inside.len > 1 && inside.len <= BRACKET_BYTES_MAX;
    for (size_t i = 0; all && i < inside.len; i++)
        all = inside.p[i] != '.' && inside.p[i] != '!' && inside.p[i] != '?';
    if (!all)
        return;
    for (int pass = 0; pass < 2; pass++, rest = inside) {
        while (rest.p) {
            size_t cut = 0;
            while (cut < rest.len && rest.p[cut] != '/' && rest.p[cut] != ',' && rest.p[cut] != '+')
                cut++;
            str part = str_trim(str_sub(rest, 0, cut));
            rest = cut < rest.len ? str_skip(rest, cut + 1) : (str){0};
            if (pass)
                add_agency(r, part);
            all = all && outlet_is_agency(part);
        }
        if (!all)
            break;
    }
    uint32_t at = text_word_at(r->g.part, begin);
    struct name_span n = grammar_name_at(&r->g, at);
    if (!all && n.begin < n.end && r->g.part->words[n.end - 1].end == end && outlet_is(&r->g, &n))
        add_agency(r, grammar_text(&r->g, n));
}

/* "(Reuters)" where a paragraph ends, after a sentence's. */
static void read_last_bracket(struct reading *r, const struct text_paragraph *p)
{
    str text = str_sub(r->g.part->text, p->begin, p->end);
    text = str_ends(text, S(".")) ? str_sub(text, 0, text.len - 1) : text;
    size_t open = str_rchr(text, '(');
    if (open == STR_NPOS || !str_ends(text, S(")")))
        return;
    str before = str_trim(str_sub(text, 0, open));
    bool stop =
        r->in_credit || !before.len || !ascii_is_alnum((unsigned char)before.p[before.len - 1]);
    if (stop)
        read_bracket(r, p->begin + (uint32_t)open + 1, p->begin + (uint32_t)text.len - 1);
}

/* "BERLIN (dpa) - ", "KYIV, Nov 3 (Reuters) —", after a headline and bylines perhaps. */
static void read_dateline(struct reading *r)
{
    str head = str_sub(r->g.part->text, 0, DATELINE_BYTES);
    for (size_t at = 0; at < head.len;) {
        size_t open = str_chr(str_skip(head, at), '(');
        if (open == STR_NPOS)
            return;
        open += at;
        size_t close = str_chr(str_skip(head, open), ')');
        if (close == STR_NPOS)
            return;
        close += open;
        str after = str_skip(head, close + 1);
        while (str_starts(after, S(" ")))
            after = str_skip(after, 1);
        if (str_starts(after, S("-")) || str_starts(after, S("–")) || str_starts(after, S("—"))) {
            read_bracket(r, (uint32_t)open + 1, (uint32_t)close);
            return;
        }
        at = close + 1;
    }
}

static void read_body(struct reading *r)
{
    const struct text_part *part = r->g.part;
    for (uint32_t i = 0; i < part->paragraphs_len; i++) {
        const struct text_paragraph *p = &part->paragraphs[i];
        if (i > 0 && i + TAIL_PARAGRAPHS < part->paragraphs_len)
            continue;
        const struct text_sentence *first = &part->sentences[p->sentences];
        const struct text_sentence *last = first + p->sentences_len - 1;
        read_tail_words(r, first->words, last->words + last->words_len);
        if (i + TAIL_PARAGRAPHS >= part->paragraphs_len)
            read_last_bracket(r, p);
    }
    read_dateline(r);
}

/* A credit line may be nothing but agencies. */
static void read_credit_line(struct reading *r)
{
    const struct text_part *part = r->g.part;
    r->in_credit = true;
    if (part->words_len == 0)
        return;
    read_credit(r, 0, part->words_len < CREDIT_WORDS_MAX ? part->words_len : CREDIT_WORDS_MAX);
    read_tail_words(r, 0, part->words_len);
    if (part->words_len <= AGENCY_LINE_WORDS)
        read_agencies(r, 0, true);
    for (uint32_t i = 0; i < part->paragraphs_len; i++)
        read_last_bracket(r, &part->paragraphs[i]);
}

/* Whether two hosts are one publisher's: "rss.paper.example" and "paper.example". Labels of three
 * letters and fewer before the last are no publisher's ("co.uk"). */
static bool is_one_site(str a, str b)
{
    size_t at_a = a.len, at_b = b.len;
    for (int labels = 0; labels < 3; labels++) {
        size_t dot_a = str_rchr(str_sub(a, 0, at_a), '.'),
               dot_b = str_rchr(str_sub(b, 0, at_b), '.');
        str one = str_sub(a, dot_a == STR_NPOS ? 0 : dot_a + 1, at_a);
        str two = str_sub(b, dot_b == STR_NPOS ? 0 : dot_b + 1, at_b);
        if (!str_eq(one, two))
            return false;
        if (labels && one.len > 3)
            return true;
        if (dot_a == STR_NPOS || dot_b == STR_NPOS)
            return dot_a == dot_b;
        at_a = dot_a;
        at_b = dot_b;
    }
    return true;
}

/* What the feed and the address say, where the words say nothing. */
static void read_origin(struct provenance *out, struct arena *a, const struct provenance_input *in)
{
    url address, canonical;
    if (out->first_published_by.name.len)
        return;
    if (in->feed_source.len) {
        out->first_published_by.name = in->feed_source;
        return;
    }
    if (!in->address.len || !in->canonical.len || url_parse(&address, a, in->address, NULL) != OK ||
        url_parse(&canonical, a, in->canonical, NULL) != OK)
        return;
    if (url_is_web(canonical) && !is_one_site(url_site(address), url_site(canonical)))
        out->first_published_by.name = url_site(canonical);
}

void provenance_read(struct provenance *out, struct arena *a, const struct provenance_input *in)
{
    *out = (struct provenance){0};
    struct reading r = {.out = out};
    r.agencies = arena_array(a, PROVENANCE_NAMES_MAX, struct provenance_name);
    if (in->credit) {
        grammar_init(&r.g, a, in->credit, in->outlets);
        read_credit_line(&r);
        r.in_credit = false;
    }
    grammar_init(&r.g, a, in->doc, in->outlets);
    read_body(&r);
    cited_read(out, a, &r.g, r.credit_begin, r.credit_end);
    out->agencies = r.agencies;
    read_origin(out, a, in);
}
