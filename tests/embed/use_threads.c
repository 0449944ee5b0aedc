/*
 * Uses libcourant-extract as another program would, from several threads: every thread reads the
 * same pages and must get the same articles, an error is its thread's own, and wrong calls are
 * answered, not obeyed. Prints "ok"; anything else, and a status of 1, is a failure.
 *
 *     use_threads PAGE...     (each an article)
 */
#include <courant/extract.h>

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define THREADS 4
#define ROUNDS 3
#define PAGES_MAX 32
#define PAGE_MAX ((size_t)4 << 20)

#define CHECK(condition)                                                                           \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            fprintf(stderr, "%s:%d: not so: %s\n", __FILE__, __LINE__, #condition);                \
            exit(1);                                                                               \
        }                                                                                          \
    } while (0)

struct page {
    char *bytes, *json;
    size_t length, json_length;
};

static struct page pages[PAGES_MAX];
static size_t page_count;

static char *file_bytes(size_t *length, const char *path)
{
    FILE *file = fopen(path, "rb");
    CHECK(file);
    char *bytes = malloc(PAGE_MAX);
    CHECK(bytes);
    *length = fread(bytes, 1, PAGE_MAX, file);
    fclose(file);
    return bytes;
}

static courant_extract_article *read_one(const struct page *p)
{
    struct courant_extract_options options = COURANT_EXTRACT_OPTIONS_INIT;
    courant_extract_article *article = NULL;
    options.url = "https://news.example/a/b.html";
    CHECK(courant_extract_page(&article, p->bytes, p->length, &options) == COURANT_EXTRACT_OK);
    CHECK(article);
    return article;
}

static void *read_all(void *data)
{
    int number = (int)(size_t)data;
    for (int round = 0; round < ROUNDS; round++) {
        for (size_t i = 0; i < page_count; i++) {
            courant_extract_article *article = read_one(&pages[i]);
            const char *json;
            size_t length;
            CHECK(courant_extract_render(article, COURANT_EXTRACT_AS_JSON, &json, &length) ==
                  COURANT_EXTRACT_OK);
            CHECK(length == pages[i].json_length && memcmp(json, pages[i].json, length) == 0);
            courant_extract_free(article);
        }
        courant_extract_article *none;
        const char *bytes = number % 2 ? "" : "%PDF-1.4 no page";
        CHECK(courant_extract_page(&none, bytes, strlen(bytes), NULL) ==
              COURANT_EXTRACT_NO_ARTICLE);
        CHECK(none == NULL);
        CHECK(strstr(courant_extract_error(), number % 2 ? "empty" : "another kind of file"));
    }
    return NULL;
}

static void check_wrong_calls(void)
{
    courant_extract_article *none;
    struct courant_extract_options options = COURANT_EXTRACT_OPTIONS_INIT;
    const struct courant_extract_options forgotten = {0};
    size_t length = 7;
    CHECK(courant_extract_page(NULL, "x", 1, NULL) == COURANT_EXTRACT_USAGE);
    CHECK(courant_extract_page(&none, NULL, 1, NULL) == COURANT_EXTRACT_USAGE);
    CHECK(courant_extract_page(&none, "x", 1, &forgotten) == COURANT_EXTRACT_USAGE && !none);
    options.fetched = INT64_MAX;
    CHECK(courant_extract_page(&none, "x", 1, &options) == COURANT_EXTRACT_USAGE);
    options.fetched = 0;
    options.bytes_max = 10;
    CHECK(courant_extract_page(&none, "<p>eleven", 11, &options) == COURANT_EXTRACT_TOO_LARGE);
    CHECK(strstr(courant_extract_error(), "limit"));
    CHECK(courant_extract_page(&none, NULL, 0, NULL) == COURANT_EXTRACT_NO_ARTICLE);
    CHECK(courant_extract_render(NULL, 0, NULL, NULL) == COURANT_EXTRACT_USAGE);
    CHECK(strcmp(courant_extract_text(NULL, COURANT_EXTRACT_TITLE, &length), "") == 0);
    CHECK(length == 0);
    CHECK(courant_extract_count(NULL, COURANT_EXTRACT_TAGS) == 0);
    CHECK(courant_extract_word_count(NULL) == 0);
    courant_extract_free(NULL);
    CHECK(courant_extract_version() == COURANT_EXTRACT_VERSION);
}

static void check_article(const struct page *p)
{
    courant_extract_article *article = read_one(p);
    size_t length;
    const char *text = courant_extract_text(article, COURANT_EXTRACT_TEXT, &length);
    CHECK(length > 0 && strlen(text) == length);
    CHECK(courant_extract_word_count(article) > 0);
    CHECK(strcmp(courant_extract_text(article, COURANT_EXTRACT_URL, NULL),
                 "https://news.example/a/b.html") == 0);
    CHECK(strcmp(courant_extract_text(article, 999, &length), "") == 0 && length == 0);
    CHECK(strcmp(courant_extract_item(article, COURANT_EXTRACT_AUTHORS, 999, NULL), "") == 0);
    CHECK(courant_extract_count(article, 999) == 0);
    CHECK(courant_extract_time(article, COURANT_EXTRACT_TITLE, NULL, NULL) == 0);
    int64_t seconds = 1;
    int known = courant_extract_time(article, COURANT_EXTRACT_PUBLISHED, &seconds, NULL);
    CHECK(known == (*courant_extract_text(article, COURANT_EXTRACT_PUBLISHED, NULL) != '\0'));
    for (int format = COURANT_EXTRACT_AS_JSON; format <= COURANT_EXTRACT_AS_HTML; format++) {
        const char *whole;
        CHECK(courant_extract_render(article, format, &whole, &length) == COURANT_EXTRACT_OK);
        CHECK(length > 0 && whole[length - 1] == '\n' && strlen(whole) == length);
    }
    const char *nothing;
    CHECK(courant_extract_render(article, 4, &nothing, &length) == COURANT_EXTRACT_USAGE);
    CHECK(strcmp(nothing, "") == 0 && length == 0);
    courant_extract_free(article);
}

int main(int argc, char **argv)
{
    pthread_t threads[THREADS];
    check_wrong_calls();
    CHECK(argc > 1 && argc <= PAGES_MAX);
    for (int i = 1; i < argc; i++) {
        struct page *p = &pages[page_count++];
        p->bytes = file_bytes(&p->length, argv[i]);
        check_article(p);
        courant_extract_article *article = read_one(p);
        const char *json;
        CHECK(courant_extract_render(article, COURANT_EXTRACT_AS_JSON, &json, &p->json_length) ==
              COURANT_EXTRACT_OK);
        p->json = malloc(p->json_length);
        CHECK(p->json);
        memcpy(p->json, json, p->json_length);
        courant_extract_free(article);
    }
    for (size_t i = 0; i < THREADS; i++)
        CHECK(pthread_create(&threads[i], NULL, read_all, (void *)i) == 0);
    for (size_t i = 0; i < THREADS; i++)
        CHECK(pthread_join(threads[i], NULL) == 0);
    for (size_t i = 0; i < page_count; i++) {
        free(pages[i].bytes);
        free(pages[i].json);
    }
    puts("ok");
    return 0;
}
