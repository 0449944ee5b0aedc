/* Makes the words of an article, as the index takes them, from the text read once. What it weighs
 * here is the article alone: how rare a word is, the index learns. */
#include "related/related.h"

#include <math.h>

#include "base/hash.h"
#include "base/utf8.h"
#include "base/vec.h"
#include "related/fold.h"
#include "text/terms.h"

#define LEAD_WORDS 60       /* of the body: what a news article says first is what it is about */
#define CAPITALS_USUAL .18f /* of the words within sentences have a capital */
#define CAPITALS_MAX 4096   /* words looked at */
#define CAPITALS_SHARE .6f  /* of a name's worth */
#define NAME_S_MIN 4        /* letters of a name that may end in a genitive's or a plural's s */
#define NAME_WORDS_MAX 6    /* of one name */

struct words VEC(struct related_word);

struct build {
    struct arena *arena;
    struct terms *terms;
    const struct text_doc *doc;
};

static int heavier(const void *x, const void *y)
{
    const struct related_word *a = x, *b = y;
    if (a->weight != b->weight)
        return a->weight > b->weight ? -1 : 1;
    return a->prior != b->prior ? (a->prior < b->prior ? -1 : 1) : (a->key < b->key ? -1 : 1);
}

static struct related_words strongest(struct words *w, size_t max)
{
    if (w->len)
        qsort(w->at, w->len, sizeof *w->at, heavier);
    return (struct related_words){w->at, w->len < max ? w->len : max};
}

/* The share of articles a word of this length is thought to be in. Words of unspaced scripts are
 * short and say more. */
static float prior_of(str term)
{
    static const float by_length[] = {.12f, .12f, .12f, .08f, .05f, .03f, .02f};
    if (term.len && (unsigned char)term.p[0] >= 0xe3)
        return .02f;
    size_t n = utf8_count(term);
    return n < ARRAY_LEN(by_length) ? by_length[n] : .01f;
}

/* The spelling met most, the lower-case one of equals; every term has one. */
static const struct text_surface *spelling(const struct text_doc *doc, const struct text_term *t)
{
    const struct text_surface *best = NULL;
    for (uint32_t i = t->surfaces; i != TEXT_NONE; i = doc->surfaces[i].next) {
        const struct text_surface *s = &doc->surfaces[i];
        if (!best || s->count > best->count ||
            (s->count == best->count && s->shape == TEXT_LOWER && best->shape != TEXT_LOWER))
            best = s;
    }
    ASSERT(best);
    return best;
}

static bool in_lead(const struct text_term *t)
{
    return t->first_word < LEAD_WORDS;
}

static void read_terms(struct related_words *out, struct build *b)
{
    struct words found = {0};
    uint64_t language = hash_str(b->doc->language);
    for (uint32_t i = 0; i < b->doc->terms_len; i++) {
        const struct text_term *t = &b->doc->terms[i];
        if (t->stop || t->kind == TEXT_NUMBER || t->text.len < 2)
            continue;
        /* "The" in a name is one spelling of many. */
        const struct text_surface *met = spelling(b->doc, t);
        if (met->flags & TEXT_STOP)
            continue;
        float count = (float)t->count + 3 * (float)t->title_count + (in_lead(t) ? 1 : 0);
        struct related_word *w = vec_push(&found, b->arena);
        *w = (struct related_word){
            .text = met->form,
            .key = hash_short(hash_join(t->kind == TEXT_MIXED ? 0 : language, hash_str(t->text))),
            .weight = 1 + logf(count),
            .prior = prior_of(t->text),
            .kind = RELATED_TERM,
        };
    }
    *out = strongest(&found, RELATED_GIVEN_MAX);
}

/* How much a number tells: digits that stand for something exact tell most. */
static float number_prior(str text)
{
    size_t digits = 0, zeros = 0;
    for (size_t i = 0; i < text.len; i++) {
        digits += text.p[i] != '.';
        zeros = text.p[i] == '0' ? zeros + 1 : 0;
    }
    bool exact = digits < text.len;
    if (!exact && digits == 4 && (str_starts(text, S("19")) || str_starts(text, S("20"))))
        return .1f; /* a year */
    if (digits < 2)
        return 1;
    if (digits == 2)
        return exact ? .03f : .1f;
    return zeros + 1 >= digits ? .06f : zeros ? .02f : .005f;
}

static void read_numbers(struct related_words *out, struct build *b)
{
    struct words found = {0};
    for (uint32_t i = 0; i < b->doc->terms_len; i++) {
        const struct text_term *t = &b->doc->terms[i];
        if (t->kind != TEXT_NUMBER)
            continue;
        float prior = number_prior(t->text);
        if (prior >= 1)
            continue;
        struct related_word *w = vec_push(&found, b->arena);
        *w = (struct related_word){
            .text = spelling(b->doc, t)->form,
            .key = hash_short(hash_join(2, hash_str(t->text))),
            .weight = t->title_count || t->count > 1 || in_lead(t) ? 1 : .6f,
            .prior = prior,
            .kind = RELATED_NUMBER,
        };
    }
    *out = strongest(&found, RELATED_NUMBERS_MAX);
}

/* Languages that leave names as they are, but for an s: there a stem would only spoil them, and
 * part what other languages write alike. */
static bool keeps_names(str language)
{
    return language.len == 2 && str_has(S("en de fr es it pt nl sv da nb no ca gl af"), language);
}

/* WORD in plain Latin letters without its ending, put at OUT. */
static size_t folded(char *out, struct build *b, str word)
{
    bool keeps = keeps_names(b->doc->language);
    size_t n = fold_latin(out, terms_word(b->terms, keeps ? S("") : b->doc->language, word));
    return keeps && n > NAME_S_MIN && out[n - 1] == 's' && out[n - 2] != 's' ? n - 1 : n;
}

