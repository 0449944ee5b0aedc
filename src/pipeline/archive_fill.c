/* Reading the newest articles of a store into the indexes, in the order of their ids, as they had
 * come. */
#include "pipeline/archive_state.h"
#include "pipeline/marks.h"
#include "pipeline/readers.h"

#define PAGE STORE_MARKS_MAX

struct filling {
    struct archive *archive;
    struct store *store;
    struct readers *readers; /* NULL: no article had to be read yet */
    struct arena arena;      /* for a page */
};

/* Analyses again those of a page that have no marks, WHICH of them, into FOUND. */
static status read_texts(struct analysed **found, struct filling *f, const int64_t *ids,
                         const size_t *which, size_t len)
{
    struct archive *x = f->archive;
    if (!f->readers) {
        struct readers_options options = {
            .store = x->where, .threads = x->threads, .for_index = true};
        TRY(readers_new(&f->readers, &options));
    }
    struct reread *round;
    TRY(readers_round(&round, f->readers, ids, len));
    for (size_t i = 0; i < len; i++)
        found[which[i]] = round[i].analysed;
    return OK;
}

/* What is known of the articles of a page; NULL: the article is gone. */
static status read_page(struct analysed **found, struct filling *f,
                        const struct store_recent *recent, size_t n)
{
    struct store_marks *marks;
    int64_t ids[PAGE];
    size_t which[PAGE], marks_len, missing = 0;
    for (size_t i = 0; i < n; i++)
        ids[i] = recent[i].id;
    TRY(store_marks_get(&marks, &marks_len, &f->arena, f->store, ids, n, MARKS_METHOD));
    for (size_t i = 0, m = 0; i < n; i++) {
        found[i] = NULL;
        if (m < marks_len && marks[m].article_id == recent[i].id) {
            found[i] = arena_new(&f->arena, struct analysed);
            if (!marks_unpack(found[i], &f->arena, marks[m++].marks))
                found[i] = NULL;
        }
        if (found[i])
            continue;
        ids[missing] = recent[i].id;
        which[missing++] = i;
    }
    return missing ? read_texts(found, f, ids, which, missing) : OK;
}

static status fill(struct filling *f, const struct store_recent *recent, size_t n)
{
    struct analysed *found[PAGE];
    size_t page = (size_t)f->archive->threads * READERS_PART; /* a round, should all be read */
    page = page < PAGE ? page : PAGE;
    for (size_t at = 0, len; at < n; at += len) {
        arena_reset(&f->arena);
        len = n - at < page ? n - at : page;
        TRY(read_page(found, f, recent + at, len));
        for (size_t i = 0; i < len; i++) {
            const struct store_recent *r = &recent[at + i];
            if (!found[i])
                continue;
            found[i]->related.id = r->id;
            found[i]->related.source_id = r->source_id;
            found[i]->related.time_us = r->sort_us;
            found[i]->related.copy_group = (uint64_t)(r->copy_group ? r->copy_group : r->id);
            archive_put(f->archive, found[i]);
            frequency_add(f->archive->frequency, &found[i]->words);
        }
    }
    return OK;
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
    struct filling f = {.archive = x, .store = s};
    arena_init(&f.arena);
    if (st == OK && n)
        st = fill(&f, recent, n);
    readers_free(f.readers);
    arena_end(&f.arena);
    if (st != OK)
        clear(x);
    x->filled = st == OK;
    archive_keep(x);
    x->beyond = st == OK && n == x->window;
    arena_end(&a);
    return st;
}
