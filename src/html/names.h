/* Element and attribute names the program refers to, numbered from names.def. */
#ifndef COURANT_HTML_NAMES_H
#define COURANT_HTML_NAMES_H

#include "base/str.h"

enum html_tag {
    HTML_TAG_OTHER,
#define HTML_TAG(constant, name) HTML_TAG_##constant,
#define HTML_ATTR(constant, name)
#include "html/names.def"
#undef HTML_TAG
#undef HTML_ATTR
    HTML_TAG_COUNT
};

enum html_attr_id {
    HTML_ATTR_OTHER,
#define HTML_TAG(constant, name)
#define HTML_ATTR(constant, name) HTML_ATTR_##constant,
#include "html/names.def"
#undef HTML_TAG
#undef HTML_ATTR
    HTML_ATTR_COUNT
};

/* The number of a lower-case name, ..._OTHER when it has none. */
uint16_t html_tag_find(str name);
uint16_t html_attr_find(str name);

/* The name of a number other than ..._OTHER. */
str html_tag_name(uint16_t tag);
str html_attr_name(uint16_t id);

#endif
