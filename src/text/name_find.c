/* Runs of capitalised words, and how they are cut into pieces that may be names. */
#include "text/name_code.h"

#include "text/char.h"

#define KEY_MAX 256

/* Whether WORDS [i, i+1] hang together: only a space or a hyphen between them, or the stop of an
 * initial ("J. Smith") or an abbreviation ("St. Louis"). */
static bool joined(const struct name_search *s, const struct text_part *part, uint32_t i)
{
    const struct text_word *w = &part->words[i], *left = w - 1;
    uint32_t len = left->end - left->begin;
    switch (w->gap) {
    case TEXT_GAP_SPACE:
    case TEXT_GAP_HYPHEN:
    case TEXT_GAP_AMPERSAND:
        return !(left->flags & TEXT_POSSESSIVE) || name_surface_of(s, left)->owns;
    case TEXT_GAP_APOSTROPHE: return true;
    case TEXT_GAP_DOT: return len <= 2;
    default: return false;
    }
}

/* Whether a preposition of media or places stands before word AT: a name of one letter ("a post on
 * X") is only known there. */
static bool follows_on(const struct name_search *s, const struct text_part *part, uint32_t at)
{
    const struct text_word *w = &part->words[at];
    return at > 0 && w->gap == TEXT_GAP_SPACE &&
           (name_surface_of(s, &w[-1])->bits & (NAME_ON | NAME_IN | NAME_TO)) != 0;
}

/* Stems of three letters are those of too many words ("Delhi" and "business" in Russian), and some
 * are given names': such a place is only known after a preposition. */
static bool needs_place(const struct name_search *s, const struct text_word *w)
{
    const struct name_surface *f = name_surface_of(s, w);
    if (f->bits & NAME_GIVEN)
        return true;
    return utf8_count(f->key) <= 3 && w->shape != TEXT_UPPER &&
           (s->language->nouns_capital || (w->flags & (TEXT_FIRST | TEXT_QUOTE)));
}

/* Whether word AT goes on a name by a hyphen, with something that is not known itself: "Porto" in
 * "Porto-Novella". */
static bool is_half(const struct name_search *s, const struct text_part *part, uint32_t at)
{
    if (at >= part->words_len)
        return false;
    const struct text_word *w = &part->words[at];
    return w->gap == TEXT_GAP_HYPHEN && w->shape == TEXT_CAPITAL && !name_surface_of(s, w)->head &&
           !(name_surface_of(s, w)->bits & (NAME_GIVEN | NAME_DEMONYM | NAME_WELL_KNOWN)) &&
           !name_surface_of(s, w)->lower;
}

/* The known name that begins at word AT and ends by END; its words in *words. 0: none. */
static struct name_known known_at(uint32_t *words, const struct name_search *s,
                                  const struct text_part *part, uint32_t at)
{
    char key[KEY_MAX];
    size_t len = 0;
    struct name_known best = {0};
    uint32_t longest = name_surface_of(s, &part->words[at])->head;
    bool capital = false, capitals = true;
    *words = 0;
    for (uint32_t n = 0; n < longest && at + n < part->words_len; n++) {
        const struct text_word *w = &part->words[at + n];
        str word = name_surface_of(s, w)->key;
        if (n && (w->gap == TEXT_GAP_START || w->gap == TEXT_GAP_COMMA ||
                  w->gap == TEXT_GAP_OTHER || (w[-1].flags & TEXT_POSSESSIVE)))
            break;
        if (len + word.len + 1 > KEY_MAX)
            break;
        if (n)
            key[len++] = ' ';
        memcpy(key + len, word.p, word.len);
        len += word.len;
        capital |= text_word_has_capital(w) || w->shape == TEXT_UNCASED;
        capitals &= w->shape == TEXT_UPPER || (w->shape == TEXT_CAPITAL && w->end - w->begin == 1);
        const uint64_t *value = map_get(&s->language->known, str_of(key, len));
        if (!value || !capital)
            continue;
        struct name_known known = name_known_of(*value);
        if (known.capitals && !capitals)
            continue;
        if (n == 0 && s->language->by_stem && needs_place(s, w) && !follows_on(s, part, at))
            continue;
        if (n == 0 && w->end - w->begin == 1 && !follows_on(s, part, at))
            continue;
        best = known;
        *words = n + 1;
    }
    if (best.id && !s->language->nouns_capital && is_half(s, part, at + *words)) {
        *words = 0;
        return (struct name_known){0};
    }
    return best;
}

