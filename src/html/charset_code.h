/* What the files of charset.c share. */
#ifndef COURANT_HTML_CHARSET_CODE_H
#define COURANT_HTML_CHARSET_CODE_H

#include "html/charset.h"

enum charset_id {
    CHARSET_NONE,
#define CHARSET(constant, name, kind, icu) CHARSET_##constant,
#define CHARSET_LABEL(constant, label)
#define CHARSET_BYTE(constant, first, last, code_point)
#define CHARSET_UNIT(constant, from, to)
#include "html/charset.def"
#undef CHARSET
#undef CHARSET_LABEL
#undef CHARSET_BYTE
#undef CHARSET_UNIT
    CHARSET_COUNT
};

enum charset_kind {
    CHARSET_KIND_UTF8,
    CHARSET_KIND_SINGLE,
    CHARSET_KIND_MULTI,
    CHARSET_KIND_UTF16,
    CHARSET_KIND_REPLACEMENT,
    CHARSET_KIND_USER_DEFINED,
};

struct charset_info {
    str name;
    const char *icu;
    enum charset_kind kind;
};
extern const struct charset_info charset_infos[CHARSET_COUNT];

enum charset_id charset_by_label(str label);

/* The prescan, CHARSET_NONE if nothing is declared. What the first WITHIN bytes declare, a meta
 * element or else an XML declaration, goes before what comes later, as if they were read alone and
 * the rest only when they say nothing. */
enum charset_id charset_prescan(str bytes, size_t within);

/* "charset=..." in the content of a meta element, as the standard extracts it. */
enum charset_id charset_of_meta_content(str content);

/* Decodes BYTES (without BOM); *errors counts ill-formed parts when not NULL. */
status charset_decode(str *text, size_t *errors, struct arena *a, str bytes, enum charset_id id,
                      size_t bytes_max);

#endif
