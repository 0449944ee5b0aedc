/* Finding and marking sentences in a body. What the sanitizer writes is easy to take apart: '<'
 * only begins tags, '>' only ends them, and &amp; &lt; &gt; are its only references. */
#include "web/marks.h"

#include "base/sbuf.h"
#include "base/utf8.h"
#include "base/vec.h"

#define NEEDLE_MAX 32         /* bytes of a sentence that are searched for */
#define SEARCH_MAX (16 << 10) /* bytes searched for one sentence */
#define SEARCH_ALL 64         /* and for all of them: as many times the body */
#define JUMP_BYTES_MIN 12     /* shorter sentences are not looked for far away ... */
#define JUMP_NEAR 64          /* ... which is beyond this */
#define MARKED_BYTES_MAX (MARKS_BODY_MAX * 4)
#define TAG_NAME_MAX 12
#define TAGS_AROUND_MAX 8 /* taken into a mark on one side */

size_t marks_sentence_at(struct text_ranges sentences, uint32_t at)
{
    size_t low = 0, high = sentences.len;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (sentences.at[middle].end <= at)
            low = middle + 1;
        else
            high = middle;
    }
    return low < sentences.len && sentences.at[low].begin <= at ? low : MARKS_NONE;
}

/* --- text without white space ------------------------------------------------------------- */

enum { PLAIN, BLANK, PERHAPS, TAG, REFERENCE };

/* The bar is what a text has between the cells of a table. */
static const unsigned char CLASS[256] = {
    [0 ... ' '] = BLANK, ['|'] = BLANK,    [0xc2] = PERHAPS, [0xe2] = PERHAPS,
    [0xe3] = PERHAPS,    [0xef] = PERHAPS, ['<'] = TAG,      ['&'] = REFERENCE,
};

/* Bytes of the white space or invisible sign that S begins with; 0: none. */
static size_t blank_len(str s)
{
    unsigned char class = CLASS[(unsigned char)s.p[0]];
    if (class != PERHAPS)
        return class == BLANK;
    str rest = s;
    uint32_t code = utf8_next(&rest);
    bool blank = code == 0xa0 || code == 0xad || (code >= 0x2000 && code <= 0x200f) ||
                 (code >= 0x2028 && code <= 0x202f) || code == 0x205f || code == 0x2060 ||
                 code == 0x3000 || code == 0xfeff;
    return blank ? s.len - rest.len : 0;
}

static const struct reference {
    str name;
    char is;
} REFERENCES[] = {
    {{"&amp;", 5}, '&'},  {{"&lt;", 4}, '<'},   {{"&gt;", 4}, '>'},
    {{"&quot;", 6}, '"'}, {{"&#39;", 5}, '\''},
};

static const struct reference *reference_at(str s)
{
    for (size_t i = 0; i < ARRAY_LEN(REFERENCES); i++)
        if (str_starts(s, REFERENCES[i].name))
            return &REFERENCES[i];
    return NULL;
}

/* A body's text without white space, and where in the body each byte of it stands. */
struct squeezed {
    char *p;
    uint32_t *from;
    size_t len;
};

static struct squeezed squeeze_body(struct arena *a, str body)
{
    struct squeezed q = {arena_alloc(a, body.len + 1),
                         arena_alloc(a, (body.len + 1) * sizeof(uint32_t)), 0};
    for (size_t i = 0; i < body.len;) {
        unsigned char class = CLASS[(unsigned char)body.p[i]];
        const struct reference *r = NULL;
        size_t skip = 0;
        if (class == TAG) {
            skip = str_chr(str_skip(body, i), '>') + 1;
            if (skip == 0)
                break;
        } else if (class == REFERENCE) {
            r = reference_at(str_skip(body, i));
        } else if (class != PLAIN) {
            skip = blank_len(str_skip(body, i));
        }
        if (skip) {
            i += skip;
            continue;
        }
        q.p[q.len] = r ? r->is : body.p[i];
        q.from[q.len++] = (uint32_t)i;
        i += r ? r->name.len : 1;
    }
    return q;
}

/* S without white space, written to ROOM, which has place for it. */
static str squeeze(char *room, str s)
{
    size_t len = 0;
    for (size_t i = 0; i < s.len;) {
        size_t blank = blank_len(str_skip(s, i));
        if (!blank)
            room[len++] = s.p[i];
        i += blank ? blank : 1;
    }
    return str_of(room, len);
}

/* --- writing ------------------------------------------------------------------------------ */

struct writer {
    struct sbuf out;
    str body;
    size_t done; /* of the body, written */
};

