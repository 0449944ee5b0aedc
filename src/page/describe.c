/* Mottos of a site share no words with the text; descriptions that are the text run on have a
 * shorter sister with the same beginning. */
#include "page/describe.h"

#include "page/author.h"
#include "page/clean.h"
#include "page/phrase.h"
#include "page/title_part.h"

#define RUN_ON_BYTES 250    /* a description is shorter */
#define SUMMARY_BYTES 100   /* and at least as long as this to replace one that is not */
#define BYLINE_BYTES_MAX 80 /* that a system took for a description */
#define WORD_BYTES_MIN 5    /* shorter words are in every text */
#define WORDS_LOOKED_UP 16  /* of a description */

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

/* What templates write when nobody wrote a description. */
static bool is_phrase_of_template(str s)
{
    static const str phrases[] = {S("visit the post for more"),
                                  S("read more"),
                                  S("read the full article"),
                                  S("no description"),
                                  S("description"),
                                  S("just another wordpress site"),
                                  S("post overview"),
                                  S("default description"),
                                  S("weiterlesen"),
                                  S("lire la suite")};
    struct phrase_fold f;
    phrase_fold(&f, s);
    for (size_t i = 0; i < ARRAY_LEN(phrases); i++)
        if (str_eq(str_of(f.p, f.len), phrases[i]))
            return true;
    return false;
}

/* What is worth taking of a declared description. */
static str usable(str s, str title, str site)
{
    s = without_mark(s);
    bool says_nothing = title_same(s, title) || title_same(s, site) || is_phrase_of_template(s) ||
                        (s.len <= BYLINE_BYTES_MAX && author_is_byline(s));
    return says_nothing ? S("") : s;
}

str describe_choose(struct arena *a, const struct page_meta *m, str text, str title, str site)
{
    str plain = usable(m->field[META_DESCRIPTION].value, title, site);
    str shared = usable(m->field[META_OG_DESCRIPTION].value, title, site);
    if (str_empty(plain))
        plain = shared;
    if (str_empty(plain))
        return usable(clean_value(a, m->ld.description), title, site);
    if (str_empty(shared) || str_eq(plain, shared))
        return plain;
    if (same_beginning(plain, shared)) {
        bool run_on = plain.len > RUN_ON_BYTES && shared.len < plain.len;
        return run_on && shared.len >= SUMMARY_BYTES ? shared : plain;
    }
    return words_shared(plain, text) < 40 && words_shared(shared, text) >= 70 ? shared : plain;
}
