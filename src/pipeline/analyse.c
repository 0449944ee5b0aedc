/* Calls the analyses in their order and copies what they found out of the thread's arena. */
#include "pipeline/analyse.h"

#include "base/sbuf.h"
#include "identity/provenance.h"
#include "pipeline/marks.h"
#include "summary/summary.h"

#define PHRASES_MAX 30
#define ALIASES_MAX ((size_t)4 << 10) /* bytes of the other forms of a name */

/* What is being read, and where what is found goes. */
struct analysing {
    struct arena *arena, *scratch;
    struct text_reader *reader;
    const struct article *article;
    struct text_doc doc;
    struct name_list names;
};

static struct text_ranges sentences_of(const struct analysing *x)
{
    size_t n = x->doc.body.sentences_len;
    n = n < ANALYSE_SENTENCES_MAX ? n : ANALYSE_SENTENCES_MAX;
    struct text_range *at = arena_array(x->arena, n, struct text_range);
    for (size_t i = 0; i < n; i++)
        at[i] = (struct text_range){x->doc.body.sentences[i].begin, x->doc.body.sentences[i].end};
    return (struct text_ranges){at, n};
}

static struct text_ranges chosen(const struct analysing *x, const struct summary_vec *from)
{
    struct text_range *at = arena_array(x->arena, from->len, struct text_range);
    for (size_t i = 0; i < from->len; i++)
        at[i] = (struct text_range){from->at[i].begin, from->at[i].end};
    return (struct text_ranges){at, from->len};
}

/* --- who's who --- */

/* Whether a word right before a mention tells what the named is: "President X", "harbour master X".
 * A function word or a verb of everyday ("said X") does not; nor does a name. */
static bool role_before(const struct text_doc *doc, const struct name_mention *m)
{
    const struct text_word *w = &doc->body.words[m->word];
    if (m->word == 0 || w->gap != TEXT_GAP_SPACE)
        return false;
    const struct text_word *before = w - 1;
    if (before->kind != TEXT_LETTERS || before->flags & TEXT_STOP)
        return false;
    return before->shape == TEXT_CAPITAL && !(before->flags & TEXT_FIRST && m->word < 2);
}

/* Whether a comma and an apposition follow: "X, the harbour master", "X, who leads". A mention that
 * ends a list's item is followed by a name, which has a capital. */
static bool apposition_after(const struct text_doc *doc, const struct name_mention *m)
{
    uint32_t next = m->word + m->words;
    if (next >= doc->body.words_len)
        return false;
    const struct text_word *w = &doc->body.words[next];
    return w->gap == TEXT_GAP_COMMA && w->shape == TEXT_LOWER;
}

static struct text_range sentence_of(const struct text_doc *doc, const struct name_mention *m)
{
    const struct text_sentence *s = &doc->body.sentences[doc->body.words[m->word].sentence];
    return (struct text_range){s->begin, s->end};
}

struct text_range analyse_introduction(const struct text_doc *doc, const struct name *name)
{
    const struct name_mention *first = NULL;
    uint32_t fullest = 0;
    for (uint32_t i = 0; i < name->mentions_len; i++) {
        const struct name_mention *m = &name->mentions[i];
        if (m->in_title)
            continue;
        first = first ? first : m;
        fullest = m->words > fullest ? m->words : fullest;
    }
    if (!first)
        return (struct text_range){0, 0};
    if (name->kind != NAME_PERSON && name->kind != NAME_ORGANISATION)
        return sentence_of(doc, first);
    for (uint32_t i = 0; i < name->mentions_len; i++) {
        const struct name_mention *m = &name->mentions[i];
        if (!m->in_title && m->words == fullest &&
            (role_before(doc, m) || apposition_after(doc, m)))
            return sentence_of(doc, m);
    }
    return sentence_of(doc, first);
}

static struct text_ranges mentions_of(const struct analysing *x, const struct name *name)
{
    struct text_range *at = arena_array(x->arena, name->mentions_len, struct text_range);
    size_t n = 0;
    for (uint32_t i = 0; i < name->mentions_len && n < ANALYSE_MENTIONS_MAX; i++)
        if (!name->mentions[i].in_title)
            at[n++] = (struct text_range){name->mentions[i].begin, name->mentions[i].end};
    return (struct text_ranges){at, n};
}

static str aliases_of(const struct analysing *x, const struct name *name)
{
    struct sbuf b;
    sbuf_init(&b, x->arena, ALIASES_MAX);
    for (uint32_t i = 0; i < name->aliases_len; i++) {
        if (b.len + name->aliases[i].len + 2 > ALIASES_MAX)
            break;
        if (b.len)
            sbuf_put(&b, S(", "));
        sbuf_put(&b, name->aliases[i]);
    }
    return sbuf_str(&b);
}

static struct analysed_names names_of(const struct analysing *x)
{
    size_t n = x->names.len < ANALYSE_NAMES_MAX ? x->names.len : ANALYSE_NAMES_MAX;
    struct analysed_name *at = arena_array(x->arena, n, struct analysed_name);
    for (size_t i = 0; i < n; i++) {
        const struct name *name = &x->names.at[i];
        at[i] = (struct analysed_name){
            .text = str_dup(x->arena, name->text),
            .aliases = aliases_of(x, name),
            .kind = name->kind,
            .mentions = mentions_of(x, name),
            .introduced = analyse_introduction(&x->doc, name),
        };
    }
    return (struct analysed_names){at, n};
}
_Static_assert((int)ANALYSED_PERSON == (int)NAME_PERSON && (int)ANALYSED_PLACE == (int)NAME_PLACE &&
                   (int)ANALYSED_ORGANISATION == (int)NAME_ORGANISATION &&
                   (int)ANALYSED_OTHER == (int)NAME_OTHER,
               "kinds of names are kept by number");

