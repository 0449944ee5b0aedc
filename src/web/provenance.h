/* Where a text came from, in lines: who published it first, translated and edited it, whose
 * material is in it, whom it cites, who else published it. */
#ifndef COURANT_WEB_PROVENANCE_H
#define COURANT_WEB_PROVENANCE_H

#include "web/page.h"
#include "web/said.h"

/* The lines that have something to say, each name with where it is said: its sentence, the
 * CREDIT_LINE, or, of a copy, its page. */
struct credit_line_view_list provenance_lines(struct page_call *c, const struct said *said,
                                              const struct article_provenance *provenance,
                                              str credit_line, const struct article_card *copies,
                                              size_t copies_len);

#endif
