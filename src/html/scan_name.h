/* A name read from one block: what scan.h's two sixteen-byte backends share. */
#ifndef COURANT_HTML_SCAN_NAME_H
#define COURANT_HTML_SCAN_NAME_H

#include "base/str.h"
#include "html/names.h"

enum { SCAN_BLOCK = 16 };

/* What follows '<' or an attribute: the run up to white space (or any byte below it), '/', '>' or
 * '='. LEN is SCAN_BLOCK when the block holds no such byte; the words are in lower case. */
struct scan_name {
    struct html_name_words words;
    unsigned len;
    bool upper; /* there were upper-case letters */
};

#endif
