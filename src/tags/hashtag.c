/* Hashtags out of names and keyphrases. */
#include "tags/hashtag_code.h"

#include "base/hash.h"
#include "base/sbuf.h"
#include "base/utf8.h"
#include "base/vec.h"
#include "tags/frequency.h"
#include "text/camel.h"
#include "text/terms.h"

enum {
    NAMES_MAX = 5,    /* of the tags, names at most */
    WEAK_MAX = 5,     /* weaker names that may be let in */
    STRONG_MANY = 11, /* candidates that leave enough without weaker ones */
    WORDS_MAX = 4,    /* words of a tag */
    LETTERS_MAX = 40  /* bytes of its display form */
};

/* The terms of TEXT, stems where LANGUAGE has them, in one word. */
static str terms_of(struct arena *a, struct text_reader *r, str text, str language)
{
    struct term_vec terms = {0};
    struct sbuf b;
    terms_read(&terms, a, text_reader_terms(r), text, language, WORDS_MAX * 4);
    sbuf_init(&b, a, text.len * 4 + 16);
    vec_each (struct term, t, &terms)
        sbuf_put(&b, t->text);
    return sbuf_str(&b);
}

str tags_canonical(struct arena *a, struct text_reader *r, str tag)
{
    return terms_of(a, r, tag, S(""));
}

bool hashtag_means(const struct hashtag *t, str canonical)
{
    bool same = str_eq(t->canonical, canonical);
    for (uint32_t i = 0; i < t->aliases_len && !same; i++)
        same = str_eq(t->aliases[i], canonical);
    return same;
}

static struct hashtag *add_tag(struct tagging *g, str text, double score)
{
    str display = text_camel(g->arena, text);
    if (g->len == TAGS_CANDIDATES_MAX || utf8_count(display) < 2 || display.len > LETTERS_MAX)
        return NULL;
    str canonical = tags_canonical(g->arena, g->reader, text);
    for (uint32_t i = 0; i < g->len; i++)
        if (hashtag_means(&g->tags[i], canonical))
            return NULL;
    struct hashtag *t = &g->tags[g->len++];
    *t = (struct hashtag){
        .display = display,
        .canonical = canonical,
        .kind = NAME_OTHER,
        .score = score,
        .stage = g->stage,
    };
    return t;
}

uint64_t tags_term_key(str language, str term)
{
    return hash_short(hash_join(hash_str(language), hash_str(term)));
}

/* Notes the words of the text that T is made of. */
static void add_terms(const struct tagging *g, struct hashtag *t, bool in_title, uint32_t word,
                      uint32_t words)
{
    const struct text_word *w = &hashtag_part(g->doc, in_title)->words[word];
    for (uint32_t i = 0; i < words && t->terms_len < TAGS_PHRASE_WORDS; i++)
        t->terms[t->terms_len++] = tags_term_key(g->doc->language, g->doc->terms[w[i].term].text);
}

static void use_words(struct tagging *g, bool in_title, uint32_t word, uint32_t words)
{
    for (uint32_t i = 0; i < words; i++)
        g->used[hashtag_part(g->doc, in_title)->words[word + i].term] = 1;
}

static void add_alias(struct tagging *g, struct hashtag *t, str form)
{
    str canonical = tags_canonical(g->arena, g->reader, form);
    bool seen =
        !canonical.len || str_eq(canonical, t->canonical) || t->aliases_len == TAGS_ALIASES_MAX;
    for (uint32_t i = 0; i < t->aliases_len && !seen; i++)
        seen = str_eq(canonical, t->aliases[i]);
    if (!seen)
        t->aliases[t->aliases_len++] = canonical;
}

/* How much a name stands out: its mentions, those in the title and at the beginning more. */
static double name_weight(const struct text_doc *doc, const struct name *n)
{
    static const double by_kind[NAME_KINDS] = {
        [NAME_PERSON] = 1, [NAME_PLACE] = 0.8, [NAME_ORGANISATION] = 0.95, [NAME_OTHER] = 0.8};
    double weight = 0;
    for (uint32_t i = 0; i < n->mentions_len; i++) {
        const struct name_mention *m = &n->mentions[i];
        if (m->in_title)
            weight += 2.5;
        else
            weight += doc->body.words[m->word].sentence < 3 ? 1.5 : 1;
    }
    return weight * by_kind[n->kind];
}