static void copy_to(struct writer *w, size_t end)
{
    sbuf_put(&w->out, str_sub(w->body, w->done, end));
    w->done = end;
}

/* The body from BEGIN to END as sentence N. */
static void put_mark(struct writer *w, size_t begin, size_t end, size_t n, bool first)
{
    copy_to(w, begin);
    sbuf_put(&w->out, first ? S("<span class=\"s\" id=\"s") : S("<span class=\"s\" data-s=\""));
    sbuf_put_i64(&w->out, (int64_t)n);
    sbuf_put(&w->out, S("\">"));
    copy_to(w, end);
    sbuf_put(&w->out, S("</span"));
    sbuf_putc(&w->out, '>');
}

/* The tag that S begins with, as far as it matters here. */
struct body_tag {
    size_t len;
    bool closes, empty; /* empty: has no end tag */
    bool inside;        /* may stand in a sentence's span */
};

static struct body_tag tag_at(str s)
{
    struct body_tag t = {.len = str_chr(s, '>') + 1, .closes = s.len > 1 && s.p[1] == '/'};
    size_t from = t.closes ? 2 : 1, end = from;
    while (end < s.len && end < from + TAG_NAME_MAX && ascii_is_alnum((unsigned char)s.p[end]))
        end++;
    str name = str_sub(s, from, end);
    t.empty = str_has_word(S("br wbr img"), name);
    t.inside =
        t.empty || str_has_word(S("a abbr b bdi bdo cite code del dfn em i ins kbd mark q s samp "
                                  "small span strong sub sup time u var"),
                                name);
    return t;
}

/* Where the tag begins that ends right before byte AT of the body, at FLOOR or later; STR_NPOS
 * when none does. */
static size_t tag_before(str body, size_t at, size_t floor)
{
    if (at <= floor || body.p[at - 1] != '>')
        return STR_NPOS;
    size_t begin = str_rchr(str_sub(body, floor, at), '<');
    return begin == STR_NPOS ? STR_NPOS : floor + begin;
}

/* Widens [*begin, *end) over the tags right around it until the elements in it are whole. False
 * when it cannot be: then there is no one place for a span. */
static bool make_whole(size_t *begin, size_t *end, const struct writer *w)
{
    size_t opens = 0, closes = 0; /* tags whose other half is outside */
    for (size_t i = *begin; i < *end;) {
        if (w->body.p[i] != '<') {
            size_t next = str_chr(str_sub(w->body, i, *end), '<');
            i = next == STR_NPOS ? *end : i + next;
            continue;
        }
        struct body_tag t = tag_at(str_skip(w->body, i));
        if (!t.inside)
            return false;
        if (!t.empty && !t.closes)
            opens++;
        else if (!t.empty && opens)
            opens--;
        else if (!t.empty)
            closes++;
        i += t.len;
    }
    if (opens > TAGS_AROUND_MAX || closes > TAGS_AROUND_MAX)
        return false;
    for (; closes; closes--) {
        size_t at = tag_before(w->body, *begin, w->done);
        struct body_tag t = at == STR_NPOS ? (struct body_tag){0} : tag_at(str_skip(w->body, at));
        if (!t.inside || t.empty || t.closes)
            return false;
        *begin = at;
    }
    for (; opens; opens--) {
        str rest = str_skip(w->body, *end);
        struct body_tag t = str_starts(rest, S("</")) ? tag_at(rest) : (struct body_tag){0};
        if (!t.inside || t.len == 0)
            return false;
        *end += t.len;
    }
    return true;
}

static bool is_blank(str s)
{
    for (size_t blank; s.len; s = str_skip(s, blank))
        if ((blank = blank_len(s)) == 0)
            return false;
    return true;
}

/* Marks each piece of text between BEGIN and END. */
static void put_pieces(struct writer *w, size_t begin, size_t end, size_t n)
{
    bool first = true;
    for (size_t i = begin; i < end;) {
        str rest = str_sub(w->body, i, end);
        if (rest.p[0] == '<') {
            i += str_chr(rest, '>') + 1;
            continue;
        }
        size_t len = str_chr(rest, '<');
        len = len == STR_NPOS ? rest.len : len;
        if (!is_blank(str_sub(rest, 0, len))) {
            put_mark(w, i, i + len, n, first);
            first = false;
        }
        i += len;
    }
}

/* --- finding ------------------------------------------------------------------------------ */

struct search {
    struct arena *arena;
    str body;
    size_t at;         /* in the body: where the sentence before ended */
    struct squeezed q; /* of the body, once it is needed */
    char *room;        /* for a sentence without white space */
    size_t budget;     /* bytes that may still be searched */
};

struct place {
    size_t begin, end; /* in the body; equal: nowhere */
};

