/* Recipes: how the entries of a page are found again, as JSON; and the paths in them. */
#include "base/hash.h"
#include "base/json.h"
#include "base/json_in.h"
#include "feed/induce_code.h"

#define RECIPE_VERSION 1
#define PATH_BYTES_MAX 4000

/* --- paths ----------------------------------------------------------------------------------- */

str induce_path_text(const struct induce_page *p, uint32_t root, uint32_t node, bool indexed)
{
    const struct html_tree *t = &p->tree;
    uint32_t steps[STEPS_MAX];
    size_t n = 0;
    struct sbuf b;
    sbuf_init(&b, p->arena, PATH_BYTES_MAX);
    for (uint32_t at = node; at && at != root && n < STEPS_MAX; at = t->nodes[at].parent)
        steps[n++] = at;
    for (bool first = true; n > 0; n--, first = false) {
        str class_name = induce_class(t, steps[n - 1]);
        uint32_t index = p->spots[steps[n - 1]].index;
        if (!first)
            sbuf_putc(&b, '/');
        sbuf_put(&b, html_name(t, steps[n - 1]));
        if (!str_empty(class_name)) {
            sbuf_putc(&b, '.');
            sbuf_put(&b, class_name);
        } else if (index > 1 && (indexed || induce_is_cell(t, steps[n - 1]))) {
            sbuf_printf(&b, ".%u", index);
        }
    }
    return b.overflow ? S("") : sbuf_str(&b);
}

void induce_steps_read(struct steps *out, str path)
{
    out->len = 0;
    while (path.len && out->len < STEPS_MAX) {
        str class_name = str_cut(&path, '/');
        str name = str_cut(&class_name, '.');
        if (!class_name.p)
            class_name = S("");
        out->tag[out->len] = hash_str(name);
        out->step[out->len++] = induce_step(name, class_name);
    }
}

bool induce_steps_fit(const struct induce_page *p, uint32_t node, const struct steps *steps,
                      size_t from, bool loosely)
{
    uint32_t n = node;
    for (size_t i = steps->len; i-- > from; n = p->tree.nodes[n].parent) {
        if (n == 0)
            return false;
        const struct spot *s = &p->spots[n];
        bool same = s->step == steps->step[i] || s->inner_step == steps->step[i];
        if (loosely ? s->tag != steps->tag[i] : !same)
            return false;
    }
    return steps->len > from;
}

/* --- out ------------------------------------------------------------------------------------- */

static void put_group(struct json *j, const struct recipe_group *g)
{
    json_object(j);
    json_key_str(j, "links", g->path);
    json_key_i64(j, "item", g->from);
    char shape[24];
    int len = snprintf(shape, sizeof shape, "%016llx", (unsigned long long)g->shape);
    json_key_str(j, "shape", str_of(shape, (size_t)len));
    json_key_str_opt(j, "title", g->fields.title);
    json_key_str_opt(j, "date", g->fields.date);
    if (g->fields.date_place == DATE_ABOVE)
        json_key_bool(j, "date_above", true);
    json_key_str_opt(j, "summary", g->fields.summary);
    json_key_str_opt(j, "image", g->fields.image);
    if (g->fields.whole)
        json_key_bool(j, "whole", true);
    json_end(j);
}

status induce_recipe_write(str *out, struct arena *a, const struct recipe *r)
{
    struct sbuf b;
    struct json j;
    sbuf_init(&b, a, INDUCE_RECIPE_MAX);
    json_init(&j, &b);
    json_object(&j);
    json_key_i64(&j, "version", RECIPE_VERSION);
    json_key_i64(&j, "entries", (int64_t)r->entries);
    json_key(&j, "lists");
    json_array(&j);
    for (size_t i = 0; i < r->len; i++)
        put_group(&j, &r->groups[i]);
    json_end(&j);
    json_end(&j);
    return sbuf_end(out, &b);
}

/* --- in -------------------------------------------------------------------------------------- */

static bool is_true(const struct json_value *v, const char *key)
{
    const struct json_value *member = json_in_get(v, key);
    return member && !json_in_is_false(member);
}

static str member(struct arena *a, const struct json_value *v, const char *key)
{
    return str_dup(a, json_in_str(v, key));
}

static void read_group(struct recipe_group *g, struct arena *a, const struct json_value *v)
{
    int64_t from = 0;
    str shape = json_in_str(v, "shape");
    (void)json_in_i64(&from, json_in_get(v, "item"));
    *g = (struct recipe_group){
        .path = member(a, v, "links"),
        .from = from > 0 && from < STEPS_MAX ? (uint32_t)from : 1,
        .fields = {.title = member(a, v, "title"),
                   .date = member(a, v, "date"),
                   .summary = member(a, v, "summary"),
                   .image = member(a, v, "image"),
                   .whole = is_true(v, "whole")},
    };
    for (size_t i = 0; i < shape.len && i < 16; i++) {
        int digit = ascii_hex_value((unsigned char)shape.p[i]);
        g->shape = g->shape << 4 | (uint64_t)(digit < 0 ? 0 : digit);
    }
    if (is_true(v, "date_above"))
        g->fields.date_place = DATE_ABOVE;
    else if (!str_empty(g->fields.date))
        g->fields.date_place = DATE_INSIDE;
}

status induce_recipe_read(struct recipe *out, struct arena *a, str text)
{
    struct json_value *v CLEANUP(json_in_end) = NULL;
    int64_t version = 0, entries = 0;
    *out = (struct recipe){0};
    if (text.len > INDUCE_RECIPE_MAX || json_in_parse(&v, text) != OK ||
        !json_in_i64(&version, json_in_get(v, "version")) || version != RECIPE_VERSION)
        return fail(E_INPUT, "what is kept about how to read the page cannot be understood: "
                             "subscribe to it anew");
    const struct json_value *lists = json_in_get(v, "lists");
    if (json_in_i64(&entries, json_in_get(v, "entries")) && entries > 0)
        out->entries = (size_t)entries;
    for (size_t i = 0; i < json_in_len(lists) && out->len < RECIPE_GROUPS_MAX; i++) {
        read_group(&out->groups[out->len], a, json_in_at(lists, i));
        out->len += !str_empty(out->groups[out->len].path);
    }
    return OK;
}
