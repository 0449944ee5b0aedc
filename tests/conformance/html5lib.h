/* What the html5lib-tests runners share: reading files of the shared data. */
#ifndef COURANT_TESTS_HTML5LIB_H
#define COURANT_TESTS_HTML5LIB_H

#include "shared.h"
#include "testing.h"

#include <dirent.h>

#include "base/sbuf.h"

static inline str html5lib_read(struct arena *a, const char *folder, const char *file)
{
    FILE *f = fopen(str_printf(a, "%s/%s", folder, file).p, "rb");
    assert_non_null(f);
    struct sbuf b;
    sbuf_init(&b, a, 1 << 26);
    char part[8192];
    size_t n;
    while ((n = fread(part, 1, sizeof part, f)) > 0)
        sbuf_put(&b, str_of(part, n));
    fclose(f);
    str out;
    assert_ok(sbuf_end(&out, &b));
    return out;
}

/* Calls EACH for the files of FOLDER whose names end in SUFFIX, in the order of their names. */
static inline void html5lib_each(struct arena *a, const char *folder, str suffix,
                                 void (*each)(void *data, const char *name, str text), void *data)
{
    struct dirent **names;
    int n = scandir(folder, &names, NULL, alphasort);
    assert_true(n > 0);
    for (int i = 0; i < n; i++) {
        if (str_ends(str_c(names[i]->d_name), suffix))
            each(data, names[i]->d_name, html5lib_read(a, folder, names[i]->d_name));
        free(names[i]);
    }
    free(names);
}

#endif
