/*
 * The tree builder's state and the parts its files share (WHATWG HTML 13.2.4 and 13.2.6). One
 * builder belongs to one parse. Names of steps and modes are the standard's.
 */
#ifndef COURANT_HTML_BUILDER_H
#define COURANT_HTML_BUILDER_H

#include "html/tokenizer.h"

/* What an entry of the stack of open elements is, beyond its name. */
enum open_flags {
    OPEN_SPECIAL = 1 << 0,     /* the standard's category "special" */
    OPEN_SCOPE = 1 << 1,       /* bounds "in scope" */
    OPEN_LIST = 1 << 2,        /* bounds "in list item scope" besides */
    OPEN_BUTTON = 1 << 3,      /* bounds "in button scope" besides */
    OPEN_TABLE = 1 << 4,       /* bounds "in table scope" */
    OPEN_FOSTER = 1 << 5,      /* table, tbody, tfoot, thead, tr: children may be fostered */
    OPEN_IMPLIED = 1 << 6,     /* implied end tags */
    OPEN_THOROUGH = 1 << 7,    /* implied end tags, thoroughly */
    OPEN_FOREIGN = 1 << 8,     /* as adjusted current node: not in the HTML namespace */
    OPEN_MATH_TEXT = 1 << 9,   /* MathML text integration point */
    OPEN_HTML_POINT = 1 << 10, /* HTML integration point */
    OPEN_ANNOTATION = 1 << 11, /* MathML annotation-xml */
    OPEN_MODAL = 1 << 12,      /* closing it changes the insertion mode */
    /* Of tags, for the groups that the standard lists in more than one place: */
    OPEN_BLOCK = 1 << 13,      /* address to ul: closes a p, is ended by its own end tag */
    OPEN_FORMATTING = 1 << 14, /* b to u */
    OPEN_HEAD = 1 << 15,       /* base to title: "in head" has the rules for its start tag */
};

/* An entry's name as one number: a tag of the HTML namespace, or one with a namespace above. */
#define OPEN_KEY(ns, tag) ((uint16_t)((ns) << 12 | (tag)))
enum { OPEN_NAMES = 64 };
#define OPEN_KEY_TAG(key) ((uint16_t)((key) & ((1 << 12) - 1)))
_Static_assert(HTML_TAG_COUNT <= 1 << 12, "OPEN_KEY has room for the tag");

struct open {
    uint32_t node;
    uint32_t into; /* where its children go: itself, or a template's contents */
    uint16_t key;
    uint16_t flags;
    uint32_t name; /* a hash of the name, in lower case, of an element without a number, else 0 */
};

/* The builder's bits in html_node.flags. */
enum { NODE_OPEN = 1, NODE_LISTED = 2, NODE_TEXT_OWNED = 4 };

enum insertion_mode {
    MODE_INITIAL,
    MODE_BEFORE_HTML,
    MODE_BEFORE_HEAD,
    MODE_IN_HEAD,
    MODE_IN_HEAD_NOSCRIPT,
    MODE_AFTER_HEAD,
    MODE_IN_BODY,
    MODE_TEXT,
    MODE_IN_TABLE,
    MODE_IN_CAPTION,
    MODE_IN_COLUMN_GROUP,
    MODE_IN_TABLE_BODY,
    MODE_IN_ROW,
    MODE_IN_CELL,
    MODE_IN_TEMPLATE,
    MODE_AFTER_BODY,
    MODE_IN_FRAMESET,
    MODE_AFTER_FRAMESET,
    MODE_AFTER_AFTER_BODY,
    MODE_AFTER_AFTER_FRAMESET,
    MODE_COUNT
};

/* The list of active formatting elements holds at most so many entries; the oldest gives way.
 * It bounds what one tag can make the builder do. */
enum { FORMATTING_MAX = 512 };
/* A table or template is opened only where so many more levels fit below depth_max: enough for
 * tbody, tr, td and what is in the cell. */
enum { DEPTH_TABLE_PARTS = 4 };

struct builder {
    struct html_tokenizer z; /* first: its token is what everything looks at */
    struct html_tree *t;
    struct open *stack;        /* [0] stands for the Document; the html element is [1] */
    struct open *top;          /* the current node */
    struct open *limit;        /* top may not pass it */
    uint8_t mode, mode_before; /* enum insertion_mode; where MODE_TEXT returns to */
    bool again;                /* process the token once more, in the mode set */
    bool stopped;
    bool foster; /* foster parenting is enabled */
    bool frameset_ok;
    bool skip_newline; /* a line feed that comes next is dropped (pre, textarea) */
    bool fragment;
    uint16_t context; /* fragments: OPEN_KEY of the context element */
    uint32_t form;
    uint32_t *formatting; /* nodes, 0 for a marker */
    uint32_t formatting_len;
    uint8_t *template_modes;
    uint32_t template_len, template_cap;
    uint32_t open_count[HTML_TAG_COUNT]; /* of HTML elements on the stack */
    uint32_t name_count[OPEN_NAMES];     /* of elements by their open.name, 0 not counted */
};

/* Where a node goes: as PARENT's last child, or before its child BEFORE. */
struct place {
    uint32_t parent, before;
};

extern const uint16_t build_tag_flags[HTML_TAG_COUNT];

/* --- insert.c: nodes and where they go ------------------------------------------------------ */

uint32_t build_node(struct builder *b, enum html_node_type type);
void build_link(struct builder *b, uint32_t node, struct place at);
void build_unlink(struct builder *b, uint32_t node);
void build_move_children(struct builder *b, uint32_t from, uint32_t to);

