/* Who's who: the names of an article by kind. */
#ifndef COURANT_WEB_NAMES_VIEW_H
#define COURANT_WEB_NAMES_VIEW_H

#include "web/said.h"

/* Groups that have names, people first. */
struct name_group_view_list names_view(const struct said *said, const struct analysed_names *names);

#endif
