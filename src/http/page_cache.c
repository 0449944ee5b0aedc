/*
 * The page cache. Three lifetimes: a page lives while its shard or a handler's response holds
 * it; a coding of it is made once and lives as long as the page; the bytes of a coding (blob)
 * live also while the library is still sending them.
 */
#include "http/page_cache.h"

#include <pthread.h>
#include <stdatomic.h>

#include "base/hash.h"
#include "http/response.h"

#define SHARDS 16
#define BUCKETS_MIN 64
#define PAGE_OVERHEAD 1024 /* what a page costs beside its bytes */

struct blob {
    atomic_uint refs;
    size_t len;
    void *bytes; /* malloc'd */
};

struct coded {
    enum http_coding coding;
    struct blob *blob;
    struct http_prepared prepared;
};

struct page {
    atomic_uint refs;
    uint64_t hash, generation;
    str key;
    struct page *next_in_bucket;
    struct page *next, **prev; /* the clock's ring, cut open: a list with the hand in the shard */
    bool used;                 /* since the hand passed; under the shard's lock */
    bool compressible;
    bool gone;            /* no longer in its shard */
    atomic_size_t weight; /* bytes it is counted with */
    _Atomic(struct coded *) coded[HTTP_CODING_COUNT];
    atomic_bool incompressible[HTTP_CODING_COUNT];
    str content_type, etag, etag_weak;
    struct http_pair headers[16];
    size_t header_count;
    const char *route;
    char *text; /* key, headers, tags */
};

struct shard {
    pthread_mutex_t lock;
    struct page **buckets;
    size_t bucket_count; /* a power of two */
    struct page *first, *hand;
    size_t bytes, pages;
    uint64_t hits, misses, evictions;
};

struct http_page_cache {
    size_t shard_bytes_max;
    struct shard *shards; /* SHARDS of them */
};

static void blob_release(void *data)
{
    struct blob *b = data;
    if (atomic_fetch_sub(&b->refs, 1) == 1) {
        free(b->bytes);
        free(b);
    }
}

static void blob_retain(void *data)
{
    struct blob *b = data;
    atomic_fetch_add(&b->refs, 1);
}

static struct coded *coded_new(enum http_coding coding, void *bytes, size_t len)
{
    struct coded *c = mem_calloc(1, sizeof *c);
    c->coding = coding;
    c->blob = mem_calloc(1, sizeof *c->blob);
    atomic_init(&c->blob->refs, 1);
    c->blob->bytes = bytes;
    c->blob->len = len;
    c->prepared.bytes = c->blob;
    c->prepared.retain = blob_retain;
    c->prepared.release = blob_release;
    return c;
}

static void coded_free(struct coded *c)
{
    if (!c)
        return;
    http_prepared_end(&c->prepared);
    blob_release(c->blob);
    free(c);
}

static void page_release(void *data)
{
    struct page *p = data;
    if (atomic_fetch_sub(&p->refs, 1) != 1)
        return;
    for (size_t i = 0; i < HTTP_CODING_COUNT; i++)
        coded_free(atomic_load(&p->coded[i]));
    free(p->text);
    free(p);
}

struct http_page_cache *http_page_cache_new(size_t bytes_max)
{
    struct http_page_cache *c = mem_calloc(1, sizeof *c);
    c->shard_bytes_max = bytes_max / SHARDS;
    c->shards = mem_calloc(SHARDS, sizeof *c->shards);
    for (size_t i = 0; i < SHARDS; i++) {
        pthread_mutex_init(&c->shards[i].lock, NULL);
        c->shards[i].bucket_count = BUCKETS_MIN;
        c->shards[i].buckets = mem_calloc(BUCKETS_MIN, sizeof(struct page *));
    }
    return c;
}

static struct page **bucket_of(struct shard *s, uint64_t hash)
{
    return &s->buckets[(hash / SHARDS) & (s->bucket_count - 1)];
}

/* Takes the page out of its shard, under its lock; the caller releases it. */
static void shard_remove(struct shard *s, struct page *p)
{
    struct page **at = bucket_of(s, p->hash);
    while (*at != p)
        at = &(*at)->next_in_bucket;
    *at = p->next_in_bucket;
    if (s->hand == p)
        s->hand = p->next;
    *p->prev = p->next;
    if (p->next)
        p->next->prev = p->prev;
    s->bytes -= atomic_load(&p->weight);
    s->pages--;
    p->gone = true;
}

void http_page_cache_free(struct http_page_cache *c)
{
    if (!c)
        return;
    for (size_t i = 0; i < SHARDS; i++) {
        struct shard *s = &c->shards[i];
        while (s->first) {
            struct page *p = s->first;
            shard_remove(s, p);
            page_release(p);
        }
        free(s->buckets);
        pthread_mutex_destroy(&s->lock);
    }
    free(c->shards);
    free(c);
}

static void shard_grow(struct shard *s)
{
    size_t count = s->bucket_count * 2;
    free(s->buckets);
    s->buckets = mem_calloc(count, sizeof(struct page *));
    s->bucket_count = count;
    for (struct page *p = s->first; p; p = p->next) {
        struct page **bucket = bucket_of(s, p->hash);
        p->next_in_bucket = *bucket;
        *bucket = p;
    }
}

