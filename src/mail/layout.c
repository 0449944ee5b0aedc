/* What of a mail's tree is not seen, and tables that only put things beside each other. Mails are
 * laid out with tables, because some programs know nothing else. */
#include "mail/body_code.h"

#define DATA_CELL_MAX 200 /* bytes of text in a cell of data */

str mail_style(str style, str name)
{
    str found = STR_NONE;
    while (style.p) {
        str value = str_cut(&style, ';');
        if (!str_ieq(str_trim(str_cut(&value, ':')), name) || !value.p)
            continue;
        found = str_trim(str_sub(value, 0, str_chr(value, '!')));
    }
    return found;
}

/* "0", "0px", "0.0em". */
static bool is_zero(str value)
{
    size_t i = 0;
    while (i < value.len && (value.p[i] == '0' || value.p[i] == '.'))
        i++;
    return i > 0 && (i == value.len || !ascii_is_digit((unsigned char)value.p[i]));
}

static bool is_no_size(str value)
{
    return is_zero(value) || str_ieq(value, S("1px")) || str_ieq(value, S("1pt"));
}

static bool is_hidden(const struct body *b, uint32_t n)
{
    str style = html_attr(b->tree, n, HTML_ATTR_STYLE);
    if (html_attr(b->tree, n, HTML_ATTR_HIDDEN).p)
        return true;
    if (!style.p)
        return false;
    bool clipped = str_ieq(mail_style(style, S("overflow")), S("hidden"));
    return str_ieq(mail_style(style, S("display")), S("none")) ||
           str_ieq(mail_style(style, S("visibility")), S("hidden")) ||
           str_ieq(mail_style(style, S("mso-hide")), S("all")) ||
           is_zero(mail_style(style, S("opacity"))) ||
           is_zero(mail_style(style, S("max-height"))) ||
           (clipped &&
            (is_zero(mail_style(style, S("height"))) || is_zero(mail_style(style, S("width"))))) ||
           /* Spaces between columns are taken away like this too, where what is within says its own
            * size. */
           (is_no_size(mail_style(style, S("font-size"))) && b->facts[n].bytes > 0 &&
            !b->facts[n].sized);
}

void mail_hidden_drop(struct body *b)
{
    /* A node's children are counted before it. */
    for (uint32_t i = b->order_len; i-- > 0;) {
        uint32_t n = b->order[i], parent = html_node(b->tree, n)->parent;
        if (!html_is_element(b->tree, n))
            continue;
        b->facts[n].drop = is_hidden(b, n);
        if (b->facts[n].sized ||
            mail_style(html_attr(b->tree, n, HTML_ATTR_STYLE), S("font-size")).p)
            b->facts[parent].sized = true;
    }
}

/* --- tables ---------------------------------------------------------------------------------- */

struct table {
    uint32_t rows, cells, row_cells; /* row_cells: of the row that is read */
    uint32_t least, most;            /* cells of a row */
    bool headed, large, nested;
};

static bool is_part_of_table(uint16_t tag)
{
    return tag == HTML_TAG_TBODY || tag == HTML_TAG_THEAD || tag == HTML_TAG_TFOOT ||
           tag == HTML_TAG_TR || tag == HTML_TAG_TD || tag == HTML_TAG_TH;
}

static void end_row(struct table *t)
{
    if (t->row_cells) {
        t->least = t->rows == 0 || t->row_cells < t->least ? t->row_cells : t->least;
        t->most = t->row_cells > t->most ? t->row_cells : t->most;
        t->rows++;
    }
    t->row_cells = 0;
}

static void note(struct table *t, const struct body *b, uint32_t n)
{
    switch (html_node(b->tree, n)->tag) {
    case HTML_TAG_TR: end_row(t); break;
    case HTML_TAG_TH: t->headed = true; /* fall through */
    case HTML_TAG_TD:
        t->row_cells++;
        t->cells++;
        t->large |= b->facts[n].bytes > DATA_CELL_MAX;
        break;
    case HTML_TAG_CAPTION: t->headed = true; break;
    case HTML_TAG_IMG:
    case HTML_TAG_H1:
    case HTML_TAG_H2:
    case HTML_TAG_H3:
    case HTML_TAG_UL:
    case HTML_TAG_OL: t->large = true; break;
    default: break;
    }
}

/* Rows and columns of short values; one that says that it is none is believed. */
static bool is_data(const struct body *b, uint32_t n, const struct table *t)
{
    str role = html_attr(b->tree, n, HTML_ATTR_ROLE);
    if (str_ieq(role, S("presentation")) || str_ieq(role, S("none")) || t->nested)
        return false;
    return t->rows >= 2 && t->least == t->most && t->most >= 2 && (t->headed || !t->large);
}

void mail_layout_flatten(struct body *b)
{
    struct html_tree *t = b->tree;
    struct table *tables = arena_array(b->a, b->order_len + 1, struct table);
    uint32_t *nearest =
        arena_array(b->a, t->node_count, uint32_t); /* table around a node, or itself */
    uint32_t len = 1;
    for (uint32_t i = 0; i < b->order_len; i++) {
        uint32_t n = b->order[i], around = nearest[html_node(t, n)->parent];
        nearest[n] = around;
        if (!html_is_element(t, n))
            continue;
        if (html_is(t, n, HTML_TAG_TABLE)) {
            tables[around].nested = true;
            nearest[n] = len++;
        } else {
            note(&tables[around], b, n);
        }
    }
    for (uint32_t i = 1; i < len; i++)
        end_row(&tables[i]);
    bool *data = arena_array(b->a, len, bool);
    for (uint32_t i = 0; i < b->order_len; i++) {
        uint32_t n = b->order[i];
        if (html_is(t, n, HTML_TAG_TABLE))
            data[nearest[n]] = is_data(b, n, &tables[nearest[n]]);
    }
    for (uint32_t i = 0; i < b->order_len; i++) {
        uint32_t n = b->order[i];
        bool part = html_is(t, n, HTML_TAG_TABLE) ||
                    (html_is_element(t, n) && is_part_of_table(html_node(t, n)->tag));
        if (part && nearest[n] && !data[nearest[n]]) {
            bool cell = html_is(t, n, HTML_TAG_TD) || html_is(t, n, HTML_TAG_TH);
            t->nodes[n].tag = cell ? HTML_TAG_DIV : HTML_TAG_OTHER;
            t->nodes[n].attr_count = 0;
        }
    }
}
