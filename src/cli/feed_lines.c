/* Tables of 80 columns; what is longer is shortened, what is wrong is said in full. */
#include "cli/feed_lines.h"

#include "base/clock.h"
#include "base/json.h"
#include "cli/hub_lines.h"
#include "fetch/sender.h"
#include "text/columns.h"
#include "web/subscription_list.h"

#define LABEL_COLUMNS 12
#define NAME_COLUMNS 47 /* what a row leaves for the name */

const char *feed_full_text_name(int64_t full_text)
{
    return full_text == FEED_TEXT_ALWAYS ? "always"
                                         : (full_text == FEED_TEXT_NEVER ? "never" : "auto");
}

/* "3h", of a span of time. */
static void put_span(struct sbuf *b, int64_t span_us)
{
    static const struct {
        int64_t seconds;
        char unit;
    } units[] = {{86400, 'd'}, {3600, 'h'}, {60, 'm'}, {1, 's'}};
    int64_t seconds = span_us / CLOCK_SECOND_US;
    size_t i = 0;
    while (i + 1 < ARRAY_LEN(units) && seconds < units[i].seconds)
        i++;
    sbuf_printf(b, "%lld%c", (long long)(seconds / units[i].seconds), units[i].unit);
}

/* "3h ago", "now", "in 12m", "-". */
static str when(struct arena *a, int64_t time_us, int64_t now_us)
{
    struct sbuf b;
    if (time_us == TIME_NONE)
        return S("-");
    if (time_us / CLOCK_SECOND_US == now_us / CLOCK_SECOND_US)
        return S("now");
    sbuf_init(&b, a, 64);
    sbuf_put(&b, time_us < now_us ? S("") : S("in "));
    put_span(&b, time_us < now_us ? now_us - time_us : time_us - now_us);
    sbuf_put(&b, time_us < now_us ? S(" ago") : S(""));
    return sbuf_str(&b);
}

static str name_of(const struct feed_row *row)
{
    return str_empty(row->feed.title) ? row->feed.url : row->feed.title;
}

/* When it is asked next; a paused feed's plan says nothing. */
static int64_t next_of(const struct feed_row *row)
{
    bool asked = row->health != HEALTH_PAUSED && row->health != HEALTH_REMOVED;
    return asked ? row->feed.next_check_us : TIME_NONE;
}

static bool is_held(const struct feed_row *row)
{
    return row->feed.kind == FEED_OF_MAIL && str_empty(row->feed.recipe) &&
           row->health != HEALTH_PAUSED && row->health != HEALTH_REMOVED;
}

static const char *word_of(const struct feed_row *row)
{
    return is_held(row) ? "held" : feed_health_key((int)row->health);
}

void feed_lines_head(struct sbuf *b)
{
    sbuf_printf(b, "%-6s %-8s %-8s %-7s %s\n", "id", "health", "last", "next", "feed");
}

void feed_lines_row(struct sbuf *b, struct arena *a, const struct feed_row *row,
                    const struct feed_hub *hub, int64_t now_us)
{
    sbuf_printf(b, "%-6lld %-8s ", (long long)row->feed.id, word_of(row));
    columns_put(b, when(a, row->feed.succeeded_us, now_us), 8);
    sbuf_putc(b, ' ');
    columns_put(b, when(a, next_of(row), now_us), 7);
    sbuf_putc(b, ' ');
    str pushed = hub_lines_pushed(hub, now_us) ? S(" (pushed)") : S("");
    columns_put_last(b, name_of(row), NAME_COLUMNS - pushed.len);
    sbuf_put(b, pushed);
    sbuf_putc(b, '\n');
    columns_wrap(b, row->feed.error, 7, FEED_LINES_COLUMNS);
}

/* --- one feed -------------------------------------------------------------------------------- */

static void put(struct sbuf *b, const char *label, str value)
{
    size_t begin = b->len;
    if (str_empty(value))
        return;
    columns_wrap(b, value, LABEL_COLUMNS, FEED_LINES_COLUMNS);
    if (b->len > begin + strlen(label))
        memcpy(b->p + begin, label, strlen(label));
}

