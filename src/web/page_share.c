/* Sharing to Mastodon: every reader has a server of their own, so it is asked for, and checked
 * before the browser is sent there. */
#include "base/url.h"
#include "web/page.h"
#include "web/paths.h"
#include "web/share.h"
#include "web/strings.h"
#include "web/templates.h"
#include "web/words.h"

/* Whether the reader filled in the form here: a link elsewhere must not be able to send people
 * through this site to any host. Browsers say so in Sec-Fetch-Site; to sites without TLS they do
 * not, and the referring page tells. */
static bool asked_here(const struct page_call *c)
{
    str site = http_header(c->request, "sec-fetch-site");
    if (site.p)
        return str_eq(site, S("same-origin"));
    str origin = share_origin(c), from = http_header(c->request, "referer");
    return !str_empty(origin) && str_starts(from, origin) &&
           str_starts(str_skip(from, origin.len), S("/"));
}

status page_share(struct page_call *c)
{
    int64_t id = http_param_int(c->request, 0);
    struct article article;
    TRY(store_article_get(&article, c->a, c->store, id));
    struct share_page_view v = {
        .title = article.title,
        .lang = words_language_tag(article.language),
        .dir = words_direction(article.language),
        .article = path_article(c->a, id),
        .self = path_share(c->a, id),
        .server = str_trim(http_query(c->request, "server")),
    };
    url address = share_address(c, v.article);
    if (!str_empty(v.server)) {
        v.wrong = share_mastodon(&v.onward, c->a, v.server, article.title, address) != OK;
        if (v.wrong) {
            v.onward = (url){S("")};
            c->out->status = 400;
        } else if (asked_here(c)) {
            c->out->status = 303;
            http_response_header(c->out, "Location", v.onward.s);
        }
        v.host = url_split(v.onward).host;
    }
    v.frame = page_frame(
        c, ui_format(c->a, UI_mastodon_title, &(struct tpl_value){.text = article.title}, 1));
    v.frame.no_index = true;
    c->forms_leave = true;
    tpl_share_page(page_body(c), &v);
    return page_end(c);
}
