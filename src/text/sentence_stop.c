/* Whether a stop ends its sentence. A full stop does unless the word before is an abbreviation, an
 * initial, an ordinal or the number of a list item, or the text goes on in lower case. */
#include "text/sentence_stop.h"

#include "text/sentence_item.h"

#define TOKEN_MAX 48    /* bytes of the longest abbreviation, and some */
#define TOKEN_REACH 160 /* longer ones are addresses or no words at all */
#define SHORT_SENTENCE 4

/* The word before a full stop. */
struct token {
    size_t begin, end;
    char text[TOKEN_MAX]; /* lower case */
    size_t len;
    uint32_t flags;
    size_t letters, digits, dots;
    bool capital; /* begins with one */
    bool camel;   /* has a capital behind its first letter */
    bool upper;   /* has no lower-case letter */
    bool address; /* a URL, an e-mail address, a file name */
    bool vowel;
    bool roman;
};

void stop_context_init(struct stop_context *c, struct lexicon *lexicon, str language, str text)
{
    *c = (struct stop_context){
        .text = text,
        .words = lexicon_language(lexicon, language),
        .english = str_eq(language, S("en")),
        .run_on = str_eq(language, S("en")) || str_eq(language, S("de")),
        .greek = str_eq(language, S("el")),
        .armenian = str_eq(language, S("hy")),
        .japanese = str_eq(language, S("ja")),
    };
    c->ordinal_dots = lexicon_has_ordinal_dots(c->words);
}

static bool is_blank(uint32_t c)
{
    return char_is_blank(c) || mark_is_invisible(c);
}

static bool is_line_end(uint32_t c)
{
    return c == 0 || c == '\n' || c == '\r' || c == 0x2028 || c == 0x2029;
}

static enum mark mark_at(const struct stop_context *c, uint32_t character)
{
    return mark_of(character, c->greek, c->armenian);
}

static bool is_vowel(uint32_t c)
{
    return c >= 0x80 || c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u' || c == 'y';
}

/* The word that ends at byte END: back to white space, a bracket or a quotation mark. */
static void read_token(struct token *t, const struct stop_context *c, size_t end)
{
    str text = c->text;
    size_t at = end, before, x;
    *t = (struct token){.upper = true, .roman = true};
    uint32_t ch;
    while (at > c->begin && mark_is_invisible(char_before(text, at, &before)))
        at = before;
    t->end = at;
    while (at > c->begin) {
        ch = char_before(text, at, &before);
        enum mark m = mark_at(c, ch);
        if (is_blank(ch) || ch == '\n' || m == MARK_OPEN || m == MARK_CLOSE || ch == '"' ||
            m == MARK_FULL || m == MARK_LOUD)
            break;
        if (ch == '\'' && (before == c->begin || !char_is_word(char_before(text, before, &x))))
            break;
        if ((char_is_dash(ch) && ch != '-') || end - at > TOKEN_REACH)
            break;
        at = before;
    }
    t->begin = at;
    for (size_t next; at < t->end; at = next) {
        ch = char_at(text, at, &next);
        t->letters += char_is_letter(ch);
        t->digits += char_is_digit(ch);
        t->dots += ch == '.';
        t->address |= ch == '@' || ch == '/' || ch == '_' || ch == '=' || ch == ':';
        t->upper &= !char_is_lower(ch);
        t->camel |= t->letters > 1 && char_is_upper(ch);
        t->roman &= ch == 'I' || ch == 'V' || ch == 'X';
        t->vowel |= is_vowel(ch | 0x20);
    }
    t->capital = char_is_upper(char_at(text, t->begin, &before));
    t->len = char_lower(t->text, sizeof t->text, str_sub(text, t->begin, t->end));
    str word = str_of(t->text, t->len);
    t->flags = lexicon_word(c->words, word);
    size_t apostrophe = str_chr(word, '\'');
    if (!t->flags && apostrophe != STR_NPOS) /* "l'avv." */
        t->flags = lexicon_word(c->words, str_skip(word, apostrophe + 1));
}

/* What stands after a stop. */
struct follow {
    uint32_t first; /* the first letter or digit, behind opening marks and dashes; else the mark */
    size_t begin;   /* where it is */
    bool opened;    /* behind an opening mark */
    bool dashed;
    bool spaced;   /* white space came first */
    bool function; /* the word is a function word */
    bool upper;    /* it is two capitals or more */
    uint32_t flags;
    size_t len; /* bytes of the word */
};

/* German nouns that are function words in lower case: "zum 31. Mal". */
static bool is_german_noun(str word)
{
    return str_eq(word, S("Mal")) || str_eq(word, S("Morgen")) || str_eq(word, S("Sein"));
}