static struct name_piece *add_piece(struct name_search *s, const struct text_part *part,
                                    uint32_t from, uint32_t to)
{
    struct name_piece *p = vec_push(&s->pieces, s->arena);
    p->word = from;
    p->words = to - from;
    p->in_title = part == &s->doc->title;
    for (uint32_t i = from + 1; i < to; i++)
        p->hyphen |= part->words[i].gap == TEXT_GAP_HYPHEN;
    return p;
}

/* Whether the capital of W may be the sentence's, not the word's. */
static bool in_front(const struct text_part *part, const struct text_word *w)
{
    if (w->flags & (TEXT_FIRST | TEXT_QUOTE))
        return true;
    if (w->gap != TEXT_GAP_OTHER)
        return false;
    str gap = str_sub(part->text, w[-1].end, w->begin);
    return str_chr(gap, '|') != STR_NPOS || str_chr(gap, ':') != STR_NPOS;
}

/* Whether a word that stands in front is a name's all the same. */
static bool surely_name(const struct name_search *s, const struct text_word *w)
{
    const struct name_surface *f = name_surface_of(s, w);
    if (f->lower > f->inner)
        return false;
    return f->inner > 0 || (f->bits & NAME_GIVEN) || w->shape == TEXT_CAMEL ||
           w->shape == TEXT_UPPER;
}

/* A country's own: "Ukraine's Security Service" is one name, as "Security Service" alone would be
 * taken for any. */
static void take_owner(struct name_search *s, const struct text_part *part, struct name_piece *p)
{
    if (p->words > 2 || p->word == 0 || s->pieces.len < 2 || p->votes[NAME_ORGANISATION] < 4)
        return;
    const struct name_piece *owner = p - 1;
    const struct text_word *last = &part->words[p->word - 1];
    if (!owner->known || owner->in_title != p->in_title || owner->word + owner->words != p->word ||
        !(last->flags & TEXT_POSSESSIVE) || part->words[p->word].gap != TEXT_GAP_SPACE)
        return;
    p->word = owner->word;
    p->words += owner->words;
}

static void add_known(struct name_search *s, const struct text_part *part, uint32_t from,
                      uint32_t words, struct name_known known)
{
    struct name_piece *p = add_piece(s, part, from, from + words);
    p->known = known.id;
    p->votes[known.group ? NAME_ORGANISATION : NAME_PLACE] = 20;
}

/* The place in "Congress of Vienna", "Peace of Westphalia", which is a name as well. */
static void add_inner(struct name_search *s, const struct text_part *part, uint32_t from,
                      uint32_t to)
{
    for (uint32_t i = from + 2; i < to; i++) {
        uint32_t words, bits = name_surface_of(s, &part->words[i - 1])->bits;
        if (part->words[i - 1].shape != TEXT_LOWER || !(bits & NAME_OF))
            continue;
        struct name_known known = known_at(&words, s, part, i);
        if (known.id && i + words == to) {
            add_known(s, part, i, words, known);
        } else if (i + 1 == to && name_surface_of(s, &part->words[from])->bits & NAME_EVENT) {
            struct name_piece *p = add_piece(s, part, i, to);
            p->votes[NAME_PLACE] += 2;
        }
    }
}

/* Whether the word that opens the sentence hardly belongs to the name after it: "See RT", "Writer
 * Anna Smith", a Russian noun and its genitive. */
static bool is_lead_in(const struct name_search *s, const struct text_word *words, uint32_t from,
                       uint32_t to)
{
    const struct name_surface *next = name_surface_of(s, &words[from + 1]);
    if ((words[from].flags & TEXT_STOP) || (to - from == 2 && words[from + 1].shape == TEXT_UPPER))
        return true;
    if (to - from > 2 && next->bits & NAME_GIVEN)
        return true;
    return s->language->by_stem && !s->language->nouns_capital && next->inner > 1;
}

/* A piece of a run without known names, titles and nationalities: adds it, with less at its ends
 * where they are no part of a name. */
