/* Folding of names: see fold.h. */
#include "related/fold.h"

#include "base/utf8.h"

/* U+0430 to U+045F, Russian, Ukrainian, Serbian, Macedonian and Belarusian letters. */
static const char *const cyrillic[] = {
    "a", "b", "v",  "g", "d", "e",  "zh", "z",  "i",  "j",   "k",  "l",  "m", "n", "o",  "p",
    "r", "s", "t",  "u", "f", "h",  "ts", "ch", "sh", "sch", "",   "y",  "",  "e", "yu", "ya",
    "e", "e", "dj", "g", "e", "dz", "i",  "i",  "j",  "lj",  "nj", "ch", "k", "i", "u",  "dz"};

/* U+03B1 to U+03C9. */
static const char *const greek[] = {"a", "v", "g", "d", "e", "z",  "i", "th", "i",
                                    "k", "l", "m", "n", "x", "o",  "p", "r",  "s",
                                    "s", "t", "y", "f", "h", "ps", "o"};

static str letter(str from, uint32_t c)
{
    if (c >= 0x430 && c < 0x430 + ARRAY_LEN(cyrillic))
        return str_c(cyrillic[c - 0x430]);
    if (c == 0x491)
        return S("g");
    if (c >= 0x3b1 && c < 0x3b1 + ARRAY_LEN(greek))
        return str_c(greek[c - 0x3b1]);
    return from;
}

size_t fold_latin(char *out, str word)
{
    size_t n = 0;
    while (word.len) {
        str from = word;
        uint32_t c = utf8_next(&word);
        from.len -= word.len;
        str to = c < 0x80 ? from : letter(from, c);
        if (n + to.len > FOLD_MAX)
            break;
        memcpy(out + n, to.p, to.len);
        n += to.len;
    }
    return n;
}

static bool is_vowel(char c)
{
    return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u' || c == 'y' || c == 'j';
}

/* Spellings of one sound in the languages of the Latin alphabet, longest first. 'S' stands for the
 * sounds between sh and ch. */
static const struct {
    const char *from;
    char to;
} sounds[] = {
    {"tsch", 'S'}, {"dsch", 'S'}, {"sch", 'S'}, {"tch", 'S'}, {"ph", 'f'}, {"sh", 'S'},
    {"ch", 'S'},   {"zh", 'S'},   {"dj", 'S'},  {"ts", 's'},  {"tz", 's'}, {"th", 't'},
    {"ck", 'k'},   {"kh", 'h'},   {"gh", 'g'},  {"dz", 's'},  {"qu", 'k'}, {"x", 's'},
    {"z", 's'},    {"c", 'k'},    {"q", 'k'},   {"w", 'v'},
};

static char sound_at(size_t *len, str rest)
{
    for (size_t i = 0; i < ARRAY_LEN(sounds); i++) {
        str from = str_c(sounds[i].from);
        if (str_starts(rest, from)) {
            *len = from.len;
            return sounds[i].to;
        }
    }
    *len = 1;
    return rest.p[0];
}

size_t fold_sound(char *out, str word)
{
    size_t n = 0, consonants = 0;
    for (size_t at = 0, len = 1; at < word.len && n < FOLD_MAX; at += len) {
        char c = word.p[at];
        len = 1;
        if (c < 'a' || c > 'z')
            return 0;
        if (is_vowel(c)) {
            if (at == 0)
                out[n++] = 'a';
            continue;
        }
        char sound = sound_at(&len, str_skip(word, at));
        /* A letter written twice is heard once; h within a word hardly is. */
        if ((n && out[n - 1] == sound) || (sound == 'h' && at > 0))
            continue;
        out[n++] = sound;
        consonants++;
    }
    return consonants >= 3 ? n : 0;
}
