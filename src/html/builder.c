/* Tree construction: parsing a document or a fragment, token by token, mode by mode. */
#include "html/builder.h"
#include "base/utf8.h"

#define SPECIAL OPEN_SPECIAL
#define BLOCK OPEN_SPECIAL | OPEN_BLOCK
#define PART OPEN_SPECIAL | OPEN_MODAL
#define IMPLIED OPEN_IMPLIED | OPEN_THOROUGH

/* The standard's categories of HTML elements, where "special" and "in scope" are defined. */
const uint16_t build_tag_flags[HTML_TAG_COUNT] = {
    [HTML_TAG_ADDRESS] = BLOCK,
    [HTML_TAG_APPLET] = SPECIAL | OPEN_SCOPE,
    [HTML_TAG_AREA] = SPECIAL,
    [HTML_TAG_ARTICLE] = BLOCK,
    [HTML_TAG_ASIDE] = BLOCK,
    [HTML_TAG_B] = OPEN_FORMATTING,
    [HTML_TAG_BASE] = SPECIAL | OPEN_HEAD,
    [HTML_TAG_BASEFONT] = SPECIAL | OPEN_HEAD,
    [HTML_TAG_BGSOUND] = SPECIAL | OPEN_HEAD,
    [HTML_TAG_BIG] = OPEN_FORMATTING,
    [HTML_TAG_BLOCKQUOTE] = BLOCK,
    [HTML_TAG_BODY] = PART,
    [HTML_TAG_BR] = SPECIAL,
    [HTML_TAG_BUTTON] = SPECIAL | OPEN_BUTTON,
    [HTML_TAG_CAPTION] = PART | OPEN_SCOPE | OPEN_THOROUGH,
    [HTML_TAG_CENTER] = BLOCK,
    [HTML_TAG_CODE] = OPEN_FORMATTING,
    [HTML_TAG_COL] = PART,
    [HTML_TAG_COLGROUP] = PART | OPEN_THOROUGH,
    [HTML_TAG_DD] = SPECIAL | IMPLIED,
    [HTML_TAG_DETAILS] = BLOCK,
    [HTML_TAG_DIALOG] = OPEN_BLOCK,
    [HTML_TAG_DIR] = BLOCK,
    [HTML_TAG_DIV] = BLOCK,
    [HTML_TAG_DL] = BLOCK,
    [HTML_TAG_DT] = SPECIAL | IMPLIED,
    [HTML_TAG_EM] = OPEN_FORMATTING,
    [HTML_TAG_EMBED] = SPECIAL,
    [HTML_TAG_FIELDSET] = BLOCK,
    [HTML_TAG_FIGCAPTION] = BLOCK,
    [HTML_TAG_FIGURE] = BLOCK,
    [HTML_TAG_FONT] = OPEN_FORMATTING,
    [HTML_TAG_FOOTER] = BLOCK,
    [HTML_TAG_FORM] = SPECIAL,
    [HTML_TAG_FRAME] = SPECIAL,
    [HTML_TAG_FRAMESET] = PART,
    [HTML_TAG_H1] = SPECIAL,
    [HTML_TAG_H2] = SPECIAL,
    [HTML_TAG_H3] = SPECIAL,
    [HTML_TAG_H4] = SPECIAL,
    [HTML_TAG_H5] = SPECIAL,
    [HTML_TAG_H6] = SPECIAL,
    [HTML_TAG_HEAD] = PART,
    [HTML_TAG_HEADER] = BLOCK,
    [HTML_TAG_HGROUP] = BLOCK,
    [HTML_TAG_HR] = SPECIAL,
    [HTML_TAG_HTML] = PART | OPEN_SCOPE | OPEN_TABLE,
    [HTML_TAG_I] = OPEN_FORMATTING,
    [HTML_TAG_IFRAME] = SPECIAL,
    [HTML_TAG_IMG] = SPECIAL,
    [HTML_TAG_INPUT] = SPECIAL,
    [HTML_TAG_KEYGEN] = SPECIAL,
    [HTML_TAG_LI] = SPECIAL | IMPLIED,
    [HTML_TAG_LINK] = SPECIAL | OPEN_HEAD,
    [HTML_TAG_LISTING] = SPECIAL,
    [HTML_TAG_MAIN] = BLOCK,
    [HTML_TAG_MARQUEE] = SPECIAL | OPEN_SCOPE,
    [HTML_TAG_MENU] = BLOCK,
    [HTML_TAG_META] = SPECIAL | OPEN_HEAD,
    [HTML_TAG_NAV] = BLOCK,
    [HTML_TAG_NOEMBED] = SPECIAL,
    [HTML_TAG_NOFRAMES] = SPECIAL | OPEN_HEAD,
    [HTML_TAG_NOSCRIPT] = SPECIAL,
    [HTML_TAG_OBJECT] = SPECIAL | OPEN_SCOPE,
    [HTML_TAG_OL] = BLOCK | OPEN_LIST,
    [HTML_TAG_OPTGROUP] = IMPLIED,
    [HTML_TAG_OPTION] = IMPLIED,
    [HTML_TAG_P] = BLOCK | IMPLIED,
    [HTML_TAG_PARAM] = SPECIAL,
    [HTML_TAG_PLAINTEXT] = SPECIAL,
    [HTML_TAG_PRE] = SPECIAL,
    [HTML_TAG_RB] = IMPLIED,
    [HTML_TAG_RP] = IMPLIED,
    [HTML_TAG_RT] = IMPLIED,
    [HTML_TAG_RTC] = IMPLIED,
    [HTML_TAG_S] = OPEN_FORMATTING,
    [HTML_TAG_SCRIPT] = SPECIAL | OPEN_HEAD,
    [HTML_TAG_SEARCH] = BLOCK,
    [HTML_TAG_SECTION] = BLOCK,
    [HTML_TAG_SELECT] = SPECIAL | OPEN_SCOPE,
    [HTML_TAG_SMALL] = OPEN_FORMATTING,
    [HTML_TAG_SOURCE] = SPECIAL,
    [HTML_TAG_STRIKE] = OPEN_FORMATTING,
    [HTML_TAG_STRONG] = OPEN_FORMATTING,
    [HTML_TAG_STYLE] = SPECIAL | OPEN_HEAD,
    [HTML_TAG_SUMMARY] = BLOCK,
    [HTML_TAG_TABLE] = PART | OPEN_SCOPE | OPEN_TABLE | OPEN_FOSTER,
    [HTML_TAG_TBODY] = PART | OPEN_FOSTER | OPEN_THOROUGH,
    [HTML_TAG_TD] = PART | OPEN_SCOPE | OPEN_THOROUGH,
    [HTML_TAG_TEMPLATE] = PART | OPEN_SCOPE | OPEN_TABLE | OPEN_HEAD,
    [HTML_TAG_TEXTAREA] = SPECIAL,
    [HTML_TAG_TFOOT] = PART | OPEN_FOSTER | OPEN_THOROUGH,
    [HTML_TAG_TH] = PART | OPEN_SCOPE | OPEN_THOROUGH,
    [HTML_TAG_THEAD] = PART | OPEN_FOSTER | OPEN_THOROUGH,
    [HTML_TAG_TITLE] = SPECIAL | OPEN_HEAD,
    [HTML_TAG_TR] = PART | OPEN_FOSTER | OPEN_THOROUGH,
    [HTML_TAG_TRACK] = SPECIAL,
    [HTML_TAG_TT] = OPEN_FORMATTING,
    [HTML_TAG_U] = OPEN_FORMATTING,
    [HTML_TAG_UL] = BLOCK | OPEN_LIST,
    [HTML_TAG_WBR] = SPECIAL,
    [HTML_TAG_XMP] = SPECIAL,
};

