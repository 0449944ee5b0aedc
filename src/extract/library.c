/*
 * The C API of include/courant/extract.h over pipeline/read. What callers hold is a copy in an
 * arena of its own: the tree and the page are ten times as large and go when the call returns.
 */
#include "courant/extract.h"

#include "base/clock.h"
#include "extract/format.h"
#include "pipeline/read.h"

#define RENDERED_MAX ((size_t)256 << 20)
#define TIME_TEXT_MAX 64
/* Options of the first version end here; shorter ones were never valid. */
#define OPTIONS_SIZE_MIN sizeof(struct courant_extract_options)
/* What a fetch time may be, so that it fits microseconds: the years 1 to 9999. */
#define FETCHED_MIN ((int64_t)-62135596800)
#define FETCHED_MAX ((int64_t)253402300799)

_Static_assert(COURANT_EXTRACT_BYTES_MAX == READ_BYTES_MAX, /* NOLINT: the same by two names */
               "the header says what is so");
static const enum extract_format formats[] = {
    [COURANT_EXTRACT_AS_JSON] = EXTRACT_JSON,
    [COURANT_EXTRACT_AS_TEXT] = EXTRACT_TEXT,
    [COURANT_EXTRACT_AS_MARKDOWN] = EXTRACT_MARKDOWN,
    [COURANT_EXTRACT_AS_HTML] = EXTRACT_HTML,
};

struct courant_extract_article {
    struct arena arena;
    struct article it; /* its texts are in the arena, each with a NUL behind */
    str published, updated;
};

static struct strs keep_list(struct arena *a, struct strs list)
{
    str *at = arena_array(a, list.len ? list.len : 1, str);
    for (size_t i = 0; i < list.len; i++)
        at[i] = str_dup(a, list.at[i]);
    return (struct strs){at, list.len};
}

static str keep_time(struct arena *a, int64_t time_us, int zone_min)
{
    struct sbuf text;
    sbuf_init(&text, a, TIME_TEXT_MAX);
    extract_put_time(&text, time_us, zone_min);
    return str_dup(a, sbuf_str(&text));
}

static courant_extract_article *keep(const struct article *from)
{
    courant_extract_article *kept = mem_calloc(1, sizeof *kept);
    struct arena *a = &kept->arena;
    arena_init(a);
    /* Member by member: a text that is not copied must be absent, not dangling. */
    kept->it = (struct article){
        .published_us = from->published_us,
        .updated_us = from->updated_us,
        .published_zone_min = from->published_zone_min,
        .updated_zone_min = from->updated_zone_min,
        .word_count = from->word_count,
    };
    const struct {
        str *to, from;
    } texts[] = {
        {&kept->it.url, from->url},
        {&kept->it.canonical_url, from->canonical_url},
        {&kept->it.title, from->title},
        {&kept->it.description, from->description},
        {&kept->it.language, from->language},
        {&kept->it.site_name, from->site_name},
        {&kept->it.image.url, from->image.url},
        {&kept->it.image.alt, from->image.alt},
        {&kept->it.image.caption, from->image.caption},
        {&kept->it.image.credit, from->image.credit},
        {&kept->it.credit_line, from->credit_line},
        {&kept->it.text, from->text},
        {&kept->it.body.s, from->body.s},
    };
    for (size_t i = 0; i < ARRAY_LEN(texts); i++)
        *texts[i].to = str_dup(a, texts[i].from);
    kept->it.authors = keep_list(a, from->authors);
    kept->it.tags = keep_list(a, from->tags);
    kept->published = keep_time(a, from->published_us, from->published_zone_min);
    kept->updated = keep_time(a, from->updated_us, from->updated_zone_min);
    return kept;
}

static int answer_of(status code)
{
    switch (code) {
    case OK: return COURANT_EXTRACT_OK;
    case E_LIMIT: return COURANT_EXTRACT_TOO_LARGE;
    default: return COURANT_EXTRACT_NO_ARTICLE;
    }
}

static int usage(const char *text)
{
    (void)!fail(E_INPUT, "%s", text);
    return COURANT_EXTRACT_USAGE;
}

/* Only as much is read of the caller's structure as it has. */
static int take_options(struct courant_extract_options *out,
                        const struct courant_extract_options *given)
{
    *out = (struct courant_extract_options)COURANT_EXTRACT_OPTIONS_INIT;
    if (given) {
        if (given->size < OPTIONS_SIZE_MIN)
            return usage("options.size is not set: use COURANT_EXTRACT_OPTIONS_INIT");
        *out = *given;
    }
    if (out->bytes_max == 0 || out->bytes_max > COURANT_EXTRACT_BYTES_MAX)
        out->bytes_max = COURANT_EXTRACT_BYTES_MAX;
    if (out->fetched < FETCHED_MIN || out->fetched > FETCHED_MAX)
        return usage("options.fetched is no time: seconds since 1970");
    return COURANT_EXTRACT_OK;
}

