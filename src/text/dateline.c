/*
 * Datelines. One pass over the first bytes: places (words with capitals), dates and bracketed
 * agencies, up to the dash or bracket that ends them. A dash alone proves little ("Patience - the
 * word ..."), so that capitals throughout, a date or an agency must stand by it, or the rest look
 * like the beginning of a sentence.
 */
#include "text/dateline.h"

#include "base/utf8.h"
#include "text/char.h"
#include "text/date.h"

#define WORDS_MAX 9
#define PLACE_WORDS_MAX 4
#define BARE_WORDS_MAX 3     /* before a dash that nothing else bears out */
#define BRACKET_BYTES_MAX 60 /* of an agency's name */
#define SMALL_BYTES_MAX 5    /* "sur", "upon", within a place's name */
#define MONTH_BYTES_MAX 20   /* a month's short form nobody listed, after a number */
#define LOWER_MAX 64
#define ASIDE_BYTES 300 /* in which a second dash is looked for */

struct scan {
    str text; /* cut at the limit */
    const struct lexicon_language *lists;
    size_t begin, at;
    uint32_t words, place_words;
    bool upper, bracket, date, number, comma, dotted, uncased;
    bool stop_first; /* it begins with a function word */
    struct text_dateline found;
};

static uint32_t code_at(const struct scan *s, size_t at)
{
    size_t next;
    return char_at(s->text, at, &next);
}

static bool is_blank(uint32_t c)
{
    return c != '\n' && char_is_blank(c);
}

static void skip_blanks(struct scan *s)
{
    size_t next;
    while (s->at < s->text.len && is_blank(char_at(s->text, s->at, &next)))
        s->at = next;
}

/* Whether a sentence may begin with C. */
static bool may_begin(uint32_t c)
{
    return char_is_upper(c) || char_is_digit(c) || c == '"' || c == 0xab || c == 0xbf ||
           c == 0xa1 || (c >= 0x2018 && c <= 0x201f) || c == 0x300c ||
           (char_is_word(c) && !char_is_lower(c));
}

/* The word at S->at: letters, and what may stand between two of them. */
static str take_word(struct scan *s)
{
    size_t begin = s->at, next, x;
    while (s->at < s->text.len) {
        uint32_t c = char_at(s->text, s->at, &next);
        bool joins = c == '-' || c == '.' || c == '/' || char_is_apostrophe(c);
        if (!char_is_word(c) &&
            !(joins && s->at > begin && char_is_word(char_at(s->text, next, &x)) && c != '/'))
            break;
        s->at = next;
    }
    return str_sub(s->text, begin, s->at);
}

/* Whether all letters of WORD are capitals, one at least. */
static bool in_capitals(str word)
{
    size_t next;
    bool any = false;
    for (size_t at = 0; at < word.len; at = next) {
        uint32_t c = char_at(word, at, &next);
        if (char_is_lower(c))
            return false;
        any |= char_is_upper(c);
    }
    return any;
}

static void end_place(struct scan *s, size_t at)
{
    if (s->found.place_end)
        return;
    s->found.place_end = (uint32_t)at;
    s->place_words = s->words;
}

static void end_places(struct scan *s, size_t at)
{
    end_place(s, at);
    if (!s->found.places_end)
        s->found.places_end = (uint32_t)at;
}

/* Takes a word; false: no dateline has it. */
static bool read_word(struct scan *s)
{
    char buffer[LOWER_MAX];
    size_t begin = s->at;
    str word = take_word(s);
    uint32_t first = code_at(s, begin);
    str lower = str_of(buffer, char_lower(buffer, sizeof buffer, word));
    uint32_t flags = lexicon_word(s->lists, lower);
    uint32_t kind = lexicon_date(s->lists, lower) >> 8;
    bool month = kind == DATE_MONTH || kind == DATE_WEEKDAY;
    bool after_number = s->number;
    if (word.len == 0 || s->words++ == WORDS_MAX)
        return false;
    s->number = char_is_digit(first);
    if (s->words == 1) {
        s->stop_first = (flags & LEXICON_STOP) != 0;
        s->upper = in_capitals(word) && utf8_count(word) > 2;
        s->uncased = !char_is_upper(first) && !char_is_lower(first);
        return !s->number && !month && !char_is_lower(first);
    }
    if (s->number || month) {
        s->date |= month;
        if (s->comma || s->dotted)
            end_places(s, begin);
        return true;
    }
    if (char_is_lower(first)) {
        if (after_number && word.len <= MONTH_BYTES_MAX && (s->comma || s->dotted))
            return s->date = true;
        return (flags & LEXICON_STOP) && word.len <= SMALL_BYTES_MAX;
    }
    if (!s->found.place_end)
        s->upper &= in_capitals(word);
    return true;
}

