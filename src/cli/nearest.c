/* Edit distance between short names, and the nearest of a list. */
#include "cli/nearest.h"

static unsigned char folded(char c)
{
    return c == '_' ? '-' : ascii_lower((unsigned char)c);
}

static unsigned least(unsigned a, unsigned b)
{
    return a < b ? a : b;
}

unsigned nearest_distance(str a, str b)
{
    unsigned rows[3][NEAREST_WORD_MAX + 1]; /* the row before last, the last, this one */
    a = str_sub(a, 0, NEAREST_WORD_MAX);
    b = str_sub(b, 0, NEAREST_WORD_MAX);
    unsigned *before = rows[0], *last = rows[1], *row = rows[2];
    for (size_t j = 0; j <= b.len; j++) {
        before[j] = 0;
        last[j] = (unsigned)j;
    }
    for (size_t i = 1; i <= a.len; i++) {
        row[0] = (unsigned)i;
        for (size_t j = 1; j <= b.len; j++) {
            bool same = folded(a.p[i - 1]) == folded(b.p[j - 1]);
            unsigned cost = least(last[j] + 1, row[j - 1] + 1);
            cost = least(cost, last[j - 1] + !same);
            if (i > 1 && j > 1 && folded(a.p[i - 1]) == folded(b.p[j - 2]) &&
                folded(a.p[i - 2]) == folded(b.p[j - 1]))
                cost = least(cost, before[j - 2] + 1);
            row[j] = cost;
        }
        unsigned *spare = before;
        before = last;
        last = row;
        row = spare;
    }
    return last[b.len];
}

const char *nearest_name(str word, const char *const *names, size_t n, unsigned most)
{
    const char *best = NULL;
    unsigned best_distance = most;
    for (size_t i = 0; i < n; i++) {
        unsigned distance = nearest_distance(word, str_c(names[i]));
        if (best ? distance < best_distance : distance <= best_distance) {
            best = names[i];
            best_distance = distance;
        }
    }
    return best;
}
