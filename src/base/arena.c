/* Block arenas: blocks grow with the arena up to a maximum, large requests get their own. */
#include "base/arena.h"

#include <malloc.h>

#include "base/asan.h"
#include "config.h"

struct arena_block {
    struct arena_block *older;
    size_t size; /* usable bytes after this header */
};

#define BLOCK_DATA(b) ((char *)(b) + sizeof(struct arena_block))
#define ALIGN_UP(n) (((n) + (ARENA_ALIGN - 1)) & ~(size_t)(ARENA_ALIGN - 1))

_Static_assert(sizeof(struct arena_block) % ARENA_ALIGN == 0, "block data must stay aligned");

static void out_of_memory(size_t size) NORETURN;

static void out_of_memory(size_t size)
{
    fprintf(stderr, "courant: out of memory (%zu bytes asked for)\n", size);
    abort();
}

size_t size_mul(size_t a, size_t b)
{
    size_t r;
    if (__builtin_mul_overflow(a, b, &r))
        out_of_memory(SIZE_MAX);
    return r;
}

size_t size_add(size_t a, size_t b)
{
    size_t r;
    if (__builtin_add_overflow(a, b, &r))
        out_of_memory(SIZE_MAX);
    return r;
}

void *mem_alloc(size_t size)
{
    void *p = malloc(size ? size : 1);
    if (!p)
        out_of_memory(size);
    return p;
}

void *mem_calloc(size_t n, size_t size)
{
    size_t all = size_mul(n, size);
    void *p = calloc(1, all ? all : 1);
    if (!p)
        out_of_memory(all);
    return p;
}

void *mem_realloc(void *p, size_t size)
{
    void *q = realloc(p, size ? size : 1);
    if (!q)
        out_of_memory(size);
    return q;
}

void mem_give_back(void)
{
    malloc_trim(0);
}

void arena_init(struct arena *a)
{
    memset(a, 0, sizeof *a);
}

static void blocks_free(struct arena *a, size_t until)
{
    while (a->count > until) {
        struct arena_block *b = a->blocks;
        a->blocks = b->older;
        a->count--;
        a->reserved -= b->size + sizeof *b;
        ASAN_UNPOISON(BLOCK_DATA(b), b->size);
        free(b);
    }
}

static void spare_free(struct arena *a)
{
    struct arena_block *b = a->spare;
    if (!b)
        return;
    a->reserved -= b->size + sizeof *b;
    ASAN_UNPOISON(BLOCK_DATA(b), b->size);
    free(b);
    a->spare = NULL;
}

/* Sets the newest block aside instead of freeing it. Work that marks and rewinds at the end of a
 * block would else take and free one of a megabyte each time, filled each time where malloc fills.
 */
static void spare_newest(struct arena *a)
{
    struct arena_block *b = a->blocks;
    if (ARENA_DEBUG || b->size > ARENA_BLOCK_MAX || (a->spare && a->spare->size >= b->size))
        return;
    spare_free(a);
    ASAN_POISON(BLOCK_DATA(b), (size_t)(a->at - BLOCK_DATA(b)));
    a->blocks = b->older;
    a->count--;
    a->spare = b;
}

void arena_end(struct arena *a)
{
    spare_free(a);
    blocks_free(a, 0);
    memset(a, 0, sizeof *a);
}

static struct arena_block *block_new(struct arena *a, size_t size)
{
    size_t all = size_add(size, sizeof(struct arena_block));
    struct arena_block *b = mem_alloc(all);
    b->size = size;
    b->older = a->blocks;
    a->blocks = b;
    a->count++;
    a->reserved += all;
    return b;
}

/* Several blocks become one of their size: the next document, which is mostly of the same size,
 * then takes nothing from malloc. Giving the blocks back one by one made the kernel take the pages
 * away and clear them again, 6% of the time of reading a page. */
void arena_reset(struct arena *a)
{
    if (ARENA_DEBUG || !a->blocks) {
        arena_end(a);
        return;
    }
    spare_free(a);
    struct arena_block *keep = a->blocks;
    while (keep->older)
        keep = keep->older;
    size_t size = a->reserved < ARENA_KEEP_MAX ? a->reserved : ARENA_KEEP_MAX;
    if (keep->size + sizeof *keep >= size && keep->size <= ARENA_KEEP_MAX + ARENA_BLOCK_MIN) {
        blocks_free(a, 1);
    } else {
        arena_end(a);
        keep = block_new(a, ALIGN_UP(size));
    }
    a->at = BLOCK_DATA(keep);
    a->end = a->at + keep->size;
    a->used = 0;
    ASAN_POISON(a->at, keep->size);
}

