/* A feed's entries: which are new, which are whole, what the others' pages have to add. */
#include "pipeline/harvest_code.h"

#include "base/hash.h"
#include "base/url.h"
#include "base/utf8.h"
#include "feed/feed.h"
#include "feed/identity.h"
#include "feed/induce.h"
#include "fetch/content_coding.h"
#include "pipeline/mail_entry.h"

#define TITLE_MAX 1000 /* bytes */
#define GUID_MAX 2000
#define LANGUAGE_MAX 40

static str cut(str s, size_t max)
{
    return str_sub(s, 0, utf8_floor(s, s.len < max ? s.len : max));
}

struct feed_text harvest_content_of(const struct feed_part *item)
{
    for (size_t i = 0; i < item->contents.len; i++)
        if (!str_empty(str_trim(item->contents.at[i].text)))
            return item->contents.at[i];
    return item->summary;
}

/* Whether there are so many words outside of tags. */
static bool has_words(str markup, size_t wanted)
{
    size_t n = 0;
    bool tag = false, word = false;
    for (size_t i = 0; i < markup.len && n < wanted; i++) {
        unsigned char c = (unsigned char)markup.p[i];
        tag = c == '<' ? true : (c == '>' ? false : tag);
        bool inside = !tag && c != '>' && !ascii_is_space(c);
        n += inside && !word;
        word = inside;
    }
    return n == wanted;
}

/* How a text ends that goes on elsewhere. */
static bool breaks_off(str markup)
{
    static const str ends[] = {
        S("..."),      S("\xe2\x80\xa6"), S("[...]"),      S("[\xe2\x80\xa6]"),
        S("&hellip;"), S("&#8230;"),      S("[&hellip;]"), S("[&#8230;]")};
    str text = str_trim(markup);
    while (str_ends(text, S(">"))) {
        size_t open = str_rchr(text, '<');
        if (open == STR_NPOS)
            break;
        text = str_trim(str_sub(text, 0, open));
    }
    for (size_t i = 0; i < ARRAY_LEN(ends); i++)
        if (str_ends(text, ends[i]))
            return true;
    return false;
}

static bool is_whole(const struct feed_part *item)
{
    str text = harvest_content_of(item).text;
    return item->is_whole || (has_words(text, HARVEST_FULL_WORDS) && !breaks_off(text));
}

/* The entry's page; "" when it has none. */
static str page_of(struct arena *a, const struct feed_part *item)
{
    url address;
    str link = str_empty(item->link) && item->id_is_link ? item->id : item->link;
    if (url_parse(&address, a, link, NULL) != OK || !url_is_web(address))
        return S("");
    return address.s;
}

static int64_t time_of(const struct feed_part *item)
{
    if (item->published_us != TIME_NONE)
        return item->published_us;
    return item->created_us != TIME_NONE ? item->created_us : item->updated_us;
}

/* Whether the entry's text is all there is to have. WHOLE: as is_whole. */
static bool has_to_do(bool whole, enum feed_full_text full_text)
{
    return full_text == FEED_TEXT_NEVER || (full_text == FEED_TEXT_AUTO && whole);
}

void harvest_entry_of(struct entry *out, struct arena *a, const struct feed_part *item, bool whole,
                      const struct harvest *h)
{
    str text = harvest_content_of(item).text, page = page_of(a, item);
    feed_entry_read(out, a, item);
    uint64_t hash = hash_join(hash_str(out->title), hash_str(page));
    out->feed_id = h->feed_id;
    out->guid = cut(out->guid, GUID_MAX);
    out->url = page;
    out->published_us = time_of(item);
    out->first_seen_us = h->checked_us;
    /* What teases may count its comments: only the page knows whether it has changed. */
    bool counts = whole || h->full_text == FEED_TEXT_NEVER;
    out->content_hash = hash_join(hash, counts ? hash_str(str_trim(text)) : 0);
    /* Entries are read anew when it is set otherwise. */
    if (h->full_text != FEED_TEXT_AUTO)
        out->content_hash = hash_join(out->content_hash, (uint64_t)h->full_text);
    out->content_hash |= out->content_hash == 0;
}

