/* Phrases and names in the words of a text. */
#include "identity/grammar.h"

#define NAME_WORDS_MAX 8
#define PHRASES_MAX 1024

struct phrase {
    str words; /* separated by a space */
    uint16_t next;
    uint8_t kind;
};

static const struct {
    const char *language;
    enum phrase_kind kind;
    const char *words;
} rows[] = {
#define KIND(name, about)
#define PHRASE(language, kind, words) {language, PHRASE_##kind, words},
#include "identity/provenance.def"
#undef KIND
#undef PHRASE
};

static const char *const agencies[] = {
#define AGENCY(name) name,
#include "identity/agency.def"
#undef AGENCY
};

static bool has_rows(str language)
{
    for (size_t i = 0; i < ARRAY_LEN(rows); i++)
        if (str_eq(str_c(rows[i].language), language))
            return true;
    return false;
}

void grammar_init(struct grammar *g, struct arena *a, const struct text_doc *doc,
                  struct strs outlets)
{
    *g = (struct grammar){.part = &doc->body, .doc = doc, .outlets = outlets};
    str language = has_rows(doc->language) ? doc->language : S("en");
    struct phrase *phrases = arena_array(a, PHRASES_MAX, struct phrase);
    struct map by_word;
    uint16_t n = 1; /* 0 is none */
    map_init(&by_word, a);
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        str rest = str_c(rows[i].words);
        if (!str_eq(str_c(rows[i].language), language))
            continue;
        while (rest.p && n < PHRASES_MAX) {
            str words = str_cut(&rest, '|'), tail = words;
            uint64_t *chain = map_put(&by_word, str_cut(&tail, ' '));
            phrases[n] = (struct phrase){words, (uint16_t)*chain, (uint8_t)rows[i].kind};
            *chain = n++;
        }
    }
    uint16_t *first = arena_array(a, doc->surfaces_len, uint16_t);
    for (uint32_t i = 0; i < doc->surfaces_len; i++) {
        uint64_t *chain = map_get(&by_word, doc->surfaces[i].lower);
        first[i] = chain ? (uint16_t)*chain : 0;
    }
    g->phrases = phrases;
    g->first = first;
}

static str lower(const struct grammar *g, uint32_t at)
{
    return g->doc->surfaces[g->part->words[at].surface].lower;
}

bool grammar_joined(const struct grammar *g, uint32_t at)
{
    const struct text_word *w = &g->part->words[at];
    return at < g->part->words_len && w->gap != TEXT_GAP_START && w->gap != TEXT_GAP_COMMA &&
           w->gap != TEXT_GAP_OTHER && w->gap != TEXT_GAP_DOT;
}

uint32_t grammar_match(const struct grammar *g, enum phrase_kind kind, uint32_t at)
{
    uint32_t best = 0;
    if (at >= g->part->words_len)
        return 0;
    for (uint16_t p = g->first[g->part->words[at].surface]; p; p = g->phrases[p].next) {
        str rest = g->phrases[p].words;
        uint32_t n = 0;
        if (g->phrases[p].kind != kind)
            continue;
        while (rest.p && at + n < g->part->words_len && (n == 0 || grammar_joined(g, at + n)) &&
               str_eq(str_cut(&rest, ' '), lower(g, at + n)))
            n++;
        uint32_t words = 1;
        for (size_t i = 0; i < g->phrases[p].words.len; i++)
            words += g->phrases[p].words.p[i] == ' ';
        if (n == words && n > best)
            best = n;
    }
    return best;
}

static bool is_capital(const struct grammar *g, uint32_t at)
{
    return at < g->part->words_len && g->part->words[at].shape >= TEXT_CAPITAL;
}

/* An initial or abbreviation whose full stop belongs to a name: "U.S. News". */
static bool is_initial(const struct grammar *g, uint32_t at)
{
    return g->part->words[at].end - g->part->words[at].begin <= 2;
}

/* Whether a name goes on from the word before AT to AT. */
static bool goes_on(const struct grammar *g, uint32_t at)
{
    if (at >= g->part->words_len)
        return false;
    const struct text_word *w = &g->part->words[at];
    if (w->flags & TEXT_QUOTE)
        return false;
    return grammar_joined(g, at) || (w->gap == TEXT_GAP_DOT && is_initial(g, at - 1));
}

static bool in_name(const struct grammar *g, uint32_t at)
{
    return is_capital(g, at) ||
           (at < g->part->words_len && g->part->words[at].kind != TEXT_LETTERS);
}

