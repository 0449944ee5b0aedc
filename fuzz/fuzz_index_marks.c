/* Marks from a damaged store: any bytes are refused, or read within bounds that follow from them.
 */
#include "pipeline/marks.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena;
    struct analysed found;
    arena_init(&arena);
    if (marks_unpack(&found, &arena, str_of((const char *)data, size))) {
        ASSERT(found.related.terms.len <= size + 16 && found.related.names.len <= size + 16);
        ASSERT(found.words.len <= 2 * (size + 16));
        /* What was read can be written, and is then the same. */
        struct analysed again;
        str bytes = marks_pack(&arena, &found);
        ASSERT(!bytes.len || marks_unpack(&again, &arena, bytes));
        ASSERT(!bytes.len || again.words.len == found.words.len);
        ASSERT(!bytes.len || again.related.terms.len == found.related.terms.len);
    }
    arena_end(&arena);
    return 0;
}