/* Goes on behind a bracket, or "/Agency/", that opens at S->at. */
static bool read_bracket(struct scan *s, uint32_t open)
{
    static const uint32_t pairs[][2] = {{'(', ')'},       {'[', ']'},       {'/', '/'},
                                        {0xff08, 0xff09}, {0x3010, 0x3011}, {0xff3b, 0xff3d}};
    size_t begin = s->at, next;
    uint32_t close = 0;
    for (size_t i = 0; i < ARRAY_LEN(pairs); i++)
        close = pairs[i][0] == open ? pairs[i][1] : close;
    (void)char_at(s->text, s->at, &next);
    for (size_t at = next; at < s->text.len && at - begin < BRACKET_BYTES_MAX; at = next) {
        uint32_t c = char_at(s->text, at, &next);
        if (c == '\n')
            return false;
        if (c != close)
            continue;
        end_places(s, begin);
        s->bracket = true;
        s->at = next;
        return true;
    }
    return false;
}

/* Skips the dashes at S->at; whether they are set as between a dateline and its text. */
static bool read_dash(struct scan *s)
{
    size_t begin = s->at, next, x;
    uint32_t last = char_before(s->text, begin, &x);
    bool before = begin > 0 && (is_blank(last) || last == '.' || last == ')');
    bool wide = code_at(s, begin) != '-';
    uint32_t n = 0;
    for (; s->at < s->text.len && char_is_dash(char_at(s->text, s->at, &next)); n++)
        s->at = next;
    bool after = s->at < s->text.len && is_blank(code_at(s, s->at));
    return (before && after) || ((wide || n > 1) && (before || after || s->upper || s->bracket));
}

/* "3 March - RIA Wire. The text": the agency behind the dash. */
static void skip_agency(struct scan *s)
{
    enum { AGENCY_WORDS_MAX = 3 };
    size_t from = s->at;
    for (uint32_t n = 0; s->date && n < AGENCY_WORDS_MAX; n++) {
        if (!char_is_upper(code_at(s, s->at)) || !take_word(s).len)
            break;
        if (s->at < s->text.len && s->text.p[s->at] == '.') {
            s->at++;
            skip_blanks(s);
            if (may_begin(code_at(s, s->at)))
                return;
            break;
        }
        skip_blanks(s);
    }
    s->at = from;
}

/* Whether a second dash follows in the sentence: then the first one opened an aside. */
static bool is_aside(str text, size_t at)
{
    size_t next, x;
    for (size_t end = at + ASIDE_BYTES; at < text.len && at < end; at = next) {
        uint32_t c = char_at(text, at, &next);
        if (c == '\n' || (c == '.' && is_blank(char_at(text, next, &x))))
            return false;
        if (char_is_dash(c) && is_blank(char_before(text, at, &x)))
            return true;
    }
    return false;
}

/* Whether what was read up to a dash is a dateline. */
static bool is_proved(const struct scan *s, str text)
{
    if (!may_begin(code_at(s, s->at)))
        return false;
    if (s->bracket || s->upper)
        return true;
    if (s->stop_first || s->uncased || s->place_words == 0)
        return false;
    if (s->date)
        return s->comma || s->dotted;
    return !s->dotted && s->words <= (s->comma ? BARE_WORDS_MAX + 1 : BARE_WORDS_MAX) &&
           char_is_upper(code_at(s, s->at)) && !is_aside(text, s->at);
}

