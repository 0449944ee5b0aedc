/* One arena a test: `arena` is empty when it begins, and given back when it ends. */
#ifndef COURANT_TESTS_TEST_ARENA_H
#define COURANT_TESTS_TEST_ARENA_H

#include "testing.h"

static struct arena arena;

static int set_up(void **state)
{
    (void)state;
    arena_init(&arena);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_end(&arena);
    return 0;
}

#endif
