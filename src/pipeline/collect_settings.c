/* As whom a feed and the pages of its entries are asked. A page may be anywhere, so what is set for
 * a feed, secrets above all, is for the feed's own origin only. */
#include "base/url.h"
#include "pipeline/collect_code.h"

static void prefer(str *out, str set)
{
    if (!str_empty(set))
        *out = set;
}

status collect_sender(struct fetch_sender *out, struct collect *c, int64_t feed_id, url feed_url,
                      url address)
{
    struct arena *a = &c->scratch;
    struct feed_settings set;
    *out = c->options->sender;
    if (!str_eq(feed_url.s, address.s) && !str_eq(url_origin(a, feed_url), url_origin(a, address)))
        return OK;
    TRY(store_feed_settings_get(&set, a, c->store, feed_id));
    prefer(&out->agent, set.user_agent);
    prefer(&out->proxy, set.proxy);
    out->username = set.username;
    out->password = set.password;
    out->cookie = set.cookie;
    if (!str_empty(set.proxy))
        out->no_proxy = S("");
    return OK;
}
