/*
 * What the analyses of an article cost, each on one core:
 *
 *     bench_analyze [--rounds N] FILE...      (JSON Lines with title and text; .gz is undone)
 *
 * Articles are read before the clock starts, cut to about 500 words at a sentence end, shorter than
 * 400 left out. A round runs one part over all articles; the arena is emptied after each article.
 * CPU time of the process, the best round of each part. "floor" looks at every byte once. Parts
 * beyond "words" get the article already read into a text_doc; "all" is the sum of language, words,
 * names, phrases, hashtags, minhash, summary and points; "pipeline" is what a read thread of an
 * import does: all of these, who's who, provenance, and what related articles are found by.
 */
#include <time.h>
#include <zlib.h>

#include "base/json_in.h"
#include "base/sbuf.h"
#include "base/vec.h"
#include "language/language.h"
#include "pipeline/analyse.h"
#include "summary/summary.h"
#include "tags/hashtag.h"
#include "text/date.h"
#include "text/doc.h"
#include "text/sentence.h"

enum { ROUNDS = 5, WORDS_MIN = 400, WORDS_MAX = 500 };

struct articles VEC(struct text_input);

struct bench {
    struct arena *arena, *kept; /* emptied after each article */
    struct text_reader *reader;
    const struct text_input *in;
    struct text_doc doc; /* of IN, for parts beyond "words" */
};

static volatile uint64_t sink; /* keeps results alive */

static void run_floor(struct bench *b)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < b->in->text.len; i++)
        sum += (unsigned char)b->in->text.p[i] == '.';
    sink += sum;
}

static void run_language(struct bench *b)
{
    sink += language_detect(b->in->text).reliable;
}

static void run_sentences(struct bench *b)
{
    struct sentence_vec v = {0};
    sentence_split(&v, b->arena, text_reader_lexicon(b->reader), b->in->language, b->in->text);
    sink += v.len;
}

static void run_words(struct bench *b)
{
    struct text_doc doc;
    text_doc_read(&doc, b->arena, b->reader, b->in);
    sink += doc.terms_len;
}

static void run_dates(struct bench *b)
{
    struct text_date_vec v = {0};
    text_dates_find(&v, b->arena, &b->doc);
    sink += v.len;
}

enum { PHRASES_MAX = 30 };

static void run_names(struct bench *b)
{
    struct name_list names;
    name_find(&names, b->arena, b->reader, &b->doc);
    sink += names.len;
}

static void run_keyphrases(struct bench *b)
{
    struct tags_phrases phrases;
    tags_keyphrases(&phrases, b->arena, b->reader, &b->doc, NULL, PHRASES_MAX);
    sink += phrases.len;
}

static void run_hashtags(struct bench *b)
{
    struct name_list names;
    struct tags_phrases phrases;
    struct hashtags tags;
    name_find(&names, b->arena, b->reader, &b->doc);
    tags_keyphrases(&phrases, b->arena, b->reader, &b->doc, NULL, PHRASES_MAX);
    tags_hashtags(&tags, b->arena, b->reader, &b->doc, &names, &phrases);
    sink += tags.len;
}

static void run_minhash(struct bench *b)
{
    struct minhash m;
    minhash_read(&m, b->arena, &b->doc);
    sink += m.size;
}

static void run_summary(struct bench *b)
{
    struct summary_vec summary, points;
    summary_and_points(&summary, &points, b->arena, &b->doc);
    sink += summary.len + points.len;
}

/* What a read thread does for an article that it has made of a page. */
static void run_pipeline(struct bench *b)
{
    struct article article = {
        .title = b->in->title,
        .text = b->in->text,
        .language = language_detect(b->in->text).code,
        .published_us = b->in->published_us,
    };
    struct analysed *found;
    analyse_article(&found, b->kept, b->arena, b->reader, &article, (struct strs){0});
    sink += found->found.sentences.len;
}

static const struct part {
    const char *name;
    void (*run)(struct bench *b);
    bool needs_doc, summed;
} parts[] = {
    {"floor", run_floor, false, false},
    {"language", run_language, false, true},
    {"words", run_words, false, true},
    {"  of it sentences", run_sentences, false, false},
    {"dates", run_dates, true, false},
    {"names, phrases, hashtags", run_hashtags, true, true},
    {"  of it names", run_names, true, false},
    {"  of it keyphrases", run_keyphrases, true, false},
    {"minhash", run_minhash, true, true},
    {"summary and points", run_summary, true, true},
    {"pipeline", run_pipeline, false, false},
};

