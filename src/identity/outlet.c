/* Names of outlets: what they are called, what stands beside them, which of them are one. */
#include "identity/outlet.h"

#include "base/utf8.h"

/* Words of one name in two cases have so many letters alike at least, and so many at the end that
 * differ at most ("Северного", "Северный"). */
#define STEM_LETTERS_MIN 4
#define ENDING_LETTERS_MAX 3
/* Shorter words are no short name. */
#define SHORT_BYTES_MIN 3

static const char *const agencies[] = {
#define AGENCY(name) name,
#include "identity/agency.def"
#undef AGENCY
};

bool outlet_is_agency(str text)
{
    for (size_t i = 0; i < ARRAY_LEN(agencies); i++)
        if (str_ieq(text, str_c(agencies[i])))
            return true;
    return false;
}

/* Whether the language puts names into cases. */
static bool inflects(str language)
{
    static const char codes[][3] = {"de", "ru", "uk", "be", "pl", "cs", "sk", "sl", "hr", "sr",
                                    "bs", "lt", "lv", "et", "fi", "hu", "el", "is", "tr"};
    for (size_t i = 0; i < ARRAY_LEN(codes); i++)
        if (str_eq(language, str_c(codes[i])))
            return true;
    return false;
}

static str without_article(str name)
{
    static const char *const articles[] = {"the ", "der ", "die ", "das ", "dem ", "den ", "des ",
                                           "le ",  "la ",  "les ", "el ",  "il ",  "lo ",  "o "};
    for (size_t i = 0; i < ARRAY_LEN(articles); i++) {
        str article = str_c(articles[i]);
        if (name.len > article.len && str_ieq(str_sub(name, 0, article.len), article))
            return str_skip(name, article.len);
    }
    return name;
}

/* Small letters of Latin and Cyrillic. */
static uint32_t small(uint32_t c)
{
    if ((c >= 'A' && c <= 'Z') || (c >= 0xc0 && c <= 0xde) || (c >= 0x410 && c <= 0x42f))
        return c + 0x20;
    return c >= 0x400 && c <= 0x40f ? c + 0x50 : c;
}

static bool same_word(str a, str b, bool inflected)
{
    size_t same = 0;
    while (a.len && b.len) {
        str rest_a = a, rest_b = b;
        if (small(utf8_next(&rest_a)) != small(utf8_next(&rest_b)))
            break;
        a = rest_a;
        b = rest_b;
        same++;
    }
    return (!a.len && !b.len) ||
           (inflected && same >= STEM_LETTERS_MIN && utf8_count(a) <= ENDING_LETTERS_MAX &&
            utf8_count(b) <= ENDING_LETTERS_MAX);
}

/* The same words one after another; both lists end together. */
static bool same_words(str a, str b, bool inflected)
{
    while (a.len && b.len)
        if (!same_word(str_cut(&a, ' '), str_cut(&b, ' '), inflected))
            return false;
    return !a.len && !b.len;
}

bool outlet_same(str language, str a, str b)
{
    return same_words(without_article(a), without_article(b), inflects(language));
}

static size_t count_words(str s)
{
    size_t n = s.len > 0;
    for (size_t i = 0; i < s.len; i++)
        n += s.p[i] == ' ';
    return n;
}

/* Words [from, from + n) of S. */
static str words_of(str s, size_t from, size_t n)
{
    size_t at = 0, begin = 0, i = 0;
    for (; i < s.len && at < from + n; i++)
        if (s.p[i] == ' ' && ++at == from)
            begin = i + 1;
    return str_sub(s, begin, at == from + n ? i - 1 : i);
}

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

bool outlet_is_short(str language, str part, str whole)
{
    bool inflected = inflects(language);
    part = without_article(part);
    whole = without_article(whole);
    size_t n = count_words(part), all = count_words(whole);
    if (is_initials(part, whole))
        return true;
    if (part.len < SHORT_BYTES_MIN || n >= all)
        return false;
    return same_words(part, words_of(whole, 0, n), inflected) ||
           same_words(part, words_of(whole, all - n, n), inflected);
}

str outlet_known(const struct grammar *g, str name)
{
    str found = {0};
    size_t n = 0;
    for (size_t i = 0; i < g->outlets.len; i++) {
        if (outlet_same(g->doc->language, name, g->outlets.at[i]))
            return g->outlets.at[i];
        if (outlet_is_short(g->doc->language, name, g->outlets.at[i])) {
            found = g->outlets.at[i];
            n++;
        }
    }
    for (size_t i = 0; !n && i < ARRAY_LEN(agencies); i++)
        if (outlet_same(g->doc->language, name, str_c(agencies[i])))
            return str_c(agencies[i]);
    return n == 1 ? found : (str){0};
}

static bool is_known(const struct grammar *g, str name)
{
    for (size_t i = 0; i < g->outlets.len; i++)
        if (outlet_same(g->doc->language, name, g->outlets.at[i]))
            return true;
    for (size_t i = 0; i < ARRAY_LEN(agencies); i++)
        if (outlet_same(g->doc->language, name, str_c(agencies[i])))
            return true;
    return false;
}

static bool is_english(const struct grammar *g)
{
    return !grammar_has(g->doc->language) || str_eq(g->doc->language, S("en"));
}

/* English "The" at the beginning of a name is left out. */
static void cut_article(const struct grammar *g, struct name_span *n)
{
    if (is_english(g) && n->end - n->begin > 1 && grammar_match(g, PHRASE_ARTICLE, n->begin) == 1)
        n->begin++;
}

