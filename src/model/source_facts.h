/* What is known of a source beyond its articles, and when to look again. Structs only; the
 * conventions are those of model/article.h. */
#ifndef COURANT_MODEL_SOURCE_FACTS_H
#define COURANT_MODEL_SOURCE_FACTS_H

#include "model/article.h"

/* What is asked next. */
enum facts_stage {
    FACTS_HOME, /* the front page: what it declares, where its icon is */
    FACTS_ICON, /* the icon itself */
};

struct source_facts {
    int64_t source_id;
    str home_url;      /* of the source, or as its feed says */
    str feed_language; /* as its feed says: "en-gb" */
    str country;       /* ISO 3166-1 */
    str language;      /* ISO 639-1 */
    int64_t stage;     /* enum facts_stage */
    str icon_url;
    str icon_type;           /* media type; "": it has none */
    uint64_t icon_hash;      /* 0: none */
    str etag, last_modified; /* validators of the icon, as received */
    int64_t checked_us, next_us;
};

struct source_icon {
    str type;
    uint64_t hash;
    str bytes;
};

#endif
