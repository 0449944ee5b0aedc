/* The relation of two articles. */
#include "identity/pair.h"

#include "base/clock.h"
#include "identity/copies.h"
#include "identity/retold.h"
#include "identity/translated.h"
#include "model/article.h"
#include "text/minhash.h"

static bool same_words(const struct text_doc *x, const struct text_part *x_part,
                       const struct text_doc *y, const struct text_part *y_part)
{
    if (x_part->words_len != y_part->words_len)
        return false;
    for (uint32_t i = 0; i < x_part->words_len; i++)
        if (!str_eq(x->surfaces[x_part->words[i].surface].lower,
                    y->surfaces[y_part->words[i].surface].lower))
            return false;
    return true;
}

static bool is_exact(const struct text_doc *x, const struct text_doc *y)
{
    bool titles = x->title.words_len && y->title.words_len;
    return x->body.words_len && same_words(x, &x->body, y, &y->body) &&
           (!titles || same_words(x, &x->title, y, &y->title));
}

static double days_apart(const struct text_doc *x, const struct text_doc *y)
{
    if (x->published_us == TIME_NONE || y->published_us == TIME_NONE)
        return 0;
    double days = ((double)x->published_us - (double)y->published_us) / CLOCK_DAY_US;
    return days < 0 ? -days : days;
}

static void compare_languages(struct pair *out, struct arena *a, const struct pair_article *x,
                              const struct pair_article *y)
{
    struct translated t;
    translated_compare(&t, a, x->doc, y->doc, x->translated || y->translated);
    out->similarity = t.likeness;
    out->relation = t.translation                  ? RELATION_TRANSLATION
                    : t.likeness >= RETOLD_SAME    ? RELATION_SAME_STORY
                    : t.likeness >= RETOLD_RELATED ? RELATION_RELATED
                                                   : RELATION_NONE;
}

static void compare_words(struct pair *out, struct arena *a, const struct pair_article *x,
                          const struct pair_article *y)
{
    bool outlet = x->outlet.len && str_eq(x->outlet, y->outlet);
    struct retold r;
    retold_compare(&r, a, x->doc, y->doc, days_apart(x->doc, y->doc), outlet);
    out->similarity = r.likeness;
    out->relation = r.likeness >= RETOLD_SAME      ? RELATION_SAME_STORY
                    : r.likeness >= RETOLD_RELATED ? RELATION_RELATED
                                                   : RELATION_NONE;
}

void pair_compare(struct pair *out, struct arena *a, const struct pair_article *x,
                  const struct pair_article *y)
{
    *out = (struct pair){0};
    struct minhash one, two;
    minhash_read(&one, a, x->doc);
    minhash_read(&two, a, y->doc);
    bool address = x->address.len && str_eq(x->address, y->address);
    bool outlet = x->outlet.len && str_eq(x->outlet, y->outlet);
    double contained = minhash_compare(&one, &two).contained;
    /* The outlet's next article, under an address of its own. */
    bool next =
        outlet && !address && x->address.len && y->address.len && contained < COPIES_SAME_SOURCE;
    str language = x->doc->language;
    if (is_exact(x->doc, y->doc)) {
        out->relation = RELATION_EXACT;
        out->similarity = 1;
    } else if (!next && minhash_is_copy(&one, &two)) {
        out->relation = address || outlet ? RELATION_VERSION : RELATION_NEAR;
        out->similarity = 0.5 + contained / 2;
    } else if (language.len && y->doc->language.len && !str_eq(language, y->doc->language)) {
        compare_languages(out, a, x, y);
    } else {
        compare_words(out, a, x, y);
    }
    out->same_story = out->relation >= RELATION_SAME_STORY;
}

const char *relation_name(enum relation r)
{
    static const char *const names[] = {"none",    "related", "same_story", "translation",
                                        "version", "near",    "exact"};
    return names[r];
}