int courant_extract_page(courant_extract_article **article, const void *bytes, size_t length,
                         const struct courant_extract_options *options)
{
    struct courant_extract_options o;
    if (!article)
        return usage("no place for the article: the first argument is NULL");
    *article = NULL;
    if (!bytes && length)
        return usage("no page: the bytes are NULL");
    int taken = take_options(&o, options);
    if (taken != COURANT_EXTRACT_OK)
        return taken;
    if (length > o.bytes_max)
        return answer_of(
            fail(E_LIMIT, "%zu bytes are more than the limit (%zu)", length, o.bytes_max));
    struct arena a;
    arena_init(&a);
    struct article found;
    const struct read_input in = {
        .bytes = str_of(bytes, length),
        .url = str_c(o.url),
        .content_type = str_c(o.content_type),
        .fetched_us = o.fetched ? o.fetched * CLOCK_SECOND_US : TIME_NONE,
    };
    status read = read_document(&found, &a, &in);
    if (read == OK)
        *article = keep(&found);
    arena_end(&a);
    return answer_of(read);
}

void courant_extract_free(courant_extract_article *article)
{
    if (!article)
        return;
    arena_end(&article->arena);
    free(article);
}

static str field_text(const courant_extract_article *article, int field)
{
    const struct article *it = &article->it;
    switch (field) {
    case COURANT_EXTRACT_TITLE: return it->title;
    case COURANT_EXTRACT_TEXT: return it->text;
    case COURANT_EXTRACT_HTML: return it->body.s;
    case COURANT_EXTRACT_URL: return it->url;
    case COURANT_EXTRACT_CANONICAL_URL: return it->canonical_url;
    case COURANT_EXTRACT_DESCRIPTION: return it->description;
    case COURANT_EXTRACT_LANGUAGE: return it->language;
    case COURANT_EXTRACT_SITE_NAME: return it->site_name;
    case COURANT_EXTRACT_CREDIT_LINE: return it->credit_line;
    case COURANT_EXTRACT_IMAGE_URL: return it->image.url;
    case COURANT_EXTRACT_IMAGE_ALT: return it->image.alt;
    case COURANT_EXTRACT_IMAGE_CAPTION: return it->image.caption;
    case COURANT_EXTRACT_IMAGE_CREDIT: return it->image.credit;
    case COURANT_EXTRACT_PUBLISHED: return article->published;
    case COURANT_EXTRACT_UPDATED: return article->updated;
    default: return S("");
    }
}

static const char *give(str text, size_t *length)
{
    if (length)
        *length = text.len;
    return text.p ? text.p : "";
}

const char *courant_extract_text(const courant_extract_article *article, int field, size_t *length)
{
    return give(article ? field_text(article, field) : S(""), length);
}

static struct strs list_of(const courant_extract_article *article, int list)
{
    if (article && list == COURANT_EXTRACT_AUTHORS)
        return article->it.authors;
    if (article && list == COURANT_EXTRACT_TAGS)
        return article->it.tags;
    return (struct strs){0};
}

size_t courant_extract_count(const courant_extract_article *article, int list)
{
    return list_of(article, list).len;
}

const char *courant_extract_item(const courant_extract_article *article, int list, size_t index,
                                 size_t *length)
{
    struct strs items = list_of(article, list);
    return give(index < items.len ? items.at[index] : S(""), length);
}

int courant_extract_time(const courant_extract_article *article, int field, int64_t *seconds,
                         int *zone_minutes)
{
    if (!article || (field != COURANT_EXTRACT_PUBLISHED && field != COURANT_EXTRACT_UPDATED))
        return 0;
    bool published = field == COURANT_EXTRACT_PUBLISHED;
    int64_t time_us = published ? article->it.published_us : article->it.updated_us;
    if (time_us == TIME_NONE)
        return 0;
    /* Down, so that a time before 1970 is not moved into the next second. */
    int64_t rest = time_us % CLOCK_SECOND_US;
    if (seconds)
        *seconds = time_us / CLOCK_SECOND_US - (rest < 0);
    if (zone_minutes)
        *zone_minutes = published ? article->it.published_zone_min : article->it.updated_zone_min;
    return 1;
}

size_t courant_extract_word_count(const courant_extract_article *article)
{
    return article && article->it.word_count > 0 ? (size_t)article->it.word_count : 0;
}

int courant_extract_render(courant_extract_article *article, int format, const char **text,
                           size_t *length)
{
    if (!article || !text)
        return usage("no article, or no place for its text: an argument is NULL");
    *text = "";
    if (length)
        *length = 0;
    if (format < 0 || (size_t)format >= ARRAY_LEN(formats))
        return usage("no such format: see enum courant_extract_format");
    struct arena scratch;
    struct sbuf out;
    arena_init(&scratch);
    sbuf_init_heap(&out, RENDERED_MAX);
    status done = extract_put(&out, &scratch, formats[format], &article->it, S(""), S(""));
    str whole = S("");
    if (done == OK)
        done = sbuf_end(&whole, &out);
    if (done == OK)
        *text = give(str_dup(&article->arena, whole), length);
    sbuf_free(&out);
    arena_end(&scratch);
    return answer_of(done);
}

const char *courant_extract_error(void)
{
    return err_text();
}

int courant_extract_version(void)
{
    return COURANT_EXTRACT_VERSION;
}