static void read_follow(struct follow *f, const struct stop *s, const struct stop_context *c)
{
    str text = c->text;
    size_t at = s->next, next;
    *f = (struct follow){.spaced = s->next > s->end};
    for (;;) {
        uint32_t ch = char_at(text, at, &next);
        if (is_line_end(ch))
            break;
        enum mark m = mark_at(c, ch);
        if (m == MARK_OPEN || m == MARK_EITHER || (m == MARK_CLOSE && ch == 0xbb) || ch == 0xbf ||
            ch == 0xa1)
            f->opened = true;
        else if (char_is_dash(ch))
            f->dashed = true;
        else if (!is_blank(ch) && ch != '_' && ch != '*')
            break;
        at = next;
    }
    f->begin = at;
    f->first = char_at(text, at, &next);
    size_t end = at;
    for (uint32_t ch = f->first; char_is_word(ch) || char_is_apostrophe(ch);) {
        end = next;
        ch = char_at(text, end, &next);
    }
    char lower[TOKEN_MAX];
    f->len = end - at;
    f->upper = f->len > 1;
    for (size_t i = at; i < end; i++)
        f->upper &= text.p[i] >= 'A' && text.p[i] <= 'Z';
    if (f->len > sizeof lower)
        return;
    f->flags = lexicon_word(c->words,
                            str_of(lower, char_lower(lower, sizeof lower, str_sub(text, at, end))));
    bool initial =
        char_at(text, f->begin, &next) && next == end && char_at(text, end, &next) == '.';
    f->function =
        (f->flags & LEXICON_STOP) != 0 && !initial && !is_german_noun(str_sub(text, at, end));
}

/* Whether an item of a list begins at AT, in lower case too: "a)", "(b)"; "a." where "b." follows.
 */
static bool is_item(const struct stop_context *c, size_t at)
{
    size_t end = item_end(c->text, at);
    if (!end || (c->text.p[end - 1] != ')' && !char_is_lower((unsigned char)c->text.p[at])))
        return false;
    return c->text.p[end - 1] == ')' ||
           item_next(c->text, at, c->ordinal_dots, c->budget) != SIZE_MAX;
}

static size_t words_before(const struct stop_context *c, size_t at)
{
    size_t n = 0;
    for (size_t i = c->begin; i < at && n < SHORT_SENTENCE; i++)
        n += c->text.p[i] == ' ';
    return n;
}

/* Particles that begin surnames and auxiliaries that are surnames: after an initial they tell
 * nothing. */
static bool in_names(const struct follow *f, const struct stop_context *c)
{
    static const char *const words[] = {"de", "De",  "Da",  "Di",   "Du",  "La", "Le",
                                        "El", "Van", "Von", "Will", "May", "Can"};
    str word = str_sub(c->text, f->begin, f->begin + f->len);
    for (size_t i = 0; i < ARRAY_LEN(words); i++)
        if (str_eq(word, str_c(words[i])))
            return true;
    return false;
}

/* Whether a number with a stop is one to go on from: an ordinal, or the number of an item. */
static bool is_ordinal(const struct token *t, const struct follow *f, const struct stop_context *c)
{
    if (t->begin == c->begin && t->digits <= 3 && t->dots == 0)
        return true;
    if (!c->ordinal_dots || t->digits > 2 || t->dots > 0)
        return false;
    return char_is_digit(f->first) || !f->function;
}

/* A single letter before the stop. */
static bool initial_ends(const struct token *t, const struct follow *f,
                         const struct stop_context *c)
{
    if (t->begin == c->begin || !f->function || in_names(f, c))
        return false;
    return t->capital;
}

static bool abbreviation_ends(const struct token *t, const struct follow *f,
                              const struct stop_context *c)
{
    uint32_t flags = t->flags;
    bool starts = f->function || !lexicon_has_stops(c->words);
    if (flags & LEXICON_OFTEN_ENDS && t->text[t->len - 1] == 'm' && f->upper)
        return false; /* "1:00 p.m. PDT" */
    if (flags & LEXICON_OFTEN_ENDS)
        return !((f->flags & LEXICON_TITLE) && words_before(c, t->begin) < SHORT_SENTENCE - 1);
    if (flags & LEXICON_MAY_END)
        return starts;
    if (flags & LEXICON_TITLE)
        return false;
    if (flags & LEXICON_INNER)
        return (flags & LEXICON_STOP) != 0;
    if (flags & LEXICON_BEFORE_NUMBER)
        return f->len > 1;
    return starts; /* PROPER */
}

