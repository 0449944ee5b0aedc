/* Links and pictures: those for everybody stay. */
#include "mail/body_code.h"

#include "base/utf8.h"

#define LINK_TEXT_MAX 200 /* bytes of a link that can be one of phrases.def */
#define FOOTER_MAX 700    /* bytes of text around a link that ends the subscription */
#define VIEW_MAX 200      /* around the link to a mail's page */
#define ICON_MAX 32       /* pixels of a picture that is none of the text's */
#define LETTER_MAX 16     /* bytes of a sign that is written as a picture */
#define WHOLE_PART 3      /* of what is dropped around them in the text: one in so many at most */

enum link_use { USE_NONE, USE_UNSUBSCRIBE, USE_VIEW };

static enum link_use use_of(str text)
{
    static const struct {
        str words;
        enum link_use use;
    } phrases[] = {
#define MAIL_PHRASE(use, words) {{words, sizeof(words) - 1}, USE_##use},
#include "mail/phrases.def"
#undef MAIL_PHRASE
    };
    for (size_t i = 0; i < ARRAY_LEN(phrases); i++)
        if (str_ihas(text, phrases[i].words))
            return phrases[i].use;
    return USE_NONE;
}

static void set_attribute(struct html_attr *attr, str value)
{
    attr->value = value.p ? value.p : "";
    attr->value_len = (uint32_t)value.len;
}

/* N and as much around it as says nothing else: at most MOST bytes of text. */
static void drop_around(struct body *b, uint32_t n, uint32_t most)
{
    uint32_t total = b->facts[0].bytes, dropped = n;
    for (uint32_t at = html_node(b->tree, n)->parent;
         at != HTML_NONE && at != b->tree->body && at != b->tree->html;
         at = html_node(b->tree, at)->parent) {
        if (b->facts[at].bytes > most || b->facts[at].bytes > total / WHOLE_PART)
            break;
        dropped = at;
    }
    b->facts[dropped].drop = true;
}

static void clean_link(struct body *b, uint32_t n, struct html_attr *href)
{
    str address = str_trim(str_of(href->value, href->value_len));
    struct arena_mark mark = arena_mark(b->a);
    str text = b->facts[n].bytes > LINK_TEXT_MAX ? S("") : html_text_content(b->a, b->tree, n);
    enum link_use use = use_of(text);
    arena_rewind(b->a, mark);
    if (redact_is_unsubscribe(b->redact, address))
        use = USE_UNSUBSCRIBE;
    if (use == USE_VIEW && str_empty(b->page))
        b->page = redact_public_page(b->redact, b->mail, address);
    if (use != USE_NONE)
        drop_around(b, n, use == USE_VIEW ? VIEW_MAX : FOOTER_MAX);
    else
        set_attribute(href, redact_address(b->redact, address));
}

/* --- pictures -------------------------------------------------------------------------------- */

/* What counts readers without being one pixel large: no picture by its name, its size or what it
 * says. */
static bool is_counter(const struct body *b, uint32_t n, str address)
{
    static const str ends[] = {S(".png"),  S(".jpg"),  S(".jpeg"), S(".gif"),
                               S(".webp"), S(".avif"), S(".svg"),  S(".bmp")};
    const struct html_tree *t = b->tree;
    str style = html_attr(t, n, HTML_ATTR_STYLE);
    if (!str_empty(str_trim(html_attr(t, n, HTML_ATTR_ALT))) ||
        html_attr(t, n, HTML_ATTR_WIDTH).len || html_attr(t, n, HTML_ATTR_HEIGHT).len ||
        mail_style(style, S("width")).len || mail_style(style, S("height")).len)
        return false;
    str path = str_sub(address, 0, str_chr(address, '?'));
    for (size_t i = 0; i < ARRAY_LEN(ends); i++)
        if (str_iends(path, ends[i]))
            return false;
    return true;
}