/* "2026-11-22T10:00:00Z, 3h ago" */
static str both(struct arena *a, int64_t time_us, int64_t now_us)
{
    struct sbuf b;
    if (time_us == TIME_NONE)
        return S("");
    sbuf_init(&b, a, 128);
    clock_put_iso(&b, time_us);
    str away = when(a, time_us, now_us);
    sbuf_printf(&b, ", %.*s", STR_FMT(away));
    return sbuf_str(&b);
}

static str span(struct arena *a, int64_t span_us)
{
    struct sbuf b;
    sbuf_init(&b, a, 64);
    if (span_us > 0)
        put_span(&b, span_us);
    return sbuf_str(&b);
}

static str folders_of(struct arena *a, const struct feed *f)
{
    struct sbuf b;
    sbuf_init(&b, a, (size_t)64 << 10);
    for (size_t i = 0; i < f->folders.len; i++) {
        sbuf_put(&b, i ? S(" / ") : S(""));
        sbuf_put(&b, f->folders.at[i]);
    }
    return sbuf_str(&b);
}

static str health_of(struct arena *a, const struct feed_row *row, int64_t now_us)
{
    const struct feed *f = &row->feed;
    if (is_held(row))
        return S("held: its mails wait until it is published, see 'courant mail'");
    switch ((enum feed_health)row->health) {
    case HEALTH_FAILING:
        return str_printf(a, "failing, %lld %s in a row", (long long)f->failures,
                          f->failures == 1 ? "time" : "times");
    case HEALTH_GONE: return S("gone for good, so it is not asked any more");
    case HEALTH_LATE: return S("late: it is due, and nobody asks");
    case HEALTH_MOVED:
        return str_printf(a, "moved to %.*s since %.*s", STR_FMT(f->moved_url),
                          STR_FMT(both(a, f->moved_us, now_us)));
    case HEALTH_QUIET: return S("quiet: it answers, but there has been nothing for long");
    case HEALTH_NEW: return S("new: not asked yet");
    case HEALTH_PAUSED:
        return f->paused_us == TIME_NONE
                   ? S("paused")
                   : str_printf(a, "paused since %.*s", STR_FMT(both(a, f->paused_us, now_us)));
    case HEALTH_REMOVED:
        return str_printf(a, "removed %.*s; it can be brought back for %.*s",
                          STR_FMT(both(a, f->removed_us, now_us)),
                          STR_FMT(span(a, f->removed_us + STORE_FEED_KEPT_US - now_us)));
    default: return S("ok");
    }
}

static void put_settings(struct sbuf *b, struct arena *a, const struct feed_settings *set)
{
    put(b, "full text", str_c(feed_full_text_name(set->full_text)));
    put(b, "user agent", set->user_agent);
    put(b, "user name", set->username);
    put(b, "password", str_empty(set->password) ? S("") : S("set"));
    put(b, "cookie", str_empty(set->cookie) ? S("") : S("set"));
    if (!str_empty(set->proxy))
        put(b, "proxy", fetch_proxy_name(a, set->proxy));
}

static void put_entries(struct sbuf *b, struct arena *a, const struct feed_told *told,
                        int64_t now_us)
{
    const struct feed_entry_counts *n = &told->counts;
    put(b, "entries",
        str_printf(a, "%lld, of which %lld are articles and %lld wait for their page",
                   (long long)n->entries, (long long)n->articles, (long long)n->waiting));
    for (size_t i = 0; i < told->newest_len; i++) {
        const struct feed_entry *e = &told->newest[i];
        int64_t time_us = e->published_us == TIME_NONE ? e->first_seen_us : e->published_us;
        sbuf_printf(b, "  %-9s ", str_cstr(a, when(a, time_us, now_us)));
        columns_put_last(b, str_empty(e->title) ? e->url : e->title, FEED_LINES_COLUMNS - 12);
        sbuf_putc(b, '\n');
    }
}

static str kind_of(const struct feed *f)
{
    return f->kind == FEED_OF_PAGE ? S("page")
                                   : (f->kind == FEED_OF_MAIL ? S("newsletter") : S("feed"));
}

