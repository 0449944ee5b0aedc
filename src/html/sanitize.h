/*
 * Untrusted HTML to safe HTML: allow-lists of elements, attributes and URL schemes. What comes
 * out parses to itself, runs nothing, and fetches only images and media.
 */
#ifndef COURANT_HTML_SANITIZE_H
#define COURANT_HTML_SANITIZE_H

#include "html/tree.h"

struct html_sanitize_options {
    /* Absolute web URL that links are resolved against. "" (or no web URL): relative links stay
     * relative. */
    str base;
    /* Whether an element stays, with all below it; asked once for each, in document order.
     * NULL: all stay. */
    bool (*keep)(void *data, const struct html_tree *t, uint32_t node);
    void *keep_data;
    size_t out_max;      /* bytes of output */
    bool links_nofollow; /* rel="nofollow ugc" for text that readers wrote */
    bool no_images;
    bool absolute_only; /* without a base, what is relative goes: it would mean our own pages */
};

/* Cleans the subtree below ROOT (ROOT itself left out; HTML_NONE = whole document body), one
 * pass. E_LIMIT when it would be longer than out_max. Clean HTML stays as it is, byte for byte. */
status html_sanitize_tree(html *out, struct arena *a, const struct html_tree *t, uint32_t root,
                          const struct html_sanitize_options *options);

/* Parses a fragment and cleans it. */
status html_sanitize(html *out, struct arena *a, str input,
                     const struct html_sanitize_options *options);

#endif
