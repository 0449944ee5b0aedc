/* What kind of name a piece is: votes by its own words and by those around it. The weights were set
 * by hand on articles of the demo press and of the shared seed, and are few on purpose. */
#include "text/name_code.h"

static uint32_t bits_at(const struct name_search *s, const struct text_part *part, uint32_t i)
{
    return name_surface_of(s, &part->words[i])->bits;
}

static void vote_inside(const struct name_search *s, const struct text_part *part,
                        struct name_piece *p)
{
    const struct text_word *w = &part->words[p->word];
    uint32_t n = p->words, first = bits_at(s, part, p->word);
    uint32_t last = bits_at(s, part, p->word + n - 1);
    bool english = str_eq(s->doc->language, S("en"));
    if (n == 1) {
        if (first & NAME_GIVEN)
            p->votes[NAME_PERSON] += 1.5f;
        if (first & NAME_WELL_KNOWN)
            p->votes[NAME_PERSON] += 0.6f;
        bool mc = w->end - w->begin > 3 && (str_starts(text_word_str(part, w), S("Mc")) ||
                                            str_starts(text_word_str(part, w), S("Mac")) ||
                                            str_starts(text_word_str(part, w), S("O'")));
        if (w->shape == TEXT_UPPER || (w->shape == TEXT_CAMEL && !mc))
            p->votes[NAME_ORGANISATION] += 2;
        return;
    }
    if (last & NAME_ORG_HEAD)
        p->votes[NAME_ORGANISATION] += 5;
    if ((first & NAME_ORG_HEAD) && (!english || !(last & NAME_PLACE_HEAD)))
        p->votes[NAME_ORGANISATION] += 3;
    if (last & NAME_PLACE_HEAD)
        p->votes[NAME_PLACE] += 5;
    if (first & NAME_PLACE_FIRST)
        p->votes[NAME_PLACE] += 4;
    if (last & NAME_EVENT || first & NAME_EVENT)
        p->votes[NAME_OTHER] += 4;
    if (first & NAME_GIVEN && !(last & (NAME_ORG_HEAD | NAME_PLACE_HEAD | NAME_EVENT)))
        p->votes[NAME_PERSON] += 4;
    if (w[1].gap == TEXT_GAP_DOT && w->end - w->begin == 1)
        p->votes[NAME_PERSON] += 3;
    if (english && w->flags & TEXT_STOP && w->shape == TEXT_CAPITAL && n > 1)
        p->votes[NAME_OTHER] += 2;
    if (w->shape == TEXT_UPPER && w->end - w->begin < 5 && w[1].shape != TEXT_UPPER)
        p->votes[NAME_ORGANISATION] += 1.5f;
    for (uint32_t i = 1; i < n; i++) {
        if (w[i].gap == TEXT_GAP_AMPERSAND)
            p->votes[NAME_ORGANISATION] += 3;
        if (w[i].shape == TEXT_LOWER && bits_at(s, part, p->word + i) & NAME_PARTICLE)
            p->votes[NAME_PERSON] += 1;
        if (w[i].shape == TEXT_UPPER && !(bits_at(s, part, p->word + i) & NAME_ROMAN))
            p->votes[NAME_ORGANISATION] += 1;
    }
}