/* "of", "of the" between capitals; their number, 0 when no capital follows. */
static uint32_t join_length(const struct grammar *g, uint32_t at)
{
    uint32_t n = 0;
    while (n < 2 && goes_on(g, at + n) && grammar_match(g, PHRASE_JOIN, at + n) == 1 &&
           !is_capital(g, at + n))
        n++;
    return n && goes_on(g, at + n) && is_capital(g, at + n) ? n : 0;
}

static struct name_span quoted_from(const struct grammar *g, uint32_t at)
{
    uint32_t end = at + 1;
    while (end - at < NAME_WORDS_MAX && goes_on(g, end))
        end++;
    /* Something must close it: a mark, or the sentence's end. */
    bool closed = end >= g->part->words_len || !grammar_joined(g, end);
    return closed ? (struct name_span){at, end} : (struct name_span){at, at};
}

struct name_span grammar_name_at(const struct grammar *g, uint32_t at)
{
    bool german = str_eq(g->doc->language, S("de"));
    uint32_t n, i = at;
    while (i < g->part->words_len && (i == at || grammar_joined(g, i))) {
        bool small = !is_capital(g, i);
        if (small && (n = grammar_match(g, PHRASE_ARTICLE, i)))
            i += n;
        else if ((small || german) && (n = grammar_match(g, PHRASE_HEAD, i)) &&
                 (is_capital(g, i + n) ||
                  (i + n < g->part->words_len && g->part->words[i + n].flags & TEXT_QUOTE)))
            i += n;
        else
            break;
    }
    if (i >= g->part->words_len || g->part->words[i].sentence != g->part->words[at].sentence)
        return (struct name_span){at, at};
    if (g->part->words[i].flags & TEXT_QUOTE)
        return quoted_from(g, i);
    if (!is_capital(g, i) || (i > at && !grammar_joined(g, i)))
        return (struct name_span){at, at};
    uint32_t end = i + 1;
    while (end - i < NAME_WORDS_MAX && goes_on(g, end)) {
        if (g->part->words[end - 1].flags & TEXT_POSSESSIVE)
            break;
        if (in_name(g, end))
            end++;
        else if ((n = join_length(g, end)))
            end += n + 1;
        else
            break;
    }
    return (struct name_span){i, end};
}

/* Steps back over auxiliaries and nouns of outlets: "X newspaper has". */
static uint32_t before_verb(const struct grammar *g, uint32_t end)
{
    for (uint32_t back = 1; back <= 3 && back < end; back++) {
        uint32_t at = end - back;
        if (!grammar_joined(g, at) && !(g->part->words[at].gap == TEXT_GAP_OTHER))
            continue;
        if (!is_capital(g, at) && (grammar_match(g, PHRASE_AUXILIARY, at) == back ||
                                   grammar_match(g, PHRASE_HEAD, at) == back))
            return at;
    }
    return end;
}

static struct name_span quoted_before(const struct grammar *g, uint32_t end)
{
    for (uint32_t at = end; at > 0 && end - at < NAME_WORDS_MAX;) {
        at--;
        if (g->part->words[at].flags & TEXT_QUOTE)
            return (struct name_span){at, end};
        if (!goes_on(g, at))
            break;
    }
    return (struct name_span){end, end};
}

struct name_span grammar_name_before(const struct grammar *g, uint32_t end)
{
    for (uint32_t i = 0; i < 3; i++)
        end = before_verb(g, end);
    struct name_span none = {end, end};
    if (end == 0 || end >= g->part->words_len || g->part->words[end].gap == TEXT_GAP_START)
        return none;
    if (g->part->words[end].gap == TEXT_GAP_OTHER)
        return quoted_before(g, end);
    if (!grammar_joined(g, end) || !in_name(g, end - 1))
        return none;
    uint32_t begin = end - 1;
    while (begin > 0 && end - begin < NAME_WORDS_MAX && goes_on(g, begin)) {
        if (in_name(g, begin - 1) && !(g->part->words[begin - 1].flags & TEXT_POSSESSIVE))
            begin--;
        else if (begin > 1 && join_length(g, begin - 1) == 1 && is_capital(g, begin - 2))
            begin -= 2;
        else
            break;
    }
    while (begin < end && (g->part->words[begin].flags & TEXT_STOP))
        begin++;
    return (struct name_span){begin, end};
}

str grammar_text(const struct grammar *g, struct name_span n)
{
    if (n.begin == n.end)
        return (str){0};
    const struct text_word *first = &g->part->words[n.begin], *last = &g->part->words[n.end - 1];
    str core = text_word_core(g->part, last);
    return str_sub(g->part->text, first->begin, (size_t)(core.p + core.len - g->part->text.p));
}

bool grammar_is_agency(str text)
{
    for (size_t i = 0; i < ARRAY_LEN(agencies); i++)
        if (str_ieq(text, str_c(agencies[i])))
            return true;
    return false;
}

