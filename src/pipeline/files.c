/* Walking folders and reading files. */
#include "pipeline/files.h"

#include "base/stream.h"
#include "base/vec.h"

#include <dirent.h>
#include <errno.h>

#define FILE_READ ((size_t)64 << 10)

/* One open folder: its names, sorted, and where it is. */
struct folder {
    struct arena arena;
    struct str_vec names;
    size_t next;
    size_t path_len; /* of the folder's own path, in files.path */
    dev_t device;
    ino_t inode;
};

struct files {
    char *const *paths;
    size_t path_count, path_next;
    enum files_which which;
    struct sbuf path;
    size_t depth;
    struct folder folders[FILES_DEPTH_MAX];
};

enum file_kind file_kind_of_name(str name)
{
    static const struct {
        const char *suffix;
        enum file_kind kind;
    } kinds[] = {{".html", FILE_HTML}, {".htm", FILE_HTML},    {".xhtml", FILE_HTML},
                 {".xht", FILE_HTML},  {".jsonl", FILE_JSONL}, {".ndjson", FILE_JSONL},
                 {".warc", FILE_WARC}, {".eml", FILE_MAIL}};
    if (str_iends(name, S(".gz")))
        name.len -= 3;
    for (size_t i = 0; i < ARRAY_LEN(kinds); i++)
        if (str_iends(name, str_c(kinds[i].suffix)))
            return kinds[i].kind;
    return FILE_OTHER;
}

struct files *files_new(size_t n, char *const *paths, enum files_which which)
{
    struct files *f = mem_calloc(1, sizeof *f);
    f->paths = paths;
    f->path_count = n;
    f->which = which;
    sbuf_init_heap(&f->path, (size_t)64 << 10);
    return f;
}

void files_free(struct files *f)
{
    if (!f)
        return;
    while (f->depth > 0)
        arena_end(&f->folders[--f->depth].arena);
    sbuf_free(&f->path);
    free(f);
}

static int by_bytes(const void *a, const void *b)
{
    return str_cmp(*(const str *)a, *(const str *)b);
}

/* The path as a C string. */
static status path_c(const char **out, struct files *f)
{
    sbuf_putc(&f->path, '\0');
    str whole;
    TRY(sbuf_end(&whole, &f->path));
    sbuf_truncate(&f->path, f->path.len - 1);
    *out = f->path.p;
    return OK;
}

static status folder_open(struct files *f, const struct stat *about)
{
    const char *path;
    TRY(path_c(&path, f));
    for (size_t i = 0; i < f->depth; i++)
        if (f->folders[i].device == about->st_dev && f->folders[i].inode == about->st_ino)
            return fail(E_INPUT, "this link leads back to a folder that contains it");
    if (f->depth == FILES_DEPTH_MAX)
        return fail(E_LIMIT, "more than %d folders inside each other", FILES_DEPTH_MAX);
    DIR *directory = opendir(path);
    if (!directory)
        return fail(E_IO, "cannot read the folder: %s", strerror(errno));
    struct folder *d = &f->folders[f->depth];
    *d = (struct folder){.path_len = f->path.len, .device = about->st_dev, .inode = about->st_ino};
    arena_init(&d->arena);
    struct dirent *entry;
    errno = 0;
    while ((entry = readdir(directory)))
        if (entry->d_name[0] != '.')
            *vec_push(&d->names, &d->arena) = str_dup(&d->arena, str_c(entry->d_name));
    int failed = errno;
    closedir(directory);
    if (failed) {
        arena_end(&d->arena);
        return fail(E_IO, "cannot read the folder: %s", strerror(failed));
    }
    if (d->names.len)
        qsort(d->names.at, d->names.len, sizeof *d->names.at, by_bytes);
    f->depth++;
    return OK;
}

static bool wanted(const struct files *f, str name)
{
    enum file_kind kind = file_kind_of_name(name);
    return f->which == FILES_HTML_ONLY ? kind == FILE_HTML : kind != FILE_OTHER;
}

/* Puts the next path into f->path; false at the end. A name of a folder says so by f->depth. */
static bool step(struct files *f)
{
    while (f->depth > 0) {
        struct folder *d = &f->folders[f->depth - 1];
        sbuf_truncate(&f->path, d->path_len);
        if (d->next < d->names.len) {
            if (f->path.len && f->path.p[f->path.len - 1] != '/')
                sbuf_putc(&f->path, '/');
            sbuf_put(&f->path, d->names.at[d->next++]);
            return true;
        }
        arena_end(&d->arena);
        f->depth--;
    }
    if (f->path_next == f->path_count)
        return false;
    sbuf_truncate(&f->path, 0);
    sbuf_put(&f->path, str_c(f->paths[f->path_next++]));
    return true;
}

status files_next(str *path, struct stat *about, struct files *f)
{
    while (step(f)) {
        const char *c;
        status named = path_c(&c, f);
        *path = sbuf_str(&f->path);
        TRY(named);
        if (str_eq(*path, S("-"))) {
            *about = (struct stat){.st_mode = S_IFIFO};
            return OK;
        }
        if (stat(c, about) != 0)
            return fail(E_IO, "cannot read it: %s", strerror(errno));
        if (S_ISDIR(about->st_mode))
            TRY(folder_open(f, about));
        else if (f->depth == 0 || (S_ISREG(about->st_mode) && wanted(f, *path)))
            return OK;
    }
    return fail(E_NOTFOUND, "no more files");
}

status file_read(struct sbuf *out, const char *path, size_t max)
{
    struct stream *s;
    TRY(stream_open(&s, path, NULL));
    sbuf_truncate(out, 0);
    status done = OK;
    size_t n = 1;
    while (done == OK && n > 0) {
        char *to = sbuf_room(out, FILE_READ);
        done = to ? stream_read(&n, s, to, FILE_READ) : E_LIMIT;
        if (done == OK)
            sbuf_added(out, n);
        if (out->len > max || !to)
            done = fail(E_LIMIT, "larger than %zu bytes", max);
    }
    stream_free(s);
    return done;
}
