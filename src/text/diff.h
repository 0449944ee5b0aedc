/*
 * What was taken out of one list and put into another: the shortest edit script, by the greedy
 * method of Myers, "An O(ND) Difference Algorithm and Its Variations" (1986), after the common
 * beginning and end are set apart. Items are numbers; equal numbers are equal items.
 */
#ifndef COURANT_TEXT_DIFF_H
#define COURANT_TEXT_DIFF_H

#include "base/vec.h"

/* Lists that differ more than this, or take more comparisons, are not searched to the end: all
 * that is between their common beginning and end is then removed and added. Memory: 2 MB. */
#define DIFF_EDITS_MAX 1000
#define DIFF_STEPS_MAX 4000000

enum diff_kind { DIFF_KEEP, DIFF_REMOVE, DIFF_ADD };

/* LEN items of the first list from A on, or of the second from B on; of both when kept. A and B
 * are always where the two lists stand, so that runs join without holes. */
struct diff_run {
    uint32_t a, b, len;
    uint8_t kind; /* enum diff_kind */
};
struct diff_run_vec VEC(struct diff_run);

/* Appends the runs that make TO of FROM, what is removed before what is added in its place; never
 * two of a kind in a row. False when the limits were passed (the runs are right but not the
 * shortest). At most O((n + m) d) for d edits, within the limits above. */
bool diff_lists(struct diff_run_vec *out, struct arena *a, const uint32_t *from, uint32_t from_len,
                const uint32_t *to, uint32_t to_len);

#endif
