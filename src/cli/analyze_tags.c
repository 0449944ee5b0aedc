/* Fields of `courant analyze` that say what an article is about: names. */
#include "cli/analyze.h"
#include "text/name.h"

static void put_mentions(struct json *j, const struct name *n)
{
    json_key(j, "mentions");
    json_array(j);
    for (uint32_t i = 0; i < n->mentions_len; i++) {
        if (n->mentions[i].in_title)
            continue;
        json_array(j);
        json_i64(j, n->mentions[i].begin);
        json_i64(j, n->mentions[i].end);
        json_end(j);
    }
    json_end(j);
}

void analyze_put_names(struct json *j, const struct analysis *a)
{
    struct name_list names;
    name_find(&names, a->arena, a->reader, a->doc);
    json_array(j);
    for (uint32_t i = 0; i < names.len; i++) {
        const struct name *n = &names.at[i];
        json_object(j);
        json_key_str(j, "text", n->text);
        json_key_str(j, "kind", str_c(name_kind_word(n->kind)));
        if (n->aliases_len) {
            json_key(j, "aliases");
            json_array(j);
            for (uint32_t k = 0; k < n->aliases_len; k++)
                json_str(j, n->aliases[k]);
            json_end(j);
        }
        put_mentions(j, n);
        json_end(j);
    }
    json_end(j);
}
