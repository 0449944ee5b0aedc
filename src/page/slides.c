/* Captions are furniture of an article; where there are many of them and hardly any article, they
 * are what the page has to say. */
#include "page/slides.h"

#define SLIDES_MIN 4
#define SLIDE_PROSE_MIN 40 /* bytes below a slide */
#define SLIDE_TEXT_MAX 900 /* value of the text that introduces a slide show */

static bool is_caption(const struct scan_element *e)
{
    return e->drop && (e->tag == HTML_TAG_FIGCAPTION || e->why == WHY_CAPTION);
}

static bool is_slide_heading(const struct scan_element *e)
{
    return e->drop && e->tag >= HTML_TAG_H2 && e->tag <= HTML_TAG_H6 &&
           (e->why == WHY_REPEATED || e->why == WHY_CAPTION);
}

static void readmit(struct scan *s, uint32_t i)
{
    struct scan_element *e = &s->elements.at[i];
    for (uint32_t c = i; c < e->end; c++)
        s->elements.at[c].drop = s->elements.at[c].caption_box = false;
    /* Their headings lead to the slide, not to another article. */
    for (uint32_t k = e->block; k < e->block_end; k++)
        if (e->tag != HTML_TAG_FIGCAPTION)
            s->blocks.at[k].link_bytes = 0;
}

bool slides_readmit(struct scan *s, int64_t value)
{
    int64_t prose = 0;
    uint32_t count = 0, first = 0, last = 0;
    for (uint32_t i = 1; i < s->elements.len; i++) {
        const struct scan_element *e = &s->elements.at[i];
        if (!is_caption(e) || e->prose < SLIDE_PROSE_MIN)
            continue;
        prose += e->prose;
        first = first ? first : i;
        last = i;
        count++;
        i = e->end - 1;
    }
    if (count < SLIDES_MIN || value > SLIDE_TEXT_MAX || prose < 2 * value)
        return false;
    for (uint32_t i = s->elements.at[first].parent; i < s->elements.at[last].end; i++)
        if (is_caption(&s->elements.at[i]) || is_slide_heading(&s->elements.at[i]))
            readmit(s, i);
    return true;
}
