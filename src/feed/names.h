/* Names of elements, whatever prefix a feed gives them. */
#ifndef COURANT_FEED_NAMES_H
#define COURANT_FEED_NAMES_H

#include "feed/xml.h"

enum feed_element {
    ELEMENT_UNKNOWN,
    ELEMENT_FEED,
    ELEMENT_CHANNEL,
    ELEMENT_ITEM,
    ELEMENT_SOURCE,
    ELEMENT_IMAGE,
    ELEMENT_TEXT_INPUT,
    ELEMENT_IGNORED,
    ELEMENT_GROUP,
    ELEMENT_AUTHOR,
    ELEMENT_CONTRIBUTOR,
    ELEMENT_PUBLISHER,
    ELEMENT_NAME,
    ELEMENT_EMAIL,
    ELEMENT_URI,
    ELEMENT_TITLE,
    ELEMENT_DESCRIPTION,
    ELEMENT_SUMMARY,
    ELEMENT_SUBTITLE,
    ELEMENT_CONTENT,
    ELEMENT_ENCODED,
    ELEMENT_BODY,
    ELEMENT_RIGHTS,
    ELEMENT_INFO,
    ELEMENT_LINK,
    ELEMENT_ORIGINAL_LINK,
    ELEMENT_ID,
    ELEMENT_GUID,
    ELEMENT_COMMENTS,
    ELEMENT_ENCLOSURE,
    ELEMENT_LANGUAGE,
    ELEMENT_GENERATOR,
    ELEMENT_TTL,
    ELEMENT_ICON,
    ELEMENT_LOGO,
    ELEMENT_WIDTH,
    ELEMENT_HEIGHT,
    ELEMENT_IMAGE_LINK,
    ELEMENT_CATEGORY,
    ELEMENT_KEYWORDS,
    ELEMENT_PUBLISHED,
    ELEMENT_UPDATED,
    ELEMENT_CREATED,
    ELEMENT_EXPIRED,
    ELEMENT_VALID,
    ELEMENT_MEDIA,
    ELEMENT_CHAPTERS,
    ELEMENT_CHAPTER,
    ELEMENT_LICENSE,
    ELEMENT_ADDRESS,
    ELEMENT_POINT,
    ELEMENT_LATITUDE,
    ELEMENT_LONGITUDE,
};

#define FEED_PREFIX_MAX 16
#define FEED_NAME_MAX 96 /* longer names are cut: nothing known is as long */

struct feed_name {
    enum feed_element element;
    uint8_t rank;
    str prefix;                                /* usual one, lower case; "" for the formats' own */
    char key[FEED_PREFIX_MAX + FEED_NAME_MAX]; /* "prefix:local", or "local" */
    size_t key_len;
};

/* Addresses of namespaces that were met, by the pointer that libxml2 interns them at. */
struct feed_spaces {
    struct {
        const char *at;
        str prefix;
    } met[16];
    size_t next;
};

/* The usual prefix of a namespace, "" for the formats' own; *known false when it is not listed. */
str feed_prefix(bool *known, struct feed_spaces *spaces, const struct xml_name *name);

/* What element NAME is. */
void feed_name_read(struct feed_name *out, struct feed_spaces *spaces, const struct xml_name *name);

#endif
