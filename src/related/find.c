/* Finding: the lists of the article's strongest words are added up, and the best of what was met is
 * compared in full. */
#include "related/internal.h"

#include "base/hash.h"
#include "base/sbuf.h"

#define CARDS_DEFAULT 6
#define PER_SOURCE_DEFAULT 2
#define QUERY_MAX 512
/* Words of this share of all articles are not looked up, once there are MANY. */
#define COMMON_SHARE 8
#define MANY 1000
#define WORD_SLOTS 256 /* more than twice ENTRIES_MAX, a power of two */

/* The words of what was made ready, by their id. */
struct lookup {
    uint16_t at[WORD_SLOTS]; /* probe + 1 */
};

static void lookup_make(struct lookup *l, const struct probes *p)
{
    memset(l, 0, sizeof *l);
    for (size_t i = 0; i < p->len; i++) {
        if (p->at[i].word == WORD_NONE)
            continue;
        uint32_t at = (p->at[i].word * 2654435761u) >> 24;
        while (l->at[at])
            at = (at + 1) % WORD_SLOTS;
        l->at[at] = (uint16_t)(i + 1);
    }
}

static const struct probe *lookup_get(const struct lookup *l, const struct probes *p, uint32_t word)
{
    uint32_t at = (word * 2654435761u) >> 24;
    for (; l->at[at]; at = (at + 1) % WORD_SLOTS)
        if (p->at[l->at[at] - 1].word == word)
            return &p->at[l->at[at] - 1];
    return NULL;
}

/* What an article that has the word with all its weight gains by it. */
struct gain {
    double worth;
    uint32_t probe;
};

static int gainful(const void *x, const void *y)
{
    const struct gain *a = x, *b = y;
    if (a->worth != b->worth)
        return a->worth > b->worth ? -1 : 1;
    return a->probe < b->probe ? -1 : 1;
}

static double gain_of(const struct probes *p, const struct probe *probe)
{
    if (probe->kind == RELATED_TERM)
        return p->norm > 0 ? 2 * probe->weight * probe->rarity / p->norm : 0;
    double worth = probe->weight * related_name_rarity(probe->rarity);
    return probe->kind == RELATED_NUMBER ? .1 * worth : .5 * worth;
}

static size_t gains_make(struct gain *out, const struct related_index *x, const struct probes *p)
{
    size_t n = 0;
    for (size_t i = 0; i < p->len; i++) {
        const struct probe *probe = &p->at[i];
        if (probe->word == WORD_NONE)
            continue;
        uint32_t count = vocabulary_at(&x->words, probe->word)->count;
        if (count > MANY && count > x->posted / COMMON_SHARE)
            continue;
        out[n] = (struct gain){gain_of(p, probe), (uint32_t)i};
        n += out[n].worth > 0;
    }
    if (n)
        qsort(out, n, sizeof *out, gainful);
    return n;
}

static void add(struct related_index *x, size_t *used, const struct posting *posting, float worth)
{
    uint32_t at = (posting->slot * 2654435761u) >> 17; /* SUMS_CAP is 2^15 */
    while (x->sums[at].slot && x->sums[at].slot != posting->slot + 1)
        at = (at + 1) % SUMS_CAP;
    if (!x->sums[at].slot) {
        x->sums[at] = (struct sum){posting->slot + 1, posting->day, 0};
        x->sums_used[(*used)++] = at;
    }
    x->sums[at].score += worth * posting->weight;
}

/* Reads the lists; the sums met are in sums_used. */
static size_t read_lists(struct related_index *x, const struct probes *p)
{
    struct gain gains[ENTRIES_MAX];
    size_t n = gains_make(gains, x, p), used = 0, left = RELATED_READ_MAX;
    for (size_t i = 0; i < n && left > 0; i++) {
        size_t len;
        const struct posting *list =
            vocabulary_list(&len, vocabulary_at(&x->words, p->at[gains[i].probe].word));
        size_t begin = len > left ? len - left : 0;
        for (size_t j = begin; j < len; j++)
            add(x, &used, &list[j], (float)(gains[i].worth / NAME_STEPS));
        left -= len - begin;
    }
    return used;
}

static bool worse(const struct sum *a, const struct sum *b)
{
    return a->score != b->score ? a->score < b->score : a->slot > b->slot;
}

/* Keeps the best in a heap whose first is the worst. */
static void keep(struct sum *heap, size_t *len, struct sum sum)
{
    size_t at = *len;
    if (*len == RELATED_CANDIDATES_MAX) {
        if (!worse(&heap[0], &sum))
            return;
        at = 0;
        for (size_t child; (child = 2 * at + 1) < *len; at = child) {
            child += child + 1 < *len && worse(&heap[child + 1], &heap[child]);
            if (!worse(&heap[child], &sum))
                break;
            heap[at] = heap[child];
        }
    } else {
        (*len)++;
        for (; at > 0 && worse(&sum, &heap[(at - 1) / 2]); at = (at - 1) / 2)
            heap[at] = heap[(at - 1) / 2];
    }
    heap[at] = sum;
}

