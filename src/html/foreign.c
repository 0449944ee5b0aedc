/* Foreign content: SVG and MathML (WHATWG HTML 13.2.6.5). */
#include "html/builder.h"

/* The names that are not all lower case in SVG; sorted as if they were. */
static const str svg_tags[] = {
    S("altGlyph"),
    S("altGlyphDef"),
    S("altGlyphItem"),
    S("animateColor"),
    S("animateMotion"),
    S("animateTransform"),
    S("clipPath"),
    S("feBlend"),
    S("feColorMatrix"),
    S("feComponentTransfer"),
    S("feComposite"),
    S("feConvolveMatrix"),
    S("feDiffuseLighting"),
    S("feDisplacementMap"),
    S("feDistantLight"),
    S("feDropShadow"),
    S("feFlood"),
    S("feFuncA"),
    S("feFuncB"),
    S("feFuncG"),
    S("feFuncR"),
    S("feGaussianBlur"),
    S("feImage"),
    S("feMerge"),
    S("feMergeNode"),
    S("feMorphology"),
    S("feOffset"),
    S("fePointLight"),
    S("feSpecularLighting"),
    S("feSpotLight"),
    S("feTile"),
    S("feTurbulence"),
    S("foreignObject"),
    S("glyphRef"),
    S("linearGradient"),
    S("radialGradient"),
    S("textPath"),
};

static const str svg_attrs[] = {
    S("attributeName"),
    S("attributeType"),
    S("baseFrequency"),
    S("baseProfile"),
    S("calcMode"),
    S("clipPathUnits"),
    S("diffuseConstant"),
    S("edgeMode"),
    S("filterUnits"),
    S("glyphRef"),
    S("gradientTransform"),
    S("gradientUnits"),
    S("kernelMatrix"),
    S("kernelUnitLength"),
    S("keyPoints"),
    S("keySplines"),
    S("keyTimes"),
    S("lengthAdjust"),
    S("limitingConeAngle"),
    S("markerHeight"),
    S("markerUnits"),
    S("markerWidth"),
    S("maskContentUnits"),
    S("maskUnits"),
    S("numOctaves"),
    S("pathLength"),
    S("patternContentUnits"),
    S("patternTransform"),
    S("patternUnits"),
    S("pointsAtX"),
    S("pointsAtY"),
    S("pointsAtZ"),
    S("preserveAlpha"),
    S("preserveAspectRatio"),
    S("primitiveUnits"),
    S("refX"),
    S("refY"),
    S("repeatCount"),
    S("repeatDur"),
    S("requiredExtensions"),
    S("requiredFeatures"),
    S("specularConstant"),
    S("specularExponent"),
    S("spreadMethod"),
    S("startOffset"),
    S("stdDeviation"),
    S("stitchTiles"),
    S("surfaceScale"),
    S("systemLanguage"),
    S("tableValues"),
    S("targetX"),
    S("targetY"),
    S("textLength"),
    S("viewBox"),
    S("viewTarget"),
    S("xChannelSelector"),
    S("yChannelSelector"),
    S("zoomAndPan"),
};

/* The lower-case NAME as TABLE spells it, itself if it is not there. */
static str spelled(str name, const str *table, size_t count)
{
    size_t low = 0;
    size_t high = count;
    while (low < high) {
        size_t mid = (low + high) / 2;
        int c = str_icmp(name, table[mid]);
        if (c == 0)
            return table[mid];
        if (c < 0)
            high = mid;
        else
            low = mid + 1;
    }
    return name;
}

static void adjust_foreign_attr(struct html_attr *a)
{
    str name = {a->name, a->name_len};
    size_t prefix = 0;
    if (str_starts(name, S("xlink:"))) {
        static const str known[] = {S("actuate"), S("arcrole"), S("href"), S("role"),
                                    S("show"),    S("title"),   S("type")};
        for (size_t i = 0; i < ARRAY_LEN(known); i++)
            if (str_eq(str_skip(name, 6), known[i]))
                prefix = 6;
        a->ns = prefix ? HTML_ATTR_NS_XLINK : HTML_ATTR_NS_NONE;
    } else if (str_eq(name, S("xml:lang")) || str_eq(name, S("xml:space"))) {
        prefix = 4;
        a->ns = HTML_ATTR_NS_XML;
    } else if (str_eq(name, S("xmlns")) || str_eq(name, S("xmlns:xlink"))) {
        prefix = name.len == 5 ? 0 : 6;
        a->ns = HTML_ATTR_NS_XMLNS;
    }
    a->name += prefix;
    a->name_len -= (uint32_t)prefix;
    if (a->ns != HTML_ATTR_NS_NONE)
        a->id = HTML_ATTR_OTHER;
}

void build_adjust_attrs(struct builder *b, enum html_namespace ns)
{
    struct html_attr *a = b->z.attrs + b->z.attr_used;
    for (const struct html_attr *end = a + b->z.token.attr_count; a < end; a++) {
        if (a->name_len < 4)
            continue;
        str name = {a->name, a->name_len};
        if (*a->name == 'x')
            adjust_foreign_attr(a);
        if (a->ns != HTML_ATTR_NS_NONE)
            continue;
        if (ns == HTML_NS_SVG)
            a->name = spelled(name, svg_attrs, ARRAY_LEN(svg_attrs)).p;
        else if (a->id == HTML_ATTR_DEFINITIONURL)
            a->name = "definitionURL";
    }
}

