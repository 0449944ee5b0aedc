/* Which sentences stand on their own: first words and phrases, pronouns, quotation marks, ends. */
#include "summary/stand.h"

#include "base/utf8.h"
#include "summary/reason.h"
#include "summary/rules.h"

enum kind {
    LEANS = 1,
    TIME = 2,
    PRONOUN = 4,
    OPENER = 8,
    READER = 16,
    PERSON = 32,
    PLACE = 64,
    WITHIN = 128,
    VERB_ENDS = 256,
    OBLIQUE = 512,
    EARLY = 1024,
};

#define EARLY_WORDS 3
#define BACK_WITHIN 6     /* words in which "of them" is looked for */
#define BACK_WORDS 3      /* the longest such phrase */
#define PRONOUN_WITHIN 15 /* words in which an unnamed subject is looked for */

static const struct rules_list lists[] = {
#define STAND(language, kind, words)                                                               \
    {{language, sizeof(language) - 1}, kind, {words, sizeof(words) - 1}},
#include "summary/stand.def"
#undef STAND
};

/* "IT" is no "it". */
static bool is_acronym(const struct text_word *w)
{
    return w->shape == TEXT_UPPER;
}

/* Whether a word has one of the language's VERB_ENDS. */
static bool ends_as_verb(const struct text_doc *doc, const struct text_word *w)
{
    str word = doc->surfaces[w->surface].lower;
    for (size_t i = 0; i < ARRAY_LEN(lists); i++) {
        str rest = lists[i].words;
        if (lists[i].kind != VERB_ENDS || !str_eq(lists[i].language, doc->language))
            continue;
        while (rest.p) {
            str ending = str_cut(&rest, ' ');
            if (word.len > ending.len + 2 && str_ends(word, ending))
                return true;
        }
    }
    return false;
}

/* Spanish "Añadió que ...", "Se retiró ...": the subject is in the verb, so the sentence does not
 * say who. */
static bool starts_with_verb(const struct text_doc *doc, const struct text_sentence *s)
{
    const struct text_word *words = doc->body.words + s->words;
    return (s->words_len && ends_as_verb(doc, &words[0])) ||
           (s->words_len > 1 && words[0].flags & TEXT_STOP && ends_as_verb(doc, &words[1]));
}

/* German "Das klingt ...": with a verb behind it, "das" is a pronoun; with an adjective or a noun
 * an article. Verbs in -t are told by their ending, the others stand in the list. */
static bool starts_with_das(const struct text_doc *doc, const struct text_sentence *s)
{
    const struct text_word *words = doc->body.words + s->words;
    if (s->words_len < 2 || !str_eq(doc->language, S("de")) ||
        !str_eq(doc->surfaces[words[0].surface].lower, S("das")))
        return false;
    return words[1].shape == TEXT_LOWER && str_ends(doc->surfaces[words[1].surface].lower, S("t"));
}

/* Whether a first word is a name: a capital says nothing there, but a word that comes again and
 * never in lower case is one. */
static bool is_first_name(const struct text_doc *doc, const struct text_word *w)
{
    const struct text_term *t = &doc->terms[w->term];
    if (w->flags & TEXT_STOP || w->shape < TEXT_CAPITAL || t->count < 2)
        return false;
    for (uint32_t s = t->surfaces; s != TEXT_NONE; s = doc->surfaces[s].next)
        if (doc->surfaces[s].shape == TEXT_LOWER)
            return false;
    return true;
}

