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

/* The same for a name of at most HTML_NAME_WORDS_LEN bytes held in two little-endian words,
 * zero-filled: what the tokenizer has at hand. */
#define HTML_NAME_WORDS_LEN 16
struct html_name_words {
    uint64_t low, high;
};
uint16_t html_tag_find_words(struct html_name_words w);
uint16_t html_attr_find_words(struct html_name_words w);

/* The name of a number other than ..._OTHER. */
str html_tag_name(uint16_t tag);
str html_attr_name(uint16_t id);

#endif
