/* Class and id names to evidence: a hash table over the words of evidence.def and one pass
 * over the bytes, because every element of every page goes through here. */
#include "page/evidence.h"

#define EVIDENCE_WORD_MAX 24

static const struct {
    const char *word;
    uint32_t flags;
} words[] = {
#define EVIDENCE(word, flags) {word, flags},
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

static uint32_t word_hash(const char *p, size_t len)
{
    uint32_t h = (uint32_t)len * 0x9e3779b1u;
    for (size_t i = 0; i < len; i++)
        h = (h ^ (uint8_t)p[i]) * 0x01000193u;
    return (h ^ (h >> 15)) & (EVIDENCE_SLOTS - 1);
}

void evidence_init(struct evidence_words *w)
{
    memset(w, 0, sizeof *w);
    for (size_t i = 0; i < ARRAY_LEN(words); i++) {
        uint32_t at = word_hash(words[i].word, strlen(words[i].word));
        while (w->slot[at])
            at = (at + 1) & (EVIDENCE_SLOTS - 1);
        w->slot[at] = (uint16_t)(i + 1);
    }
}

static uint32_t word_flags(const struct evidence_words *w, const char *p, size_t len)
{
    for (uint32_t at = word_hash(p, len); w->slot[at]; at = (at + 1) & (EVIDENCE_SLOTS - 1)) {
        const char *word = words[w->slot[at] - 1].word;
        if (strncmp(word, p, len) == 0 && word[len] == 0)
            return words[w->slot[at] - 1].flags;
    }
    return 0;
}

/* "no-sidebar", "has-comments": the word that follows describes the page, not the element. */
static bool is_negation(const char *p, size_t len)
{
    static const char *const list[] = {"no",    "has",   "with",  "without", "hide",
                                       "hasno", "below", "above", "before",  "after"};
    for (size_t i = 0; i < ARRAY_LEN(list); i++)
        if (strncmp(list[i], p, len) == 0 && list[i][len] == 0)
            return true;
    return false;
}

static uint32_t pair_flags(uint32_t first, uint32_t second)
{
    uint32_t flags = 0;
    for (size_t i = 0; i < ARRAY_LEN(evidence_pairs); i++)
        if ((first & evidence_pairs[i].first) && (second & evidence_pairs[i].second))
            flags |= evidence_pairs[i].flags;
    return flags;
}

uint32_t evidence_of_names(const struct evidence_words *w, str names)
{
    char word[EVIDENCE_WORD_MAX + 1];
    size_t len = 0;
    uint32_t all = 0, last = 0;
    bool negated = false, too_long = false;
    for (size_t i = 0; i <= names.len; i++) {
        unsigned char c = i < names.len ? (unsigned char)names.p[i] : ' ';
        bool alpha = ascii_is_alpha(c);
        bool hump = alpha && c < 'a' && len > 0 && i > 0 && names.p[i - 1] >= 'a';
        if (alpha && !hump) {
            if (len < EVIDENCE_WORD_MAX)
                word[len++] = (char)(c | 0x20);
            else
                too_long = true;
            continue;
        }
        if (len > 0) {
            uint32_t flags = too_long || negated ? 0 : word_flags(w, word, len);
            all |= flags | pair_flags(last, flags);
            last = flags;
            negated = is_negation(word, len);
            len = 0;
            too_long = false;
        }
        if (hump)
            word[len++] = (char)(c | 0x20);
        else if (ascii_is_space(c))
            last = 0, negated = false;
    }
    return all;
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
