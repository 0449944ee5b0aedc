/* Outlets cited in a text, and whether their sources have names. */
#include "identity/cited.h"

#include "identity/outlet.h"

/* How far sources stand after the verb that cites them, and before the one they tell. */
#define SOURCES_AFTER 6
#define SOURCES_BEFORE 8

struct reading {
    const struct grammar *g;
    struct cited_outlet *at;
    size_t len;
};

/* The one that NAME means, the last of those it may be short for. */
static struct cited_outlet *find(struct reading *r, str name)
{
    str language = r->g->doc->language;
    for (size_t i = r->len; i-- > 0;) {
        str other = r->at[i].name.name;
        if (outlet_same(language, other, name) || outlet_is_short(language, name, other) ||
            outlet_is_short(language, other, name))
            return &r->at[i];
    }
    return NULL;
}

/* Whether NAME says more than what the outlet was called before: in full, or without the ending of
 * a case. */
static bool is_better(const struct reading *r, str name, str before)
{
    str language = r->g->doc->language;
    return outlet_is_short(language, before, name) ||
           (outlet_same(language, before, name) && name.len < before.len);
}

static void add(struct reading *r, struct name_span n, bool anonymous)
{
    str name = grammar_text(r->g, n);
    uint32_t begin = r->g->part->words[n.begin].begin;
    struct provenance_name here = {.name = name, .begin = begin, .end = begin + (uint32_t)name.len};
    str known = outlet_known(r->g, name);
    if (known.len)
        here.name = known;
    struct cited_outlet *c = find(r, here.name);
    if (!c && r->len == PROVENANCE_NAMES_MAX)
        return;
    if (!c) {
        c = &r->at[r->len++];
        *c = (struct cited_outlet){.name = here};
    } else if (is_better(r, here.name, c->name.name)) {
        c->name = here;
    }
    c->times++;
    c->anonymous |= anonymous;
}

static bool within(const struct grammar *g, enum phrase_kind kind, uint32_t begin, uint32_t end)
{
    for (uint32_t i = begin; i < end; i++)
        if (grammar_match(g, kind, i))
            return true;
    return false;
}

/* Sources without a name in words [begin, end): "anonymous officials", "citing sources", "sources
 * told". */
static bool is_anonymous(const struct grammar *g, uint32_t begin, uint32_t end)
{
    if (within(g, PHRASE_ANONYMOUS, begin, end))
        return true;
    for (uint32_t i = begin; i < end; i++) {
        uint32_t n = grammar_match(g, PHRASE_SOURCES, i);
        if (!n)
            continue;
        uint32_t before = i > begin + SOURCES_AFTER ? i - SOURCES_AFTER : begin;
        uint32_t after = i + n + SOURCES_BEFORE < end ? i + n + SOURCES_BEFORE : end;
        if (within(g, PHRASE_CITES, before, i) || within(g, PHRASE_TELLS, i + n, after))
            return true;
    }
    return false;
}

/* "the NYT quoted its sources": people have no article before their names, outlets with sources
 * that nobody names have. */
static bool is_outlet_by_deed(const struct grammar *g, struct name_span n, bool anonymous)
{
    if (!anonymous || n.begin == n.end)
        return false;
    bool acronym = n.end - n.begin == 1 && g->part->words[n.begin].shape == TEXT_UPPER;
    bool article =
        n.begin > 0 && grammar_joined(g, n.begin) && grammar_match(g, PHRASE_ARTICLE, n.begin - 1);
    return acronym && (article || n.begin == 0);
}

static bool is_acronym(const struct grammar *g, uint32_t at)
{
    return g->part->words[at].shape == TEXT_UPPER && !grammar_match(g, PHRASE_BODY, at);
}

/* Whether words [begin, end) have quotation marks in or around them. */
static bool has_quotation(const struct grammar *g, uint32_t begin, uint32_t end)
{
    static const char *const marks[] = {"\"", "“", "”", "„", "«", "»"};
    const struct text_word *words = g->part->words;
    if (begin >= end)
        return false;
    if (words[begin].flags & TEXT_QUOTE)
        return true;
    str text = str_sub(g->part->text, words[begin].begin, words[end - 1].end);
    for (size_t i = 0; i < ARRAY_LEN(marks); i++)
        if (str_has(text, str_c(marks[i])))
            return true;
    return false;
}