typedef void mode_function(struct builder *b);

static mode_function *const mode_functions[MODE_COUNT] = {
    [MODE_INITIAL] = mode_initial,
    [MODE_BEFORE_HTML] = mode_before_html,
    [MODE_BEFORE_HEAD] = mode_before_head,
    [MODE_IN_HEAD] = mode_in_head,
    [MODE_IN_HEAD_NOSCRIPT] = mode_in_head_noscript,
    [MODE_AFTER_HEAD] = mode_after_head,
    [MODE_IN_BODY] = mode_in_body,
    [MODE_TEXT] = mode_text,
    [MODE_IN_TABLE] = mode_in_table,
    [MODE_IN_CAPTION] = mode_in_caption,
    [MODE_IN_COLUMN_GROUP] = mode_in_column_group,
    [MODE_IN_TABLE_BODY] = mode_in_table_body,
    [MODE_IN_ROW] = mode_in_row,
    [MODE_IN_CELL] = mode_in_cell,
    [MODE_IN_TEMPLATE] = mode_in_template,
    [MODE_AFTER_BODY] = mode_after_body,
    [MODE_IN_FRAMESET] = mode_in_frameset,
    [MODE_AFTER_FRAMESET] = mode_after_frameset,
    [MODE_AFTER_AFTER_BODY] = mode_after_after_body,
    [MODE_AFTER_AFTER_FRAMESET] = mode_after_after_frameset,
};

const struct html_limits html_limits_default = {
    .nodes_max = 2u << 20, .depth_max = 512, .attrs_max = 256, .bytes_max = (size_t)64 << 20};

/* --- text of a token ---------------------------------------------------------------------------
 */

static inline bool is_space(unsigned char c)
{
    return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f';
}

