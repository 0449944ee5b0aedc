/* What the names people give to elements (class, id, role, itemprop) say about their content.
 * Words are general ones of the trade, listed in evidence.def; never the name of a site. */
#ifndef COURANT_PAGE_EVIDENCE_H
#define COURANT_PAGE_EVIDENCE_H

#include "base/str.h"

enum page_evidence {
    EV_BODY = 1 << 0,     /* the text of an article */
    EV_ARTICLE = 1 << 1,  /* around an article, headline included */
    EV_COMMENT = 1 << 2,  /* what readers wrote */
    EV_SIDE = 1 << 3,     /* columns and boxes beside it */
    EV_NAV = 1 << 4,      /* menus, breadcrumbs, paging */
    EV_FOOT = 1 << 5,     /* the foot of the page: imprint, legal */
    EV_HEAD = 1 << 6,     /* the head of the page or of the article */
    EV_RELATED = 1 << 7,  /* other articles */
    EV_SHARE = 1 << 8,    /* share and follow buttons */
    EV_PROMO = 1 << 9,    /* advertisements and own promotion */
    EV_SIGNUP = 1 << 10,  /* newsletter and subscription prompts */
    EV_CAPTION = 1 << 11, /* captions and credits of pictures */
    EV_BYLINE = 1 << 12,  /* author and date lines */
    EV_DATE = 1 << 13,
    EV_TAGS = 1 << 14,
    EV_BIO = 1 << 15,    /* about the author */
    EV_POPUP = 1 << 16,  /* consent, modal windows, overlays */
    EV_HIDDEN = 1 << 17, /* not shown, or only to screen readers */
    EV_TITLE = 1 << 18,
    EV_LEAD = 1 << 19,    /* standfirst, summary under the headline */
    EV_TOOLS = 1 << 20,   /* print, font size, reading time, ratings */
    EV_MEDIA = 1 << 21,   /* players, galleries, slide shows */
    EV_TEASER = 1 << 22,  /* cards that lead elsewhere */
    EV_PAYWALL = 1 << 23, /* the rest is for subscribers */
    EV_PULL = 1 << 24,    /* pull quotes: sentences shown twice */
    /* Parts of two-word names; see evidence_pairs. */
    EV_W_STORY = 1 << 25,
    EV_W_TEXT = 1 << 26,
    EV_W_PERSON = 1 << 27,
    EV_W_BOX = 1 << 28,
    EV_W_MORE = 1 << 29,
    EV_W_IMAGE = 1 << 30,
};
/* A content system's list of what a post is filed under ("hentry tag-newsletter"): its other
 * words are subjects. Not a flag of its own element kind, so it takes the sign bit. */
#define EV_POSTCLASS (1u << 31)

/* The word table and a memory of names seen on this page (pages repeat the same few class
 * attributes); made once a document, it is small. */
#define EVIDENCE_SLOTS 2048
#define EVIDENCE_SEEN 256
struct evidence {
    uint32_t flags; /* EV_ */
    uint32_t shape; /* hash of the names without their digits, which only number things */
};
struct evidence_words {
    uint16_t slot[EVIDENCE_SLOTS]; /* 0: empty, else 1 + index */
    struct {
        uint64_t key; /* hash of the names, 0 when free */
        struct evidence value;
    } seen[EVIDENCE_SEEN];
};
void evidence_init(struct evidence_words *w);

/* What the words of NAMES (a class attribute, an id) say, ORed. Words end at anything that is
 * not a letter and at camelCase humps; a word after "no", "has", "with", "hide" and the like is
 * not counted. One pass over the bytes, half a one for names seen before. */
struct evidence evidence_of_names(struct evidence_words *w, str names);

/* What an ARIA role says. */
uint32_t evidence_of_role(str role);

#endif