/* Moves the hand until there is room for BYTES; the pages dropped are chained in *dropped. */
static void shard_make_room(struct page **dropped, struct shard *s, size_t bytes, size_t bytes_max)
{
    while (s->first && s->bytes + bytes > bytes_max) {
        struct page *p = s->hand ? s->hand : s->first;
        if (p->used) {
            p->used = false;
            s->hand = p->next;
            continue;
        }
        shard_remove(s, p);
        s->evictions++;
        p->next_in_bucket = *dropped;
        *dropped = p;
    }
}

static void pages_release(struct page *chain)
{
    while (chain) {
        struct page *next = chain->next_in_bucket;
        page_release(chain);
        chain = next;
    }
}

/* path NUL query NUL variant: a NUL is in none of them. */
static str key_make(struct arena *a, const struct http_request *r, str variant)
{
    size_t len = r->path.len + r->query_raw.len + variant.len + 2;
    char *key = arena_alloc(a, len);
    const str parts[] = {r->path, r->query_raw, variant};
    size_t at = 0;
    for (size_t i = 0; i < ARRAY_LEN(parts); i++) {
        if (i)
            key[at++] = '\0';
        if (parts[i].len)
            memcpy(key + at, parts[i].p, parts[i].len);
        at += parts[i].len;
    }
    return str_of(key, len);
}

static struct page *shard_find(struct shard *s, uint64_t hash, str key)
{
    for (struct page *p = *bucket_of(s, hash); p; p = p->next_in_bucket)
        if (p->hash == hash && str_eq(p->key, key))
            return p;
    return NULL;
}

/* Counts BYTES more for a page that may have left its shard meanwhile. */
static void page_grew(struct http_page_cache *c, struct page *p, size_t bytes)
{
    struct shard *s = &c->shards[p->hash % SHARDS];
    struct page *dropped = NULL;
    pthread_mutex_lock(&s->lock);
    if (!p->gone) {
        atomic_fetch_add(&p->weight, bytes);
        s->bytes += bytes;
        p->used = true;
        shard_make_room(&dropped, s, 0, c->shard_bytes_max);
    }
    pthread_mutex_unlock(&s->lock);
    pages_release(dropped);
}

/* The page in that coding, made when nobody has asked for it before; two threads that ask at
 * once both make it and one copy is dropped. */
static struct coded *page_coded(struct http_page_cache *c, struct page *p, enum http_coding coding)
{
    struct coded *identity = atomic_load(&p->coded[HTTP_IDENTITY]);
    struct coded *have = atomic_load(&p->coded[coding]);
    if (have || atomic_load(&p->incompressible[coding]))
        return have ? have : identity;
    void *bytes;
    size_t len;
    if (http_coding_apply(&bytes, &len, coding,
                          str_of(identity->blob->bytes, identity->blob->len)) != OK) {
        atomic_store(&p->incompressible[coding], true);
        return identity;
    }
    struct coded *made = coded_new(coding, bytes, len);
    if (!atomic_compare_exchange_strong(&p->coded[coding], &have, made)) {
        coded_free(made);
        return have;
    }
    page_grew(c, p, len);
    return made;
}

/* OUT takes over the caller's reference to the page. */
static void response_fill(struct http_response *out, struct http_page_cache *c, struct page *p,
                          const struct http_request *r)
{
    enum http_coding coding = HTTP_IDENTITY;
    if (p->compressible)
        coding = http_coding_choose(http_header(r, "accept-encoding"));
    struct coded *coded = page_coded(c, p, coding);
    out->status = 200;
    out->content_type = p->content_type;
    memcpy(out->headers, p->headers, p->header_count * sizeof *p->headers);
    out->header_count = p->header_count;
    out->etag = coded->coding == HTTP_IDENTITY ? p->etag : p->etag_weak;
    out->shared = coded->blob->bytes;
    out->shared_len = coded->blob->len;
    out->shared_release = page_release;
    out->shared_data = p;
    out->content_encoding = http_coding_name(coded->coding);
    out->vary_encoding = p->compressible;
    out->prepared = &coded->prepared;
    out->route = p->route;
}

bool http_page_cache_get(struct http_response *out, struct http_page_cache *c,
                         const struct http_request *r, str variant, uint64_t generation)
{
    if (r->method != HTTP_GET && r->method != HTTP_HEAD)
        return false;
    struct arena_mark mark = arena_mark(r->arena);
    str key = key_make(r->arena, r, variant);
    uint64_t hash = hash_str(key);
    struct shard *s = &c->shards[hash % SHARDS];
    struct page *stale = NULL;
    pthread_mutex_lock(&s->lock);
    struct page *p = shard_find(s, hash, key);
    if (p && p->generation != generation) {
        if (p->generation < generation) {
            shard_remove(s, p);
            stale = p;
        }
        p = NULL;
    }
    if (p) {
        atomic_fetch_add(&p->refs, 1);
        p->used = true;
        s->hits++;
    } else {
        s->misses++;
    }
    pthread_mutex_unlock(&s->lock);
    arena_rewind(r->arena, mark);
    if (stale)
        page_release(stale);
    if (p)
        response_fill(out, c, p, r);
    return p != NULL;
}

