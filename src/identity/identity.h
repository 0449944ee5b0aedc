/* What makes two captures the same article: the URL it is known by and a hash of what it says. */
#ifndef COURANT_IDENTITY_IDENTITY_H
#define COURANT_IDENTITY_IDENTITY_H

#include "base/url.h"

/* The URL an article is known by, through url_canonical: DECLARED (by rel=canonical or og:url)
 * if it is a web URL, not a site's front page, and on the site of FETCHED or above or below it
 * (so no page can speak for another site); else FETCHED. Either may be "" or no web URL. E_NOTFOUND
 * when neither will do. */
status identity_url(url *out, struct arena *a, str fetched, str declared);

/* Equal for texts that differ in white space only. Stored: see docs/STORAGE.md before changing. */
uint64_t identity_content_hash(str title, str text);

#endif