/* The words of a picture in its place. */
static void put_words(struct body *b, uint32_t n, const char *format)
{
    struct html_node *node = &b->tree->nodes[n];
    str alt = str_trim(html_attr(b->tree, n, HTML_ATTR_ALT));
    if (str_empty(alt)) {
        b->facts[n].drop = true;
        return;
    }
    alt = redact_text(b->redact, alt);
    if (format[0])
        alt = str_printf(b->a, "%c%.*s%c", format[0], STR_FMT(alt), format[1]);
    node->type = HTML_TEXT;
    node->tag = HTML_TAG_OTHER;
    node->text = alt.p;
    node->text_len = (uint32_t)alt.len;
    node->attr_count = 0;
}

/* Of at most so many pixels either way, as far as it says: a button, a bullet, a letter. */
static bool is_icon(const struct body *b, uint32_t n)
{
    static const uint16_t sides[] = {HTML_ATTR_WIDTH, HTML_ATTR_HEIGHT};
    bool small = false;
    for (size_t i = 0; i < ARRAY_LEN(sides); i++) {
        uint64_t pixels;
        str value = str_trim(html_attr(b->tree, n, sides[i]));
        if (str_iends(value, S("px")))
            value.len -= 2;
        if (!str_to_u64(&pixels, value))
            continue;
        if (pixels > ICON_MAX)
            return false;
        small = true;
    }
    return small;
}

/* The masthead: the page says above the text what the newsletter is called. */
static bool is_masthead(const struct body *b, uint32_t n)
{
    str alt = str_trim(html_attr(b->tree, n, HTML_ATTR_ALT));
    return alt.len && (str_ieq(alt, b->mail->list_name) || str_ieq(alt, b->mail->from_name));
}

static void clean_icon(struct body *b, uint32_t n)
{
    str alt = str_trim(html_attr(b->tree, n, HTML_ATTR_ALT));
    bool letter = alt.len && alt.len <= LETTER_MAX && (unsigned char)alt.p[0] >= 0x80;
    if (letter)
        put_words(b, n, "");
    else
        b->facts[n].drop = true;
}

static void clean_picture(struct body *b, uint32_t n, struct html_attr *src)
{
    str address = str_trim(str_of(src->value, src->value_len));
    if (str_istarts(address, S("cid:")) || str_istarts(address, S("data:")))
        put_words(b, n, "[]");
    else if (is_icon(b, n))
        clean_icon(b, n);
    else if (is_counter(b, n, address) || is_masthead(b, n))
        b->facts[n].drop = true;
    else
        set_attribute(src, redact_address(b->redact, address));
}

/* --- all of them ----------------------------------------------------------------------------- */

static void clean_attributes(struct body *b, uint32_t n)
{
    const struct html_node *node = html_node(b->tree, n);
    struct html_attr *src = NULL;
    uint16_t count = node->attr_count;
    for (uint16_t i = 0; i < count; i++) {
        struct html_attr *attr = &b->tree->attrs[node->attr + i];
        if (attr->id == HTML_ATTR_HREF && html_is(b->tree, n, HTML_TAG_A))
            clean_link(b, n, attr);
        else if (attr->id == HTML_ATTR_SRC && html_is(b->tree, n, HTML_TAG_IMG))
            src = attr;
        else if (attr->value_len)
            set_attribute(attr, redact_value(b->redact, str_of(attr->value, attr->value_len)));
    }
    if (src)
        clean_picture(b, n, src);
}

static void clean_text(struct body *b, uint32_t n)
{
    struct html_node *node = &b->tree->nodes[n];
    str text = redact_text(b->redact, html_text(b->tree, n));
    node->text = text.p;
    node->text_len = (uint32_t)text.len;
}

void mail_links_clean(struct body *b)
{
    for (uint32_t i = 0; i < b->order_len; i++) {
        uint32_t n = b->order[i];
        if (b->facts[n].drop)
            continue;
        if (html_is_text(b->tree, n))
            clean_text(b, n);
        else if (html_is_element(b->tree, n))
            clean_attributes(b, n);
    }
}