void harvest_preview(struct preview_entry *out, struct arena *a, const struct feed_part *item)
{
    struct entry e;
    feed_entry_read(&e, a, item);
    *out = (struct preview_entry){.title = e.title,
                                  .url = page_of(a, item),
                                  .published_us = time_of(item),
                                  .whole = is_whole(item)};
}

/* --- one entry ------------------------------------------------------------------------------- */

void harvest_keep_entry(struct entry *e, struct arena *a)
{
    e->guid = str_dup(a, e->guid);
    e->url = str_dup(a, e->url);
    e->title = str_dup(a, e->title);
}

/* The article at the entry's address, however it got there. */
static int64_t article_there(struct reading *r, str address)
{
    url canonical, parsed;
    int64_t id = 0;
    struct arena *a = &r->step->arena;
    if (url_parse(&parsed, a, address, NULL) != OK || url_canonical(&canonical, a, parsed) != OK ||
        store_article_by_url(&id, r->store, canonical.s) != OK)
        return 0;
    return id;
}

/* An entry that is new or rewritten. What can be no article is kept as an entry only. */
static status read_new(struct harvest_entry *out, struct reading *r, const struct feed_part *item,
                       bool whole)
{
    struct arena *a = &r->step->arena;
    bool has_page = !str_empty(out->entry.url);
    if (out->entry.article_id == 0 && has_page &&
        (out->entry.article_id = article_there(r, out->entry.url)) != 0) {
        out->what = HARVEST_LINKED;
        return OK;
    }
    bool mail = r->feed->kind == FEED_MAIL;
    struct told told = harvest_told_of(a, r->feed, item, &out->entry);
    if (has_page && !mail && !has_to_do(whole, r->h->full_text)) {
        str draft;
        if (harvest_draft_of(&draft, a, &told) != OK)
            return OK;
        out->what = HARVEST_PAGE;
        out->draft = str_dup(&r->doc->arena, draft);
        return OK;
    }
    str own = STR_NONE;
    /* Who can send a mail must not be able to put words at the address of another's page. */
    if (!has_page || mail)
        own = str_printf(&r->doc->arena, "urn:courant:entry:%lld:%016llx", (long long)r->h->feed_id,
                         (unsigned long long)hash_str(out->entry.guid));
    status made = step_told(&out->article, &out->analysed, r->step, r->doc, &told, own);
    out->what = made == OK ? HARVEST_ARTICLE : HARVEST_KNOWN;
    return OK;
}

/* As the store keeps it: of entries that share an id, one has it, the others something behind it.
 */
static bool is_guid(str known, str guid)
{
    return str_starts(known, guid) && (known.len == guid.len || known.p[guid.len] == '#');
}

static bool is_same(const struct entry *known, const struct entry *e)
{
    return known->content_hash == e->content_hash && is_guid(known->guid, e->guid) &&
           known->published_us == e->published_us;
}

static status read_item(struct harvest_entry *out, struct reading *r, const struct feed_part *item)
{
    struct entry known;
    struct arena *a = &r->step->arena;
    struct arena_mark mark = arena_mark(a);
    bool whole = is_whole(item);
    harvest_entry_of(&out->entry, a, item, whole, r->h);
    status found = store_entry_find(&known, a, r->store, &out->entry);
    bool same = found == OK && is_same(&known, &out->entry);
    out->what = same ? HARVEST_SAME : HARVEST_KNOWN;
    bool plain = sitemap_is_plain(r, item);
    bool wanted = plain ? sitemap_wants(r, &out->entry, found == OK ? &known : NULL)
                        : found != OK || known.content_hash != out->entry.content_hash;
    out->fresh = found == E_NOTFOUND;
    if (found == OK)
        out->entry.article_id = known.article_id;
    else if (found != E_NOTFOUND)
        return found;
    harvest_keep_entry(&out->entry, &r->doc->arena);
    status done = wanted ? read_new(out, r, item, whole) : OK;
    arena_rewind(a, mark);
    return done;
}

/* --- the feed -------------------------------------------------------------------------------- */

static str extra_text(const struct feed_part *part, str name)
{
    for (size_t i = 0; i < part->extras.len; i++)
        if (str_ieq(part->extras.at[i].name, name))
            return part->extras.at[i].text;
    return S("");
}

