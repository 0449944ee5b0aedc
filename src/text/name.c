/* Names of an article: what is known about its spellings, and its names written down. */
#include "text/name.h"

#include "base/sbuf.h"
#include "text/char.h"
#include "text/name_code.h"

const char *name_kind_word(enum name_kind kind)
{
    static const char *const words[] = {"person", "place", "organisation", "other"};
    return words[kind];
}

/* The key of a spelling: as the tables have their words. */
static str surface_key(const struct name_search *s, const struct text_surface *f)
{
    if (s->language->by_stem && f->kind == TEXT_LETTERS)
        return s->doc->terms[f->term].text;
    str lower = f->lower;
    if (f->flags & TEXT_POSSESSIVE) {
        if (str_ends(lower, S("'s")))
            return str_sub(lower, 0, lower.len - 2);
        if (str_ends(lower, S("\xe2\x80\x99s")))
            return str_sub(lower, 0, lower.len - 4);
        if (str_ends(lower, S("'")))
            return str_sub(lower, 0, lower.len - 1);
    }
    return lower;
}

/* How often the word of KEY is written in lower case; of a term with very many spellings, the first
 * count. */
static uint32_t count_lower(const struct name_search *s, uint32_t term, str key)
{
    enum { SPELLINGS_MAX = 32 };
    const struct text_doc *doc = s->doc;
    uint32_t count = 0, seen = 0;
    for (uint32_t g = doc->terms[term].surfaces; g != TEXT_NONE && seen++ < SPELLINGS_MAX;
         g = doc->surfaces[g].next)
        if (doc->surfaces[g].shape == TEXT_LOWER && str_eq(key, s->surfaces[g].key))
            count += doc->surfaces[g].count;
    return count;
}

/* What follows the words of a term: NONE: not met, MIXED: no one thing. */
struct follower {
    uint32_t term, count;
};
#define FOLLOWER_MIXED UINT32_MAX

static void count_followers(struct follower *by_term, const struct text_part *part)
{
    for (uint32_t i = 0; i < part->words_len; i++) {
        const struct text_word *w = &part->words[i];
        struct follower *f = &by_term[w->term];
        bool pair = w->flags & TEXT_POSSESSIVE && text_word_has_capital(w) &&
                    i + 1 < part->words_len && text_word_has_capital(&w[1]) &&
                    w[1].gap == TEXT_GAP_SPACE;
        if (!pair || (f->count && f->term != w[1].term))
            f->term = FOLLOWER_MIXED;
        else if (!f->count)
            f->term = w[1].term;
        f->count++;
    }
}

static bool heads_place(const struct name_search *s, uint32_t term)
{
    uint32_t f = s->doc->terms[term].surfaces;
    return f != TEXT_NONE && s->surfaces[f].bits & NAME_PLACE_HEAD;
}

/* "Cobb's Landing" is one name where the text, twice at least or with a word that places' names end
 * in, has "Cobb" in no other way; "Ukraine's President" is two. */
static void know_owners(struct name_search *s)
{
    const struct text_doc *doc = s->doc;
    struct follower *by_term = arena_array(s->arena, doc->terms_len, struct follower);
    count_followers(by_term, &doc->title);
    count_followers(by_term, &doc->body);
    for (uint32_t i = 0; i < doc->terms_len; i++)
        for (uint32_t f = doc->terms[i].surfaces; f != TEXT_NONE; f = doc->surfaces[f].next)
            s->surfaces[f].owns = by_term[i].count && by_term[i].term != FOLLOWER_MIXED &&
                                  (by_term[i].count > 1 || heads_place(s, by_term[i].term)) &&
                                  !s->surfaces[f].head;
}

static void know_surfaces(struct name_search *s)
{
    const struct text_doc *doc = s->doc;
    s->surfaces = arena_array(s->arena, doc->surfaces_len, struct name_surface);
    for (uint32_t i = 0; i < doc->surfaces_len; i++) {
        const struct text_surface *f = &doc->surfaces[i];
        struct name_surface *known = &s->surfaces[i];
        known->key = surface_key(s, f);
        if (f->kind == TEXT_NUMBER)
            continue;
        const uint64_t *bits = map_get(&s->language->words, known->key);
        const uint64_t *head = map_get(&s->language->heads, known->key);
        known->bits = bits ? (uint32_t)*bits : 0;
        known->head = head ? (uint8_t)*head : 0;
    }
    for (uint32_t i = 0; i < doc->terms_len; i++)
        for (uint32_t f = doc->terms[i].surfaces; f != TEXT_NONE; f = doc->surfaces[f].next)
            s->surfaces[f].lower = count_lower(s, i, s->surfaces[f].key);
    know_owners(s);
    for (uint32_t i = 0; i < doc->body.words_len; i++) {
        const struct text_word *w = &doc->body.words[i];
        if (text_word_has_capital(w) && !(w->flags & (TEXT_FIRST | TEXT_QUOTE)) &&
            w->gap != TEXT_GAP_OTHER)
            s->surfaces[w->surface].inner++;
    }
}

