/* Names and phrases judged by their words: which of them would say as a tag what an article is
 * about.
 */
#include "tags/hashtag_code.h"

#include "base/utf8.h"

struct word_row {
    const char *language, *words;
};
static const struct word_row ending_rows[] = {
#define ENDING(language, endings) {language, endings},
#define BEFORE(language, words)
#include "tags/ending.def"
#undef ENDING
#undef BEFORE
};
static const struct word_row before_rows[] = {
#define ENDING(language, endings)
#define BEFORE(language, words) {language, words},
#include "tags/ending.def"
#undef ENDING
#undef BEFORE
};

static const struct word_row ordinary_rows[] = {
#define ORDINARY(language, words) {language, words},
#include "tags/ordinary.def"
#undef ORDINARY
};

static str words_of(const struct word_row *rows, size_t len, str language)
{
    for (size_t i = 0; i < len; i++)
        if (str_eq(language, str_c(rows[i].language)))
            return str_c(rows[i].words);
    return STR_NONE;
}

void hashtag_words_init(struct tagging *g)
{
    str language = g->doc->language;
    g->endings = words_of(ending_rows, ARRAY_LEN(ending_rows), language);
    g->ordinary = words_of(ordinary_rows, ARRAY_LEN(ordinary_rows), language);
    g->before = words_of(before_rows, ARRAY_LEN(before_rows), language);
}

static bool seldom_noun(const struct tagging *g, str lower)
{
    str rest = g->endings;
    while (rest.p) {
        str ending = str_cut(&rest, ' ');
        if (ending.len && lower.len > ending.len + 2 && str_ends(lower, ending))
            return true;
    }
    return false;
}

/* Whether a word is ever written in lower case: those that are not are names, which have had their
 * turn, or nationalities. */
static bool has_lower(const struct text_doc *doc, uint32_t term)
{
    for (uint32_t i = doc->terms[term].surfaces; i != TEXT_NONE; i = doc->surfaces[i].next)
        if (doc->surfaces[i].shape == TEXT_LOWER)
            return true;
    return false;
}

/* LIST from its first word on that begins with the letter INITIAL. */
static str from_initial(str list, str initial)
{
    char key[5] = {' '};
    if (str_starts(list, initial))
        return list;
    memcpy(key + 1, initial.p, initial.len);
    size_t at = str_find(list, str_of(key, initial.len + 1));
    return at == STR_NPOS ? STR_NONE : str_skip(list, at + 1);
}

/* Whether LOWER is in the list, or a word of it with a short ending. */
static bool is_ordinary(const struct tagging *g, str lower)
{
    enum { ENDING_MAX = 2, ENDING_CYRILLIC_MAX = 6, PLAIN_MIN = 4 };
    size_t most = lower.len && (unsigned char)lower.p[0] >= 0xd0 ? ENDING_CYRILLIC_MAX : ENDING_MAX;
    if (!lower.len || !g->ordinary.len)
        return false;
    str tail = lower;
    (void)utf8_next(&tail);
    str initial = str_sub(lower, 0, lower.len - tail.len);
    str rest = from_initial(g->ordinary, initial);
    while (rest.p) {
        str word = str_cut(&rest, ' ');
        if (!str_starts(word, initial))
            return false;
        if (!str_starts(lower, str_sub(word, 0, word.len - (most > ENDING_MAX) * 2u)))
            continue;
        size_t over = lower.len > word.len ? lower.len - word.len : 0;
        if (str_eq(lower, word) || (word.len >= PLAIN_MIN && over <= most))
            return true;
    }
    return false;
}

bool hashtag_is_vague(const struct tagging *g, const struct name *n)
{
    const struct name_mention *m = &n->mentions[0];
    const struct text_word *w = &hashtag_part(g->doc, m->in_title)->words[m->word];
    str lower = g->doc->surfaces[w->surface].lower;
    if (n->known || m->words > 1)
        return false;
    for (uint32_t i = 0; i < n->mentions_len; i++)
        if (n->mentions[i].words > 1)
            return false;
    bool lower_too = has_lower(g->doc, w->term), ordinary = is_ordinary(g, lower);
    if (lower_too && ordinary)
        return true;
    if (lower_too || ordinary)
        return n->kind == NAME_OTHER || str_eq(g->doc->language, S("de"));
    return n->kind == NAME_OTHER && (n->mentions_len < 2 || seldom_noun(g, lower));
}

