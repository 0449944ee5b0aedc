/*
 * Sitemaps (sitemaps.org). An index's sitemaps are entries whose pages are fetched like any other,
 * but read as part of the feed. A sitemap lists all that a site has ever had: of one that is read
 * for the first time only what is recent is fetched, the rest is noted; later, what was not there
 * before.
 */
#include "base/hash.h"
#include "base/url.h"
#include "pipeline/harvest_code.h"

#define RECENT_US (2 * CLOCK_DAY_US) /* of a sitemap read for the first time, what is younger */
#define LATE_US (30 * CLOCK_DAY_US)  /* later, what has no older date than this */
#define CORRECTED_US                                                                               \
    (7 * CLOCK_DAY_US) /* so long a page that says it has changed is fetched anew */
#define NEVER_READ 1   /* in place of a sitemap's hash */
#define DRAFT_FIRST S("sitemap first")
#define DRAFT_LATER S("sitemap")

bool harvest_draft_is_sitemap(bool *first, str draft)
{
    *first = str_eq(draft, DRAFT_FIRST);
    return *first || str_eq(draft, DRAFT_LATER);
}

bool sitemap_is_plain(const struct reading *r, const struct feed_part *item)
{
    return r->feed->kind == FEED_SITEMAP && str_empty(item->title.text);
}

bool sitemap_wants(const struct reading *r, const struct entry *entry, const struct entry *known)
{
    const struct harvest *h = r->h;
    bool dated = entry->published_us != TIME_NONE;
    if (known)
        return dated && known->published_us != entry->published_us &&
               entry->published_us > h->checked_us - CORRECTED_US &&
               known->first_seen_us > h->checked_us - CORRECTED_US;
    if (h->first)
        return dated && entry->published_us > h->checked_us - RECENT_US;
    /* More than one reading takes is an archive that has moved. */
    return h->begin == 0 && (!dated || entry->published_us > h->checked_us - LATE_US);
}

/* --- an index -------------------------------------------------------------------------------- */

struct candidate {
    struct entry entry;
    bool known, never_read;
};

/* The site itself, or a part of it, or what it is a part of. */
static bool same_site(url x, url y)
{
    str a = url_site(x), b = url_site(y);
    if (a.len < b.len) {
        str c = a;
        a = b;
        b = c;
    }
    return str_eq(a, b) || (str_ends(a, b) && a.p[a.len - b.len - 1] == '.');
}

/* A sitemap without a date is looked at once a day. */
static uint64_t state_of(const struct entry *e, int64_t now_us)
{
    uint64_t day = (uint64_t)(now_us / CLOCK_DAY_US);
    uint64_t hash = hash_u64(e->published_us != TIME_NONE ? (uint64_t)e->published_us : day);
    return hash <= NEVER_READ ? NEVER_READ + 1 : hash;
}

static bool has_changed(const struct entry *known, const struct entry *e)
{
    if (e->published_us != TIME_NONE)
        return known->published_us != e->published_us;
    return known->content_hash != NEVER_READ && known->content_hash != e->content_hash;
}

/* *TAKEN: the sitemap ITEM is to be fetched, or noted. */
static status look_at(bool *taken, struct candidate *out, struct reading *r,
                      const struct feed_part *item)
{
    struct entry known;
    struct arena *a = &r->step->arena;
    struct arena_mark mark = arena_mark(a);
    harvest_entry_of(&out->entry, a, item, false, r->h);
    out->entry.content_hash = state_of(&out->entry, r->h->checked_us);
    *taken = !str_empty(out->entry.url) &&
             same_site(url_from_store(out->entry.url), url_from_store(sbuf_str(&r->doc->url)));
    if (*taken) {
        status found = store_entry_find(&known, a, r->store, &out->entry);
        if (found != E_NOTFOUND)
            TRY(found);
        out->known = found == OK;
        out->never_read = out->known && known.content_hash == NEVER_READ;
        *taken = !out->known || has_changed(&known, &out->entry);
    }
    if (*taken)
        harvest_keep_entry(&out->entry, &r->doc->arena);
    arena_rewind(a, mark);
    return OK;
}

/* The newest first, those without a date last. TIME_NONE is less than any time. */
static int newer_first(const void *a, const void *b)
{
    int64_t x = ((const struct candidate *)a)->entry.published_us;
    int64_t y = ((const struct candidate *)b)->entry.published_us;
    return (x < y) - (x > y);
}

/* Sitemaps beyond those of this check: of an index that is new they are noted as old, of a known
 * one they are taken next time, which needs a whole answer. */
static void put_off(struct harvest_entry *out, struct harvest *h, const struct candidate *c)
{
    *out = (struct harvest_entry){.what = HARVEST_SAME, .entry = c->entry};
    if (h->first) {
        out->what = HARVEST_KNOWN;
        out->entry.content_hash = NEVER_READ;
    } else {
        h->etag = h->last_modified = S("");
    }
}

status sitemap_index_read(struct reading *r)
{
    struct harvest *h = r->h;
    size_t len = r->feed->items.len, n = 0;
    struct candidate *all = arena_array(&r->step->arena, len, struct candidate);
    /* A sitemap of an index that is an index itself is not followed: the standard knows none. */
    for (size_t i = 0; i < len && !h->page_entry_id; i++) {
        bool taken;
        TRY(look_at(&taken, &all[n], r, &r->feed->items.at[i]));
        n += taken;
    }
    if (n > 0)
        qsort(all, n, sizeof *all, newer_first);
    h->at = arena_array(&r->doc->arena, n, struct harvest_entry);
    h->len = n;
    for (size_t i = 0; i < n; i++) {
        bool first = h->first || all[i].never_read;
        if (i < HARVEST_SITEMAPS_MAX)
            h->at[i] = (struct harvest_entry){.what = HARVEST_PAGE,
                                              .entry = all[i].entry,
                                              .draft = first ? DRAFT_FIRST : DRAFT_LATER};
        else
            put_off(&h->at[i], h, &all[i]);
    }
    return OK;
}