static void add_plain(struct name_search *s, const struct text_part *part, uint32_t from,
                      uint32_t to, bool titled, bool doubtful)
{
    const struct text_word *words = part->words;
    bool lead = false;
    while (from < to && !text_word_has_capital(&words[to - 1]))
        to--;
    if (from < to && in_front(part, &words[from]) && !titled) {
        const struct name_surface *f = name_surface_of(s, &words[from]);
        bool sure = surely_name(s, &words[from]);
        if (!sure && to - from > 1 && (f->lower || is_lead_in(s, words, from, to)))
            from++;
        else
            doubtful |= !sure && to - from == 1;
        lead = !sure && to - from == 2 && words[from + 1].gap == TEXT_GAP_SPACE;
    }
    while (from < to && !text_word_has_capital(&words[from]))
        from++;
    if (from == to || to - from > NAME_WORDS_MAX)
        return;
    if (to - from == 1) {
        const struct text_word *w = &words[from];
        const struct name_surface *f = name_surface_of(s, w);
        uint32_t generic = NAME_TITLE | NAME_ORG_HEAD | NAME_PLACE_HEAD | NAME_EVENT |
                           NAME_NOT_NAME | NAME_ORG_BEFORE;
        if ((w->flags & TEXT_STOP) || w->end - w->begin < 2)
            return;
        if (f->bits & NAME_DEMONYM && w->shape != TEXT_UPPER)
            return;
        if ((f->bits & generic) && !(f->bits & NAME_GIVEN) && !titled && w->shape != TEXT_UPPER)
            return;
        if (f->lower > f->inner && !titled)
            return;
    }
    struct name_piece *p = add_piece(s, part, from, to);
    p->titled = titled;
    p->lead = lead;
    p->doubtful = doubtful && !titled;
    name_vote(s, p);
    take_owner(s, part, p);
    add_inner(s, part, from, to);
}

/* Whether [from, to) is one name with a known place in it: "Washington Post", "Jack London". */
static bool is_whole(const struct name_search *s, const struct text_part *part, uint32_t from,
                     uint32_t at, uint32_t words, uint32_t to)
{
    const struct text_word *w = part->words;
    uint32_t last = name_surface_of(s, &w[to - 1])->bits;
    uint32_t heads = NAME_ORG_HEAD | NAME_PLACE_HEAD | NAME_EVENT;
    for (uint32_t i = from; i < to; i++)
        if (i > from && w[i].gap == TEXT_GAP_HYPHEN)
            return false;
    if (from < at && (name_surface_of(s, &w[at - 1])->bits & NAME_GIVEN) && at + words == to)
        return true;
    if (from < at && at + words == to)
        return (name_surface_of(s, &w[from])->bits & heads) != 0 && w[at].gap == TEXT_GAP_SPACE;
    if (at + words < to)
        return (last & heads) || (from == at && text_word_has_capital(&w[to - 1]) &&
                                  !(last & (NAME_TITLE | NAME_GIVEN | NAME_NOT_NAME)) &&
                                  !s->language->nouns_capital && to - from <= 3);
    return false;
}

/* The end of the segment that begins at FROM: before the next title, nationality or day. */
static uint32_t segment_end(const struct name_search *s, const struct text_part *part,
                            uint32_t from, uint32_t to)
{
    for (uint32_t i = from + 1; i < to; i++)
        if (name_surface_of(s, &part->words[i])->bits & (NAME_TITLE | NAME_NOT_NAME) &&
            !(name_surface_of(s, &part->words[i])->bits &
              (NAME_ORG_HEAD | NAME_PLACE_HEAD | NAME_EVENT | NAME_GIVEN)))
            return i;
    return to;
}

/* A segment: known names in it are told from the rest. */
static void add_segment(struct name_search *s, const struct text_part *part, uint32_t from,
                        uint32_t to, bool titled, bool doubtful)
{
    for (uint32_t i = from; i < to; i++) {
        uint32_t words;
        struct name_known known = known_at(&words, s, part, i);
        if (!words)
            continue;
        if ((titled && i == from && i + words < to) ||
            (i + words <= to && is_whole(s, part, from, i, words, to)))
            break;
        if (titled && i > from)
            break;
        if (i > from)
            add_plain(s, part, from, i, titled, doubtful);
        add_known(s, part, i, words, known);
        from = i + words;
        i = from - 1;
        titled = false;
    }
    if (from < to)
        add_plain(s, part, from, to, titled, doubtful);
}