static void vote_before(const struct name_search *s, const struct text_part *part,
                        struct name_piece *p)
{
    const struct text_word *w = &part->words[p->word];
    if (p->word == 0 || w->gap == TEXT_GAP_START || w->gap == TEXT_GAP_COMMA)
        return;
    const struct text_word *left = w - 1;
    uint32_t bits = bits_at(s, part, p->word - 1);
    if (left->shape != TEXT_LOWER && !(left->flags & TEXT_FIRST))
        return;
    if (bits & NAME_IN)
        p->votes[NAME_PLACE] += 2.5f;
    if (bits & NAME_TO)
        p->votes[NAME_PLACE] += 0.8f;
    if (bits & NAME_ON)
        p->votes[NAME_ORGANISATION] += 1.2f;
    if (bits & NAME_SAY)
        p->votes[NAME_PERSON] += 1.5f;
    if (bits & NAME_PLACE_BEFORE)
        p->votes[NAME_PLACE] += 2;
    if (bits & NAME_PERSON_BEFORE)
        p->votes[NAME_PERSON] += 1;
    if (bits & NAME_OTHER_BEFORE)
        p->votes[NAME_OTHER] += 2.5f;
    if (bits & NAME_ORG_BEFORE)
        p->votes[NAME_ORGANISATION] += 3;
    if (bits & NAME_OF && p->word > 1 && left->gap != TEXT_GAP_START) {
        uint32_t before = bits_at(s, part, p->word - 2);
        if (before & (NAME_PLACE_BEFORE | NAME_PLACE_HEAD | NAME_EVENT))
            p->votes[NAME_PLACE] += 2;
        if (before & NAME_ORG_BEFORE)
            p->votes[NAME_ORGANISATION] += 1.5f;
    }
    str lower = s->doc->surfaces[left->surface].lower;
    if (str_eq(lower, S("the"))) {
        p->votes[NAME_PERSON] -= 2;
        p->votes[NAME_ORGANISATION] += 0.5f;
        p->votes[NAME_OTHER] += 0.6f;
    } else if (str_eq(s->doc->language, S("fr")) &&
               (str_eq(lower, S("la")) || str_eq(lower, S("le")) || str_eq(lower, S("les")) ||
                str_eq(lower, S("l")))) {
        p->votes[NAME_PERSON] -= 1.5f;
    }
}

/* "Almadera's parliament", "Almadera's former prime minister": what a country has. */
static void vote_owned(const struct name_search *s, const struct text_part *part,
                       struct name_piece *p, uint32_t at)
{
    enum { WORDS_MAX = 3 };
    if (!(part->words[at - 1].flags & TEXT_POSSESSIVE))
        return;
    for (uint32_t i = at; i < part->words_len && i < at + WORDS_MAX; i++) {
        const struct text_word *w = &part->words[i];
        if ((w->gap != TEXT_GAP_SPACE && w->gap != TEXT_GAP_HYPHEN) || (w->flags & TEXT_STOP))
            return;
        if (bits_at(s, part, i) & NAME_PLACE_OWNS) {
            p->votes[NAME_PLACE] += 2;
            return;
        }
    }
}

static void vote_after(const struct name_search *s, const struct text_part *part,
                       struct name_piece *p)
{
    uint32_t at = p->word + p->words;
    if (at >= part->words_len)
        return;
    const struct text_word *w = &part->words[at];
    uint32_t bits = bits_at(s, part, at);
    vote_owned(s, part, p, at);
    if (w->gap == TEXT_GAP_COMMA && w->kind == TEXT_NUMBER && w->end - w->begin == 2)
        p->votes[NAME_PERSON] += 3;
    if (bits & NAME_SAY) {
        p->votes[NAME_PERSON] += 1.5f;
        p->votes[NAME_ORGANISATION] += 0.5f;
    }
    if (w->gap != TEXT_GAP_SPACE || w->shape != TEXT_LOWER)
        return;
    if (bits & NAME_ORG_AFTER)
        p->votes[NAME_ORGANISATION] += 2;
    if (bits & NAME_PLACE_AFTER)
        p->votes[NAME_PLACE] += 1.5f;
    if (bits & NAME_TITLE && p->words == 1) { /* "Lindmark chancellor" */
        p->votes[NAME_PERSON] -= 1;
        p->votes[NAME_PLACE] += 0.8f;
    }
}

/* "PORT SALLOW, Tarrin (Solvane) - ...": the places of a dateline beside the first. */
static void vote_dateline(const struct name_search *s, const struct text_part *part,
                          struct name_piece *p)
{
    const struct text_word *w = &part->words[p->word];
    if (p->in_title || w->begin >= s->doc->dateline.places_end)
        return;
    p->votes[NAME_PLACE] += 6;
    p->doubtful = false;
}

void name_vote(const struct name_search *s, struct name_piece *piece)
{
    const struct text_part *part = name_part(s, piece->in_title);
    vote_inside(s, part, piece);
    vote_before(s, part, piece);
    vote_after(s, part, piece);
    vote_dateline(s, part, piece);
    if (piece->titled)
        piece->votes[NAME_PERSON] += 4;
}
