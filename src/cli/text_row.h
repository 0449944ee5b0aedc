/* An article as bulk commands get it, one JSON object a line: what text/doc.h reads of it. */
#ifndef COURANT_CLI_TEXT_ROW_H
#define COURANT_CLI_TEXT_ROW_H

#include "base/json_in.h"
#include "text/doc.h"

/* Title, text, language and time of ROW: published is ISO 8601, or seconds since 1970; TIME_NONE
 * without a word on it. OUT's strings are the row's. E_INPUT: neither title nor text, or a time
 * that is none; WHAT names the object in the message. */
status text_row_read(struct text_input *out, const struct json_value *row, const char *what);

#endif
