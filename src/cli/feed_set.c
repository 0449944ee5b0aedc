/* Keys, their checks, and what they change. */
#include "cli/feed_set.h"

#include "base/url.h"
#include "cli/config.h"
#include "cli/nearest.h"
#include "cli/secret_line.h"
#include "fetch/sender.h"
#include "pipeline/files.h"

#define TEXT_MAX 1000 /* bytes of a title, of a folder's name */
#define FOLDERS_MAX 32
#define FILE_ROOM ((size_t)64 << 10) /* file_read asks for so much at a time */

static const char *const KEYS[SET_KEYS] = {
    [SET_TITLE] = "title",           [SET_URL] = "url",           [SET_FOLDERS] = "folders",
    [SET_USER_AGENT] = "user_agent", [SET_USERNAME] = "username", [SET_PASSWORD] = "password",
    [SET_COOKIE] = "cookie",         [SET_PROXY] = "proxy",       [SET_FULL_TEXT] = "full_text",
};

bool feed_set_is(str word)
{
    size_t n = str_chr(word, '=');
    if (n == STR_NPOS || n == 0)
        return false;
    for (size_t i = 0; i < n; i++)
        if (!ascii_is_alpha((unsigned char)word.p[i]) && word.p[i] != '_')
            return false;
    return true;
}

static status find_key(enum feed_set_key *out, str name)
{
    for (int i = 0; i < SET_KEYS; i++)
        if (str_eq(name, str_c(KEYS[i]))) {
            *out = (enum feed_set_key)i;
            return OK;
        }
    return fail(E_INPUT,
                "'%.*s' cannot be set; these can: title, url, folders, user_agent, username, "
                "password, cookie, proxy, full_text",
                STR_FMT(name));
}

/* The first line of a file. */
static status read_secret_file(str *out, struct arena *a, str path)
{
    struct sbuf b;
    sbuf_init_heap(&b, CONFIG_SECRET_MAX + FILE_ROOM);
    status st = file_read(&b, str_cstr(a, path), CONFIG_SECRET_MAX);
    if (st == OK) {
        str text = sbuf_str(&b);
        *out = str_dup(a, str_trim(str_cut(&text, '\n')));
    }
    sbuf_free(&b);
    return st == OK ? OK : fail_in(st, "'%.*s'", STR_FMT(path));
}

/* A value that may be secret: "-", "@FILE". */
static status take_secret(str *value, struct arena *a, const char *key)
{
    char prompt[64];
    snprintf(prompt, sizeof prompt, "%s of the feed", key);
    if (str_eq(*value, S("-")))
        return secret_line(value, a, prompt);
    return read_secret_file(value, a, str_skip(*value, 1));
}

static bool is_elsewhere(str value)
{
    return str_eq(value, S("-")) || str_starts(value, S("@"));
}

static status check_folders(struct strs *out, struct arena *a, str value)
{
    str *names = arena_array(a, FOLDERS_MAX, str);
    size_t n = 0;
    str rest = value;
    while (!str_empty(value) && rest.p) {
        str name = str_trim(str_cut(&rest, '/'));
        if (str_empty(name) || name.len > TEXT_MAX || n == FOLDERS_MAX)
            return fail(E_INPUT, "folders: names with '/' between, the outermost first, at most %d",
                        FOLDERS_MAX);
        names[n++] = name;
    }
    *out = (struct strs){names, n};
    return OK;
}

static status check_url(str *value, struct arena *a)
{
    url address;
    if (url_parse(&address, a, *value, NULL) != OK || !url_is_web(address))
        return fail(E_INPUT, "url: must begin with https:// or http://");
    if (url_has_credentials(address))
        return fail(E_INPUT, "url: name and password are set as username=NAME and password=-");
    *value = address.s;
    return OK;
}

static status check_full_text(enum feed_full_text *out, str value)
{
    if (str_eq(value, S("always")))
        *out = FEED_TEXT_ALWAYS;
    else if (str_eq(value, S("never")))
        *out = FEED_TEXT_NEVER;
    else if (str_eq(value, S("auto")) || str_empty(value))
        *out = FEED_TEXT_AUTO;
    else
        return fail(E_INPUT, "full_text: must be auto (of entries that only tease), always or "
                             "never");
    return OK;
}

static status check_proxy(str value)
{
    status st = fetch_proxy_check(value);
    return st == OK ? OK : fail_in(st, "proxy");
}

