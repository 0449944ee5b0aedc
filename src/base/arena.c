/* Block arenas: blocks double in size up to a maximum, large requests get their own. */
#include "base/arena.h"

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

void arena_init(struct arena *a)
{
    memset(a, 0, sizeof *a);
}

static void blocks_free(struct arena *a, const struct arena_block *until)
{
    while (a->blocks != until) {
        struct arena_block *b = a->blocks;
        a->blocks = b->older;
        a->reserved -= b->size + sizeof *b;
        ASAN_UNPOISON(BLOCK_DATA(b), b->size);
        free(b);
    }
}

void arena_end(struct arena *a)
{
    blocks_free(a, NULL);
    memset(a, 0, sizeof *a);
}

void arena_reset(struct arena *a)
{
    if (ARENA_DEBUG || !a->blocks || a->blocks->size > ARENA_BLOCK_MAX) {
        arena_end(a);
        return;
    }
    struct arena_block *keep = a->blocks;
    a->blocks = keep->older;
    a->reserved -= keep->size + sizeof *keep;
    blocks_free(a, NULL);
    keep->older = NULL;
    a->blocks = keep;
    a->at = BLOCK_DATA(keep);
    a->end = a->at + keep->size;
    a->used = 0;
    a->reserved = keep->size + sizeof *keep;
    ASAN_POISON(a->at, keep->size);
}

static struct arena_block *block_new(struct arena *a, size_t size)
{
    size_t all = size_add(size, sizeof(struct arena_block));
    struct arena_block *b = mem_alloc(all);
    b->size = size;
    b->older = a->blocks;
    a->blocks = b;
    a->reserved += all;
    return b;
}

/* The slow path: a new block, at least as large as the last one doubled. */
static NOINLINE void *alloc_in_new_block(struct arena *a, size_t size)
{
    size_t want = a->blocks ? a->blocks->size * 2 : ARENA_BLOCK_MIN;
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
    void *q = arena_alloc(a, size);
    if (old)
        memcpy(q, p, old);
    return q;
}

struct arena_mark arena_mark(const struct arena *a)
{
    return (struct arena_mark){.block = a->blocks, .at = a->at, .used = a->used};
}

void arena_rewind(struct arena *a, struct arena_mark mark)
{
    blocks_free(a, mark.block);
    a->at = mark.at;
    a->end = a->blocks ? BLOCK_DATA(a->blocks) + a->blocks->size : NULL;
    a->used = mark.used;
    if (a->at)
        ASAN_POISON(a->at, (size_t)(a->end - a->at));
}
