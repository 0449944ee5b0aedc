/* One article read once: words, sentences, paragraphs, terms. Words of alphabetic scripts are found
 * by a scanner of our own (measured: ICU's word breaker takes 12 times as long on English); runs of
 * unspaced scripts go through ICU's dictionaries. */
#include "text/doc.h"

#include "base/hash.h"
#include "base/vec.h"
#include "text/char.h"
#include "text/dateline.h"
#include "text/name_table.h"
#include "text/sentence.h"
#include "text/terms.h"
#include "text/word.h"

#define SLOTS_MIN 256
#define LOWER_MAX 256 /* bytes; longer words keep their case */

struct text_reader {
    struct terms *terms;
    struct lexicon *lexicon;
    struct name_tables *names;
};

struct words VEC(struct text_word);
struct terms_found VEC(struct text_term);
struct surfaces VEC(struct text_surface);

/* An index of strings: slots hold position + 1. */
struct slots {
    uint32_t *at;
    uint32_t mask, len;
};

struct build {
    struct text_reader *reader;
    struct arena *arena;
    struct text_doc *doc;
    struct text_part *part;
    const struct lexicon_language *lists;
    bool elides, possessives;
    struct words words;
    struct terms_found terms;
    struct surfaces surfaces;
    struct slots by_form, by_term;
    uint32_t sentence; /* being read */
    size_t gap_from;   /* where the last word of the sentence ended */
    bool first;        /* no word yet in this sentence */
};

struct text_reader *text_reader_new(void)
{
    struct text_reader *r = mem_calloc(1, sizeof *r);
    r->terms = terms_new();
    r->lexicon = lexicon_new();
    r->names = name_tables_new();
    return r;
}

void text_reader_free(struct text_reader *r)
{
    if (!r)
        return;
    terms_free(r->terms);
    lexicon_free(r->lexicon);
    name_tables_free(r->names);
    free(r);
}

struct lexicon *text_reader_lexicon(struct text_reader *r)
{
    return r->lexicon;
}

struct terms *text_reader_terms(struct text_reader *r)
{
    return r->terms;
}

struct name_tables *text_reader_names(struct text_reader *r)
{
    return r->names;
}

static void slots_init(struct slots *s, struct arena *a, uint32_t size)
{
    s->at = arena_array(a, size, uint32_t);
    s->mask = size - 1;
    s->len = 0;
}

static void slots_put(struct slots *s, uint64_t hash, uint32_t value)
{
    uint32_t i = (uint32_t)hash & s->mask;
    while (s->at[i])
        i = (i + 1) & s->mask;
    s->at[i] = value + 1;
    s->len++;
}

static void surfaces_grow(struct build *b)
{
    slots_init(&b->by_form, b->arena, (b->by_form.mask + 1) * 4);
    for (size_t i = 0; i < b->surfaces.len; i++)
        slots_put(&b->by_form, hash_str(b->surfaces.at[i].form), (uint32_t)i);
}

static void terms_grow(struct build *b)
{
    slots_init(&b->by_term, b->arena, (b->by_term.mask + 1) * 4);
    for (size_t i = 0; i < b->terms.len; i++)
        slots_put(&b->by_term, hash_str(b->terms.at[i].text), (uint32_t)i);
}

static uint32_t term_of(struct build *b, str text, uint8_t kind, bool stop)
{
    uint64_t hash = hash_str(text);
    for (uint32_t i = (uint32_t)hash & b->by_term.mask;; i = (i + 1) & b->by_term.mask) {
        if (!b->by_term.at[i])
            break;
        struct text_term *t = &b->terms.at[b->by_term.at[i] - 1];
        if (str_eq(t->text, text)) {
            t->stop &= stop;
            return b->by_term.at[i] - 1;
        }
    }
    if (b->terms.len * 2 > b->by_term.mask)
        terms_grow(b);
    struct text_term *t = vec_push(&b->terms, b->arena);
    t->text = str_dup(b->arena, text);
    t->first_word = TEXT_NONE;
    t->surfaces = TEXT_NONE;
    t->kind = kind;
    t->stop = stop;
    uint32_t term = (uint32_t)b->terms.len - 1;
    slots_put(&b->by_term, hash, term);
    return term;
}

static str lower_of(struct build *b, const struct text_surface *s)
{
    char lower[LOWER_MAX];
    if (s->shape == TEXT_UNCASED || s->form.len > sizeof lower)
        return s->form;
    size_t n = char_lower(lower, sizeof lower, s->form);
    if (str_eq(str_of(lower, n), s->form))
        return s->form;
    return str_dup(b->arena, str_of(lower, n));
}

