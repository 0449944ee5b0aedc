/* What the analyses found in one article, as the pipeline makes it, the store keeps it and pages
 * show it. Structs only. A range is bytes of article.text, so that whatever is said can be shown
 * where it was said; the conventions are those of model/article.h. */
#ifndef COURANT_MODEL_ANALYSIS_H
#define COURANT_MODEL_ANALYSIS_H

#include "model/article.h"

struct text_range {
    uint32_t begin, end;
};
struct text_ranges {
    const struct text_range *at; /* in the order of the text */
    size_t len;
};

/* Kept in the store by number; those of text/name.h. */
enum analysed_name_kind { ANALYSED_PERSON, ANALYSED_PLACE, ANALYSED_ORGANISATION, ANALYSED_OTHER };

/* A person, place or organisation of the article, most prominent first. */
struct analysed_name {
    str text;    /* the fullest form */
    str aliases; /* the other forms, separated by ", "; "" when there are none */
    int64_t kind;
    struct text_ranges mentions;  /* in the text; empty when only the title names it */
    struct text_range introduced; /* the sentence that says who it is; empty: none does */
};
struct analysed_names {
    const struct analysed_name *at;
    size_t len;
};

/* An outlet, agency or team that an article credits or cites. */
struct credited {
    str name;
    struct text_range at; /* where it is said; empty: in the credit line, or not in the text */
    bool anonymous;       /* cited outlets: with sources that are not named */
    int64_t times;        /* cited outlets: how often */
};
struct credits {
    const struct credited *at;
    size_t len;
};

/* Names are "" when nobody is named. */
struct article_provenance {
    struct credited first_published_by, translated_by, edited_by;
    bool translated; /* it says so, whoever did it */
    struct credits agencies, cited;
};

struct article_analysis {
    int64_t article_id;
    int64_t version;              /* of the article: another one's ranges would be wrong */
    int64_t method;               /* the number of the program's methods; a larger one is newer */
    struct text_ranges sentences; /* all of them: what can be marked, quoted, read out */
    struct text_ranges summary, points;
    struct analysed_names names;
    struct article_provenance provenance;
};

/* A hashtag. Its canonical form finds it whatever the case and accents it is written with. */
struct tag {
    int64_t id;
    str display;   /* "AlaskaSummit", without # */
    str canonical; /* "alaskasummit" */
    int64_t kind;  /* enum analysed_name_kind; ANALYSED_OTHER: a phrase */
    int64_t article_count;
    int64_t newest_us; /* sort time of its newest article */
};

/* Why an article is related to another. Kept in the store by number; those of related/related.h. */
enum relation_kind {
    RELATED_BY_EVENT,
    RELATED_BY_PEOPLE,
    RELATED_BY_PLACE,
    RELATED_BY_BACKGROUND,
    RELATED_BY_TOPIC,
};

/* A card of the Related block. */
struct related_row {
    struct article_card card;
    int64_t kind;
    double score;
    struct strs words; /* that both share, strongest first */
    str summary;       /* the related article's, its chosen sentences joined; "" when it has none */
};

/* One article of a tag's history. */
struct tag_day {
    int64_t day_us; /* midnight UTC */
    int64_t articles;
};

#endif
