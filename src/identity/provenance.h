/*
 * Where an article comes from, by its own words: who published it first, who translated and edited
 * it, which agencies it is made of, which outlets it cites and whether their sources are anonymous.
 * Grammar for en de fr es it pt ru in provenance.def (other languages are read as English), general
 * news agencies in agency.def; no other outlet is known by name. An outlet is recognised by
 *
 *   - a verb of reporting, telling or citing at its name, and
 *   - what it is called: a word for a newspaper in its name ("Times", "-zeitung"), a noun beside it
 *     ("the daily X", "X newspaper"), an agency's name, a source the caller knows, quotation marks
 *     at a newspaper's verb where languages have them, an acronym that is told what is quoted, or
 *     that it cites anonymous sources itself.
 *
 * Names of one outlet, short or in another case, are one entry (identity/outlet.h).
 */
#ifndef COURANT_IDENTITY_PROVENANCE_H
#define COURANT_IDENTITY_PROVENANCE_H

#include "base/url.h"
#include "model/article.h"
#include "text/doc.h"

/* Limits; more are left out. */
#define PROVENANCE_NAMES_MAX 32

struct provenance_name {
    str name; /* without article: "New York Times"; "" when there is none; a known source's own */
    uint32_t begin,
        end; /* bytes of the body or, IN_CREDIT, of the credit line; equal: of neither */
    bool in_credit;
};

struct cited_outlet {
    struct provenance_name name; /* where it is cited first */
    bool anonymous;              /* it is cited with sources that are not named */
    uint32_t times;
};

struct provenance {
    struct provenance_name first_published_by, translated_by, edited_by;
    bool translated; /* it says so, whoever did it */
    const struct provenance_name *agencies;
    const struct cited_outlet *cited;
    size_t agencies_len, cited_len;
};

struct provenance_input {
    const struct text_doc *doc;
    const struct text_doc *credit; /* the page's credit line as a body, NULL when there is none */
    str feed_source;               /* RSS <source>, "" when there is none */
    str address, canonical;        /* URLs; a canonical one on another site says who was first */
    struct strs outlets;           /* names of known sources */
};

/* Credit lines are looked for in the credit line given and in the first and last paragraphs.
 * Names are slices of the inputs; an outlet among
 * OUTLETS, or an agency, is called as it is there. Linear. */
void provenance_read(struct provenance *out, struct arena *a, const struct provenance_input *in);

#endif