/* What the first words of a sentence say: LEANS or READER. */
static uint32_t opening_kinds(const struct rules *r, const struct text_doc *doc,
                              const struct text_sentence *s)
{
    if (!s->words_len) /* then the body may have none at all */
        return 0;
    const struct text_word *words = doc->body.words + s->words;
    uint32_t kinds[RULES_PHRASE_WORDS], found = 0;
    if (is_acronym(words))
        return 0;
    uint32_t n = rules_phrases(kinds, r, doc, words, s->words_len);
    if (n && s->words_len > 1 && kinds[0] & OPENER && rules_word(r, doc, &words[1]) & OBLIQUE)
        found |= LEANS;
    for (uint32_t i = 1; i < s->words_len && i < EARLY_WORDS; i++) {
        bool after_name = reason_is_name(&words[i - 1]) || is_first_name(doc, words);
        if (words[i].gap == TEXT_GAP_COMMA || after_name)
            break;
        found |= words[i].shape == TEXT_LOWER && rules_word(r, doc, &words[i]) & EARLY ? LEANS : 0;
    }
    if (starts_with_das(doc, s) || starts_with_verb(doc, s))
        found |= LEANS;
    for (uint32_t i = 0; i < n; i++) {
        bool time_follows = i + 1 < s->words_len && (rules_word(r, doc, &words[i + 1]) & TIME) != 0;
        found |= kinds[i] & READER;
        found |= time_follows ? 0 : kinds[i] & LEANS;
    }
    for (uint32_t at = 1; at < s->words_len && at < BACK_WITHIN; at++) {
        uint32_t left = s->words_len - at;
        if (!(words[at].flags & TEXT_STOP))
            continue;
        n = rules_phrases(kinds, r, doc, words + at, left < BACK_WORDS ? left : BACK_WORDS);
        for (uint32_t i = 0; i < n; i++)
            found |= kinds[i] & WITHIN ? LEANS : 0;
    }
    return found;
}

/* "After the talks he flew home": a preposition or conjunction first, then a pronoun, and nobody
 * named between. "The talks failed, she said": nobody named before the comma either. German writes
 * every noun with a capital and puts a comma before each clause, so there only the first counts,
 * and it ends at the comma. */
static bool has_unnamed_subject(const struct rules *r, const struct text_doc *doc,
                                const struct text_sentence *s)
{
    const struct text_word *words = doc->body.words + s->words;
    bool german = str_eq(doc->language, S("de"));
    if (!s->words_len || is_first_name(doc, words))
        return false;
    bool opener = (rules_word(r, doc, words) & OPENER) != 0;
    for (uint32_t i = 1; i < s->words_len && i < PRONOUN_WITHIN; i++) {
        uint32_t kinds = rules_word(r, doc, &words[i]);
        bool comma = words[i].gap == TEXT_GAP_COMMA;
        if (german && (comma || !opener))
            return false;
        if (kinds & PRONOUN && !is_acronym(&words[i]) && (opener || comma))
            return true;
        bool in_place = (rules_word(r, doc, &words[i - 1]) & PLACE) != 0;
        if (!german && reason_is_name(&words[i]) && !(kinds & TIME) && !in_place)
            return false;
    }
    return false;
}

/* Bytes of the quotation mark that starts at AT, 0 when there is none. */
static size_t quote_len(str text, size_t at)
{
    const unsigned char *p = (const unsigned char *)text.p + at;
    size_t left = text.len - at;
    if (p[0] == '"')
        return 1;
    if (p[0] == 0xc2 && left > 1 && (p[1] == 0xab || p[1] == 0xbb))
        return 2;
    if (p[0] == 0xe2 && left > 2 && p[1] == 0x80 && p[2] >= 0x9c && p[2] <= 0x9f)
        return 3;
    if (p[0] == 0xe3 && left > 2 && p[1] == 0x80 && p[2] >= 0x8c && p[2] <= 0x8f)
        return 3;
    return 0;
}

/* Follows the quotation marks through a paragraph: each turns the state round. */
struct quotes {
    str text;
    size_t at;
    bool inside;
};

static void quotes_to(struct quotes *q, size_t end)
{
    while (q->at < end) {
        unsigned char c = (unsigned char)q->text.p[q->at];
        size_t n = c == '"' || c >= 0xc2 ? quote_len(q->text, q->at) : 0;
        q->inside ^= n != 0;
        q->at += n ? n : 1;
    }
}

/* Who speaks, in the words outside the quotation marks. */
struct outside {
    uint32_t words;
    bool name, pronoun, person;
};

