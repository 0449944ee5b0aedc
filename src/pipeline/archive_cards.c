/* Cards of the Related block: those of an article, and its place among those of others. */
#include "pipeline/archive_state.h"

#define SEARCH_HITS 4     /* of one search that are read */
#define SEARCH_ATTEMPTS 3 /* see related_query */

_Static_assert((int)RELATED_BY_EVENT == (int)RELATED_SAME_EVENT &&
                   (int)RELATED_BY_PEOPLE == (int)RELATED_SAME_PEOPLE &&
                   (int)RELATED_BY_PLACE == (int)RELATED_SAME_PLACE &&
                   (int)RELATED_BY_BACKGROUND == (int)RELATED_BACKGROUND &&
                   (int)RELATED_BY_TOPIC == (int)RELATED_SAME_TOPIC,
               "kinds of relations are kept by number");
#define ARCHIVE_CARDS_KEPT (4 * RELATED_ROWS_MAX) /* of one article: more were never put */
_Static_assert(ARCHIVE_CARDS <= RELATED_ROWS_MAX, "all cards are shown");

static bool has_card(const struct related_card *cards, size_t n, int64_t id)
{
    for (size_t i = 0; i < n; i++)
        if (cards[i].id == id)
            return true;
    return false;
}

/* Puts CARD where its score belongs, if there is room for its source. */
static void insert(struct related_card *cards, size_t *n, const struct related_card *card)
{
    size_t of_source = 0, at = *n;
    for (size_t i = 0; i < *n; i++)
        of_source += cards[i].source_id == card->source_id;
    if (*n == ARCHIVE_CARDS || of_source >= ARCHIVE_CARDS_SOURCE)
        return;
    for (; at > 0 && cards[at - 1].score < card->score; at--)
        cards[at] = cards[at - 1];
    cards[at] = *card;
    ++*n;
}

/* Compares a hit of the store's search; *fits: it is a card. */
static status compare_hit(bool *fits, struct related_card *out, struct archive *x, struct store *s,
                          const struct analysed *found, int64_t group,
                          const struct article_card *card)
{
    int64_t id = card->id;
    struct analysed *other;
    int64_t other_group;
    TRY(store_copy_group(&other_group, s, id));
    TRY(archive_known(&other, x, s, card));
    related_compare(out, x->related, &found->related, &other->related);
    out->kind = RELATED_BACKGROUND;
    *fits = out->score >= RELATED_SCORE_MIN && (!group || group != other_group);
    return OK;
}

/* Adds cards of articles that the index has not. */
static status search(struct related_card *cards, size_t *n, struct archive *x, struct store *s,
                     const struct analysed *found, int64_t group)
{
    for (unsigned i = 0; i < SEARCH_ATTEMPTS && *n < ARCHIVE_CARDS_FEW; i++) {
        struct store_search wanted = {.limit = SEARCH_HITS};
        struct search_hit *hits;
        size_t hits_len;
        int64_t total;
        wanted.query = related_query(&x->arena, x->related, &found->related, i);
        if (!wanted.query.len)
            continue;
        TRY(store_search(&hits, &hits_len, &total, &x->arena, s, &wanted));
        for (size_t k = 0; k < hits_len; k++) {
            struct related_card card;
            bool fits;
            if (hits[k].card.id == found->related.id || has_card(cards, *n, hits[k].card.id))
                continue;
            TRY(compare_hit(&fits, &card, x, s, found, group, &hits[k].card));
            if (fits)
                insert(cards, n, &card);
        }
    }
    return OK;
}

static struct related_put put_of(const struct related_card *card)
{
    return (struct related_put){
        .article_id = card->id,
        .kind = card->kind,
        .score = card->score,
        .words = {card->words, card->words_len},
    };
}

/* Which of the N kept cards goes for CARD: its place, N when none needs to, -1 when CARD is not as
 * good as they are. GROUP: that of the copies of the card's article. */
static ptrdiff_t gives_way(const struct related_kept *kept, size_t n,
                           const struct related_card *card, int64_t group)
{
    size_t of_source = 0, last_of_source = 0, copy = n;
    for (size_t i = 0; i < n; i++) {
        if (kept[i].related_id == card->id)
            return (ptrdiff_t)i;
        if (group && kept[i].copy_group == group)
            copy = i;
        else if (kept[i].source_id == card->source_id)
            last_of_source = i;
        of_source += i != copy && kept[i].source_id == card->source_id;
    }
    bool fits = of_source < ARCHIVE_CARDS_SOURCE;
    if (copy < n)
        return fits && card->score > kept[copy].score ? (ptrdiff_t)copy : -1;
    if (fits && n < ARCHIVE_CARDS)
        return (ptrdiff_t)n;
    size_t worst = fits ? n - 1 : last_of_source;
    return card->score > kept[worst].score ? (ptrdiff_t)worst : -1;
}

