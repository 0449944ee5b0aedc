/* Moving a whole store from one engine to another, row by row. */
#ifndef COURANT_STORE_COPY_H
#define COURANT_STORE_COPY_H

#include "store/internal.h"

/* Replaces the content of INTO by that of FROM and makes its search index, all within the
 * transactions the caller has open on both. Memory holds a page of rows at a time. */
status copy_store(struct store *into, struct db *from);

/* Writes the file's content to the disk, gives it the name PATH, and the folder to the disk. */
status copy_finish_file(const char *path, const char *written);

#endif