str build_take_space(struct builder *b)
{
    struct html_token *k = &b->z.token;
    uint32_t n = 0;
    while (n < k->len && is_space((unsigned char)k->p[n]))
        n++;
    str space = {k->p, n};
    k->p += n;
    k->len -= n;
    return space;
}

void build_keep_space(struct builder *b)
{
    struct html_token *k = &b->z.token;
    if (build_all_space(k->p, k->len))
        return;
    char *to = arena_alloc(b->t->arena, k->len);
    uint32_t n = 0;
    for (uint32_t i = 0; i < k->len; i++)
        if (is_space((unsigned char)k->p[i]))
            to[n++] = k->p[i];
    k->p = to;
    k->len = n;
}

bool build_all_space(const char *p, uint32_t len)
{
    for (uint32_t i = 0; i < len; i++)
        if (!is_space((unsigned char)p[i]))
            return false;
    return true;
}

bool build_all_space_or_nul(const char *p, uint32_t len)
{
    for (uint32_t i = 0; i < len; i++)
        if (p[i] && !is_space((unsigned char)p[i]))
            return false;
    return true;
}

void build_strip_nul(struct builder *b, bool replace)
{
    struct html_token *k = &b->z.token;
    if (!k->has_nul)
        return;
    k->has_nul = false;
    if (replace) {
        str s = html_tokenizer_decode(&b->z, k->p, k->p + k->len, HTML_DECODE_NUL);
        k->p = s.p;
        k->len = (uint32_t)s.len;
        return;
    }
    char *to = arena_alloc(b->t->arena, k->len);
    uint32_t n = 0;
    for (uint32_t i = 0; i < k->len; i++)
        if (k->p[i])
            to[n++] = k->p[i];
    k->p = to;
    k->len = n;
}

/* --- modes
 * ----------------------------------------------------------------------------------------- */

void build_template_mode_push(struct builder *b, enum insertion_mode mode)
{
    if (b->template_len == b->template_cap) {
        uint32_t cap = b->template_cap ? b->template_cap * 2 : 16;
        b->template_modes = arena_grow(b->t->arena, b->template_modes, b->template_cap, cap);
        b->template_cap = cap;
    }
    b->template_modes[b->template_len++] = (uint8_t)mode;
}

/* The mode an open element calls for, MODE_COUNT for none. */
static enum insertion_mode mode_of(const struct builder *b, uint16_t key, bool last)
{
    switch (key) {
    case HTML_TAG_TD:
    case HTML_TAG_TH: return last ? MODE_COUNT : MODE_IN_CELL;
    case HTML_TAG_TR: return MODE_IN_ROW;
    case HTML_TAG_TBODY:
    case HTML_TAG_THEAD:
    case HTML_TAG_TFOOT: return MODE_IN_TABLE_BODY;
    case HTML_TAG_CAPTION: return MODE_IN_CAPTION;
    case HTML_TAG_COLGROUP: return MODE_IN_COLUMN_GROUP;
    case HTML_TAG_TABLE: return MODE_IN_TABLE;
    case HTML_TAG_TEMPLATE:
        return b->template_len ? (enum insertion_mode)b->template_modes[b->template_len - 1]
                               : MODE_IN_BODY;
    case HTML_TAG_HEAD: return last ? MODE_COUNT : MODE_IN_HEAD;
    case HTML_TAG_BODY: return MODE_IN_BODY;
    case HTML_TAG_FRAMESET: return MODE_IN_FRAMESET;
    case HTML_TAG_HTML: return b->t->head ? MODE_AFTER_HEAD : MODE_BEFORE_HEAD;
    default: return MODE_COUNT;
    }
}

void build_reset_mode(struct builder *b)
{
    for (const struct open *e = b->top; e > b->stack; e--) {
        bool last = e == b->stack + 1;
        uint16_t key = last && b->fragment ? b->context : e->key;
        enum insertion_mode mode = mode_of(b, key, last);
        if (mode != MODE_COUNT) {
            b->mode = (uint8_t)mode;
            return;
        }
    }
    b->mode = MODE_IN_BODY;
}

void build_in_mode(struct builder *b)
{
    mode_functions[b->mode](b);
}

/* --- the loop
 * ---------------------------------------------------------------------------------------- */

static inline void process(struct builder *b)
{
    do {
        b->again = false;
        if (LIKELY(!(b->top->flags & OPEN_FOREIGN)) || build_html_rules(b))
            mode_functions[b->mode](b);
        else
            mode_foreign(b);
    } while (UNLIKELY(b->again));
}

/* Drops the line feed that directly follows <pre>, <listing> or <textarea>. */
static void drop_newline(struct builder *b)
{
    struct html_token *k = &b->z.token;
    b->skip_newline = false;
    if (k->kind == HTML_TOKEN_TEXT && k->len && *k->p == '\n') {
        k->p++;
        k->len--;
    }
}

