/* Reading the newest articles of a store into the indexes, in the order of their ids, as they had
 * come. */
#include "pipeline/archive_state.h"
#include "pipeline/readers.h"

static status fill(struct archive *x, struct arena *a, const struct store_recent *recent, size_t n)
{
    struct readers_options options = {.store = x->where, .threads = x->threads, .for_index = true};
    struct readers *readers;
    TRY(readers_new(&readers, &options));
    int64_t *ids = arena_array(a, n, int64_t);
    for (size_t i = 0; i < n; i++)
        ids[i] = recent[i].id;
    status st = OK;
    for (size_t at = 0, len; at < n && st == OK; at += len) {
        struct reread *round;
        len = n - at < readers_round_max(readers) ? n - at : readers_round_max(readers);
        st = readers_round(&round, readers, ids + at, len);
        for (size_t i = 0; i < len && st == OK; i++) {
            if (!round[i].analysed)
                continue;
            int64_t group = recent[at + i].copy_group;
            archive_identify(round[i].analysed, &round[i].article,
                             (uint64_t)(group ? group : ids[at + i]));
            archive_put(x, round[i].analysed);
            frequency_add(x->frequency, &round[i].analysed->words);
        }
    }
    readers_free(readers);
    return st;
}

/* As new. */
static void clear(struct archive *x)
{
    related_free(x->related);
    copies_free(x->copies);
    frequency_free(x->frequency);
    x->related = related_new(x->window);
    x->copies = copies_new(x->window);
    x->frequency = frequency_new();
}

status archive_fill(struct archive *x, struct store *s)
{
    struct arena a;
    struct store_recent *recent;
    size_t n;
    arena_init(&a);
    status st = store_article_recent(&recent, &n, &a, s, x->window);
    if (st == OK && n)
        st = fill(x, &a, recent, n);
    if (st != OK)
        clear(x);
    x->filled = st == OK;
    x->beyond = st == OK && n == x->window;
    arena_end(&a);
    return st;
}