/* Whether nationalities at FROM belong to an organisation's name: "Iranian Parliament". */
static bool names_group(const struct name_search *s, const struct text_part *part, uint32_t from,
                        uint32_t to)
{
    uint32_t end = segment_end(s, part, from, to);
    return end == to && to - from > 1 &&
           (name_surface_of(s, &part->words[to - 1])->bits & (NAME_ORG_HEAD | NAME_EVENT)) != 0;
}

/* Whether three words are a name and, behind it, another of two: Russian puts its genitive right
 * before a person, as in "minister [of] Tarrin Edwin Harrow". */
static bool has_owner(const struct name_search *s, const struct text_part *part, uint32_t from,
                      uint32_t to)
{
    const struct text_word *w = &part->words[from];
    return s->language->by_stem && !s->language->nouns_capital && to - from == 3 &&
           w[1].gap == TEXT_GAP_SPACE && w[2].gap == TEXT_GAP_SPACE &&
           name_surface_of(s, &w[1])->bits & NAME_GIVEN &&
           !(name_surface_of(s, w)->bits & NAME_GIVEN);
}

static void cut_run(struct name_search *s, const struct text_part *part, uint32_t from, uint32_t to,
                    bool titled)
{
    while (from < to) {
        const struct text_word *w = &part->words[from];
        uint32_t bits = name_surface_of(s, w)->bits, words;
        bool known = known_at(&words, s, part, from).id != 0;
        if (!known && (bits & NAME_TITLE) && !(titled && (bits & NAME_GIVEN)) &&
            (from + 1 < to || !(bits & NAME_GIVEN))) {
            titled = true;
            from++;
            continue;
        }
        if (!known && (bits & (NAME_DEMONYM | NAME_NOT_NAME)) && !(bits & NAME_GIVEN) &&
            !names_group(s, part, from, to)) {
            titled = false;
            from++;
            continue;
        }
        uint32_t end = segment_end(s, part, from, to);
        if (!titled && has_owner(s, part, from, end))
            end = from + 1;
        /* "Treasury Secretary": what stands before a title is a name only with a sign of its own.
         */
        bool before_title = end < to;
        uint32_t last = name_surface_of(s, &part->words[end - 1])->bits;
        bool group = end - from > 1 && (last & NAME_ORG_HEAD);
        add_segment(s, part, from, end, titled && !group, before_title && !group);
        titled = false;
        from = end;
    }
}

/* Whether the lower-case words from AT on join the run to a further capital, which is where it
 * goes on; else 0. */
static uint32_t bridge(const struct name_search *s, const struct text_part *part, uint32_t begin,
                       uint32_t at)
{
    uint32_t all = 0, n = 0, head = 0, left = name_surface_of(s, &part->words[at - 1])->bits;
    bool particle = true;
    /* "Cobb's Landing" where an apostrophe ends a word: a name from a language that writes it so.
     */
    if (part->words[at].gap == TEXT_GAP_APOSTROPHE && at + 1 < part->words_len &&
        str_eq(text_word_str(part, &part->words[at]), S("s")) &&
        text_word_has_capital(&part->words[at + 1]) && part->words[at + 1].gap == TEXT_GAP_SPACE)
        return at + 1;
    for (uint32_t i = begin; i < at; i++)
        head |= name_surface_of(s, &part->words[i])->bits;
    while (at + n < part->words_len && n < 3 && part->words[at + n].shape == TEXT_LOWER &&
           joined(s, part, at + n)) {
        uint32_t bits = name_surface_of(s, &part->words[at + n])->bits;
        if (!(bits & (NAME_PARTICLE | NAME_OF | NAME_INNER | NAME_ARTICLE)))
            return 0;
        particle &= (bits & (n ? NAME_PARTICLE | NAME_ARTICLE : NAME_PARTICLE)) != 0;
        all |= bits;
        n++;
    }
    if (!n || at + n >= part->words_len || !text_word_has_capital(&part->words[at + n]) ||
        !joined(s, part, at + n))
        return 0;
    if (particle && !(left & (NAME_ORG_HEAD | NAME_EVENT | NAME_PLACE_HEAD | NAME_TITLE))) {
        uint32_t words;
        bool of = (all & (NAME_OF | NAME_INNER)) != 0;
        if (!known_at(&words, s, part, at + n).id && (left & NAME_GIVEN || !of))
            return at + n;
    }
    return all & NAME_OF && head & (NAME_ORG_HEAD | NAME_EVENT) && at - begin <= 4 ? at + n : 0;
}

