/* Bytes to a feed: which reader they are for. */
#include "feed/feed.h"

#include "feed/address.h"
#include "feed/charset.h"
#include "feed/json_feed.h"
#include "feed/mend.h"
#include "feed/read.h"
#include "feed/text.h"

static char first_char(str text)
{
    size_t i = 0;
    while (i < text.len && ascii_is_space((unsigned char)text.p[i]))
        i++;
    return i < text.len ? text.p[i] : 0;
}

/* "en_US" and "en-US,fr" as language tags. */
static str language_of(struct arena *a, str header)
{
    str rest = header;
    return feed_language(a, str_cut(&rest, ','));
}

status feed_parse(struct feed_document **out, struct arena *a, str bytes,
                  const struct feed_source *source)
{
    struct feed_document *doc = arena_new(a, struct feed_document);
    str text;
    TRY(feed_decode(&text, &doc->encoding, a, bytes, source->content_type, FEED_BYTES_MAX));
    str base = feed_address_is_web(source->url) ? source->url : S("");
    base = feed_base(a, base, source->content_location);
    *out = doc;
    if (first_char(text) == '{')
        return feed_read_json(doc, a, text, base);
    struct mended mended;
    TRY(feed_mend(&mended, a, text, FEED_BYTES_MAX * 2));
    doc->mended = mended.changed;
    doc->truncated = mended.truncated;
    TRY(feed_read(doc, a, mended.text, base, language_of(a, source->content_language)));
    if (doc->kind == FEED_NONE)
        return fail(E_INPUT,
                    "this is no feed: no RSS, Atom, RDF, CDF or sitemap element begins it");
    return OK;
}