static int by_place(const void *a, const void *b)
{
    const struct name_mention *x = a, *y = b;
    if (x->in_title != y->in_title)
        return x->in_title ? -1 : 1;
    return x->word < y->word ? -1 : x->word > y->word;
}

static void sort_mentions(struct name_mention *at, uint32_t len)
{
    bool sorted = true;
    for (uint32_t i = 1; i < len && sorted; i++)
        sorted = by_place(&at[i - 1], &at[i]) <= 0;
    if (!sorted)
        qsort(at, len, sizeof *at, by_place);
}

static struct name_mention mention_of(const struct name_search *s, const struct name_piece *p)
{
    const struct text_part *part = name_part(s, p->in_title);
    const struct text_word *first = &part->words[p->word], *last = first + p->words - 1;
    str core = text_word_core(part, last);
    return (struct name_mention){
        .begin = first->begin,
        .end = last->begin + (uint32_t)core.len,
        .word = p->word,
        .words = p->words,
        .in_title = p->in_title,
    };
}

static uint32_t root_of(const struct name_join *j, uint32_t group)
{
    for (int depth = 0; depth < 4 && j->groups.at[group].into != NAME_ALONE; depth++)
        group = j->groups.at[group].into;
    return group;
}

static str mention_str(const struct text_doc *doc, const struct name_mention *m)
{
    return str_sub(m->in_title ? doc->title.text : doc->body.text, m->begin, m->end);
}

/* Whether a mention is set in capitals, as datelines are: "PORT SALLOW". */
static bool all_capitals(const struct text_doc *doc, const struct name *n, uint32_t mention)
{
    str form = mention_str(doc, &n->mentions[mention]);
    size_t next, letters = 0;
    for (size_t at = 0; at < form.len; at = next) {
        uint32_t c = char_at(form, at, &next);
        if (char_is_lower(c))
            return false;
        letters += char_is_upper(c);
    }
    return letters > 3;
}

int name_form_rank(str form)
{
    size_t begin;
    switch (u_tolower((UChar32)char_before(form, form.len, &begin))) {
    case 0x430: /* a */
    case 0x44f: /* ya */
    case 0x43e: /* o */ return 1;
    case 0x435: /* ye */
    case 0x438: /* i */
    case 0x443: /* u */
    case 0x44b: /* y */
    case 0x44e: /* yu */
    case 0x43c: /* m: of the instrumental */
    case 0x445: /* kh: of plurals */ return 2;
    default: return 0;
    }
}

static bool is_plain(str form)
{
    return str_ends(form, S("a")) || str_ends(form, S("o"));
}

/* Whether mention I of N shows its fullest form better than mention BEST. */
static bool shows_better(const struct name_join *j, const struct name *n, uint32_t i, uint32_t best)
{
    const struct text_doc *doc = j->search->doc;
    const struct name_mention *x = &n->mentions[i], *y = &n->mentions[best];
    if (x->words != y->words)
        return x->words > y->words;
    str form = mention_str(doc, x), other = mention_str(doc, y);
    if (n->known)
        return form.len > other.len;
    bool capitals = all_capitals(doc, n, i);
    if (capitals != all_capitals(doc, n, best))
        return !capitals;
    /* Of "Kiels" and "Kiel" the latter, of "Prahy" and "Praha" that in -a. */
    if (j->search->language->nouns_capital || name_has_endings(doc->language))
        return form.len < other.len ||
               (form.len == other.len && !is_plain(other) && is_plain(form));
    return j->search->language->by_stem && name_form_rank(form) < name_form_rank(other);
}

/* A dateline's capitals as names are written: "PORT SALLOW" is "Port Sallow". */
static str in_small(const struct name_join *j, const struct name_mention *m)
{
    const struct text_doc *doc = j->search->doc;
    str form = mention_str(doc, m);
    struct sbuf b;
    sbuf_init(&b, j->arena, form.len * 3 + 4);
    for (uint32_t i = 0; i < m->words; i++) {
        const struct text_word *w = &doc->body.words[m->word + i];
        uint32_t particle = NAME_PARTICLE | NAME_ARTICLE | NAME_OF | NAME_INNER;
        bool small = w->flags & TEXT_STOP || name_surface_of(j->search, w)->bits & particle;
        bool begins = !i || !small;
        if (i)
            sbuf_put(&b, str_sub(doc->body.text, w[-1].end, w->begin));
        str word = text_word_str(&doc->body, w);
        for (size_t at = 0, next; at < word.len; at = next) {
            uint32_t c = char_at(word, at, &next);
            sbuf_put_utf8(&b, begins ? c : (uint32_t)u_tolower((UChar32)c));
            begins = c == '-';
        }
    }
    return sbuf_str(&b);
}

static str joined(struct arena *a, str stem, str ending)
{
    struct sbuf b;
    sbuf_init(&b, a, stem.len + ending.len + 1);
    sbuf_put(&b, stem);
    sbuf_put(&b, ending);
    return sbuf_str(&b);
}

