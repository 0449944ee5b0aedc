/* libxml2's SAX2 callbacks to the events of xml.h. */
#include "feed/xml.h"

#include "base/attr.h"

#include <limits.h>

#include <libxml/parser.h>
#include <libxml/parserInternals.h>

struct bridge {
    const struct xml_events *events;
    void *ctx;
    xmlParserCtxt *parser;
    struct xml_attribute attributes[XML_ATTRIBUTES_MAX];
    struct xml_declaration declarations[XML_DECLARATIONS_MAX];
};

static str of_xml(const xmlChar *c)
{
    return str_c((const char *)c);
}

static void on_start(void *ctx, const xmlChar *local, const xmlChar *prefix, const xmlChar *space,
                     int declared, const xmlChar **declarations, int count, int defaulted,
                     const xmlChar **attributes)
{
    (void)defaulted;
    struct bridge *b = ctx;
    struct xml_start start = {
        {of_xml(prefix), of_xml(local), of_xml(space)}, b->attributes, 0, b->declarations, 0};
    for (int i = 0; i < declared && i < XML_DECLARATIONS_MAX; i++, start.declarations_len++)
        b->declarations[i] =
            (struct xml_declaration){of_xml(declarations[2 * i]), of_xml(declarations[2 * i + 1])};
    /* Five pointers an attribute: local name, prefix, namespace, the value's begin and end. */
    for (int i = 0; i < count && i < XML_ATTRIBUTES_MAX; i++, start.attributes_len++) {
        const xmlChar **at = attributes + (size_t)i * 5;
        b->attributes[i] = (struct xml_attribute){
            {of_xml(at[1]), of_xml(at[0]), of_xml(at[2])},
            str_range((const char *)at[3], (const char *)at[4]),
        };
    }
    if (!b->events->start(b->ctx, &start))
        xmlStopParser(b->parser);
}

static void on_end(void *ctx, const xmlChar *local, const xmlChar *prefix, const xmlChar *space)
{
    (void)local, (void)prefix, (void)space;
    struct bridge *b = ctx;
    b->events->end(b->ctx);
}

static void on_text(void *ctx, const xmlChar *text, int len)
{
    struct bridge *b = ctx;
    b->events->text(b->ctx, str_of((const char *)text, (size_t)len));
}

/* Without one, libxml2 prints to standard error. */
static void on_error(void *ctx, xmlErrorPtr error)
{
    (void)ctx, (void)error;
}

status xml_read(bool *well_formed, str text, const struct xml_events *events, void *ctx)
{
    *well_formed = false;
    if (text.len > INT_MAX)
        return fail(E_LIMIT, "XML of %zu bytes is too long", text.len);
    if (text.len == 0)
        return OK;
    xmlParserCtxt *parser = xmlCreateMemoryParserCtxt(text.p, (int)text.len);
    if (!parser)
        return fail(E_LIMIT, "libxml2 has no memory for %zu bytes", text.len);
    struct bridge bridge = {.events = events, .ctx = ctx, .parser = parser};
    xmlSAXHandler handler = {
        .initialized = XML_SAX2_MAGIC,
        .startElementNs = on_start,
        .endElementNs = on_end,
        .characters = on_text,
        .ignorableWhitespace = on_text,
        .cdataBlock = on_text,
        .serror = on_error,
    };
    *parser->sax = handler;
    parser->userData = &bridge;
    /* HUGE lifts the limits on depth and length: feed_mend has set narrower ones. NOENT makes the
     * predefined entities characters inside attributes; no other can be declared. */
    xmlCtxtUseOptions(parser, XML_PARSE_RECOVER | XML_PARSE_NONET | XML_PARSE_HUGE |
                                  XML_PARSE_NOENT | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
    xmlParseDocument(parser);
    *well_formed = parser->wellFormed != 0;
    xmlFreeParserCtxt(parser);
    return OK;
}
