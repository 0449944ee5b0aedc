/* Sentences that follow one another without a stop. The signs are a capital on a function word that
 * goes on in lower case, and a dateline ("Friday, May 8, 2009 Thomas Sam ..."). */
#include "text/sentence_run.h"

#include "text/date.h"

#define WORD_MAX 24

/* Function words that names and titles have with a capital within a sentence, too;
 * German forms
 * of address and verbs that are nouns. */
static const char *const not_openers[] = {
    "us",     "it's",    "may",    "will",  "can",    "no",     "who",    "one",    "on",
    "off",    "out",     "up",     "down",  "like",   "that",   "her",    "most",   "must",
    "both",   "all",     "over",   "under", "more",   "some",   "you",    "your",   "me",
    "my",     "not",     "now",    "then",  "so",     "just",   "sie",    "ihr",    "ihre",
    "ihrem",  "ihren",   "ihrer",  "ihres", "ihnen",  "du",     "dein",   "dich",   "mal",
    "morgen", "gestern", "können", "sein",  "haben",  "werden", "wollen", "müssen", "dürfen",
    "eben",   "ja",      "nein",   "laut",  "selbst", "ich",
};
/* After another capital only these tell: the others may be part of a name. */
static const char *const strong_openers[] = {
    "the",  "it",  "this", "these", "those",    "he",      "she",   "they", "we",
    "what", "how", "why",  "when",  "although", "because", "their", "its",  "his",
};

static bool listed(const char *const *list, size_t n, str word)
{
    for (size_t i = 0; i < n; i++)
        if (str_eq(word, str_c(list[i])))
            return true;
    return false;
}

/* The word at AT in lower case; its end. */
static size_t read_word(str *out, char *lower, str text, size_t at)
{
    size_t end = at, next;
    for (uint32_t c = char_at(text, end, &next);
         end < text.len && end - at <= WORD_MAX * 4 && (char_is_word(c) || char_is_apostrophe(c));
         c = char_at(text, end, &next))
        end = next;
    str word = str_sub(text, at, end);
    *out = str_of(lower, word.len > WORD_MAX ? 0 : char_lower(lower, WORD_MAX, word));
    return end;
}

static size_t skip_digits(str text, size_t at, size_t min, size_t max)
{
    size_t n = 0;
    while (at + n < text.len && ascii_is_digit((unsigned char)text.p[at + n]))
        n++;
    return n >= min && n <= max ? at + n : SIZE_MAX;
}

static size_t skip_text(str text, size_t at, const char *what)
{
    return at != SIZE_MAX && str_starts(str_skip(text, at), str_c(what)) ? at + strlen(what)
                                                                         : SIZE_MAX;
}

/* The end of "Friday, May 8, 2009 " before a capital, SIZE_MAX if there is none at AT. */
static size_t dateline_end(const struct stop_context *c, size_t at)
{
    char lower[WORD_MAX];
    str word;
    size_t next, end = read_word(&word, lower, c->text, at);
    if (word.len < 6 || !str_ends(word, S("day")))
        return SIZE_MAX;
    end = skip_text(c->text, end, ", ");
    if (end == SIZE_MAX)
        return SIZE_MAX;
    end = read_word(&word, lower, c->text, end);
    if (lexicon_date(c->words, word) >> 8 != DATE_MONTH)
        return SIZE_MAX;
    end = skip_text(c->text, end, " ");
    if (end != SIZE_MAX)
        end = skip_digits(c->text, end, 1, 2);
    end = skip_text(c->text, end, ", ");
    if (end != SIZE_MAX)
        end = skip_digits(c->text, end, 4, 4);
    end = skip_text(c->text, end, " ");
    return end != SIZE_MAX && char_is_upper(char_at(c->text, end, &next)) ? end : SIZE_MAX;
}

bool run_on_begins(const struct stop_context *c, size_t at)
{
    char lower[WORD_MAX];
    str text = c->text, word, before;
    size_t next, x, end = read_word(&word, lower, text, at);
    if (dateline_end(c, c->begin) == at)
        return true;
    /* The word before, which a space alone separates. */
    size_t from = at - 1;
    uint32_t last = char_before(text, from, &x);
    bool colon = c->english && (last == ':' || (last == '"' && x > 0 && text.p[x + 1] == ':'));
    if (!char_is_word(last) && !colon)
        return false;
    while (from > c->begin && char_is_word(last) && at - from <= WORD_MAX * 4) {
        from = x;
        last = char_before(text, from, &x);
    }
    char lower_before[WORD_MAX];
    read_word(&before, lower_before, text, from);
    if (!colon && (lexicon_word(c->words, before) & (LEXICON_STOP | LEXICON_TITLE)))
        return false;
    if (dateline_end(c, at) != SIZE_MAX)
        return true;
    if (word.len < 2 || !(lexicon_word(c->words, word) & LEXICON_STOP) ||
        listed(not_openers, ARRAY_LEN(not_openers), word))
        return false;
    char_at(text, at, &next);
    uint32_t second = char_at(text, next, &next), after;
    after = char_at(text, end, &next) == ' ' ? char_at(text, next, &next) : 0;
    if (!char_is_lower(second) || !(char_is_lower(after) || char_is_digit(after)))
        return false;
    return colon || !char_is_upper(char_at(text, from, &next)) || c->ordinal_dots ||
           listed(strong_openers, ARRAY_LEN(strong_openers), word);
}
