/* The words and numbers of a date: digits of many scripts, names of months, the marks of East
 * Asian dates, and the eras and calendars that count years in another way. */
#ifndef COURANT_TEXT_WRITTEN_TOKEN_H
#define COURANT_TEXT_WRITTEN_TOKEN_H

#include "base/clock.h"
#include "base/str.h"

enum date_token_kind { DATE_END, DATE_NUMBER, DATE_WORD, DATE_MARK };

/* Of months: those of the solar Hijri calendar are months of their own, the Thai ones say that a
 * year of two digits is Buddhist. */
enum date_calendar { CALENDAR_COMMON, CALENDAR_SOLAR_HIJRI, CALENDAR_BUDDHIST };

struct date_token {
    enum date_token_kind kind;
    size_t begin, end;
    int64_t number;
    int digits;                  /* of a number */
    bool persian;                /* a number in the digits of Persian */
    int month;                   /* of a word, 0 when it names none */
    enum date_calendar calendar; /* of the month */
    bool joined;                 /* a word such as "tháng" (month) stood before it */
    char mark; /* an ASCII mark; Y, M, D, H for the East Asian ones of year, month, day, hour */
};

struct date_scanner {
    str text;
    size_t at;
    str language;    /* a tag; "" when unknown */
    bool all_months; /* else only words that a digit follows are looked up */
};

/* The next word, run of digits or mark; white space is skipped. */
struct date_token date_token_next(struct date_scanner *s);

/* The next token after marks of SKIP and small words between the parts of a date ("de", "of",
 * "m.", "th"). */
struct date_token date_token_part(struct date_scanner *s, const char *skip);

/* Moves the scanner to where the next date can begin: all have a digit, and before it stands at
 * most a month. *DIGIT is kept by the caller, 0 at first. False when no digit follows. */
bool date_token_skip(struct date_scanner *s, size_t *digit);

/* Bytes of the digit that T starts with, in the scripts that have digits of their own, and its
 * value; 0 when it starts with none. */
size_t date_token_digit(int *value, str t);

/* The year of the common era that a number means: Buddhist years, two digits, those of the solar
 * Hijri calendar (*CALENDAR is set then, and the year left as it is). MONTH names the month, or is
 * the year itself. 0: none that a page can be from. */
int64_t date_token_year(enum date_calendar *calendar, const struct date_token *year,
                        enum date_calendar month, str language);

/* The year of the common era for year NUMBER of the era whose name TEXT ends with ("令和", "民國");
 * 0 when it ends with none. */
int64_t date_token_era(str text, int64_t number);

/* A day of the solar Hijri calendar, its year one that date_token_year lets pass, in the common
 * calendar; false when there is none. */
bool date_token_solar(struct civil *out, int64_t year, int64_t month, int64_t day);

#endif
