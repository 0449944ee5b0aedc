/* The form of one feed's settings; see subscription_form.h. */
#include "web/subscription_form.h"

#include "base/url.h"
#include "web/forms.h"
#include "web/paths.h"
#include "web/strings.h"

#define FIELD_MAX 4096
#define HIDDEN "***" /* in place of the credentials in a proxy's address */

static const struct {
    const char *key;
    enum ui_string name;
} FULL_TEXT[] = {
    [FEED_TEXT_AUTO] = {"auto", UI_feed_text_auto},
    [FEED_TEXT_ALWAYS] = {"always", UI_feed_text_always},
    [FEED_TEXT_NEVER] = {"never", UI_feed_text_never},
};

int64_t subscription_text_read(str key)
{
    for (size_t i = 0; i < ARRAY_LEN(FULL_TEXT); i++)
        if (str_eq(key, str_c(FULL_TEXT[i].key)))
            return (int64_t)i;
    return FEED_TEXT_AUTO;
}

struct text_choice_view_list subscription_text_choices(struct page_call *c, int64_t chosen)
{
    struct text_choice_view *at = arena_array(c->a, ARRAY_LEN(FULL_TEXT), struct text_choice_view);
    for (size_t i = 0; i < ARRAY_LEN(FULL_TEXT); i++)
        at[i] = (struct text_choice_view){
            .value = str_c(FULL_TEXT[i].key),
            .name = ui_text(FULL_TEXT[i].name),
            .chosen = chosen == (int64_t)i,
        };
    return (struct text_choice_view_list){at, ARRAY_LEN(FULL_TEXT)};
}

status subscription_form_load(struct subscription_form *out, struct page_call *c, int64_t id)
{
    *out = (struct subscription_form){.problem = S(""), .bad = S("")};
    TRY(store_feed_get(&out->feed, c->a, c->store, id));
    TRY(store_feed_settings_get(&out->settings, c->a, c->store, id));
    out->settings.feed_id = id;
    out->has_password = !str_empty(out->settings.password);
    out->has_cookie = !str_empty(out->settings.cookie);
    out->folder = feed_folder_text(c->a, out->feed.folders);
    return OK;
}

/* Of a proxy with credentials, the rest: who looks over a shoulder need not read the password. */
static str proxy_shown(struct arena *a, str proxy)
{
    size_t scheme = str_find(proxy, S("://")), at = str_rchr(proxy, '@');
    if (scheme == STR_NPOS || at == STR_NPOS || at < scheme + 3)
        return proxy;
    return str_printf(a, "%.*s" HIDDEN "%.*s", STR_FMT(str_sub(proxy, 0, scheme + 3)),
                      STR_FMT(str_skip(proxy, at)));
}

static str field(struct page_call *c, const char *name)
{
    return str_trim(str_sub(form_field(c, name), 0, FIELD_MAX));
}

static void take_secret(str *secret, struct page_call *c, const char *name, const char *forget)
{
    str typed = field(c, name);
    if (!str_empty(typed))
        *secret = typed;
    else if (http_form(c->request, forget).p)
        *secret = S("");
}

/* Control characters would end a header: they are refused, not taken out. */
static bool is_line(str text)
{
    for (size_t i = 0; i < text.len; i++)
        if ((unsigned char)text.p[i] < ' ' || text.p[i] == 0x7f)
            return false;
    return true;
}

static void wrong(struct subscription_form *form, const char *name, enum ui_string text)
{
    if (!str_empty(form->problem))
        return;
    form->bad = str_c(name);
    form->problem = ui_text(text);
}

static void take_address(struct subscription_form *form, struct page_call *c)
{
    url address;
    str typed = field(c, "url");
    if (form->feed.kind == FEED_OF_MAIL || str_eq(typed, form->feed.url))
        return;
    bool good = url_parse(&address, c->a, typed, NULL) == OK && url_is_web(address);
    form->feed.url = good ? address.s : typed;
    if (!good)
        wrong(form, "url", UI_problem_feed_address);
    if (good && url_has_credentials(address)) {
        form->feed.url = url_without_credentials(c->a, address).s;
        wrong(form, "url", UI_problem_feed_credentials);
    }
}