/* The form of a name a tag is made of: the fullest, of *words words, but an acronym when that is
 * long. */
static str name_form(const struct name *n, uint32_t *words)
{
    *words = 0;
    for (uint32_t i = 0; i < n->mentions_len; i++)
        if (n->mentions[i].words > *words)
            *words = n->mentions[i].words;
    if (*words <= 3)
        return n->text;
    for (uint32_t i = 0; i < n->aliases_len; i++)
        if (n->aliases[i].len >= 2 && n->aliases[i].len <= 6 &&
            str_chr(n->aliases[i], ' ') == STR_NPOS)
            return n->aliases[i];
    return n->text;
}

/* Where names are inflected, the tag of one is known by its stems, whichever form a text has; its
 * fullest forms, of so many WORDS, are aliases. */
static void add_inflected(struct tagging *g, struct hashtag *t, const struct name *n, str form,
                          uint32_t words)
{
    str plain = t->canonical;
    t->canonical = terms_of(g->arena, g->reader, form, g->doc->language);
    if (!str_eq(plain, t->canonical))
        t->aliases[t->aliases_len++] = plain;
    for (uint32_t i = 0; i < n->mentions_len; i++) {
        const struct name_mention *m = &n->mentions[i];
        str text = hashtag_part(g->doc, m->in_title)->text;
        if (m->words == words)
            add_alias(g, t, str_sub(text, m->begin, m->end));
    }
}

static bool add_name(struct tagging *g, const struct name *n, double weight)
{
    uint32_t words;
    str form = name_form(n, &words);
    if (words > WORDS_MAX && str_eq(form, n->text))
        return false;
    struct hashtag *t = add_tag(g, form, weight);
    if (!t)
        return false;
    t->kind = n->kind;
    t->known = n->known;
    if (!n->known && str_eq(g->doc->language, S("ru")))
        add_inflected(g, t, n, form, words);
    if (n->known) {
        add_alias(g, t, n->plain);
        str plain = tags_canonical(g->arena, g->reader, n->plain);
        if (t->aliases_len && str_eq(t->aliases[0], plain)) {
            t->aliases[0] = t->canonical;
            t->canonical = plain;
        }
    }
    for (uint32_t i = 0; i < n->aliases_len; i++)
        if (n->known || n->kind == NAME_ORGANISATION)
            add_alias(g, t, n->aliases[i]);
    if (!str_eq(form, n->text))
        add_alias(g, t, n->text);
    for (uint32_t i = 0; i < n->mentions_len; i++)
        use_words(g, n->mentions[i].in_title, n->mentions[i].word, n->mentions[i].words);
    return true;
}

struct weighed {
    const struct name *name;
    double weight;
};

static int by_weight(const void *a, const void *b)
{
    const struct weighed *x = a, *y = b;
    if (x->weight != y->weight)
        return x->weight > y->weight ? -1 : 1;
    return x->name < y->name ? -1 : x->name > y->name;
}

/* Names said at least twice, or at the beginning; the best of them. */
static void add_names(struct tagging *g, const struct name_list *names, double least, uint32_t max)
{
    struct weighed *order = arena_array(g->arena, names->len, struct weighed);
    uint32_t n = 0, added = 0;
    for (uint32_t i = 0; i < names->len; i++) {
        const struct name *name = &names->at[i];
        double weight = name_weight(g->doc, name);
        if (weight >= least && !hashtag_is_vague(g, name))
            order[n++] = (struct weighed){name, weight};
    }
    qsort(order, n, sizeof *order, by_weight);
    for (uint32_t i = 0; i < n && added < max; i++)
        added += add_name(g, order[i].name, order[i].weight);
}

/* Where English puts a name before a noun of the article's leading phrases, the two are a tag:
 * "Alaska summit". */