/* The slow path: a new block, a quarter of what there is. Doubling would take few blocks too, but
 * leave half of the memory unused. */
static NOINLINE void *alloc_in_new_block(struct arena *a, size_t size)
{
    if (a->spare && a->spare->size >= size) {
        struct arena_block *b = a->spare;
        a->spare = NULL;
        b->older = a->blocks;
        a->blocks = b;
        a->count++;
        a->at = BLOCK_DATA(b) + size;
        a->end = BLOCK_DATA(b) + b->size;
        a->used += size;
        ASAN_UNPOISON(BLOCK_DATA(b), size);
        return BLOCK_DATA(b);
    }
    size_t want = ALIGN_UP(a->reserved / 4);
    if (want < ARENA_BLOCK_MIN)
        want = ARENA_BLOCK_MIN;
    if (want > ARENA_BLOCK_MAX)
        want = ARENA_BLOCK_MAX;
    if (ARENA_DEBUG || want < size)
        want = size;
    struct arena_block *b = block_new(a, want);
    char *p = BLOCK_DATA(b);
    a->at = p + size;
    a->end = p + want;
    a->used += size;
    ASAN_POISON(a->at, (size_t)(a->end - a->at));
    return p;
}

void *arena_alloc(struct arena *a, size_t size)
{
    size_t need = ALIGN_UP(size);
    if (UNLIKELY(need < size))
        out_of_memory(size);
    if (need == 0)
        need = ARENA_ALIGN;
    if (UNLIKELY(ARENA_DEBUG || need > (size_t)(a->end - a->at)))
        return alloc_in_new_block(a, need);
    void *p = a->at;
    a->at += need;
    a->used += need;
    ASAN_UNPOISON(p, size);
    return p;
}

void *arena_calloc(struct arena *a, size_t n, size_t size)
{
    size_t all = size_mul(n, size);
    void *p = arena_alloc(a, all);
    memset(p, 0, all);
    return p;
}

char *arena_dup(struct arena *a, const void *p, size_t size)
{
    char *q = arena_alloc(a, size_add(size, 1));
    if (size)
        memcpy(q, p, size);
    q[size] = '\0';
    return q;
}

/* Grows the block that P has for itself, the way large arrays get one; NULL if it has none. */
static void *grow_own_block(struct arena *a, void *p, size_t old, size_t size)
{
    struct arena_block **link = &a->blocks;
    while (*link && BLOCK_DATA(*link) != p)
        link = &(*link)->older;
    struct arena_block *b = *link;
    if (!b || b->size != old)
        return NULL;
    ASAN_UNPOISON(p, old);
    b = mem_realloc(b, size_add(size, sizeof *b));
    b->size = size;
    *link = b;
    a->used += size - old;
    a->reserved += size - old;
    if (b == a->blocks)
        a->at = a->end = BLOCK_DATA(b) + size;
    return BLOCK_DATA(b);
}

void *arena_grow(struct arena *a, void *p, size_t old, size_t size)
{
    if (p && size <= old)
        return p;
    size_t had = ALIGN_UP(old);
    size_t need = ALIGN_UP(size);
    if (!ARENA_DEBUG && p && need >= size && (char *)p + had == a->at &&
        need - had <= (size_t)(a->end - a->at)) {
        a->at += need - had;
        a->used += need - had;
        ASAN_UNPOISON(p, size);
        return p;
    }
    void *q = !ARENA_DEBUG && p && had >= ARENA_BLOCK_MIN ? grow_own_block(a, p, had, need) : NULL;
    if (q)
        return q;
    q = arena_alloc(a, size);
    if (old)
        memcpy(q, p, old);
    return q;
}

/* Blocks are counted, not pointed at: those of their own can move while they grow. */
struct arena_mark arena_mark(const struct arena *a)
{
    size_t offset = a->blocks ? (size_t)(a->at - BLOCK_DATA(a->blocks)) : 0;
    return (struct arena_mark){.count = a->count, .offset = offset, .used = a->used};
}

void arena_rewind(struct arena *a, struct arena_mark mark)
{
    bool same_block = a->count == mark.count;
    if (!same_block)
        spare_newest(a);
    blocks_free(a, mark.count);
    char *was = a->at;
    a->at = a->blocks ? BLOCK_DATA(a->blocks) + mark.offset : NULL;
    a->end = a->blocks ? BLOCK_DATA(a->blocks) + a->blocks->size : NULL;
    a->used = mark.used;
    /* What is behind the last allocation of the same block is poisoned already. */
    if (a->at)
        ASAN_POISON(a->at, (size_t)((same_block ? was : a->end) - a->at));
}
