/* The read stage for one document: bytes -> UTF-8 -> tree -> page -> article. Pure but for the
 * arena: `extract`, `import` and (later) fetching all go through here. */
#ifndef COURANT_PIPELINE_READ_H
#define COURANT_PIPELINE_READ_H

#include "base/err.h"
#include "model/page.h"
#include "page/rules.h"

/* Everything bigger is refused with E_LIMIT; see docs/THREATS.md. */
#define READ_BYTES_MAX ((size_t)32 << 20)

struct read_input {
    str bytes;
    str url;          /* "" when unknown */
    str content_type; /* the HTTP header, "" when unknown */
    int64_t fetched_us;
    bool no_teasers;          /* refuse the beginning of an article that ends at a pay wall */
    struct page_marks *marks; /* gets where each block of the text is; NULL: not wanted */
};

/* OUT's strings live in A or point into the input. E_INPUT: empty, binary, or no article on the
 * page (the text says which); E_LIMIT: larger than READ_BYTES_MAX. */
status read_document(struct article *out, struct arena *a, const struct read_input *in);

/* The same page with the reasons for what its text is; pages that are no article are explained too,
 * REFUSED then holds what read_document says, "" otherwise. */
struct page_explanation;
status read_explain(struct page *out, struct page_explanation *why, str *refused, struct arena *a,
                    const struct read_input *in);

#endif