static void read_habits(struct harvest *h, struct arena *a, const struct feed_document *feed)
{
    const struct feed_part *about = &feed->about;
    int64_t *posted = arena_array(a, feed->items.len, int64_t);
    for (size_t i = 0; i < feed->items.len; i++)
        posted[i] = time_of(&feed->items.at[i]);
    h->gap_us = schedule_gap(&h->newest_us, posted, feed->items.len, h->checked_us);
    h->said_us = schedule_said(about->ttl, extra_text(about, S("sy_updateperiod")),
                               extra_text(about, S("sy_updatefrequency")));
}

/* A header's word counts for more than the feed's (W3C WebSub, section 4). */
static void read_offer(struct harvest *h, struct arena *a, const struct feed_document *feed,
                       str address)
{
    url base;
    if (url_parse(&base, a, address, NULL) != OK)
        return;
    websub_offer_header(&h->offer, a, h->links, base);
    str topic = h->offer.topic;
    if (h->offer.len)
        return;
    h->offer = (struct websub_offer){.topic = topic};
    for (size_t i = 0; i < feed->about.links.len; i++)
        websub_offer_add(&h->offer, a, feed->about.links.at[i].rel, feed->about.links.at[i].url,
                         base);
}

static status is_known(bool *known, struct reading *r, const struct feed_part *item)
{
    struct entry entry, there;
    struct arena *a = &r->step->arena;
    struct arena_mark mark = arena_mark(a);
    harvest_entry_of(&entry, a, item, is_whole(item), r->h);
    status found = store_entry_find(&there, a, r->store, &entry);
    *known = found == OK && is_same(&there, &entry);
    arena_rewind(a, mark);
    return found == E_NOTFOUND ? OK : found;
}

/* Which entries are read: all of a feed of usual length; of a long one the first that are new, up
 * to HARVEST_ENTRIES_MAX, so that its articles need not be in memory all at once. */
static status choose(size_t **chosen, struct reading *r)
{
    struct harvest *h = r->h;
    size_t len = r->feed->items.len, i = h->begin;
    bool all = i < len && len - i <= HARVEST_ENTRIES_MAX;
    *chosen = arena_array(&r->step->arena, HARVEST_ENTRIES_MAX, size_t);
    for (; i < len && h->len < HARVEST_ENTRIES_MAX; i++) {
        bool known = false;
        if (!all)
            TRY(is_known(&known, r, &r->feed->items.at[i]));
        if (!known)
            (*chosen)[h->len++] = i;
    }
    h->rest = i < len ? i : 0;
    return OK;
}

/* Files that are compressed by themselves, as sitemaps often are. */
static status parse(struct feed_document **out, struct arena *a, str bytes,
                    const struct feed_source *source)
{
    if (str_starts(bytes, S("\x1f\x8b")))
        TRY(content_decode(&bytes, a, S("gzip"), bytes, FEED_BYTES_MAX, CONTENT_SENT));
    return feed_parse(out, a, bytes, source);
}

/* What came, read as what it is: a mail, a feed, or a page of which a recipe tells the entries. OUT
 * is NULL when it cannot be read, and H says why. */
static status read_document(struct feed_document **out, struct step *step, struct doc *d)
{
    struct harvest *h = d->harvest;
    struct feed row;
    struct arena *a = &step->arena;
    struct feed_source source = {.url = sbuf_str(&d->url),
                                 .content_type = sbuf_str(&d->content_type)};
    const struct induce_source page = {.bytes = sbuf_str(&d->bytes),
                                       .content_type = source.content_type,
                                       .url = source.url,
                                       .now_us = h->checked_us};
    TRY(store_feed_get(&row, a, step->store, h->feed_id));
    bool mail = mail_entry_is(source.content_type);
    bool by_recipe = row.kind == FEED_OF_PAGE && h->delivery_id == 0;
    status done = mail        ? mail_entry_read(out, a, page.bytes, d->fetched_us)
                  : by_recipe ? induce_read(out, a, &page, row.recipe)
                              : parse(out, a, page.bytes, &source);
    if (done == OK)
        return OK;
    h->outcome = SCHEDULE_FAILED;
    h->error = str_printf(&d->arena, "%s%s",
                          mail || by_recipe ? "" : "what came is no feed: ", err_text());
    *out = NULL;
    return OK;
}

