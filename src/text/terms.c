/* Search terms: finding words, folding them, stemming them. */
#include "text/terms.h"

#include <libstemmer.h>
#include <unicode/ubrk.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>

#include "base/hash.h"
#include "text/char.h"

#define LANGUAGES_MAX 64
#define CACHE_SLOTS 16384 /* a power of two; measured: 9 in 10 words of news are in it */
#define CACHE_WORD_MAX 20
#define FOLDED_MAX (TERM_WORD_MAX * 4) /* UTF-16 units; NFKC can lengthen */

struct language {
    char code[8];
    struct sb_stemmer *stemmer; /* NULL: none */
    bool elides;                /* l'homme is two words */
};

/* A word of at most CACHE_WORD_MAX bytes and what became of it. */
struct cached {
    uint8_t word_len, text_len, variant_len, language;
    char word[CACHE_WORD_MAX];
    char text[CACHE_WORD_MAX];
    char variant[CACHE_WORD_MAX];
};

struct terms {
    struct language languages[LANGUAGES_MAX];
    size_t languages_len;
    struct cached *cache;
    UBreakIterator *breaker; /* made when first needed */
    const UNormalizer2 *fold, *decompose, *compose;
    char text[TERM_WORD_MAX], variant[TERM_WORD_MAX]; /* of a word that is not in the cache */
};

/* Borrowed from the cache, until the next word. */
struct found {
    str text, variant;
};

/* One call of terms_read. */
struct reader {
    struct term_vec *out;
    struct arena *arena;
    struct terms *terms;
    uint8_t language;
    str text;
    size_t max;
};

struct terms *terms_new(void)
{
    struct terms *t = mem_calloc(1, sizeof *t);
    UErrorCode error = U_ZERO_ERROR;
    t->fold = unorm2_getNFKCCasefoldInstance(&error);
    t->decompose = unorm2_getNFDInstance(&error);
    t->compose = unorm2_getNFCInstance(&error);
    ASSERT(U_SUCCESS(error));
    t->cache = mem_calloc(CACHE_SLOTS, sizeof *t->cache);
    return t;
}

void terms_free(struct terms *t)
{
    if (!t)
        return;
    for (size_t i = 0; i < t->languages_len; i++)
        if (t->languages[i].stemmer)
            sb_stemmer_delete(t->languages[i].stemmer);
    if (t->breaker)
        ubrk_close(t->breaker);
    free(t->cache);
    free(t);
}

/* The language's place in the table, made when first met. Codes nobody can know share place 0,
 * which stems nothing, as do those that come after the table is full. */
static uint8_t language_of(struct terms *t, str code)
{
    if (t->languages_len == 0)
        t->languages_len = 1;
    if (code.len < 2 || code.len > 3)
        return 0;
    for (size_t i = 1; i < t->languages_len; i++)
        if (str_eq(code, str_c(t->languages[i].code)))
            return (uint8_t)i;
    if (t->languages_len == LANGUAGES_MAX)
        return 0;
    struct language *l = &t->languages[t->languages_len];
    memcpy(l->code, code.p, code.len);
    bool norwegian = str_eq(code, S("nb")) || str_eq(code, S("nn"));
    l->stemmer = sb_stemmer_new(norwegian ? "no" : l->code, NULL);
    l->elides = str_eq(code, S("fr")) || str_eq(code, S("it")) || str_eq(code, S("ca"));
    return (uint8_t)t->languages_len++;
}

bool terms_stems(struct terms *t, str language)
{
    return t->languages[language_of(t, language)].stemmer != NULL;
}

/* The bytes of ASCII letters and digits are 1, bytes beyond ASCII are 2. */
#define LETTERS(x) [x] = 1, [x + 1] = 1, [x + 2] = 1, [x + 3] = 1, [x + 4] = 1
static const uint8_t byte_class[256] = {
    LETTERS('0'), LETTERS('5'), LETTERS('a'), LETTERS('f'), LETTERS('k'),
    LETTERS('p'), LETTERS('u'), ['z'] = 1,    LETTERS('A'), LETTERS('F'),
    LETTERS('K'), LETTERS('P'), LETTERS('U'), ['Z'] = 1,    [0x80 ... 0xff] = 2,
};

/* Takes the accents off Latin and Greek letters, and off Cyrillic io, in decomposed text. */
static int32_t drop_accents(UChar *s, int32_t len)
{
    int32_t out = 0;
    bool strips = false;
    for (int32_t i = 0; i < len; i++) {
        UChar c = s[i];
        if (c >= 0x0300 && c <= 0x036f) {
            if (strips)
                continue;
        } else {
            strips = c < 0x0250 || (c >= 0x0370 && c < 0x0400) || c == 0x0435;
        }
        s[out++] = c;
    }
    return out;
}

/* UTF-16 to UTF-8 with everything left out that is no part of a word, apostrophes excepted when
 * KEEP. Cut to TERM_WORD_MAX bytes. */