/* What there is to change. */
struct changes {
    struct related_change at[RELATED_CHANGES_MAX];
    size_t len;
};
_Static_assert(ARCHIVE_CARDS + RELATED_CARDS_MAX + ARCHIVE_CARDS <= RELATED_CHANGES_MAX,
               "own cards, those of others in the index, those of others beyond it");

/* Puts FOUND, for which CARD was found, among the N cards KEPT of the card's article. */
static void join(struct changes *out, const struct related_of *of, size_t n,
                 const struct related_card *card, const struct analysed *found, int64_t group)
{
    struct related_kept kept[ARCHIVE_CARDS_KEPT];
    struct related_card turned;
    size_t kept_len = 0;
    for (size_t i = 0; i < n && kept_len < ARCHIVE_CARDS_KEPT; i++)
        if (of[i].kept.related_id)
            kept[kept_len++] = of[i].kept;
    related_turn(&turned, card, &found->related);
    ptrdiff_t at = gives_way(kept, kept_len, &turned, group);
    if (at < 0)
        return;
    struct related_change change = {.article_id = card->id, .put = put_of(&turned)};
    change.put.words.at = card->words; /* which outlive the turned card's */
    if (at < (ptrdiff_t)kept_len && kept[at].related_id != turned.id)
        change.drop_id = kept[at].related_id;
    out->at[out->len++] = change;
}

/* The rows of ID among OF. */
static const struct related_of *rows_of(size_t *n, const struct related_of *of, size_t len,
                                        int64_t id)
{
    size_t begin = 0;
    while (begin < len && of[begin].article_id != id)
        begin++;
    for (*n = 0; begin + *n < len && of[begin + *n].article_id == id; ++*n)
        ;
    return of + begin;
}

/* Puts FOUND among the cards of the articles in CARDS, and the first OWN of these among its own, as
 * far as they are there: another program may have removed one. */
static status join_all(struct changes *out, struct archive *x, struct store *s,
                       const struct related_card *const *cards, size_t len, size_t own,
                       const struct analysed *found, int64_t group)
{
    int64_t ids[RELATED_CHANGES_MAX];
    struct related_of *of;
    size_t of_len, n;
    for (size_t i = 0; i < len; i++)
        ids[i] = cards[i]->id;
    TRY(store_related_kept_of(&of, &of_len, &x->arena, s, ids, len));
    for (size_t i = 0; i < len; i++) {
        const struct related_of *rows = rows_of(&n, of, of_len, ids[i]);
        if (!n)
            continue;
        join(out, rows, n, cards[i], found, group);
        if (i < own)
            out->at[out->len++] =
                (struct related_change){.article_id = found->related.id, .put = put_of(cards[i])};
    }
    return OK;
}

/* The cards of FOUND, best first, in OUT. NEAR: what the index has found. */
static status choose(struct related_card *out, size_t *n, struct archive *x, struct store *s,
                     const struct related_card *near, size_t near_len, const struct analysed *found,
                     int64_t group)
{
    *n = 0;
    for (size_t i = 0; i < near_len; i++)
        insert(out, n, &near[i]);
    return *n < ARCHIVE_CARDS_FEW && x->beyond ? search(out, n, x, s, found, group) : OK;
}

status archive_cards(struct archive *x, struct store *s, const struct analysed *found,
                     int64_t group, enum archive_reason reason)
{
    bool version = reason == ARCHIVE_VERSION;
    size_t wide = version ? RELATED_CARDS_MAX : ARCHIVE_CARDS;
    const struct related_limits limits = {
        .cards = wide, .per_source = version ? RELATED_CARDS_MAX : ARCHIVE_CARDS_SOURCE};
    struct related_card *near, cards[ARCHIVE_CARDS];
    const struct related_card *others[RELATED_CARDS_MAX + ARCHIVE_CARDS];
    struct changes changes = {.len = 0};
    size_t near_len, n, others_len = 0;
    int64_t id = found->related.id;
    related_find(&near, &near_len, &x->arena, x->related, &found->related, &limits);
    TRY(choose(cards, &n, x, s, near, near_len, found, group));
    if (version)
        TRY(store_related_drop_to(s, id));
    if (reason != ARCHIVE_NEW)
        TRY(store_related_put(s, id, NULL, 0));
    for (size_t i = 0; i < n; i++)
        others[others_len++] = &cards[i];
    for (size_t i = 0; i < near_len; i++)
        if (!has_card(cards, n, near[i].id))
            others[others_len++] = &near[i];
    if (!others_len)
        return OK;
    TRY(join_all(&changes, x, s, others, others_len, n, found, group));
    return store_related_change(s, changes.at, changes.len);
}
