/* Myers' greedy search: which cells of the edit graph are reached with d edits, diagonal by
 * diagonal; then back from the end to see which items were edited. */
#include "text/diff.h"

struct search {
    const uint32_t *from, *to;
    int32_t n, m;
    int32_t *reach; /* by diagonal k = x - y, from -m - 1 to n + 1: the furthest x; -1: none */
    int32_t **trace;
    int32_t edits;
    int64_t steps;
};

/* How diagonal K is reached with one edit more than REACH: *down says whether by an addition.
 * -1: not at all. */
static int32_t step(bool *down, const struct search *s, const int32_t *reach, int32_t k)
{
    int32_t left = reach[k - 1], above = reach[k + 1];
    int32_t right = left >= 0 && left < s->n ? left + 1 : -1;
    if (above >= 0 && above - k > s->m)
        above = -1;
    *down = above >= right;
    return *down ? above : right;
}

/* Extends all diagonals by one edit. True when the end is reached. */
static bool advance(struct search *s, int32_t d)
{
    int32_t low = d <= s->m ? -d : -(2 * s->m - d), high = d <= s->n ? d : 2 * s->n - d;
    for (int32_t k = low; k <= high; k += 2) {
        bool down;
        int32_t x = d == 0 ? 0 : step(&down, s, s->reach, k);
        if (x >= 0)
            for (; x < s->n && x - k < s->m && s->from[x] == s->to[x - k]; x++)
                s->steps++;
        s->reach[k] = x;
        s->steps++;
        if (x == s->n && x - k == s->m)
            return true;
    }
    return false;
}

/* Keeps what was reached before edit D, for the way back: diagonals -d .. d. */
static void keep_trace(struct search *s, struct arena *a, int32_t d)
{
    int32_t low = d <= s->m ? -d : -s->m, high = d <= s->n ? d : s->n;
    int32_t *copy = arena_alloc(a, sizeof *copy * (size_t)(high - low + 3));
    memcpy(copy, s->reach + low - 1, sizeof *copy * (size_t)(high - low + 3));
    s->trace[d] = copy - (low - 1);
}

static bool search(struct search *s, struct arena *a)
{
    int32_t *cells = arena_alloc(a, sizeof *cells * ((size_t)s->n + (size_t)s->m + 3));
    for (int32_t i = 0; i < s->n + s->m + 3; i++)
        cells[i] = -1;
    s->reach = cells + s->m + 1;
    s->trace = arena_array(a, DIFF_EDITS_MAX + 1, int32_t *);
    for (s->edits = 0; s->edits <= DIFF_EDITS_MAX && s->edits <= s->n + s->m; s->edits++) {
        keep_trace(s, a, s->edits);
        if (advance(s, s->edits))
            return true;
        if (s->steps > DIFF_STEPS_MAX)
            return false;
    }
    return false;
}

/* From the end back to the beginning, noting each edit. */
static void mark_edits(const struct search *s, bool *removed, bool *added)
{
    int32_t x = s->n, y = s->m;
    for (int32_t d = s->edits; d > 0; d--) {
        bool down;
        int32_t k = x - y, before = step(&down, s, s->trace[d], k);
        if (down) {
            x = before;
            y = before - k - 1;
            added[y] = true;
        } else {
            x = before - 1;
            y = before - k;
            removed[x] = true;
        }
    }
}

static void put_run(struct diff_run_vec *out, struct arena *a, enum diff_kind kind, uint32_t *at_a,
                    uint32_t *at_b, uint32_t len)
{
    if (!len)
        return;
    struct diff_run *last = out->len ? &out->at[out->len - 1] : NULL;
    if (last && last->kind == kind)
        last->len += len;
    else
        *vec_push(out, a) = (struct diff_run){*at_a, *at_b, len, (uint8_t)kind};
    *at_a += kind == DIFF_ADD ? 0 : len;
    *at_b += kind == DIFF_REMOVE ? 0 : len;
}

static void put_marked(struct diff_run_vec *out, struct arena *a, uint32_t *i, uint32_t *j,
                       const struct search *s, const bool *removed, const bool *added)
{
    uint32_t begin_a = *i, begin_b = *j, n = begin_a + (uint32_t)s->n, m = begin_b + (uint32_t)s->m;
    while (*i < n || *j < m) {
        uint32_t x = *i - begin_a, y = *j - begin_b, len = 0;
        while (*i + len < n && removed[x + len])
            len++;
        put_run(out, a, DIFF_REMOVE, i, j, len);
        x += len;
        for (len = 0; *j + len < m && added[y + len];)
            len++;
        put_run(out, a, DIFF_ADD, i, j, len);
        y += len;
        for (len = 0; *i + len < n && *j + len < m && !removed[x + len] && !added[y + len];)
            len++;
        put_run(out, a, DIFF_KEEP, i, j, len);
    }
}

bool diff_lists(struct diff_run_vec *out, struct arena *a, const uint32_t *from, uint32_t from_len,
                const uint32_t *to, uint32_t to_len)
{
    uint32_t shorter = from_len < to_len ? from_len : to_len, head = 0, tail = 0, i = 0, j = 0;
    while (head < shorter && from[head] == to[head])
        head++;
    while (tail < shorter - head && from[from_len - 1 - tail] == to[to_len - 1 - tail])
        tail++;
    struct search s = {.from = from + head,
                       .to = to + head,
                       .n = (int32_t)(from_len - head - tail),
                       .m = (int32_t)(to_len - head - tail)};
    bool *removed = arena_array(a, (size_t)s.n + 1, bool);
    bool *added = arena_array(a, (size_t)s.m + 1, bool);
    bool shortest = search(&s, a);
    if (shortest) {
        mark_edits(&s, removed, added);
    } else {
        memset(removed, true, (size_t)s.n);
        memset(added, true, (size_t)s.m);
    }
    put_run(out, a, DIFF_KEEP, &i, &j, head);
    put_marked(out, a, &i, &j, &s, removed, added);
    put_run(out, a, DIFF_KEEP, &i, &j, tail);
    return shortest;
}
