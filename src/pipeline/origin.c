/* Addresses and sources for captures that say little about themselves. */
#include "pipeline/origin.h"

#include "base/hash.h"
#include "identity/identity.h"

#include <inttypes.h>
#include <limits.h>

#define KEY_MAX 60
#define KEY_LETTERS_MIN 2

static bool url_safe(unsigned char c)
{
    return ascii_is_alnum(c) || (c != '\0' && strchr("/-._~", c));
}

static void put_path(struct sbuf *b, str path)
{
    for (size_t i = 0; i < path.len; i++) {
        unsigned char c = (unsigned char)path.p[i];
        if (url_safe(c))
            sbuf_putc(b, (char)c);
        else
            sbuf_printf(b, "%%%02X", c);
    }
}

/* "file:///folder/page.html" for a page; "file:///folder/articles.jsonl?id=x7" for an item that
 * has an id of its own; else "...?content=HASH", because a line's number changes when lines are
 * added before it. */
static status file_url(url *out, struct arena *a, const struct article *article,
                       const struct doc *d)
{
    struct sbuf b;
    char absolute[PATH_MAX];
    sbuf_init(&b, a, 4 * DOC_NAME_MAX);
    sbuf_put(&b, S("file://"));
    str name = sbuf_str(&d->name);
    bool found = !str_eq(name, S("-")) && realpath(str_cstr(a, name), absolute);
    if (!found && !str_starts(name, S("/")))
        sbuf_putc(&b, '/');
    put_path(&b, found ? str_c(absolute) : name);
    if (d->item > 0 && d->item_id.len > 0) {
        sbuf_put(&b, S("?id="));
        put_path(&b, sbuf_str(&d->item_id));
    } else if (d->item > 0) {
        sbuf_printf(&b, "?content=%016" PRIx64,
                    identity_content_hash(article->title, article->text));
    }
    str text;
    TRY(sbuf_end(&text, &b));
    return url_parse(out, a, text, NULL);
}

status origin_identify(struct article *article, struct arena *a, const struct doc *d)
{
    url canonical;
    url fetched_url;
    str fetched = str_empty(article->url) ? sbuf_str(&d->url) : article->url;
    if (url_parse(&fetched_url, a, fetched, NULL) == OK && url_is_web(fetched_url))
        fetched = fetched_url.s;
    else
        fetched = S("");
    status found = identity_url(&canonical, a, fetched, article->canonical_url);
    if (found == E_NOTFOUND)
        found = file_url(&canonical, a, article, d);
    TRY(found);
    article->canonical_url = canonical.s;
    article->url = str_empty(fetched) ? canonical.s : fetched;
    return OK;
}

str origin_key(struct arena *a, str name)
{
    char key[KEY_MAX];
    size_t len = 0, letters = 0;
    for (size_t i = 0; i < name.len && len < sizeof key; i++) {
        unsigned char c = (unsigned char)name.p[i];
        if (ascii_is_alnum(c)) {
            key[len++] = (char)ascii_lower(c);
            letters++;
        } else if (c == '.' && len > 0 && i + 1 < name.len) {
            key[len++] = '.';
        } else if (c < 0x80 && len > 0 && key[len - 1] != '-') {
            key[len++] = '-';
        }
    }
    while (len > 0 && (key[len - 1] == '-' || key[len - 1] == '.'))
        len--;
    if (letters < KEY_LETTERS_MIN)
        return str_printf(a, "source-%016" PRIx64, hash_str(name));
    return str_dup(a, str_of(key, len));
}

void origin_source(struct source *out, struct arena *a, const struct article *article,
                   const struct doc *d)
{
    *out = (struct source){.demo = d->demo};
    url address = url_from_store(article->canonical_url);
    str site = url_is_web(address) ? url_site(address) : STR_NONE;
    str name = !str_empty(d->source_name) ? d->source_name : article->site_name;
    if (!str_empty(d->source_key))
        out->key = origin_key(a, d->source_key);
    else if (!str_empty(site))
        out->key = origin_key(a, site);
    else if (!str_empty(name))
        out->key = origin_key(a, name);
    else
        out->key = S("files");
    out->name = !str_empty(name) ? name : (!str_empty(site) ? site : S("Imported files"));
    out->home_url = d->source_home;
    if (str_empty(out->home_url) && !str_empty(site))
        out->home_url = url_origin(a, address);
}
