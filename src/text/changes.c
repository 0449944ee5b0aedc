/* Sentences against sentences: what stayed, what was rewritten, what came and went. */
#include "text/changes.h"

#include "base/map.h"
#include "base/utf8.h"
#include "text/changes_words.h"
#include "text/sentence.h"

#define NONE UINT32_MAX

/* One of the two texts. */
struct side {
    str text;
    struct sentence_vec sentences;
    uint32_t *ids; /* equal sentences have equal numbers */
};

struct finder {
    struct arena *a;
    struct changes *out;
    struct side before, after;
    struct map words;
    uint32_t last_before, last_after; /* paragraphs of the sentences put last */
    bool only_removed;                /* the paragraph begun last has no sentence of AFTER yet */
};

static str sentence_at(const struct side *s, uint32_t i)
{
    return str_sub(s->text, s->sentences.at[i].begin, s->sentences.at[i].end);
}

static bool glued_at(const struct side *s, uint32_t i)
{
    return i > 0 && s->sentences.at[i].begin == s->sentences.at[i - 1].end;
}

static void side_read(struct side *s, struct finder *f, struct map *known, struct lexicon *lexicon,
                      str language, str text)
{
    s->text = str_sub(text, 0, utf8_floor(text, CHANGES_BYTES_MAX));
    sentence_split(&s->sentences, f->a, lexicon, language, s->text);
    s->ids = arena_array(f->a, s->sentences.len + 1, uint32_t);
    for (uint32_t i = 0; i < s->sentences.len; i++) {
        uint64_t *id = map_put(known, sentence_at(s, i));
        if (!*id)
            *id = known->len;
        s->ids[i] = (uint32_t)*id;
    }
}

/* Whether a paragraph begins with sentence I of the first text, J of the second. One begins where
 * it does in the text that the sentence is shown in, but what came in the place of the beginning of
 * a paragraph stands in the same one. */
static bool begins_paragraph(struct finder *f, uint32_t i, uint32_t j)
{
    uint32_t old = i == NONE ? f->last_before : f->before.sentences.at[i].paragraph;
    uint32_t new = j == NONE ? f->last_after : f->after.sentences.at[j].paragraph;
    bool same_before = old == f->last_before, begins;
    if (j == NONE) {
        begins = !same_before;
        f->only_removed |= begins;
    } else {
        begins = new != f->last_after && !(f->only_removed && same_before);
        f->only_removed = false;
    }
    f->last_before = old;
    f->last_after = new;
    return begins || !f->out->list.len;
}

/* Appends sentence I of the first text and J of the second, NONE for the one that is not there. */
static struct change *put(struct finder *f, enum change_kind kind, uint32_t i, uint32_t j)
{
    bool begins = begins_paragraph(f, i, j);
    struct change *c = vec_push(&f->out->list, f->a);
    c->kind = (uint8_t)kind;
    c->paragraph = begins;
    c->glued = j == NONE ? glued_at(&f->before, i) : glued_at(&f->after, j);
    c->before = i == NONE ? S("") : sentence_at(&f->before, i);
    c->after = j == NONE ? S("") : sentence_at(&f->after, j);
    return c;
}

static void put_removed(struct finder *f, uint32_t i)
{
    struct change *c = put(f, CHANGE_REMOVED, i, NONE);
    *vec_push(&c->marks, f->a) = (struct change_mark){c->before, DIFF_REMOVE};
    f->out->removed++;
}

static void put_added(struct finder *f, uint32_t j)
{
    struct change *c = put(f, CHANGE_ADDED, NONE, j);
    *vec_push(&c->marks, f->a) = (struct change_mark){c->after, DIFF_ADD};
    f->out->added++;
}

static void put_edited(struct finder *f, uint32_t i, uint32_t j)
{
    struct change *c = put(f, CHANGE_EDITED, i, j);
    changes_mark_words(&c->marks, f->a, c->before, c->after);
    f->out->edited++;
}

static void put_kept(struct finder *f, uint32_t i, uint32_t j)
{
    struct change *c = put(f, CHANGE_NONE, i, j);
    *vec_push(&c->marks, f->a) = (struct change_mark){c->after, DIFF_KEEP};
}

