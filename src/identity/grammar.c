/* Phrases and names in the words of a text. */
#include "identity/grammar.h"

#define NAME_WORDS_MAX 8
#define PHRASES_MAX 1024
#define DOMAIN_BYTES_MAX 4
#define QUOTED_WORDS_MAX 5

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

bool grammar_has(str language)
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
    str language = grammar_has(doc->language) ? doc->language : S("en");
    struct phrase *phrases = arena_array(a, PHRASES_MAX, struct phrase);
    struct map by_word;
    uint16_t n = 1; /* 0 is none */
    map_init(&by_word, a);
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        str rest = str_c(rows[i].words);
        if (rows[i].language[0] && !str_eq(str_c(rows[i].language), language))
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

str grammar_lower(const struct grammar *g, uint32_t at)
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
               str_eq(str_cut(&rest, ' '), grammar_lower(g, at + n)))
            n++;
        uint32_t words = 1;
        for (size_t i = 0; i < g->phrases[p].words.len; i++)
            words += g->phrases[p].words.p[i] == ' ';
        if (n == words && n > best)
            best = n;
    }
    return best;
}

bool grammar_is_capital(const struct grammar *g, uint32_t at)
{
    return at < g->part->words_len && text_word_has_capital(&g->part->words[at]);
}

/* An initial or abbreviation whose full stop belongs to a name: "U.S. News". */
static bool is_initial(const struct grammar *g, uint32_t at)
{
    return g->part->words[at].end - g->part->words[at].begin <= 2;
}

/* "Gazeta.ru": a full stop without space before a short word in small letters. */
static bool is_domain(const struct grammar *g, uint32_t at)
{
    const struct text_word *w = &g->part->words[at];
    return at > 0 && w->gap == TEXT_GAP_DOT && w->shape == TEXT_LOWER &&
           w->begin == g->part->words[at - 1].end + 1 && w->end - w->begin <= DOMAIN_BYTES_MAX;
}

/* Whether a name goes on from the word before AT to AT. */
static bool goes_on(const struct grammar *g, uint32_t at)
{
    if (at >= g->part->words_len)
        return false;
    const struct text_word *w = &g->part->words[at];
    if (w->flags & TEXT_QUOTE)
        return false;
    return grammar_joined(g, at) || (w->gap == TEXT_GAP_DOT && is_initial(g, at - 1)) ||
           is_domain(g, at);
}

static bool in_name(const struct grammar *g, uint32_t at)
{
    return grammar_is_capital(g, at) ||
           (at < g->part->words_len &&
            (g->part->words[at].kind != TEXT_LETTERS || is_domain(g, at)));
}

/* "of", "of the" between capitals; their number, 0 when no capital follows. */
static uint32_t join_length(const struct grammar *g, uint32_t at)
{
    uint32_t n = 0;
    while (n < 2 && goes_on(g, at + n) && grammar_match(g, PHRASE_JOIN, at + n) == 1 &&
           !grammar_is_capital(g, at + n))
        n++;
    return n && goes_on(g, at + n) && grammar_is_capital(g, at + n) ? n : 0;
}

/* Whether what stands between the word before AT and AT has a colon: speech follows, not a name. */
static bool after_colon(const struct grammar *g, uint32_t at)
{
    const struct text_word *words = g->part->words;
    return at > 0 && str_has(str_sub(g->part->text, words[at - 1].end, words[at].begin), S(":"));
}

/* Words in quotation marks may be speech: a name begins with a capital and, in English, has no
 * small words but those that join. */
static bool is_quoted_name(const struct grammar *g, struct name_span n)
{
    bool english = str_eq(g->doc->language, S("en")) || !grammar_has(g->doc->language);
    if (n.end - n.begin > QUOTED_WORDS_MAX || !in_name(g, n.begin) || after_colon(g, n.begin))
        return false;
    for (uint32_t i = n.begin; english && i < n.end; i++)
        if (!in_name(g, i) && !grammar_match(g, PHRASE_JOIN, i) && !grammar_match(g, PHRASE_AND, i))
            return false;
    return true;
}

