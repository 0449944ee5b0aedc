/* Share links, and the addresses in them. */
#include "web/share.h"

#include "base/url.h"
#include "web/paths.h"
#include "web/strings.h"
#include "web/words.h"

#define LINK_LEN_MAX ((size_t)8 << 10)
#define HOST_LEN_MAX 261 /* a name of 253 bytes, a colon, a port */

/* {t} is the title, {u} the address, both percent-encoded. */
static const struct {
    enum ui_string name, label;
    const char *form;
} TARGETS[] = {
    {UI_share_email, UI_share_by_email, "mailto:?subject={t}&body={t}%0D%0A%0D%0A{u}"},
    {UI_share_telegram, UI_share_on_telegram, "https://t.me/share/url?url={u}&text={t}"},
    {UI_share_whatsapp, UI_share_on_whatsapp, "https://wa.me/?text={t}%20{u}"},
    {UI_share_x, UI_share_on_x, "https://x.com/intent/post?url={u}&text={t}"},
    {UI_share_facebook, UI_share_on_facebook, "https://www.facebook.com/sharer/sharer.php?u={u}"},
};

/* FORM with its values put in, through the URL parser. */
static status link_make(url *out, struct arena *a, str form, str title, url address)
{
    struct sbuf b;
    sbuf_init(&b, a, LINK_LEN_MAX);
    for (size_t i = 0; i < form.len; i++) {
        str rest = str_skip(form, i);
        if (!str_starts(rest, S("{t}")) && !str_starts(rest, S("{u}"))) {
            sbuf_putc(&b, form.p[i]);
            continue;
        }
        url_put_escaped(&b, form.p[i + 1] == 't' ? title : address.s);
        i += 2;
    }
    str text;
    TRY(sbuf_end(&text, &b));
    return url_parse(out, a, text, NULL);
}

/* Letters, digits and what stands between them in "host:port" or "[address]:port". */
static bool is_bare_host(str host)
{
    for (size_t i = 0; i < host.len; i++)
        if (!ascii_is_alnum((unsigned char)host.p[i]) && !strchr(".-_:[]", host.p[i]))
            return false;
    return host.len > 0 && host.len <= HOST_LEN_MAX;
}

str share_origin(const struct page_call *c)
{
    str set = site_origin(c->site), host = http_header(c->request, "host");
    url parsed;
    if (!str_empty(set))
        return set;
    if (!is_bare_host(host))
        return S("");
    str text = str_printf(c->a, "%s://%.*s/", c->request->https ? "https" : "http", STR_FMT(host));
    return url_parse(&parsed, c->a, text, NULL) == OK ? url_origin(c->a, parsed) : S("");
}

url share_address(const struct page_call *c, path p)
{
    str origin = share_origin(c);
    url out = {S("")};
    if (str_empty(origin) ||
        url_parse(&out, c->a, str_printf(c->a, "%.*s%.*s", STR_FMT(origin), STR_FMT(p.s)), NULL) !=
            OK)
        return (url){S("")};
    return out;
}

struct share_view share_view_make(const struct page_call *c, int64_t id, str title)
{
    url address = share_address(c, path_article(c->a, id));
    if (str_empty(address.s))
        return (struct share_view){.title = title};
    str cut = words_cut(c->a, title, SHARE_TITLE_MAX);
    struct share_target_view *at = arena_array(c->a, ARRAY_LEN(TARGETS), struct share_target_view);
    size_t n = 0;
    for (size_t i = 0; i < ARRAY_LEN(TARGETS); i++) {
        at[n] = (struct share_target_view){.name = ui_text(TARGETS[i].name),
                                           .label = ui_text(TARGETS[i].label)};
        if (link_make(&at[n].link, c->a, str_c(TARGETS[i].form), cut, address) == OK)
            n++;
    }
    return (struct share_view){
        .address = address.s,
        .title = title,
        .targets = {at, n},
        .mastodon = path_share(c->a, id),
    };
}

/* The host of what a reader typed, as typed: without "https://", "@name@" and a '/' at the end. */
static str typed_host(str typed)
{
    str host = str_trim(typed);
    if (str_istarts(host, S("https://")))
        host = str_skip(host, 8);
    if (str_ends(host, S("/")))
        host = str_sub(host, 0, host.len - 1);
    size_t at = str_rchr(host, '@');
    return at == STR_NPOS ? host : str_skip(host, at + 1);
}

status share_mastodon(url *out, struct arena *a, str server, str title, url address)
{
    str host = typed_host(server);
    for (size_t i = 0; i < host.len; i++) {
        unsigned char ch = (unsigned char)host.p[i];
        if (ch < 0x80 && !ascii_is_alnum(ch) && ch != '.' && ch != '-')
            return fail(E_INPUT, "'%.*s' is no host name", STR_FMT(host));
    }
    if (host.len > 253)
        return fail(E_INPUT, "the host name is too long");
    str form = str_printf(a, "https://%.*s/share?text={t}%%0A{u}", STR_FMT(host));
    TRY(link_make(out, a, form, words_cut(a, title, SHARE_TITLE_MAX), address));
    /* What the parser made of it has to be a domain: "1.2.3.4", "0x7f.1" and "localhost" are not.
     */
    str parsed = url_split(*out).host;
    size_t dot = str_rchr(parsed, '.');
    if (dot == STR_NPOS || dot == 0 || dot + 1 >= parsed.len ||
        !ascii_is_alpha((unsigned char)parsed.p[dot + 1]))
        return fail(E_INPUT, "'%.*s' is no host name with a dot in it", STR_FMT(host));
    return OK;
}