/* A mark between words; false: no dateline has it. */
static bool read_mark(struct scan *s, uint32_t c)
{
    size_t next, x;
    (void)char_at(s->text, s->at, &next);
    if (c == ',' || c == 0x60c) {
        end_place(s, s->at);
        s->comma = true;
    } else if (c == '.') {
        /* "ST. PETERSBURG" goes on. */
        bool initials =
            s->words == 1 && s->at - s->begin <= 2 && is_blank(char_at(s->text, next, &x));
        if (!initials) {
            end_place(s, s->at);
            s->dotted = !s->comma || s->dotted;
        }
    } else {
        return false;
    }
    s->at = next;
    return true;
}

/* "ALDENBRUCK, Wire. The text": a full stop ends it behind the agency. */
static bool ends_with_stop(struct scan *s)
{
    size_t next = s->at;
    bool blank = s->at < s->text.len && is_blank(char_at(s->text, s->at, &next));
    if (!s->upper || !s->comma || s->dotted || !blank || s->words > PLACE_WORDS_MAX ||
        s->words == s->place_words || s->number || s->date || !char_is_upper(code_at(s, next)))
        return false;
    s->found.places_end = s->found.place_end;
    skip_blanks(s);
    return true;
}

/* "(Seoul=Wire) Hong Gildong reporter = The text": the equals sign behind the reporter. */
static bool read_byline(struct scan *s)
{
    size_t from = s->at, next;
    for (size_t at = from; at < s->text.len && at - from < BRACKET_BYTES_MAX; at = next) {
        uint32_t c = char_at(s->text, at, &next);
        if (c == '.' || c == '\n' || c == ',')
            return false;
        if (c != '=' || at == from || !is_blank(code_at(s, next)))
            continue;
        s->at = next;
        skip_blanks(s);
        return true;
    }
    return false;
}

/* Reads to the end of the dateline; false: there is none. */
static bool read_line(struct scan *s, str text)
{
    for (;;) {
        skip_blanks(s);
        uint32_t c = code_at(s, s->at);
        if (s->at >= s->text.len || c == '\n')
            return false;
        if (char_is_dash(c)) {
            end_places(s, s->at);
            if (!read_dash(s) || (!s->words && !s->bracket))
                return false;
            skip_blanks(s);
            skip_agency(s);
            return is_proved(s, text);
        }
        if (c == '(' || c == '[' || c == '/' || c == 0xff08 || c == 0x3010 || c == 0xff3b) {
            if (s->bracket || !read_bracket(s, c))
                return false;
            skip_blanks(s);
            c = code_at(s, s->at);
            if (c == '.' || c == ':') {
                s->at++;
                skip_blanks(s);
                c = code_at(s, s->at);
            }
            if (char_is_dash(c))
                continue;
            if (!s->words && read_byline(s))
                return true;
            bool places = s->place_words && s->place_words <= PLACE_WORDS_MAX && !s->stop_first;
            return places && !s->uncased && (char_is_upper(c) || c == '"' || c == 0x201c);
        }
        if (char_is_word(c) ? !read_word(s) : !read_mark(s, c))
            return false;
        if (c == '.' && ends_with_stop(s))
            return true;
    }
}

static void read_at(struct text_dateline *out, str text, size_t begin,
                    const struct lexicon_language *lists)
{
    size_t end = begin + DATELINE_BYTES_MAX;
    end = utf8_floor(text, end < text.len ? end : text.len);
    struct scan s = {.text = str_sub(text, 0, end), .lists = lists, .begin = begin, .at = begin};
    *out = (struct text_dateline){0};
    if (!read_line(&s, text))
        return;
    *out = s.found;
    out->place_begin = s.place_words ? (uint32_t)begin : out->place_end;
    while (out->place_end > out->place_begin && text.p[out->place_end - 1] == ' ')
        out->place_end--;
    out->end = (uint32_t)s.at;
}

void dateline_read(struct text_dateline *out, str text, size_t begin,
                   const struct lexicon_language *lists)
{
    struct text_dateline more;
    read_at(out, text, begin, lists);
    if (!out->end || out->place_end > out->place_begin)
        return;
    /* "(Wire) - ROMA, 3 MAR - The text": the agency came first. */
    read_at(&more, text, out->end, lists);
    if (more.end)
        *out = more;
}