/* The body has most sentences byte for byte, right after the one before: no need to look closer. */
static struct place find_verbatim(const struct search *s, str sentence)
{
    size_t at = s->at;
    if (str_chr(sentence, '<') != STR_NPOS || str_chr(sentence, '&') != STR_NPOS)
        return (struct place){0, 0};
    for (size_t skip = 1; skip && at < s->body.len; at += skip) {
        str rest = str_skip(s->body, at);
        skip = rest.p[0] == '<' ? str_chr(rest, '>') + 1 : blank_len(rest);
    }
    if (!str_starts(str_skip(s->body, at), sentence))
        return (struct place){0, 0};
    return (struct place){at, at + sentence.len};
}

static bool is_at(const struct squeezed *q, size_t at, str sentence)
{
    return sentence.len <= q->len - at && memcmp(q->p + at, sentence.p, sentence.len) == 0;
}

/* Where SENTENCE, squeezed, is in the body's text from AT on; STR_NPOS when it is not found. */
static size_t find_squeezed(struct search *s, size_t at, str sentence)
{
    if (is_at(&s->q, at, sentence))
        return at;
    size_t room = s->q.len - at;
    size_t far = sentence.len < JUMP_BYTES_MIN ? JUMP_NEAR + sentence.len : SEARCH_MAX;
    far = far < room ? far : room;
    far = far < s->budget ? far : s->budget;
    str within = str_of(s->q.p + at, far), needle = str_sub(sentence, 0, NEEDLE_MAX);
    for (size_t from = 0; s->budget > 0; from++) {
        size_t skip = str_find(str_skip(within, from), needle);
        size_t looked = skip == STR_NPOS ? within.len - from : skip + sentence.len;
        s->budget -= looked < s->budget ? looked : s->budget;
        if (skip == STR_NPOS)
            break;
        from += skip;
        if (is_at(&s->q, at + from, sentence))
            return at + from;
    }
    return STR_NPOS;
}

/* The first byte of the squeezed text that stands at byte AT of the body or later. */
static size_t squeezed_at(const struct squeezed *q, size_t at)
{
    size_t low = 0, high = q->len;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (q->from[middle] < at)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* The end in the body of what stands at byte I of its squeezed text. */
static size_t end_of(const struct search *s, size_t i)
{
    str rest = str_skip(s->body, s->q.from[i]);
    const struct reference *r = rest.p[0] == '&' ? reference_at(rest) : NULL;
    return s->q.from[i] + (r ? r->name.len : 1);
}

static struct place find(struct search *s, str text, struct text_range range)
{
    if (range.begin >= range.end || range.end > text.len)
        return (struct place){0, 0};
    str sentence = str_sub(text, range.begin, range.end);
    struct place found = find_verbatim(s, sentence);
    if (found.begin < found.end)
        return found;
    if (!s->q.p) {
        s->q = squeeze_body(s->arena, s->body);
        s->room = arena_alloc(s->arena, size_add(text.len, 1));
    }
    sentence = squeeze(s->room, sentence);
    size_t at =
        str_empty(sentence) ? STR_NPOS : find_squeezed(s, squeezed_at(&s->q, s->at), sentence);
    if (at == STR_NPOS)
        return (struct place){0, 0};
    return (struct place){s->q.from[at], end_of(s, at + sentence.len - 1)};
}

static void mark_sentence(struct writer *w, struct place place, size_t n)
{
    size_t begin = place.begin, end = place.end;
    if (make_whole(&begin, &end, w))
        put_mark(w, begin, end, n, true);
    else
        put_pieces(w, place.begin, place.end, n);
}

html marks_body(bool **marked, struct arena *a, html body, str text, struct text_ranges sentences)
{
    *marked = arena_array(a, sentences.len, bool);
    if (sentences.len == 0 || body.s.len == 0 || body.s.len > MARKS_BODY_MAX)
        return body;
    struct search s = {.arena = a, .body = body.s, .budget = size_mul(body.s.len, SEARCH_ALL)};
    struct writer w = {.body = body.s};
    sbuf_init(&w.out, a, MARKED_BYTES_MAX);
    for (size_t i = 0; i < sentences.len; i++) {
        struct place place = find(&s, text, sentences.at[i]);
        if (place.begin == place.end)
            continue;
        mark_sentence(&w, place, i);
        s.at = place.end;
        (*marked)[i] = true;
    }
    if (w.done == 0)
        return body;
    copy_to(&w, body.s.len);
    str out;
    if (sbuf_end(&out, &w.out) == OK)
        return (html){out};
    *marked = arena_array(a, sentences.len, bool);
    return body;
}