static bool is_known(const struct grammar *g, str name)
{
    for (size_t i = 0; i < g->outlets.len; i++)
        if (str_ieq(g->outlets.at[i], name))
            return true;
    return grammar_is_agency(name);
}

/* The whole name, or the most of it from its beginning, or to its end. */
static bool known_part(const struct grammar *g, struct name_span *n)
{
    for (uint32_t end = n->end; end > n->begin; end--) {
        if (is_known(g, grammar_text(g, (struct name_span){n->begin, end}))) {
            n->end = end;
            return true;
        }
    }
    for (uint32_t begin = n->begin + 1; begin < n->end; begin++) {
        if (is_known(g, grammar_text(g, (struct name_span){begin, n->end}))) {
            n->begin = begin;
            return true;
        }
    }
    return false;
}

/* "Nordanzeiger": a word that ends as outlets' names do, with something before it. */
static bool is_compound(const struct grammar *g, uint32_t at)
{
    str word = lower(g, at);
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        str rest = str_c(rows[i].words);
        if (rows[i].kind != PHRASE_HEAD_END || !str_eq(str_c(rows[i].language), g->doc->language))
            continue;
        while (rest.p) {
            str end = str_cut(&rest, '|');
            if (word.len > end.len + 2 && str_ends(word, end))
                return true;
        }
    }
    return false;
}

/* English has the newspaper's word last ("New York Times") or before "of" ("Times of Malta"), few
 * first ("Daily Fog"), so that a press secretary is none; other languages have it anywhere. */
static bool is_called_so(const struct grammar *g, struct name_span n)
{
    bool english = !has_rows(g->doc->language) || str_eq(g->doc->language, S("en"));
    bool german = str_eq(g->doc->language, S("de"));
    for (uint32_t i = n.begin; i < n.end; i++) {
        bool last = i + 1 == n.end, before_join = !last && grammar_match(g, PHRASE_JOIN, i + 1);
        if (is_compound(g, i))
            return true;
        if (i == n.begin && !last && grammar_match(g, PHRASE_HEAD_FIRST, i))
            return true;
        if (grammar_match(g, PHRASE_HEAD_NAME, i) && (!english || last || before_join) &&
            !(german && n.end - n.begin == 1))
            return true;
    }
    return false;
}

static bool has_head(const struct grammar *g, struct name_span n)
{
    bool german = str_eq(g->doc->language, S("de"));
    if (grammar_joined(g, n.end) ||
        (n.end < g->part->words_len && g->part->words[n.begin].flags & TEXT_QUOTE &&
         g->part->words[n.end].gap == TEXT_GAP_OTHER)) {
        if (grammar_match(g, PHRASE_HEAD, n.end) && (german || !is_capital(g, n.end)))
            return true;
    }
    bool beside = grammar_joined(g, n.begin) || (g->part->words[n.begin].flags & TEXT_QUOTE &&
                                                 g->part->words[n.begin].gap == TEXT_GAP_OTHER);
    for (uint32_t back = 1; beside && back <= 3 && back <= n.begin; back++)
        if (grammar_match(g, PHRASE_HEAD, n.begin - back) == back)
            return true;
    return false;
}

/* "Ann Lee of the Boston Herald" is cut to the paper; "Times of Malta" is whole. English "The" at
 * the beginning is left out. */
static void cut_name(const struct grammar *g, struct name_span *n)
{
    if (n->end - n->begin > 1 && grammar_match(g, PHRASE_TIME, n->end - 1))
        n->end--; /* "told the Daily News Tuesday" */
    for (uint32_t i = n->end - 1; i > n->begin; i--) {
        if (grammar_match(g, PHRASE_JOIN, i) && !is_capital(g, i) &&
            !grammar_match(g, PHRASE_HEAD_NAME, n->begin) &&
            grammar_match(g, PHRASE_HEAD_NAME, n->end - 1)) {
            n->begin = i + 1;
            break;
        }
    }
    if (n->end - n->begin > 1 && grammar_match(g, PHRASE_ARTICLE, n->begin) == 1)
        n->begin++;
}

bool grammar_is_outlet(const struct grammar *g, struct name_span *n)
{
    if (n->begin == n->end)
        return false;
    if (known_part(g, n))
        return true;
    bool alone = n->end - n->begin == 1;
    if (alone &&
        (grammar_match(g, PHRASE_GENERIC, n->begin) || grammar_match(g, PHRASE_TIME, n->begin)))
        return false; /* "the Press" */
    if (!is_called_so(g, *n) && !has_head(g, *n))
        return false;
    if (str_eq(g->doc->language, S("en")))
        cut_name(g, n);
    return true;
}