static uint32_t quote_faults(struct quotes *q, const struct rules *r, const struct text_doc *doc,
                             const struct text_sentence *s)
{
    struct outside out = {0};
    uint32_t before = 0;
    quotes_to(q, s->begin);
    bool inside_first = q->inside, opens = quote_len(q->text, s->begin) != 0;
    for (uint32_t i = s->words; i < s->words + s->words_len; i++) {
        const struct text_word *w = &doc->body.words[i];
        quotes_to(q, w->begin);
        if (q->inside)
            continue;
        uint32_t kinds = rules_word(r, doc, w);
        out.words++;
        out.name |= reason_is_name(w) && !(kinds & TIME) && !(before & PLACE);
        out.pronoun |= (kinds & PRONOUN) != 0;
        before = kinds;
        out.person |= kinds & PERSON && !(is_acronym(w) && w->end - w->begin > 1);
    }
    quotes_to(q, s->end);
    uint32_t faults = out.person ? STAND_PERSON : 0;
    if (inside_first || q->inside || (opens && out.words < 2))
        faults |= STAND_QUOTE;
    if (opens && out.pronoun && !out.name)
        faults |= STAND_PRONOUN;
    return faults;
}

static bool is_closing(uint32_t c)
{
    return c == '"' || c == '\'' || c == ')' || c == ']' || c == 0xbb || c == 0xab ||
           (c >= 0x2018 && c <= 0x201f) || (c >= 0x300c && c <= 0x300f) || c == 0xff09;
}

/* The last code point of S that is no closing mark, 0 when there is none; *before is the byte
 * where it starts. */
static uint32_t last_mark(size_t *before, str s)
{
    while (s.len) {
        size_t at = utf8_floor(s, s.len - 1);
        str rest = str_skip(s, at);
        uint32_t c = utf8_next(&rest);
        *before = at;
        if (!is_closing(c) && c != ' ')
            return c;
        s.len = at;
    }
    return 0;
}

static uint32_t end_faults(str s)
{
    size_t at = 0;
    uint32_t c = last_mark(&at, s);
    switch (c) {
    case '?':
    case 0x61f:  /* Arabic */
    case 0xff1f: /* wide */
    case 0x37e: /* Greek */ return STAND_QUESTION;
    case '.': return at && s.p[at - 1] == '.' ? STAND_BROKEN : 0;
    case '!':
    case 0xff01: /* wide */
    case 0x3002: /* ideographic full stop */
    case 0xff0e: /* wide */
    case 0x6d4:  /* Urdu */
    case 0x964:  /* danda */
    case 0x589: /* Armenian */ return 0;
    default: return STAND_BROKEN;
    }
}

/* A sentence that goes on from a capital elsewhere: "and others.", a piece of a list. */
static bool starts_low(const struct text_doc *doc, const struct text_sentence *s)
{
    return s->words_len && doc->body.words[s->words].shape == TEXT_LOWER;
}

/* Where hardly a sentence ends with a mark, as in Thai, ends tell nothing. */
static void forgive_ends(uint8_t *faults, uint32_t len)
{
    uint32_t broken = 0;
    for (uint32_t i = 0; i < len; i++)
        broken += (faults[i] & STAND_BROKEN) != 0;
    if (broken * 10 <= len * 9)
        return;
    for (uint32_t i = 0; i < len; i++)
        faults[i] &= (uint8_t)~STAND_BROKEN;
}

uint8_t *stand_read(struct arena *a, const struct text_doc *doc, uint32_t len)
{
    const struct text_part *body = &doc->body;
    uint8_t *faults = arena_array(a, len ? len : 1, uint8_t);
    struct rules rules;
    rules_read(&rules, a, lists, ARRAY_LEN(lists), doc->language);
    struct quotes quotes = {.text = body->text};
    for (uint32_t i = 0; i < len; i++) {
        const struct text_sentence *s = &body->sentences[i];
        uint32_t f = end_faults(text_sentence_str(body, s));
        uint32_t opening = opening_kinds(&rules, doc, s);
        if (i == 0 || body->sentences[i - 1].paragraph != s->paragraph)
            quotes = (struct quotes){body->text, s->begin, false};
        f |= quote_faults(&quotes, &rules, doc, s);
        f |= opening & LEANS ? STAND_LEANS : 0;
        f |= opening & READER ? STAND_READER : 0;
        f |= has_unnamed_subject(&rules, doc, s) ? STAND_PRONOUN : 0;
        f |= starts_low(doc, s) ? STAND_BROKEN : 0;
        faults[i] = (uint8_t)f;
    }
    forgive_ends(faults, len);
    return faults;
}
