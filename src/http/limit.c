/* Address limits: a set-associative table, one lock a group of sets. A set that is full gives
 * up the address without connections that was quiet longest; its bucket starts full again. */
#include "http/limit.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdatomic.h>

#include "base/arena.h"
#include "base/hash.h"

#define WAYS 4
#define LOCKS 64
#define SETS_MIN 1024
#define TOKEN ((int64_t)1000000) /* a request, in microrequests */

struct slot {
    uint64_t key; /* 0: free */
    unsigned connections;
    int64_t tokens; /* microrequests left at seen_us */
    int64_t seen_us;
};

struct http_limit {
    unsigned connections_max, per_address_max, per_second;
    uint64_t seed;
    size_t sets; /* a power of two */
    struct slot *slots;
    atomic_uint connections;
    pthread_mutex_t locks[LOCKS];
};

struct http_limit *http_limit_new(unsigned connections_max, unsigned connections_per_address_max,
                                  unsigned requests_per_second, uint64_t seed)
{
    struct http_limit *l = mem_calloc(1, sizeof *l);
    l->connections_max = connections_max;
    l->per_address_max = connections_per_address_max;
    l->per_second = requests_per_second;
    l->seed = seed;
    l->sets = SETS_MIN;
    while (l->sets < connections_max)
        l->sets *= 2;
    l->slots = mem_calloc(size_mul(l->sets, WAYS), sizeof *l->slots);
    for (size_t i = 0; i < LOCKS; i++)
        pthread_mutex_init(&l->locks[i], NULL);
    return l;
}

void http_limit_free(struct http_limit *l)
{
    if (!l)
        return;
    for (size_t i = 0; i < LOCKS; i++)
        pthread_mutex_destroy(&l->locks[i]);
    free(l->slots);
    free(l);
}

static uint64_t key_of(const struct http_limit *l, const void *bytes, size_t len)
{
    uint64_t key = hash_bytes(bytes, len, l->seed);
    return key ? key : 1;
}

static uint64_t key_of_v6(const struct http_limit *l, const struct in6_addr *a)
{
    if (IN6_IS_ADDR_V4MAPPED(a))
        return key_of(l, a->s6_addr + 12, 4);
    return key_of(l, a->s6_addr, 8);
}

uint64_t http_limit_key_socket(const struct http_limit *l, const struct sockaddr *address)
{
    if (address && address->sa_family == AF_INET)
        return key_of(l, &((const struct sockaddr_in *)(const void *)address)->sin_addr, 4);
    if (address && address->sa_family == AF_INET6)
        return key_of_v6(l, &((const struct sockaddr_in6 *)(const void *)address)->sin6_addr);
    return 0;
}

uint64_t http_limit_key_text(const struct http_limit *l, str address)
{
    char text[INET6_ADDRSTRLEN + 1];
    struct in_addr v4;
    struct in6_addr v6;
    str s = str_trim(address);
    size_t close = str_chr(s, ']');
    if (s.len && s.p[0] == '[' && close != STR_NPOS)
        s = str_sub(s, 1, close);
    else if (str_chr(s, '.') != STR_NPOS && str_chr(s, ':') == str_rchr(s, ':'))
        s = str_sub(s, 0, str_chr(s, ':'));
    if (s.len == 0 || s.len >= sizeof text)
        return 0;
    memcpy(text, s.p, s.len);
    text[s.len] = '\0';
    if (inet_pton(AF_INET, text, &v4) == 1)
        return key_of(l, &v4, 4);
    if (inet_pton(AF_INET6, text, &v6) == 1)
        return key_of_v6(l, &v6);
    return 0;
}

static pthread_mutex_t *lock_of(struct http_limit *l, uint64_t key)
{
    return &l->locks[key % LOCKS];
}

/* KEY's slot under its lock, made when absent; NULL when every slot of the set is in use. */
static struct slot *slot_of(struct http_limit *l, uint64_t key)
{
    /* The lock is chosen by the low bits, so all keys of one set share a lock. */
    struct slot *set = &l->slots[(key & (l->sets - 1)) * WAYS];
    struct slot *free_slot = NULL;
    for (size_t i = 0; i < WAYS; i++) {
        if (set[i].key == key)
            return &set[i];
        if (set[i].connections == 0 && (!free_slot || set[i].seen_us < free_slot->seen_us))
            free_slot = &set[i];
    }
    if (free_slot)
        *free_slot = (struct slot){.key = key,
                                   .tokens = (int64_t)l->per_second * HTTP_BURST_SECONDS * TOKEN};
    return free_slot;
}

bool http_limit_connect(struct http_limit *l, uint64_t key)
{
    unsigned total = atomic_fetch_add_explicit(&l->connections, 1, memory_order_relaxed);
    bool ok = !l->connections_max || total < l->connections_max;
    if (ok && key && l->per_address_max) {
        pthread_mutex_lock(lock_of(l, key));
        struct slot *slot = slot_of(l, key);
        ok = slot && slot->connections < l->per_address_max;
        if (ok)
            slot->connections++;
        pthread_mutex_unlock(lock_of(l, key));
    }
    if (!ok)
        atomic_fetch_sub_explicit(&l->connections, 1, memory_order_relaxed);
    return ok;
}

void http_limit_disconnect(struct http_limit *l, uint64_t key)
{
    atomic_fetch_sub_explicit(&l->connections, 1, memory_order_relaxed);
    if (!key || !l->per_address_max)
        return;
    pthread_mutex_lock(lock_of(l, key));
    struct slot *slot = slot_of(l, key);
    ASSERT(slot && slot->connections);
    slot->connections--;
    pthread_mutex_unlock(lock_of(l, key));
}

unsigned http_limit_request(struct http_limit *l, uint64_t key, int64_t now_us)
{
    unsigned wait_s = 0;
    if (!key || !l->per_second)
        return 0;
    pthread_mutex_lock(lock_of(l, key));
    struct slot *slot = slot_of(l, key);
    if (slot) {
        int64_t full = (int64_t)l->per_second * HTTP_BURST_SECONDS * TOKEN;
        int64_t quiet_us = slot->seen_us && now_us > slot->seen_us ? now_us - slot->seen_us : 0;
        if (quiet_us >= HTTP_BURST_SECONDS * TOKEN)
            slot->tokens = full;
        else
            slot->tokens += quiet_us * l->per_second;
        if (slot->tokens > full)
            slot->tokens = full;
        slot->seen_us = now_us;
        if (slot->tokens >= TOKEN)
            slot->tokens -= TOKEN;
        else
            wait_s = (unsigned)((TOKEN - slot->tokens) / l->per_second / TOKEN) + 1;
    }
    pthread_mutex_unlock(lock_of(l, key));
    return wait_s;
}

unsigned http_limit_connections(const struct http_limit *l)
{
    return atomic_load_explicit(&l->connections, memory_order_relaxed);
}
