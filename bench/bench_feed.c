/*
 * Feed parsing: MB/s of whole feeds, from bytes to the document, against libxml2's bare SAX over
 * the same bytes in the same run (handlers that only count).
 *
 *     bench_feed [FEED...]
 *
 * Without files: feeds of 20 entries of made-up text, as the web has them: the text in CDATA, as
 * escaped HTML, as XHTML in Atom, teasers only, and Cyrillic.
 */
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <libxml/parser.h>
#include <libxml/parserInternals.h>

#include "base/sbuf.h"
#include "feed/feed.h"

#define ROUNDS 15
#define BYTES_A_ROUND ((size_t)4 << 20)
#define FEEDS_MAX 4000

struct feeds {
    const char *name;
    str at[FEEDS_MAX];
    size_t len, bytes;
};

static uint64_t state = 88172645463325252u;

static uint64_t draw(uint64_t n)
{
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return state % n;
}

static void put_words(struct sbuf *b, size_t n, bool cyrillic)
{
    static const char *const latin[] = {"ka", "lo", "mi",  "ren", "ta",  "su", "vor", "el",
                                        "in", "da", "pre", "no",  "mar", "ti", "con", "qui"};
    static const char *const other[] = {"ка", "ло", "ми",  "рен", "та",  "су", "вор", "ел",
                                        "ин", "да", "пре", "но",  "мар", "ти", "кон", "кви"};
    for (size_t i = 0; i < n; i++) {
        if (i)
            sbuf_putc(b, ' ');
        for (uint64_t k = draw(3) + 1; k; k--)
            sbuf_put(b, str_c((cyrillic ? other : latin)[draw(16)]));
    }
}

enum kind { KIND_CDATA, KIND_ESCAPED, KIND_XHTML, KIND_TEASER, KIND_CYRILLIC, KINDS };
static const char *const kinds[KINDS] = {"RSS, text in CDATA", "RSS, escaped HTML", "Atom, XHTML",
                                         "RSS, teasers only", "RSS, Cyrillic, escaped"};

static void put_body(struct sbuf *b, enum kind kind)
{
    bool escaped = kind == KIND_ESCAPED || kind == KIND_CYRILLIC;
    const char *open = escaped ? "&lt;" : "<", *close = escaped ? "&gt;" : ">";
    for (int i = 0; i < 6; i++) {
        sbuf_printf(b, "%sp%s", open, close);
        put_words(b, 30, kind == KIND_CYRILLIC);
        sbuf_printf(b, " %sa href=\"https://example.org/%llu\"%s", open,
                    (unsigned long long)draw(100000), close);
        put_words(b, 2, kind == KIND_CYRILLIC);
        sbuf_printf(b, "%s/a%s ", open, close);
        put_words(b, 25, kind == KIND_CYRILLIC);
        sbuf_printf(b, "%s/p%s\n", open, close);
    }
}

static void put_rss_item(struct sbuf *b, enum kind kind, int i)
{
    sbuf_put(b, S("<item>\n<title>"));
    put_words(b, 8, kind == KIND_CYRILLIC);
    sbuf_printf(b,
                "</title>\n<link>https://example.org/%d</link>\n<guid isPermaLink=\"false\">n%d"
                "</guid>\n<pubDate>Mon, 03 Jun 2024 10:%02d:00 +0000</pubDate>\n<dc:creator>",
                i, i, i);
    put_words(b, 2, kind == KIND_CYRILLIC);
    sbuf_put(b, S("</dc:creator>\n<category>news</category>\n<description>"));
    put_words(b, 30, kind == KIND_CYRILLIC);
    sbuf_put(b, S("</description>\n"));
    if (kind != KIND_TEASER) {
        sbuf_put(b, kind == KIND_CDATA ? S("<content:encoded><![CDATA[") : S("<content:encoded>"));
        put_body(b, kind);
        sbuf_put(b, kind == KIND_CDATA ? S("]]></content:encoded>\n") : S("</content:encoded>\n"));
    }
    sbuf_put(b, S("</item>\n"));
}

static void put_atom_entry(struct sbuf *b, int i)
{
    sbuf_put(b, S("<entry>\n<title>"));
    put_words(b, 8, false);
    sbuf_printf(
        b,
        "</title>\n<link href=\"https://example.org/%d\"/>\n<id>tag:example.org,2024:%d</id>\n"
        "<updated>2024-06-03T10:%02d:00Z</updated>\n<author><name>",
        i, i, i);
    put_words(b, 2, false);
    sbuf_put(b, S("</name></author>\n<content type=\"xhtml\"><div "
                  "xmlns=\"http://www.w3.org/1999/xhtml\">"));
    put_body(b, KIND_XHTML);
    sbuf_put(b, S("</div></content>\n</entry>\n"));
}

static str make_feed(struct arena *a, enum kind kind)
{
    struct sbuf b;
    sbuf_init(&b, a, (size_t)1 << 20);
    bool atom = kind == KIND_XHTML;
    sbuf_put(&b, S("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"));
    sbuf_put(&b, atom ? S("<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>")
                      : S("<rss version=\"2.0\" "
                          "xmlns:content=\"http://purl.org/rss/1.0/modules/content/\" "
                          "xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><channel><title>"));
    put_words(&b, 3, kind == KIND_CYRILLIC);
    sbuf_put(&b, S("</title>\n"));
    for (int i = 0; i < 20; i++)
        if (atom)
            put_atom_entry(&b, i);
        else
            put_rss_item(&b, kind, i);
    sbuf_put(&b, atom ? S("</feed>\n") : S("</channel></rss>\n"));
    str out;
    ASSERT(sbuf_end(&out, &b) == OK);
    return out;
}

