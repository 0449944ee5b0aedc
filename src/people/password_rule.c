/*
 * A password is read from left to right as pieces: a repetition of what came before, a row of
 * neighbours (in the alphabet, in digits, on the keyboard), a very common word, the account's name,
 * or a character by itself. Each piece counts as what it takes to guess it: a character by itself
 * 1, a row or a repetition 2, a word or the name 2. Fewer than GUESS_MIN of that is refused.
 */
#include "people/password_rule.h"

#include "base/utf8.h"
#include "people/password.h"
#include "text/fold.h"

#define GUESS_MIN 7
#define READ_MAX 128 /* code points; what is longer is judged by its beginning */
#define ROW_MIN 3

struct reading {
    uint32_t at[READ_MAX];
    size_t len;
};

/* Keys beside each other, and two rows typed in turn ("1q2w3e"). */
static const char *const ROWS[] = {
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "qwertzuiop",
    "yxcvbnm",
    "azertyuiop",
    "1234567890",
    "1q2w3e4r5t6y7u8i9o0p",
    "q1w2e3r4t5y6u7i8o9p0",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm",
    "qazwsxedcrfvtgbyhnujm",
};

static const char *const WORDS[] = {
    "password", "passwort", "passwd", "secret", "welcome",  "admin",    "letmein",  "iloveyou",
    "dragon",   "monkey",   "login",  "master", "changeme", "football", "sunshine", "princess",
    "courant",  "default",  "test",   "hello",  "user",     "root",
};

static void reading_init(struct reading *r, str s)
{
    r->len = 0;
    while (s.len && r->len < READ_MAX)
        r->at[r->len++] = utf8_next(&s);
}

/* The letter that a digit or sign stands for in "p4$$w0rd". */
static uint32_t letter_for(uint32_t c)
{
    static const char FROM[] = "013457@$!", TO[] = "oieastasi";
    const char *found = c && c < 0x80 ? strchr(FROM, (int)c) : NULL;
    return found ? (uint32_t)(unsigned char)TO[found - FROM] : c;
}

static size_t word_len(const struct reading *r, size_t at, str word)
{
    struct reading w;
    reading_init(&w, word);
    if (w.len < ROW_MIN || at + w.len > r->len)
        return 0;
    for (size_t i = 0; i < w.len; i++)
        if (r->at[at + i] != w.at[i] && letter_for(r->at[at + i]) != w.at[i])
            return 0;
    return w.len;
}

/* How many characters from AT on follow each other in ROW, one way or the other. */
static size_t row_len(const struct reading *r, size_t at, const char *row)
{
    size_t best = 0, row_end = strlen(row);
    for (size_t k = 0; k < row_end; k++) {
        size_t on = 0, back = 0;
        while (at + on < r->len && k + on < row_end && r->at[at + on] == (unsigned char)row[k + on])
            on++;
        while (at + back < r->len && back <= k && r->at[at + back] == (unsigned char)row[k - back])
            back++;
        best = on > best ? on : best;
        best = back > best ? back : best;
    }
    return best;
}

/* Characters that go up or down by one ("abcd", "9876"), or stay. */
static size_t step_len(const struct reading *r, size_t at)
{
    if (at + 1 >= r->len)
        return 1;
    int64_t step = (int64_t)r->at[at + 1] - r->at[at];
    size_t n = 1;
    if (step < -1 || step > 1)
        return 1;
    while (at + n < r->len && (int64_t)r->at[at + n] - r->at[at + n - 1] == step)
        n++;
    return n;
}

/* The longest run from AT on that was there before. */
static size_t repeat_len(const struct reading *r, size_t at)
{
    size_t best = 0;
    for (size_t from = 0; from < at; from++) {
        size_t n = 0;
        while (at + n < r->len && r->at[from + n] == r->at[at + n])
            n++;
        best = n > best ? n : best;
    }
    return best;
}

/* The longest piece at AT that is worth less than its characters. */
static size_t piece_len(const struct reading *r, size_t at, str name)
{
    size_t best = step_len(r, at), n = repeat_len(r, at);
    best = n > best ? n : best;
    for (size_t i = 0; i < ARRAY_LEN(ROWS); i++) {
        n = row_len(r, at, ROWS[i]);
        best = n > best ? n : best;
    }
    for (size_t i = 0; i < ARRAY_LEN(WORDS); i++) {
        n = word_len(r, at, str_c(WORDS[i]));
        best = n > best ? n : best;
    }
    n = word_len(r, at, name);
    return n > best ? n : best;
}

static size_t guesses(const struct reading *r, str name)
{
    size_t sum = 0;
    for (size_t at = 0; at < r->len;) {
        size_t n = piece_len(r, at, name);
        sum += n >= ROW_MIN ? 2 : 1;
        at += n >= ROW_MIN ? n : 1;
    }
    return sum;
}

static size_t distinct(const struct reading *r)
{
    size_t n = 0;
    for (size_t i = 0; i < r->len; i++) {
        bool before = false;
        for (size_t k = 0; k < i; k++)
            before |= r->at[k] == r->at[i];
        n += !before;
    }
    return n;
}

status password_rule(enum people_problem *why, struct arena *a, str password, str name)
{
    struct reading r;
    str folded, folded_name;
    if (password.len > PASSWORD_BYTES_MAX)
        return people_fail(why, PROBLEM_PASSWORD_LONG);
    if (utf8_count(password) < PASSWORD_LEN_MIN)
        return people_fail(why, PROBLEM_PASSWORD_SHORT);
    TRY(text_fold(&folded, a, password));
    TRY(text_fold(&folded_name, a, name));
    reading_init(&r, folded);
    if (distinct(&r) < 5 || guesses(&r, folded_name) < GUESS_MIN)
        return people_fail(why, PROBLEM_PASSWORD_SIMPLE);
    return OK;
}
