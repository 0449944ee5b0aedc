/*
 * Files named on the command line: what kind they are, walking folders in a fixed order, and
 * reading one whole.
 */
#ifndef COURANT_PIPELINE_FILES_H
#define COURANT_PIPELINE_FILES_H

#include <sys/stat.h>

#include "base/sbuf.h"

/* Deeper folders are refused. */
#define FILES_DEPTH_MAX 64

enum file_kind { FILE_OTHER, FILE_HTML, FILE_JSONL, FILE_WARC, FILE_MAIL };

/* By name, ASCII case ignored: .html .htm .xhtml .xht; .jsonl .ndjson; .warc; .eml; each also .gz.
 */
enum file_kind file_kind_of_name(str name);

/* All kinds but FILE_OTHER, or only HTML. */
enum files_which { FILES_ALL_KINDS, FILES_HTML_ONLY };

struct files;

/* Walks PATHS, which must outlive it, in the order given: a file is given as it is, whatever its
 * name; a folder's files of the kinds that WHICH says come sorted by name (bytewise), subfolders in
 * their place, hidden ones left out. Symbolic links are followed. */
struct files *files_new(size_t n, char *const *paths, enum files_which which);
void files_free(struct files *f);

/* The next file; *path is valid until the next call, *about says what stat does. E_NOTFOUND: no
 * more. E_IO, E_INPUT (a folder that contains itself), E_LIMIT: this one cannot be read, *path
 * says which, the text why; go on. */
status files_next(str *path, struct stat *about, struct files *f);

/* Reads all of PATH into OUT, gzip undone. E_LIMIT past MAX bytes; E_INPUT for broken gzip; E_IO.
 */
status file_read(struct sbuf *out, const char *path, size_t max);

#endif
