/* Where sentences end: the pass over the text. How a full stop is judged is in sentence_stop.c. */
#include "text/sentence.h"

#include "text/sentence_item.h"
#include "text/sentence_run.h"
#include "text/sentence_stop.h"

#define REACH_QUOTE 2000     /* bytes to look for what closes a quotation or bracket */
#define REACH_APOSTROPHE 600 /* ' may be an apostrophe: less far */
#define SEARCH_MAX 32        /* searches ahead look at this many bytes for each byte of text */
#define QUOTATION_WHOLE 250  /* longer quotations are split like other text */
#define CLAUSE_BEFORE 60     /* a semicolon ends a sentence between clauses this long, */
#define CLAUSE_AFTER 40      /* in bytes */
#define WRAPPED_LINE_MAX 120
#define WRAPPED_LINE 50 /* a line this long may have been cut by a program */

struct splitter {
    struct sentence_vec *out;
    struct arena *arena;
    struct stop_context c; /* text, language, where the sentence began */
    uint32_t paragraph;
    bool paragraph_used;
    size_t shut;    /* the closing mark that hides all stops before it; 0: none */
    size_t marked;  /* the same for quotations of any length, which hide semicolons */
    size_t list_at; /* where the next item of a list begins; SIZE_MAX: none */
};

/* Bytes that may begin something to look at: ASCII marks, and the first bytes of those in
 * sentence_mark.h. */
static const uint8_t looks[256] = {
    ['\n'] = 1, ['\r'] = 1, ['.'] = 1,  ['!'] = 1,  ['?'] = 1,  [';'] = 1,  [':'] = 1,  ['('] = 1,
    ['['] = 1,  ['{'] = 1,  ['"'] = 1,  ['\''] = 1, [0xc2] = 1, [0xcd] = 1, [0xd6] = 1, [0xd8] = 1,
    [0xdb] = 1, [0xe0] = 1, [0xe1] = 1, [0xe2] = 1, [0xe3] = 1, [0xef] = 1,
};

static size_t skip_blanks(str text, size_t at)
{
    size_t next;
    for (;;) {
        uint32_t c = char_at(text, at, &next);
        if (at >= text.len || !(char_is_blank(c) || mark_is_invisible(c)))
            return at;
        at = next;
    }
}

static void begin_at(struct splitter *s, size_t at)
{
    s->c.begin = skip_blanks(s->c.text, at);
    s->c.item_end = item_end(s->c.text, s->c.begin);
    s->list_at = item_next(s->c.text, s->c.begin, s->c.ordinal_dots, s->c.budget);
}

static bool is_space(uint32_t c)
{
    return char_is_blank(c) || c == '\n' || c == '\r' || c == '\v' || c == '\f' || c == 0x2028 ||
           c == 0x2029 || c == 0x85;
}

/* The sentence ends at byte END, the next begins there or later. */
static void end_at(struct splitter *s, size_t end)
{
    str text = s->c.text;
    size_t begin = s->c.begin, next, before, last = end;
    while (begin < last && is_space(char_at(text, begin, &next)))
        begin = next;
    while (begin < last && is_space(char_before(text, last, &before)))
        last = before;
    if (begin < last) {
        struct sentence *sentence = vec_push(s->out, s->arena);
        sentence->begin = (uint32_t)begin;
        sentence->end = (uint32_t)last;
        sentence->paragraph = s->paragraph;
        s->paragraph_used = true;
    }
    begin_at(s, end);
}

/* Whether the apostrophe at AT..NEXT may open a quotation: white space or an opening mark before
 * it, none after it, and not a word's lost beginning ('90s, 'em). */
static bool opens_quotation(str text, size_t at, size_t next)
{
    size_t x;
    uint32_t before = char_before(text, at, &x), after = char_at(text, next, &x);
    if (at > 0 && !is_space(before) && !char_is_dash(before) && before != '(' && before != '[' &&
        before != '"' && before != 0x201c)
        return false;
    return after != 0 && !is_space(after) && !char_is_digit(after);
}

/* The mark that closes the quotation or bracket C opened before AT, in the same line; 0 if there is
 * none. */
static size_t find_close(struct splitter *s, size_t at, uint32_t c)
{
    str text = s->c.text;
    uint32_t other, closer = mark_closer(&other, c);
    size_t end = at + (c == '\'' || c == 0x2018 ? REACH_APOSTROPHE : REACH_QUOTE), next;
    int depth = 0;
    for (; at < text.len && at < end; at = next) {
        uint32_t d = char_at(text, at, &next);
        if (d == '\n' || *s->c.budget == 0)
            return 0;
        --*s->c.budget;
        if (d == c && closer != c) {
            depth++;
        } else if (d == closer || (other && d == other)) {
            size_t x;
            if ((char_is_apostrophe(d) || d == '"') &&
                (char_is_word(char_at(text, next, &x)) || is_space(char_before(text, at, &x))))
                continue;
            if (depth-- == 0)
                return at;
        }
    }
    return 0;
}

/* A mark that may open a quotation or bracket: what closes it hides the stops up to there. */
static void open_mark(struct splitter *s, size_t at, size_t next, uint32_t c)
{
    str text = s->c.text;
    if (at < s->shut)
        return;
    if ((c == '"' || c == '\'' || c == 0x2018 || c == 0xbb || c == 0x203a) &&
        !opens_quotation(text, at, next))
        return;
    size_t close = find_close(s, next, c);
    bool bracket = c == '(' || c == '[' || c == '{';
    if (close)
        s->marked = close;
    if (close && (bracket || close - at <= QUOTATION_WHOLE))
        s->shut = close;
}

