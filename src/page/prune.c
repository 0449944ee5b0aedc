/* What is taken out of the chosen element: lines that say themselves what they are (labels,
 * prompts, "read also"), headings with nothing below them, what comes before the first and after
 * the last paragraph, the headline. */
#include "page/prune.h"

#include "page/author.h"
#include "page/line.h"
#include "page/phrase.h"
#include "text/written_date.h"

#define BYLINE_BYTES_MAX 160
#define PROMPT_BLOCKS 3     /* the last paragraphs that may be prompts */
#define TALK_AFTER_MIN 200  /* bytes of prose above the heading of the readers' part */
#define DATA_TABLE_BLOCKS 5 /* cells of a table whose dates are data */

struct prune {
    struct scan *s;
    struct body *body;
    struct phrase_fold title;
    struct phrase_index phrases;
    int64_t prose;  /* bytes of good paragraphs */
    int64_t *after; /* the same, below each block of the body */
};

static bool is_linky(const struct scan_block *b, uint32_t percent)
{
    return b->link_bytes * 100 > b->bytes * percent;
}

static bool is_good(const struct scan_block *b)
{
    return !scan_is_heading(b) && (!is_linky(b, 50) || scan_is_linked_prose(b)) && b->bytes >= 50 &&
           (b->sentences > 0 || b->words >= 15 || b->bytes >= 180);
}

static bool in_list_or_table(const struct prune *p, const struct scan_block *b)
{
    uint32_t i = b->element;
    for (int up = 0; up < 4 && i > p->body->root; up++) {
        const struct scan_element *e = &p->s->elements.at[i];
        switch (e->tag) {
        case HTML_TAG_LI:
        case HTML_TAG_TD:
        case HTML_TAG_TH:
        case HTML_TAG_DD:
        case HTML_TAG_DT:
        case HTML_TAG_PRE:
        case HTML_TAG_BLOCKQUOTE: return true;
        default: break;
        }
        i = e->parent;
    }
    return false;
}

static void fold_block(struct phrase_fold *out, struct prune *p, const struct scan_block *b)
{
    struct arena_mark mark = arena_mark(p->s->arena);
    phrase_fold(out, scan_block_text(p->s->arena, p->s, b, PHRASE_FOLD_MAX * 16));
    arena_rewind(p->s->arena, mark);
}

/* Good prose after block I, in bytes. */
static int64_t prose_after(const struct prune *p, uint32_t i)
{
    return p->after[i - p->body->first];
}

static void cut_tail(struct prune *p, uint32_t from)
{
    for (uint32_t i = from; i < p->body->last; i++)
        scan_drop(&p->s->blocks.at[i], WHY_TAIL);
}

/* A label such as "Related stories" and the linked or short lines it heads. */
static void drop_labelled(struct prune *p, uint32_t i)
{
    scan_drop(&p->s->blocks.at[i], WHY_MORE);
    for (uint32_t k = i + 1; k < p->body->last; k++) {
        struct scan_block *b = &p->s->blocks.at[k];
        if (b->drop)
            continue;
        if (!is_linky(b, 60))
            break;
        scan_drop(b, WHY_MORE);
    }
}

/* A short line in letters of two bytes and more. */
static bool is_short_wide(const struct scan_block *b)
{
    return b->bytes < 210 && b->words <= 16 && b->bytes > b->words * 10u;
}

/* Whether a label's lines stand in a box of their own among the text: the next good paragraph is a
 * sibling of the last one before, and the label is not. */
static bool is_boxed(const struct prune *p, uint32_t i)
{
    const struct scan *s = p->s;
    uint32_t before = i, after = i + 1;
    while (before > p->body->first &&
           (s->blocks.at[before].drop || !is_good(&s->blocks.at[before]) || before == i))
        before--;
    while (after < p->body->last &&
           (s->blocks.at[after].drop || is_linky(&s->blocks.at[after], 50)))
        after++;
    if (after >= p->body->last || !is_good(&s->blocks.at[before]) || !s->blocks.at[after].sentences)
        return false;
    const struct scan_element *a = &s->elements.at[s->blocks.at[before].element];
    const struct scan_element *b = &s->elements.at[s->blocks.at[after].element];
    const struct scan_element *label = &s->elements.at[s->blocks.at[i].element];
    return a->parent == b->parent && a->shape == b->shape && label->parent != a->parent &&
           !s->blocks.at[after].link_bytes;
}

/* "Read also: Another headline", whether it is a link or not. */
static bool has_colon(const struct phrase_fold *folded, size_t phrase)
{
    str rest = str_trim(str_skip(str_of(folded->p, folded->len), phrase));
    return str_starts(rest, S(":")) || str_starts(rest, S("：")) || folded->p[phrase - 1] == ':';
}