static void run(struct builder *b, const struct html_limits *limits)
{
    bool more = true;
    while (more && !b->stopped) {
        more = html_tokenizer_next(&b->z);
        if (UNLIKELY(b->t->node_count > limits->nodes_max ||
                     b->z.attr_used / 2 > limits->nodes_max)) {
            b->t->truncated = true;
            b->z.token.kind = HTML_TOKEN_EOF;
            more = false;
        }
        if (UNLIKELY(b->skip_newline)) {
            drop_newline(b);
            if (b->z.token.kind == HTML_TOKEN_TEXT && b->z.token.len == 0)
                continue;
        }
        process(b);
        b->z.cdata_allowed = (b->top->flags & OPEN_FOREIGN) != 0;
    }
    b->t->attrs = b->z.attrs;
    b->t->attr_count = b->z.attr_used;
}

static status begin(struct builder *b, struct html_tree *t, struct arena *a, str input,
                    const struct html_limits *limits)
{
    if (input.len >= UINT32_MAX)
        return fail(E_LIMIT, "an HTML document of %zu bytes is longer than 4 GiB", input.len);
    memset(t, 0, sizeof *t);
    memset(b, 0, sizeof *b);
    t->arena = a;
    if (input.len > limits->bytes_max) {
        input.len = utf8_floor(input, limits->bytes_max);
        t->truncated = true;
    }
    uint32_t depth = limits->depth_max < 16 ? 16 : limits->depth_max;
    html_tokenizer_init(&b->z, a, input, limits);
    /* Real pages have one node for about 30 bytes. */
    t->node_cap = (uint32_t)(input.len / 28 + 64);
    t->nodes = arena_alloc(a, size_mul(t->node_cap, sizeof *t->nodes));
    b->t = t;
    b->stack = arena_alloc(a, size_mul(size_add(depth, 16), sizeof *b->stack));
    b->stack[0] = (struct open){0, 0, 0, 0, 0};
    b->top = b->stack;
    b->limit = b->stack + depth;
    b->formatting = arena_alloc(a, FORMATTING_MAX * sizeof *b->formatting);
    b->frameset_ok = true;
    build_node(b, HTML_DOCUMENT);
    return OK;
}

status html_parse(struct html_tree *out, struct arena *a, str input,
                  const struct html_limits *limits)
{
    struct builder b;
    TRY(begin(&b, out, a, input, limits));
    run(&b, limits);
    return OK;
}

/* What the tokenizer reads first in a fragment of this context. */
static enum html_tokenizer_state first_state(uint16_t context)
{
    switch (context) {
    case HTML_TAG_TITLE:
    case HTML_TAG_TEXTAREA: return HTML_STATE_RCDATA;
    case HTML_TAG_STYLE:
    case HTML_TAG_XMP:
    case HTML_TAG_IFRAME:
    case HTML_TAG_NOEMBED:
    case HTML_TAG_NOFRAMES: return HTML_STATE_RAWTEXT;
    case HTML_TAG_SCRIPT: return HTML_STATE_SCRIPT;
    case HTML_TAG_PLAINTEXT: return HTML_STATE_PLAINTEXT;
    default: return HTML_STATE_DATA;
    }
}

/* The fragment's html element has no node: entry 1 of the stack puts its children below node 0,
 * and shows the context element's foreignness as the adjusted current node does. */
status html_parse_fragment(struct html_tree *out, struct arena *a, str input, uint16_t tag,
                           uint8_t ns, const struct html_limits *limits)
{
    struct builder b;
    TRY(begin(&b, out, a, input, limits));
    b.fragment = true;
    b.context = OPEN_KEY(ns, tag);
    b.z.state = first_state(b.context);
    uint32_t context = build_node(&b, HTML_ELEMENT);
    out->nodes[context].tag = tag;
    out->nodes[context].ns = ns;
    out->nodes[context].attr_count = 0;
    out->attrs = b.z.attrs;
    uint16_t flags = 0;
    if (ns != HTML_NS_HTML) {
        build_push(&b, context);
        flags = b.top->flags & (OPEN_FOREIGN | OPEN_MATH_TEXT | OPEN_HTML_POINT | OPEN_ANNOTATION);
        build_pop(&b);
    }
    out->node_count = 1;
    *++b.top = (struct open){0, 0, HTML_TAG_HTML, build_tag_flags[HTML_TAG_HTML] | flags, 0};
    b.open_count[HTML_TAG_HTML]++;
    if (b.context == HTML_TAG_TEMPLATE)
        build_template_mode_push(&b, MODE_IN_TEMPLATE);
    build_reset_mode(&b);
    if (b.context == HTML_TAG_FORM)
        b.form = UINT32_MAX; /* a form is open outside of the fragment */
    b.z.cdata_allowed = (flags & OPEN_FOREIGN) != 0;
    run(&b, limits);
    return OK;
}
