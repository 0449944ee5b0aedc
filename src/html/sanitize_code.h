/* What the files of sanitize.c share: the state of one cleaning and the output's open elements. */
#ifndef COURANT_HTML_SANITIZE_CODE_H
#define COURANT_HTML_SANITIZE_CODE_H

#include "base/sbuf.h"
#include "base/url.h"
#include "html/sanitize.h"

/* What happens to an element. */
enum sanitize_how {
    SANITIZE_UNWRAP,          /* content without the element */
    SANITIZE_DROP,            /* nothing, content included */
    SANITIZE_INLINE,          /* kept */
    SANITIZE_WITH_ATTRIBUTES, /* kept when it has an allowed attribute */
    SANITIZE_LINK,            /* kept when its address is allowed and it is in no other link */
    SANITIZE_BREAK,           /* br, wbr */
    SANITIZE_BLOCK,           /* kept; ends an open paragraph, as in parsing */
    SANITIZE_RULE,            /* hr */
    SANITIZE_HEADING,         /* a block, not inside another heading */
    SANITIZE_PART,            /* kept as a child of its figure or details, else a div */
    SANITIZE_LIST,
    SANITIZE_ITEM, /* kept as a child of its list, else a div */
    SANITIZE_TABLE,
    SANITIZE_TABLE_PART, /* this and the next two: kept in their place, else a div */
    SANITIZE_ROW,
    SANITIZE_CELL,
    SANITIZE_RUBY_PART, /* kept as a child of ruby */
    SANITIZE_IMAGE,
    SANITIZE_EMBED,    /* becomes a link */
    SANITIZE_FALLBACK, /* noscript: its image, in place of the one before it */
};

/* Elements open in the output at the same time; deeper ones are unwrapped. Browsers stop at
 * 512, so that what is deeper would parse to another tree. */
enum { SANITIZE_DEPTH_MAX = 128, SANITIZE_NAME_MAX = 16 };

struct sanitize_open {
    uint32_t source; /* the node it was opened for, HTML_NONE: implied by what it holds */
    uint16_t tag;
    uint8_t how;
    size_t begin, inside; /* positions in the output: before and after the start tag */
};

struct sanitizer {
    const struct html_tree *tree;
    const struct html_sanitize_options *options;
    struct sbuf out;
    struct arena scratch; /* emptied for each element */
    url base;
    bool has_base;
    unsigned depth;
    unsigned paragraph; /* 1 + index of the open p, 0: none */
    unsigned links, headings;
    size_t image_begin, image_end; /* the last image in the output */
    struct sanitize_open open[SANITIZE_DEPTH_MAX + 1];
};

struct sanitize_rule {
    uint16_t becomes; /* enum html_tag */
    uint8_t how;
};
extern const struct sanitize_rule sanitize_rules[HTML_TAG_COUNT];

/* --- the output (sanitize_out.c) --- */

void sanitize_put_text(struct sanitizer *s, str text);
/* ` name="value"`, escaped. */
void sanitize_put_attribute(struct sanitizer *s, str name, str value);

/* Writes "<tag" and remembers where; the attributes follow, then sanitize_start_end, which
 * pushes it for SOURCE. */
size_t sanitize_start(struct sanitizer *s, uint16_t tag);
void sanitize_start_end(struct sanitizer *s, size_t begin, uint16_t tag, uint8_t how,
                        uint32_t source);

/* Makes the place fit for text and other flow content: in a list it opens an item, and so on. */
void sanitize_need_flow(struct sanitizer *s);
/* The same for a block: an open paragraph ends. */
void sanitize_need_block(struct sanitizer *s);
/* Makes the place fit for TAG, a part of a list or table; false when it is not in one. */
bool sanitize_need_place(struct sanitizer *s, uint16_t tag, uint8_t how);
/* Whether the place is one of list items, rows or cells rather than text. */
bool sanitize_is_structural(const struct sanitizer *s);

/* Ends the innermost element, all elements from index DEPTH on, what was opened for SOURCE. */
void sanitize_pop_to(struct sanitizer *s, unsigned depth);
void sanitize_leave(struct sanitizer *s, uint32_t source);

static inline const struct sanitize_open *sanitize_top(const struct sanitizer *s)
{
    return s->depth ? &s->open[s->depth - 1] : NULL;
}

/* --- attributes and addresses (sanitize_attributes.c) --- */

/* The allowed attributes of node N as TAG, in their order. */
void sanitize_put_attributes(struct sanitizer *s, uint32_t n, uint16_t tag);

/* The address VALUE stands for, in scratch; false when it is not allowed. */
bool sanitize_address(str *out, struct sanitizer *s, str value, bool image);

/* rel of every link. */
void sanitize_put_rel(struct sanitizer *s);

/* --- images and embedded media (sanitize_media.c) --- */

void sanitize_image(struct sanitizer *s, uint32_t n);
void sanitize_noscript(struct sanitizer *s, uint32_t n);
/* False when its content should be shown in its place. */
bool sanitize_embed(struct sanitizer *s, uint32_t n);

#endif