static void apply_phrase(struct prune *p, uint32_t i)
{
    struct scan_block *b = &p->s->blocks.at[i];
    if (b->bytes >= PHRASE_FOLD_MAX)
        return;
    struct phrase_fold folded;
    fold_block(&folded, p, b);
    if (folded.len == 0) {
        scan_drop(b, WHY_MARKS);
        return;
    }
    size_t len;
    enum phrase_kind kind = phrase_find(&len, &p->phrases, &folded);
    if (kind == PHRASE_NONE)
        return;
    bool label = folded.len <= len + 24 && b->sentences == 0;
    if (kind == PHRASE_WEAK) {
        if ((b->bytes < 120 && !b->sentences) || is_linky(b, 50))
            scan_drop(b, WHY_LABEL);
        return;
    }
    if (kind == PHRASE_LINE) {
        if (label || b->bytes < 120 || is_short_wide(b) || is_linky(b, 50) ||
            (b->bytes < 160 && is_linky(b, 20)))
            scan_drop(b, WHY_LABEL);
        return;
    }
    bool talk = kind == PHRASE_TALK && label && scan_is_heading(b) &&
                p->prose - prose_after(p, i) >= TALK_AFTER_MIN;
    if (talk || (label && prose_after(p, i) * 5 < p->prose && !is_boxed(p, i)))
        cut_tail(p, i);
    else if (kind == PHRASE_MORE && label)
        drop_labelled(p, i);
    else if (is_linky(b, 25) || (label && kind == PHRASE_TALK) ||
             (kind == PHRASE_MORE && !b->sentences && has_colon(&folded, len)))
        scan_drop(b, WHY_MORE);
}

static void drop_title(struct prune *p, uint32_t i)
{
    struct scan_block *b = &p->s->blocks.at[i];
    if (!p->title.len || b->bytes >= PHRASE_FOLD_MAX)
        return;
    struct phrase_fold folded;
    fold_block(&folded, p, b);
    if (phrase_same(&folded, &p->title))
        scan_drop(b, WHY_HEADLINE);
}

static size_t count_words(str s)
{
    size_t words = 0;
    bool in_word = false;
    for (size_t i = 0; i < s.len; i++) {
        bool letter = ascii_is_alnum((unsigned char)s.p[i]) || (unsigned char)s.p[i] >= 0x80;
        words += letter && !in_word;
        in_word = letter;
    }
    return words;
}

static bool in_data_table(const struct prune *p, const struct scan_block *b)
{
    if (b->tag != HTML_TAG_TD && b->tag != HTML_TAG_TH)
        return false;
    uint32_t i = b->element;
    while (i > p->body->root && p->s->elements.at[i].tag != HTML_TAG_TABLE)
        i = p->s->elements.at[i].parent;
    const struct scan_element *e = &p->s->elements.at[i];
    return e->tag == HTML_TAG_TABLE && !e->layout && e->block_end - e->block >= DATA_TABLE_BLOCKS;
}

/* A line that is a byline, or a date with a few words around it. */
static void drop_byline(struct prune *p, uint32_t i)
{
    struct scan_block *b = &p->s->blocks.at[i];
    if (b->drop || in_data_table(p, b) || b->bytes > BYLINE_BYTES_MAX || scan_is_heading(b))
        return;
    struct arena_mark mark = arena_mark(p->s->arena);
    str line = scan_block_text(p->s->arena, p->s, b, BYLINE_BYTES_MAX * 8);
    const struct date_hints hints = {.language = {NULL, 0}};
    struct date_found found;
    bool dated = date_find(&found, line, &hints);
    bool byline = author_is_byline(line);
    if (dated) {
        size_t others =
            count_words(str_sub(line, 0, found.begin)) + count_words(str_skip(line, found.end));
        size_t plain = b->bytes - b->link_bytes, date_len = found.end - found.begin;
        if (byline || others <= 3 ||
            (b->link_bytes && plain < date_len + 40 && !in_list_or_table(p, b)))
            scan_drop(b, WHY_BYLINE);
    } else if (byline && b->words <= 8) {
        scan_drop(b, WHY_BYLINE);
    }
    arena_rewind(p->s->arena, mark);
}

/* How many blocks below the last paragraph go on as lines of a list do: three or more siblings of
 * its shape, each too short to be a paragraph, without links. */
static uint32_t run_after(const struct prune *p, uint32_t last)
{
    const struct scan *s = p->s;
    const struct scan_element *e = &s->elements.at[s->blocks.at[last].element];
    uint32_t end = last + 1, lines = 0;
    for (; end < p->body->last; end++) {
        const struct scan_block *b = &s->blocks.at[end];
        const struct scan_element *other = &s->elements.at[b->element];
        if (b->drop || is_linky(b, 50) || b->words < 3 || other->parent != e->parent ||
            other->shape != e->shape)
            break;
        lines++;
    }
    return lines >= 3 ? end - last - 1 : 0;
}

