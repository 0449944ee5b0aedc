/* The addresses of this site. */
#include "web/paths.h"

#include "assets.h"
#include "base/clock.h"
#include "base/url.h"

#define PATH_LEN_MAX ((size_t)16 << 10)
#define BACK_LEN_MAX 2048

/* PREFIX and VALUE percent-encoded behind it. A path past PATH_LEN_MAX is the front page: such
 * values are refused where they come in, so that only a mistake of ours gets here. */
static path encoded(struct arena *a, str prefix, str value)
{
    struct sbuf b;
    sbuf_init(&b, a, PATH_LEN_MAX);
    sbuf_put(&b, prefix);
    url_put_escaped(&b, value);
    str out;
    return sbuf_end(&out, &b) == OK ? (path){out} : path_front();
}

path path_front(void)
{
    return (path){S("/")};
}

path path_sources(void)
{
    return (path){S("/sources")};
}

path path_opml(void)
{
    return (path){S("/sources.opml")};
}

path path_icon(void)
{
    return (path){S(ASSET_URL_ICON_SVG)};
}

str path_websub(void)
{
    return S("/websub/");
}

path path_about(void)
{
    return (path){S("/about")};
}

path path_archive(void)
{
    return (path){S("/archive")};
}

path path_search(void)
{
    return (path){S("/search")};
}

path path_account(void)
{
    return (path){S("/account")};
}

path path_users(void)
{
    return (path){S("/admin/users")};
}

path path_subscriptions(struct arena *a, str query)
{
    return (path){str_printf(a, "/admin/feeds%.*s", STR_FMT(query))};
}

path path_subscription(struct arena *a, int64_t id)
{
    return (path){str_printf(a, "/admin/feeds/%lld", (long long)id)};
}

path path_subscription_act(struct arena *a, int64_t id, const char *act)
{
    return (path){str_printf(a, "/admin/feeds/%lld/%s", (long long)id, act)};
}

path path_subscription_add(void)
{
    return (path){S("/admin/feeds/add")};
}

path path_subscription_look(struct arena *a, int64_t id)
{
    return (path){str_printf(a, "/admin/feeds/look/%lld", (long long)id)};
}

path path_subscription_done(struct arena *a, path page, const char *done, int64_t id, int64_t n,
                            int64_t at_us)
{
    return (path){str_printf(a, "%.*s%cdone=%s&id=%lld&n=%lld&at=%lld", STR_FMT(page.s),
                             str_chr(page.s, '?') == STR_NPOS ? '?' : '&', done, (long long)id,
                             (long long)n, (long long)at_us)};
}

path path_signup(void)
{
    return (path){S("/signup")};
}

path path_done(struct arena *a, path page, const char *done)
{
    return (path){str_printf(a, "%.*s?done=%s", STR_FMT(page.s), done)};
}

path path_users_after(struct arena *a, int64_t id)
{
    return (path){str_printf(a, "/admin/users?after=%lld", (long long)id)};
}

path path_session_end(struct arena *a, int64_t id)
{
    return (path){str_printf(a, "/account/session/%lld", (long long)id)};
}

path path_user_role(struct arena *a, int64_t id)
{
    return (path){str_printf(a, "/admin/users/%lld/role", (long long)id)};
}

path path_user_close(struct arena *a, int64_t id)
{
    return (path){str_printf(a, "/admin/users/%lld/close", (long long)id)};
}

path path_article(struct arena *a, int64_t id)
{
    return (path){str_printf(a, "/article/%lld", (long long)id)};
}

path path_versions(struct arena *a, int64_t id)
{
    return (path){str_printf(a, "/article/%lld/versions", (long long)id)};
}

path path_version(struct arena *a, int64_t id, int64_t version)
{
    return (path){str_printf(a, "/article/%lld/versions/%lld", (long long)id, (long long)version)};
}

path path_share(struct arena *a, int64_t id)
{
    return (path){str_printf(a, "/article/%lld/share", (long long)id)};
}

