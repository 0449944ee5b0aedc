/* What a page says of whose it is: the address it is known by, the channel it belongs to. */
#include "html/charset.h"
#include "html/tree.h"
#include "pipeline/find_code.h"
#include "source/address.h"

static bool is_named(str names, const char *const *list, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if (str_ieq(names, str_c(list[i])))
            return true;
    return false;
}

/* The address or the channel's name that N gives; "" for other elements. */
static str said_by(bool *channel, const struct html_tree *t, uint32_t n)
{
    static const char *const ids[] = {"identifier", "channelId"};
    *channel = false;
    if (html_is(t, n, HTML_TAG_LINK) &&
        str_ieq(str_trim(html_attr(t, n, HTML_ATTR_REL)), S("canonical")))
        return html_attr(t, n, HTML_ATTR_HREF);
    if (!html_is(t, n, HTML_TAG_META))
        return S("");
    if (str_ieq(html_attr(t, n, HTML_ATTR_PROPERTY), S("og:url")))
        return html_attr(t, n, HTML_ATTR_CONTENT);
    *channel = is_named(html_attr(t, n, HTML_ATTR_ITEMPROP), ids, ARRAY_LEN(ids));
    return *channel ? html_attr(t, n, HTML_ATTR_CONTENT) : S("");
}

status find_page_feeds(struct address_feed_vec *out, struct arena *a,
                       const struct fetch_response *page)
{
    str text;
    struct html_tree t;
    TRY(html_decode(&text, NULL, a, page->body, page->content_type, html_limits_default.bytes_max));
    TRY(html_parse(&t, a, text, &html_limits_default));
    for (uint32_t n = html_next(&t, 0, 0); n; n = html_next(&t, n, 0)) {
        bool channel;
        url address;
        struct address_feed_vec found = {0};
        str said = str_trim(said_by(&channel, &t, n));
        if (str_empty(said))
            continue;
        bool read = channel ? address_channel(&address, a, page->address, said)
                            : url_parse(&address, a, said, &page->address) == OK;
        if (read)
            address_feeds(&found, a, address);
        vec_each (const struct address_feed, f, &found)
            if (f->sure && out->len < ADDRESS_FEEDS_MAX)
                *vec_push(out, a) = *f;
    }
    return OK;
}
