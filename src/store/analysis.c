/* What the analyses found in an article: one row, its lists as JSON. A range is two numbers in a
 * flat array; names and outlets are arrays of fixed order, because they are many and small. */
#include "base/json.h"
#include "base/json_in.h"
#include "store/internal.h"

#define COLUMN_MAX ((size_t)8 << 20) /* bytes of JSON */

static void put_range(struct json *j, struct text_range range)
{
    json_i64(j, range.begin);
    json_i64(j, range.end);
}

static void put_ranges(struct json *j, const struct text_ranges *ranges)
{
    json_array(j);
    for (size_t i = 0; i < ranges->len; i++)
        put_range(j, ranges->at[i]);
    json_end(j);
}

/* [text, aliases, kind, [mentions], [introduced]] */
static void put_name(struct json *j, const struct analysed_name *name)
{
    json_array(j);
    json_str(j, name->text);
    json_str(j, name->aliases);
    json_i64(j, name->kind);
    put_ranges(j, &name->mentions);
    put_range(j, name->introduced);
    json_end(j);
}

/* [name, begin, end, anonymous, times] */
static void put_credited(struct json *j, const struct credited *c)
{
    json_array(j);
    json_str(j, c->name);
    put_range(j, c->at);
    json_i64(j, c->anonymous);
    json_i64(j, c->times);
    json_end(j);
}

static void put_credits(struct json *j, const struct credits *credits)
{
    json_array(j);
    for (size_t i = 0; i < credits->len; i++)
        put_credited(j, &credits->at[i]);
    json_end(j);
}

/* [translated, first, translator, editor, [agencies], [cited]] */
static void put_provenance(struct json *j, const struct article_provenance *p)
{
    json_array(j);
    json_i64(j, p->translated);
    put_credited(j, &p->first_published_by);
    put_credited(j, &p->translated_by);
    put_credited(j, &p->edited_by);
    put_credits(j, &p->agencies);
    put_credits(j, &p->cited);
    json_end(j);
}

static status ranges_json(str *out, struct arena *a, const struct text_ranges *ranges)
{
    struct sbuf b;
    struct json j;
    sbuf_init(&b, a, COLUMN_MAX);
    json_init(&j, &b);
    put_ranges(&j, ranges);
    return sbuf_end(out, &b);
}

static status names_json(str *out, struct arena *a, const struct analysed_names *names)
{
    struct sbuf b;
    struct json j;
    sbuf_init(&b, a, COLUMN_MAX);
    json_init(&j, &b);
    json_array(&j);
    for (size_t i = 0; i < names->len; i++)
        put_name(&j, &names->at[i]);
    json_end(&j);
    return sbuf_end(out, &b);
}

static status provenance_json(str *out, struct arena *a, const struct article_provenance *p)
{
    struct sbuf b;
    struct json j;
    sbuf_init(&b, a, COLUMN_MAX);
    json_init(&j, &b);
    put_provenance(&j, p);
    return sbuf_end(out, &b);
}

/* The chosen sentences as one text. */
static status words_of(str *out, struct arena *a, const struct text_ranges *ranges, str text)
{
    struct sbuf b;
    sbuf_init(&b, a, COLUMN_MAX);
    for (size_t i = 0; i < ranges->len; i++) {
        if (b.len)
            sbuf_putc(&b, ' ');
        sbuf_put(&b, str_sub(text, ranges->at[i].begin, ranges->at[i].end));
    }
    return sbuf_end(out, &b);
}

static status put(struct store *s, const struct article_analysis *x, str text)
{
    struct arena *a = &s->scratch;
    str sentences, summary, words, points, names, provenance;
    TRY(ranges_json(&sentences, a, &x->sentences));
    TRY(ranges_json(&summary, a, &x->summary));
    TRY(words_of(&words, a, &x->summary, text));
    TRY(ranges_json(&points, a, &x->points));
    TRY(names_json(&names, a, &x->names));
    TRY(provenance_json(&provenance, a, &x->provenance));
    s->changed = true;
    return q_analysis_put(s->db, x->article_id, x->version, x->method, sentences, summary, words,
                          points, names, provenance);
}

status store_analysis_put(struct store *s, const struct article_analysis *analysis, str text)
{
    bool own;
    TRY(store_change_begin(&own, s));
    status st = put(s, analysis, text);
    arena_reset(&s->scratch);
    if (st != OK)
        st = fail_in(st, "analysis of article %lld", (long long)analysis->article_id);
    return store_change_end(s, own, st);
}

/* The readers take what is not there, or is no number, as 0: columns_sound has looked before. */
static int64_t number_at(const struct json_value *v, size_t i)
{
    int64_t n = 0;
    return json_in_i64(&n, json_in_at(v, i)) ? n : 0;
}

static struct text_range range_at(const struct json_value *v, size_t i)
{
    return (struct text_range){(uint32_t)number_at(v, i), (uint32_t)number_at(v, i + 1)};
}