path path_changes(struct arena *a, int64_t id, int64_t from, int64_t to)
{
    return (path){str_printf(a, "/article/%lld/versions/%lld/diff/%lld", (long long)id,
                             (long long)from, (long long)to)};
}

path path_comments(struct arena *a, int64_t article_id, str order)
{
    str base = str_printf(a, "/article/%lld/comments", (long long)article_id);
    if (str_empty(order))
        return (path){base};
    return encoded(a, str_printf(a, "%.*s?order=", STR_FMT(base)), order);
}

path path_article_comments(struct arena *a, int64_t article_id, str order)
{
    str base = path_article(a, article_id).s;
    if (!str_empty(order))
        base = encoded(a, str_printf(a, "%.*s?order=", STR_FMT(base)), order).s;
    return (path){str_printf(a, "%.*s#comments", STR_FMT(base))};
}

path path_thread_after(struct arena *a, int64_t root_id, int64_t after_id)
{
    return (path){
        str_printf(a, "/comment/%lld?after=%lld", (long long)root_id, (long long)after_id)};
}

path path_comments_feed(struct arena *a, int64_t article_id)
{
    return (path){str_printf(a, "/article/%lld/comments/feed.xml", (long long)article_id)};
}

path path_all_comments_feed(void)
{
    return (path){S("/comments/feed.xml")};
}

path path_comment_new(struct arena *a, int64_t article_id, str number)
{
    str base = str_printf(a, "/article/%lld/comment", (long long)article_id);
    if (str_empty(number))
        return (path){base};
    return encoded(a, str_printf(a, "%.*s?s=", STR_FMT(base)), number);
}

path path_comment(struct arena *a, int64_t id)
{
    return (path){str_printf(a, "/comment/%lld#c%lld", (long long)id, (long long)id)};
}

path path_comment_done(struct arena *a, int64_t id, const char *done)
{
    return (path){str_printf(a, "/comment/%lld?done=%s#c%lld", (long long)id, done, (long long)id)};
}

path path_comments_done(struct arena *a, int64_t article_id, const char *done)
{
    return (path){str_printf(a, "/article/%lld/comments?done=%s", (long long)article_id, done)};
}

path path_comment_act(struct arena *a, int64_t id, const char *act)
{
    return (path){str_printf(a, "/comment/%lld/%s", (long long)id, act)};
}

path path_moderation(struct arena *a, str queue)
{
    return encoded(a, S("/moderation?queue="), queue);
}

path path_moderate(struct arena *a, int64_t id)
{
    return (path){str_printf(a, "/moderation/%lld", (long long)id)};
}

path path_moderate_act(struct arena *a, int64_t id, const char *act)
{
    return (path){str_printf(a, "/moderation/%lld/%s", (long long)id, act)};
}

path path_moderation_after(struct arena *a, str queue, int64_t after_id)
{
    return (path){str_printf(a, "%.*s&after=%lld", STR_FMT(path_moderation(a, queue).s),
                             (long long)after_id)};
}

path path_moderation_done(struct arena *a, str queue, const char *done)
{
    return (path){str_printf(a, "%.*s&done=%s", STR_FMT(path_moderation(a, queue).s), done)};
}

path path_login(struct arena *a, str back)
{
    return str_empty(back) ? (path){S("/login")} : encoded(a, S("/login?next="), back);
}

path path_back(str text)
{
    bool own = str_starts(text, S("/")) && text.len <= BACK_LEN_MAX && !str_starts(text, S("//")) &&
               str_chr(text, '\\') == STR_NPOS;
    for (size_t i = 0; i < text.len && own; i++)
        own = text.p[i] > ' ' && text.p[i] < 0x7f;
    return own ? (path){text} : path_front();
}

str path_target(struct arena *a, str decoded_path, str query_raw)
{
    struct sbuf b;
    sbuf_init(&b, a, PATH_LEN_MAX * 4);
    while (decoded_path.p) {
        url_put_escaped(&b, str_cut(&decoded_path, '/'));
        if (decoded_path.p)
            sbuf_putc(&b, '/');
    }
    if (!str_empty(query_raw)) {
        sbuf_putc(&b, '?');
        sbuf_put(&b, query_raw);
    }
    return sbuf_str(&b);
}