/* "an interview with NN investigators": English plurals after the name. */
static bool is_of_people(const struct grammar *g, uint32_t at)
{
    return str_eq(g->doc->language, S("en")) && grammar_joined(g, at) &&
           g->part->words[at].shape == TEXT_LOWER && !(g->part->words[at].flags & TEXT_STOP) &&
           !(g->part->words[at - 1].flags & TEXT_POSSESSIVE) &&
           str_ends(grammar_lower(g, at), S("s"));
}

/* "..., she told the BBC": who is told what is quoted, and who interviews, under an acronym that is
 * no public body's. WORDS: of the phrase at word AT. *n is cut to it, but in English, where the
 * name may go on: "BBC Sport". */
static bool is_told(const struct grammar *g, struct name_span *n, uint32_t at, uint32_t words,
                    bool quotation)
{
    if (n->begin == n->end || !is_acronym(g, n->begin) ||
        !(grammar_match(g, PHRASE_INTERVIEW, at) == words ||
          (quotation && grammar_match(g, PHRASE_TOLD, at) == words)))
        return false;
    uint32_t next = n->begin + 1; /* "sagte der NN-Vorsitzende" */
    if (next < g->part->words_len && g->part->words[next].gap == TEXT_GAP_HYPHEN)
        return false;
    if (is_of_people(g, n->end))
        return false;
    if (!str_eq(g->doc->language, S("en")))
        n->end = n->begin + 1;
    else if (n->end - n->begin > 1 && grammar_match(g, PHRASE_TIME, n->end - 1))
        n->end--;
    return true;
}

/* «пишет „Берег“»: verbs of newspapers at a name in quotation marks or, in Russian, in Latin
 * letters. */
static bool is_outlet_by_marks(const struct grammar *g, struct name_span n, uint32_t verb)
{
    if (n.begin == n.end || !grammar_match(g, PHRASE_QUOTED, verb) ||
        grammar_match(g, PHRASE_BODY, n.begin))
        return false;
    const struct text_word *w = &g->part->words[n.begin];
    char first = g->part->text.p[w->begin];
    bool latin = str_eq(g->doc->language, S("ru")) && first >= 'A' && first <= 'Z';
    return latin || w->flags & TEXT_QUOTE;
}

/* What an outlet that REPORTS does stands behind its name. */
static void read_reporting(struct reading *r, uint32_t at, uint32_t *used, bool anonymous)
{
    const struct grammar *g = r->g;
    struct name_span name = grammar_name_before(g, at);
    if (name.begin < *used)
        return;
    if (outlet_is(g, &name) || is_outlet_by_deed(g, name, anonymous) ||
        is_outlet_by_marks(g, name, at)) {
        add(r, name, anonymous);
        *used = name.end;
    }
}

static void read_sentence(struct reading *r, uint32_t begin, uint32_t end)
{
    const struct grammar *g = r->g;
    bool anonymous = is_anonymous(g, begin, end), quotation = has_quotation(g, begin, end);
    uint32_t used = begin; /* names are taken once, from left to right */
    for (uint32_t i = begin; i < end; i++) {
        if (grammar_match(g, PHRASE_REPORTS, i))
            read_reporting(r, i, &used, anonymous);
        uint32_t phrase = grammar_match(g, PHRASE_TELLS, i), n = phrase;
        for (uint32_t at = i; n && at + n < end;) {
            struct name_span name = grammar_name_at(g, at + n);
            if (name.begin < used ||
                !(outlet_is(g, &name) || is_told(g, &name, i, phrase, quotation) ||
                  is_outlet_by_marks(g, name, i)))
                break;
            add(r, name, anonymous);
            used = at = name.end;
            /* "told Reuters and the Northern Wire", "the Packet newspaper and Reuters" */
            if (grammar_joined(g, at))
                at += grammar_match(g, PHRASE_HEAD, at);
            n = grammar_joined(g, at) ? grammar_match(g, PHRASE_AND, at) : 0;
        }
    }
}

void cited_read(struct provenance *out, struct arena *a, const struct grammar *g,
                uint32_t skip_begin, uint32_t skip_end)
{
    struct reading r = {g, arena_array(a, PROVENANCE_NAMES_MAX, struct cited_outlet), 0};
    for (uint32_t i = 0; i < g->part->sentences_len; i++) {
        const struct text_sentence *s = &g->part->sentences[i];
        uint32_t begin = s->words, end = s->words + s->words_len;
        if (begin < skip_end && end > skip_begin) {
            read_sentence(&r, begin, skip_begin > begin ? skip_begin : begin);
            begin = skip_end;
        }
        if (begin < end)
            read_sentence(&r, begin, end);
    }
    out->cited = r.at;
    out->cited_len = r.len;
}