static struct text_ranges get_ranges(struct arena *a, const struct json_value *v)
{
    size_t n = json_in_len(v) / 2;
    struct text_range *at = arena_array(a, n, struct text_range);
    for (size_t i = 0; i < n; i++)
        at[i] = range_at(v, 2 * i);
    return (struct text_ranges){at, n};
}

static str text_at(struct arena *a, const struct json_value *v, size_t i)
{
    return str_dup(a, json_in_text(json_in_at(v, i)));
}

static struct analysed_names get_names(struct arena *a, const struct json_value *v)
{
    size_t n = json_in_len(v);
    struct analysed_name *at = arena_array(a, n, struct analysed_name);
    for (size_t i = 0; i < n; i++) {
        const struct json_value *name = json_in_at(v, i);
        at[i] = (struct analysed_name){
            .text = text_at(a, name, 0),
            .aliases = text_at(a, name, 1),
            .kind = number_at(name, 2),
            .mentions = get_ranges(a, json_in_at(name, 3)),
            .introduced = range_at(name, 4),
        };
    }
    return (struct analysed_names){at, n};
}

static struct credited get_credited(struct arena *a, const struct json_value *v)
{
    return (struct credited){
        .name = text_at(a, v, 0),
        .at = range_at(v, 1),
        .anonymous = number_at(v, 3) != 0,
        .times = number_at(v, 4),
    };
}

static struct credits get_credits(struct arena *a, const struct json_value *v)
{
    size_t n = json_in_len(v);
    struct credited *at = arena_array(a, n, struct credited);
    for (size_t i = 0; i < n; i++)
        at[i] = get_credited(a, json_in_at(v, i));
    return (struct credits){at, n};
}

static struct article_provenance get_provenance(struct arena *a, const struct json_value *v)
{
    return (struct article_provenance){
        .translated = number_at(v, 0) != 0,
        .first_published_by = get_credited(a, json_in_at(v, 1)),
        .translated_by = get_credited(a, json_in_at(v, 2)),
        .edited_by = get_credited(a, json_in_at(v, 3)),
        .agencies = get_credits(a, json_in_at(v, 4)),
        .cited = get_credits(a, json_in_at(v, 5)),
    };
}

/* A column as an array, NULL when it is none. */
static struct json_value *column(str text)
{
    struct json_value *v = NULL;
    if (json_in_parse(&v, text) == OK && json_in_is_array(v))
        return v;
    json_in_free(v);
    return NULL;
}

static status unpack(struct article_analysis *out, struct arena *a, const struct kept_analysis *row)
{
    struct json_value *sentences CLEANUP(json_in_end) = column(row->sentences);
    struct json_value *summary CLEANUP(json_in_end) = column(row->summary);
    struct json_value *points CLEANUP(json_in_end) = column(row->points);
    struct json_value *names CLEANUP(json_in_end) = column(row->names);
    struct json_value *provenance CLEANUP(json_in_end) = column(row->provenance);
    if (!sentences || !summary || !points || !names || !provenance)
        return fail(E_DB,
                    "store: the analysis of article %lld is no JSON; 'courant migrate --reanalyse' "
                    "makes it anew",
                    (long long)out->article_id);
    out->version = row->version;
    out->method = row->method;
    out->sentences = get_ranges(a, sentences);
    out->summary = get_ranges(a, summary);
    out->points = get_ranges(a, points);
    out->names = get_names(a, names);
    out->provenance = get_provenance(a, provenance);
    return OK;
}

status store_analysis_get(struct article_analysis *out, struct arena *a, struct store *s,
                          int64_t article_id)
{
    struct kept_analysis row;
    status st = q_analysis_get(&row, &s->scratch, s->db, article_id);
    if (st == E_NOTFOUND)
        st = fail(st, "article %lld was not analysed", (long long)article_id);
    *out = (struct article_analysis){.article_id = article_id};
    if (st == OK)
        st = unpack(out, a, &row);
    arena_reset(&s->scratch);
    return st;
}

status store_analysis_stale_count(int64_t *out, struct store *s, int64_t method)
{
    struct q_analysis_stale_count_row row;
    TRY(q_analysis_stale_count(&row, &s->scratch, s->db, method));
    *out = row.count;
    return OK;
}

status store_article_recent(struct store_recent **out, size_t *n, struct arena *a, struct store *s,
                            size_t limit)
{
    return q_article_recent(out, n, a, s->db, (int64_t)limit);
}

status store_marks_put(struct store *s, int64_t article_id, int64_t version, int64_t method,
                       str marks)
{
    bool own;
    TRY(store_change_begin(&own, s));
    return store_change_end(s, own, q_marks_put(s->db, article_id, version, method, marks));
}

status store_marks_get(struct store_marks **out, size_t *n, struct arena *a, struct store *s,
                       const int64_t *ids, size_t len, int64_t method)
{
    ASSERT(len <= STORE_MARKS_MAX);
    str list = store_id_list(&s->scratch, ids, len);
    status st = q_marks_of(out, n, a, s->db, list, method);
    arena_reset(&s->scratch);
    return st;
}
