/* `courant search QUERY`: what the site's search finds, for the terminal or as JSON Lines. */
#include <unistd.h>

#include "base/clock.h"
#include "base/json.h"
#include "base/utf8.h"
#include "cli/cli.h"
#include "store/store.h"

#define QUERY_MAX 4096
#define LINE_MAX_BYTES ((size_t)64 << 10)
#define MARK_BEGIN 0xe000
#define MARK_END 0xe001

struct page {
    struct search_hit *hits;
    size_t n;
    int64_t total;
};

/* SNIPPET without its marks into TEXT; the marked ranges as byte offsets into it. */
static void put_matches(struct json *j, struct sbuf *text, str snippet)
{
    json_key(j, "matches");
    json_array(j);
    size_t begin = 0;
    while (snippet.len) {
        uint32_t c = utf8_next(&snippet);
        if (c == MARK_BEGIN) {
            begin = text->len;
        } else if (c == MARK_END) {
            json_array(j);
            json_i64(j, (int64_t)begin);
            json_i64(j, (int64_t)text->len);
            json_end(j);
        } else {
            sbuf_put_utf8(text, c);
        }
    }
    json_end(j);
}

static void print_json(struct arena *a, const struct search_hit *hit)
{
    const struct article_card *card = &hit->card;
    struct sbuf line, text;
    struct json j;
    sbuf_init(&line, a, LINE_MAX_BYTES);
    sbuf_init(&text, a, LINE_MAX_BYTES);
    json_init(&j, &line);
    json_object(&j);
    json_key_i64(&j, "id", card->id);
    json_key_str(&j, "title", card->title);
    json_key_str(&j, "source", card->source_key);
    json_key_str_opt(&j, "language", card->language);
    if (card->published_us != TIME_NONE) {
        json_key(&j, "published");
        json_time(&j, card->published_us);
    }
    json_key(&j, "score");
    json_f64(&j, hit->score, 4);
    put_matches(&j, &text, hit->snippet);
    json_key_str(&j, "snippet", sbuf_str(&text));
    json_end(&j);
    if (line.overflow)
        return;
    sbuf_putc(&line, '\n');
    fwrite(line.p, 1, line.len, stdout);
}

/* Control characters of a text from outside must not reach the terminal. */
static void print_text(str s, bool color)
{
    while (s.len) {
        str at = s;
        uint32_t c = utf8_next(&s);
        if (c == MARK_BEGIN || c == MARK_END)
            fputs(color ? (c == MARK_BEGIN ? "\033[1m" : "\033[0m") : "", stdout);
        else if (c >= 0x20 && (c < 0x7f || c >= 0xa0))
            fwrite(at.p, 1, at.len - s.len, stdout);
    }
}

static void print_hit(struct arena *a, const struct search_hit *hit, bool color)
{
    const struct article_card *card = &hit->card;
    struct sbuf date;
    sbuf_init(&date, a, 64);
    if (card->published_us != TIME_NONE)
        clock_put_iso(&date, card->published_us);
    print_text(card->title, color);
    printf("\n  %lld  ", (long long)card->id);
    print_text(card->source_name, color);
    printf("  %.*s\n  ", STR_FMT(str_sub(sbuf_str(&date), 0, 10)));
    print_text(hit->snippet, color);
    fputs("\n\n", stdout);
}

static status search(struct page *page, struct arena *a, str where, str query, int64_t limit)
{
    struct store *s;
    struct store_search asked = {.query = query, .limit = (size_t)limit};
    TRY(store_open(&s, where));
    status st = store_search(&page->hits, &page->n, &page->total, a, s, &asked);
    store_free(s);
    return st;
}

/* The arguments with spaces between: `courant search harbour tax` needs no quotes. */
static str join(struct arena *a, int n, char **words)
{
    struct sbuf b;
    sbuf_init(&b, a, QUERY_MAX);
    for (int i = 0; i < n; i++) {
        if (i)
            sbuf_putc(&b, ' ');
        sbuf_put(&b, str_c(words[i]));
    }
    return sbuf_str(&b);
}

int cmd_search(const struct config *config, int argc, char **argv)
{
    bool json = false;
    int64_t limit = 20;
    const char *name = argv[0];
    const struct cli_option options[] = {
        {"json", CLI_FLAG, &json, NULL, "one JSON object a line"},
        {"limit", CLI_COUNT, &limit, "N", "at most N articles, 1 to 200 (20)"},
    };
    int n;
    if (cli_parse(&n, argc, argv, options, ARRAY_LEN(options)) != OK)
        return cli_usage_error(name);
    if (n < 0)
        return CLI_OK;
    if (n == 0 || limit < 1 || limit > 200) {
        (void)!fail(E_INPUT, n ? "--limit is 1 to 200" : "expected words to search for");
        return cli_usage_error(name);
    }
    struct arena a;
    struct page page = {0};
    arena_init(&a);
    status st = search(&page, &a, cli_store_where(&a, config), join(&a, n, argv), limit);
    for (size_t i = 0; i < page.n && st == OK; i++) {
        if (json)
            print_json(&a, &page.hits[i]);
        else
            print_hit(&a, &page.hits[i], isatty(STDOUT_FILENO));
    }
    if (st == OK && !json)
        printf("%zu of %lld articles\n", page.n, (long long)page.total);
    arena_end(&a);
    return st == OK ? CLI_OK : cli_failed(name);
}