/* The appropriate place for inserting a node, for the target E (usually b->top). */
struct place build_place(struct builder *b, const struct open *e);

uint32_t build_name_hash(const char *p, uint32_t len);
void build_push(struct builder *b, uint32_t node);
void build_pop(struct builder *b);

/* The token's element, created, inserted and pushed. Its attributes become the element's. */
uint32_t build_element(struct builder *b);
/* The same, in a foreign namespace (attributes adjusted already). */
uint32_t build_foreign_element(struct builder *b, enum html_namespace ns);
/* An element that no token names. */
uint32_t build_implied(struct builder *b, enum html_tag tag);
/* A void element: inserted, not left open. */
void build_void(struct builder *b);
/* A copy of an element (not its children), not inserted. */
uint32_t build_clone(struct builder *b, uint32_t node);

void build_text(struct builder *b, const char *p, uint32_t len);
void build_comment(struct builder *b, struct place at);
/* Adds the token's attributes that ELEMENT lacks. */
void build_merge_attrs(struct builder *b, uint32_t element);

/* --- builder.c: modes ------------------------------------------------------------------------- */

/* "Process the token using the rules given in the section corresponding to the current insertion
 * mode." */
void build_in_mode(struct builder *b);
void build_reset_mode(struct builder *b);
void build_template_mode_push(struct builder *b, enum insertion_mode mode);

/* White space at the token's front is taken off and returned. */
str build_take_space(struct builder *b);
/* All but white space is taken out of the token's text. */
void build_keep_space(struct builder *b);
bool build_all_space(const char *p, uint32_t len);
bool build_all_space_or_nul(const char *p, uint32_t len);
/* NULs are taken out of the token's text, or become U+FFFD. */
void build_strip_nul(struct builder *b, bool replace);

/* --- formatting.c: scopes, implied end tags, active formatting elements --------------------- */

/* Whether an element with KEY is in the scope that entries with one of BOUNDS end. */
bool build_in_scope(const struct builder *b, uint16_t tag, uint16_t bounds);
void build_pop_until(struct builder *b, uint16_t tag);
void build_implied_end(struct builder *b, uint16_t except);
void build_close_p(struct builder *b);
bool build_remove_open(struct builder *b, uint32_t node);
struct open *build_find_open(struct builder *b, uint32_t node);

void build_formatting_push(struct builder *b, uint32_t node);
void build_formatting_remove(struct builder *b, uint32_t at);
void build_formatting_clear(struct builder *b); /* up to the last marker */
/* The place in the list, or -1. */
int64_t build_formatting_find(const struct builder *b, uint32_t node);
void build_reconstruct(struct builder *b);

/* --- adoption.c --- */
void build_adoption(struct builder *b, uint16_t tag);

/* --- the modes ----------------------------------------------------------------------------------
 */

void mode_initial(struct builder *b);
void mode_before_html(struct builder *b);
void mode_before_head(struct builder *b);
void mode_in_head(struct builder *b);
void mode_in_head_noscript(struct builder *b);
void mode_after_head(struct builder *b);
void mode_in_body(struct builder *b);
void mode_in_body_end(struct builder *b);
void mode_in_body_any_end(struct builder *b);
void mode_text(struct builder *b);
void mode_in_table(struct builder *b);
void mode_in_caption(struct builder *b);
void mode_in_column_group(struct builder *b);
void mode_in_table_body(struct builder *b);
void mode_in_row(struct builder *b);
void mode_in_cell(struct builder *b);
void mode_in_template(struct builder *b);
void mode_after_body(struct builder *b);
void mode_in_frameset(struct builder *b);
void mode_after_frameset(struct builder *b);
void mode_after_after_body(struct builder *b);
void mode_after_after_frameset(struct builder *b);

/* "Process the token using the rules for in foreign content." */
void mode_foreign(struct builder *b);
/* Adjusts the names of the token's attributes for an element of NS. */
void build_adjust_attrs(struct builder *b, enum html_namespace ns);
/* Whether, with a foreign adjusted current node, the token is for the insertion mode. */
bool build_html_rules(const struct builder *b);
/* "</template>", whatever the mode. */
void build_template_end(struct builder *b);
bool build_doctype_quirks(const struct html_token *token);

/* "Clear the stack back to a table context" and its like: pops until the current node is one of
 * the tags, a template or html. */
void build_clear_to(struct builder *b, uint16_t first, uint16_t second, uint16_t third);
/* Whether TAG is that of a table part, which ends a caption or a cell. */
bool build_is_part(uint16_t tag);

/* --- small things -------------------------------------------------------------------------------
 */

static inline uint32_t build_depth(const struct builder *b)
{
    return (uint32_t)(b->top - b->stack);
}

static inline bool build_open(const struct builder *b, uint16_t tag)
{
    return b->open_count[tag] != 0;
}

static inline bool build_in_table_scope(const struct builder *b, uint16_t tag)
{
    return build_in_scope(b, tag, OPEN_TABLE);
}

/* "Reprocess the token" in another mode. */
static inline void build_switch(struct builder *b, enum insertion_mode mode)
{
    b->mode = mode;
    b->again = true;
}

static inline bool build_is_start(const struct builder *b, uint16_t tag)
{
    return b->z.token.kind == HTML_TOKEN_START && b->z.token.tag == tag;
}

/* Whether an element with this open.name may be open; false is certain. */
static inline bool build_name_open(const struct builder *b, uint32_t name)
{
    return name == 0 || b->name_count[name % OPEN_NAMES];
}

static inline void build_comment_here(struct builder *b)
{
    build_comment(b, build_place(b, b->top));
}

#endif