/* Whether a word stands somewhere as nouns do: an article or the like before it, and no word of the
 * same phrase after it. */
static bool stands_as_noun(const struct tagging *g, uint32_t term)
{
    const struct text_part *body = &g->doc->body;
    if (!g->before.len)
        return true;
    for (uint32_t i = g->doc->terms[term].first_word; i < body->words_len; i++) {
        const struct text_word *w = &body->words[i];
        if (w->term != term || i == 0 || w->gap == TEXT_GAP_START ||
            !str_has_word(g->before, g->doc->surfaces[w[-1].surface].lower))
            continue;
        const struct text_word *next = i + 1 < body->words_len ? w + 1 : NULL;
        if (!next || next->gap != TEXT_GAP_SPACE || next->flags & TEXT_STOP)
            return true;
    }
    return false;
}

/* Whether any spelling of a word is common: "year's" is not in the list, but "year" is. */
static bool is_common(const struct tagging *g, uint32_t term)
{
    for (uint32_t i = g->doc->terms[term].surfaces; i != TEXT_NONE; i = g->doc->surfaces[i].next)
        if (lexicon_word(g->lists, g->doc->surfaces[i].lower) & LEXICON_COMMON)
            return true;
    return false;
}

/* German: whether the word always has a noun behind it, as adjectives of places have: "Kieler". */
static bool stands_before_noun(const struct tagging *g, uint32_t term)
{
    const struct text_part *body = &g->doc->body;
    if (!str_eq(g->doc->language, S("de")))
        return false;
    for (uint32_t i = g->doc->terms[term].first_word; i < body->words_len; i++) {
        const struct text_word *w = &body->words[i];
        if (w->term != term)
            continue;
        bool noun = i + 1 < body->words_len && w[1].shape == TEXT_CAPITAL &&
                    w[1].gap == TEXT_GAP_SPACE && w[1].sentence == w->sentence;
        if (!noun)
            return false;
    }
    return true;
}

/* Whether one word alone says what the article is about: it is in the headline and comes again, or
 * the text keeps coming back to it; it is no noun of every day, nor only a piece of a name. */
static bool is_subject(const struct tagging *g, const struct text_word *w)
{
    enum { OFTEN = 4, IN_TITLE = 2 };
    const struct text_term *t = &g->doc->terms[w->term];
    if (t->count < (t->title_count ? IN_TITLE : OFTEN) || g->within[w->term] * 2 >= t->count ||
        stands_before_noun(g, w->term))
        return false;
    for (uint32_t i = t->surfaces; i != TEXT_NONE; i = g->doc->surfaces[i].next)
        if (is_ordinary(g, g->doc->surfaces[i].lower))
            return false;
    return true;
}

bool hashtag_makes_tag(const struct tagging *g, const struct tags_phrase *p)
{
    const struct text_word *w = &hashtag_part(g->doc, p->in_title)->words[p->word];
    bool german = str_eq(g->doc->language, S("de"));
    bool fresh = false, noun = true, says = p->words == 1;
    for (uint32_t i = 0; i < p->words; i++) {
        const struct text_surface *f = &g->doc->surfaces[w[i].surface];
        if (f->kind != TEXT_LETTERS || is_common(g, w[i].term) || (w[i].flags & TEXT_STOP))
            return false;
        fresh |= !g->used[w[i].term];
        says = says || !is_ordinary(g, f->lower);
        noun &= f->shape != TEXT_LOWER || !seldom_noun(g, f->lower);
    }
    const struct text_surface *last = &g->doc->surfaces[w[p->words - 1].surface];
    if (p->words > 1 && g->used[w[p->words - 1].term])
        return false;
    if (german)
        noun = last->shape != TEXT_LOWER;
    if (p->words == 1)
        return fresh && noun && last->lower.len >= 4 && is_subject(g, w) &&
               (german || last->shape == TEXT_UNCASED ||
                (has_lower(g->doc, w->term) && stands_as_noun(g, w->term)));
    /* Romance languages put adjectives last; there an ending says little about a phrase. */
    bool adjective_first =
        german || str_eq(g->doc->language, S("en")) || str_eq(g->doc->language, S("ru"));
    return fresh && says && !g->used[w->term] && p->count > 1 && p->words <= 3 &&
           (!german || noun) &&
           !(adjective_first && last->shape == TEXT_LOWER && seldom_noun(g, last->lower));
}
