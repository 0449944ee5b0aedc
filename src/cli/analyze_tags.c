/* Fields of `courant analyze` that say what an article is about: names, keyphrases, hashtags. */
#include "cli/analyze.h"
#include "tags/hashtag.h"
#include "text/name.h"

#define PHRASES_MAX 30

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

void analyze_put_keyphrases(struct json *j, const struct analysis *a)
{
    struct tags_phrases phrases;
    tags_keyphrases(&phrases, a->arena, a->reader, a->doc, NULL, PHRASES_MAX);
    json_array(j);
    for (uint32_t i = 0; i < phrases.len; i++) {
        json_object(j);
        json_key_str(j, "text", phrases.at[i].text);
        json_key(j, "score");
        json_f64(j, phrases.at[i].score, 3);
        json_end(j);
    }
    json_end(j);
}

void analyze_put_hashtags(struct json *j, const struct analysis *a)
{
    struct name_list names;
    struct tags_phrases phrases;
    struct hashtags tags;
    name_find(&names, a->arena, a->reader, a->doc);
    tags_keyphrases(&phrases, a->arena, a->reader, a->doc, NULL, PHRASES_MAX);
    tags_hashtags(&tags, a->arena, a->reader, a->doc, &names, &phrases);
    json_array(j);
    for (uint32_t i = 0; i < tags.len; i++)
        json_str(j, str_printf(a->arena, "#%.*s", STR_FMT(tags.at[i].display)));
    json_end(j);
}
