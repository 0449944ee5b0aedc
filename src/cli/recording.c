/* Recordings by name: files, folders. */
#include "cli/recording.h"

#include "base/vec.h"

#include <dirent.h>
#include <errno.h>
#include <sys/stat.h>

struct path_vec VEC(const char *);

status recording_begin(struct fetch_recorder **out, const struct config *config, const char *path)
{
    struct arena a;
    *out = NULL;
    if (!path && str_empty(config->fetch_record))
        return OK;
    arena_init(&a);
    struct fetch_recorder_options options = {.path = path,
                                             .bytes_max = config->fetch_record_mb << 20};
    status done = OK;
    if (!path) {
        options.path = str_cstr(&a, config->fetch_record);
        if (mkdir(options.path, 0700) != 0 && errno != EEXIST)
            done = fail(E_IO, "cannot make '%s' for recordings: %s", options.path, strerror(errno));
    }
    if (done == OK)
        done = fetch_recorder_new(out, &options);
    arena_end(&a);
    return done;
}

status recording_end(struct fetch_recorder *r, status done)
{
    char why[ERR_TEXT_MAX];
    snprintf(why, sizeof why, "%s", err_text());
    status recorded = fetch_recorder_free(r);
    if (done != OK)
        return fail(done, "%s", why);
    return recorded;
}

static bool is_recording(str name)
{
    return str_iends(name, S(".warc")) || str_iends(name, S(".warc.gz"));
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Those of a folder, by name: recorders put the time there. */
static status list_folder(struct path_vec *out, struct arena *a, const char *folder)
{
    DIR *dir = opendir(folder);
    size_t before = out->len;
    if (!dir)
        return fail(E_IO, "cannot read '%s': %s", folder, strerror(errno));
    struct dirent *entry;
    while ((entry = readdir(dir)))
        if (is_recording(str_c(entry->d_name)))
            *vec_push(out, a) = str_printf(a, "%s/%s", folder, entry->d_name).p;
    closedir(dir);
    if (out->len == before)
        return fail(E_INPUT, "there is no .warc or .warc.gz file in '%s'", folder);
    qsort(out->at + before, out->len - before, sizeof *out->at, by_name);
    return OK;
}

static status list_all(struct path_vec *out, struct arena *a, char **paths, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        struct stat about;
        if (stat(paths[i], &about) == 0 && S_ISDIR(about.st_mode))
            TRY(list_folder(out, a, paths[i]));
        else
            *vec_push(out, a) = paths[i];
    }
    return OK;
}

status recording_open(struct fetch_archive **out, const char *name, char **paths, size_t n)
{
    struct arena a;
    struct path_vec files = {0};
    size_t skipped = 0;
    arena_init(&a);
    status done = list_all(&files, &a, paths, n);
    if (done == OK)
        done = fetch_archive_new(out, &skipped, files.at, files.len, cli_stop_asked);
    if (done == OK && skipped > 0)
        fprintf(stderr, "courant %s: %zu broken records were passed over\n", name, skipped);
    arena_end(&a);
    return done;
}
