/* Forms of one name in languages without a stemmer here: "Praha" and "Prahy" are joined where the
 * text has the plain form. Endings are few and a stem has four letters, so that names of different
 * things are not merged. */
#include "base/utf8.h"
#include "text/name_code.h"

#define STEM_MIN 4 /* letters */

struct ending_row {
    const char *languages, *endings; /* separated by spaces */
    const char *vowels;              /* a plain form that ends in one of them loses it */
};

static const struct ending_row rows[] = {
    {"sv da no nb nn fo is", "s", ""},
    {"cs sk", "a u ovi em om e ě y ou ů ům ech ách ami i", "aeo"},
    {"pl", "a u owi em ie y ą ę i ów om ach ami ej", "aeo"},
    {"hr sr bs sl", "a u om em e i o ov ev ju", "aeo"},
    {"uk be bg", "а у ові ом і и ою ої е ю ем ям ами ах", "аоя"},
    {"lt", "o ui ą u e os ai ei oje ėje", ""},
    {"lv", "a am u ā as ai ē es ei", ""},
    {"fi", "n a ä ssa ssä sta stä lla llä lle lta ltä in an än en on", ""},
    {"et", "i s st le l lt ga ni sse", ""},
    {"hu", "t at et ot ban ben nak nek val vel ra re ról ről hoz hez ba be ból ből i", ""},
};

static const struct ending_row *row_of(str language)
{
    for (size_t i = 0; i < ARRAY_LEN(rows); i++)
        if (str_has_word(str_c(rows[i].languages), language))
            return &rows[i];
    return NULL;
}

bool name_has_endings(str language)
{
    return row_of(language) != NULL;
}

/* PLAIN as its forms have it: without a last vowel of those listed. */
static str stem_of(const struct ending_row *row, str plain)
{
    size_t at = plain.len ? utf8_floor(plain, plain.len - 1) : 0;
    str last = str_skip(plain, at);
    return last.len && str_find(str_c(row->vowels), last) != STR_NPOS ? str_sub(plain, 0, at)
                                                                      : plain;
}

static bool is_form(const struct ending_row *row, str form, str plain)
{
    str stem = stem_of(row, plain);
    return utf8_count(stem) >= STEM_MIN && form.len > stem.len && str_starts(form, stem) &&
           !str_eq(form, plain) && str_has_word(str_c(row->endings), str_skip(form, stem.len));
}

/* Whether group FORM is an inflected form of PLAIN, or of its last word. */
static bool belongs(const struct ending_row *row, const struct name_group *form,
                    const struct name_group *plain)
{
    if (plain->known || plain->dropped || plain->into != NAME_ALONE ||
        !is_form(row, form->last, plain->last))
        return false;
    if (form->words == 1)
        return plain->words == 1 || name_group_kind(plain) == NAME_PERSON;
    return form->words == plain->words && form->words == 2 &&
           (str_eq(form->first, plain->first) || is_form(row, form->first, plain->first));
}

void name_join_inflected(struct name_join *j)
{
    const struct ending_row *row = row_of(j->search->doc->language);
    for (uint32_t i = 0; row && i < j->groups.len; i++) {
        struct name_group *g = &j->groups.at[i];
        uint32_t into = NAME_ALONE, fits = 0;
        if (g->known || g->dropped || g->into != NAME_ALONE || !g->last.len)
            continue;
        for (uint32_t k = 0; k < j->groups.len; k++) {
            const struct name_group *plain = &j->groups.at[k];
            if (k == i || !plain->last.len || plain->last.p[0] != g->last.p[0] ||
                !belongs(row, g, plain))
                continue;
            into = k;
            fits++;
        }
        if (fits != 1)
            continue;
        g->into = into;
        for (size_t k = 0; k < NAME_KINDS; k++)
            j->groups.at[into].votes[k] += g->votes[k];
    }
}
