/* Class and id names to evidence: a hash table over the words of evidence.def and one pass
 * over the bytes, because every element of every page goes through here. */
#include "page/evidence.h"

#include "base/block.h"
#include "base/hash.h"

#define EVIDENCE_WORD_MAX 24

/* Of words only: the next one does not count ("no-sidebar", "has-comments"). */
#define NEGATES (1ull << 32)

static const struct {
    const char *word;
    size_t len;
    uint64_t flags;
} words[] = {
#define EVIDENCE(word, flags) {word, sizeof(word) - 1, flags},
#include "page/evidence.def"
#undef EVIDENCE
};
_Static_assert(ARRAY_LEN(words) * 2 <= EVIDENCE_SLOTS, "the table is at most half full");

/* Two neighbouring words that mean more together. */
static const struct {
    uint32_t first, second, flags;
} evidence_pairs[] = {
    {EV_W_STORY, EV_W_TEXT, EV_BODY},   {EV_W_TEXT, EV_W_STORY, EV_BODY},
    {EV_W_PERSON, EV_W_BOX, EV_BIO},    {EV_W_BOX, EV_W_PERSON, EV_BIO},
    {EV_W_IMAGE, EV_W_BOX, EV_CAPTION}, {EV_W_IMAGE, EV_BYLINE, EV_CAPTION},
    {EV_W_MORE, EV_W_MORE, EV_RELATED}, {EV_RELATED, EV_W_MORE, EV_RELATED},
};

/* Eight letters, or what there are: up to seven in two halves that may overlap. */
static ALWAYS_INLINE uint64_t load_letters(const char *p, size_t len)
{
    uint64_t w = 0;
    uint32_t low, high;
    if (len >= 8) {
        memcpy(&w, p, 8);
    } else if (len >= 4) {
        memcpy(&low, p, 4);
        memcpy(&high, p + len - 4, 4);
        w = low | (uint64_t)high << 32;
    } else if (len) {
        w = (unsigned)(unsigned char)p[0] << 16 | (unsigned)(unsigned char)p[len / 2] << 8 |
            (unsigned char)p[len - 1];
    }
    return w | 0x2020202020202020u;
}

/* Where to look for a word of letters in any case. */
static ALWAYS_INLINE uint32_t hash_slot(const char *p, size_t len)
{
    uint64_t h = (load_letters(p, len) ^ len) * 0x9e3779b97f4a7c15u;
    if (len > 8)
        h = ((h ^ h >> 32) ^ load_letters(p + len - 8, 8)) * 0x9e3779b97f4a7c15u;
    return (uint32_t)(h >> 40) & (EVIDENCE_SLOTS - 1);
}

/* Whether letters in any case are the letters of a word of the table of the same length. */
static ALWAYS_INLINE bool same_letters(const char *p, const char *word, size_t len)
{
    if (load_letters(p, len) != load_letters(word, len))
        return false;
    if (len <= 8)
        return true;
    return load_letters(p + len - 8, 8) == load_letters(word + len - 8, 8) &&
           (len <= 16 || load_letters(p + 8, 8) == load_letters(word + 8, 8));
}
_Static_assert(EVIDENCE_WORD_MAX <= 24, "three loads see all letters");

void evidence_init(struct evidence_words *w)
{
    memset(w, 0, sizeof *w);
    for (size_t i = 0; i < ARRAY_LEN(words); i++) {
        uint32_t at = hash_slot(words[i].word, words[i].len);
        while (w->slot[at])
            at = (at + 1) & (EVIDENCE_SLOTS - 1);
        w->slot[at] = (uint16_t)(i + 1);
    }
}

/* Of a word in any case. */
static uint64_t word_flags(const struct evidence_words *w, str word)
{
    for (uint32_t at = hash_slot(word.p, word.len); w->slot[at];
         at = (at + 1) & (EVIDENCE_SLOTS - 1)) {
        size_t i = w->slot[at] - 1u;
        if (words[i].len == word.len && same_letters(word.p, words[i].word, word.len))
            return words[i].flags;
    }
    return 0;
}

static uint32_t pair_flags(uint32_t first, uint32_t second)
{
    uint32_t flags = 0;
    for (size_t i = 0; i < ARRAY_LEN(evidence_pairs); i++)
        if ((first & evidence_pairs[i].first) && (second & evidence_pairs[i].second))
            flags |= evidence_pairs[i].flags;
    return flags;
}

static uint32_t read_names(const struct evidence_words *w, str names)
{
    uint32_t all = 0, last = 0;
    bool negated = false;
    for (size_t i = 0; i < names.len;) {
        size_t begin = i;
        for (; i < names.len && ascii_is_alpha((unsigned char)names.p[i]); i++) {
            unsigned char c = (unsigned char)names.p[i];
            if (c < 'a' && i > begin && names.p[i - 1] >= 'a')
                break; /* the hump of "camelCase" */
        }
        if (i > begin) {
            uint64_t flags =
                i - begin > EVIDENCE_WORD_MAX ? 0 : word_flags(w, str_sub(names, begin, i));
            uint32_t counted = negated ? 0 : (uint32_t)flags;
            all |= counted | (last && counted ? pair_flags(last, counted) : 0);
            last = counted;
            negated = (flags & NEGATES) != 0;
        } else if ((unsigned char)names.p[i++] <= ' ') {
            last = 0, negated = false;
        }
    }
    return all;
}

/* Letters that count when there are digits among them. */
#define SHAPE_BYTES_MAX 512

static uint32_t shape_of_names(str names, uint64_t hash)
{
    unsigned digits = 0;
    for (size_t i = 0; i < names.len && !digits; i += BLOCK_BYTES) {
        block16 b = block_load_part(names.p + i, names.len - i);
        digits = block_le(b, '9') & ~block_le(b, '0' - 1);
    }
    if (!digits)
        return (uint32_t)(hash >> 32);
    char letters[SHAPE_BYTES_MAX];
    size_t n = 0;
    for (size_t i = 0; i < names.len && n < sizeof letters; i++) {
        letters[n] = names.p[i];
        n += !ascii_is_digit((unsigned char)names.p[i]);
    }
    return (uint32_t)(hash_bytes(letters, n, 1) >> 32);
}

struct evidence evidence_of_names(struct evidence_words *w, str names)
{
    uint64_t hash = hash_bytes(names.p, names.len, 1), key = hash | 1;
    size_t at = (key >> 1) & (EVIDENCE_SEEN - 1);
    if (w->seen[at].key != key) {
        w->seen[at].key = key;
        w->seen[at].value = (struct evidence){read_names(w, names), shape_of_names(names, hash)};
    }
    return w->seen[at].value;
}

uint32_t evidence_of_role(str role)
{
    static const struct {
        str role;
        uint32_t flags;
    } roles[] = {
        {S("navigation"), EV_NAV}, {S("complementary"), EV_SIDE}, {S("contentinfo"), EV_FOOT},
        {S("search"), EV_NAV},     {S("dialog"), EV_POPUP},       {S("alertdialog"), EV_POPUP},
        {S("banner"), EV_HEAD},    {S("menu"), EV_NAV},           {S("menubar"), EV_NAV},
        {S("tooltip"), EV_POPUP},  {S("article"), EV_ARTICLE},    {S("main"), EV_ARTICLE},
        {S("toolbar"), EV_TOOLS},  {S("alert"), EV_POPUP},
    };
    for (size_t i = 0; i < ARRAY_LEN(roles); i++)
        if (str_ieq(role, roles[i].role))
            return roles[i].flags;
    return 0;
}