path path_ask(struct arena *a, int64_t id)
{
    return (path){str_printf(a, "/article/%lld/ask", (long long)id)};
}

path path_sentence(struct arena *a, int64_t id, size_t number)
{
    return (path){str_printf(a, "/article/%lld#s%zu", (long long)id, number)};
}

path path_here(struct arena *a, size_t number)
{
    return (path){str_printf(a, "#s%zu", number)};
}

path path_text(void)
{
    return (path){S("#text")};
}

path path_credit(void)
{
    return (path){S("#credit")};
}

path path_tags(void)
{
    return (path){S("/tags")};
}

path path_tag(struct arena *a, str canonical)
{
    return encoded(a, S("/tag/"), canonical);
}

path path_feed(struct arena *a, path page, const char *ending)
{
    size_t query = str_chr(page.s, '?');
    str before = str_sub(page.s, 0, query);
    str behind = query == STR_NPOS ? S("") : str_skip(page.s, query);
    if (str_ends(before, S("/")))
        before = str_sub(before, 0, before.len - 1);
    return (path){str_printf(a, "%.*s/feed.%s%.*s", STR_FMT(before), ending, STR_FMT(behind))};
}

path path_source(struct arena *a, str key)
{
    return encoded(a, S("/source/"), key);
}

path path_icon_of(struct arena *a, str key, uint64_t hash)
{
    return (path){str_printf(a, "%.*s/icon?v=%016llx", STR_FMT(path_source(a, key).s),
                             (unsigned long long)hash)};
}

path path_archive_language(struct arena *a, str language)
{
    return encoded(a, S("/archive?lang="), language);
}

path path_archive_day(struct arena *a, int64_t us)
{
    struct civil c = clock_civil(us);
    return (path){str_printf(a, "/archive/%04d-%02d-%02d", c.year, c.month, c.day)};
}

path path_after(struct arena *a, path base, struct store_cursor cursor)
{
    return (path){str_printf(a, "%.*s%cafter=%lld.%lld", STR_FMT(base.s),
                             str_chr(base.s, '?') == STR_NPOS ? '?' : '&',
                             (long long)cursor.sort_us, (long long)cursor.id)};
}

status path_cursor(struct store_cursor *out, str text)
{
    *out = (struct store_cursor){.sort_us = INT64_MAX, .id = INT64_MAX};
    if (str_empty(text))
        return OK;
    str id = text, sort = str_cut(&id, '.');
    if (!id.p || !str_to_i64(&out->sort_us, sort) || !str_to_i64(&out->id, id))
        return fail(E_INPUT, "'%.*s' is no place in a list", STR_FMT(str_sub(text, 0, 60)));
    return OK;
}

path path_from(struct arena *a, path base, int64_t offset)
{
    return (path){str_printf(a, "%.*s%cfrom=%lld", STR_FMT(base.s),
                             str_chr(base.s, '?') == STR_NPOS ? '?' : '&', (long long)offset)};
}

path path_search_at(struct arena *a, str query, int64_t offset)
{
    path p = encoded(a, S("/search?q="), query);
    return offset > 0 ? path_from(a, p, offset) : p;
}

status path_day(int64_t *out, str text)
{
    int64_t year, month, day;
    bool shape = text.len == 10 && text.p[4] == '-' && text.p[7] == '-' &&
                 str_to_i64(&year, str_sub(text, 0, 4)) &&
                 str_to_i64(&month, str_sub(text, 5, 7)) && str_to_i64(&day, str_sub(text, 8, 10));
    if (shape) {
        struct civil c = {.year = (int)year, .month = (int)month, .day = (int)day};
        if (clock_civil_valid(&c)) {
            *out = clock_from_civil(&c);
            return OK;
        }
    }
    return fail(E_NOTFOUND, "'%.*s' is no day", STR_FMT(str_sub(text, 0, 60)));
}
