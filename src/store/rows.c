/* Typed values in and out of queries, and lists of strings as JSON arrays. */
#include "store/rows.h"

#include "base/json.h"
#include "base/vec.h"

#define STRS_JSON_MAX ((size_t)256 << 10) /* authors or tags of one article */

struct db_value db_i64(struct db *db UNUSED, int64_t i)
{
    return (struct db_value){.type = DB_I64, .i = i};
}

struct db_value db_f64(struct db *db UNUSED, double f)
{
    return (struct db_value){.type = DB_F64, .f = f};
}

struct db_value db_bool(struct db *db UNUSED, bool b)
{
    return (struct db_value){.type = DB_I64, .i = b};
}

struct db_value db_u64(struct db *db UNUSED, uint64_t u)
{
    return (struct db_value){.type = DB_I64, .i = (int64_t)u};
}

struct db_value db_time(struct db *db UNUSED, int64_t time_us)
{
    if (time_us == TIME_NONE)
        return (struct db_value){.type = DB_NULL};
    return (struct db_value){.type = DB_I64, .i = time_us};
}

struct db_value db_ref(struct db *db UNUSED, int64_t id)
{
    if (id == 0)
        return (struct db_value){.type = DB_NULL};
    return (struct db_value){.type = DB_I64, .i = id};
}

struct db_value db_str(struct db *db UNUSED, str s)
{
    return (struct db_value){.type = DB_STR, .s = s.p ? s : S("")};
}

struct db_value db_bytes(struct db *db UNUSED, str s)
{
    return (struct db_value){.type = DB_BYTES, .s = s.p ? s : S("")};
}

struct db_value db_html(struct db *db, html h)
{
    return db_str(db, h.s);
}

struct db_value db_strs(struct db *db, struct strs strs)
{
    if (strs.len == 0)
        return db_str(db, S("[]"));
    /* Items that no longer fit are left out: a list of authors of that size is not one. */
    size_t room = STRS_JSON_MAX, fits = 0;
    while (fits < strs.len && 6 * strs.at[fits].len + 4 <= room) {
        room -= 6 * strs.at[fits].len + 4;
        fits++;
    }
    struct sbuf b;
    struct json j;
    sbuf_init(&b, &db->scratch, STRS_JSON_MAX + 16);
    json_init(&j, &b);
    json_array(&j);
    for (size_t i = 0; i < fits; i++)
        json_str(&j, strs.at[i]);
    json_end(&j);
    return db_str(db, sbuf_str(&b));
}

status db_rows_begin(struct db_row *row, struct arena *a, struct db *db,
                     const struct db_query *query, const struct db_value *values)
{
    *row = (struct db_row){.db = db, .arena = a};
    db->statements++;
    status st = db_values_check(query, values, 1);
    if (st == OK)
        st = db->driver->prepare(&row->stmt, db, query);
    if (st == OK) {
        st = db->driver->bind(row->stmt, values);
        if (st != OK)
            db->driver->reset(row->stmt);
    }
    if (st != OK)
        arena_reset(&db->scratch);
    return st;
}

bool db_rows_next(struct db_row *row)
{
    bool more = false;
    if (row->failed != OK)
        return false;
    row->failed = row->db->driver->step(&more, row->stmt);
    if (row->failed != OK || !more)
        return false;
    row->any = true;
    return true;
}

status db_rows_end(struct db_row *row)
{
    row->db->driver->reset(row->stmt);
    arena_reset(&row->db->scratch);
    return row->failed;
}

status db_rows_end_one(struct db_row *row)
{
    const char *name = row->stmt->query->name;
    TRY(db_rows_end(row));
    return row->any ? OK : fail(E_NOTFOUND, "store: '%s' found nothing", name);
}

static struct db_value column(struct db_row *row, unsigned i)
{
    struct db_value v = {.type = DB_NULL};
    if (row->failed == OK)
        row->failed = row->db->driver->column(&v, row->stmt, i);
    if (row->failed != OK)
        v.type = DB_NULL;
    return v;
}

struct db_value db_row_value(struct db_row *row, unsigned i)
{
    struct db_value v = column(row, i);
    if (v.type == DB_STR || v.type == DB_BYTES)
        v.s = str_dup(row->arena, v.s);
    return v;
}

