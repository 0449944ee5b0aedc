/* Comparing titles by their letters and digits, and taking titles apart at their separators. */
#include "page/title_part.h"

void title_letters(struct phrase_fold *out, str text)
{
    phrase_fold(out, text);
    size_t n = 0;
    for (size_t i = 0; i < out->len; i++) {
        unsigned char c = (unsigned char)out->p[i];
        if (c == 0xe2 && i + 2 < out->len && (unsigned char)out->p[i + 1] == 0x80) {
            i += 2; /* quotes, dashes and spaces of U+2000 to U+203F */
            continue;
        }
        if (c >= 0x80 || ascii_is_alnum(c))
            out->p[n++] = (char)c;
    }
    if (n) /* a text of marks only stays what it is */
        out->len = n;
}

static str folded(const struct phrase_fold *f)
{
    return str_of(f->p, f->len);
}

bool title_letters_have(const struct phrase_fold *hay, const struct phrase_fold *needle)
{
    return needle->len >= 6 && str_has(folded(hay), folded(needle));
}

bool title_same(str a, str b)
{
    struct phrase_fold x, y;
    /* Marks and spaces are a small part of any title: most questions need no folding. */
    if (str_empty(a) || str_empty(b) || a.len > 2 * b.len + 16 || b.len > 2 * a.len + 16)
        return false;
    title_letters(&x, a);
    title_letters(&y, b);
    return x.len && str_eq(folded(&x), folded(&y));
}

bool title_has(str hay, str needle)
{
    struct phrase_fold x, y;
    if (str_empty(hay) || needle.len < 6 || needle.len > 2 * hay.len + 16)
        return false;
    title_letters(&x, hay);
    title_letters(&y, needle);
    return title_letters_have(&x, &y);
}

bool title_ends(str s, str end)
{
    struct phrase_fold x, y;
    title_letters(&x, s);
    title_letters(&y, end);
    return !x.cut && !y.cut && str_ends(folded(&x), folded(&y));
}

size_t title_count_words(str s)
{
    size_t words = 0;
    bool in_word = false;
    for (size_t i = 0; i < s.len; i++) {
        bool w = (unsigned char)s.p[i] > ' ';
        words += w && !in_word;
        in_word = w;
    }
    return words;
}

struct separator {
    size_t at, len; /* in the title, spaces included */
};

/* The separators of a title, in order. Weak ones (a colon) are not among them. */
static size_t find_separators(struct separator *out, size_t max, str title)
{
    static const str marks[] = {S(" | "), S(" - "),  S(" – "), S(" — "), S(" :: "), S(" » "),
                                S(" « "), S(" · "),  S(" • "), S(" / "), S(" ‹ "),  S(" › "),
                                S(" < "), S(" > "),  S(" ~ "), S(" ― "), S(" ⋆ "),  S(" ▷ "),
                                S(" @ "), S(" ｜ "), S("｜"),  S("| "),  S(" // "), S(" -- ")};
    size_t n = 0;
    for (size_t i = 1; i < title.len && n < max; i++) {
        unsigned char c = (unsigned char)title.p[i];
        if (c != ' ' && c != '|' && c != 0xef) /* what the marks start with */
            continue;
        for (size_t k = 0; k < ARRAY_LEN(marks); k++) {
            if (str_starts(str_skip(title, i), marks[k])) {
                out[n++] = (struct separator){i, marks[k].len};
                i += marks[k].len - 1;
                break;
            }
        }
    }
    return n;
}

/* Whether PART is the host's name: "Harbour Ledger" at www.harbour-ledger.example, or as a part of
 * it when both are of some length ("Ledger Online" at ledger.example). */
static bool names_host(str part, str host)
{
    struct phrase_fold p, l;
    if (str_empty(host) || title_count_words(part) > 4)
        return false;
    title_letters(&p, part);
    title_letters(&l, str_istarts(host, S("www.")) ? str_skip(host, 4) : host);
    if (str_eq(folded(&p), folded(&l)))
        return true;
    while (host.p && host.len) {
        str label = str_cut(&host, '.');
        if (!host.p || label.len < 3) /* the last one is everybody's */
            continue;
        title_letters(&l, label);
        if (str_eq(folded(&p), folded(&l)) || (l.len >= 5 && str_starts(folded(&p), folded(&l))) ||
            (p.len >= 5 && str_starts(folded(&l), folded(&p))))
            return true;
    }
    return false;
}

bool title_names_site(str part, const struct title_site *site)
{
    if (!str_empty(site->name) && (title_same(part, site->name) || title_has(part, site->name) ||
                                   title_has(site->name, part)))
        return true;
    if (names_host(part, site->host))
        return true;
    /* "name.tld" */
    size_t dot = str_rchr(part, '.');
    return dot != STR_NPOS && dot > 1 && part.len - dot >= 3 && part.len - dot <= 6 &&
           str_chr(part, ' ') == STR_NPOS;
}

/* A mark that is set for nothing but to separate: a bar, or one that is not ASCII. */
static bool is_strong(str title, struct separator s)
{
    return title.p[s.at + 1] == '|' || title.p[s.at] == '|' ||
           (unsigned char)title.p[s.at + 1] >= 0xc2;
}

/* "» The headline" */
static str without_lead_mark(str title)
{
    static const str marks[] = {S("» "), S("› "), S("| ")};
    for (size_t i = 0; i < ARRAY_LEN(marks); i++)
        if (str_starts(title, marks[i]))
            return str_trim(str_skip(title, marks[i].len));
    return title;
}

str title_strip(str title, const struct title_site *site, str heading)
{
    struct separator sep[16];
    title = str_trim(title);
    for (int round = 0; round < 6; round++) {
        size_t n = find_separators(sep, ARRAY_LEN(sep), title);
        if (n == 0 || (!str_empty(heading) && title_same(title, heading)))
            return title;
        struct separator last = sep[n - 1];
        str head = str_sub(title, 0, last.at), tail = str_skip(title, last.at + last.len);
        str first = str_sub(title, 0, sep[0].at), rest = str_skip(title, sep[0].at + sep[0].len);
        if (title_has(head, heading))
            title = head;
        else if (title_has(rest, heading))
            title = rest;
        else if (title_names_site(tail, site) && title_count_words(head) >= 1)
            title = head;
        else if (title_names_site(first, site) && title_count_words(rest) >= 2)
            title = rest;
        else if (str_empty(heading) &&
                 title_count_words(tail) <= (is_strong(title, last) ? 5 : 4) &&
                 title_count_words(head) > title_count_words(tail) && title_count_words(head) >= 3)
            title = head;
        else
            return title;
        title = without_lead_mark(str_trim(title));
    }
    return title;
}

str title_tail(str *head, str title)
{
    struct separator sep[16];
    size_t n = find_separators(sep, ARRAY_LEN(sep), title);
    *head = n ? str_sub(title, 0, sep[n - 1].at) : title;
    return n ? str_skip(title, sep[n - 1].at + sep[n - 1].len) : S("");
}
