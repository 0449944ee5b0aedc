/* What changed between two versions of an article, sentence by sentence. */
#include "base/vec.h"
#include "text/changes.h"
#include "web/page.h"
#include "web/paths.h"
#include "web/strings.h"
#include "web/templates.h"
#include "web/words.h"

struct sentence_views VEC(struct change_sentence_view);
struct paragraph_views VEC(struct change_paragraph_view);

static struct change_mark_view_list mark_views(struct arena *a, const struct change_mark_vec *marks)
{
    struct change_mark_view *at = arena_array(a, marks->len, struct change_mark_view);
    for (size_t i = 0; i < marks->len; i++)
        at[i] = (struct change_mark_view){
            .text = marks->at[i].text,
            .removed = marks->at[i].kind == DIFF_REMOVE,
            .added = marks->at[i].kind == DIFF_ADD,
        };
    return (struct change_mark_view_list){at, marks->len};
}

static void end_paragraph(struct paragraph_views *out, struct arena *a, struct sentence_views *s)
{
    if (!s->len)
        return;
    struct change_paragraph_view *p = vec_push(out, a);
    p->sentences = (struct change_sentence_view_list){s->at, s->len};
    for (size_t i = 0; i < s->len; i++)
        p->changed |= s->at[i].changed;
    *s = (struct sentence_views){0};
}

static struct change_paragraph_view_list paragraph_views(struct arena *a,
                                                         const struct changes *changes)
{
    struct paragraph_views out = {0};
    struct sentence_views sentences = {0};
    vec_each (const struct change, change, &changes->list) {
        if (change->paragraph)
            end_paragraph(&out, a, &sentences);
        else if (sentences.len)
            sentences.at[sentences.len - 1].spaced = !change->glued;
        struct change_sentence_view *s = vec_push(&sentences, a);
        s->changed = change->kind != CHANGE_NONE;
        s->marks = mark_views(a, &change->marks);
    }
    end_paragraph(&out, a, &sentences);
    return (struct change_paragraph_view_list){out.at, out.len};
}

static void put_count(struct sbuf *b, enum ui_string key, int64_t n)
{
    if (!n)
        return;
    if (b->len)
        sbuf_put(b, S(", "));
    ui_put(b, key, &(struct tpl_value){.number = n, .is_number = true}, 1);
}

/* "3 sentences changed, 1 added, 2 removed"; the first of them says "sentences". */
static str summary_of(struct arena *a, const struct changes *c)
{
    struct sbuf b;
    sbuf_init(&b, a, 512);
    put_count(&b, UI_changes_edited, c->edited);
    put_count(&b, b.len ? UI_changes_and_added : UI_changes_added, c->added);
    put_count(&b, b.len ? UI_changes_and_removed : UI_changes_removed, c->removed);
    return b.len ? sbuf_str(&b) : ui_text(UI_changes_none);
}

static const struct article_version *version_of(const struct article_version *at, size_t n,
                                                int64_t number)
{
    for (size_t i = 0; i < n; i++)
        if (at[i].version == number)
            return &at[i];
    return NULL;
}

static void compare(struct changes_view *v, struct page_call *c, str language,
                    const struct article_version *from, const struct article_version *to)
{
    struct changes changes;
    struct change_mark_vec title = {0};
    struct lexicon *lexicon = lexicon_new();
    changes_find(&changes, c->a, lexicon, language, from->text, to->text);
    lexicon_free(lexicon);
    changes_mark_words(&title, c->a, from->title, to->title);
    v->title = mark_views(c->a, &title);
    v->title_changed = !str_eq(from->title, to->title);
    v->summary = summary_of(c->a, &changes);
    v->paragraphs = paragraph_views(c->a, &changes);
}

status page_changes(struct page_call *c)
{
    int64_t id = http_param_int(c->request, 0);
    int64_t old = http_param_int(c->request, 1), new = http_param_int(c->request, 2);
    struct article article;
    struct article_version *versions;
    size_t n;
    TRY(store_article_get(&article, c->a, c->store, id));
    TRY(store_article_versions(&versions, &n, c->a, c->store, id));
    const struct article_version *from = version_of(versions, n, old);
    const struct article_version *to = version_of(versions, n, new);
    if (!from || !to)
        return fail(E_NOTFOUND, "article %lld has no version %lld", (long long)id,
                    (long long)(from ? new : old));
    struct changes_view v = {
        .from = old,
        .to = new,
        .from_seen = page_moment(c, from->seen_us),
        .to_seen = page_moment(c, to->seen_us),
        .lang = words_language_tag(article.language),
        .dir = words_direction(article.language),
        .article = path_article(c->a, id),
        .versions = path_versions(c->a, id),
    };
    compare(&v, c, article.language, from, to);
    v.frame =
        page_frame(c, ui_format(c->a, UI_changes_title, &(struct tpl_value){.text = to->title}, 1));
    v.frame.no_index = true;
    tpl_changes(page_body(c), &v);
    return page_end(c);
}
