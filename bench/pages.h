/* What the benchmarks on real pages share: reading folders of pages before the clock starts. */
#ifndef COURANT_BENCH_PAGES_H
#define COURANT_BENCH_PAGES_H

#include <dirent.h>
#include <zlib.h>

#include "base/sbuf.h"
#include "base/vec.h"
#include "html/charset.h"

#define PAGE_BYTES_MAX ((size_t)64 << 20)

struct pages {
    struct str_vec bytes, texts; /* as fetched; decoded */
};

static inline double seconds_now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* Reads a page, gunzips it where it is gzipped, and decodes it. */
static inline status pages_read(struct pages *pages, struct arena *a, const char *path)
{
    gzFile f = gzopen(path, "rb");
    if (!f)
        return fail(E_IO, "cannot open '%s'", path);
    struct sbuf b;
    sbuf_init_heap(&b, PAGE_BYTES_MAX);
    char part[65536];
    int n;
    while ((n = gzread(f, part, sizeof part)) > 0)
        sbuf_put(&b, str_of(part, (size_t)n));
    gzclose(f);
    str bytes = str_dup(a, sbuf_str(&b)), text;
    sbuf_free(&b);
    struct html_charset charset;
    TRY(html_decode(&text, &charset, a, bytes, S(""), PAGE_BYTES_MAX));
    *vec_push(&pages->bytes, a) = bytes;
    *vec_push(&pages->texts, a) = text;
    return OK;
}

/* Every file of a folder, in the order of their names. */
static inline status pages_read_folder(struct pages *pages, struct arena *a, const char *folder)
{
    struct dirent **names;
    int n = scandir(folder, &names, NULL, alphasort);
    if (n < 0)
        return fail(E_IO, "cannot read folder '%s'", folder);
    status s = OK;
    for (int i = 0; i < n; i++) {
        if (s == OK && names[i]->d_name[0] != '.')
            s = pages_read(pages, a, str_printf(a, "%s/%s", folder, names[i]->d_name).p);
        free(names[i]);
    }
    free(names);
    return s;
}

#endif
