/* Articles: one under each canonical URL, its old versions kept, and pages of cards. */
#include "base/utf8.h"
#include "store/internal.h"

/* A page that shows something else at each visit must not fill the store: the first version and
 * the newest ones are kept. */
#define VERSIONS_MAX 50
#define LEAD_MAX 300 /* bytes */
#define LIST_MAX 200

int64_t store_sort_us(int64_t published_us, int64_t first_seen_us)
{
    if (published_us == TIME_NONE)
        return first_seen_us;
    if (first_seen_us > 0 && published_us > first_seen_us)
        return first_seen_us;
    return published_us;
}

struct store_cursor store_card_cursor(const struct article_card *card)
{
    return (struct store_cursor){store_sort_us(card->published_us, card->first_seen_us), card->id};
}

/* Where the first sentence of TEXT ends, LEAD_MAX at most: a full stop of any script with white
 * space behind it, after enough words to say something. */
static size_t first_sentence(str text)
{
    enum { SHORT = 60 };
    size_t end = str_find(text, S("\n\n"));
    str rest = str_sub(text, 0, end == STR_NPOS ? text.len : end);
    size_t limit = rest.len;
    while (rest.len) {
        uint32_t c = utf8_next(&rest);
        size_t at = limit - rest.len;
        bool wide = c == 0x3002 || c == 0xff01 || c == 0xff1f; /* need no space */
        bool stop = c == '.' || c == '!' || c == '?' || c == 0x0964 || c == 0x06d4;
        if (wide || (stop && at >= SHORT && rest.len && ascii_is_space((unsigned char)*rest.p)))
            return at;
    }
    return limit;
}

/* What a card says below the title: the description, or else the text's beginning. */
static str lead_of(struct arena *a, const struct article *article)
{
    if (!str_empty(article->description))
        return article->description;
    str text = str_trim(article->text);
    size_t end = first_sentence(text);
    if (end <= LEAD_MAX)
        return str_sub(text, 0, end);
    end = utf8_floor(text, LEAD_MAX);
    size_t space = str_rchr(str_sub(text, 0, end), ' ');
    if (space != STR_NPOS && space > LEAD_MAX / 2)
        end = space;
    return str_printf(a, "%.*s\xe2\x80\xa6", (int)end, text.p);
}

/* E_NOTFOUND when another program has put it since it was looked for. */
static status insert(enum store_put *did, struct store *s, struct article *article)
{
    int64_t sort_us = store_sort_us(article->published_us, article->first_seen_us), id;
    TRY(q_article_insert(&id, s->db, article, lead_of(&s->scratch, article), sort_us));
    if (id == 0)
        return fail(E_NOTFOUND, "article '%.*s' was put meanwhile", STR_FMT(article->url));
    article->id = id;
    article->version = 1;
    TRY(q_article_text_insert(s->db, article->id, article->text, article->body));
    TRY(store_index_article(s, article, false));
    TRY(store_source_count(s, article->source_id, 1, sort_us));
    *did = STORE_NEW;
    s->changed = true;
    return OK;
}

static status update(enum store_put *did, struct store *s, struct article *article,
                     const struct q_article_find_row *old)
{
    int64_t seen_us = article->first_seen_us;
    article->id = old->id;
    article->source_id = old->source_id;
    article->first_seen_us = old->first_seen_us;
    if (old->content_hash == article->content_hash) {
        article->version = old->version;
        *did = STORE_SAME;
        return OK;
    }
    article->version = old->version + 1;
    int64_t sort_us = store_sort_us(article->published_us, article->first_seen_us);
    TRY(q_article_version_keep(s->db, article->id));
    if (article->version > VERSIONS_MAX)
        TRY(q_article_version_drop(s->db, article->id, article->version - VERSIONS_MAX + 2));
    TRY(q_article_update(s->db, article, lead_of(&s->scratch, article), sort_us, seen_us));
    TRY(q_article_text_update(s->db, article->id, article->text, article->body));
    TRY(store_index_article(s, article, true));
    if (sort_us != old->sort_us)
        TRY(store_article_tags_move(s, article->id, sort_us));
    TRY(store_source_count(s, article->source_id, 0, sort_us));
    *did = STORE_VERSION;
    s->changed = true;
    return OK;
}

