/* Cookies, form tokens and roles; see access.h. docs/THREATS.md, "Accounts", has the reasons. */
#include "web/access.h"

#include "people/csrf.h"
#include "people/password.h"
#include "web/paths.h"

#define SESSION_COOKIE "courant"
#define FORM_COOKIE "courant-form"
/* Set by https pages of this very host only (RFC 6265bis, section 4.1.3.2). */
#define HOST_PREFIX "__Host-"

/* "news.example.org:8080" of "https://news.example.org:8080/x". */
static str host_of(str address)
{
    size_t at = str_find(address, S("://"));
    str host = at == STR_NPOS ? S("") : str_skip(address, at + 3);
    return str_cut(&host, '/');
}

static const char *cookie_name(const struct page_call *c, const char *plain)
{
    return c->https ? str_printf(c->a, HOST_PREFIX "%s", plain).p : plain;
}

static void set_cookie(struct page_call *c, const char *plain, str value, const char *rest)
{
    str cookie = str_printf(c->a, "%s=%.*s; Path=/; HttpOnly; %s%s", cookie_name(c, plain),
                            STR_FMT(value), rest, c->https ? "; Secure" : "");
    http_response_header(c->out, "Set-Cookie", cookie);
}

status access_visitor(struct page_call *c)
{
    str public_url = site_options_of(c->site)->public_url;
    str host = http_header(c->request, "host");
    c->https = c->request->https ||
               (str_istarts(public_url, S("https://")) && str_ieq(host_of(public_url), host));
    return session_visitor(&c->visitor, c->a, c->store,
                           http_cookie(c->request, cookie_name(c, SESSION_COOKIE)), c->now_us);
}

/* The scheme is not compared: a proxy may not say it. What another scheme of the same host could
 * send has no token, since cookies are Secure where there is https. */
static bool from_here(const struct page_call *c)
{
    str site = http_header(c->request, "sec-fetch-site");
    if (site.p && !str_eq(site, S("same-origin")) && !str_eq(site, S("none")))
        return false;
    str origin = http_header(c->request, "origin");
    if (!origin.p)
        return true;
    str host = host_of(origin);
    return !str_empty(host) && (str_ieq(host, http_header(c->request, "host")) ||
                                str_ieq(host, host_of(site_options_of(c->site)->public_url)));
}

/* What form tokens are bound to: the session, or the cookie of those who have none. */
static str form_secret(const struct page_call *c)
{
    return c->visitor.in ? c->visitor.token : http_cookie(c->request, cookie_name(c, FORM_COOKIE));
}

bool access_form(const struct page_call *c)
{
    return from_here(c) && csrf_matches(form_secret(c), http_form(c->request, "token"));
}

str access_token(struct page_call *c)
{
    c->personal = true;
    str secret = form_secret(c);
    if (str_empty(c->form_secret) && !token_is(secret)) {
        c->form_secret = token_make(c->a);
        set_cookie(c, FORM_COOKIE, c->form_secret, "SameSite=Strict");
    }
    return csrf_make(c->a, str_empty(c->form_secret) ? secret : c->form_secret);
}

status access_check(bool *answered, struct page_call *c, enum access access)
{
    bool post = c->request->method == HTTP_POST;
    *answered = false;
    if (access > ACCESS_ANYONE && !c->visitor.in && !post) {
        page_redirect(c, path_login(c->a, page_target(c)));
        *answered = true;
        return OK;
    }
    if (access > ACCESS_ANYONE && (!c->visitor.in || c->visitor.user.role < (int64_t)access))
        return fail(E_DENIED, "'%.*s' is for others", STR_FMT(c->request->path));
    if (post && !access_form(c))
        return fail(E_DENIED, "the form of '%.*s' is not of this site", STR_FMT(c->request->path));
    return OK;
}

status access_begin(struct page_call *c, str token)
{
    str life =
        str_printf(c->a, "SameSite=Lax; Max-Age=%lld", (long long)(SESSION_LIFE_US / 1000000));
    if (c->visitor.in)
        TRY(session_end(c->a, c->store, c->visitor.token, c->now_us));
    set_cookie(c, SESSION_COOKIE, token, life.p);
    set_cookie(c, FORM_COOKIE, S(""), "SameSite=Strict; Max-Age=0");
    return OK;
}

void access_end(struct page_call *c)
{
    set_cookie(c, SESSION_COOKIE, S(""), "SameSite=Lax; Max-Age=0");
}
