/*
 * Summary and key points against reading the text: bench_summary [--show] FILE.jsonl
 * FILE has {title, text, language} in each line. Prints milliseconds an article of both, for texts
 * of 300 to 800 words, least of five rounds; --show prints what was chosen instead, and why.
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/json_in.h"
#include "summary/summary.h"

#define ROUNDS 5
#define ARTICLES_MAX 20000

struct sums {
    int64_t read_us, summary_us, words, articles;
};

static void show_sentences(const struct text_doc *doc, const char *mark,
                           const struct summary_vec *sentences)
{
    vec_each (struct summary_sentence, s, sentences) {
        str text = str_sub(doc->body.text, s->begin, s->end);
        printf("  %s %u/%u [%s%s%s%s%s]", mark, s->sentence, doc->body.sentences_len,
               s->reasons & SUMMARY_LEAD ? " lead" : "", s->reasons & SUMMARY_TITLE ? " title" : "",
               s->reasons & SUMMARY_CENTRAL ? " central" : "",
               s->reasons & SUMMARY_NAMES ? " names" : "",
               s->reasons & SUMMARY_NUMBERS ? " numbers" : "");
        for (uint32_t i = 0; i < s->terms_len; i++)
            printf(" %.*s", STR_FMT(doc->terms[s->terms[i]].text));
        printf("\n    %.*s\n", STR_FMT(text));
    }
}

static void one_article(struct sums *sums, struct arena *a, struct text_reader *reader, str line,
                        bool show)
{
    struct json_value *row CLEANUP(json_in_end) = NULL;
    struct text_doc doc;
    struct summary_vec summary, points;
    if (json_in_parse(&row, line) != OK)
        return;
    struct text_input in = {json_in_str(row, "title"), json_in_str(row, "text"),
                            json_in_str(row, "language"), INT64_MIN};
    int64_t start = clock_monotonic_us();
    text_doc_read(&doc, a, reader, &in);
    int64_t read = clock_monotonic_us();
    summary_and_points(&summary, &points, a, &doc);
    int64_t end = clock_monotonic_us();
    if (show) {
        printf("%.*s: %.*s\n", STR_FMT(in.language), STR_FMT(in.title));
        show_sentences(&doc, "S", &summary);
        show_sentences(&doc, "P", &points);
    }
    if (doc.body.words_len < 300 || doc.body.words_len > 800)
        return;
    sums->read_us += read - start;
    sums->summary_us += end - read;
    sums->words += doc.body.words_len;
    sums->articles++;
}

static str read_file(struct arena *a, const char *path)
{
    FILE *f = fopen(path, "rb");
    if (!f) {
        fprintf(stderr, "bench_summary: cannot open '%s': give the path of a JSONL file\n", path);
        exit(2);
    }
    fseek(f, 0, SEEK_END);
    size_t len = (size_t)ftell(f);
    fseek(f, 0, SEEK_SET);
    char *p = arena_alloc(a, len + 1);
    len = fread(p, 1, len, f);
    fclose(f);
    return str_of(p, len);
}

int main(int argc, char **argv)
{
    struct arena file, a;
    bool show = argc > 2 && str_eq(str_c(argv[1]), S("--show"));
    struct text_reader *reader = text_reader_new();
    struct sums best = {0};
    if (argc < 2) {
        fprintf(stderr, "usage: bench_summary [--show] FILE.jsonl\n");
        return 2;
    }
    arena_init(&file);
    arena_init(&a);
    str all = read_file(&file, argv[argc - 1]);
    for (int round = 0; round < (show ? 1 : ROUNDS); round++) {
        struct sums sums = {0};
        str rest = all;
        while (rest.p && sums.articles < ARTICLES_MAX) {
            one_article(&sums, &a, reader, str_cut(&rest, '\n'), show);
            arena_reset(&a);
        }
        if (!round || sums.summary_us < best.summary_us)
            best = sums;
    }
    if (!show && best.articles)
        printf("%lld articles, %lld words each: reading %.3f ms, summary and key points %.3f ms, "
               "ratio %.2f\n",
               (long long)best.articles, (long long)(best.words / best.articles),
               (double)best.read_us / 1000 / (double)best.articles,
               (double)best.summary_us / 1000 / (double)best.articles,
               (double)best.summary_us / (double)best.read_us);
    text_reader_free(reader);
    arena_end(&a);
    arena_end(&file);
    return 0;
}