static struct word_bag *bags_of(struct finder *f, const struct side *s, uint32_t from, uint32_t n)
{
    struct word_bag *bags = arena_array(f->a, n, struct word_bag);
    for (uint32_t i = 0; i < n; i++)
        word_bag_fill(&bags[i], f->a, &f->words, sentence_at(s, from + i), CHANGES_WORDS_MAX);
    return bags;
}

/* best[i * (m + 1) + j]: the most that sentences from i and j on can share when paired without
 * crossings; ALIKE the same for each pair, 0 when it is too little. */
static uint32_t *align(const uint32_t *alike, struct arena *a, uint32_t n, uint32_t m)
{
    uint32_t *best = arena_array(a, (size_t)(n + 1) * (m + 1), uint32_t);
    for (uint32_t i = n; i-- > 0;)
        for (uint32_t j = m; j-- > 0;) {
            uint32_t *cell = &best[(size_t)i * (m + 1) + j];
            uint32_t skip_i = cell[m + 1], skip_j = cell[1], pair = alike[(size_t)i * m + j];
            *cell = skip_i > skip_j ? skip_i : skip_j;
            if (pair && pair + cell[m + 2] > *cell)
                *cell = pair + cell[m + 2];
        }
    return best;
}

/* N sentences from I on were taken out where M from J on were put in. */
static void put_gap(struct finder *f, uint32_t i, uint32_t n, uint32_t j, uint32_t m)
{
    if (!n || !m || (uint64_t)n * m > CHANGES_PAIRS_MAX) {
        for (uint32_t k = 0; k < n; k++)
            put_removed(f, i + k);
        for (uint32_t k = 0; k < m; k++)
            put_added(f, j + k);
        return;
    }
    struct word_bag *out = bags_of(f, &f->before, i, n), *in = bags_of(f, &f->after, j, m);
    uint32_t *alike = arena_array(f->a, (size_t)n * m, uint32_t);
    for (uint32_t x = 0; x < n; x++)
        for (uint32_t y = 0; y < m; y++) {
            uint32_t share = word_bag_shared(&out[x], &in[y]);
            alike[(size_t)x * m + y] = share >= CHANGES_ALIKE ? share : 0;
        }
    const uint32_t *best = align(alike, f->a, n, m);
    for (uint32_t x = 0, y = 0; x < n || y < m;) {
        const uint32_t *cell = &best[(size_t)x * (m + 1) + y];
        uint32_t pair = x < n && y < m ? alike[(size_t)x * m + y] : 0;
        if (pair && *cell == pair + cell[m + 2])
            put_edited(f, i + x++, j + y++);
        else if (x < n && (y == m || *cell == cell[m + 1]))
            put_removed(f, i + x++);
        else
            put_added(f, j + y++);
    }
}

void changes_find(struct changes *out, struct arena *a, struct lexicon *lexicon, str language,
                  str before, str after)
{
    struct finder f = {.a = a, .out = out, .last_before = NONE, .last_after = NONE};
    struct diff_run_vec runs = {0};
    struct map known;
    *out = (struct changes){0};
    map_init(&known, a);
    map_init(&f.words, a);
    side_read(&f.before, &f, &known, lexicon, language, before);
    side_read(&f.after, &f, &known, lexicon, language, after);
    diff_lists(&runs, a, f.before.ids, (uint32_t)f.before.sentences.len, f.after.ids,
               (uint32_t)f.after.sentences.len);
    for (size_t r = 0; r < runs.len; r++) {
        const struct diff_run *run = &runs.at[r];
        const struct diff_run *next = r + 1 < runs.len ? run + 1 : NULL;
        if (run->kind == DIFF_KEEP) {
            for (uint32_t k = 0; k < run->len; k++)
                put_kept(&f, run->a + k, run->b + k);
        } else if (run->kind == DIFF_REMOVE && next && next->kind == DIFF_ADD) {
            put_gap(&f, run->a, run->len, run->b, next->len);
            r++;
        } else if (run->kind == DIFF_REMOVE) {
            put_gap(&f, run->a, run->len, run->b, 0);
        } else {
            put_gap(&f, run->a, 0, run->b, run->len);
        }
    }
}