bool build_html_rules(const struct builder *b)
{
    const struct html_token *k = &b->z.token;
    uint16_t flags = b->top->flags;
    bool start = k->kind == HTML_TOKEN_START;
    if (k->kind == HTML_TOKEN_EOF)
        return true;
    if (flags & OPEN_MATH_TEXT &&
        ((start && k->tag != HTML_TAG_MGLYPH && k->tag != HTML_TAG_MALIGNMARK) ||
         k->kind == HTML_TOKEN_TEXT))
        return true;
    if (flags & OPEN_ANNOTATION && start && k->tag == HTML_TAG_SVG)
        return true;
    return flags & OPEN_HTML_POINT && (start || k->kind == HTML_TOKEN_TEXT);
}

/* Start tags that end foreign content. */
static bool breaks_out(const struct builder *b)
{
    switch (b->z.token.tag) {
    case HTML_TAG_B:
    case HTML_TAG_BIG:
    case HTML_TAG_BLOCKQUOTE:
    case HTML_TAG_BODY:
    case HTML_TAG_BR:
    case HTML_TAG_CENTER:
    case HTML_TAG_CODE:
    case HTML_TAG_DD:
    case HTML_TAG_DIV:
    case HTML_TAG_DL:
    case HTML_TAG_DT:
    case HTML_TAG_EM:
    case HTML_TAG_EMBED:
    case HTML_TAG_H1:
    case HTML_TAG_H2:
    case HTML_TAG_H3:
    case HTML_TAG_H4:
    case HTML_TAG_H5:
    case HTML_TAG_H6:
    case HTML_TAG_HEAD:
    case HTML_TAG_HR:
    case HTML_TAG_I:
    case HTML_TAG_IMG:
    case HTML_TAG_LI:
    case HTML_TAG_LISTING:
    case HTML_TAG_MENU:
    case HTML_TAG_META:
    case HTML_TAG_NOBR:
    case HTML_TAG_OL:
    case HTML_TAG_P:
    case HTML_TAG_PRE:
    case HTML_TAG_RUBY:
    case HTML_TAG_S:
    case HTML_TAG_SMALL:
    case HTML_TAG_SPAN:
    case HTML_TAG_STRONG:
    case HTML_TAG_STRIKE:
    case HTML_TAG_SUB:
    case HTML_TAG_SUP:
    case HTML_TAG_TABLE:
    case HTML_TAG_TT:
    case HTML_TAG_U:
    case HTML_TAG_UL:
    case HTML_TAG_VAR: return true;
    case HTML_TAG_FONT: break;
    default: return false;
    }
    const struct html_attr *a = b->z.attrs + b->z.attr_used;
    for (uint32_t i = 0; i < b->z.token.attr_count; i++)
        if (a[i].id == HTML_ATTR_COLOR || a[i].id == HTML_ATTR_FACE || a[i].id == HTML_ATTR_SIZE)
            return true;
    return false;
}

static void leave(struct builder *b)
{
    while (b->top > b->stack + 1 && b->top->flags & OPEN_FOREIGN &&
           !(b->top->flags & (OPEN_MATH_TEXT | OPEN_HTML_POINT)))
        build_pop(b);
    build_in_mode(b);
}

/* The namespace of the adjusted current node. */
static enum html_namespace current_ns(const struct builder *b)
{
    uint16_t key = b->fragment && b->top == b->stack + 1 ? b->context : b->top->key;
    return (enum html_namespace)(key >> 12);
}

static void foreign_start(struct builder *b)
{
    struct html_token *k = &b->z.token;
    if (breaks_out(b)) {
        leave(b);
        return;
    }
    enum html_namespace ns = current_ns(b);
    if (ns == HTML_NS_SVG) {
        str name = spelled((str){k->p, k->len}, svg_tags, ARRAY_LEN(svg_tags));
        k->p = name.p;
    }
    build_adjust_attrs(b, ns);
    build_foreign_element(b, ns);
    if (k->self_closing)
        build_pop(b);
}

static bool same_name(const struct builder *b, const struct open *e)
{
    const struct html_node *n = &b->t->nodes[e->node];
    const struct html_token *k = &b->z.token;
    return k->tag != HTML_TAG_OTHER || str_ieq((str){n->text, n->text_len}, (str){k->p, k->len});
}

static void foreign_end(struct builder *b)
{
    uint16_t tag = b->z.token.tag;
    if (tag == HTML_TAG_BR || tag == HTML_TAG_P) {
        leave(b);
        return;
    }
    uint32_t name = tag == HTML_TAG_OTHER ? build_name_hash(b->z.token.p, b->z.token.len) : 0;
    if (!build_name_open(b, name) && !(b->stack[1].flags & OPEN_FOREIGN)) {
        build_in_mode(b);
        return;
    }
    const struct open *e = b->top;
    /* The first step compares with the current node even in a fragment; its html ends the walk. */
    while (e > b->stack + 1) {
        if (e < b->top && !(e->flags & OPEN_FOREIGN)) {
            build_in_mode(b);
            return;
        }
        if (OPEN_KEY_TAG(e->key) == tag && e->name == name && same_name(b, e)) {
            while (b->top >= e)
                build_pop(b);
            return;
        }
        e--;
    }
    if (!(e->flags & OPEN_FOREIGN) && b->top > e)
        build_in_mode(b);
}

void mode_foreign(struct builder *b)
{
    struct html_token *k = &b->z.token;
    switch (k->kind) {
    case HTML_TOKEN_TEXT:
        if (b->frameset_ok)
            b->frameset_ok = build_all_space_or_nul(k->p, k->len);
        build_strip_nul(b, true);
        build_text(b, k->p, k->len);
        break;
    case HTML_TOKEN_COMMENT: build_comment_here(b); break;
    case HTML_TOKEN_START: foreign_start(b); break;
    case HTML_TOKEN_END: foreign_end(b); break;
    default: break;
    }
}
