/* Taking articles in, and taking them out again. */
#include "pipeline/archive_state.h"
#include "pipeline/marks.h"

/* In memory every article has a copy group, alone or not, so that a copy that comes later can join
 * it: its id, and after a change of its text, when others may have stayed under that number,
 * another. */
#define GROUP_VERSION_BITS 40

struct archive *archive_new(str where, unsigned threads, size_t window)
{
    struct archive *x = mem_calloc(1, sizeof *x);
    x->threads = threads ? threads : 1;
    x->window = window ? window : ARCHIVE_WINDOW;
    ASSERT(x->window <= ARCHIVE_WINDOW_MAX);
    x->related = related_new(x->window);
    x->copies = copies_new(x->window);
    x->frequency = frequency_new();
    x->reader = text_reader_new();
    arena_init(&x->arena);
    arena_init(&x->journal_arena);
    char *own = mem_alloc(where.len + 1);
    memcpy(own, where.p, where.len);
    own[where.len] = '\0';
    x->where = str_of(own, where.len);
    return x;
}

void archive_free(struct archive *x)
{
    if (!x)
        return;
    related_free(x->related);
    copies_free(x->copies);
    frequency_free(x->frequency);
    text_reader_free(x->reader);
    arena_end(&x->arena);
    arena_end(&x->journal_arena);
    free((char *)(uintptr_t)x->where.p);
    free(x);
}

bool archive_filled(const struct archive *x)
{
    return x->filled;
}

struct archive_stats archive_stats(const struct archive *x)
{
    struct related_stats related = related_stats(x->related);
    return (struct archive_stats){related.articles, related.bytes + copies_bytes(x->copies)};
}

void archive_identify(struct analysed *found, const struct article *article, uint64_t group)
{
    struct article_card card = {.id = article->id,
                                .published_us = article->published_us,
                                .first_seen_us = article->first_seen_us};
    found->related.id = article->id;
    found->related.source_id = article->source_id;
    found->related.time_us = store_card_cursor(&card).sort_us;
    found->related.copy_group = group;
}

status archive_known(struct analysed **found, struct archive *x, struct store *s,
                     const struct article_card *card)
{
    struct store_marks *marks;
    size_t n;
    struct article article = {.id = card->id,
                              .source_id = card->source_id,
                              .published_us = card->published_us,
                              .first_seen_us = card->first_seen_us};
    TRY(store_marks_get(&marks, &n, &x->arena, s, &card->id, 1, MARKS_METHOD));
    *found = arena_new(&x->arena, struct analysed);
    if (!n || !marks_unpack(*found, &x->arena, marks[0].marks)) {
        TRY(store_article_get(&article, &x->arena, s, card->id));
        analyse_for_index(found, &x->arena, &x->arena, x->reader, &article);
    }
    archive_identify(*found, &article, 0);
    return OK;
}

void archive_put(struct archive *x, const struct analysed *found)
{
    x->beyond |= related_stats(x->related).articles >= x->window;
    related_add(x->related, &found->related);
    copies_add(x->copies, found->related.id, found->related.source_id, found->related.copy_group,
               &found->signature);
}

static status put_tags(struct archive *x, struct store *s, const struct analysed *found, int64_t id)
{
    struct hashtags tags;
    struct tag_put puts[TAGS_HASHTAGS_MAX];
    int64_t ids[TAGS_HASHTAGS_MAX];
    frequency_choose(&tags, &x->arena, x->frequency, found->words.language, &found->candidates);
    for (uint32_t i = 0; i < tags.len; i++) {
        const struct hashtag *from = &tags.at[i];
        puts[i] = (struct tag_put){
            .tag = {.display = from->display, .canonical = from->canonical, .kind = from->kind},
            .aliases = from->aliases,
            .aliases_len = from->aliases_len};
    }
    TRY(store_tags_ensure(ids, s, puts, tags.len));
    return store_article_tags_put(s, id, ids, tags.len);
}

/* Finds out whether the article is a copy, and keeps it. *group is that of its copies, 0 when there
 * are none. */
static status put_copies(int64_t *group, struct archive *x, struct store *s, struct analysed *found,
                         const struct article *article, enum archive_reason reason)
{
    struct copy_match match;
    uint64_t own = (uint64_t)article->id;
    if (reason != ARCHIVE_NEW)
        own |= (uint64_t)article->version << GROUP_VERSION_BITS;
    *group = 0;
    if (copies_find(&match, x->copies, article->id, article->source_id, &found->signature)) {
        status st = store_copy_put(s, article->id, match.id);
        if (st == OK) {
            archive_identify(found, article, match.group);
            return store_copy_group(group, s, article->id);
        }
        if (st != E_NOTFOUND)
            return st;
        /* Another program has removed it. */
        copies_remove(x->copies, match.id);
        related_remove(x->related, match.id);
    }
    if (reason != ARCHIVE_NEW)
        TRY(store_copy_put(s, article->id, 0));
    archive_identify(found, article, own);
    return OK;
}

void archive_analyse(struct analysed **out, struct archive *x, struct arena *a,
                     const struct article *article, struct strs outlets)
{
    arena_reset(&x->arena);
    analyse_article(out, a, &x->arena, x->reader, article, outlets);
}

status archive_take(struct archive *x, struct store *s, struct analysed *found,
                    const struct article *article, enum archive_reason reason)
{
    int64_t group;
    arena_reset(&x->arena);
    struct archive_entry *entry = vec_push(&x->journal, &x->journal_arena);
    *entry = (struct archive_entry){.id = article->id, .found = found, .reason = reason};
    found->found.article_id = article->id;
    found->found.version = article->version;
    TRY(store_analysis_put(s, &found->found, article->text));
    TRY(store_marks_put(s, article->id, article->version, MARKS_METHOD, found->marks));
    if (reason == ARCHIVE_NEW) {
        frequency_add(x->frequency, &found->words);
        entry->counted = true;
    }
    TRY(put_tags(x, s, found, article->id));
    TRY(put_copies(&group, x, s, found, article, reason));
    archive_put(x, found);
    return archive_cards(x, s, found, group, reason);
}

void archive_keep(struct archive *x)
{
    arena_reset(&x->journal_arena);
    memset(&x->journal, 0, sizeof x->journal);
    related_keep(x->related);
    copies_keep(x->copies);
}

/* Puts the version of the article that the store has back among the related ones; one that can not
 * be read stays out of them. */
static void put_back(struct archive *x, struct store *s, int64_t id)
{
    struct arena kept;
    struct article article;
    struct analysed *found;
    int64_t group;
    arena_init(&kept);
    arena_reset(&x->arena);
    if (store_article_get(&article, &kept, s, id) == OK && store_copy_group(&group, s, id) == OK) {
        analyse_for_index(&found, &kept, &x->arena, x->reader, &article);
        archive_identify(found, &article, (uint64_t)(group ? group : id));
        related_add(x->related, &found->related);
    }
    arena_end(&kept);
}

void archive_undo(struct archive *x, struct store *s)
{
    for (size_t i = x->journal.len; i > 0; i--) {
        const struct archive_entry *entry = &x->journal.at[i - 1];
        related_remove(x->related, entry->id);
        if (entry->counted)
            frequency_remove(x->frequency, &entry->found->words);
    }
    for (size_t i = 0; i < x->journal.len; i++)
        if (x->journal.at[i].reason != ARCHIVE_NEW)
            put_back(x, s, x->journal.at[i].id);
    related_undo(x->related);
    copies_undo(x->copies);
    archive_keep(x);
}
