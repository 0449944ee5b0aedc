/*
 * Settings from one table, config.def. The first place that names a setting wins:
 *   1. a flag: --key VALUE, --key=VALUE, anywhere before "--"
 *   2. the environment: COURANT_KEY
 *   3. one file of KEY=VALUE lines: the one --config or COURANT_CONFIG names, else courant.conf
 *      in the data directory (as 1 or 2 say, or ./data), else courant.conf in the current one
 *   4. the default in config.def
 * A secret is never a flag, because other users can see those; it may be in a file of its own
 * that --key-file, COURANT_KEY_FILE or key_file= names.
 */
#ifndef COURANT_CLI_CONFIG_H
#define COURANT_CLI_CONFIG_H

#include "base/arena.h"
#include "base/err.h"
#include "base/sbuf.h"
#include "base/str.h"
#include "base/vec.h"

/* Limits of outside data: a settings file, a secret's file, one value. */
#define CONFIG_FILE_MAX ((size_t)1 << 20)
#define CONFIG_SECRET_MAX ((size_t)64 << 10)
#define CONFIG_PRINT_MAX ((size_t)4 << 20)

enum config_origin { CONFIG_DEFAULT, CONFIG_FILE, CONFIG_ENVIRONMENT, CONFIG_COMMAND_LINE };

enum config_key {
#define CONFIG_TEXT(key, standard, check, help) CONFIG_KEY_##key,
#define CONFIG_COUNT(key, standard, min, max, help) CONFIG_KEY_##key,
#define CONFIG_FLAG(key, standard, help) CONFIG_KEY_##key,
#define CONFIG_SECRET(key, help) CONFIG_KEY_##key,
#include "cli/config.def"
#undef CONFIG_TEXT
#undef CONFIG_COUNT
#undef CONFIG_FLAG
#undef CONFIG_SECRET
    CONFIG_KEYS
};

struct config {
    struct arena arena;
#define CONFIG_TEXT(key, standard, check, help) str key;
#define CONFIG_COUNT(key, standard, min, max, help) int64_t key;
#define CONFIG_FLAG(key, standard, help) bool key;
#define CONFIG_SECRET(key, help) str key;
#include "cli/config.def"
#undef CONFIG_TEXT
#undef CONFIG_COUNT
#undef CONFIG_FLAG
#undef CONFIG_SECRET
    enum config_origin origin[CONFIG_KEYS];
    str file;                /* the settings file that was read, "" if none */
    struct str_vec problems; /* one text each; empty when all is well */
};

/* Fills C from ARGV, ENVIRONMENT (NULL-terminated, "NAME=value") and the file, and takes the
 * setting flags out of argv[1..*argc). Everything wrong is listed in c->problems and leaves the
 * setting as it was. End C with config_end. */
void config_load(struct config *c, int *argc, char **argv, char *const *environment);
void config_end(struct config *c);

/* One "key = value  # where it came from" line a setting; secrets are masked. */
void config_print(struct sbuf *out, const struct config *c);
/* For help: flag, default and meaning of each setting. */
void config_help(struct sbuf *out);

/* Name of setting I of CONFIG_KEYS, as in courant.conf. */
const char *config_key_name(size_t i);

#endif