static uint32_t run_end(const struct name_search *s, const struct text_part *part, uint32_t begin)
{
    uint32_t at = begin + 1;
    while (at < part->words_len && at - begin < NAME_WORDS_MAX) {
        const struct text_word *w = &part->words[at];
        if (text_word_has_capital(w) && joined(s, part, at) && !(w->flags & TEXT_QUOTE)) {
            bool roman = (name_surface_of(s, w)->bits & NAME_ROMAN) != 0;
            if ((w->flags & TEXT_STOP) && !roman && w->shape != TEXT_UPPER)
                break;
            at++;
            continue;
        }
        uint32_t next = w->shape == TEXT_LOWER ? bridge(s, part, begin, at) : 0;
        if (!next)
            break;
        at = next + 1;
    }
    return at;
}

/* Whether nearly every word of the part has a capital, so that capitals tell nothing. */
static bool is_heading(const struct text_part *part)
{
    uint32_t capital = 0, lower = 0;
    for (uint32_t i = 0; i < part->words_len; i++) {
        if (part->words[i].flags & (TEXT_STOP | TEXT_FIRST))
            continue;
        capital += text_word_has_capital(&part->words[i]);
        lower += part->words[i].shape == TEXT_LOWER;
    }
    return capital > 2 * lower;
}

/* Whether the word before the run is a person's title in lower case: "aide Yury Ushakov". */
static bool title_before(const struct name_search *s, const struct text_part *part, uint32_t at)
{
    const struct text_word *w = &part->words[at];
    if (!at || (w->gap != TEXT_GAP_SPACE && w->gap != TEXT_GAP_DOT) ||
        (w[-1].flags & TEXT_POSSESSIVE))
        return false;
    return w[-1].shape == TEXT_LOWER && (name_surface_of(s, &w[-1])->bits & NAME_TITLE) != 0;
}

/* The first place of the body's dateline. Returns the words it has. */
static uint32_t find_in_dateline(struct name_search *s)
{
    const struct text_part *body = &s->doc->body;
    uint32_t n = 0, words;
    while (n < body->words_len && body->words[n].end <= s->doc->dateline.place_end)
        n++;
    if (!n || n > NAME_WORDS_MAX)
        return 0;
    struct name_known known = known_at(&words, s, body, 0);
    if (words == n) {
        add_known(s, body, 0, n, known);
        return n;
    }
    struct name_piece *p = add_piece(s, body, 0, n);
    p->votes[NAME_PLACE] += 8;
    return n;
}

static void find_in_part(struct name_search *s, const struct text_part *part)
{
    bool known_only = part == &s->doc->title && s->heading, body = part == &s->doc->body;
    const struct text_dateline *dateline = &s->doc->dateline;
    uint32_t at = body && dateline->end ? find_in_dateline(s) : 0;
    while (at < part->words_len) {
        const struct text_word *w = &part->words[at];
        if (body && w->begin >= dateline->places_end && w->begin < dateline->end) {
            at++; /* when and for which agency it was written */
            continue;
        }
        const struct name_surface *f = name_surface_of(s, w);
        if (known_only || !text_word_has_capital(w) ||
            ((w->flags & TEXT_STOP) && w->shape != TEXT_UPPER && !f->head)) {
            uint32_t words = 0;
            struct name_known known = {0};
            if (f->head)
                known = known_at(&words, s, part, at);
            if (known.id)
                add_known(s, part, at, words, known);
            at += words ? words : 1;
            continue;
        }
        uint32_t end = run_end(s, part, at);
        cut_run(s, part, at, end, title_before(s, part, at));
        at = end;
    }
}

void name_find_pieces(struct name_search *s)
{
    s->heading = is_heading(&s->doc->title);
    find_in_part(s, &s->doc->title);
    find_in_part(s, &s->doc->body);
}
