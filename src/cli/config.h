/* Settings from one table, config.def: flags > environment COURANT_* > courant.conf. */
#ifndef COURANT_CLI_CONFIG_H
#define COURANT_CLI_CONFIG_H

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

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
};

#endif
