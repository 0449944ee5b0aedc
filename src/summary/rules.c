/* Word lists by hash, made for one document at a time: a language's lists are a few hundred words.
 */
#include "summary/rules.h"

#include "base/hash.h"

#define PHRASE_BYTES 96
#define SLOTS_LEAST 16u

static struct rule *rule_slot(const struct rules *r, str words)
{
    uint32_t at = (uint32_t)hash_str(words) & r->mask;
    while (r->slots[at].words.p && !str_eq(r->slots[at].words, words))
        at = (at + 1) & r->mask;
    return &r->slots[at];
}

void rules_read(struct rules *r, struct arena *a, const struct rules_list *lists, size_t len,
                str language)
{
    size_t bytes = 0;
    uint32_t cap = SLOTS_LEAST;
    for (size_t i = 0; i < len; i++)
        if (str_eq(lists[i].language, language))
            bytes += lists[i].words.len + 1;
    /* A word has a byte and a space at least, so this is never full; mostly it is a third full. */
    while (cap <= bytes / 2)
        cap *= 2;
    r->mask = cap - 1;
    r->slots = arena_array(a, cap, struct rule);
    for (size_t i = 0; i < len; i++) {
        if (!str_eq(lists[i].language, language))
            continue;
        str rest = lists[i].words;
        while (rest.p) {
            str words = str_cut(&rest, ' ');
            if (!words.len)
                continue;
            struct rule *slot = rule_slot(r, words);
            slot->words = words;
            slot->kinds |= lists[i].kind;
        }
    }
}

uint32_t rules_kinds(const struct rules *r, str words)
{
    return rule_slot(r, words)->kinds;
}

/* A word in lower case with a plain apostrophe, put at P; its length, 0 when there is no room. */
static size_t put_word(char *p, size_t room, str lower)
{
    size_t n = 0;
    for (size_t i = 0; i < lower.len;) {
        if (n == room)
            return 0;
        if (str_starts(str_skip(lower, i), S("\xe2\x80\x99"))) {
            p[n++] = '\'';
            i += 3;
        } else {
            p[n++] = lower.p[i++];
        }
    }
    return n;
}

uint32_t rules_phrases(uint32_t kinds[static RULES_PHRASE_WORDS], const struct rules *r,
                       const struct text_doc *doc, const struct text_word *at, uint32_t len)
{
    char phrase[PHRASE_BYTES];
    size_t used = 0;
    uint32_t i = 0;
    for (; i < len && i < RULES_PHRASE_WORDS; i++) {
        if (i)
            phrase[used++] = '_';
        /* The last byte is kept free for the next _. */
        size_t n =
            put_word(phrase + used, sizeof phrase - 1 - used, doc->surfaces[at[i].surface].lower);
        if (!n)
            break;
        used += n;
        kinds[i] = rules_kinds(r, str_of(phrase, used));
    }
    return i;
}