static status put(enum store_put *did, struct store *s, struct article *article)
{
    struct q_article_find_row old;
    status st = q_article_find(&old, &s->scratch, s->db, article->canonical_url);
    if (st == OK)
        return update(did, s, article, &old);
    if (st != E_NOTFOUND)
        return st;
    st = insert(did, s, article);
    if (st != E_NOTFOUND)
        return st;
    TRY(q_article_find(&old, &s->scratch, s->db, article->canonical_url));
    return update(did, s, article, &old);
}

status store_article_put(enum store_put *did, struct store *s, struct article *article)
{
    if (str_empty(article->canonical_url))
        return fail(E_INPUT, "article '%.*s' has no canonical URL", STR_FMT(article->title));
    bool own;
    TRY(store_change_begin(&own, s));
    status st = put(did, s, article);
    arena_reset(&s->scratch);
    return store_change_end(s, own, st);
}

static status no_article(status st, int64_t id)
{
    return st == E_NOTFOUND ? fail(st, "there is no article %lld", (long long)id) : st;
}

status store_article_get(struct article *out, struct arena *a, struct store *s, int64_t id)
{
    return no_article(q_article_get(out, a, s->db, id), id);
}

status store_articles_get(struct article **out, size_t *n, struct arena *a, struct store *s,
                          const int64_t *ids, size_t len)
{
    ASSERT(len <= LIST_MAX);
    str list = store_id_list(&s->scratch, ids, len);
    status st = q_articles_get(out, n, a, s->db, list);
    arena_reset(&s->scratch);
    return st;
}

status store_article_by_url(int64_t *id, struct store *s, str canonical_url)
{
    struct q_article_by_url_row row;
    status st = q_article_by_url(&row, &s->scratch, s->db, canonical_url);
    if (st == E_NOTFOUND)
        return fail(st, "there is no article at '%.*s'", STR_FMT(canonical_url));
    *id = row.id;
    return st;
}

status store_article_same(bool *same, struct store *s, str canonical_url, uint64_t content_hash)
{
    struct q_article_same_row row = {0};
    status st = q_article_same(&row, &s->scratch, s->db, canonical_url, content_hash);
    *same = row.same;
    return st;
}

status store_article_versions(struct article_version **out, size_t *n, struct arena *a,
                              struct store *s, int64_t id)
{
    TRY(q_article_versions(out, n, a, s->db, id));
    return *n ? OK : no_article(E_NOTFOUND, id);
}

status store_article_count(int64_t *out, struct store *s)
{
    struct q_article_count_row row;
    TRY(store_source_flush(s));
    TRY(q_article_count(&row, &s->scratch, s->db));
    *out = row.count;
    return OK;
}

status store_article_list(struct article_card **out, size_t *n, struct arena *a, struct store *s,
                          const struct store_list *list)
{
    ASSERT(list->limit >= 1 && list->limit <= LIST_MAX);
    int64_t sort_us = list->after.sort_us, id = list->after.id;
    int64_t page = (int64_t)list->limit;
    bool source = list->source_id != 0, language = !str_empty(list->language);
    if (source && language)
        return q_article_list_source_language(out, n, a, s->db, list->source_id, list->language,
                                              sort_us, id, page);
    if (source)
        return q_article_list_source(out, n, a, s->db, list->source_id, sort_us, id, page);
    if (language)
        return q_article_list_language(out, n, a, s->db, list->language, sort_us, id, page);
    return q_article_list(out, n, a, s->db, sort_us, id, page);
}
