/*
 * An arena hands out memory that is freed all at once. It belongs to one document, one
 * request or one program phase, and to one thread at a time. Running out of memory ends the
 * program with a message: an arena call never returns NULL.
 *
 * Under AddressSanitizer, unused space is poisoned; with -Ddebug_arena=true every
 * allocation is a malloc of its own, so that memory checkers see each one.
 */
#ifndef COURANT_BASE_ARENA_H
#define COURANT_BASE_ARENA_H

#include "base/attr.h"

#define ARENA_BLOCK_MIN ((size_t)16 << 10)
#define ARENA_BLOCK_MAX ((size_t)1 << 20)
#define ARENA_KEEP_MAX ((size_t)2 << 20) /* kept by arena_reset */
#define ARENA_ALIGN 8

struct arena_block;

struct arena {
    char *at;                   /* next free byte of the current block */
    char *end;                  /* end of the current block */
    struct arena_block *blocks; /* newest first */
    struct arena_block *spare;  /* set aside by arena_rewind for what comes next; may be NULL */
    size_t count;               /* of blocks */
    size_t used;                /* bytes handed out, padding included */
    size_t reserved;            /* bytes taken from malloc, the spare block's too */
};

/* A place to return to: everything allocated after it is freed by arena_rewind. */
struct arena_mark {
    size_t count;  /* of blocks */
    size_t offset; /* in the newest of them */
    size_t used;
};

void arena_init(struct arena *a);

/* Frees everything. The arena may be used again after arena_init. */
void arena_end(struct arena *a);

/* Forgets everything but keeps the memory, up to ARENA_KEEP_MAX, for the next document. */
void arena_reset(struct arena *a);

/* SIZE bytes, aligned to ARENA_ALIGN, contents undefined. */
void *arena_alloc(struct arena *a, size_t size) __attribute__((malloc, returns_nonnull));

/* N items of SIZE bytes, zeroed; the product is checked. */
void *arena_calloc(struct arena *a, size_t n, size_t size) __attribute__((malloc, returns_nonnull));

/* A copy of SIZE bytes at P with a NUL after it (for C interfaces). */
char *arena_dup(struct arena *a, const void *p, size_t size) __attribute__((returns_nonnull));

/* Grows P from OLD to SIZE bytes: in place when P was the newest allocation and there is room, with
 * its block when it has one of its own, else by copying, which leaves the old bytes behind. P may
 * be NULL with OLD 0. */
void *arena_grow(struct arena *a, void *p, size_t old, size_t size)
    __attribute__((returns_nonnull));

struct arena_mark arena_mark(const struct arena *a);
void arena_rewind(struct arena *a, struct arena_mark mark);

#define arena_new(a, type) ((type *)arena_calloc((a), 1, sizeof(type)))
#define arena_array(a, n, type) ((type *)arena_calloc((a), (n), sizeof(type)))

/* Size arithmetic that ends the program instead of wrapping round. */
size_t size_mul(size_t a, size_t b);
size_t size_add(size_t a, size_t b);

/* malloc for _new functions and base/ itself; ends the program when memory runs out. */
void *mem_alloc(size_t size) __attribute__((malloc, returns_nonnull));
void *mem_calloc(size_t n, size_t size) __attribute__((malloc, returns_nonnull));
void *mem_realloc(void *p, size_t size) __attribute__((returns_nonnull));

/* Gives what was freed, and malloc keeps for later, back to the system: between two phases of a
 * program that need different memory. */
void mem_give_back(void);

#endif