/* --- provenance --- */

static struct credited credited_of(const struct analysing *x, const struct provenance_name *n)
{
    struct credited c = {.name = str_dup(x->arena, n->name)};
    if (!n->in_credit)
        c.at = (struct text_range){n->begin, n->end};
    return c;
}

static struct credits agencies_of(const struct analysing *x, const struct provenance *p)
{
    struct credited *at = arena_array(x->arena, p->agencies_len, struct credited);
    for (size_t i = 0; i < p->agencies_len; i++)
        at[i] = credited_of(x, &p->agencies[i]);
    return (struct credits){at, p->agencies_len};
}

static struct credits cited_of(const struct analysing *x, const struct provenance *p)
{
    struct credited *at = arena_array(x->arena, p->cited_len, struct credited);
    for (size_t i = 0; i < p->cited_len; i++) {
        at[i] = credited_of(x, &p->cited[i].name);
        at[i].anonymous = p->cited[i].anonymous;
        at[i].times = p->cited[i].times;
    }
    return (struct credits){at, p->cited_len};
}

static struct article_provenance provenance_of(const struct analysing *x, struct strs outlets)
{
    const struct article *article = x->article;
    struct text_input line = {
        .text = article->credit_line,
        .language = article->language,
        .published_us = article->published_us,
    };
    struct text_doc credit;
    struct provenance p;
    if (line.text.len)
        text_doc_read(&credit, x->scratch, x->reader, &line);
    struct provenance_input in = {
        .doc = &x->doc,
        .credit = line.text.len ? &credit : NULL,
        .address = article->url,
        .canonical = article->canonical_url,
        .outlets = outlets,
    };
    provenance_read(&p, x->scratch, &in);
    return (struct article_provenance){
        .first_published_by = credited_of(x, &p.first_published_by),
        .translated_by = credited_of(x, &p.translated_by),
        .edited_by = credited_of(x, &p.edited_by),
        .translated = p.translated,
        .agencies = agencies_of(x, &p),
        .cited = cited_of(x, &p),
    };
}

/* --- what the desk chooses by --- */

static struct hashtags candidates_of(const struct analysing *x)
{
    struct tags_phrases phrases;
    struct hashtags found;
    tags_keyphrases(&phrases, x->scratch, x->reader, &x->doc, NULL, PHRASES_MAX);
    tags_candidates(&found, x->scratch, x->reader, &x->doc, &x->names, &phrases);
    struct hashtag *at = arena_array(x->arena, found.len, struct hashtag);
    for (uint32_t i = 0; i < found.len; i++) {
        at[i] = found.at[i];
        at[i].display = str_dup(x->arena, at[i].display);
        at[i].canonical = str_dup(x->arena, at[i].canonical);
        for (uint32_t k = 0; k < at[i].aliases_len; k++)
            at[i].aliases[k] = str_dup(x->arena, at[i].aliases[k]);
    }
    return (struct hashtags){at, found.len};
}

static struct related_words words_copy(struct arena *a, struct related_words from)
{
    struct related_word *at = arena_array(a, from.len, struct related_word);
    for (size_t i = 0; i < from.len; i++) {
        at[i] = from.at[i];
        at[i].text = str_dup(a, at[i].text);
    }
    return (struct related_words){at, from.len};
}

static void read_for_index(struct analysed *out, const struct analysing *x)
{
    related_read(&out->related, x->scratch, x->reader, &x->doc, &x->names);
    out->related.language = str_dup(x->arena, out->related.language);
    out->related.terms = words_copy(x->arena, out->related.terms);
    out->related.names = words_copy(x->arena, out->related.names);
    out->related.numbers = words_copy(x->arena, out->related.numbers);
    frequency_read(&out->words, x->arena, &x->doc);
    minhash_read(&out->signature, x->scratch, &x->doc);
}

static void begin(struct analysing *x)
{
    struct text_input in = {
        .title = x->article->title,
        .text = x->article->text,
        .language = x->article->language,
        .published_us = x->article->published_us,
    };
    text_doc_read(&x->doc, x->scratch, x->reader, &in);
    name_find(&x->names, x->scratch, x->reader, &x->doc);
}

void analyse_article(struct analysed **out, struct arena *a, struct arena *scratch,
                     struct text_reader *reader, const struct article *article, struct strs outlets)
{
    struct analysing x = {a, scratch, reader, article, .names = {0}};
    struct summary_vec summary, points;
    struct analysed *found = arena_new(a, struct analysed);
    begin(&x);
    summary_and_points(&summary, &points, scratch, &x.doc);
    found->found = (struct article_analysis){
        .method = ANALYSE_METHOD,
        .sentences = sentences_of(&x),
        .summary = chosen(&x, &summary),
        .points = chosen(&x, &points),
        .names = names_of(&x),
        .provenance = provenance_of(&x, outlets),
    };
    found->candidates = candidates_of(&x);
    read_for_index(found, &x);
    found->marks = marks_pack(a, found);
    *out = found;
}

void analyse_for_index(struct analysed **out, struct arena *a, struct arena *scratch,
                       struct text_reader *reader, const struct article *article)
{
    struct analysing x = {a, scratch, reader, article, .names = {0}};
    struct analysed *found = arena_new(a, struct analysed);
    begin(&x);
    read_for_index(found, &x);
    *out = found;
}