/* The whole name, or the most of it from its beginning, or to its end. */
static bool known_part(const struct grammar *g, struct name_span *n)
{
    for (uint32_t end = n->end; end > n->begin; end--) {
        if (is_known(g, grammar_text(g, (struct name_span){n->begin, end}))) {
            n->end = end;
            cut_article(g, n);
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

static bool has_article(const struct grammar *g, struct name_span n)
{
    return grammar_match(g, PHRASE_ARTICLE, n.begin) == 1 ||
           (n.begin > 0 && grammar_joined(g, n.begin) &&
            grammar_match(g, PHRASE_ARTICLE, n.begin - 1) == 1);
}

/* A noun that goes on from a name: "U.S. TV show" is none of an outlet. */
static bool noun_follows(const struct grammar *g, uint32_t at)
{
    return grammar_joined(g, at) && g->part->words[at].shape == TEXT_LOWER &&
           !(g->part->words[at].flags & TEXT_STOP) && grammar_match(g, PHRASE_PROGRAMME, at);
}

/* English has the newspaper's word last ("New York Times") or before "of" ("Times of Malta"), few
 * first ("Daily Fog"), so that a press secretary is none; a word alone needs its article ("the
 * Journal", not Mr Post). Other languages have their own words anywhere, and English names as
 * English has them. */
static bool is_called_so(const struct grammar *g, struct name_span n)
{
    bool english = is_english(g), german = str_eq(g->doc->language, S("de"));
    bool alone = n.end - n.begin == 1;
    for (uint32_t i = n.begin; i < n.end; i++) {
        bool last = i + 1 == n.end, before_join = !last && grammar_match(g, PHRASE_JOIN, i + 1);
        bool placed = last || before_join;
        if (grammar_ends(g, PHRASE_HEAD_END, grammar_lower(g, i)))
            return true;
        if (i == n.begin && !last && grammar_match(g, PHRASE_HEAD_FIRST, i))
            return true;
        if (grammar_match(g, PHRASE_HEAD_WORLD, i) && last && !alone)
            return true;
        if (!grammar_match(g, PHRASE_HEAD_NAME, i))
            continue;
        if (english ? placed && (!alone || has_article(g, n)) : !(german && alone))
            return true;
    }
    return false;
}

static bool has_head(const struct grammar *g, struct name_span n)
{
    bool german = str_eq(g->doc->language, S("de"));
    const struct text_word *words = g->part->words;
    bool quoted = words[n.begin].flags & TEXT_QUOTE;
    bool closed = n.end < g->part->words_len && quoted && words[n.end].gap == TEXT_GAP_OTHER;
    bool whose = words[n.end - 1].flags & TEXT_POSSESSIVE; /* "Ann's website" */
    if (!whose && (grammar_joined(g, n.end) || closed) && grammar_match(g, PHRASE_HEAD, n.end) &&
        (german || !grammar_is_capital(g, n.end)))
        return true;
    bool beside = grammar_joined(g, n.begin) || (quoted && words[n.begin].gap == TEXT_GAP_OTHER);
    for (uint32_t back = 1; beside && back <= 3 && back <= n.begin; back++)
        if (grammar_match(g, PHRASE_HEAD, n.begin - back) == back)
            return true;
    return false;
}

/* "Ann Lee of the Boston Herald", "Lind der Hafener Zeitung" are cut to the paper; "Times of Malta"
 * is whole. */
static void cut_name(const struct grammar *g, struct name_span *n)
{
    bool english = is_english(g);
    if (english && n->end - n->begin > 1 && grammar_match(g, PHRASE_TIME, n->end - 1))
        n->end--; /* "told the Daily News Tuesday" */
    str last = grammar_lower(g, n->end - 1);
    bool called =
        grammar_match(g, PHRASE_HEAD_NAME, n->end - 1) || grammar_ends(g, PHRASE_HEAD_END, last);
    for (uint32_t i = n->end - 1; i > n->begin; i--) {
        if (grammar_match(g, PHRASE_JOIN, i) && !grammar_is_capital(g, i) && called &&
            !grammar_match(g, PHRASE_HEAD_NAME, n->begin)) {
            n->begin = i + 1;
            break;
        }
    }
    cut_article(g, n);
}

/* Names that end as outlets' do and are none: "Instagram-Post"; adjectives of nations, which
 * English writes like names: "told Spanish radio". */
static bool is_none(const struct grammar *g, struct name_span n)
{
    uint32_t length = n.end - n.begin;
    for (uint32_t i = n.begin; i < n.end; i++)
        if (grammar_match(g, PHRASE_NO_OUTLET, i) == n.end - i)
            return true;
    if (length == 1)
        return grammar_match(g, PHRASE_GENERIC, n.begin) ||
               grammar_match(g, PHRASE_TIME, n.begin) || grammar_match(g, PHRASE_NATION, n.begin);
    return noun_follows(g, n.end);
}

bool outlet_is(const struct grammar *g, struct name_span *n)
{
    if (n->begin == n->end)
        return false;
    if (known_part(g, n))
        return true;
    if (is_none(g, *n) || (!is_called_so(g, *n) && !has_head(g, *n)))
        return false;
    if (is_english(g) || str_eq(g->doc->language, S("de")))
        cut_name(g, n);
    return true;
}
