/*
 * The pictures of the demo press. Its outlets do not exist, so their pictures cannot come from
 * their servers: this site serves them under /demo/. All are read when the site starts, so that
 * a request is answered from a table of known names and never opens a file.
 */
#ifndef COURANT_WEB_PICTURES_H
#define COURANT_WEB_PICTURES_H

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

#define PICTURES_MAX 500
#define PICTURE_BYTES_MAX ((size_t)1 << 20)
#define PICTURES_BYTES_MAX ((size_t)16 << 20) /* all of them */

struct picture {
    str name; /* "harbour-ledger.example/img/storm.svg": its address without the scheme */
    str type;
    str bytes;
};

struct pictures {
    struct arena arena;
    struct picture *at; /* by name */
    size_t len;
};

/* Reads DIR/HOST/FOLDER/FILE for every picture there; an empty or missing DIR has none. E_LIMIT
 * past the limits above, E_IO. Ended by pictures_end in any case. */
status pictures_load(struct pictures *out, str dir);
void pictures_end(struct pictures *p);

/* The picture of that name, NULL when there is none. O(log n). */
const struct picture *pictures_find(const struct pictures *p, str name);

/* "/demo/NAME" when ADDRESS is that of one of the pictures, else "". */
str pictures_address(const struct pictures *p, struct arena *a, str address);

/* Whether ADDRESS is on a host of the demo press: what is not among the pictures is nowhere. */
bool pictures_host(const struct pictures *p, str address);

/* BODY with the demo's pictures taken from here, at ORIGIN ("" within pages of ours), and without
 * those that are nowhere (the logos and advertisements of its pages); BODY itself when there are
 * none. */
html pictures_in_body(const struct pictures *p, struct arena *a, html body, str origin);

#endif