/* Prompts among the last few paragraphs, when there is more above them. */
static void drop_prompts(struct prune *p, uint32_t first, uint32_t last)
{
    for (uint32_t i = last + 1, looked = 0; i-- > first && looked < PROMPT_BLOCKS;) {
        struct scan_block *b = &p->s->blocks.at[i];
        if (b->drop)
            continue;
        looked++;
        if (i > first && !scan_is_heading(b) && !in_list_or_table(p, b) && line_is_prompt(p->s, b))
            scan_drop(b, WHY_LABEL);
    }
}

static void prune_ends(struct prune *p)
{
    struct scan *s = p->s;
    uint32_t first = p->body->last, last = p->body->first;
    for (uint32_t i = p->body->first; i < p->body->last; i++) {
        if (s->blocks.at[i].drop || !is_good(&s->blocks.at[i]))
            continue;
        if (first == p->body->last)
            first = i;
        last = i;
    }
    if (first == p->body->last)
        return;
    /* Below a standfirst, too. */
    uint32_t byline = UINT32_MAX;
    for (uint32_t i = p->body->first; i < p->body->last && i <= first + 2; i++) {
        bool named = s->elements.at[s->blocks.at[i].element].evidence & EV_BYLINE;
        bool kept = !s->blocks.at[i].drop;
        drop_byline(p, i);
        if ((kept || named) && s->blocks.at[i].drop)
            byline = i;
    }
    /* Buttons below it: "Print", "Save", "12 comments". */
    for (uint32_t i = byline; i != UINT32_MAX && ++i < p->body->last;) {
        struct scan_block *b = &s->blocks.at[i];
        bool button = b->tag == HTML_TAG_LI && b->words <= 4 && !b->sentences;
        if (b->drop || (!button && i < first))
            continue;
        if (!button)
            break;
        scan_drop(b, WHY_BYLINE);
    }
    while (first < last && s->blocks.at[first].drop)
        first++;
    drop_prompts(p, first, last);
    for (uint32_t i = last; i < p->body->last; i++)
        drop_byline(p, i);
    for (uint32_t i = p->body->first; i < first; i++) {
        struct scan_block *b = &s->blocks.at[i];
        drop_title(p, i);
        bool text = b->tag == HTML_TAG_P && b->sentences && !is_linky(b, 40);
        bool counter = b->tag == HTML_TAG_LI && b->words <= 2 && !b->sentences;
        if (!text && (counter || !in_list_or_table(p, b)) &&
            !(scan_is_heading(b) && i + 1 == first))
            scan_drop(b, WHY_BEFORE);
        if (b->tag == HTML_TAG_H1)
            scan_drop(b, WHY_HEADLINE);
    }
    for (uint32_t i = last + 1 + run_after(p, last); i < p->body->last; i++) {
        struct scan_block *b = &s->blocks.at[i];
        if (b->sentences && !is_linky(b, 40))
            continue;
        if (!in_list_or_table(p, b) || is_linky(b, 50))
            scan_drop(b, WHY_AFTER);
    }
}

/* A heading with no kept block before the next heading of its rank, or before the end. */
static void drop_empty_headings(struct prune *p)
{
    struct scan *s = p->s;
    uint16_t next = HTML_TAG_H1; /* rank of the nearest kept block below: H1 = the end */
    for (uint32_t i = p->body->last; i-- > p->body->first;) {
        struct scan_block *b = &s->blocks.at[i];
        if (b->drop)
            continue;
        if (!scan_is_heading(b)) {
            next = HTML_TAG_H6 + 1;
        } else if (b->tag >= next) {
            scan_drop(b, WHY_EMPTY);
        } else {
            next = b->tag;
        }
    }
}

void prune_body(struct body *body, struct scan *s, const struct body_hints *hints)
{
    struct prune p;
    p.s = s;
    p.body = body;
    p.prose = 0;
    phrase_index_init(&p.phrases);
    phrase_fold(&p.title, hints->title);
    for (uint32_t i = body->first; i < body->last; i++) {
        struct scan_block *b = &s->blocks.at[i];
        if (b->drop)
            continue;
        bool item = in_list_or_table(&p, b);
        if (!item && (is_linky(b, 80) || line_is_labelled_link(s, b)))
            scan_drop(b, WHY_LINKS);
        else if (!item && line_is_time(s, b))
            scan_drop(b, WHY_BYLINE);
        else if (!scan_is_heading(b) && line_is_credited(s, b))
            scan_drop(b, WHY_CAPTION);
        else if (is_good(b))
            p.prose += b->bytes;
    }
    p.after = arena_array(s->arena, body->last - body->first + 1, int64_t);
    for (uint32_t i = body->last; i-- > body->first;) {
        const struct scan_block *b = &s->blocks.at[i];
        p.after[i - body->first] = 0;
        if (i + 1 < body->last) {
            const struct scan_block *next = b + 1;
            p.after[i - body->first] =
                p.after[i + 1 - body->first] + (!next->drop && is_good(next) ? next->bytes : 0);
        }
    }
    for (uint32_t i = body->first; i < body->last; i++)
        if (!s->blocks.at[i].drop)
            apply_phrase(&p, i);
    prune_ends(&p);
    drop_empty_headings(&p);
}
