/* Word lists by language. */
#include "text/lexicon.h"

#include "base/map.h"
#include "text/date.h"

#define LANGUAGES_MAX 96

struct lexicon_language {
    char code[8];
    struct map words; /* to flags */
    bool ordinal_dots, stops;
};

struct lexicon {
    struct arena arena;
    size_t len;
    struct lexicon_language languages[LANGUAGES_MAX];
};

struct list {
    const char *code; /* "": all languages */
    uint64_t flags;   /* enum lexicon_flag; what it is in dates in the upper half */
    str words;
};

static const struct list lists[] = {
#define STOP(code, words) {code, LEXICON_STOP, {"" words, sizeof words - 1}},
#include "text/stop.def"
#undef STOP
#define COMMON(code, words) {code, LEXICON_COMMON, {"" words, sizeof words - 1}},
#include "text/common.def"
#undef COMMON
#define ABBREVIATION(code, flag, words) {code, LEXICON_##flag, {"" words, sizeof words - 1}},
#include "text/abbreviation.def"
#undef ABBREVIATION
#define DATE(code, kind, value, words)                                                             \
    {code, (uint64_t)(DATE_##kind << 8 | (value)) << 32, {"" words, sizeof words - 1}},
#include "text/date.def"
#undef DATE
};

/* Languages that write ordinal numbers with a full stop. */
static const char ordinal_dots[] =
    " de da nb nn no fi et lv is cs sk sl hr bs sr hu tr lb hsb dsb fo eu ";

struct lexicon *lexicon_new(void)
{
    struct lexicon *l = mem_calloc(1, sizeof *l);
    arena_init(&l->arena);
    return l;
}

void lexicon_free(struct lexicon *l)
{
    if (!l)
        return;
    arena_end(&l->arena);
    free(l);
}

/* Norwegian is written under three codes. */
static str list_code(str code)
{
    return str_eq(code, S("nb")) || str_eq(code, S("nn")) ? S("no") : code;
}

/* Of two meanings in dates the first one listed stays. */
static void put(struct map *words, str word, uint64_t flags)
{
    uint64_t *value = map_put(words, word);
    *value |= *value >> 32 ? flags & UINT32_MAX : flags;
}

static void add(struct lexicon_language *l, const struct list *list)
{
    str rest = list->words;
    while (rest.p) {
        str word = str_cut(&rest, ' ');
        if (word.len)
            put(&l->words, word, list->flags);
    }
    l->stops |= (list->flags & LEXICON_STOP) != 0;
}

const struct lexicon_language *lexicon_language(struct lexicon *l, str code)
{
    if (code.len < 2 || code.len > 3)
        code = S("und");
    for (size_t i = 0; i < l->len; i++)
        if (str_eq(code, str_c(l->languages[i].code)))
            return &l->languages[i];
    if (l->len == LANGUAGES_MAX)
        return &l->languages[0];
    struct lexicon_language *language = &l->languages[l->len++];
    memcpy(language->code, code.p, code.len);
    map_init(&language->words, &l->arena);
    for (size_t i = 0; i < ARRAY_LEN(lists); i++)
        if (!*lists[i].code || str_eq(str_c(lists[i].code), list_code(code)))
            add(language, &lists[i]);
    char spaced[8];
    int n = snprintf(spaced, sizeof spaced, " %s ", language->code);
    language->ordinal_dots = str_has(str_c(ordinal_dots), str_of(spaced, (size_t)n));
    return language;
}

uint32_t lexicon_word(const struct lexicon_language *l, str lower)
{
    const uint64_t *flags = map_get(&l->words, lower);
    return flags ? (uint32_t)*flags : 0;
}

uint32_t lexicon_date(const struct lexicon_language *l, str lower)
{
    const uint64_t *flags = map_get(&l->words, lower);
    return flags ? (uint32_t)(*flags >> 32) : 0;
}

bool lexicon_has_ordinal_dots(const struct lexicon_language *l)
{
    return l->ordinal_dots;
}

bool lexicon_has_stops(const struct lexicon_language *l)
{
    return l->stops;
}
