/* What a site's front page says about the site: its icon, its language, where it is. */
#ifndef COURANT_PAGE_SITE_H
#define COURANT_PAGE_SITE_H

#include "base/url.h"
#include "html/tree.h"

struct page_site {
    str language; /* lang of <html>, or else http-equiv=content-language; as written, "" */
    str locale;   /* og:locale, as written */
    str region;   /* geo.region or geo.country, as written */
    str icon;     /* the address of the icon to ask for, resolved; "" when none is named */
};

/* T's first PAGE_SITE_NODES nodes are looked at, heads being first. BASE is where the page came
 * from, "" unknown. Of several icons the one whose side is nearest above 64 pixels, or else the
 * largest: sharp where it is shown, and small. Strings are in A or in the tree's input. Linear. */
#define PAGE_SITE_NODES 20000
void page_site_read(struct page_site *out, struct arena *a, const struct html_tree *t, str base);

#endif
