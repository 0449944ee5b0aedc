/* Fields of `courant analyze` about where an article comes from. */
#include "cli/analyze.h"
#include "identity/provenance.h"

static void put_name(struct json *j, const char *key, const struct provenance_name *n)
{
    json_key_str_opt(j, key, n->name);
}

static void put_cited(struct json *j, const struct provenance *p)
{
    if (!p->cited_len)
        return;
    json_key(j, "cited_outlets");
    json_array(j);
    for (size_t i = 0; i < p->cited_len; i++) {
        json_object(j);
        json_key_str(j, "name", p->cited[i].name.name);
        json_key_bool(j, "anonymous", p->cited[i].anonymous);
        json_key_i64(j, "start", p->cited[i].name.begin);
        json_key_i64(j, "end", p->cited[i].name.end);
        json_end(j);
    }
    json_end(j);
}

void analyze_put_provenance(struct json *j, const struct analysis *a)
{
    struct text_input line = {
        .text = json_in_str(a->row, "credit_line"),
        .language = a->doc->language,
        .published_us = a->doc->published_us,
    };
    struct text_doc credit;
    struct provenance p;
    text_doc_read(&credit, a->arena, a->reader, &line);
    struct provenance_input in = {
        .doc = a->doc,
        .credit = &credit,
        .feed_source = json_in_str(a->row, "feed_source"),
        .address = json_in_str(a->row, "url"),
        .canonical = json_in_str(a->row, "canonical_url"),
    };
    provenance_read(&p, a->arena, &in);
    json_object(j);
    put_name(j, "first_published_by", &p.first_published_by);
    put_name(j, "translated_by", &p.translated_by);
    put_name(j, "edited_by", &p.edited_by);
    if (p.agencies_len) {
        json_key(j, "agencies");
        json_array(j);
        for (size_t i = 0; i < p.agencies_len; i++)
            json_str(j, p.agencies[i].name);
        json_end(j);
    }
    put_cited(j, &p);
    json_end(j);
}
