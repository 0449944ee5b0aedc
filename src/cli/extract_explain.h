/* `courant extract --explain`: one page's blocks with the reasons, as a web page or as text. */
#ifndef COURANT_CLI_EXTRACT_EXPLAIN_H
#define COURANT_CLI_EXTRACT_EXPLAIN_H

#include "base/sbuf.h"
#include "pipeline/read.h"

/* Writes a self-contained HTML page about the document IN, called NAME; or, AS_TEXT, a line a
 * block:
 * "+" kept or "-" left out, its value, the reason, its text. The document's own markup is shown as
 * text, nothing of it loads. E_INPUT when it is no web page at all; pages that are no article are
 * explained. */
status extract_put_explanation(struct sbuf *out, struct arena *a, const struct read_input *in,
                               str name, bool as_text);

#endif