int64_t db_row_i64(struct db_row *row, unsigned i)
{
    struct db_value v = column(row, i);
    return v.type == DB_I64 ? v.i : 0;
}

double db_row_f64(struct db_row *row, unsigned i)
{
    struct db_value v = column(row, i);
    return v.type == DB_F64 ? v.f : 0;
}

bool db_row_bool(struct db_row *row, unsigned i)
{
    return db_row_i64(row, i) != 0;
}

uint64_t db_row_u64(struct db_row *row, unsigned i)
{
    return (uint64_t)db_row_i64(row, i);
}

int64_t db_row_time(struct db_row *row, unsigned i)
{
    struct db_value v = column(row, i);
    return v.type == DB_I64 ? v.i : TIME_NONE;
}

int64_t db_row_ref(struct db_row *row, unsigned i)
{
    return db_row_i64(row, i);
}

str db_row_str(struct db_row *row, unsigned i)
{
    struct db_value v = column(row, i);
    return v.type == DB_STR ? str_dup(row->arena, v.s) : S("");
}

str db_row_bytes(struct db_row *row, unsigned i)
{
    struct db_value v = column(row, i);
    return v.type == DB_BYTES ? str_dup(row->arena, v.s) : S("");
}

html db_row_html(struct db_row *row, unsigned i)
{
    return (html){db_row_str(row, i)};
}

/* Takes four hexadecimal digits off *s; -1 when they are not there. */
static int take_hex4(str *s)
{
    if (s->len < 4)
        return -1;
    int n = 0;
    for (size_t i = 0; i < 4; i++) {
        int digit = ascii_hex_value((unsigned char)s->p[i]);
        if (digit < 0)
            return -1;
        n = n * 16 + digit;
    }
    *s = str_skip(*s, 4);
    return n;
}

/* What follows a backslash; false when it is no JSON escape. */
static bool take_escape(struct sbuf *b, str *s)
{
    static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
    if (s->len == 0)
        return false;
    char c = s->p[0];
    *s = str_skip(*s, 1);
    const char *at = c ? strchr(from, c) : NULL;
    if (at) {
        sbuf_putc(b, to[at - from]);
        return true;
    }
    int high = c == 'u' ? take_hex4(s) : -1;
    if (high < 0)
        return false;
    uint32_t code = (uint32_t)high;
    if (high >= 0xd800 && high < 0xdc00 && str_starts(*s, S("\\u"))) {
        *s = str_skip(*s, 2);
        int low = take_hex4(s);
        if (low < 0xdc00 || low > 0xdfff)
            return false;
        code = 0x10000 + (((uint32_t)high - 0xd800) << 10) + ((uint32_t)low - 0xdc00);
    }
    sbuf_put_utf8(b, code);
    return true;
}

/* A JSON string, its opening quote taken off already. */
static bool take_string(str *out, struct arena *a, str *s)
{
    struct sbuf b;
    sbuf_init(&b, a, STRS_JSON_MAX);
    while (s->len && s->p[0] != '"') {
        char c = s->p[0];
        *s = str_skip(*s, 1);
        if (c != '\\')
            sbuf_putc(&b, c);
        else if (!take_escape(&b, s))
            return false;
    }
    if (s->len == 0)
        return false;
    *s = str_skip(*s, 1);
    *out = sbuf_str(&b);
    return !b.overflow;
}

struct strs db_row_strs(struct db_row *row, unsigned i)
{
    struct db_value v = column(row, i);
    struct str_vec items = {0};
    str s = v.type == DB_STR ? str_trim(v.s) : S("[]");
    bool ok = str_starts(s, S("[")) && str_ends(s, S("]"));
    s = str_trim(str_sub(s, 1, s.len - ok));
    while (ok && s.len) {
        ok = s.p[0] == '"';
        s = str_skip(s, 1);
        ok = ok && take_string(vec_push(&items, row->arena), row->arena, &s);
        s = str_trim(s);
        if (ok && s.len) {
            ok = s.p[0] == ',';
            s = str_trim(str_skip(s, 1));
            ok = ok && s.len;
        }
    }
    if (!ok && row->failed == OK)
        row->failed =
            fail(E_DB,
                 "store: '%s' column %u is not a JSON array of strings; 'courant restore' "
                 "brings back a backup",
                 row->stmt->query->name, i);
    return (struct strs){items.at, ok ? items.len : 0};
}