static uint32_t surface_new(struct build *b, str form, uint64_t hash)
{
    if (b->surfaces.len * 2 > b->by_form.mask)
        surfaces_grow(b);
    uint32_t surface = (uint32_t)b->surfaces.len;
    struct text_surface *s = vec_push(&b->surfaces, b->arena);
    s->form = form;
    s->kind = word_kind(form);
    size_t core = word_core_len(form);
    s->shape = word_shape(form, core);
    s->lower = lower_of(b, s);
    if (core < form.len && b->possessives)
        s->flags |= TEXT_POSSESSIVE;
    if (lexicon_word(b->lists, s->lower) & LEXICON_STOP)
        s->flags |= TEXT_STOP;
    s->date = (uint16_t)lexicon_date(b->lists, s->lower);
    str term;
    if (s->kind == TEXT_NUMBER)
        term = word_number(b->arena, form);
    else
        term = terms_word(b->reader->terms, b->doc->language, form);
    s->term = term_of(b, term.len ? term : s->lower, s->kind, s->flags & TEXT_STOP);
    s->next = b->terms.at[s->term].surfaces;
    b->terms.at[s->term].surfaces = surface;
    slots_put(&b->by_form, hash, surface);
    return surface;
}

static uint32_t surface_of(struct build *b, str form)
{
    uint64_t hash = hash_str(form);
    for (uint32_t i = (uint32_t)hash & b->by_form.mask;; i = (i + 1) & b->by_form.mask) {
        if (!b->by_form.at[i])
            return surface_new(b, form, hash);
        if (str_eq(b->surfaces.at[b->by_form.at[i] - 1].form, form))
            return b->by_form.at[i] - 1;
    }
}

static void add_word(struct build *b, size_t begin, size_t end)
{
    bool title = b->part == &b->doc->title, quote;
    if (b->words.len >= TEXT_WORDS_MAX)
        return;
    uint32_t surface = surface_of(b, str_sub(b->part->text, begin, end));
    struct text_surface *s = &b->surfaces.at[surface];
    struct text_term *t = &b->terms.at[s->term];
    uint8_t gap = word_gap(&quote, b->part->text, b->gap_from, begin);
    quote &= b->first || gap != TEXT_GAP_APOSTROPHE;
    struct text_word *w = vec_push(&b->words, b->arena);
    *w = (struct text_word){
        .begin = (uint32_t)begin,
        .end = (uint32_t)end,
        .term = s->term,
        .surface = surface,
        .sentence = b->sentence,
        .kind = s->kind,
        .shape = s->shape,
        .flags = (uint8_t)(s->flags | (b->first ? TEXT_FIRST : 0) | (quote ? TEXT_QUOTE : 0)),
        .gap = b->first ? TEXT_GAP_START : gap,
    };
    if (!title && t->first_word == TEXT_NONE)
        t->first_word = (uint32_t)b->words.len - 1;
    s->count++;
    t->count++;
    t->title_count += title;
    b->first = false;
    b->gap_from = end;
}

static void add_run(struct build *b, size_t begin, size_t end)
{
    uint32_t ends[TERM_RUN_MAX];
    size_t n = terms_cut(ends, TERM_RUN_MAX, b->reader->terms, str_sub(b->part->text, begin, end));
    size_t from = begin;
    for (size_t i = 0; i < n; i++) {
        add_word(b, from, begin + ends[i]);
        from = begin + ends[i];
    }
}

/* The end of the word that begins at AT; *unspaced: it is a run of unspaced script. */
static size_t word_end(bool *unspaced, const struct build *b, size_t at, size_t limit)
{
    str text = str_sub(b->part->text, 0, limit);
    size_t begin = at, next, x;
    *unspaced = false;
    if (ascii_is_digit((unsigned char)text.p[at]))
        at = word_number_end(text, at, limit);
    while (at < limit) {
        unsigned char byte = (unsigned char)text.p[at];
        if (LIKELY(byte < 0x80 && char_is_word(byte))) {
            if (*unspaced)
                return at;
            at++;
            continue;
        }
        uint32_t c = char_at(text, at, &next);
        if (char_is_word(c)) {
            bool other = char_is_unspaced(c);
            if (at > begin && other != *unspaced && !char_is_mark(c))
                return at;
            *unspaced |= other;
        } else if (!char_is_apostrophe(c) || b->elides || at == begin ||
                   !char_is_word(char_at(text, next, &x))) {
            return at;
        }
        at = next;
        if (*unspaced && at - begin > TERM_RUN_MAX - 8)
            return at;
    }
    return at;
}

static void read_words(struct build *b, size_t at, size_t end)
{
    str text = b->part->text;
    b->first = true;
    b->gap_from = at;
    while (at < end) {
        size_t next;
        if (!char_is_word(char_at(text, at, &next))) {
            at = next;
            continue;
        }
        bool unspaced;
        size_t to = word_end(&unspaced, b, at, end);
        if (unspaced)
            add_run(b, at, to);
        else
            add_word(b, at, to);
        at = to;
    }
}