/* Sets the keys of a name: for people the last word, as they are called after the first mention;
 * else all words. False when nothing of it is a letter or digit. */
static bool name_keys(struct related_word *w, struct build *b)
{
    char all[NAME_WORDS_MAX * FOLD_MAX], sound[FOLD_MAX];
    size_t len = 0, words = 0, last = 0;
    str rest = w->text;
    while (rest.p && words < NAME_WORDS_MAX) {
        size_t n = folded(all + len, b, str_cut(&rest, ' '));
        last = n ? len : last;
        len += n;
        words += n > 0;
    }
    str key = w->kind == RELATED_PERSON ? str_of(all + last, len - last) : str_of(all, len);
    if (key.len < 2)
        return false;
    w->key = hash_short(hash_join(1, hash_str(key)));
    size_t n = fold_sound(sound, str_sub(key, 0, FOLD_MAX));
    w->sound = n ? hash_short(hash_join(3, hash_str(str_of(sound, n)))) : 0;
    w->prior = .005f;
    return true;
}

static float name_weight(uint32_t count, bool title, bool lead)
{
    float w = .2f * (float)count + (title ? .5f : 0) + (lead ? .2f : 0);
    return w < 1 ? w : 1;
}

static void push_name(struct words *found, struct build *b, uint32_t known, struct related_word w)
{
    if (!name_keys(&w, b))
        return;
    if (known) {
        w.key = hash_short(hash_join(4, known));
        w.sound = 0;
    }
    vec_each (struct related_word, other, found) {
        if (other->key != w.key)
            continue;
        if (other->weight < w.weight)
            *other = w;
        return;
    }
    *vec_push(found, b->arena) = w;
}

/* How far a capital makes a name in this text: where every noun has one, as in German, hardly. */
static float capitals_worth(const struct build *b, uint32_t words)
{
    const struct text_part *body = &b->doc->body;
    uint32_t inner = 0, capitals = 0;
    for (uint32_t i = 0; i < words; i++) {
        const struct text_word *w = &body->words[i];
        if (w->kind == TEXT_NUMBER || (w->flags & TEXT_FIRST))
            continue;
        inner++;
        capitals += w->shape != TEXT_UNCASED && w->shape != TEXT_LOWER;
    }
    float share = inner ? (float)capitals / (float)inner : 0;
    return share > CAPITALS_USUAL ? CAPITALS_USUAL / share : 1;
}

/* Words written with a capital where their sentence does not ask for it, alone: parts of names, and
 * names that were not found. They join what the two articles, or two languages, write differently:
 * "Hallin Tunnel" and "Hallintunnel bei Hallin". */
static void read_capitals(struct words *found, struct build *b)
{
    const struct text_part *body = &b->doc->body;
    bool *seen = arena_array(b->arena, b->doc->terms_len, bool);
    uint32_t n = body->words_len < CAPITALS_MAX ? body->words_len : CAPITALS_MAX;
    float worth = CAPITALS_SHARE * capitals_worth(b, n);
    for (uint32_t i = 0; i < n && found->len < 4 * RELATED_NAMES_MAX; i++) {
        const struct text_word *w = &body->words[i];
        const struct text_term *t = &b->doc->terms[w->term];
        if (seen[w->term] || t->stop || w->kind == TEXT_NUMBER || w->shape == TEXT_UNCASED ||
            w->shape == TEXT_LOWER || (w->flags & (TEXT_FIRST | TEXT_QUOTE)))
            continue;
        seen[w->term] = true;
        float weight = name_weight(t->count - t->title_count, t->title_count > 0, in_lead(t));
        push_name(found, b, 0,
                  (struct related_word){.text = text_word_core(body, w),
                                        .weight = worth * weight,
                                        .kind = RELATED_NAME});
    }
}

static const uint8_t word_kinds[NAME_KINDS] = {
    [NAME_PERSON] = RELATED_PERSON,
    [NAME_PLACE] = RELATED_PLACE,
    [NAME_ORGANISATION] = RELATED_ORGANISATION,
    [NAME_OTHER] = RELATED_NAME,
};

static void read_names(struct related_words *out, struct build *b, const struct name_list *names)
{
    struct words found = {0};
    for (uint32_t i = 0; i < names->len && found.len < 2 * RELATED_NAMES_MAX; i++) {
        const struct name *name = &names->at[i];
        const struct name_mention *first = name->mentions;
        uint32_t in_title = 0;
        while (in_title < name->mentions_len && first[in_title].in_title)
            in_title++;
        bool lead = in_title < name->mentions_len && first[in_title].word < LEAD_WORDS;
        push_name(&found, b, name->known,
                  (struct related_word){
                      .text = name->text,
                      .weight = name_weight(name->mentions_len - in_title, in_title > 0, lead),
                      .kind = word_kinds[name->kind]});
    }
    read_capitals(&found, b);
    *out = strongest(&found, RELATED_NAMES_MAX);
}

void related_read(struct related_article *out, struct arena *a, struct text_reader *reader,
                  const struct text_doc *doc, const struct name_list *names)
{
    struct build b = {a, text_reader_terms(reader), doc};
    struct name_list own;
    *out = (struct related_article){.time_us = doc->published_us, .language = doc->language};
    if (!names) {
        name_find(&own, a, reader, doc);
        names = &own;
    }
    read_terms(&out->terms, &b);
    read_names(&out->names, &b, names);
    read_numbers(&out->numbers, &b);
}
