/* The provenance banner's lines; see provenance.h. */
#include "web/provenance.h"

#include "base/vec.h"
#include "web/cards.h"
#include "web/paths.h"
#include "web/strings.h"

#define NAMES_MAX 8 /* in one line */

struct credit_vec VEC(struct credit_view);
struct line_vec VEC(struct credit_line_view);

struct lines {
    struct page_call *c;
    const struct said *said;
    str credit_line;
    struct line_vec lines;
};

static struct credit_view credit_of(const struct lines *l, const struct credited *credited)
{
    path link = said_link(l->said, credited->at);
    if (str_empty(link.s) && str_has(l->credit_line, credited->name))
        link = path_credit();
    return (struct credit_view){
        .name = credited->name, .link = link, .anonymous = credited->anonymous};
}

/* Sets what stands between names: "A, B and C". */
static void add_line(struct lines *l, enum ui_string label, struct credit_vec names)
{
    for (size_t i = 1; i < names.len; i++)
        names.at[i].joined = ui_text(i + 1 == names.len ? UI_joined_last : UI_joined);
    *vec_push(&l->lines, l->c->a) =
        (struct credit_line_view){ui_text(label), {names.at, names.len}};
}

static void add_name(struct lines *l, enum ui_string label, const struct credited *credited)
{
    struct credit_vec names = {0};
    if (str_empty(credited->name))
        return;
    *vec_push(&names, l->c->a) = credit_of(l, credited);
    add_line(l, label, names);
}

static void add_names(struct lines *l, enum ui_string label, const struct credits *credits)
{
    struct credit_vec names = {0};
    for (size_t i = 0; i < credits->len && i < NAMES_MAX; i++)
        *vec_push(&names, l->c->a) = credit_of(l, &credits->at[i]);
    if (names.len)
        add_line(l, label, names);
}

static void add_copies(struct lines *l, const struct article_card *copies, size_t n)
{
    struct credit_vec names = {0};
    for (size_t i = 0; i < n && i < NAMES_MAX; i++)
        *vec_push(&names, l->c->a) = (struct credit_view){
            .name = card_source_name(copies[i].source_name, copies[i].source_key),
            .link = path_article(l->c->a, copies[i].id),
        };
    if (names.len)
        add_line(l, UI_provenance_copies, names);
}

struct credit_line_view_list provenance_lines(struct page_call *c, const struct said *said,
                                              const struct article_provenance *provenance,
                                              str credit_line, const struct article_card *copies,
                                              size_t copies_len)
{
    struct lines l = {.c = c, .said = said, .credit_line = credit_line};
    const struct article_provenance *p = provenance;
    add_name(&l, UI_provenance_first, &p->first_published_by);
    if (!str_empty(p->translated_by.name) && str_eq(p->translated_by.name, p->edited_by.name)) {
        add_name(&l, UI_provenance_translated_edited, &p->translated_by);
    } else {
        add_name(&l, UI_provenance_translated_by, &p->translated_by);
        add_name(&l, UI_provenance_edited_by, &p->edited_by);
        if (p->translated && str_empty(p->translated_by.name))
            add_line(&l, UI_provenance_translated, (struct credit_vec){0});
    }
    add_names(&l, UI_provenance_agencies, &p->agencies);
    add_names(&l, UI_provenance_cites, &p->cited);
    add_copies(&l, copies, copies_len);
    return (struct credit_line_view_list){l.lines.at, l.lines.len};
}
