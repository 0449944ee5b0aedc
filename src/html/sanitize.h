/*
 * Untrusted HTML to safe HTML: allow-lists of elements, attributes and URL schemes. What comes
 * out parses to itself, runs nothing, and fetches only images and media.
 */
#ifndef COURANT_HTML_SANITIZE_H
#define COURANT_HTML_SANITIZE_H

#include "html/tree.h"

struct html_sanitize_options {
    str base; /* absolute URL that relative links are resolved against; may be "" */
    bool (*keep)(void *data, const struct html_tree *t, uint32_t node); /* NULL: keep all */
    void *keep_data;
    size_t out_max;      /* bytes of output */
    bool links_nofollow; /* rel="nofollow ugc" for text that readers wrote */
    bool no_images;
};

/* Cleans the subtree below ROOT (ROOT itself left out; HTML_NONE = whole document body). */
status html_sanitize_tree(html *out, struct arena *a, const struct html_tree *t, uint32_t root,
                          const struct html_sanitize_options *options);

/* Parses a fragment and cleans it. */
status html_sanitize(html *out, struct arena *a, str input,
                     const struct html_sanitize_options *options);

#endif
