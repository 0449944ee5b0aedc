/*
 * vec: a growing array in an arena. Declare the type once, then push and index:
 *
 *     struct str_vec VEC(str);
 *     struct str_vec v = {0};
 *     *vec_push(&v, arena) = S("x");
 *     vec_each (str, s, &v) ...
 */
#ifndef COURANT_BASE_VEC_H
#define COURANT_BASE_VEC_H

#include "base/arena.h"
#include "base/str.h"

#define VEC(type)                                                                                  \
    {                                                                                              \
        type *at;                                                                                  \
        size_t len, cap;                                                                           \
    }

/* The address of a new, zeroed last item. */
#define vec_push(v, arena)                                                                         \
    ((v)->len == (v)->cap                                                                          \
         ? (void)((v)->at = vec_grown((arena), (v)->at, &(v)->cap, sizeof *(v)->at))               \
         : (void)0,                                                                                \
     memset(&(v)->at[(v)->len], 0, sizeof *(v)->at), &(v)->at[(v)->len++])

/* Room for COUNT items in an empty vec, where their number can be told before: growing leaves the
 * smaller copies behind in the arena. */
#define vec_reserve(v, arena, count)                                                               \
    ((v)->cap = (count), (v)->at = arena_alloc((arena), size_mul((v)->cap, sizeof *(v)->at)))

#define vec_each(type, name, v)                                                                    \
    for (type *name = (v)->at; name && name < (v)->at + (v)->len; name++)

/* For vec_push: doubles *cap (8 at first) and returns the moved items. */
void *vec_grown(struct arena *a, void *at, size_t *cap, size_t item_size);

struct str_vec VEC(str);
struct u32_vec VEC(uint32_t);

#endif
