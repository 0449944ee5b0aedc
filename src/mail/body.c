/* One pass after the other over the tree of a newsletter. */
#include "mail/body.h"

#include "base/sbuf.h"
#include "html/sanitize.h"
#include "mail/body_code.h"

#define MARKUP_MAX (8 * MAIL_TEXT_MAX)
#define HEADINGS_SEEN 3 /* of which one may repeat the subject */

static const struct html_limits limits = {
    .nodes_max = 300000, .depth_max = 256, .attrs_max = 128, .bytes_max = MARKUP_MAX};

/* All pieces as one text. */
static status join(str *out, struct arena *a, const struct mail_message *mail)
{
    struct sbuf b;
    if (mail->pieces.len == 1 && mail->pieces.at[0].markup) {
        *out = mail->pieces.at[0].text;
        return OK;
    }
    sbuf_init(&b, a, MARKUP_MAX);
    vec_each (const struct mail_piece, piece, &mail->pieces) {
        if (piece->markup)
            sbuf_put(&b, piece->text);
        else
            mail_text_markup(&b, piece->text);
        sbuf_putc(&b, '\n');
    }
    return sbuf_end(out, &b);
}

static uint32_t bytes_of_text(str s)
{
    uint32_t n = 0;
    for (size_t i = 0; i < s.len; i++)
        n += !ascii_is_space((unsigned char)s.p[i]);
    return n;
}

static bool is_unseen(const struct html_tree *t, uint32_t n)
{
    return html_is(t, n, HTML_TAG_STYLE) || html_is(t, n, HTML_TAG_SCRIPT) ||
           html_is(t, n, HTML_TAG_TEMPLATE) || html_is(t, n, HTML_TAG_HEAD);
}

static void count_facts(struct body *b)
{
    struct html_tree *t = b->tree;
    b->facts = arena_array(b->a, t->node_count, struct body_fact);
    b->order = arena_array(b->a, t->node_count, uint32_t);
    for (uint32_t n = html_next(t, 0, 0); n;
         n = is_unseen(t, n) ? html_skip(t, n, 0) : html_next(t, n, 0))
        b->order[b->order_len++] = n;
    for (uint32_t i = b->order_len; i-- > 0;) {
        uint32_t n = b->order[i];
        if (html_is_text(t, n) && !is_unseen(t, html_node(t, n)->parent))
            b->facts[n].bytes = bytes_of_text(html_text(t, n));
        b->facts[html_node(t, n)->parent].bytes += b->facts[n].bytes;
    }
}

/* What is hidden counts for nothing around it. */
static void count_shown(struct body *b)
{
    for (uint32_t i = 0; i < b->order_len; i++) {
        uint32_t n = b->order[i];
        if (!b->facts[n].drop || b->facts[n].bytes == 0)
            continue;
        uint32_t hidden = b->facts[n].bytes;
        b->facts[n].bytes = 0;
        for (uint32_t at = n; at != HTML_NONE;) {
            at = html_node(b->tree, at)->parent;
            b->facts[at].bytes -= hidden < b->facts[at].bytes ? hidden : b->facts[at].bytes;
        }
    }
}

/* The page shows the title above the text. */
static void drop_subject(struct body *b)
{
    size_t seen = 0;
    str subject = str_trim(b->mail->subject);
    for (uint32_t i = 0; i < b->order_len && seen < HEADINGS_SEEN && subject.len; i++) {
        uint32_t n = b->order[i];
        if (!html_is(b->tree, n, HTML_TAG_H1) && !html_is(b->tree, n, HTML_TAG_H2))
            continue;
        seen++;
        struct arena_mark mark = arena_mark(b->a);
        str text = str_trim(html_text_content(b->a, b->tree, n));
        b->facts[n].drop |= str_eq(text, subject);
        arena_rewind(b->a, mark);
    }
}

static bool keep(void *data, const struct html_tree *t, uint32_t node)
{
    (void)t;
    const struct body *b = data;
    return !b->facts[node].drop;
}

static status clean(struct mail_body *out, struct arena *a, struct redact *redact,
                    const struct mail_message *mail)
{
    struct html_tree tree;
    str markup;
    TRY(join(&markup, a, mail));
    TRY(html_parse(&tree, a, markup, &limits));
    struct body b = {.a = a, .tree = &tree, .redact = redact, .mail = mail, .page = S("")};
    count_facts(&b);
    mail_hidden_drop(&b);
    count_shown(&b);
    mail_layout_flatten(&b);
    drop_subject(&b);
    b.page = redact_public_page(redact, mail, mail->archived_at);
    mail_links_clean(&b);
    const struct html_sanitize_options options = {
        .keep = keep, .keep_data = &b, .out_max = MARKUP_MAX, .absolute_only = true};
    TRY(html_sanitize_tree(&out->body, a, &tree, HTML_NONE, &options));
    out->page = b.page;
    out->subject = redact_text(redact, mail->subject);
    out->from_name = redact_text(redact, mail->from_name);
    return OK;
}

status mail_body_read(struct mail_body *out, struct arena *a, const struct mail_message *mail)
{
    struct redact redact;
    struct arena scratch;
    arena_init(&scratch);
    redact_init(&redact, a, &scratch, mail);
    status done = clean(out, a, &redact, mail);
    arena_end(&scratch);
    return done;
}
