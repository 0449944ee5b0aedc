/*
 * Two versions of a text, cut at a NUL: what was kept and removed is the first one, sentence by
 * sentence, what was kept and added the second. The same for the bytes as plain lists.
 */
#include "base/utf8.h"
#include "text/changes.h"
#include "text/sentence.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_lists(struct arena *a, str before, str after)
{
    uint32_t *from = arena_array(a, before.len + 1, uint32_t), i = 0, j = 0;
    uint32_t *to = arena_array(a, after.len + 1, uint32_t);
    for (size_t k = 0; k < before.len; k++)
        from[k] = (unsigned char)before.p[k];
    for (size_t k = 0; k < after.len; k++)
        to[k] = (unsigned char)after.p[k];
    struct diff_run_vec runs = {0};
    diff_lists(&runs, a, from, (uint32_t)before.len, to, (uint32_t)after.len);
    vec_each (struct diff_run, run, &runs) {
        ASSERT(run->a == i && run->b == j && run->len > 0);
        if (run->kind == DIFF_KEEP)
            ASSERT(memcmp(from + i, to + j, run->len * sizeof *from) == 0);
        i += run->kind == DIFF_ADD ? 0 : run->len;
        j += run->kind == DIFF_REMOVE ? 0 : run->len;
    }
    ASSERT(i == before.len && j == after.len);
}

/* The marks of one kind and the kept ones join to WHOLE. */
static void check_marks(const struct change *c, enum diff_kind kind, str whole)
{
    size_t at = 0;
    vec_each (const struct change_mark, mark, &c->marks) {
        if (mark->kind != DIFF_KEEP && mark->kind != kind)
            continue;
        ASSERT(str_eq(mark->text, str_sub(whole, at, at + mark->text.len)));
        at += mark->text.len;
    }
    ASSERT(at == whole.len);
}

static void check_texts(struct arena *a, struct lexicon *lexicon, str before, str after)
{
    struct changes c;
    struct sentence_vec old = {0}, new = {0};
    size_t i = 0, j = 0, counts[4] = {0};
    changes_find(&c, a, lexicon, S("en"), before, after);
    sentence_split(&old, a, lexicon, S("en"), before);
    sentence_split(&new, a, lexicon, S("en"), after);
    vec_each (const struct change, s, &c.list) {
        ASSERT(s->kind <= CHANGE_REMOVED);
        counts[s->kind]++;
        if (s->kind != CHANGE_ADDED) {
            ASSERT(i < old.len &&
                   str_eq(s->before, str_sub(before, old.at[i].begin, old.at[i].end)));
            i++;
        }
        if (s->kind != CHANGE_REMOVED) {
            ASSERT(j < new.len &&str_eq(s->after, str_sub(after, new.at[j].begin, new.at[j].end)));
            j++;
        }
        ASSERT(s->kind == CHANGE_NONE ? str_eq(s->before, s->after) : !str_eq(s->before, s->after));
        check_marks(s, DIFF_REMOVE, s->before);
        check_marks(s, DIFF_ADD, s->after);
    }
    ASSERT(i == old.len && j == new.len);
    ASSERT(counts[CHANGE_EDITED] == c.edited && counts[CHANGE_ADDED] == c.added &&
           counts[CHANGE_REMOVED] == c.removed);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct lexicon *lexicon;
    if (!lexicon)
        lexicon = lexicon_new();
    struct arena a;
    arena_init(&a);
    str rest = str_of((const char *)data, size);
    str first = str_cut(&rest, '\0');
    check_lists(&a, first, rest);
    check_texts(&a, lexicon, utf8_repair(&a, first), utf8_repair(&a, rest));
    arena_end(&a);
    return 0;
}
