/* Reading a directory, its files, moving them. */
#include "mail/maildir.h"

#include "base/map.h"
#include "base/sbuf.h"
#include "base/vec.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#define FLAGS ":2,S" /* seen */

struct maildir {
    const struct maildir_options *options;
    int inbox, seen; /* new/ and cur/ */
    struct sbuf bytes;
    struct arena arena; /* the names of KNOWN */
    struct map known;   /* those left in new/, or that could not be moved */
    size_t known_len;
};

static status open_directory(int *out, const char *path, const char *name)
{
    char full[4096];
    int n = snprintf(full, sizeof full, "%s/%s", path, name);
    *out = n > 0 && (size_t)n < sizeof full ? open(full, O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;
    if (*out < 0)
        return fail(E_INPUT, "'%s' is no Maildir: cannot open '%s/%s': %s", path, path, name,
                    strerrordesc_np(errno));
    return OK;
}

status maildir_new(struct maildir **out, const struct maildir_options *options)
{
    struct maildir *m = mem_calloc(1, sizeof *m);
    *out = NULL;
    m->options = options;
    m->inbox = m->seen = -1;
    arena_init(&m->arena);
    map_init(&m->known, &m->arena);
    sbuf_init_heap(&m->bytes, options->size_max + 1);
    status done = open_directory(&m->inbox, options->path, "new");
    if (done == OK)
        done = open_directory(&m->seen, options->path, "cur");
    if (done == OK)
        *out = m;
    else
        maildir_free(m);
    return done;
}

void maildir_free(struct maildir *m)
{
    if (!m)
        return;
    if (m->inbox >= 0)
        close(m->inbox);
    if (m->seen >= 0)
        close(m->seen);
    sbuf_free(&m->bytes);
    arena_end(&m->arena);
    free(m);
}

static void remember(struct maildir *m, str name)
{
    if (m->known_len == MAILDIR_KNOWN_MAX) {
        arena_reset(&m->arena);
        map_init(&m->known, &m->arena);
        m->known_len = 0;
    }
    *map_put(&m->known, str_dup(&m->arena, name)) = 1;
    m->known_len++;
}

/* Nothing but files: no link leads out of new/, no pipe is waited for. */
static status read_file(struct maildir *m, const char *name)
{
    struct stat is;
    int fd = openat(m->inbox, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0)
        return fail(errno == ENOENT ? E_BUSY : E_INPUT, "cannot be opened: %s",
                    strerrordesc_np(errno));
    status done = OK;
    sbuf_truncate(&m->bytes, 0);
    if (fstat(fd, &is) != 0 || !S_ISREG(is.st_mode))
        done = fail(E_INPUT, "it is no file");
    else if ((uint64_t)is.st_size > m->options->size_max)
        done = fail(E_LIMIT, "it has %lld bytes, %zu are allowed", (long long)is.st_size,
                    m->options->size_max);
    while (done == OK) {
        char *to = sbuf_room(&m->bytes, 1);
        ssize_t n = to ? read(fd, to, m->bytes.cap - m->bytes.len) : 0;
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0 || !to)
            done = fail(E_INPUT, "cannot be read: %s", to ? strerrordesc_np(errno) : "it grows");
        if (n <= 0)
            break;
        sbuf_added(&m->bytes, (size_t)n);
    }
    close(fd);
    return done;
}

static void refuse(struct maildir *m, str name)
{
    char why[ERR_TEXT_MAX];
    snprintf(why, sizeof why, "%s", err_text());
    remember(m, name);
    m->options->refused(m->options->ctx, name.p, why);
}

/* NAME is terminated. */
static status take(size_t *n, struct maildir *m, str name)
{
    char moved[NAME_MAX + sizeof FLAGS];
    status done = read_file(m, name.p);
    if (done == E_BUSY)
        return OK; /* somebody else has taken it */
    if (done == OK)
        done = m->options->deliver(m->options->ctx, sbuf_str(&m->bytes));
    if (done == E_INPUT || done == E_LIMIT || done == E_NOTFOUND) {
        refuse(m, name);
        return OK;
    }
    TRY(done);
    (*n)++;
    str base = str_sub(name, 0, str_rchr(name, ':'));
    snprintf(moved, sizeof moved, "%.*s%s", STR_FMT(base), FLAGS);
    if (renameat(m->inbox, name.p, m->seen, moved) != 0) {
        (void)!fail(E_IO, "it is kept, but cannot be moved to cur/: %s", strerrordesc_np(errno));
        refuse(m, name);
    }
    return OK;
}

static int by_name(const void *a, const void *b)
{
    return str_cmp(*(const str *)a, *(const str *)b);
}

static status list(struct str_vec *out, struct arena *a, struct maildir *m)
{
    int fd = openat(m->inbox, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *dir = fd < 0 ? NULL : fdopendir(fd);
    if (!dir) {
        int error = errno;
        if (fd >= 0)
            close(fd);
        return fail(E_IO, "the Maildir '%s' cannot be read: %s", m->options->path,
                    strerrordesc_np(error));
    }
    const struct dirent *entry;
    while (out->len < MAILDIR_FILES_MAX && (entry = readdir(dir))) {
        str name = str_c(entry->d_name);
        if (name.p[0] != '.' && !map_get(&m->known, name))
            *vec_push(out, a) = str_dup(a, name);
    }
    closedir(dir);
    if (out->len)
        qsort(out->at, out->len, sizeof *out->at, by_name);
    return OK;
}

status maildir_look(size_t *n, struct maildir *m)
{
    struct arena a;
    struct str_vec names = {0};
    *n = 0;
    arena_init(&a);
    status done = list(&names, &a, m);
    for (size_t i = 0; i < names.len && done == OK; i++)
        done = take(n, m, names.at[i]);
    arena_end(&a);
    return done;
}
