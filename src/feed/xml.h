/* XML events, by libxml2's SAX2 interface: no DTD, no entities but the predefined ones, no network,
 * no tree. The only file that knows libxml2 is xml.c. */
#ifndef COURANT_FEED_XML_H
#define COURANT_FEED_XML_H

#include "base/err.h"
#include "base/str.h"

#define XML_ATTRIBUTES_MAX 80   /* of one element; what is beyond is not told */
#define XML_DECLARATIONS_MAX 32 /* of namespaces on one element */

struct xml_name {
    str prefix; /* as written; "" when there is none */
    str local;
    str space; /* the namespace; "" when the prefix is not declared */
};

struct xml_attribute {
    struct xml_name name;
    str value;
};

struct xml_declaration {
    str prefix, space;
};

struct xml_start {
    struct xml_name name;
    const struct xml_attribute *attributes;
    size_t attributes_len;
    const struct xml_declaration *declarations; /* xmlns of this very element */
    size_t declarations_len;
};

/* All strings live for the call only. */
struct xml_events {
    bool (*start)(void *ctx, const struct xml_start *start); /* false stops the reading */
    void (*text)(void *ctx, str text);
    void (*end)(void *ctx);
};

/* TEXT is UTF-8 without an XML declaration. *well_formed is what libxml2 says; it recovers and goes
 * on when it is not. E_LIMIT when TEXT is too long for it (2 GB). */
status xml_read(bool *well_formed, str text, const struct xml_events *events, void *ctx);

#endif
