/* JSON for a script element of type application/ld+json. A script element's content is not
 * unescaped by browsers and ends at the first "</script", so what could end it, or begin a comment
 * in it, has to be written as JSON escapes. */
#ifndef COURANT_WEB_JSONLD_H
#define COURANT_WEB_JSONLD_H

#include "web/views.h"

/* JSON (as base/json.h wrote it) with every < > & and the line separators U+2028 and U+2029 as
 * \uXXXX. In JSON these stand in strings only, where the escape means the same. Linear. */
jsonld jsonld_make(struct arena *a, str json);

#endif