static size_t to_utf8(char *out, const UChar *s, int32_t len, bool keep)
{
    size_t n = 0;
    for (int32_t i = 0; i < len;) {
        UChar32 c;
        U16_NEXT(s, i, len, c);
        if (!char_is_word((uint32_t)c) && !(keep && char_is_apostrophe((uint32_t)c)))
            continue;
        if (char_is_apostrophe((uint32_t)c))
            c = '\'';
        if (n + (size_t)U8_LENGTH(c) > TERM_WORD_MAX)
            break;
        U8_APPEND_UNSAFE(out, n, c);
    }
    return n;
}

/* WORD without accents into OUT (TERM_WORD_MAX bytes); its length. */
static size_t strip(char *out, struct terms *t, str word, bool keep)
{
    UChar a[FOLDED_MAX], b[FOLDED_MAX];
    UErrorCode error = U_ZERO_ERROR;
    int32_t n = 0;
    u_strFromUTF8WithSub(a, FOLDED_MAX, &n, word.p, (int32_t)word.len, UTF8_REPLACEMENT, NULL,
                         &error);
    n = unorm2_normalize(t->decompose, a, n, b, FOLDED_MAX, &error);
    if (U_FAILURE(error))
        return 0;
    n = drop_accents(b, n);
    n = unorm2_normalize(t->compose, b, n, a, FOLDED_MAX, &error);
    return U_FAILURE(error) ? 0 : to_utf8(out, a, n, keep);
}

/* Case folded, compatibility forms resolved: "ﬁ" is "fi". */
static size_t fold(char *out, struct terms *t, str word)
{
    UChar a[FOLDED_MAX], b[FOLDED_MAX];
    UErrorCode error = U_ZERO_ERROR;
    int32_t n = 0;
    u_strFromUTF8WithSub(a, FOLDED_MAX, &n, word.p, (int32_t)word.len, UTF8_REPLACEMENT, NULL,
                         &error);
    n = unorm2_normalize(t->fold, a, n, b, FOLDED_MAX, &error);
    return U_FAILURE(error) ? 0 : to_utf8(out, b, n, true);
}

static str stem(const struct language *l, str word)
{
    if (!l->stemmer || word.len == 0)
        return word;
    const sb_symbol *s = sb_stemmer_stem(l->stemmer, (const sb_symbol *)word.p, (int)word.len);
    int len = sb_stemmer_length(l->stemmer);
    return s && len > 0 ? str_of((const char *)s, (size_t)len) : word;
}

static bool is_ascii(str s)
{
    unsigned char bits = 0;
    for (size_t i = 0; i < s.len; i++)
        bits |= (unsigned char)s.p[i];
    return bits < 0x80;
}

/* A stem as it is kept: no apostrophes, no accents. */
static size_t finish(char *out, struct terms *t, str s)
{
    if (!is_ascii(s))
        return strip(out, t, s, false);
    size_t n = 0;
    for (size_t i = 0; i < s.len && n < TERM_WORD_MAX; i++)
        if (s.p[i] != '\'')
            out[n++] = s.p[i];
    return n;
}

/* The term of WORD and its variant; both into buffers of TERM_WORD_MAX bytes. */
static void make(char *text, size_t *text_len, char *variant, size_t *variant_len, struct terms *t,
                 uint8_t language, str word)
{
    const struct language *l = &t->languages[language];
    char folded[TERM_WORD_MAX], plain[TERM_WORD_MAX];
    size_t n = 0;
    *variant_len = 0;
    if (is_ascii(word)) {
        for (; n < word.len; n++)
            folded[n] = (char)ascii_lower((unsigned char)word.p[n]);
        *text_len = finish(text, t, stem(l, str_of(folded, n)));
        return;
    }
    n = fold(folded, t, word);
    *text_len = finish(text, t, stem(l, str_of(folded, n)));
    if (!l->stemmer || is_ascii(str_of(folded, n)))
        return;
    n = strip(plain, t, str_of(folded, n), true);
    *variant_len = finish(variant, t, stem(l, str_of(plain, n)));
    if (str_eq(str_of(variant, *variant_len), str_of(text, *text_len)))
        *variant_len = 0;
}

static void push(struct reader *r, size_t begin, size_t end, str text, str variant)
{
    if (text.len == 0 || r->out->len >= r->max)
        return;
    struct term *term = vec_push(r->out, r->arena);
    term->text = str_dup(r->arena, text);
    term->variant = variant.len ? str_dup(r->arena, variant) : S("");
    term->begin = (uint32_t)begin;
    term->end = (uint32_t)end;
}

