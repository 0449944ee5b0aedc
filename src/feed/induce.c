/* Lists of a page's links, and reading one of them again. */
#include "feed/induce.h"

#include "base/map.h"
#include "feed/induce_code.h"

/* Whether most of what FEED has is in one of the lists that are better. */
static bool is_known(const struct map *known, const struct feed_document *feed)
{
    size_t n = 0;
    vec_each (const struct feed_part, item, &feed->items)
        n += map_get(known, item->link) != NULL;
    return n * 2 > feed->items.len;
}

status induce_lists(struct induced_vec *out, struct arena *a, const struct induce_source *source)
{
    struct induce_page *p = arena_new(a, struct induce_page);
    struct group_vec groups = {0};
    struct map known;
    map_init(&known, a);
    TRY(induce_page_read(p, a, source));
    induce_groups_find(&groups, p);
    for (size_t i = 0; i < groups.len && out->len < INDUCE_LISTS_MAX; i++) {
        struct recipe *recipe = arena_new(a, struct recipe);
        struct induced list = {.score = groups.at[i].score};
        induce_list_make(recipe, p, &groups, i, &known);
        if (recipe->len == 0 || induce_document(&list.feed, p, recipe) != OK ||
            is_known(&known, list.feed) || induce_recipe_write(&list.recipe, a, recipe) != OK)
            continue;
        vec_each (const struct feed_part, item, &list.feed->items)
            *map_put(&known, item->link) = 1;
        *vec_push(out, a) = list;
    }
    return OK;
}

status induce_read(struct feed_document **out, struct arena *a, const struct induce_source *source,
                   str recipe)
{
    struct induce_page *p = arena_new(a, struct induce_page);
    struct recipe *r = arena_new(a, struct recipe);
    TRY(induce_recipe_read(r, a, recipe));
    TRY(induce_page_read(p, a, source));
    return induce_document(out, p, r);
}

status induce_check(str recipe)
{
    struct arena a;
    struct recipe r;
    arena_init(&a);
    status read = induce_recipe_read(&r, &a, recipe);
    if (read == OK && r.len == 0)
        read = fail(E_INPUT, "how to read the page names none of its lists");
    arena_end(&a);
    return read;
}
