/* Outlets cited in a text, and whether their sources have names. */
#include "identity/cited.h"

/* How far sources stand after the verb that cites them, and before the one they tell. */
#define SOURCES_AFTER 6
#define SOURCES_BEFORE 8

struct reading {
    const struct grammar *g;
    struct cited_outlet *at;
    size_t len;
};

/* "NYT" of "New York Times". */
static bool is_initials(str initials, str name)
{
    size_t n = 0;
    for (size_t i = 0; i < name.len; i++) {
        bool begins = i == 0 || name.p[i - 1] == ' ';
        if (!begins || name.p[i] < 'A' || name.p[i] > 'Z')
            continue;
        if (n >= initials.len || initials.p[n] != name.p[i])
            return false;
        n++;
    }
    return n >= 2 && n == initials.len;
}

static struct cited_outlet *find(struct reading *r, str name)
{
    for (size_t i = 0; i < r->len; i++) {
        str other = r->at[i].name.name;
        if (str_ieq(other, name) || is_initials(name, other))
            return &r->at[i];
        if (is_initials(other, name)) {
            r->at[i].name.name = name;
            return &r->at[i];
        }
    }
    return NULL;
}

static void add(struct reading *r, struct name_span n, bool anonymous)
{
    str name = grammar_text(r->g, n);
    struct cited_outlet *c = find(r, name);
    if (!c && r->len == PROVENANCE_NAMES_MAX)
        return;
    if (!c) {
        uint32_t begin = r->g->part->words[n.begin].begin;
        c = &r->at[r->len++];
        *c = (struct cited_outlet){
            .name = {.name = name, .begin = begin, .end = begin + (uint32_t)name.len}};
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

static void read_sentence(struct reading *r, uint32_t begin, uint32_t end)
{
    const struct grammar *g = r->g;
    bool anonymous = is_anonymous(g, begin, end);
    uint32_t used = begin; /* names are taken once, from left to right */
    for (uint32_t i = begin; i < end; i++) {
        if (grammar_match(g, PHRASE_REPORTS, i)) {
            struct name_span name = grammar_name_before(g, i);
            if (name.begin >= used &&
                (grammar_is_outlet(g, &name) || is_outlet_by_deed(g, name, anonymous))) {
                add(r, name, anonymous);
                used = name.end;
            }
        }
        uint32_t n = grammar_match(g, PHRASE_TELLS, i);
        for (uint32_t at = i; n && at + n < end;) {
            struct name_span name = grammar_name_at(g, at + n);
            if (name.begin < used || !grammar_is_outlet(g, &name))
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
