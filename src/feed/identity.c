/* Entries known again by what seldom changes all at once. */
#include "feed/identity.h"

#include "base/hash.h"
#include "base/map.h"
#include "base/sbuf.h"
#include "base/url.h"
#include "html/charref.h"

enum { TITLE_MAX = 1000, READ_MAX = 8192, SHARED = 0 };

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

enum way { BY_GUID, BY_ADDRESS, BY_TITLE, WAYS };

/* What E is found by; "" when this way says nothing about it. */
static str key_of(struct arena *a, const struct entry *e, enum way way)
{
    if (way == BY_GUID)
        return e->guid;
    if (way == BY_ADDRESS)
        return e->url;
    if (e->title.len == 0 || e->published_us == TIME_NONE)
        return S("");
    return str_printf(a, "%lld %.*s", (long long)e->published_us, STR_FMT(e->title));
}

static bool agree(const struct entry *x, const struct entry *y, enum way way)
{
    bool title = x->title.len && str_eq(x->title, y->title);
    bool date = x->published_us != TIME_NONE && x->published_us == y->published_us;
    bool address = x->url.len && str_eq(x->url, y->url);
    if (way == BY_GUID) {
        /* Nothing to compare is nothing against it. */
        bool bare = !x->url.len && !x->title.len && x->published_us == TIME_NONE;
        return title || date || address || bare;
    }
    return way == BY_TITLE || title || date;
}

/* Keys to indexes + 1 of those that FREE marks; SHARED when two have it. */
static void gather(struct map *m, struct arena *a, const struct entry *entries, const bool *taken,
                   size_t len, enum way way)
{
    map_init(m, a);
    for (size_t i = 0; i < len; i++) {
        str key = taken[i] ? S("") : key_of(a, &entries[i], way);
        if (key.len == 0)
            continue;
        bool seen = map_get(m, key) != NULL;
        *map_put(m, key) = seen ? SHARED : i + 1;
    }
}

void feed_entries_match(size_t *known_of, struct arena *a, const struct entry *known,
                        size_t known_len, const struct entry *fresh, size_t fresh_len)
{
    bool *taken = arena_array(a, known_len + 1, bool), *found = arena_array(a, fresh_len + 1, bool);
    for (size_t i = 0; i < fresh_len; i++)
        known_of[i] = FEED_UNKNOWN;
    for (int way = 0; way < WAYS; way++) {
        struct map old, young;
        gather(&old, a, known, taken, known_len, (enum way)way);
        gather(&young, a, fresh, found, fresh_len, (enum way)way);
        size_t at = 0;
        const struct map_slot *slot;
        while ((slot = map_next(&young, &at))) {
            const uint64_t *other = slot->value == SHARED ? NULL : map_get(&old, slot->key);
            if (!other || *other == SHARED)
                continue;
            size_t i = slot->value - 1, k = *other - 1;
            if (!agree(&known[k], &fresh[i], (enum way)way))
                continue;
            known_of[i] = k;
            taken[k] = found[i] = true;
        }
    }
}
