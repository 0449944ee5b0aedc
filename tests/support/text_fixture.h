/* What a test of texts has: memory and a reader. A file that needs more puts it behind, in a struct
 * of its own that begins with this one. */
#ifndef COURANT_TESTS_TEXT_FIXTURE_H
#define COURANT_TESTS_TEXT_FIXTURE_H

#include "testing.h"

#include "text/doc.h"

struct text_fixture {
    struct arena arena, scratch;
    struct text_reader *reader;
};

/* SIZE bytes, zeroed: those behind the struct text_fixture are the file's own. */
static inline int text_fixture_new(void **state, size_t size)
{
    struct text_fixture *f = mem_calloc(1, size);
    arena_init(&f->arena);
    arena_init(&f->scratch);
    f->reader = text_reader_new();
    *state = f;
    return 0;
}

static inline int text_setup(void **state)
{
    return text_fixture_new(state, sizeof(struct text_fixture));
}

static inline int text_teardown(void **state)
{
    struct text_fixture *f = *state;
    text_reader_free(f->reader);
    arena_end(&f->arena);
    arena_end(&f->scratch);
    free(f);
    return 0;
}

#endif
