/* Ask: a question about an article, answered with passages of it and of the archive, word for
 * word, each with a link to where it stands. Nothing is written; when no passage answers, the
 * page says so. */
#include "base/utf8.h"
#include "base/vec.h"
#include "summary/summary.h"
#include "web/cards.h"
#include "web/marks.h"
#include "web/page.h"
#include "web/paths.h"
#include "web/strings.h"
#include "web/templates.h"
#include "web/words.h"

#define QUESTION_LEN_MAX 300
#define READ_LEN_MAX ((size_t)64 << 10) /* bytes of an article that are looked at */
#define ARCHIVE_ARTICLES 8
#define ARCHIVE_SEARCHES 3
#define QUERY_WORDS_MAX 8
#define ANSWERS_HERE 4
#define ANSWERS_ELSEWHERE 5

struct article_vec VEC(struct article);
struct word_vec VEC(str);

struct asking {
    struct page_call *c;
    const struct article *article;
    struct text_doc question;
    struct article_vec found; /* other articles that may answer */
    size_t read;              /* how many were read to find them */
};

static void read_doc(struct text_doc *out, struct page_call *c, str title, str text, str language,
                     int64_t published_us)
{
    struct text_input in = {.title = title,
                            .text = str_sub(text, 0, utf8_floor(text, READ_LEN_MAX)),
                            .language = language,
                            .published_us = published_us};
    text_doc_read(out, c->a, page_reader(c), &in);
}

/* --- the archive --------------------------------------------------------------------------- */

/* What the question asks for: its words without function words, the rarer kinds (names, numbers,
 * long words) first, since a search with fewer words leaves out those behind. */
static void content_words(struct word_vec *out, struct arena *a, const struct text_doc *question)
{
    const struct text_part *body = &question->body;
    for (int pass = 0; pass < 3; pass++)
        for (uint32_t i = 0; i < body->words_len && out->len < QUERY_WORDS_MAX; i++) {
            const struct text_word *w = &body->words[i];
            bool name = w->shape >= TEXT_CAPITAL && !(w->flags & TEXT_FIRST);
            bool strong = name || w->kind != TEXT_LETTERS;
            int rank = strong ? 0 : w->end - w->begin > 5 ? 1 : 2;
            if (!(w->flags & TEXT_STOP) && rank == pass)
                *vec_push(out, a) = text_word_core(body, w);
        }
}

/* The first N words as a search within the article's language. */
static str query_of(const struct asking *ask, const struct word_vec *words, size_t n)
{
    struct sbuf b;
    sbuf_init(&b, ask->c->a, QUESTION_LEN_MAX * 4);
    for (size_t i = 0; i < n; i++) {
        sbuf_put(&b, words->at[i]);
        sbuf_putc(&b, ' ');
    }
    str tag = words_language_tag(ask->article->language);
    if (!str_empty(tag)) {
        sbuf_put(&b, S("lang:"));
        sbuf_put(&b, tag);
    }
    return sbuf_str(&b);
}

static bool has_id(const struct asking *ask, int64_t id)
{
    bool has = id == ask->article->id;
    for (size_t i = 0; i < ask->found.len && !has; i++)
        has = ask->found.at[i].id == id;
    return has;
}

/* The same text from another source says nothing more. */
static bool has_text(const struct asking *ask, uint64_t content_hash)
{
    bool has = content_hash == ask->article->content_hash;
    for (size_t i = 0; i < ask->found.len && !has; i++)
        has = ask->found.at[i].content_hash == content_hash;
    return has;
}

static status add_hits(struct asking *ask, str query)
{
    struct search_hit *hits;
    size_t n;
    int64_t total;
    struct store_search search = {.query = query, .limit = ARCHIVE_ARTICLES};
    status did = store_search(&hits, &n, &total, ask->c->a, ask->c->store, &search);
    if (did == E_INPUT)
        return OK; /* words that are no query find nothing */
    TRY(did);
    for (size_t i = 0; i < n && ask->read < ARCHIVE_ARTICLES; i++) {
        struct article article;
        if (has_id(ask, hits[i].card.id))
            continue;
        ask->read++;
        did = store_article_get(&article, ask->c->a, ask->c->store, hits[i].card.id);
        if (did == E_NOTFOUND)
            continue;
        TRY(did);
        if (!has_text(ask, article.content_hash))
            *vec_push(&ask->found, ask->c->a) = article;
    }
    return OK;
}

