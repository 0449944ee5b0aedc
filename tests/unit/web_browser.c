/* A browser without a browser; see web_browser.h. */
#include "web_browser.h"

str browser_cookie(const struct answer *a, const char *name)
{
    str start = str_printf(a->out.body.arena, "%s=", name), found = STR_NONE;
    for (size_t i = 0; i < a->out.header_count; i++) {
        str value = a->out.headers[i].value;
        if (str_ieq(a->out.headers[i].name, S("set-cookie")) && str_starts(value, start))
            found = str_skip(value, start.len);
    }
    return found;
}

/* Sends what S says with the cookies of B, and takes the cookies of the answer. */
struct answer browser_send(struct fixture *f, struct browser *b, const struct sending *s)
{
    struct answer a = {0};
    struct http_request r = request_of(f, s->target);
    struct http_pair *headers = arena_array(&f->arena, 6, struct http_pair);
    size_t n = 0, fields = 0;
    const char *prefix = s->https ? "__Host-" : "";
    headers[n++] = (struct http_pair){S("host"), str_c(s->host ? s->host : HOST)};
    headers[n++] = (struct http_pair){S("user-agent"), S("Firefox/1 Linux")};
    headers[n++] = (struct http_pair){
        S("cookie"), str_printf(&f->arena, "%scourant=%.*s; %scourant-form=%.*s", prefix,
                                STR_FMT(b->session), prefix, STR_FMT(b->form))};
    if (s->origin)
        headers[n++] = (struct http_pair){S("origin"), str_c(s->origin)};
    if (s->site)
        headers[n++] = (struct http_pair){S("sec-fetch-site"), str_c(s->site)};
    while (fields < ARRAY_LEN(s->form) && s->form[fields].name.p)
        fields++;
    r.method = s->method;
    r.headers = (struct http_pairs){headers, n};
    r.form = (struct http_pairs){s->form, fields};
    r.peer = S("192.0.2.1");
    r.https = s->https;
    a.code = site_handle(&a.out, f->site, &r);
    a.status = a.out.status ? a.out.status : 200;
    if (a.code != OK)
        a.status = a.code == E_DENIED ? 403 : a.code == E_NOTFOUND ? 404 : 500;
    a.body = a.out.shared ? str_dup(&f->arena, str_of(a.out.shared, a.out.shared_len))
                          : sbuf_str(&a.out.body);
    if (a.out.shared && a.out.shared_release)
        a.out.shared_release(a.out.shared_data);
    a.out.body.arena = &f->arena;
    str session = browser_cookie(&a, s->https ? "__Host-courant" : "courant");
    str form = browser_cookie(&a, s->https ? "__Host-courant-form" : "courant-form");
    if (session.p)
        b->session = str_cut(&session, ';');
    if (form.p)
        b->form = str_cut(&form, ';');
    return a;
}

struct answer browser_look(struct fixture *f, struct browser *b, const char *target)
{
    return browser_send(f, b, &(struct sending){.method = HTTP_GET, .target = target});
}

/* The token that the forms of a page have; p == NULL when it has none. */
str token_in(str body)
{
    const str before = S("name=\"token\" value=\"");
    size_t at = str_find(body, before);
    if (at == STR_NPOS)
        return STR_NONE;
    str rest = str_skip(body, at + before.len);
    return str_cut(&rest, '"');
}

void site_again(struct fixture *f, enum signup signup, const char *public_url)
{
    site_free(f->site);
    struct site_options options = {.store = f->where,
                                   .name = S("Test"),
                                   .threads = THREADS,
                                   .signup = signup,
                                   .public_url = str_c(public_url),
                                   .comments = {.on = true, .edit_us = HOUR_US / 4},
                                   .cache_bytes_max = (size_t)8 << 20};
    assert_ok(site_new(&f->site, &options));
}

int64_t add_user(struct fixture *f, const char *name, enum role role)
{
    struct user user;
    enum people_problem why;
    struct account_form form = {.name = str_c(name), .password = GOOD};
    assert_ok(account_add(&user, &why, &f->arena, f->store, &form, role, NOW));
    return user.id;
}

/* The same without the time that hashing takes: nobody knows its password. */
int64_t add_somebody(struct fixture *f, const char *name, enum role role)
{
    struct user user = {.name = str_c(name), .email = S(""), .role = role, .created_us = NOW};
    assert_ok(store_user_add(f->store, &user, user.name, S("$argon2id$none")));
    return user.id;
}

struct browser browser_of(struct fixture *f, int64_t user)
{
    struct browser b = {S(""), S("")};
    assert_ok(session_begin(&b.session, &f->arena, f->store, user, S("Chrome/1 Windows"), NOW));
    return b;
}

int64_t add_comment(struct fixture *f, int64_t article, int64_t parent, int64_t user,
                    const char *text)
{
    struct comment c = {.article_id = article,
                        .parent_id = parent,
                        .user_id = user,
                        .state = COMMENT_SHOWN,
                        .source = str_c(text),
                        .created_us = f->now_us,
                        .edited_us = TIME_NONE};
    struct comment_trace trace = {.text_hash = 1};
    assert_ok(comment_render(&c.body, &f->arena, c.source));
    assert_ok(store_comment_add(f->store, &c, &trace));
    return c.id;
}

bool is_in(struct fixture *f, const struct browser *b)
{
    struct visitor visitor;
    assert_ok(session_visitor(&visitor, &f->arena, f->store, b->session, NOW));
    return visitor.in;
}