/* The term of WORD. Most words have been met before. */
static void find(struct found *out, struct terms *t, uint8_t language, str word)
{
    struct cached *c = NULL;
    if (word.len > TERM_WORD_MAX)
        word.len = utf8_floor(word, TERM_WORD_MAX);
    bool small = word.len <= CACHE_WORD_MAX;
    if (small) {
        c = &t->cache[hash_bytes(word.p, word.len, language) & (CACHE_SLOTS - 1)];
        if (c->language == language && str_eq(str_of(c->word, c->word_len), word)) {
            out->text = str_of(c->text, c->text_len);
            out->variant = str_of(c->variant, c->variant_len);
            return;
        }
    }
    size_t text_len, variant_len;
    make(t->text, &text_len, t->variant, &variant_len, t, language, word);
    out->text = str_of(t->text, text_len);
    out->variant = str_of(t->variant, variant_len);
    if (!small || text_len > CACHE_WORD_MAX || variant_len > CACHE_WORD_MAX)
        return;
    c->language = language;
    c->word_len = (uint8_t)word.len;
    c->text_len = (uint8_t)text_len;
    c->variant_len = (uint8_t)variant_len;
    memcpy(c->word, word.p, word.len);
    memcpy(c->text, t->text, text_len);
    memcpy(c->variant, t->variant, variant_len);
}

str terms_word(struct terms *t, str language, str word)
{
    struct found found;
    find(&found, t, language_of(t, language), word);
    return found.text;
}

bool terms_elides(struct terms *t, str language)
{
    return t->languages[language_of(t, language)].elides;
}

static void add_word(struct reader *r, size_t begin, size_t end)
{
    struct found found;
    find(&found, r->terms, r->language, str_sub(r->text, begin, end));
    push(r, begin, end, found.text, found.variant);
}

size_t terms_cut(uint32_t *ends, size_t max, struct terms *t, str run)
{
    UChar wide[TERM_RUN_MAX];
    UErrorCode error = U_ZERO_ERROR;
    int32_t len = 0;
    ASSERT(run.len <= TERM_RUN_MAX && max > 0);
    u_strFromUTF8WithSub(wide, TERM_RUN_MAX, &len, run.p, (int32_t)run.len, UTF8_REPLACEMENT, NULL,
                         &error);
    if (!t->breaker)
        t->breaker = ubrk_open(UBRK_WORD, "", NULL, 0, &error);
    ubrk_setText(t->breaker, wide, len, &error);
    if (U_FAILURE(error)) {
        ends[0] = (uint32_t)run.len;
        return 1;
    }
    size_t n = 0;
    uint32_t bytes = 0;
    int32_t from = ubrk_first(t->breaker), to;
    while ((to = ubrk_next(t->breaker)) != UBRK_DONE && n < max) {
        for (int32_t i = from; i < to;) {
            UChar32 c;
            U16_NEXT(wide, i, to, c);
            bytes += (uint32_t)U8_LENGTH(c);
        }
        ends[n++] = bytes;
        from = to;
    }
    return n;
}

/* Cuts a run of unspaced script into words. */
static void add_run(struct reader *r, size_t begin, size_t end)
{
    uint32_t ends[TERM_RUN_MAX];
    size_t from = begin, n = terms_cut(ends, TERM_RUN_MAX, r->terms, str_sub(r->text, begin, end));
    for (size_t i = 0; i < n; i++) {
        add_word(r, from, begin + ends[i]);
        from = begin + ends[i];
    }
}

/* Finds the end of the word that begins at BEGIN; *unspaced: its script. */
static size_t word_end(bool *unspaced, const struct reader *r, size_t begin)
{
    bool elides = r->terms->languages[r->language].elides;
    size_t end = begin;
    *unspaced = false;
    /* Nearly every word is letters of one byte with a space or a stop behind them. */
    while (end < r->text.len && byte_class[(unsigned char)r->text.p[end]] == 1)
        end++;
    if (end == r->text.len ||
        (!byte_class[(unsigned char)r->text.p[end]] && r->text.p[end] != '\''))
        return end;
    str rest = str_skip(r->text, end);
    while (rest.len) {
        uint32_t c = utf8_next(&rest);
        if (char_is_word(c)) {
            bool other = char_is_unspaced(c);
            if (end > begin && other != *unspaced &&
                !(U_MASK(u_charType((UChar32)c)) & U_GC_M_MASK))
                return end;
            *unspaced |= other;
        } else {
            str next = rest;
            if (!char_is_apostrophe(c) || elides || end == begin || !next.len ||
                !char_is_word(utf8_next(&next)))
                return end;
        }
        end = r->text.len - rest.len;
        if (*unspaced && end - begin > TERM_RUN_MAX - 8)
            return end;
    }
    return end;
}

void terms_read(struct term_vec *out, struct arena *a, struct terms *t, str text, str language,
                size_t max)
{
    struct reader r = {
        .out = out,
        .arena = a,
        .terms = t,
        .language = language_of(t, language),
        .text = text,
        .max = max,
    };
    size_t at = 0;
    if (text.len > UINT32_MAX)
        r.text.len = UINT32_MAX;
    while (at < r.text.len && out->len < max) {
        if (!byte_class[(unsigned char)r.text.p[at]]) {
            at++;
            continue;
        }
        str rest = str_skip(r.text, at);
        if (!char_is_word(utf8_next(&rest))) {
            at = r.text.len - rest.len;
            continue;
        }
        bool unspaced;
        size_t end = word_end(&unspaced, &r, at);
        if (unspaced)
            add_run(&r, at, end);
        else
            add_word(&r, at, end);
        at = end;
    }
}
