/* Mottos of a site share no words with the text; descriptions that are the text run on have a
 * shorter sister with the same beginning. */
#include "page/describe.h"

#include "page/clean.h"
#include "page/phrase.h"

#define RUN_ON_BYTES 250   /* a description is shorter */
#define SUMMARY_BYTES 100  /* and at least as long as this to replace one that is not */
#define WORD_BYTES_MIN 5   /* shorter words are in every text */
#define WORDS_LOOKED_UP 16 /* of a description */

/* "The first words of the text […]": the mark that systems put behind an excerpt goes. */
static str without_mark(str s)
{
    static const str marks[] = {S("[…]"), S("[...]"), S("[&hellip;]")};
    for (size_t i = 0; i < ARRAY_LEN(marks); i++)
        if (str_ends(s, marks[i]) && s.len > marks[i].len)
            return str_trim(str_sub(s, 0, s.len - marks[i].len));
    return s;
}

/* Share of the longer words of S that stand in TEXT, in percent; 100 when it has none. */
static int words_shared(str s, str text)
{
    int words = 0, found = 0;
    while (s.p && s.len && words < WORDS_LOOKED_UP) {
        str word = str_cut(&s, ' ');
        while (word.len && strchr(".,:;!?\"'()", word.p[word.len - 1]))
            word.len--;
        if (word.len < WORD_BYTES_MIN)
            continue;
        words++;
        found += str_ihas(text, word);
    }
    return words ? found * 100 / words : 100;
}

static bool same_beginning(str a, str b)
{
    struct phrase_fold x, y;
    phrase_fold(&x, str_sub(a, 0, 60));
    phrase_fold(&y, str_sub(b, 0, 60));
    size_t n = x.len < y.len ? x.len : y.len;
    return n >= 30 && memcmp(x.p, y.p, n - 6) == 0;
}

str describe_choose(struct arena *a, const struct page_meta *m, str text)
{
    str plain = without_mark(m->field[META_DESCRIPTION].value);
    str shared = without_mark(m->field[META_OG_DESCRIPTION].value);
    if (str_empty(plain))
        plain = shared;
    if (str_empty(plain))
        return without_mark(clean_value(a, m->ld.description));
    if (str_empty(shared) || str_eq(plain, shared))
        return plain;
    if (same_beginning(plain, shared)) {
        bool run_on = plain.len > RUN_ON_BYTES && shared.len < plain.len;
        return run_on && shared.len >= SUMMARY_BYTES ? shared : plain;
    }
    return words_shared(plain, text) < 40 && words_shared(shared, text) >= 70 ? shared : plain;
}
