/*
 * The tokenizer cases of html5lib-tests. Both token lists are written as lines of text and
 * compared. Every case must agree; xmlViolation.test, which is about output for XML, is left out.
 */
#include "html5lib.h"

#include <jansson.h>

#include "html/tokenizer.h"

struct counts {
    int run, equal;
};

static const struct {
    const char *name;
    enum html_tokenizer_state state;
} states[] = {
    {"Data state", HTML_STATE_DATA},          {"PLAINTEXT state", HTML_STATE_PLAINTEXT},
    {"RCDATA state", HTML_STATE_RCDATA},      {"RAWTEXT state", HTML_STATE_RAWTEXT},
    {"Script data state", HTML_STATE_SCRIPT}, {"CDATA section state", HTML_STATE_CDATA},
};

static enum html_tokenizer_state state_named(const char *name)
{
    for (size_t i = 0; i < ARRAY_LEN(states); i++)
        if (str_eq(str_c(states[i].name), str_c(name)))
            return states[i].state;
    print_error("unknown tokenizer state '%s'\n", name);
    assert_true(false);
    return HTML_STATE_DATA;
}

static unsigned hex4(const char *p)
{
    unsigned n = 0;
    for (int i = 0; i < 4; i++)
        n = n * 16 + (unsigned)ascii_hex_value((unsigned char)p[i]);
    return n;
}

/* A code point as UTF-8 would write it, lone surrogates included: the tokenizer passes them. */
static void put_code_point(struct sbuf *b, unsigned c)
{
    if (c >= 0xd800 && c <= 0xdfff) {
        char bytes[3] = {(char)0xed, (char)(0x80 | (c >> 6 & 0x3f)), (char)(0x80 | (c & 0x3f))};
        sbuf_put(b, str_of(bytes, 3));
    } else {
        sbuf_put_utf8(b, c);
    }
}

/* A JSON string; in "doubleEscaped" cases \uXXXX inside it stands for that character. */
static str text_of(struct arena *a, const json_t *j, bool escaped)
{
    str s = str_of(json_string_value(j), json_string_length(j));
    if (!escaped)
        return s;
    struct sbuf b;
    sbuf_init(&b, a, 1 << 20);
    for (size_t i = 0; i < s.len; i++) {
        if (s.p[i] != '\\' || i + 5 >= s.len || s.p[i + 1] != 'u') {
            sbuf_putc(&b, s.p[i]);
            continue;
        }
        unsigned c = hex4(s.p + i + 2);
        i += 5;
        if (c >= 0xd800 && c < 0xdc00 && i + 6 < s.len && s.p[i + 1] == '\\') {
            unsigned low = hex4(s.p + i + 3);
            if (low >= 0xdc00 && low <= 0xdfff) {
                c = 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00);
                i += 6;
            }
        }
        put_code_point(&b, c);
    }
    return sbuf_str(&b);
}

/* Token lists as text: adjacent characters share one line. */
struct lines {
    struct sbuf b;
    bool in_text;
};

static void line(struct lines *l, const char *kind)
{
    sbuf_put(&l->b, S("\n"));
    sbuf_put(&l->b, str_c(kind));
    l->in_text = false;
}

static void put_text(struct lines *l, str s)
{
    if (!l->in_text)
        line(l, "TEXT ");
    l->in_text = true;
    sbuf_put(&l->b, s);
}

static void put_id(struct lines *l, str s)
{
    if (s.p)
        sbuf_printf(&l->b, " <%.*s>", STR_FMT(s));
    else
        sbuf_put(&l->b, S(" none"));
}

struct pair {
    str name, value;
};

static int by_name(const void *x, const void *y)
{
    return str_cmp(((const struct pair *)x)->name, ((const struct pair *)y)->name);
}

static void put_tag(struct lines *l, const char *kind, str name, struct pair *attrs, size_t n,
                    bool self_closing)
{
    line(l, kind);
    sbuf_put(&l->b, name);
    if (n)
        qsort(attrs, n, sizeof *attrs, by_name);
    for (size_t i = 0; i < n; i++) {
        sbuf_put(&l->b, S(" ["));
        sbuf_put(&l->b, attrs[i].name);
        sbuf_put(&l->b, S("]=["));
        sbuf_put(&l->b, attrs[i].value);
        sbuf_put(&l->b, S("]"));
    }
    if (self_closing)
        sbuf_put(&l->b, S(" /"));
}

static str nullable(struct arena *a, const json_t *j, bool escaped)
{
    return json_is_null(j) ? STR_NONE : text_of(a, j, escaped);
}

static void expect_token(struct lines *l, struct arena *a, const json_t *t, bool escaped)
{
    str kind = str_c(json_string_value(json_array_get(t, 0)));
    const json_t *first = json_array_get(t, 1);
    if (str_eq(kind, S("Character"))) {
        put_text(l, text_of(a, first, escaped));
    } else if (str_eq(kind, S("Comment"))) {
        line(l, "COMMENT ");
        sbuf_put(&l->b, text_of(a, first, escaped));
    } else if (str_eq(kind, S("StartTag"))) {
        json_t *object = json_array_get(t, 2);
        struct pair *attrs = arena_array(a, json_object_size(object) + 1, struct pair);
        size_t n = 0;
        const char *key;
        json_t *value;
        json_object_foreach(object, key, value)
        {
            json_t *name = json_string(key);
            attrs[n].name = str_dup(a, text_of(a, name, escaped));
            attrs[n++].value = text_of(a, value, escaped);
            json_decref(name);
        }
        put_tag(l, "START ", text_of(a, first, escaped), attrs, n,
                json_is_true(json_array_get(t, 3)));
    } else if (str_eq(kind, S("EndTag"))) {
        put_tag(l, "END ", text_of(a, first, escaped), NULL, 0, false);
    } else {
        assert_true(str_eq(kind, S("DOCTYPE")));
        line(l, "DOCTYPE");
        put_id(l, nullable(a, first, escaped));
        put_id(l, nullable(a, json_array_get(t, 2), escaped));
        put_id(l, nullable(a, json_array_get(t, 3), escaped));
        if (!json_is_true(json_array_get(t, 4)))
            sbuf_put(&l->b, S(" quirks"));
    }
}

