/*
 * A body, and at a NUL the text its sentences come from (its own text when there is none). The
 * marks taken out, the body is as it was; elements stay properly nested; each sentence has its id
 * once, when and only when it says that it is marked.
 */
#include "base/sbuf.h"
#include "base/utf8.h"
#include "html/sanitize.h"
#include "text/sentence.h"
#include "web/marks.h"

#define OPEN S("<span class=\"s\" ")
#define DEPTH_MAX 1024

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static str text_of(struct arena *a, str body)
{
    struct sbuf b;
    sbuf_init(&b, a, body.len * 2 + 1);
    for (size_t i = 0; i < body.len; i++) {
        if (body.p[i] == '<') {
            str tag = str_skip(body, i);
            i += str_chr(tag, '>');
            if (str_starts(tag, S("</p")) || str_starts(tag, S("</li")))
                sbuf_put(&b, S("\n\n"));
            continue;
        }
        sbuf_putc(&b, body.p[i]);
    }
    return sbuf_str(&b);
}

/* OUT is BODY but for our spans, which nest with what is there. */
static void check(str out, str body, const bool *marked, size_t n)
{
    bool ours[DEPTH_MAX];
    size_t depth = 0, at = 0, ids = 0, want = 0;
    for (size_t i = 0; i < n; i++)
        want += marked[i];
    for (size_t i = 0; i < out.len;) {
        str rest = str_skip(out, i);
        if (rest.p[0] != '<') {
            ASSERT(at < body.len && body.p[at] == rest.p[0]);
            at++, i++;
            continue;
        }
        str tag = str_sub(rest, 0, str_chr(rest, '>') + 1);
        i += tag.len;
        bool closes = tag.p[1] == '/', mark = str_starts(tag, OPEN);
        bool empty = str_starts(tag, S("<br")) || str_starts(tag, S("<hr")) ||
                     str_starts(tag, S("<img")) || str_starts(tag, S("<wbr"));
        if (closes) {
            ASSERT(depth > 0);
            mark = ours[--depth];
            ASSERT(!mark || str_eq(tag, S("</span>")));
        } else if (!empty) {
            ASSERT(depth < DEPTH_MAX);
            ours[depth++] = mark;
            ids += mark && str_has(tag, S(" id=\"s"));
        }
        if (mark)
            continue;
        ASSERT(str_eq(str_sub(body, at, at + tag.len), tag));
        at += tag.len;
    }
    ASSERT(depth == 0 && at == body.len && ids == want);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct lexicon *lexicon;
    if (!lexicon)
        lexicon = lexicon_new();
    struct arena a;
    arena_init(&a);
    str text = str_of((const char *)data, size);
    str first = str_cut(&text, '\0');
    html body;
    struct html_sanitize_options options = {.out_max = (size_t)1 << 20};
    if (html_sanitize(&body, &a, utf8_repair(&a, first), &options) == OK) {
        text = text.p ? utf8_repair(&a, text) : text_of(&a, body.s);
        struct sentence_vec found = {0};
        sentence_split(&found, &a, lexicon, S("en"), text);
        struct text_range *at = arena_array(&a, found.len + 1, struct text_range);
        for (size_t i = 0; i < found.len; i++)
            at[i] = (struct text_range){found.at[i].begin, found.at[i].end};
        bool *marked;
        html out = marks_body(&marked, &a, body, text, (struct text_ranges){at, found.len});
        check(out.s, body.s, marked, found.len);
    }
    arena_end(&a);
    return 0;
}
