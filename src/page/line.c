/* Short lines of an article's element that are told by their shape and words. */
#include "page/line.h"

#include "page/phrase.h"

#define CAPTION_BYTES_MAX 300
#define PROMPT_BYTES_MAX 300

bool line_is_labelled_link(const struct scan *s, const struct scan_block *b)
{
    const struct html_tree *t = s->tree;
    if (!b->link_bytes || b->bytes - b->link_bytes > 60 || b->link_bytes < 20 || b->bytes > 400 ||
        b->link_bytes * 10 < b->bytes * 4)
        return false;
    uint32_t root = s->elements.at[b->element].node;
    bool linked = false, colon = false;
    for (uint32_t n = b->first; n; n = html_next(t, n, root)) {
        str text = html_is_text(t, n) ? str_trim(html_text(t, n)) : STR_NONE;
        uint32_t up = t->nodes[n].parent;
        while (up != root && !html_is(t, up, HTML_TAG_A))
            up = t->nodes[up].parent;
        if (!str_empty(text) && up != root) {
            if (!colon || str_has(text, S("://")) || str_istarts(text, S("www.")))
                return false;
            linked = true;
        } else if (text.len > 3) {
            if (linked)
                return false;
            colon = str_ends(text, S(":")) || str_ends(text, S(": «")) || str_ends(text, S(": „"));
        }
        if (n == b->last)
            break;
    }
    return linked;
}

bool line_is_time(const struct scan *s, const struct scan_block *b)
{
    const struct html_tree *t = s->tree;
    if (b->first != b->last || b->words > 6)
        return false;
    uint32_t up = t->nodes[b->first].parent;
    return html_is(t, up, HTML_TAG_TIME);
}

static const str prompts[] = {
#define PROMPT(text) S(text),
#include "page/prompt.def"
#undef PROMPT
};

bool line_is_prompt(const struct scan *s, const struct scan_block *b)
{
    if (!b->link_bytes || b->bytes > PROMPT_BYTES_MAX || b->sentences > 3)
        return false;
    struct arena_mark mark = arena_mark(s->arena);
    str text = scan_block_text(s->arena, s, b, PROMPT_BYTES_MAX * 8);
    str folded = phrase_fold_text(s->arena, text);
    bool found = false;
    for (size_t i = 0; i < ARRAY_LEN(prompts) && !found; i++)
        found = str_has(folded, prompts[i]);
    arena_rewind(s->arena, mark);
    return found;
}

static const str photos[] = {
#define PHOTO(text) S(text),
#include "page/photo.def"
#undef PHOTO
};

bool line_is_credited(const struct scan *s, const struct scan_block *b)
{
    const struct html_tree *t = s->tree;
    str end = str_trim(html_text(t, b->last));
    if (b->bytes > CAPTION_BYTES_MAX || !str_ends(end, S(")")))
        return false;
    size_t open = str_rchr(end, '(');
    if (open == STR_NPOS)
        return false;
    struct phrase_fold f;
    phrase_fold(&f, str_sub(end, open + 1, end.len - 1));
    str credit = str_of(f.p, f.len);
    for (size_t i = 0; i < ARRAY_LEN(photos); i++) {
        str rest = str_skip(credit, photos[i].len);
        if (str_starts(credit, photos[i]) &&
            (str_empty(rest) || str_chr(S(": /"), rest.p[0]) != STR_NPOS))
            return true;
    }
    return false;
}
