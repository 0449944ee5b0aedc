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
                          const struct analysed *found, int64_t group, int64_t id)
{
    struct article article;
    struct analysed *other;
    int64_t other_group;
    TRY(store_article_get(&article, &x->arena, s, id));
    TRY(store_copy_group(&other_group, s, id));
    analyse_for_index(&other, &x->arena, &x->arena, x->reader, &article);
    archive_identify(other, &article, 0);
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
            TRY(compare_hit(&fits, &card, x, s, found, group, hits[k].card.id));
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

/* Puts FOUND, for which CARD was found, among the cards of the card's article. */
static status join(struct archive *x, struct store *s, const struct related_card *card,
                   const struct analysed *found, int64_t group)
{
    struct related_kept *kept;
    struct related_card turned;
    size_t n;
    related_turn(&turned, card, &found->related);
    TRY(store_related_kept(&kept, &n, &x->arena, s, card->id));
    ptrdiff_t at = gives_way(kept, n, &turned, group);
    if (at < 0)
        return OK;
    if (at < (ptrdiff_t)n && kept[at].related_id != turned.id)
        TRY(store_related_drop(s, card->id, kept[at].related_id));
    struct related_put put = put_of(&turned);
    return store_related_add(s, card->id, &put);
}

status archive_cards(struct archive *x, struct store *s, const struct analysed *found,
                     int64_t group, enum archive_reason reason)
{
    bool version = reason == ARCHIVE_VERSION;
    size_t wide = version ? RELATED_CARDS_MAX : ARCHIVE_CARDS;
    const struct related_limits limits = {
        .cards = wide, .per_source = version ? RELATED_CARDS_MAX : ARCHIVE_CARDS_SOURCE};
    struct related_card *near, cards[ARCHIVE_CARDS];
    struct related_put puts[ARCHIVE_CARDS];
    size_t near_len, n = 0;
    int64_t id = found->related.id;
    related_find(&near, &near_len, &x->arena, x->related, &found->related, &limits);
    for (size_t i = 0; i < near_len; i++)
        insert(cards, &n, &near[i]);
    size_t from_index = n;
    if (n < ARCHIVE_CARDS_FEW && x->beyond)
        TRY(search(cards, &n, x, s, found, group));
    for (size_t i = 0; i < n; i++)
        puts[i] = put_of(&cards[i]);
    if (version)
        TRY(store_related_drop_to(s, id));
    if (n || reason != ARCHIVE_NEW)
        TRY(store_related_put(s, id, puts, n));
    for (size_t i = 0; i < near_len; i++)
        TRY(join(x, s, &near[i], found, group));
    for (size_t i = 0; i < n && n > from_index; i++)
        if (!has_card(near, near_len, cards[i].id))
            TRY(join(x, s, &cards[i], found, group));
    return OK;
}