static struct name_span quoted_from(const struct grammar *g, uint32_t at)
{
    uint32_t end = at + 1;
    while (end - at < NAME_WORDS_MAX && goes_on(g, end))
        end++;
    /* Something must close it: a mark, or the sentence's end. */
    struct name_span n = {at, end};
    bool closed = end >= g->part->words_len || !grammar_joined(g, end);
    return closed && is_quoted_name(g, n) ? n : (struct name_span){at, at};
}

static struct name_span name_from(const struct grammar *g, uint32_t at)
{
    bool german = str_eq(g->doc->language, S("de"));
    uint32_t n, i = at;
    while (i < g->part->words_len && (i == at || grammar_joined(g, i))) {
        bool small = !grammar_is_capital(g, i);
        if (small && (n = grammar_match(g, PHRASE_ARTICLE, i)))
            i += n;
        else if ((small || german) && (n = grammar_match(g, PHRASE_HEAD, i)) &&
                 (grammar_is_capital(g, i + n) ||
                  (i + n < g->part->words_len && g->part->words[i + n].flags & TEXT_QUOTE)))
            i += n;
        else
            break;
    }
    if (i >= g->part->words_len || g->part->words[i].sentence != g->part->words[at].sentence)
        return (struct name_span){at, at};
    if (g->part->words[i].flags & TEXT_QUOTE)
        return quoted_from(g, i);
    if (!grammar_is_capital(g, i) || (i > at && !grammar_joined(g, i)))
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

/* "Vetrograd news site Severny Fonar", "French daily Le Phare": English says where an outlet is
 * before it says what and who it is. */
static struct name_span after_head(const struct grammar *g, struct name_span n)
{
    bool english = str_eq(g->doc->language, S("en")) || !grammar_has(g->doc->language);
    uint32_t head = 0, at = n.end;
    if (english && grammar_joined(g, at) && !grammar_is_capital(g, at) &&
        !(g->part->words[at - 1].flags & TEXT_POSSESSIVE))
        head = grammar_match(g, PHRASE_HEAD, at);
    at += head;
    if (!head || at >= g->part->words_len)
        return n;
    bool quoted = g->part->words[at].flags & TEXT_QUOTE;
    if (!grammar_is_capital(g, at) || (!quoted && !grammar_joined(g, at)))
        return n;
    struct name_span next = name_from(g, at);
    return next.begin < next.end ? next : n;
}

struct name_span grammar_name_at(const struct grammar *g, uint32_t at)
{
    return after_head(g, name_from(g, at));
}

/* Steps back over auxiliaries and nouns of outlets: "X newspaper has". */
static uint32_t before_verb(const struct grammar *g, uint32_t end)
{
    for (uint32_t back = 1; back <= 3 && back < end; back++) {
        uint32_t at = end - back;
        if (!grammar_joined(g, at) && !(g->part->words[at].gap == TEXT_GAP_OTHER))
            continue;
        if (!grammar_is_capital(g, at) && (grammar_match(g, PHRASE_AUXILIARY, at) == back ||
                                           grammar_match(g, PHRASE_HEAD, at) == back))
            return at;
    }
    return end;
}

static struct name_span quoted_before(const struct grammar *g, uint32_t end)
{
    for (uint32_t at = end; at > 0 && end - at < NAME_WORDS_MAX;) {
        at--;
        struct name_span n = {at, end};
        if (g->part->words[at].flags & TEXT_QUOTE)
            return is_quoted_name(g, n) ? n : (struct name_span){end, end};
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
        else if (begin > 1 && join_length(g, begin - 1) == 1 && grammar_is_capital(g, begin - 2))
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

bool grammar_ends(const struct grammar *g, enum phrase_kind kind, str word)
{
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        str rest = str_c(rows[i].words);
        if (rows[i].kind != kind || !str_eq(str_c(rows[i].language), g->doc->language))
            continue;
        while (rest.p) {
            str end = str_cut(&rest, '|');
            if (word.len > end.len + 2 && str_ends(word, end))
                return true;
        }
    }
    return false;
}