static void write_token(struct lines *l, struct arena *a, const struct html_tokenizer *z)
{
    const struct html_token *t = &z->token;
    str s = {t->p, t->len};
    struct pair *attrs;
    switch (t->kind) {
    case HTML_TOKEN_TEXT: put_text(l, s); break;
    case HTML_TOKEN_COMMENT:
        line(l, "COMMENT ");
        sbuf_put(&l->b, s);
        break;
    case HTML_TOKEN_START:
        attrs = arena_array(a, t->attr_count + 1u, struct pair);
        for (size_t i = 0; i < t->attr_count; i++) {
            const struct html_attr *x = &z->attrs[z->attr_used + i];
            attrs[i] = (struct pair){{x->name, x->name_len}, {x->value, x->value_len}};
        }
        put_tag(l, "START ", s, attrs, t->attr_count, t->self_closing);
        break;
    case HTML_TOKEN_END: put_tag(l, "END ", s, NULL, 0, false); break;
    default:
        line(l, "DOCTYPE");
        put_id(l, s);
        put_id(l, t->public_id);
        put_id(l, t->system_id);
        if (t->force_quirks)
            sbuf_put(&l->b, S(" quirks"));
        break;
    }
}

/* INPUT lies in memory of just its size, so that a read past it is seen by the sanitizers. */
static void run_in_state(struct counts *n, const json_t *test, str input, bool escaped,
                         enum html_tokenizer_state state)
{
    struct arena a;
    arena_init(&a);
    struct lines want = {.in_text = false}, got = {.in_text = false};
    sbuf_init(&want.b, &a, 1 << 22);
    sbuf_init(&got.b, &a, 1 << 22);
    size_t i;
    json_t *token;
    json_array_foreach(json_object_get(test, "output"), i, token)
        expect_token(&want, &a, token, escaped);
    char *copy = malloc(input.len ? input.len : 1);
    assert_non_null(copy);
    memcpy(copy, input.p, input.len);
    struct html_tokenizer z;
    html_tokenizer_init(&z, &a, str_of(copy, input.len), &html_limits_default);
    z.state = state;
    const char *last = json_string_value(json_object_get(test, "lastStartTag"));
    z.last_start = str_c(last);
    while (html_tokenizer_next(&z))
        write_token(&got, &a, &z);
    n->run++;
    bool equal = str_eq(sbuf_str(&got.b), sbuf_str(&want.b));
    n->equal += equal;
    if (!equal)
        print_error("%s (state %d)\n%.*s\nwant%.*s\ngot%.*s\n",
                    json_string_value(json_object_get(test, "description")), state, STR_FMT(input),
                    STR_FMT(sbuf_str(&want.b)), STR_FMT(sbuf_str(&got.b)));
    free(copy);
    arena_end(&a);
}

static void run_json_test(struct counts *n, const json_t *test)
{
    struct arena a;
    arena_init(&a);
    bool escaped = json_is_true(json_object_get(test, "doubleEscaped"));
    str input = text_of(&a, json_object_get(test, "input"), escaped);
    const json_t *initial = json_object_get(test, "initialStates");
    size_t i;
    json_t *state;
    if (!initial)
        run_in_state(n, test, input, escaped, HTML_STATE_DATA);
    json_array_foreach(initial, i, state)
        run_in_state(n, test, input, escaped, state_named(json_string_value(state)));
    arena_end(&a);
}

static void run_file(void *data, const char *name, str text)
{
    if (str_eq(str_c(name), S("xmlViolation.test")))
        return;
    json_error_t error;
    json_t *root = json_loadb(text.p, text.len, JSON_ALLOW_NUL, &error);
    if (!root)
        print_error("%s: %s\n", name, error.text);
    assert_non_null(root);
    size_t i;
    json_t *test;
    json_array_foreach(json_object_get(root, "tests"), i, test) run_json_test(data, test);
    json_decref(root);
}

static void test_tokenizer(void **state)
{
    (void)state;
    struct arena a;
    arena_init(&a);
    const char *folder = shared_folder(&a, "html5/tokenizer");
    assert_non_null(folder);
    struct counts n = {0, 0};
    html5lib_each(&a, folder, S(".test"), run_file, &n);
    print_message("html5lib tokens: %d of %d equal (%.2f%%)\n", n.equal, n.run,
                  100.0 * n.equal / n.run);
    assert_true(n.run > 6500);
    assert_int_equal(n.equal, n.run);
    arena_end(&a);
}

int main(void)
{
    if (!shared_there("html5/tokenizer"))
        return SHARED_SKIP;
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_tokenizer)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
