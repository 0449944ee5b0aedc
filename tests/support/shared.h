/* Finding the test data that is not part of the project: ../shared/data beside the checkout, or
 * the folder COURANT_SHARED names. */
#ifndef COURANT_TESTS_SHARED_H
#define COURANT_TESTS_SHARED_H

#include <dirent.h>
#include <stdio.h>

#include "base/str.h"

#define SHARED_SKIP 77 /* what a skipped test exits with, for meson */

/* The folder NAME of the test data, NULL when it is absent. */
static inline const char *shared_folder(struct arena *a, const char *name)
{
    const char *dir = getenv("COURANT_SHARED");
    const char *path = str_printf(a, "%s/%s", dir ? dir : "../shared/data", name).p;
    DIR *d = opendir(path);
    if (!d)
        return NULL;
    closedir(d);
    return path;
}

/* Whether it is there; if not, says that the test is skipped. */
static inline bool shared_there(const char *name)
{
    struct arena a;
    arena_init(&a);
    bool there = shared_folder(&a, name) != NULL;
    if (!there)
        printf("skipped: no test data '%s' (../shared/data or COURANT_SHARED)\n", name);
    arena_end(&a);
    return there;
}

#endif