static void read_paragraphs(struct text_part *part, struct arena *a)
{
    uint32_t n = part->sentences_len ? part->sentences[part->sentences_len - 1].paragraph + 1 : 0;
    part->paragraphs = arena_array(a, n, struct text_paragraph);
    part->paragraphs_len = n;
    for (uint32_t i = 0; i < part->sentences_len; i++) {
        const struct text_sentence *s = &part->sentences[i];
        struct text_paragraph *p = &part->paragraphs[s->paragraph];
        if (p->sentences_len++ == 0) {
            p->begin = s->begin;
            p->sentences = i;
        }
        p->end = s->end;
    }
}

/* Makes the dateline that ends at END a sentence of its own: those within it become one, the one it
 * ends in begins behind it. */
static void cut_dateline(struct sentence_vec *found, struct arena *a, str text, uint32_t end)
{
    size_t within = 0;
    while (within < found->len && found->at[within].end <= end)
        within++;
    if (within == found->len)
        return;
    struct sentence first = found->at[0];
    first.end = first.begin + (uint32_t)str_trim(str_sub(text, first.begin, end)).len;
    found->at[within].begin = end;
    if (within == 0)
        (void)vec_push(found, a);
    size_t rest = within ? within : 1, from = within ? within : 0;
    size_t move = found->len - (within ? 0 : 1) - from;
    memmove(&found->at[1], &found->at[from], move * sizeof *found->at);
    found->len -= rest - 1;
    found->at[0] = first;
}

static void read_part(struct build *b, struct text_part *part, str text)
{
    struct sentence_vec found = {0};
    part->text = text;
    b->part = part;
    b->words = (struct words){0};
    sentence_split(&found, b->arena, b->reader->lexicon, b->doc->language, text);
    if (part == &b->doc->body && found.len) {
        dateline_read(&b->doc->dateline, text, found.at[0].begin, b->lists);
        if (b->doc->dateline.end)
            cut_dateline(&found, b->arena, text, b->doc->dateline.end);
    }
    part->sentences = arena_array(b->arena, found.len, struct text_sentence);
    part->sentences_len = (uint32_t)found.len;
    for (uint32_t i = 0; i < part->sentences_len; i++) {
        struct text_sentence *s = &part->sentences[i];
        s->begin = found.at[i].begin;
        s->end = found.at[i].end;
        s->paragraph = found.at[i].paragraph;
        s->words = (uint32_t)b->words.len;
        b->sentence = i;
        read_words(b, s->begin, s->end);
        s->words_len = (uint32_t)b->words.len - s->words;
    }
    /* Never NULL: whoever adds a sentence's place to it need not ask whether there are any. */
    part->words = b->words.at ? b->words.at : arena_new(b->arena, struct text_word);
    part->words_len = (uint32_t)b->words.len;
    read_paragraphs(part, b->arena);
}

void text_doc_read(struct text_doc *out, struct arena *a, struct text_reader *r,
                   const struct text_input *in)
{
    struct build b = {.reader = r, .arena = a, .doc = out};
    str language = in->language; /* "en-GB" is en */
    language = str_cut(&language, '-');
    *out = (struct text_doc){.language = language, .published_us = in->published_us};
    b.lists = lexicon_language(r->lexicon, language);
    b.elides = terms_elides(r->terms, language);
    b.possessives = str_eq(language, S("en"));
    slots_init(&b.by_form, a, SLOTS_MIN * 4);
    slots_init(&b.by_term, a, SLOTS_MIN * 4);
    read_part(&b, &out->title, str_sub(in->title, 0, utf8_floor(in->title, TEXT_BYTES_MAX)));
    read_part(&b, &out->body, str_sub(in->text, 0, utf8_floor(in->text, TEXT_BYTES_MAX)));
    out->terms = b.terms.at;
    out->terms_len = (uint32_t)b.terms.len;
    out->surfaces = b.surfaces.at;
    out->surfaces_len = (uint32_t)b.surfaces.len;
    out->term_slots = b.by_term.at;
    out->term_slots_mask = b.by_term.mask;
}

str text_word_core(const struct text_part *part, const struct text_word *w)
{
    str form = text_word_str(part, w);
    return w->flags & TEXT_POSSESSIVE ? str_sub(form, 0, word_core_len(form)) : form;
}

uint32_t text_sentence_at(const struct text_part *part, uint32_t at)
{
    uint32_t low = 0, high = part->sentences_len;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (part->sentences[middle].end <= at)
            low = middle + 1;
        else
            high = middle;
    }
    return low < part->sentences_len ? low : TEXT_NONE;
}

uint32_t text_word_at(const struct text_part *part, uint32_t at)
{
    uint32_t low = 0, high = part->words_len;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (part->words[middle].end <= at)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

uint32_t text_term_find(const struct text_doc *doc, str stem)
{
    for (uint32_t i = (uint32_t)hash_str(stem) & doc->term_slots_mask; doc->term_slots[i];
         i = (i + 1) & doc->term_slots_mask)
        if (str_eq(doc->terms[doc->term_slots[i] - 1].text, stem))
            return doc->term_slots[i] - 1;
    return TEXT_NONE;
}
