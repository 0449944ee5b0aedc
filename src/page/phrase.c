/* Looking up the phrases of furniture.def. */
#include "page/phrase.h"

static const struct {
    str text;
    enum phrase_kind kind;
} phrases[] = {
#define PHRASE(text, kind) {S(text), PHRASE_##kind},
#include "page/furniture.def"
#undef PHRASE
};

_Static_assert(ARRAY_LEN(phrases) < PHRASE_COUNT_MAX, "phrase_index holds all phrases");

/* Letters beyond ASCII share their first byte with many others. */
static uint8_t first_bytes(const char *p)
{
    return (uint8_t)((uint8_t)p[0] * 31u + (uint8_t)p[1] * 7u);
}

void phrase_index_init(struct phrase_index *x)
{
    memset(x->head, 0, sizeof x->head);
    for (size_t i = 0; i < ARRAY_LEN(phrases); i++) {
        uint16_t *head = &x->head[first_bytes(phrases[i].text.p)];
        x->next[i] = *head;
        *head = (uint16_t)(i + 1);
    }
}

enum phrase_kind phrase_find(size_t *len, const struct phrase_index *x,
                             const struct phrase_fold *folded)
{
    enum phrase_kind kind = PHRASE_NONE;
    *len = 0;
    if (folded->len < 2)
        return kind;
    for (size_t k = x->head[first_bytes(folded->p)]; k; k = x->next[k - 1]) {
        size_t i = k - 1;
        str t = phrases[i].text;
        if (t.p[0] != folded->p[0] || t.len > folded->len || t.len <= *len ||
            memcmp(t.p, folded->p, t.len) != 0)
            continue;
        if (t.len < folded->len && ascii_is_alpha((unsigned char)folded->p[t.len]) &&
            ascii_is_alpha((unsigned char)t.p[t.len - 1]))
            continue;
        *len = t.len;
        kind = phrases[i].kind;
    }
    return kind;
}

bool phrase_same(const struct phrase_fold *a, const struct phrase_fold *b)
{
    size_t n = a->len < b->len ? a->len : b->len;
    if (n < 8 || memcmp(a->p, b->p, n) != 0)
        return n == a->len && n == b->len && n > 0;
    return a->len == b->len || n * 2 > (a->len > b->len ? a->len : b->len);
}