void subscription_form_take(struct subscription_form *form, struct page_call *c)
{
    struct feed_settings *s = &form->settings;
    str folder = field(c, "folder"), proxy = field(c, "proxy");
    form->feed.title = field(c, "title");
    take_address(form, c);
    /* A folder with a slash in its name stays whole as long as nobody edits it. */
    if (!str_eq(folder, form->folder))
        form->feed.folders = feed_folder_read(c->a, folder);
    form->folder = folder;
    s->user_agent = field(c, "user_agent");
    s->username = field(c, "username");
    take_secret(&s->password, c, "password", "forget_password");
    take_secret(&s->cookie, c, "cookie", "forget_cookie");
    if (!str_eq(proxy, proxy_shown(c->a, s->proxy)))
        s->proxy = proxy;
    s->full_text = subscription_text_read(field(c, "full_text"));
    if (!is_line(s->user_agent))
        wrong(form, "user_agent", UI_problem_feed_line);
    if (!is_line(s->username) || !is_line(s->password))
        wrong(form, "username", UI_problem_feed_line);
    if (!is_line(s->cookie))
        wrong(form, "cookie", UI_problem_feed_line);
    status (*check)(const struct feed_settings *settings) =
        site_options_of(c->site)->subscribing.check;
    if (str_empty(form->problem) && check && check(s) != OK) {
        struct tpl_value why = {.text = str_dup(c->a, str_c(err_text()))};
        form->bad = S("proxy");
        form->problem = ui_format(c->a, UI_problem_feed_proxy, &why, 1);
    }
}

/* Both or nothing: the address and the secrets that are for its site. */
static status keep(struct subscription_form *form, struct page_call *c, bool *taken)
{
    struct feed_settings kept;
    TRY(store_feed_settings_get(&kept, c->a, c->store, form->feed.id));
    status st = store_feed_rename(c->store, &form->feed, c->now_us);
    *taken = st == E_EXISTS;
    TRY(st);
    struct feed_settings after;
    TRY(store_feed_settings_get(&after, c->a, c->store, form->feed.id));
    /* Moving to another site has made the store forget them: what was not typed anew stays so. */
    if (str_eq(form->settings.password, kept.password))
        form->settings.password = after.password;
    if (str_eq(form->settings.cookie, kept.cookie))
        form->settings.cookie = after.cookie;
    if (str_eq(form->settings.username, kept.username) && str_empty(form->settings.password))
        form->settings.username = after.username;
    return store_feed_settings_put(c->store, &form->settings);
}

status subscription_form_keep(struct subscription_form *form, struct page_call *c)
{
    bool taken = false;
    TRY(store_begin(c->store));
    status st = keep(form, c, &taken);
    if (st == OK)
        return store_commit(c->store);
    store_rollback(c->store);
    if (taken)
        wrong(form, "url", UI_problem_feed_taken);
    return taken ? OK : st;
}

struct feed_form_view subscription_form_view(struct page_call *c,
                                             const struct subscription_form *form)
{
    const struct feed_settings *s = &form->settings;
    return (struct feed_form_view){
        .action = path_subscription_act(c->a, form->feed.id, "edit"),
        .problem = form->problem,
        .bad_address = str_eq(form->bad, S("url")),
        .bad_agent = str_eq(form->bad, S("user_agent")),
        .bad_username = str_eq(form->bad, S("username")),
        .bad_cookie = str_eq(form->bad, S("cookie")),
        .bad_proxy = str_eq(form->bad, S("proxy")),
        .title = form->feed.title,
        .address = form->feed.url,
        .folder = form->folder,
        .user_agent = s->user_agent,
        .username = s->username,
        .has_password = form->has_password,
        .has_cookie = form->has_cookie,
        .proxy = proxy_shown(c->a, s->proxy),
        .asks = form->feed.kind != FEED_OF_MAIL,
        .open = !str_empty(form->problem) || !str_empty(s->user_agent) || !str_empty(s->username) ||
                !str_empty(s->password) || !str_empty(s->cookie) || !str_empty(s->proxy),
        .full_text = subscription_text_choices(c, s->full_text),
    };
}