status harvest_read(struct step *step, struct doc *d)
{
    struct store *store = step->store;
    if (!store)
        return fail(E_DB, "the store cannot be opened once more");
    struct harvest *h = d->harvest;
    struct feed_document *feed;
    TRY(read_document(&feed, step, d));
    if (!feed)
        return OK;
    url home;
    h->read = true;
    h->title = str_dup(&d->arena, cut(str_trim(feed->about.title.text), TITLE_MAX));
    if (url_parse(&home, &d->arena, feed->about.link, NULL) == OK && url_is_web(home))
        h->site_url = home.s;
    h->language = str_dup(&d->arena, cut(str_trim(feed->about.language), LANGUAGE_MAX));
    read_habits(h, &step->arena, feed);
    struct feed_settings set;
    TRY(store_feed_settings_get(&set, &step->arena, store, h->feed_id));
    h->full_text = (enum feed_full_text)set.full_text;
    if (!h->delivery_id && !h->page_entry_id)
        read_offer(h, &d->arena, feed, sbuf_str(&d->url));
    struct reading r = {step, store, d, h, feed};
    if (feed->kind == FEED_SITEMAP && str_eq(feed->version, S("sitemapindex")))
        return sitemap_index_read(&r);
    size_t *chosen;
    TRY(choose(&chosen, &r));
    /* A doc gives its bytes back before the desk has it. */
    if (h->rest && !h->delivery_id)
        h->body = str_dup(&d->arena, sbuf_str(&d->bytes));
    h->at = arena_array(&d->arena, h->len, struct harvest_entry);
    /* The oldest first: that is the order they were published in. */
    for (size_t i = 0; i < h->len; i++)
        TRY(read_item(&h->at[i], &r, &feed->items.at[chosen[h->len - 1 - i]]));
    return OK;
}

/* --- its row --------------------------------------------------------------------------------- */

/* A permanent redirect is believed when it has held for a while: sites in trouble redirect
 * everything to one page, for a day. */
static void follow_move(struct feed *feed, const struct harvest *h)
{
    if (str_empty(h->moved) || str_eq(h->moved, feed->url)) {
        feed->moved_url = S("");
        feed->moved_us = TIME_NONE;
    } else if (!str_eq(h->moved, feed->moved_url) || feed->moved_us == TIME_NONE) {
        feed->moved_url = h->moved;
        feed->moved_us = h->checked_us;
    } else if (h->checked_us - feed->moved_us >= SCHEDULE_HELD_US) {
        feed->url = h->moved;
        feed->moved_url = S("");
        feed->moved_us = TIME_NONE;
    }
}

void harvest_apply(struct feed *feed, struct harvest *h)
{
    bool well = h->outcome == SCHEDULE_ANSWERED;
    feed->checked_us = h->checked_us;
    feed->failures = well ? 0 : feed->failures + 1;
    feed->error = h->error;
    if (well) {
        feed->succeeded_us = h->checked_us;
        /* A 304 may repeat them, or not. */
        if (h->read || !str_empty(h->etag))
            feed->etag = h->etag;
        if (h->read || !str_empty(h->last_modified))
            feed->last_modified = h->last_modified;
        follow_move(feed, h);
    }
    if (h->read) {
        if (str_empty(feed->title))
            feed->title = h->title;
        if (!str_empty(h->site_url))
            feed->site_url = h->site_url;
        feed->language = h->language;
        feed->gap_us = h->gap_us;
        feed->newest_us = h->newest_us;
        feed->said_us = h->said_us;
    }
    struct schedule_check check = {
        .feed_id = feed->id,
        .outcome = h->outcome,
        .now_us = h->checked_us,
        .failures = feed->failures,
        .fresh_us = h->fresh_us > feed->said_us ? h->fresh_us : feed->said_us,
        .retry_us = h->retry_us,
        .gap_us = feed->gap_us,
        .newest_us = feed->newest_us,
    };
    h->poll_us = feed->next_check_us = schedule_next(&check);
    if (h->pushed_until_us == 0)
        return;
    check.pushed_until_us = h->pushed_until_us;
    feed->next_check_us = schedule_next(&check);
}