static status check(struct feed_set *out, struct arena *a, enum feed_set_key key, str *value)
{
    bool header = fetch_header_text(*value);
    switch (key) {
    case SET_TITLE:
        return value->len <= TEXT_MAX ? OK : fail(E_INPUT, "title: at most %d bytes", TEXT_MAX);
    case SET_URL: return check_url(value, a);
    case SET_FOLDERS: return check_folders(&out->folders, a, *value);
    case SET_USERNAME:
        if (str_chr(*value, ':') != STR_NPOS)
            return fail(E_INPUT, "username: must have no colon in it");
        break;
    case SET_PROXY: return check_proxy(*value);
    case SET_FULL_TEXT: return check_full_text(&out->full_text, *value);
    default: break;
    }
    return header ? OK
                  : fail(E_INPUT, "%s: at most %zu bytes, no control characters", KEYS[key],
                         FETCH_SENDER_TEXT_MAX);
}

status feed_set_read(struct feed_set *out, struct arena *a, str word)
{
    enum feed_set_key key = SET_TITLE;
    str value = word, name = str_cut(&value, '=');
    TRY(find_key(&key, name));
    bool secret = key == SET_PASSWORD || key == SET_COOKIE;
    if ((secret || key == SET_PROXY) && is_elsewhere(value))
        TRY(take_secret(&value, a, KEYS[key]));
    else if ((secret && !str_empty(value)) || (key == SET_PROXY && fetch_proxy_has_password(value)))
        return fail(E_INPUT,
                    "%s: other users of the machine can see what is typed here: write %s=- and "
                    "give it when asked, or %s=@FILE",
                    KEYS[key], KEYS[key], KEYS[key]);
    TRY(check(out, a, key, &value));
    out->has[key] = true;
    out->value[key] = value;
    return OK;
}

/* --- what it changes ------------------------------------------------------------------------- */

static bool has_secrets(const struct feed_settings *f)
{
    return !str_empty(f->username) || !str_empty(f->password) || !str_empty(f->cookie);
}

static status rename_feed(struct feed_set *set, struct arena *a, struct store *s, struct feed *feed,
                          int64_t now_us)
{
    struct feed_settings before, after;
    if (!set->has[SET_TITLE] && !set->has[SET_URL] && !set->has[SET_FOLDERS])
        return OK;
    if (set->has[SET_TITLE])
        feed->title = set->value[SET_TITLE];
    if (set->has[SET_URL])
        feed->url = set->value[SET_URL];
    if (set->has[SET_FOLDERS])
        feed->folders = set->folders;
    TRY(store_feed_settings_get(&before, a, s, feed->id));
    TRY(store_feed_rename(s, feed, now_us));
    TRY(store_feed_settings_get(&after, a, s, feed->id));
    set->secrets_dropped = has_secrets(&before) && !has_secrets(&after);
    return OK;
}

static void put_text(str *out, const struct feed_set *set, enum feed_set_key key)
{
    if (set->has[key])
        *out = set->value[key];
}

static status apply(struct feed_set *set, struct arena *a, struct store *s, int64_t id,
                    int64_t now_us)
{
    struct feed feed;
    struct feed_settings settings;
    bool any = false;
    TRY(store_feed_get(&feed, a, s, id));
    TRY(rename_feed(set, a, s, &feed, now_us));
    for (int key = SET_USER_AGENT; key < SET_KEYS; key++)
        any |= set->has[key];
    if (!any)
        return OK;
    TRY(store_feed_settings_get(&settings, a, s, id));
    int64_t full_text = settings.full_text;
    put_text(&settings.user_agent, set, SET_USER_AGENT);
    put_text(&settings.username, set, SET_USERNAME);
    put_text(&settings.password, set, SET_PASSWORD);
    put_text(&settings.cookie, set, SET_COOKIE);
    put_text(&settings.proxy, set, SET_PROXY);
    if (set->has[SET_FULL_TEXT])
        settings.full_text = set->full_text;
    TRY(store_feed_settings_put(s, &settings));
    bool again = settings.full_text != full_text;
    bool asked = feed.kind != FEED_OF_MAIL && (again || feed.failures > 0);
    return asked ? store_feed_ask(s, id, now_us, again) : OK;
}

status feed_set_apply(struct feed_set *set, struct arena *a, struct store *s, int64_t id,
                      int64_t now_us)
{
    set->secrets_dropped = false;
    TRY(store_begin(s));
    status st = apply(set, a, s, id, now_us);
    if (st == OK)
        return store_commit(s);
    store_rollback(s);
    return st;
}