static double cpu_seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* Cuts TEXT after its 500th word or a little later; words are counted by the spaces between them.
 */
static size_t cut(str *text)
{
    size_t words = 0;
    for (size_t i = 0; i < text->len; i++) {
        words += text->p[i] == ' ';
        if (words >= WORDS_MAX && text->p[i] == '.') {
            text->len = i + 1;
            break;
        }
    }
    return words;
}

static void read_line(struct articles *out, struct arena *a, str line)
{
    struct json_value *v;
    if (json_in_parse(&v, line) != OK)
        return;
    struct text_input in = {
        .title = str_dup(a, json_in_str(v, "title")),
        .text = str_dup(a, json_in_str(v, "text")),
        .published_us = (int64_t)1755388800 * 1000000, /* 2025-08-17 */
    };
    json_in_free(v);
    if (cut(&in.text) < WORDS_MIN)
        return;
    in.language = language_detect(in.text).code;
    *vec_push(out, a) = in;
}

static status read_articles(struct articles *out, struct arena *a, const char *path)
{
    gzFile f = gzopen(path, "rb");
    if (!f)
        return fail(E_IO, "cannot open '%s'", path);
    struct sbuf b;
    sbuf_init_heap(&b, (size_t)1 << 30);
    char part[65536];
    int n;
    while ((n = gzread(f, part, sizeof part)) > 0)
        sbuf_put(&b, str_of(part, (size_t)n));
    gzclose(f);
    str rest = sbuf_str(&b);
    while (rest.len)
        read_line(out, a, str_cut(&rest, '\n'));
    sbuf_free(&b);
    return OK;
}

/* CPU seconds of one round of PART over all articles. */
static double round_of(struct bench *b, const struct part *part, const struct articles *articles)
{
    double used = 0;
    vec_each (struct text_input, in, articles) {
        b->in = in;
        if (part->needs_doc)
            text_doc_read(&b->doc, b->arena, b->reader, in);
        double begin = cpu_seconds();
        part->run(b);
        used += cpu_seconds() - begin;
        arena_reset(b->arena);
        arena_reset(b->kept);
    }
    return used;
}

static void report(const char *name, double seconds, size_t articles)
{
    printf("%-24s %9.1f us an article %10.0f articles/s\n", name, seconds * 1e6 / (double)articles,
           (double)articles / seconds);
}

int main(int argc, char **argv)
{
    struct arena kept, arena, found;
    struct articles articles = {0};
    int64_t rounds = ROUNDS;
    int i = 1;
    arena_init(&kept);
    arena_init(&arena);
    arena_init(&found);
    if (argc > 2 && strcmp(argv[1], "--rounds") == 0 && str_to_i64(&rounds, str_c(argv[2])))
        i = 3;
    if (i >= argc) {
        fprintf(stderr, "usage: bench_analyze [--rounds N] FILE...\n");
        return 2;
    }
    for (; i < argc; i++) {
        if (read_articles(&articles, &kept, argv[i]) != OK) {
            fprintf(stderr, "bench_analyze: %s\n", err_text());
            return 1;
        }
    }
    if (articles.len == 0) {
        fprintf(stderr, "bench_analyze: no article of %d words or more\n", WORDS_MIN);
        return 1;
    }
    size_t bytes = 0;
    vec_each (struct text_input, in, &articles)
        bytes += in->text.len;
    printf("%zu articles, %zu bytes each\n", articles.len, bytes / articles.len);
    struct bench b = {.arena = &arena, .kept = &found, .reader = text_reader_new()};
    double sum = 0;
    for (size_t p = 0; p < ARRAY_LEN(parts); p++) {
        double best = 1e9;
        for (int64_t r = 0; r < rounds; r++) {
            double used = round_of(&b, &parts[p], &articles);
            best = used < best ? used : best;
        }
        report(parts[p].name, best, articles.len);
        sum += parts[p].summed ? best : 0;
    }
    report("all", sum, articles.len);
    text_reader_free(b.reader);
    arena_end(&arena);
    arena_end(&found);
    arena_end(&kept);
    return 0;
}
