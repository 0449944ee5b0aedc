/* The article page: the blocks of DESIGN.md section 8 in their order, as far as they have
 * content. Its earlier versions: the list, and each as it was. */
#include "base/utf8.h"
#include "web/blocks.h"
#include "web/body.h"
#include "web/cards.h"
#include "web/comments.h"
#include "web/page.h"
#include "web/paths.h"
#include "web/share.h"
#include "web/strings.h"
#include "web/templates.h"
#include "web/words.h"

#define WORDS_PER_MINUTE 230
#define STANDFIRST_LEN_MAX 400
#define VERSIONS_MAX 200

/* Whether the body shows the picture itself, with its address as an attribute holds it. */
static bool body_has_image(struct arena *a, html body, str address)
{
    struct sbuf b;
    sbuf_init(&b, a, 16384);
    for (size_t i = 0; i < address.len; i++)
        if (address.p[i] == '&')
            sbuf_put(&b, S("&amp;"));
        else
            sbuf_putc(&b, address.p[i]);
    str escaped;
    return sbuf_end(&escaped, &b) == OK && str_has(body.s, escaped);
}

/* The description, unless it is only the first words of the text again. */
static str standfirst_of(const struct article *article)
{
    str d = str_trim(article->description);
    size_t compare = d.len < 40 ? d.len : 40;
    if (d.len < 20 || d.len > STANDFIRST_LEN_MAX || str_eq(d, article->title) ||
        str_has(str_sub(article->text, 0, 600), str_sub(d, 0, compare)))
        return S("");
    return d;
}

static void set_source(struct article_view *v, const struct page_call *c,
                       const struct article *article)
{
    const struct source *source = page_source_by_id(c, article->source_id);
    if (source) {
        v->source_name = card_source_name(source->name, source->key);
        v->source_link = path_source(c->a, source->key);
    } else {
        v->source_name = article->site_name;
        v->source_link = path_sources();
    }
}

/* An update is told apart from publication when it came at least a minute later. */
static int64_t shown_update(const struct article *article)
{
    bool told = article->updated_us != TIME_NONE && article->published_us != TIME_NONE &&
                article->updated_us - article->published_us >= 60000000;
    return told ? article->updated_us : TIME_NONE;
}

static struct article_view article_view(struct page_call *c, const struct article *article)
{
    struct article_view v = {
        .frame = page_frame(c, article->title),
        .title = article->title,
        .standfirst = standfirst_of(article),
        .lang = words_language_tag(article->language),
        .dir = words_direction(article->language),
        .original = card_url(article->url),
        .byline = words_list(c->a, article->authors.at, article->authors.len),
        .published = page_moment(c, article->published_us),
        .updated = page_moment(c, shown_update(article)),
        .seen = page_moment(c, article->first_seen_us),
        .minutes = (article->word_count + WORDS_PER_MINUTE / 2) / WORDS_PER_MINUTE,
        .image = card_image(c, &article->image),
        .body = body_fitted(c, article->body, article->title),
        .credit_line = article->credit_line,
        .version = article->version,
        .versions = path_versions(c->a, article->id),
        .changes = path_changes(c->a, article->id, article->version - 1, article->version),
        .demo = article->demo,
    };
    if (!str_eq(article->language, S("en")))
        v.language_name = words_language(article->language);
    if (v.image.there && body_has_image(c->a, v.body, v.image.address.s))
        v.image.there = false;
    v.frame.description = str_sub(article->description, 0, utf8_floor(article->description, 300));
    set_source(&v, c, article);
    const struct source *source = page_source_by_id(c, article->source_id);
    v.frame.preview = share_preview(c, article, v.source_name, source ? source->home_url : S(""));
    v.share = share_view_make(c, article->id, article->title);
    return v;
}

static status read_article(struct article_view *v, struct page_call *c)
{
    struct article article;
    struct text_ranges sentences;
    TRY(store_article_get(&article, c->a, c->store, http_param_int(c->request, 0)));
    *v = article_view(c, &article);
    TRY(blocks_fill(v, &sentences, c, &article));
    return comments_block(&v->comments, c, &article, &sentences, false);
}

status page_article(struct page_call *c)
{
    struct article_view v;
    /* One snapshot: what is said of the article is of this version of it. */
    TRY(store_begin_read(c->store));
    status did = read_article(&v, c);
    store_rollback(c->store);
    TRY(did);
    tpl_article(page_body(c), &v);
    return page_end(c);
}

status page_versions(struct page_call *c)
{
    int64_t id = http_param_int(c->request, 0);
    struct article article;
    struct article_version *old;
    size_t n;
    TRY(store_article_get(&article, c->a, c->store, id));
    TRY(store_article_versions(&old, &n, c->a, c->store, id));
    if (n > VERSIONS_MAX)
        n = VERSIONS_MAX;
    struct version_view *at = arena_array(c->a, n + 1, struct version_view);
    at[0] = (struct version_view){
        .number = article.version,
        .title = article.title,
        .seen = page_moment(c, TIME_NONE),
        .link = path_article(c->a, id),
        .current = true,
    };
    size_t len = 1;
    for (size_t i = 0; i < n; i++) {
        if (old[i].version == article.version) {
            at[0].seen.us = old[i].seen_us;
            continue;
        }
        at[len++] = (struct version_view){
            .number = old[i].version,
            .title = old[i].title,
            .seen = page_moment(c, old[i].seen_us),
            .link = path_version(c->a, id, old[i].version),
        };
    }
    for (size_t i = 0; i + 1 < len; i++) {
        at[i].before = at[i + 1].number;
        at[i].changes = path_changes(c->a, id, at[i].before, at[i].number);
    }
    struct versions_view v = {
        .title = article.title,
        .lang = words_language_tag(article.language),
        .dir = words_direction(article.language),
        .article = path_article(c->a, id),
        .versions = {at, len},
    };
    v.frame = page_frame(
        c, ui_format(c->a, UI_versions_title, &(struct tpl_value){.text = article.title}, 1));
    v.frame.no_index = true;
    tpl_versions(page_body(c), &v);
    return page_end(c);
}

status page_old_version(struct page_call *c)
{
    int64_t id = http_param_int(c->request, 0), number = http_param_int(c->request, 1);
    struct article article;
    struct article_version *old;
    size_t n, i = 0;
    TRY(store_article_get(&article, c->a, c->store, id));
    TRY(store_article_versions(&old, &n, c->a, c->store, id));
    while (i < n && old[i].version != number)
        i++;
    if (i == n)
        return fail(E_NOTFOUND, "article %lld has no version %lld", (long long)id,
                    (long long)number);
    struct old_version_view v = {
        .frame = page_frame(c, old[i].title),
        .number = number,
        .title = old[i].title,
        .lang = words_language_tag(article.language),
        .dir = words_direction(article.language),
        .seen = page_moment(c, old[i].seen_us),
        .article = path_article(c->a, id),
        .versions = path_versions(c->a, id),
        .changes = path_changes(c->a, id, number, article.version),
        .body = body_fitted(c, old[i].body, old[i].title),
        .paragraphs = card_paragraphs(c->a, old[i].text),
    };
    v.frame.no_index = true;
    tpl_old_version(page_body(c), &v);
    return page_end(c);
}
