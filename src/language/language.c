/* Language detection on CLD2, and its reconciliation with what pages declare. */
#include "language/language.h"

#include "language/cld2.h"

/* Shorter texts do not overrule a declaration. */
#define OVERRULE_BYTES_MIN 160
#define OVERRULE_CONFIDENCE 0.85

/* CLD2's names to ISO 639-1; its own list first, then every two-letter code stands for itself. */
static const struct {
    const char *cld2;
    str code;
} renamed[] = {
    {"iw", S("he")},    {"jw", S("jv")}, {"in", S("id")},  {"mo", S("ro")}, {"zh-Hant", S("zh")},
    {"sr-ME", S("sr")}, {"no", S("nb")}, {"fil", S("tl")}, {"bs", S("bs")},
};

/* Two-letter codes by their letters: 26 * 26 pairs would do; the ones in use are enough. */
static const char codes[] =
    "aa ab af ak am ar as ay az ba be bg bh bi bn bo br bs ca co cs cy da de dv dz el en eo es et eu "
    "fa fi fj fo fr fy ga gd gl gn gu gv ha he hi hr ht hu hy ia id ie ig ik is it iu ja jv ka kk kl "
    "km kn ko ks ku ky la lb lg ln lo lt lv mg mi mk ml mn mr ms mt my na ne nl nn no nr ny oc om or "
    "pa pl ps pt qu rm rn ro ru rw sa sd sg si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk "
    "tl tn to tr ts tt tw ug uk ur uz ve vi vo wo xh yi yo za zh zu";

static str known_code(const char *cld2)
{
    for (size_t i = 0; i < ARRAY_LEN(renamed); i++)
        if (strcmp(renamed[i].cld2, cld2) == 0)
            return renamed[i].code;
    if (strlen(cld2) != 2)
        return S("");
    for (size_t i = 0; i + 1 < sizeof codes; i += 3)
        if (codes[i] == cld2[0] && codes[i + 1] == cld2[1])
            return str_of(codes + i, 2);
    return S("");
}

static struct language_guess detect(str text, size_t bytes)
{
    char name[16];
    int percent = 0;
    str sample = str_sub(text, 0, bytes);
    while (sample.len && sample.len < text.len &&
           ((unsigned char)text.p[sample.len] & 0xc0) == 0x80)
        sample.len--;
    if (!sample.len)
        return (struct language_guess){.code = S("")};
    bool reliable = cld2_detect(name, &percent, sample.p, (int)sample.len);
    return (struct language_guess){.code = known_code(name),
                                   .confidence = percent / (reliable ? 100.0 : 200.0),
                                   .reliable = reliable};
}

/* Whether there is another language so near to it that it takes more text to tell them apart. */
static bool has_close_relative(str code)
{
    static const char close[] = "bs hr sr mk id ms";
    for (size_t i = 0; i + 1 < sizeof close; i += 3)
        if (str_eq(code, str_of(close + i, 2)))
            return true;
    return false;
}

struct language_guess language_detect(str text)
{
    struct language_guess guess = detect(text, LANGUAGE_SAMPLE_BYTES);
    if (text.len > LANGUAGE_SAMPLE_BYTES && has_close_relative(guess.code))
        guess = detect(text, LANGUAGE_SAMPLE_CLOSE_BYTES);
    return guess;
}

/* Norwegian is declared by its written forms. */
static bool same_language(str a, str b)
{
    bool norwegian_a = str_eq(a, S("no")) || str_eq(a, S("nb")) || str_eq(a, S("nn"));
    bool norwegian_b = str_eq(b, S("no")) || str_eq(b, S("nb")) || str_eq(b, S("nn"));
    return str_eq(a, b) || (norwegian_a && norwegian_b);
}

str language_choose(str declared, str text)
{
    struct language_guess guess = language_detect(text);
    if (str_empty(guess.code) || same_language(declared, guess.code))
        return declared;
    if (str_empty(declared))
        return guess.reliable || guess.confidence >= 0.3 ? guess.code : S("");
    bool overrule =
        guess.reliable && guess.confidence >= OVERRULE_CONFIDENCE && text.len >= OVERRULE_BYTES_MIN;
    return overrule ? guess.code : declared;
}
