/*
 * What a site says on every page: blocks that stand in the text of one article after another are
 * furniture of the site, whatever they are called ("Subscribe ...", "About this newspaper ...").
 * Learned from the blocks that were kept, page after page; a page by itself needs none of this.
 *
 * The result depends on the order in which pages are learned and on nothing else. Memory is
 * bounded: RULES_SITES_MAX sites of RULES_BLOCKS blocks, those longest unseen give way.
 */
#ifndef COURANT_PAGE_RULES_H
#define COURANT_PAGE_RULES_H

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

#define RULES_SITES_MAX 2048
#define RULES_BLOCKS 512     /* remembered of a site */
#define RULES_TITLES 128     /* the last so many: a page with one of them is a copy */
#define RULES_PAGES_MIN 3    /* pages that a block must be on */
#define RULES_SHARE_MIN 20   /* percent of the site's pages, too */
#define RULES_KEEP_MIN 30    /* percent of a text's bytes that must be left */
#define RULES_BLOCK_BYTES 20 /* shorter blocks are labels that articles may share */
#define PAGE_MARKS_MAX 4000  /* blocks of one page that are looked at */

/* A block of a page's text: where it is, and what stands there under which names. */
struct page_mark {
    uint64_t print; /* hash of the text, and of tag and class of the elements around it */
    uint32_t begin, end;
    bool heading;
};

struct page_marks {
    struct page_mark *at;
    size_t len;
};

struct page_rules;

/* About 10 KB for each site that is learned. */
struct page_rules *page_rules_new(void);
void page_rules_free(struct page_rules *r);

/* Counts the blocks of one page of SITE. Pages with a TITLE that was there lately are copies or
 * versions of one article and are not counted. O(blocks), and O(sites) for a new site. */
void page_rules_learn(struct page_rules *r, str site, str title, const struct page_marks *marks);

/* Sets DROP[i] for the marks that repeat on SITE, and for headings that are left with nothing below
 * them; returns how many. None when too little would be left: then the page is a copy, or all of it
 * is furniture, and others decide. DROP holds marks->len flags. O(blocks). */
size_t page_rules_drop(bool *drop, const struct page_rules *r, str site,
                       const struct page_marks *marks);

/* TEXT without the marks to drop, paragraphs as before. */
str page_rules_text(struct arena *a, str text, const struct page_marks *marks, const bool *drop);

/* BODY, HTML of the same article, without the blocks whose text is that of a mark to drop. E_LIMIT
 * as html_sanitize_tree. */
status page_rules_html(html *out, struct arena *a, html body, str text,
                       const struct page_marks *marks, const bool *drop);

#endif
