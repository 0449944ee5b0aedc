/* From what the store has of an article to its blocks; see blocks.h. Whatever is said of the
 * article leads to the sentence it was read from. */
#include "web/blocks.h"

#include "base/vec.h"
#include "web/cards.h"
#include "web/marks.h"
#include "web/names_view.h"
#include "web/paths.h"
#include "web/provenance.h"
#include "web/related_view.h"
#include "web/strings.h"
#include "web/words.h"

struct passage_vec VEC(struct passage_view);

/* --- the text, where there is no body ------------------------------------------------------ */

static void add_passage(struct passage_vec *v, struct arena *a, str text, size_t number)
{
    if (!str_empty(text))
        *vec_push(v, a) = (struct passage_view){
            .number = number == MARKS_NONE ? 0 : (int64_t)number,
            .marked = number != MARKS_NONE,
            .text = text,
        };
}

/* The paragraph [BEGIN, END) of TEXT, cut at its sentences; *next is the first that may be in it
 * and moves on. */
static struct paragraph_view paragraph_of(size_t *next, struct arena *a, str text, size_t begin,
                                          size_t end, struct text_ranges sentences)
{
    struct passage_vec passages = {0};
    for (; *next < sentences.len && sentences.at[*next].begin < end; ++*next) {
        struct text_range r = sentences.at[*next];
        if (r.begin < begin || r.end > end || r.end <= r.begin)
            continue;
        add_passage(&passages, a, str_sub(text, begin, r.begin), MARKS_NONE);
        add_passage(&passages, a, str_sub(text, r.begin, r.end), *next);
        begin = r.end;
    }
    add_passage(&passages, a, str_sub(text, begin, end), MARKS_NONE);
    return (struct paragraph_view){{passages.at, passages.len}};
}

static struct paragraph_view_list paragraphs_of(struct arena *a, str text,
                                                struct text_ranges sentences)
{
    struct VEC(struct paragraph_view) found = {0};
    size_t next = 0;
    struct str_list parts = card_paragraphs(a, text);
    for (size_t i = 0; i < parts.len; i++) {
        size_t begin = (size_t)(parts.at[i].p - text.p);
        *vec_push(&found, a) =
            paragraph_of(&next, a, text, begin, begin + parts.at[i].len, sentences);
    }
    return (struct paragraph_view_list){found.at, found.len};
}

/* --- summary, key points ------------------------------------------------------------------- */

static struct sentence_view_list sentences_of(const struct said *said, struct text_ranges ranges)
{
    struct sentence_view *at = arena_array(said->a, ranges.len, struct sentence_view);
    for (size_t i = 0; i < ranges.len; i++)
        at[i] = said_sentence(said, ranges.at[i]);
    return (struct sentence_view_list){at, ranges.len};
}

static void fill_features(struct article_view *v, struct page_call *c, const struct said *said,
                          const struct article_analysis *found)
{
    v->features = (struct features_view){
        .there = true,
        .summary = sentences_of(said, found->summary),
        .points = sentences_of(said, found->points),
        .names = names_view(said, &found->names),
        .ask = path_ask(c->a, found->article_id),
        .title = v->title,
        .lang = v->lang,
        .dir = v->dir,
    };
}

/* --- hashtags ------------------------------------------------------------------------------ */

struct hashtag_view blocks_hashtag(const struct page_call *c, const struct tag *tag)
{
    return (struct hashtag_view){
        .name = tag->display,
        .link = path_tag(c->a, tag->canonical),
        .article_count = tag->article_count,
    };
}

struct hashtag_view_list blocks_hashtags(const struct page_call *c, const struct tag *tags,
                                         size_t n)
{
    struct hashtag_view *at = arena_array(c->a, n, struct hashtag_view);
    for (size_t i = 0; i < n; i++)
        at[i] = blocks_hashtag(c, &tags[i]);
    return (struct hashtag_view_list){at, n};
}

/* --- the whole ----------------------------------------------------------------------------- */

/* Marks sentences in what the page shows of the text; SAID knows then which have a place. */
static void mark_text(struct article_view *v, struct said *said, struct text_ranges sentences)
{
    said->sentences = sentences;
    if (!str_empty(v->body.s)) {
        v->body = marks_body(&said->marked, said->a, v->body, said->text, sentences);
        return;
    }
    v->paragraphs = paragraphs_of(said->a, said->text, sentences);
    said->marked = arena_array(said->a, sentences.len, bool);
    for (size_t i = 0; i < sentences.len; i++)
        said->marked[i] = true;
}

status blocks_fill(struct article_view *v, struct text_ranges *sentences, struct page_call *c,
                   const struct article *article)
{
    struct article_analysis found = {0};
    struct tag *tags;
    struct related_row *related;
    struct article_card *copies;
    size_t tags_len, related_len, copies_len;
    status did = store_analysis_get(&found, c->a, c->store, article->id);
    if (did != OK && did != E_NOTFOUND)
        return did;
    TRY(store_article_tags(&tags, &tags_len, c->a, c->store, article->id));
    TRY(store_related_list(&related, &related_len, c->a, c->store, article->id));
    TRY(store_copies_list(&copies, &copies_len, c->a, c->store, article->id));
    struct said said = {.a = c->a, .text = article->text};
    *sentences = found.sentences;
    mark_text(v, &said, found.sentences);
    if (did == OK)
        fill_features(v, c, &said, &found);
    v->provenance =
        provenance_lines(c, &said, &found.provenance, article->credit_line, copies, copies_len);
    v->hashtags = blocks_hashtags(c, tags, tags_len);
    v->related = related_view_list(c, related, related_len, article->language);
    return OK;
}