static void add_compounds(struct tagging *g, const struct name_list *names,
                          const struct tags_phrases *phrases)
{
    enum { NAMES_LOOKED_AT = 8 };
    if (!str_eq(g->doc->language, S("en")))
        return;
    for (uint32_t i = 0; i < names->len && i < NAMES_LOOKED_AT; i++) {
        const struct name *n = &names->at[i];
        for (uint32_t k = 0; k < n->mentions_len && n->kind != NAME_PERSON; k++) {
            const struct name_mention *m = &n->mentions[k];
            const struct text_part *part = hashtag_part(g->doc, m->in_title);
            uint32_t next = m->word + m->words;
            if (m->words > 2 || next >= part->words_len ||
                part->words[m->word].shape != TEXT_CAPITAL ||
                part->words[next].shape != TEXT_LOWER || part->words[next].gap != TEXT_GAP_SPACE ||
                (part->words[next - 1].flags & TEXT_POSSESSIVE))
                continue;
            for (uint32_t p = 0; p < phrases->len; p++) {
                const struct tags_phrase *noun = &phrases->at[p];
                const struct text_word *w =
                    &hashtag_part(g->doc, noun->in_title)->words[noun->word];
                if (noun->words != 1 || noun->count < 2 || w->term != part->words[next].term ||
                    !hashtag_makes_tag(g, noun))
                    continue;
                if (add_tag(g, str_sub(part->text, m->begin, part->words[next].end), noun->score))
                    use_words(g, m->in_title, next, 1);
                return;
            }
        }
    }
}

/* The text of a phrase as a tag shows it: of an inflected single word, the spelling that looks most
 * like the plain one. */
static str phrase_form(const struct tagging *g, const struct tags_phrase *p)
{
    const struct text_word *w = &hashtag_part(g->doc, p->in_title)->words[p->word];
    str best = p->text;
    if (p->words > 1 || !str_eq(g->doc->language, S("ru")))
        return best;
    for (uint32_t i = g->doc->terms[w->term].surfaces; i != TEXT_NONE; i = g->doc->surfaces[i].next)
        if (name_form_rank(g->doc->surfaces[i].lower) < name_form_rank(best))
            best = g->doc->surfaces[i].form;
    return best;
}

static void add_phrases(struct tagging *g, const struct tags_phrases *phrases, uint32_t least_count)
{
    for (uint32_t i = 0; i < phrases->len; i++) {
        const struct tags_phrase *p = &phrases->at[i];
        if ((p->count < least_count && !(p->in_title && p->count > 1)) || !hashtag_makes_tag(g, p))
            continue;
        struct hashtag *t = add_tag(g, phrase_form(g, p), p->score);
        if (!t)
            continue;
        add_terms(g, t, p->in_title, p->word, p->words);
        use_words(g, p->in_title, p->word, p->words);
    }
}

static void count_within(struct tagging *g, const struct name_list *names)
{
    for (uint32_t i = 0; i < names->len; i++) {
        for (uint32_t k = 0; k < names->at[i].mentions_len; k++) {
            const struct name_mention *m = &names->at[i].mentions[k];
            const struct text_word *w = &hashtag_part(g->doc, m->in_title)->words[m->word];
            for (uint32_t n = 0; n < m->words && m->words > 1; n++)
                g->within[w[n].term]++;
        }
    }
}

void tags_candidates(struct hashtags *out, struct arena *a, struct text_reader *r,
                     const struct text_doc *doc, const struct name_list *names,
                     const struct tags_phrases *phrases)
{
    struct tagging g = {
        .arena = a,
        .reader = r,
        .doc = doc,
        .lists = lexicon_language(text_reader_lexicon(r), doc->language),
        .tags = arena_array(a, TAGS_CANDIDATES_MAX, struct hashtag),
        .used = arena_array(a, doc->terms_len, uint8_t),
        .within = arena_array(a, doc->terms_len, uint32_t),
    };
    count_within(&g, names);
    hashtag_words_init(&g);
    g.stage = TAG_NAME;
    add_names(&g, names, 2.0, NAMES_MAX);
    g.stage = TAG_COMPOUND;
    add_compounds(&g, names, phrases);
    g.stage = TAG_PHRASE;
    add_phrases(&g, phrases, 3);
    if (g.len < STRONG_MANY) {
        g.stage = TAG_WEAK_NAME;
        add_names(&g, names, 1.0, WEAK_MAX);
        g.stage = TAG_WEAK_PHRASE;
        add_phrases(&g, phrases, 2);
        g.stage = TAG_ANY_PHRASE;
        add_phrases(&g, phrases, 1);
    }
    out->at = g.tags;
    out->len = g.len;
}

void tags_hashtags(struct hashtags *out, struct arena *a, struct text_reader *r,
                   const struct text_doc *doc, const struct name_list *names,
                   const struct tags_phrases *phrases)
{
    struct hashtags candidates;
    tags_candidates(&candidates, a, r, doc, names, phrases);
    frequency_choose(out, a, NULL, 0, &candidates);
}
