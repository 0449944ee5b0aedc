/* related_read: the words of an article, their weights and keys, made of its text. */
#include "text_fixture.h"

#include "related/related.h"

static struct related_article read_article(struct text_fixture *f, const char *language,
                                           const char *title, const char *text)
{
    struct text_input in = {str_c(title), str_c(text), str_c(language), 1234567};
    struct text_doc *doc = arena_new(&f->arena, struct text_doc);
    struct related_article out;
    text_doc_read(doc, &f->arena, f->reader, &in);
    related_read(&out, &f->arena, f->reader, doc, NULL);
    return out;
}

/* The word that is written so, NULL when there is none. */
static const struct related_word *word(const struct related_words *words, const char *text)
{
    for (size_t i = 0; i < words->len; i++)
        if (str_eq(words->at[i].text, str_c(text)))
            return &words->at[i];
    return NULL;
}

static void test_terms(void **state)
{
    struct text_fixture *f = *state;
    struct related_article a = read_article(f, "en", "Herring talks collapse",
                                            "The ministers left the hall before noon. Herring "
                                            "stocks are the matter, and herring quotas.");
    assert_str(a.language, "en");
    assert_int_equal(a.time_us, 1234567);
    assert_null(word(&a.terms, "the"));
    const struct related_word *title = word(&a.terms, "talks"), *body = word(&a.terms, "ministers"),
                              *both = word(&a.terms, "herring");
    both = both ? both : word(&a.terms, "Herring");
    assert_true(title && body && both);
    assert_true(both->weight > title->weight && title->weight > body->weight);
    assert_true(body->weight >= 1);
    assert_int_equal(body->kind, RELATED_TERM);
    /* Short words are thought common. */
    assert_true(word(&a.terms, "noon")->prior > body->prior);
    /* The same stem is the same in one language, another one in the next. */
    struct related_article same = read_article(f, "en", "A minister", "");
    struct related_article other = read_article(f, "de", "Minister", "");
    assert_int_equal(word(&same.terms, "minister")->key, body->key);
    assert_int_not_equal(other.terms.at[0].key, body->key);
}

static void test_numbers(void **state)
{
    struct text_fixture *f = *state;
    struct related_article a = read_article(
        f, "en", "",
        "In 2025, 1,550,000 people and 4 dogs saw 614 trains, 6.1 on average, or 3000.");
    struct related_article b = read_article(f, "de", "", "Es waren 1.550.000 Menschen.");
    assert_null(word(&a.numbers, "4"));
    assert_int_equal(word(&a.numbers, "1,550,000")->key, word(&b.numbers, "1.550.000")->key);
    float exact = word(&a.numbers, "614")->prior;
    assert_true(exact < word(&a.numbers, "3000")->prior);
    assert_true(exact < word(&a.numbers, "6.1")->prior);
    assert_true(word(&a.numbers, "3000")->prior < word(&a.numbers, "2025")->prior);
    assert_int_equal(word(&a.numbers, "614")->kind, RELATED_NUMBER);
}

static struct related_article with_name(struct text_fixture *f, const char *language,
                                        const char *text, uint8_t kind)
{
    struct name_mention mention = {.words = 1};
    struct name name = {.text = str_c(text), .mentions = &mention, .mentions_len = 1, .kind = kind};
    struct name_list names = {&name, 1};
    struct text_input in = {S(""), str_c("words"), str_c(language), 0};
    struct text_doc *doc = arena_new(&f->arena, struct text_doc);
    struct related_article out;
    text_doc_read(doc, &f->arena, f->reader, &in);
    related_read(&out, &f->arena, f->reader, doc, &names);
    assert_int_equal(out.names.len, 1);
    return out;
}

static void test_names(void **state)
{
    static const struct {
        const char *language, *name;
        uint8_t kind;
        const char *other_language, *other;
        bool same_letters, same_sound;
    } cases[] = {
        {"en", "Robert Fico", NAME_PERSON, "en", "Fico", true, false},
        {"en", "Vladimir Putin", NAME_PERSON, "ru", "Путин", true, true},
        {"en", "Donald Trump", NAME_PERSON, "ru", "Трампа", false, true},
        {"en", "Volodymyr Zelensky", NAME_PERSON, "de", "Selenskyj", false, true},
        {"en", "Viktor Orban", NAME_PERSON, "es", "Orbán", true, true},
        {"en", "Venus Williams", NAME_PERSON, "es", "Williams", true, true},
        {"en", "Vladimir Putin", NAME_PERSON, "de", "Putins", true, true},
        {"en", "Hallin Tunnel", NAME_PLACE, "en", "Hallin", false, false},
        {"en", "Donald Trump", NAME_PERSON, "en", "Donald Tusk", false, false},
    };
    struct text_fixture *f = *state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct related_article a = with_name(f, cases[i].language, cases[i].name, cases[i].kind);
        struct related_article b =
            with_name(f, cases[i].other_language, cases[i].other, cases[i].kind);
        const struct related_word *x = a.names.at, *y = b.names.at;
        if ((x->key == y->key) != cases[i].same_letters)
            print_error("%s, %s\n", cases[i].name, cases[i].other);
        assert_int_equal(x->key == y->key, cases[i].same_letters);
        assert_int_equal(x->sound && x->sound == y->sound, cases[i].same_sound);
        assert_str(x->text, cases[i].name);
        assert_true(x->weight > 0 && x->weight <= 1);
    }
}

/* Articles of nothing, of one word, of no letters, and of one word many times. */
static void test_odd(void **state)
{
    static const char *const texts[] = {
        "",      " \n\n ", "word", "\xf0\x9f\x98\x80 !!! ...", "\xe4\xb8\x9c\xe4\xba\xac",
        "' ' '", "1 2 3",  "A"};
    struct text_fixture *f = *state;
    struct related_index *x = related_new(0);
    for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
        struct related_card *cards;
        size_t n;
        struct related_article a = read_article(f, i % 2 ? "en" : "", texts[i], texts[i]);
        a.id = (int64_t)i;
        related_add(x, &a);
        related_find(&cards, &n, &f->arena, x, &a, NULL);
        for (size_t c = 0; c < n; c++)
            assert_int_not_equal(cards[c].id, a.id);
    }
    size_t many = 200000;
    char *text = arena_alloc(&f->arena, many * 5 + 1);
    for (size_t i = 0; i < many; i++)
        memcpy(text + i * 5, "Word ", 6);
    struct related_article a = read_article(f, "en", "Word", text);
    assert_int_equal(a.terms.len, 1);
    assert_true(a.terms.at[0].weight > 1 && a.terms.at[0].weight < 20);
    related_add(x, &a);
    related_free(x);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, text_setup, text_teardown)
    const struct CMUnitTest tests[] = {T(test_terms), T(test_numbers), T(test_names), T(test_odd)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