void feed_lines_show(struct sbuf *b, struct arena *a, const struct feed_told *told, int64_t now_us)
{
    const struct feed_row *row = &told->row;
    const struct feed *f = &row->feed;
    put(b, "id", str_printf(a, "%lld", (long long)f->id));
    put(b, "title", f->title);
    put(b, "kind", kind_of(f));
    put(b, "address", f->url);
    put(b, "site", f->site_url);
    put(b, "source", row->source_key);
    put(b, "folders", folders_of(a, f));
    put(b, "health", health_of(a, row, now_us));
    put(b, "error", f->error);
    put(b, "asked", both(a, f->checked_us, now_us));
    put(b, "answered", both(a, f->succeeded_us, now_us));
    put(b, "next", both(a, next_of(row), now_us));
    put(b, "pushed", hub_lines_text(a, told->hub, now_us));
    put(b, "newest", both(a, f->newest_us, now_us));
    put(b, "posts every", span(a, f->gap_us));
    put(b, "asks for", span(a, f->said_us));
    put_settings(b, a, &told->settings);
    put_entries(b, a, told, now_us);
}

/* --- for programs ---------------------------------------------------------------------------- */

static void json_settings(struct json *j, struct arena *a, const struct feed_settings *set)
{
    json_key(j, "settings");
    json_object(j);
    json_key_str(j, "full_text", str_c(feed_full_text_name(set->full_text)));
    json_key_str_opt(j, "user_agent", set->user_agent);
    json_key_str_opt(j, "username", set->username);
    json_key_bool(j, "password", !str_empty(set->password));
    json_key_bool(j, "cookie", !str_empty(set->cookie));
    if (!str_empty(set->proxy))
        json_key_str(j, "proxy", fetch_proxy_name(a, set->proxy));
    json_end(j);
}

static void json_times(struct json *j, const struct feed_row *row)
{
    const struct feed *f = &row->feed;
    json_key_time_opt(j, "checked", f->checked_us);
    json_key_time_opt(j, "succeeded", f->succeeded_us);
    json_key_time_opt(j, "next", next_of(row));
    json_key_time_opt(j, "newest", f->newest_us);
    if (f->gap_us)
        json_key_i64(j, "gap_seconds", f->gap_us / CLOCK_SECOND_US);
    if (f->said_us)
        json_key_i64(j, "said_seconds", f->said_us / CLOCK_SECOND_US);
    json_key_time_opt(j, "paused", f->paused_us);
    json_key_time_opt(j, "removed", f->removed_us);
    if (f->failures)
        json_key_i64(j, "failures", f->failures);
    json_key_str_opt(j, "error", f->error);
    json_key_str_opt(j, "moved_to", f->moved_url);
    json_key_time_opt(j, "moved_since", f->moved_us);
}

void feed_lines_json(struct sbuf *b, struct arena *a, const struct feed_row *row,
                     const struct feed_settings *settings, const struct feed_entry_counts *counts,
                     const struct feed_hub *hub, int64_t now_us)
{
    struct json j;
    const struct feed *f = &row->feed;
    json_init(&j, b);
    json_object(&j);
    json_key_i64(&j, "id", f->id);
    json_key_str(&j, "kind", kind_of(f));
    json_key_str(&j, "url", f->url);
    json_key_str_opt(&j, "title", f->title);
    json_key_str_opt(&j, "site_url", f->site_url);
    json_key_str(&j, "source", row->source_key);
    if (f->folders.len) {
        json_key(&j, "folders");
        json_array(&j);
        for (size_t i = 0; i < f->folders.len; i++)
            json_str(&j, f->folders.at[i]);
        json_end(&j);
    }
    json_key_str(&j, "health", str_c(word_of(row)));
    json_times(&j, row);
    hub_lines_json(&j, hub, now_us);
    json_settings(&j, a, settings);
    if (counts) {
        json_key_i64(&j, "entries", counts->entries);
        json_key_i64(&j, "articles", counts->articles);
        json_key_i64(&j, "waiting", counts->waiting);
    }
    json_end(&j);
    sbuf_putc(b, '\n');
}
