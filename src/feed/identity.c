/* Titles made plain, addresses canonical, ids where there are none. */
#include "feed/identity.h"

#include "base/hash.h"
#include "base/sbuf.h"
#include "base/url.h"
#include "html/charref.h"

enum { TITLE_MAX = 1000, READ_MAX = 8192 };

/* TEXT without tags, references read, white space squeezed. */
static str plain(struct arena *a, const struct feed_text *text)
{
    struct sbuf b;
    sbuf_init(&b, a, TITLE_MAX);
    if (text->text.len == 0)
        return S("");
    /* Titles are short; one that is not is not looked at to its end for every '<'. */
    const char *p = text->text.p,
               *end = p + (text->text.len < READ_MAX ? text->text.len : READ_MAX);
    bool markup = !str_eq(text->type, S("text/plain")), space = false;
    while (p < end && !b.overflow) {
        struct html_charref reference;
        const char *tag_end = NULL;
        if (markup && *p == '<' && end - p > 1 &&
            (ascii_is_alpha((unsigned char)p[1]) || p[1] == '/'))
            tag_end = memchr(p, '>', (size_t)(end - p));
        if (tag_end || ascii_is_space((unsigned char)*p)) {
            space |= !tag_end;
            p = tag_end ? tag_end + 1 : p + 1;
            continue;
        }
        if (space && b.len)
            sbuf_putc(&b, ' ');
        space = false;
        if (*p == '&' && html_charref_read(&reference, p, end, false)) {
            sbuf_put(&b, str_of(reference.text, reference.len));
            p += reference.taken;
        } else {
            sbuf_putc(&b, *p++);
        }
    }
    return sbuf_str(&b);
}

static str canonical(struct arena *a, str address)
{
    url parsed, same;
    if (url_parse(&parsed, a, address, NULL) == OK && url_is_web(parsed) &&
        url_canonical(&same, a, parsed) == OK)
        return same.s;
    return address;
}

static str made_guid(struct arena *a, const struct entry *e)
{
    uint64_t hash = hash_join(hash_str(e->title), hash_u64((uint64_t)e->published_us));
    return str_printf(a, "courant:%016llx", (unsigned long long)hash);
}

void feed_entry_read(struct entry *out, struct arena *a, const struct feed_part *item)
{
    *out = (struct entry){.published_us = item->published_us, .first_seen_us = TIME_NONE};
    if (out->published_us == TIME_NONE)
        out->published_us = item->updated_us;
    out->title = plain(a, &item->title);
    if (item->link.len)
        out->url = canonical(a, item->link);
    out->guid = item->id;
    if (out->guid.len == 0)
        out->guid = out->url.len ? out->url : made_guid(a, out);
    uint64_t hash = hash_str(item->title.text);
    hash = hash_join(hash, hash_str(item->summary.text));
    for (size_t i = 0; i < item->contents.len; i++)
        hash = hash_join(hash, hash_str(item->contents.at[i].text));
    out->content_hash = hash ? hash : 1;
}
