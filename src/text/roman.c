/* Skeletons of names: letters folded to what survives from one language to the next. */
#include "text/roman.h"

#include "text/char.h"

#include <unicode/unorm2.h>

/* What a letter becomes: 'a' a vowel, '-' nothing, else itself. From a to z. */
static const char latin[] = "abkdavg-asklmnapkrstavvkas";
/* А to Я, in order of Unicode: а б в г д е ж з и й к л м н о п р с т у ф х ц ч ш щ ъ ы ь э ю я. */
static const char cyrillic[] = "abvgdassaaklmnaprstav-ssss-a-aaa";

/* The base letter of a Latin letter with an accent: "č" is c; 0 when there is none. */
static uint32_t base_letter(uint32_t c)
{
    UChar both[4];
    UErrorCode error = U_ZERO_ERROR;
    const UNormalizer2 *nfd = unorm2_getNFDInstance(&error);
    if (U_FAILURE(error))
        return 0;
    int32_t n = unorm2_getRawDecomposition(nfd, (UChar32)c, both, 4, &error);
    return n > 0 && U_SUCCESS(error) ? both[0] : 0;
}

struct letters {
    char at[64];
    bool latin[64];
    size_t len;
};

/* Lower-case ASCII for Latin letters, a skeleton letter for Cyrillic ones. */
static void read_letters(struct letters *l, str word)
{
    l->len = 0;
    for (size_t at = 0; at < word.len && l->len < sizeof l->at;) {
        uint32_t c = (uint32_t)u_tolower((UChar32)char_at(word, at, &at));
        if (c >= 0x430 && c <= 0x44f) {
            l->latin[l->len] = false;
            l->at[l->len++] = cyrillic[c - 0x430];
        } else if (c == 0x451 || c == 0x454 || c == 0x456 || c == 0x457) {
            l->latin[l->len] = false;
            l->at[l->len++] = 'a'; /* ё є і ї */
        } else {
            c = c == 0xdf ? 's' : c == 0xf8 ? 'o' : c == 0x142 ? 'l' : c;
            if (c >= 0x80)
                c = base_letter(c);
            if (c - 'a' < 26) {
                l->latin[l->len] = true;
                l->at[l->len++] = (char)c;
            }
        }
    }
}

static const struct {
    const char *letters;
    const char *sound;
} groups[] = {
    {"tsch", "s"}, {"dsch", "s"}, {"tch", "s"}, {"sch", "s"}, {"sh", "s"}, {"zh", "s"}, {"ch", "s"},
    {"ts", "s"},   {"tz", "s"},   {"cz", "s"},  {"sz", "s"},  {"dj", "s"}, {"dz", "s"}, {"kh", "-"},
    {"ph", "v"},   {"th", "t"},   {"ck", "k"},  {"gu", "g"},  {"ce", "s"}, {"ci", "s"}, {"cy", "s"},
};

/* The sound of the letters at AT, and how many they are. */
static char latin_sound(const struct letters *l, size_t at, size_t *len)
{
    for (size_t i = 0; i < ARRAY_LEN(groups); i++) {
        size_t n = strlen(groups[i].letters);
        if (n <= l->len - at && memcmp(l->at + at, groups[i].letters, n) == 0) {
            *len = n;
            return groups[i].sound[0];
        }
    }
    *len = 1;
    return latin[l->at[at] - 'a'];
}

static void put(char *out, size_t *n, char sound)
{
    if (sound == '-' || (sound == 'a' && *n) || *n == ROMAN_MAX)
        return;
    if (*n == 0 || out[*n - 1] != sound)
        out[(*n)++] = sound;
}

size_t roman_skeleton(char out[ROMAN_MAX], str word)
{
    struct letters l;
    size_t n = 0, len;
    read_letters(&l, word);
    for (size_t at = 0; at < l.len; at += len) {
        len = 1;
        char sound = l.latin[at] ? latin_sound(&l, at, &len) : l.at[at];
        put(out, &n, sound);
        if (l.latin[at] && l.at[at] == 'x')
            put(out, &n, 's');
        /* "дж" is one sound, as "dj" is. */
        if (!l.latin[at] && sound == 's' && n >= 2 && out[n - 1] == 's' && out[n - 2] == 'd')
            out[--n - 1] = 's';
    }
    return n;
}

bool roman_same(str x, str y)
{
    if (x.len > y.len) {
        str swap = x;
        x = y;
        y = swap;
    }
    if (x.len < 2)
        return false;
    if (x.len == y.len)
        return str_eq(x, y);
    return x.len >= 3 && y.len - x.len <= 2 && str_starts(y, x);
}