static void make_feeds(struct feeds *f, struct arena *a, enum kind kind)
{
    f->name = kinds[kind];
    f->len = f->bytes = 0;
    while (f->bytes < BYTES_A_ROUND && f->len < FEEDS_MAX) {
        f->at[f->len] = make_feed(a, kind);
        f->bytes += f->at[f->len++].len;
    }
}

static void read_feeds(struct feeds *f, struct arena *a, int n, char **paths)
{
    f->name = "files";
    f->len = f->bytes = 0;
    for (int i = 0; i < n && f->len < FEEDS_MAX; i++) {
        int fd = open(paths[i], O_RDONLY | O_CLOEXEC);
        struct stat st;
        if (fd < 0 || fstat(fd, &st) != 0 || !S_ISREG(st.st_mode)) {
            fprintf(stderr, "bench_feed: %s cannot be read\n", paths[i]);
            exit(1);
        }
        char *p = arena_alloc(a, (size_t)st.st_size + 1);
        ssize_t len = read(fd, p, (size_t)st.st_size);
        close(fd);
        f->at[f->len] = str_of(p, len > 0 ? (size_t)len : 0);
        f->bytes += f->at[f->len++].len;
    }
}

static size_t counted;

static void count_text(void *ctx, const xmlChar *text, int len)
{
    (void)ctx, (void)text;
    counted += (size_t)len;
}

static void count_start(void *ctx, const xmlChar *local, const xmlChar *prefix,
                        const xmlChar *space, int declared, const xmlChar **declarations, int count,
                        int defaulted, const xmlChar **attributes)
{
    (void)ctx, (void)local, (void)prefix, (void)space, (void)declared, (void)declarations;
    (void)defaulted, (void)attributes;
    counted += (size_t)count;
}

static void count_end(void *ctx, const xmlChar *local, const xmlChar *prefix, const xmlChar *space)
{
    (void)ctx, (void)local, (void)prefix, (void)space;
    counted++;
}

static void quiet(void *ctx, xmlErrorPtr error)
{
    (void)ctx, (void)error;
}

/* Of converters, which do not ask the handler. */
static void quiet_print(void *ctx, const char *format, ...)
{
    (void)ctx, (void)format;
}

static void bare(str text)
{
    xmlParserCtxt *parser = xmlCreateMemoryParserCtxt(text.p, (int)text.len);
    if (!parser)
        return;
    *parser->sax = (xmlSAXHandler){
        .initialized = XML_SAX2_MAGIC,
        .startElementNs = count_start,
        .endElementNs = count_end,
        .characters = count_text,
        .ignorableWhitespace = count_text,
        .cdataBlock = count_text,
        .serror = quiet,
    };
    xmlCtxtUseOptions(parser, XML_PARSE_RECOVER | XML_PARSE_NONET | XML_PARSE_HUGE |
                                  XML_PARSE_NOENT | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
    xmlParseDocument(parser);
    xmlFreeParserCtxt(parser);
}

static void ours(struct arena *a, str text)
{
    struct feed_document *doc;
    struct feed_source source = {.url = S("https://example.org/feed")};
    if (feed_parse(&doc, a, text, &source) == OK)
        counted += doc->items.len;
    arena_reset(a);
}

static double seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* Best round of each, the two taking turns. */
static void measure(const struct feeds *f)
{
    struct arena a;
    arena_init(&a);
    double best[2] = {1e9, 1e9};
    for (int round = 0; round < ROUNDS; round++) {
        double begin = seconds();
        for (size_t i = 0; i < f->len; i++)
            bare(f->at[i]);
        double middle = seconds();
        for (size_t i = 0; i < f->len; i++)
            ours(&a, f->at[i]);
        double end = seconds();
        best[0] = middle - begin < best[0] ? middle - begin : best[0];
        best[1] = end - middle < best[1] ? end - middle : best[1];
    }
    double mb = (double)f->bytes / 1e6;
    printf("%-24s %6zu feeds %7.1f KB each  libxml2 SAX %7.1f MB/s  ours %7.1f MB/s  %.2f of it\n",
           f->name, f->len, (double)f->bytes / 1e3 / (double)(f->len ? f->len : 1), mb / best[0],
           mb / best[1], best[0] / best[1]);
    arena_end(&a);
}

int main(int argc, char **argv)
{
    struct arena a;
    arena_init(&a);
    struct feeds *f = arena_new(&a, struct feeds);
    xmlSetGenericErrorFunc(NULL, quiet_print);
    for (int kind = 0; kind < KINDS && argc == 1; kind++) {
        make_feeds(f, &a, (enum kind)kind);
        measure(f);
    }
    if (argc > 1) {
        read_feeds(f, &a, argc - 1, argv + 1);
        measure(f);
    }
    arena_end(&a);
    return counted == 0;
}
