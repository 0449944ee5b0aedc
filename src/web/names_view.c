/* Names grouped by kind, in the order the analysis has them: the most prominent first. */
#include "web/names_view.h"

#include "web/strings.h"

#define NAMES_SHOWN 6     /* of one kind; the rest is folded away ... */
#define NAMES_MAX 60      /* ... up to this many in all */
#define MENTIONS_SHOWN 50 /* of one name */

static struct name_view name_of(const struct said *said, const struct analysed_name *name)
{
    size_t n = name->mentions.len < MENTIONS_SHOWN ? name->mentions.len : MENTIONS_SHOWN;
    struct mention_view *at = arena_array(said->a, n, struct mention_view);
    for (size_t i = 0; i < n; i++)
        at[i] = (struct mention_view){(int64_t)i + 1, said_link(said, name->mentions.at[i])};
    return (struct name_view){
        .name = name->text,
        .aliases = name->aliases,
        .introduced = said_sentence(said, name->introduced),
        .mentions = {at, n},
    };
}

/* Leaves out a sentence that an earlier name of the group was introduced by: it has been said. */
static void say_once(struct name_view *names, size_t n)
{
    for (size_t i = 1; i < n; i++)
        for (size_t k = 0; k < i; k++)
            if (!str_empty(names[k].introduced.text) &&
                names[i].introduced.text.p == names[k].introduced.text.p) {
                names[i].introduced = (struct sentence_view){0};
                break;
            }
}

struct name_group_view_list names_view(const struct said *said, const struct analysed_names *names)
{
    static const struct {
        int64_t kind;
        enum ui_string title;
    } GROUPS[] = {
        {ANALYSED_PERSON, UI_names_people},
        {ANALYSED_ORGANISATION, UI_names_organisations},
        {ANALYSED_PLACE, UI_names_places},
        {ANALYSED_OTHER, UI_names_other},
    };
    struct name_group_view *groups =
        arena_array(said->a, ARRAY_LEN(GROUPS), struct name_group_view);
    size_t len = 0;
    for (size_t k = 0; k < ARRAY_LEN(GROUPS); k++) {
        struct name_view *at = arena_array(said->a, NAMES_MAX, struct name_view);
        size_t n = 0;
        for (size_t i = 0; i < names->len && n < NAMES_MAX; i++)
            if (names->at[i].kind == GROUPS[k].kind)
                at[n++] = name_of(said, &names->at[i]);
        if (n == 0)
            continue;
        say_once(at, n);
        /* One name alone is not worth a fold. */
        size_t shown = n > NAMES_SHOWN + 1 ? NAMES_SHOWN : n;
        groups[len++] = (struct name_group_view){
            .title = ui_text(GROUPS[k].title),
            .names = {at, shown},
            .more = {at + shown, n - shown},
            .more_count = (int64_t)(n - shown),
        };
    }
    return (struct name_group_view_list){groups, len};
}