/* The articles to compare, and the sums empty again. */
static size_t candidates(struct sum *best, struct related_index *x, const struct probes *p)
{
    size_t used = read_lists(x, p), n = 0;
    int64_t today = p->time_us / DAY_US;
    for (size_t i = 0; i < used; i++) {
        struct sum sum = x->sums[x->sums_used[i]];
        x->sums[x->sums_used[i]].slot = 0;
        sum.slot--;
        sum.score *= (float)related_decay((today - sum.day) * DAY_US);
        keep(best, &n, sum);
    }
    return n;
}

static void compare_slot(struct related_card *out, const struct probes *p,
                         const struct lookup *lookup, const struct slot *s)
{
    struct match matches[ENTRIES_MAX];
    size_t n = 0;
    for (size_t i = 0; i < s->words_len; i++) {
        const struct probe *probe = lookup_get(lookup, p, s->words[i]);
        if (probe)
            matches[n++] = (struct match){probe, slot_weight(s, i)};
    }
    struct other o = {s->id, s->source_id, s->time_us, s->language, s->norm};
    related_card_make(out, p, &o, matches, n);
}

static int better(const void *x, const void *y)
{
    const struct related_card *a = x, *b = y;
    if (a->score != b->score)
        return a->score > b->score ? -1 : 1;
    if (a->time_us != b->time_us)
        return a->time_us > b->time_us ? -1 : 1;
    return a->id < b->id ? -1 : 1;
}

/* Whether fewer than MAX of the cards are of the source. */
static bool source_fits(const struct related_card *cards, size_t n, int64_t source, size_t max)
{
    size_t of = 0;
    for (size_t i = 0; i < n; i++)
        of += cards[i].source_id == source;
    return of < max;
}

void related_find(struct related_card **out, size_t *n, struct arena *a, struct related_index *x,
                  const struct related_article *article, const struct related_limits *limits)
{
    struct related_limits l = limits ? *limits : (struct related_limits){0};
    size_t max = l.cards ? l.cards : CARDS_DEFAULT;
    max = max < RELATED_CARDS_MAX ? max : RELATED_CARDS_MAX;
    size_t per_source = l.per_source ? l.per_source : PER_SOURCE_DEFAULT;
    double score_min = l.score_min > 0 ? l.score_min : RELATED_SCORE_MIN;
    struct probes p;
    struct lookup lookup;
    struct sum best[RELATED_CANDIDATES_MAX];
    struct related_card found[RELATED_CANDIDATES_MAX];
    size_t found_len = 0;
    related_probes_make(&p, x, article);
    lookup_make(&lookup, &p);
    size_t best_len = candidates(best, x, &p);
    for (size_t i = 0; i < best_len; i++) {
        const struct slot *s = slot_at(x, best[i].slot);
        if (s->id == p.id || (p.copy_group && s->copy_group == p.copy_group))
            continue;
        compare_slot(&found[found_len], &p, &lookup, s);
        found_len += found[found_len].score >= score_min;
    }
    if (found_len)
        qsort(found, found_len, sizeof *found, better);
    *out = arena_array(a, max, struct related_card);
    *n = 0;
    for (size_t i = 0; i < found_len && *n < max; i++)
        if (source_fits(*out, *n, found[i].source_id, per_source))
            (*out)[(*n)++] = found[i];
}

str related_query(struct arena *a, struct related_index *x, const struct related_article *article,
                  unsigned attempt)
{
    struct probes p;
    struct gain gains[ENTRIES_MAX];
    struct sbuf b;
    size_t n = 0, words = attempt < 3 ? 3 - attempt / 2 : 0, put = 0;
    related_probes_make(&p, x, article);
    for (size_t i = 0; i < p.len; i++) {
        if (p.at[i].kind != KIND_SOUND)
            gains[n++] = (struct gain){gain_of(&p, &p.at[i]), (uint32_t)i};
    }
    if (n)
        qsort(gains, n, sizeof *gains, gainful);
    sbuf_init(&b, a, QUERY_MAX);
    /* The second attempt leaves out the strongest word, which may be a slip of the pen. */
    for (size_t i = attempt == 1; i < n && put < words; i++) {
        str text = p.at[gains[i].probe].from->text;
        if (text.len > 64 || str_ihas(sbuf_str(&b), text))
            continue;
        if (put++)
            sbuf_putc(&b, ' ');
        sbuf_put(&b, text);
    }
    str query = sbuf_str(&b);
    return put == words ? query : (str){"", 0};
}