/* All the words must be there, then fewer and fewer. */
static status search_archive(struct asking *ask)
{
    struct word_vec words = {0};
    content_words(&words, ask->c->a, &ask->question);
    size_t n = words.len;
    for (int i = 0; i < ARCHIVE_SEARCHES && n > 0 && ask->read < ARCHIVE_ARTICLES; i++) {
        TRY(add_hits(ask, query_of(ask, &words, n)));
        n = n > 3 ? (n + 1) / 2 : n - 1;
    }
    return OK;
}

/* --- answers ------------------------------------------------------------------------------- */

/* Where the sentence stands; the article itself when its sentences are not kept. */
static status link_of(path *out, struct page_call *c, const struct article *article,
                      const struct summary_sentence *s)
{
    struct article_analysis found;
    status did = store_analysis_get(&found, c->a, c->store, article->id);
    *out = path_article(c->a, article->id);
    if (did == E_NOTFOUND)
        return OK;
    TRY(did);
    size_t number = marks_sentence_at(found.sentences, s->begin);
    if (number != MARKS_NONE)
        *out = path_sentence(c->a, article->id, number);
    return OK;
}

static status answer_of(struct answer_view *out, struct page_call *c, const struct article *article,
                        const struct summary_sentence *s)
{
    const struct source *source = page_source_by_id(c, article->source_id);
    *out = (struct answer_view){
        .text = str_sub(article->text, s->begin, s->end),
        .title = article->title,
        .source_name = source ? card_source_name(source->name, source->key) : article->site_name,
        .when = page_moment(c, article->published_us != TIME_NONE ? article->published_us
                                                                  : article->first_seen_us),
        .lang = words_language_tag(article->language),
        .dir = words_direction(article->language),
    };
    return link_of(&out->link, c, article, s);
}

/* The passages of ARTICLES that answer, MAX at most. */
static status answers_of(struct answer_view_list *out, struct asking *ask,
                         const struct article *articles, size_t n, size_t max)
{
    struct page_call *c = ask->c;
    struct text_doc *docs = arena_array(c->a, n, struct text_doc);
    struct summary_vec found = {0};
    for (size_t i = 0; i < n; i++)
        read_doc(&docs[i], c, articles[i].title, articles[i].text, articles[i].language,
                 articles[i].published_us);
    summary_ask(&found, c->a, docs, n, &ask->question, max);
    struct answer_view *at = arena_array(c->a, found.len, struct answer_view);
    for (size_t i = 0; i < found.len; i++)
        TRY(answer_of(&at[i], c, &articles[found.at[i].document], &found.at[i]));
    *out = (struct answer_view_list){at, found.len};
    return OK;
}

static status fill_answers(struct answers_view *v, struct asking *ask)
{
    read_doc(&ask->question, ask->c, S(""), v->question, ask->article->language, TIME_NONE);
    TRY(search_archive(ask));
    TRY(answers_of(&v->here, ask, ask->article, 1, ANSWERS_HERE));
    return answers_of(&v->elsewhere, ask, ask->found.at, ask->found.len, ANSWERS_ELSEWHERE);
}

status page_ask(struct page_call *c)
{
    struct article article;
    str question = str_trim(http_query(c->request, "q"));
    TRY(store_article_get(&article, c->a, c->store, http_param_int(c->request, 0)));
    struct ask_view v = {
        .title = article.title,
        .lang = words_language_tag(article.language),
        .dir = words_direction(article.language),
        .article = path_article(c->a, article.id),
        .self = path_ask(c->a, article.id),
        .answers = {.question = str_sub(question, 0, utf8_floor(question, QUESTION_LEN_MAX))},
    };
    v.frame = page_frame(c, ui_format(c->a, UI_ask_title, &(struct tpl_value){.text = v.title}, 1));
    v.frame.no_index = true;
    if (!str_empty(v.answers.question)) {
        struct asking ask = {.c = c, .article = &article};
        TRY(fill_answers(&v.answers, &ask));
    }
    tpl_ask(page_body(c), &v);
    return page_end(c);
}
