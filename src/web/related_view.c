/* Cards of the Related block: the summary, and the reason in words. */
#include "web/related_view.h"

#include "web/cards.h"
#include "web/strings.h"
#include "web/words.h"

#define TWO_LINES 90 /* bytes that surely fit on the two lines of a folded summary */

/* "Same people: Robert Fico and Viktor Orban" */
static str why_of(const struct page_call *c, const struct related_row *row)
{
    static const enum ui_string WITH[] = {
        [RELATED_BY_EVENT] = UI_related_event, [RELATED_BY_PEOPLE] = UI_related_people,
        [RELATED_BY_PLACE] = UI_related_place, [RELATED_BY_BACKGROUND] = UI_related_background,
        [RELATED_BY_TOPIC] = UI_related_topic,
    };
    if (row->kind < 0 || row->kind >= (int64_t)ARRAY_LEN(WITH))
        return S("");
    str words = words_list(c->a, row->words.at, row->words.len);
    str why = ui_format(c->a, WITH[row->kind], &(struct tpl_value){.text = words}, 1);
    return str_empty(words) ? str_sub(why, 0, str_chr(why, ':')) : why;
}

struct related_view_list related_view_list(const struct page_call *c,
                                           const struct related_row *rows, size_t n, str language)
{
    struct related_view *at = arena_array(c->a, n, struct related_view);
    for (size_t i = 0; i < n; i++) {
        str text =
            str_trim(str_empty(rows[i].summary) ? rows[i].card.description : rows[i].summary);
        at[i] = (struct related_view){
            .card = card_make(c, &rows[i].card, language),
            .summary = text,
            .folded = text.len > TWO_LINES,
            .why = why_of(c, &rows[i]),
        };
    }
    return (struct related_view_list){at, n};
}