/* The plain form of a Russian name of one word that the text has only inflected, where its forms
 * tell which it is: "-ии" comes of "-ия"; "-ы" or "-ой" beside others of "-а", "-ом" of nothing. */
static str plain_form(const struct name_join *j, const struct name *n)
{
    const struct text_doc *doc = j->search->doc;
    bool feminine = false, masculine = false;
    if (n->text.len < 8 || name_form_rank(n->text) == 0)
        return n->text;
    for (uint32_t i = 0; i < n->mentions_len; i++) {
        str form = mention_str(doc, &n->mentions[i]);
        if (n->mentions[i].words != 1)
            return n->text;
        feminine |= str_ends(form, S("ы")) || str_ends(form, S("ой"));
        masculine |= str_ends(form, S("ом"));
    }
    str stem = str_sub(n->text, 0, n->text.len - 2);
    if (str_ends(n->text, S("ии")) || str_ends(n->text, S("ию")))
        return joined(j->arena, stem, S("я"));
    if (feminine == masculine || str_ends(stem, S("о")) || str_ends(stem, S("и")))
        return n->text;
    return feminine ? joined(j->arena, stem, S("а")) : stem;
}

/* The fullest form is the name's text, the rest are aliases. */
static void set_forms(struct name *n, struct name_join *j)
{
    const struct text_doc *doc = j->search->doc;
    uint32_t best = 0;
    n->aliases = arena_array(j->arena, n->mentions_len, str);
    for (uint32_t i = 1; i < n->mentions_len; i++)
        if (shows_better(j, n, i, best))
            best = i;
    n->text = mention_str(doc, &n->mentions[best]);
    if (!n->mentions[best].in_title && n->mentions[best].end <= doc->dateline.places_end &&
        all_capitals(doc, n, best))
        n->text = in_small(j, &n->mentions[best]);
    if (n->known)
        n->plain = j->search->language->forms[n->known];
    if (n->known && j->search->language->by_stem)
        n->text = n->plain;
    else if (str_eq(doc->language, S("ru")))
        n->text = plain_form(j, n);
    for (uint32_t i = 0; i < n->mentions_len; i++) {
        str form = mention_str(doc, &n->mentions[i]);
        bool seen = str_eq(form, n->text) ||
                    (!n->mentions[i].in_title && n->mentions[i].end <= doc->dateline.places_end &&
                     all_capitals(doc, n, i));
        for (uint32_t k = 0; k < n->aliases_len && !seen; k++)
            seen = str_eq(form, n->aliases[k]);
        if (!seen)
            n->aliases[n->aliases_len++] = form;
    }
}

static uint32_t weight_of(const struct name *n)
{
    uint32_t weight = n->mentions_len;
    for (uint32_t i = 0; i < n->mentions_len && n->mentions[i].in_title; i++)
        weight += 2;
    return weight;
}

static int by_weight(const void *a, const void *b)
{
    const struct name *x = a, *y = b;
    uint32_t p = weight_of(x), q = weight_of(y);
    return p != q ? (p > q ? -1 : 1) : by_place(&x->mentions[0], &y->mentions[0]);
}

static void gather(struct name_list *out, struct name_join *j)
{
    const struct name_pieces *pieces = &j->search->pieces;
    uint32_t *count = arena_array(j->arena, j->groups.len, uint32_t);
    struct name *names = arena_array(j->arena, j->groups.len, struct name);
    struct name_mention **at = arena_array(j->arena, j->groups.len, struct name_mention *);
    for (uint32_t i = 0; i < pieces->len; i++)
        if (pieces->at[i].sign != NAME_ALONE)
            count[root_of(j, pieces->at[i].sign)]++;
    for (uint32_t i = 0; i < pieces->len; i++) {
        if (pieces->at[i].sign == NAME_ALONE)
            continue;
        uint32_t root = root_of(j, pieces->at[i].sign);
        if (j->groups.at[root].dropped)
            continue;
        if (!at[root])
            at[root] = arena_array(j->arena, count[root], struct name_mention);
        at[root][names[root].mentions_len++] = mention_of(j->search, &pieces->at[i]);
    }
    uint32_t n = 0;
    for (uint32_t i = 0; i < j->groups.len; i++) {
        if (!names[i].mentions_len)
            continue;
        struct name name = names[i];
        sort_mentions(at[i], name.mentions_len);
        name.mentions = at[i];
        name.known = j->groups.at[i].known;
        name.kind = (uint8_t)name_group_kind(&j->groups.at[i]);
        set_forms(&name, j);
        names[n++] = name;
    }
    qsort(names, n, sizeof *names, by_weight);
    out->at = names;
    out->len = n;
}

void name_find(struct name_list *out, struct arena *a, struct text_reader *r,
               const struct text_doc *doc)
{
    struct name_search search = {.arena = a, .doc = doc};
    struct name_join join = {.search = &search, .arena = a};
    search.language =
        name_tables_language(text_reader_names(r), text_reader_terms(r), doc->language);
    know_surfaces(&search);
    name_find_pieces(&search);
    name_join_pieces(&join);
    *out = (struct name_list){0};
    if (join.groups.len)
        gather(out, &join);
}