/* Whether the line before byte AT (a line end) goes on after it, at NEXT. */
static bool line_goes_on(const struct splitter *s, size_t at, size_t next)
{
    str text = s->c.text;
    size_t x, before = at;
    uint32_t after = char_at(text, next, &x), last = char_before(text, at, &x);
    bool blank = char_is_blank(last);
    while (before > s->c.begin && char_is_blank(last)) {
        before = x;
        last = char_before(text, before, &x);
    }
    enum mark mark = mark_of(last, s->c.greek, s->c.armenian);
    for (size_t end = x; mark == MARK_CLOSE || mark == MARK_EITHER; end = x)
        mark = mark_of(char_before(text, end, &x), s->c.greek, s->c.armenian);
    if (after == '.' && mark == MARK_NONE)
        return true;
    if (s->c.japanese && !blank &&
        (last == 0x306e || last == 0x306f || last == 0x304c || last == 0x3092 || last == 0x306b))
        return true;
    if (mark == MARK_DOT || mark == MARK_LOUD || mark == MARK_FULL)
        return false;
    if (!char_is_letter(after) && after != '(')
        return false;
    if (item_end(text, next))
        return false;
    size_t line = before;
    while (line > 0 && text.p[line - 1] != '\n')
        line--;
    if (!char_is_lower(after) && after != '(')
        return blank && before - line >= WRAPPED_LINE && before - line <= WRAPPED_LINE_MAX;
    return blank || last == ',' || char_is_dash(last) || before - line >= WRAPPED_LINE;
}

/* Line ends at AT; returns where the next line with text begins. */
static size_t read_lines(struct splitter *s, size_t at)
{
    str text = s->c.text;
    size_t next = at, lines = 0;
    for (;;) {
        next = skip_blanks(text, next);
        if (next >= text.len)
            break;
        if (text.p[next] == '\n')
            lines++;
        else if (text.p[next] != '\r')
            break;
        next++;
    }
    if (lines == 1 && next < text.len && line_goes_on(s, at, next))
        return next;
    end_at(s, at);
    if (lines > 1 && s->paragraph_used) {
        s->paragraph++;
        s->paragraph_used = false;
    }
    s->shut = 0;
    begin_at(s, next);
    return next;
}

/* A stop at AT; returns where to go on. */
static size_t read_stop(struct splitter *s, size_t at)
{
    struct stop stop;
    stop_read(&stop, &s->c, at);
    if (s->shut && stop.marks_end <= s->shut && stop.end <= s->shut)
        return stop.marks_end;
    s->shut = 0;
    if (!stop_ends_sentence(&stop, &s->c))
        return stop.marks_end;
    end_at(s, stop.end);
    return s->c.begin > stop.end ? s->c.begin : stop.end;
}

/* Whether a clause that begins like this is no sentence of its own: "both of which have begun". */
static bool is_dependent(str text)
{
    static const char *const words[] = {"both ", "with ", "which ", "who ",  "including ", "for ",
                                        "a ",    "an ",   "some ",  "most ", "all of ",    "each "};
    for (size_t i = 0; i < ARRAY_LEN(words); i++)
        if (str_starts(text, str_c(words[i])))
            return true;
    return false;
}

/* A semicolon at AT: it ends a sentence only between two long clauses. */
static void read_semicolon(struct splitter *s, size_t at)
{
    str text = s->c.text;
    if (!s->c.english || at < s->marked || at - s->c.begin < CLAUSE_BEFORE || at + 1 >= text.len ||
        text.p[at + 1] != ' ' || is_dependent(str_skip(text, at + 2)))
        return;
    size_t next, end = at + 1;
    while (end < text.len) {
        uint32_t c = char_at(text, end, &next);
        if (c == '\n' || mark_of(c, false, false) == MARK_LOUD || c == '.' || c == ';')
            break;
        end = next;
    }
    if (end - at >= CLAUSE_AFTER)
        end_at(s, at + 1);
}

static size_t look(struct splitter *s, size_t at)
{
    str text = s->c.text;
    size_t next, x;
    uint32_t c = char_at(text, at, &next);
    if (c == '\n' || c == '\r')
        return read_lines(s, at);
    switch (mark_of(c, s->c.greek, s->c.armenian)) {
    case MARK_DOT:
    case MARK_LOUD:
    case MARK_FULL: return read_stop(s, at);
    case MARK_OPEN:
    case MARK_EITHER: open_mark(s, at, next, c); return next;
    case MARK_CLOSE:
        if (c == 0xbb || c == 0x203a)
            open_mark(s, at, next, c);
        return next;
    default:
        if (c == ';')
            read_semicolon(s, at);
        /* Two Ethiopic word spaces are typed for a full stop. */
        if (c == 0x1361 && char_at(text, next, &x) == 0x1361 && at > s->shut)
            end_at(s, x);
        if (mark_is_bullet(c) && at > s->c.begin && char_is_blank(char_before(text, at, &x)))
            end_at(s, at);
        return next;
    }
}

void sentence_split(struct sentence_vec *out, struct arena *a, struct lexicon *lexicon,
                    str language, str text)
{
    struct splitter s = {.out = out, .arena = a};
    size_t budget = size_mul(text.len, SEARCH_MAX);
    stop_context_init(&s.c, lexicon, language, text);
    s.c.budget = &budget;
    begin_at(&s, 0);
    for (size_t at = 0; at < text.len;) {
        if (at >= s.list_at) {
            end_at(&s, s.list_at);
            s.shut = 0;
        }
        unsigned char byte = (unsigned char)text.p[at];
        if (s.c.run_on && byte - 'A' < 26u && at > s.c.begin + 1 && at > s.shut &&
            text.p[at - 1] == ' ' && run_on_begins(&s.c, at))
            end_at(&s, at);
        at = looks[byte] ? look(&s, at) : at + 1;
    }
    end_at(&s, text.len);
}
