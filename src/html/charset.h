/* Which encoding a page is in, and decoding it to UTF-8 (WHATWG Encoding Standard through ICU). */
#ifndef COURANT_HTML_CHARSET_H
#define COURANT_HTML_CHARSET_H

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

enum html_charset_by {
    HTML_CHARSET_BY_BOM,
    HTML_CHARSET_BY_HEADER,
    HTML_CHARSET_BY_META,
    HTML_CHARSET_BY_STATISTICS,
    HTML_CHARSET_BY_DEFAULT,
};

struct html_charset {
    str name; /* the WHATWG name, such as "windows-1252"; static memory */
    enum html_charset_by by;
};

/* Sniffs: BOM, then CONTENT_TYPE's charset ("" when unknown), then the meta prescan of the
 * first 1024 bytes (then of the first 64 KiB, as browsers honour a later meta), then
 * statistics. A declaration that the bytes refute is passed over: UTF-8 with more ill-formed
 * parts than good ones, another encoding where the bytes are UTF-8 or mostly undecodable. */
struct html_charset html_charset_sniff(str bytes, str content_type);

/* Only what the standard's "prescan a byte stream" finds: "" if nothing. */
str html_charset_prescan(str bytes);

/* The WHATWG name for a label such as "latin1"; "" if it is none. */
str html_charset_of_label(str label);

/* Bytes to UTF-8 in the arena (BYTES itself, without BOM, when it is UTF-8 already: one pass to
 * check it). Ill-formed parts become U+FFFD. USED may be NULL. E_LIMIT when the text would be
 * longer than BYTES_MAX. */
status html_decode(str *text, struct html_charset *used, struct arena *a, str bytes,
                   str content_type, size_t bytes_max);

/* The same by the name of any encoding that ICU knows, for documents that are no HTML: "utf-32le",
 * "cp037", "850". E_NOTFOUND when it knows none of that name. */
status html_decode_other(str *text, struct arena *a, str bytes, str label, size_t bytes_max);

#endif