static bool worth_keeping(const struct http_response *out, const struct http_page_cache *c,
                          const struct http_request *r)
{
    if ((r->method != HTTP_GET && r->method != HTTP_HEAD) || out->shared || out->body.overflow ||
        (out->status && out->status != 200) || out->body.len + PAGE_OVERHEAD > c->shard_bytes_max)
        return false;
    for (size_t i = 0; i < out->header_count; i++)
        if (str_ieq(out->headers[i].name, S("set-cookie")))
            return false;
    return true;
}

/* Copies S to *at and moves on. */
static str pack(char **at, str s)
{
    char *begin = *at;
    if (s.len)
        memcpy(begin, s.p, s.len);
    *at += s.len;
    return str_of(begin, s.len);
}

/* Headers, tags and key in one piece of memory. */
static void page_pack(struct page *p, const struct http_response *out, str key, str type, str etag)
{
    size_t len = key.len + type.len + etag.len * 2 + 2;
    for (size_t i = 0; i < out->header_count; i++)
        len += out->headers[i].name.len + out->headers[i].value.len;
    char *at = p->text = mem_alloc(len);
    p->key = pack(&at, key);
    p->content_type = pack(&at, type);
    p->etag_weak = pack(&at, S("W/"));
    p->etag = pack(&at, etag);
    p->etag_weak.len += etag.len;
    if (str_starts(etag, S("W/")))
        p->etag_weak = p->etag;
    for (size_t i = 0; i < out->header_count; i++) {
        p->headers[i].name = pack(&at, out->headers[i].name);
        p->headers[i].value = pack(&at, out->headers[i].value);
    }
    p->header_count = out->header_count;
    atomic_init(&p->weight, len + out->body.len + PAGE_OVERHEAD);
}

/* A page with everything copied; the caller holds one reference. */
static struct page *page_new(const struct http_response *out, const struct http_request *r,
                             str variant, uint64_t generation)
{
    struct page *p = mem_calloc(1, sizeof *p);
    str body = sbuf_str(&out->body);
    str type = out->content_type.len ? out->content_type : S("text/html; charset=utf-8");
    str key = key_make(r->arena, r, variant);
    page_pack(p, out, key, type, out->etag.len ? out->etag : http_etag_of(r->arena, body));
    atomic_init(&p->refs, 1);
    p->hash = hash_str(key);
    p->generation = generation;
    p->route = out->route;
    p->compressible = !out->no_compress && body.len >= HTTP_COMPRESS_MIN && http_coding_suits(type);
    void *bytes = mem_alloc(body.len + 1);
    if (body.len)
        memcpy(bytes, body.p, body.len);
    atomic_init(&p->coded[HTTP_IDENTITY], coded_new(HTTP_IDENTITY, bytes, body.len));
    return p;
}

/* Under the shard's lock, which takes over one reference. */
static void shard_insert(struct shard *s, struct page *p)
{
    if (s->pages >= s->bucket_count)
        shard_grow(s);
    struct page **bucket = bucket_of(s, p->hash);
    p->next_in_bucket = *bucket;
    *bucket = p;
    p->next = s->first;
    p->prev = &s->first;
    if (p->next)
        p->next->prev = &p->next;
    s->first = p;
    s->bytes += atomic_load(&p->weight);
    s->pages++;
}

void http_page_cache_put(struct http_response *out, struct http_page_cache *c,
                         const struct http_request *r, str variant, uint64_t generation)
{
    if (!worth_keeping(out, c, r))
        return;
    struct page *p = page_new(out, r, variant, generation);
    struct shard *s = &c->shards[p->hash % SHARDS];
    struct page *dropped = NULL;
    pthread_mutex_lock(&s->lock);
    struct page *old = shard_find(s, p->hash, p->key);
    if (old && old->generation <= generation) {
        shard_remove(s, old);
        old->next_in_bucket = NULL;
        dropped = old;
        old = NULL;
    }
    if (!old && atomic_load(&p->weight) <= c->shard_bytes_max) {
        atomic_fetch_add(&p->refs, 1);
        shard_make_room(&dropped, s, atomic_load(&p->weight), c->shard_bytes_max);
        shard_insert(s, p);
    } else {
        p->gone = true;
    }
    pthread_mutex_unlock(&s->lock);
    pages_release(dropped);
    response_fill(out, c, p, r);
}

struct http_page_cache_stats http_page_cache_stats(const struct http_page_cache *cache)
{
    struct http_page_cache_stats sum = {0};
    for (size_t i = 0; i < SHARDS; i++) {
        struct shard *s = &cache->shards[i];
        pthread_mutex_lock(&s->lock);
        sum.hits += s->hits;
        sum.misses += s->misses;
        sum.evictions += s->evictions;
        sum.bytes += s->bytes;
        sum.pages += s->pages;
        pthread_mutex_unlock(&s->lock);
    }
    return sum;
}
