/* Style sheets, scripts and icons, embedded by tools/assetgen.py. */
#ifndef COURANT_WEB_ASSET_H
#define COURANT_WEB_ASSET_H

#include "base/str.h"

struct asset {
    str name; /* "site.css" */
    str url; /* "/assets/site.3f9a1c20.css": changes with the content, so it may be kept for ever */
    str type;
    str etag;              /* with quotes */
    str raw, gzip, brotli; /* a compressed form that gains nothing is empty */
};

extern const struct asset ASSETS[];
extern const size_t ASSET_COUNT;

/* The bytes of the asset with this address (its url), "" when there is none. For templates. */
str asset_text(str address);

#endif
