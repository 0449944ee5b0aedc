/* Growth of arena vectors. */
#include "base/vec.h"

void *vec_grown(struct arena *a, void *at, size_t *cap, size_t item_size)
{
    size_t old = *cap;
    size_t cap_grown = old ? size_mul(old, 2) : 8;
    *cap = cap_grown;
    return arena_grow(a, at, size_mul(old, item_size), size_mul(cap_grown, item_size));
}
