/* Names known beforehand, and the words around names. */
#include "text/name_table.h"

#include "text/char.h"

#define LANGUAGES_MAX 64
#define FORM_MAX 128

struct name_tables {
    struct arena arena;
    size_t len;
    struct name_language languages[LANGUAGES_MAX];
};

static const char columns[][3] = {"en", "de", "fr", "es", "it", "pt", "ru"};

struct known_row {
    const char *forms;
    bool group;
};
static const struct known_row known_rows[] = {
#define PLACE(forms) {forms, false},
#include "text/name_place.def"
#undef PLACE
#define GROUP(forms) {forms, true},
#include "text/name_group.def"
#undef GROUP
};

struct word_row {
    const char *language;
    uint32_t class;
    const char *words;
};
static const struct word_row word_rows[] = {
#define WORDS(language, class, words) {language, NAME_##class, words},
#include "text/name_word.def"
#undef WORDS
};

struct name_tables *name_tables_new(void)
{
    struct name_tables *t = mem_calloc(1, sizeof *t);
    arena_init(&t->arena);
    return t;
}

void name_tables_free(struct name_tables *t)
{
    if (!t)
        return;
    arena_end(&t->arena);
    free(t);
}

/* A word as the tables have it: its stem, or in lower case. Valid until the next call. */
static str key_of(const struct name_language *l, struct terms *terms, char out[FORM_MAX], str word)
{
    size_t n = char_lower(out, FORM_MAX, word);
    str lower = str_of(out, n);
    return l->by_stem ? terms_word(terms, str_c(l->code), lower) : lower;
}

static void add_words(struct name_tables *t, struct name_language *l, struct terms *terms,
                      const struct word_row *row)
{
    char lower[FORM_MAX];
    str rest = str_c(row->words);
    while (rest.p) {
        str word = str_cut(&rest, ' ');
        if (!word.len)
            continue;
        str key = key_of(l, terms, lower, word);
        uint64_t *at = map_get(&l->words, key);
        if (!at)
            at = map_put(&l->words, str_dup(&t->arena, key));
        *at |= row->class;
    }
}

/* Whether FORM has no lower-case letter: "US". */
static bool in_capitals(str form)
{
    size_t next;
    for (size_t at = 0; at < form.len; at = next)
        if (char_is_lower(char_at(form, at, &next)))
            return false;
    return true;
}

/* The words of FORM are what text_doc would make of it. */
static void add_form(struct name_tables *t, struct name_language *l, struct terms *terms, str form,
                     uint64_t value)
{
    char lower[FORM_MAX];
    struct sbuf key;
    uint32_t words = 0;
    str head = STR_NONE;
    sbuf_init(&key, &t->arena, FORM_MAX * 2);
    bool elides = terms_elides(terms, str_c(l->code));
    for (size_t at = 0, next; at < form.len; at = next) {
        size_t end = at;
        while (end < form.len) {
            uint32_t c = char_at(form, end, &next);
            if (!char_is_word(c) && (elides || !char_is_apostrophe(c)))
                break;
            end = next;
        }
        if (end == at) {
            (void)char_at(form, at, &next);
            continue;
        }
        str word = key_of(l, terms, lower, str_sub(form, at, end));
        if (words++)
            sbuf_putc(&key, ' ');
        else
            head = str_dup(&t->arena, word);
        sbuf_put(&key, word);
        next = end;
    }
    ASSERT(words > 0 && words <= NAME_KNOWN_WORDS);
    uint64_t *known = map_put(&l->known, sbuf_str(&key));
    if (!*known)
        *known = value | (in_capitals(form) ? 2u : 0u);
    uint64_t *longest = map_put(&l->heads, head);
    if (*longest < words)
        *longest = words;
}

static void add_known(str *forms, struct name_tables *t, struct name_language *l,
                      struct terms *terms, size_t column, uint32_t id)
{
    const struct known_row *row = &known_rows[id - 1];
    str rest = str_c(row->forms), first = STR_NONE, cell = STR_NONE;
    for (size_t i = 0; i <= column && rest.p; i++) {
        cell = str_cut(&rest, '|');
        if (i == 0)
            first = cell;
        else if (i < column)
            cell = STR_NONE;
    }
    if (!cell.len) {
        /* The first English form stands for a language without one of its own. */
        cell = str_cut(&first, ';');
    }
    str rest_forms = cell;
    forms[id] = str_cut(&rest_forms, ';');
    uint64_t value = (uint64_t)id << 2 | (row->group ? 1u : 0u);
    while (cell.p) {
        str form = str_cut(&cell, ';');
        if (form.len)
            add_form(t, l, terms, form, value);
    }
}

static void build(struct name_tables *t, struct name_language *l, struct terms *terms)
{
    str code = str_c(l->code);
    size_t column = 0;
    for (size_t i = 0; i < ARRAY_LEN(columns); i++)
        if (str_eq(code, str_c(columns[i])))
            column = i;
    map_init(&l->words, &t->arena);
    map_init(&l->known, &t->arena);
    map_init(&l->heads, &t->arena);
    l->by_stem = str_eq(code, S("ru")) || str_eq(code, S("de"));
    l->nouns_capital = str_eq(code, S("de")) || str_eq(code, S("lb"));
    for (size_t i = 0; i < ARRAY_LEN(word_rows); i++)
        if (!*word_rows[i].language || str_eq(code, str_c(word_rows[i].language)))
            add_words(t, l, terms, &word_rows[i]);
    str *forms = arena_array(&t->arena, ARRAY_LEN(known_rows) + 1, str);
    for (uint32_t i = 1; i <= ARRAY_LEN(known_rows); i++)
        add_known(forms, t, l, terms, column, i);
    l->forms = forms;
}

const struct name_language *name_tables_language(struct name_tables *t, struct terms *terms,
                                                 str language)
{
    if (language.len < 2 || language.len > 3)
        language = S("und");
    for (size_t i = 0; i < t->len; i++)
        if (str_eq(language, str_c(t->languages[i].code)))
            return &t->languages[i];
    if (t->len == LANGUAGES_MAX)
        return &t->languages[0];
    struct name_language *l = &t->languages[t->len++];
    memcpy(l->code, language.p, language.len);
    build(t, l, terms);
    return l;
}
