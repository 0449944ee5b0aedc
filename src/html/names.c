/* Names to numbers by a perfect hash over their first sixteen bytes (tools/names.py), and back. */
#include "html/names.h"

#include "html/names_hash.inc"

static const str tag_names[] = {
    {"", 0},
#define HTML_TAG(constant, name) {name, sizeof(name) - 1},
#define HTML_ATTR(constant, name)
#include "html/names.def"
#undef HTML_TAG
#undef HTML_ATTR
};

static const str attr_names[] = {
    {"", 0},
#define HTML_TAG(constant, name)
#define HTML_ATTR(constant, name) {name, sizeof(name) - 1},
#include "html/names.def"
#undef HTML_TAG
#undef HTML_ATTR
};

static inline size_t slot_of(struct html_name_words w, uint64_t multiplier)
{
    return ((w.low ^ w.high * NAME_MIX) * multiplier) >> (64 - NAME_BITS);
}

uint16_t html_tag_find_words(struct html_name_words w)
{
    uint8_t n = tag_slots[slot_of(w, TAG_MULTIPLIER)];
    return tag_words[n][0] == w.low && tag_words[n][1] == w.high ? n : HTML_TAG_OTHER;
}

uint16_t html_attr_find_words(struct html_name_words w)
{
    uint8_t n = attr_slots[slot_of(w, ATTR_MULTIPLIER)];
    return attr_words[n][0] == w.low && attr_words[n][1] == w.high ? n : HTML_ATTR_OTHER;
}

static uint64_t word_of(str name, size_t from)
{
    uint64_t w = 0;
    for (size_t i = from; i < name.len && i < from + 8; i++)
        w |= (uint64_t)(unsigned char)name.p[i] << (8 * (i - from));
    return w;
}

uint16_t html_tag_find(str name)
{
    if (name.len > HTML_NAME_WORDS_LEN)
        return HTML_TAG_OTHER;
    return html_tag_find_words((struct html_name_words){word_of(name, 0), word_of(name, 8)});
}

uint16_t html_attr_find(str name)
{
    if (name.len > HTML_NAME_WORDS_LEN)
        return HTML_ATTR_OTHER;
    return html_attr_find_words((struct html_name_words){word_of(name, 0), word_of(name, 8)});
}

str html_tag_name(uint16_t tag)
{
    return tag_names[tag];
}

str html_attr_name(uint16_t id)
{
    return attr_names[id];
}
