/* Class and id names to evidence: a hash table over the words of evidence.def and one pass
 * over the bytes, because every element of every page goes through here. */
#include "page/evidence.h"

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

/* FNV-1a over lower-case letters, so that a word is hashed while its end is looked for. */
#define HASH_BEGIN 0x811c9dc5u

static uint32_t hash_letter(uint32_t h, unsigned char lower)
{
    return (h ^ lower) * 0x01000193u;
}

static uint32_t hash_slot(uint32_t h)
{
    return (h ^ (h >> 15)) & (EVIDENCE_SLOTS - 1);
}

void evidence_init(struct evidence_words *w)
{
    memset(w, 0, sizeof *w);
    for (size_t i = 0; i < ARRAY_LEN(words); i++) {
        uint32_t h = HASH_BEGIN;
        for (size_t k = 0; k < words[i].len; k++)
            h = hash_letter(h, (unsigned char)words[i].word[k]);
        uint32_t at = hash_slot(h);
        while (w->slot[at])
            at = (at + 1) & (EVIDENCE_SLOTS - 1);
        w->slot[at] = (uint16_t)(i + 1);
    }
}

/* Of the word with this hash, in any case. */
static uint64_t word_flags(const struct evidence_words *w, str word, uint32_t hash)
{
    for (uint32_t at = hash_slot(hash); w->slot[at]; at = (at + 1) & (EVIDENCE_SLOTS - 1)) {
        size_t i = w->slot[at] - 1u;
        if (str_ieq(str_of(words[i].word, words[i].len), word))
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
        uint32_t hash = HASH_BEGIN;
        for (; i < names.len && ascii_is_alpha((unsigned char)names.p[i]); i++) {
            unsigned char c = (unsigned char)names.p[i];
            if (c < 'a' && i > begin && names.p[i - 1] >= 'a')
                break; /* the hump of "camelCase" */
            hash = hash_letter(hash, c | 0x20);
        }
        if (i > begin) {
            uint64_t flags =
                i - begin > EVIDENCE_WORD_MAX ? 0 : word_flags(w, str_sub(names, begin, i), hash);
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

static uint32_t shape_of_names(str names)
{
    uint32_t h = 0x811c9dc5u;
    for (size_t i = 0; i < names.len; i++)
        if ((unsigned char)(names.p[i] - '0') > 9)
            h = (h ^ (uint8_t)names.p[i]) * 0x01000193u;
    return h;
}

struct evidence evidence_of_names(struct evidence_words *w, str names)
{
    uint64_t key = hash_bytes(names.p, names.len, 1) | 1;
    size_t at = (key >> 1) & (EVIDENCE_SEEN - 1);
    if (w->seen[at].key != key) {
        w->seen[at].key = key;
        w->seen[at].value = (struct evidence){read_names(w, names), shape_of_names(names)};
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
