/* What the files of read.c share: the open elements and where their text goes. */
#ifndef COURANT_FEED_READ_CODE_H
#define COURANT_FEED_READ_CODE_H

#include "base/sbuf.h"
#include "feed/feed.h"
#include "feed/mend.h"
#include "feed/names.h"

#define READ_DEPTH_MAX (MEND_DEPTH_MAX + 1)

/* What an element belongs to. */
enum read_holder {
    HOLDER_NONE,   /* nothing known: what is inside is not looked at */
    HOLDER_PART,   /* a feed, an entry, a source */
    HOLDER_PERSON, /* an author: name, e-mail, address */
    HOLDER_IMAGE,
    HOLDER_EXTRA, /* values of the extra */
};

/* Things of which a part has one, the best: see take_better. */
enum read_field {
    FIELD_TITLE,
    FIELD_SUMMARY,
    FIELD_COPYRIGHT,
    FIELD_LINK,
    FIELD_ID,
    FIELD_LANGUAGE,
    FIELD_PUBLISHED,
    FIELD_UPDATED,
    FIELD_CREATED,
    FIELD_EXPIRED,
    FIELD_IMAGE,
    FIELD_AUTHORS,
    FIELD_GENERATOR,
    FIELD_COUNT
};

/* A part in the making. */
struct making {
    struct feed_part *part;
    uint8_t rank[FIELD_COUNT]; /* 0: not there; else 1 + the rank of the element it is from */
    bool is_item, is_source;
    bool has_latitude;
    str latitude;
};

struct read_frame {
    enum feed_element element;
    enum read_holder holder; /* of its children */
    bool opens;              /* its children belong to what it opened, not to what it is in */
    uint8_t rank;
    uint8_t lower;         /* added to the ranks of its children */
    bool base64;           /* of a text construct */
    bool has_link;         /* a link with an address of its own; a guid that is a link */
    bool explicit_link;    /* a guid that says so itself */
    struct making *making; /* NULL outside of a feed */
    size_t text_at;        /* where its text begins in reader.text */
    str base, language;
    str space;                 /* markup in text: "svg", "math" */
    struct feed_text text;     /* type and src of a text construct */
    struct feed_person person; /* HOLDER_PERSON */
    struct feed_image image;   /* HOLDER_IMAGE */
    struct feed_extra extra;   /* HOLDER_EXTRA, extras */
    struct feed_category category;
    struct feed_link link;
};

struct reader {
    struct arena *arena;
    struct feed_document *doc;
    struct feed_spaces spaces;
    struct sbuf text;     /* of the open elements, one after the other */
    size_t depth;         /* frames open */
    size_t rich;          /* the frame (index + 1) whose markup is text; 0: none */
    size_t rich_children; /* elements directly in it */
    bool rich_markup;     /* it has markup: characters are escaped */
    bool rich_loose;      /* text outside of its first element */
    bool rich_div_left;   /* a wrapping div was left out */
    bool stopped;         /* enough entries */
    struct making *feed;
    struct making item; /* the one being read */
    struct feed_part item_part;
    size_t memory_max; /* of the arena in use: what passes it is not read */
    str language;      /* of the root */
    struct read_frame frames[READ_DEPTH_MAX];
};

/* Whether an element of RANK may set FIELD: nothing is there, or nothing better. Notes it. */
bool read_take(struct making *m, enum read_field field, unsigned rank);

/* An attribute's value by its local name, case ignored, whatever its prefix; "" if not there. */
str read_attribute(const struct xml_start *s, str local);

/* read_start.c: what an element's attributes say. */
void read_start_attributes(struct reader *r, struct read_frame *f, const struct feed_name *name,
                           const struct xml_start *s);

/* read_end.c: the element has ended; TEXT is what was in it. */
void read_end_text(struct reader *r, struct read_frame *f, const struct read_frame *parent,
                   str text);

/* rich.c: markup that stands in a text. */
void read_rich_start(struct reader *r, struct read_frame *f, const struct xml_start *s);
void read_rich_text(struct reader *r, str text);
void read_rich_end(struct reader *r, const struct read_frame *f);

/* The text construct F ended with: base64 undone, wrapping div gone, links absolute. */
struct feed_text read_rich_finish(struct reader *r, struct read_frame *f, str text);

/* Appends unless it is there already or the list is full. */
/* A link element whose address is known: to the links, and to what it is the link of. */
void read_link(struct reader *r, struct read_frame *f);

void read_add_link(struct reader *r, struct feed_part *part, const struct feed_link *link);
void read_add_person(struct reader *r, struct feed_person_vec *list, const struct feed_person *p);
void read_add_category(struct reader *r, struct feed_part *part, const struct feed_category *c);

/* "prefix_local" of an element that is kept as an extra. */
str read_extra_name(struct reader *r, const struct feed_name *name);

#endif