/* A full stop after the word T, before a capital, a digit or a letter without case. */
static bool dot_ends(const struct token *t, const struct follow *f, const struct stop_context *c)
{
    uint32_t flags = t->flags & LEXICON_ABBREVIATION;
    bool digit = char_is_digit(f->first);
    if ((flags & LEXICON_PROPER) && !t->capital && !digit)
        flags &= ~(uint32_t)LEXICON_PROPER;
    if (t->address || t->len == 0)
        return true;
    if (flags) {
        if (f->dashed && !(flags & LEXICON_OFTEN_ENDS))
            return false; /* a dateline: "MEMPHIS, Tenn. - A cemetery ..." */
        if (digit && (!f->opened || (flags & LEXICON_BEFORE_NUMBER)))
            return t->digits > 0;
        return abbreviation_ends(t, f, c);
    }
    if (t->letters == 0)
        return t->digits == 0 || !is_ordinal(t, f, c);
    if (t->letters == 1 && t->digits == 0 && t->dots == 0)
        return initial_ends(t, f, c);
    if (t->dots > 0 && t->letters <= 2 * (t->dots + 1) && t->digits == 0)
        return f->function && !digit; /* an acronym or abbreviation nobody listed */
    if (c->ordinal_dots && t->roman)
        return f->function;
    if (t->letters <= 4 && t->digits == 0 && !t->vowel && !t->upper && !t->camel)
        return f->function && !digit; /* "Ltda" has a vowel, "Sgt" none */
    return true;
}

/* No space after the stop: "world.Today" ends a sentence, "example.com" does not. */
static bool glued_ends(const struct stop *s, const struct follow *f, const struct stop_context *c)
{
    size_t next, x;
    if (!char_is_upper(f->first) || f->dashed)
        return false;
    if (f->opened && !s->closed && s->dots == 1)
        return false;
    struct token t;
    read_token(&t, c, s->begin);
    char_at(c->text, f->begin, &next);
    uint32_t second = char_at(c->text, next, &next);
    bool word = char_is_lower(second) || (char_is_blank(second) && f->function);
    if (!word) { /* or a Roman number */
        size_t n = 0;
        while (n < f->len && strchr("IVX", c->text.p[f->begin + n]))
            n++;
        word = n == f->len && n > 1;
    }
    if (!word || t.address || t.dots > 0 || (t.flags & LEXICON_ABBREVIATION))
        return false;
    if (str_eq(str_of(t.text, t.len), S("www")))
        return false;
    if (t.letters == 0)
        return t.digits > 2;
    if (t.letters < 2 || !char_is_lower(char_before(c->text, t.end, &x)))
        return s->closed || s->loud;
    /* "Awesome.Example.com", "Jane.Doe@example.com": the next word goes on as an address. */
    size_t end = f->begin + f->len;
    return !(end < c->text.len && (c->text.p[end] == '@' || c->text.p[end] == '/')) &&
           !(end + 1 < c->text.len && c->text.p[end] == '.' &&
             char_is_lower(char_at(c->text, end + 1, &x)));
}

/* After ". . .": where the stop that ends a sentence comes first, it is glued to its word. */
static bool ellipsis_ends(struct stop *s, const struct follow *f, const struct stop_context *c)
{
    size_t x;
    if (!s->spaced)
        return true;
    if (s->begin == c->begin)
        return false;
    bool glued = char_is_word(char_before(c->text, s->begin, &x));
    if (glued && s->dots > 3)
        s->end = s->begin + 1;
    return s->dots > 3 || (f->function && f->len > 1 && glued);
}

bool stop_ends_sentence(struct stop *s, const struct stop_context *c)
{
    size_t next;
    struct follow f;
    uint32_t after = char_at(c->text, s->next, &next);
    if (is_line_end(after))
        return false; /* the line end decides */
    if (s->full) {
        uint32_t before = char_before(c->text, s->begin, &next);
        uint32_t first = char_at(c->text, s->begin, &next);
        if (first == 0xff0e && char_is_digit(before) && char_is_digit(after))
            return false;
        /* Japanese goes on after a quotation: 」と言った. */
        return !(s->closed && s->end == s->next &&
                 (after == 0x3068 || after == 0x306a || after == 0x306e)) &&
               after != 0x3001 && after != 0xff0c;
    }
    if (s->begin < c->item_end)
        return false;
    /* An omission in brackets, "[...]", is none of the sentence's. */
    uint32_t before = char_before(c->text, s->begin, &next);
    if (s->closed && (before == '[' || before == '('))
        return false;
    read_follow(&f, s, c);
    if (is_line_end(f.first))
        return f.spaced && (f.opened || f.dashed);
    if (!f.spaced)
        return glued_ends(s, &f, c);
    if (is_item(c, s->next))
        return true;
    if (f.first == '.' && s->dots == 1)
        return true; /* ". ...and" */
    if (!char_is_word(f.first))
        return mark_is_bullet(f.first) || f.opened || f.first == 0x24 || f.first > 0xff;
    if (char_is_lower(f.first))
        return false;
    if (s->loud)
        return true;
    if (s->dots > 1)
        return s->closed || ellipsis_ends(s, &f, c);
    if (s->closed)
        return true;
    struct token t;
    read_token(&t, c, s->begin);
    return dot_ends(&t, &f, c);
}
