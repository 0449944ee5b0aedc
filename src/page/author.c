/* Splitting and cleaning bylines. */
#include "page/author.h"

#include "base/utf8.h"
#include "page/clean.h"
#include "page/phrase.h"

/* What stands before a name, in folded form. */
static const str by_words[] = {
#define BY(text) S(text),
#define ROLE(text)
#include "page/author.def"
#undef BY
#undef ROLE
};

/* Words that are no part of a name and end it. */
static const str role_words[] = {
#define BY(text)
#define ROLE(text) S(text),
#include "page/author.def"
#undef BY
#undef ROLE
};

static const str joiners[] = {S(" and "),
                              S(" und "),
                              S(" et "),
                              S(" & "),
                              S(" y "),
                              S(" e "),
                              S(" og "),
                              S(" och "),
                              S(" ja "),
                              S(" и "),
                              S(" with "),
                              S("; "),
                              S(" | "),
                              S(" / "),
                              S(", "),
                              S(";"),
                              S("/"),
                              S(" + "),
                              S(" im Gespräch mit ")};

static bool starts_upper(str s)
{
    str rest = s;
    uint32_t c = utf8_next(&rest);
    if (c < 0x80)
        return c >= 'A' && c <= 'Z';
    struct phrase_fold f;
    phrase_fold(&f, str_sub(s, 0, s.len - rest.len));
    return f.len != s.len - rest.len || memcmp(f.p, s.p, f.len) != 0 || c >= 0x590;
}

/* One to five words, each with a capital but for particles, no digits. */
bool author_is_name(str s)
{
    size_t words = 0, capitals = 0;
    if (s.len < 2 || s.len > NAME_BYTES_MAX)
        return false;
    str rest = s;
    while (rest.p) {
        str word = str_cut(&rest, ' ');
        if (str_empty(word))
            continue;
        words++;
        capitals += starts_upper(word);
        for (size_t i = 0; i < word.len; i++)
            if (ascii_is_digit((unsigned char)word.p[i]) || strchr("@:/!?<>{}=_", word.p[i]))
                return false;
    }
    return words >= 1 && words <= 5 && capitals >= 1 && capitals + 2 >= words;
}

str author_bare(str s)
{
    for (int round = 0; round < 2; round++) {
        while (s.len && strchr(":-|*>,. ", s.p[0]))
            s = str_skip(s, 1);
        struct phrase_fold f;
        phrase_fold(&f, s);
        str folded = str_of(f.p, f.len);
        bool found = false;
        for (size_t i = 0; i < ARRAY_LEN(by_words) && f.len && !found; i++) {
            /* Folding keeps the length of what the words are made of. */
            found = by_words[i].p[0] == f.p[0] && str_starts(folded, by_words[i]) &&
                    s.len > by_words[i].len;
            if (found)
                s = str_trim(str_skip(s, by_words[i].len));
        }
        if (!found)
            break;
    }
    return s;
}

bool author_is_role(str part)
{
    struct phrase_fold f;
    phrase_fold(&f, part);
    str folded = str_of(f.p, f.len);
    for (size_t i = 0; i < ARRAY_LEN(role_words); i++)
        if (str_has(folded, role_words[i]))
            return true;
    return false;
}

/* "By" alone: the name was elsewhere. */
static bool is_by_word(const struct phrase_fold *f)
{
    for (size_t i = 0; i < ARRAY_LEN(by_words); i++)
        if (by_words[i].len == f->len + 1 && memcmp(by_words[i].p, f->p, f->len) == 0)
            return true;
    return false;
}

/* "NDR", "SP-X", "dpa": what stands behind a name is its outlet or an agency. */
static bool is_initials(str name)
{
    static const str agencies[] = {S("dpa"),  S("afp"), S("sid"),    S("epd"),     S("kna"),
                                   S("apa"),  S("ots"), S("ritzau"), S("reuters"), S("efe"),
                                   S("ansa"), S("ap"),  S("belga"),  S("anp"),     S("ntb"),
                                   S("tt"),   S("lusa")};
    for (size_t i = 0; i < ARRAY_LEN(agencies); i++)
        if (str_ieq(name, agencies[i]))
            return true;
    for (size_t i = 0; i < name.len; i++)
        if (name.p[i] == ' ' || (name.p[i] >= 'a' && name.p[i] <= 'z') ||
            (unsigned char)name.p[i] >= 0x80)
            return false;
    return name.len <= 6;
}

/* "FOCUS-Online-Experte Robin ...", "Staff Writer Ann ...": the name behind what its bearer is. */
static str without_role_before(str name)
{
    static const str roles[] = {S("experte "),
                                S("expertin "),
                                S("redakteur "),
                                S("redakteurin "),
                                S("reporter "),
                                S("reporterin "),
                                S("korrespondent "),
                                S("korrespondentin "),
                                S("gastautor "),
                                S("gastautorin "),
                                S("kolumnist "),
                                S("kolumnistin "),
                                S("autorin "),
                                S("rechtsanwalt "),
                                S("rechtsanwältin "),
                                S("staff writer "),
                                S("contributing writer "),
                                S("correspondent "),
                                S("editor "),
                                S("journaliste "),
                                S("redactor "),
                                S("redattore "),
                                S("verslaggever ")};
    for (size_t i = 0; i < ARRAY_LEN(roles); i++) {
        size_t at = str_ifind(name, roles[i]);
        if (at == STR_NPOS)
            continue;
        str rest = str_trim(str_skip(name, at + roles[i].len));
        if (str_chr(rest, ' ') != STR_NPOS && str_chr(str_sub(name, 0, at), ' ') == STR_NPOS)
            return rest;
    }
    return name;
}

void author_add_name(struct str_vec *out, struct arena *a, str name, bool visible, bool further)
{
    name = str_trim(name);
    while (name.len && strchr(",.;:-|*\"'", name.p[name.len - 1]) &&
           !(name.p[name.len - 1] == '.' && name.len > 2 && name.p[name.len - 3] == ' '))
        name = str_trim(str_sub(name, 0, name.len - 1));
    if (name.len < 2 || name.len > NAME_BYTES_MAX || out->len >= AUTHORS_MAX)
        return;
    if (str_istarts(name, S("http")) || str_istarts(name, S("www.")) || str_has(name, S("@")) ||
        clean_is_placeholder(name))
        return;
    name = without_role_before(name);
    if (further && out->len && is_initials(name))
        return;
    if ((visible || further) && (!author_is_name(name) || author_is_role(name)))
        return;
    struct phrase_fold f, g;
    phrase_fold(&f, name);
    if (f.len < 2 || is_by_word(&f) || str_eq(str_of(f.p, f.len), S("no author")))
        return;
    vec_each (str, other, out) {
        phrase_fold(&g, *other);
        if (f.len == g.len && memcmp(f.p, g.p, f.len) == 0)
            return;
    }
    *vec_push(out, a) = name;
}

/* The earliest joiner in S from FROM on; its length in *len. */
static size_t find_joiner(size_t *len, str s)
{
    size_t best = STR_NPOS;
    for (size_t i = 0; i < ARRAY_LEN(joiners); i++) {
        size_t at = str_ifind(s, joiners[i]);
        if (at != STR_NPOS && (best == STR_NPOS || at < best)) {
            best = at;
            *len = joiners[i].len;
        }
    }
    return best;
}

void author_add(struct str_vec *out, struct arena *a, str raw, bool visible)
{
    str s = author_bare(clean_value(a, raw));
    static const str ends[] = {S(" for the "), S(" For The "), S(" ("),  S(" @"),  S(" – "),
                               S(" — "),       S(" - "),       S(" • "), S(" · "), S(" // ")};
    for (size_t i = 0; i < ARRAY_LEN(ends); i++) {
        size_t at = str_find(s, ends[i]);
        if (at != STR_NPOS && at > 0)
            s = str_sub(s, 0, at);
    }
    static const str visible_ends[] = {S(" am "),  S(" on "),   S(" vor "),  S(" at "),  S(" | "),
                                       S(" le "),  S(" el "),   S(" den "),  S(" in "),  S(" vom "),
                                       S(" aus "), S(" from "), S(", der "), S(", die ")};
    for (size_t i = 0; visible && i < ARRAY_LEN(visible_ends); i++) {
        size_t at = str_find(s, visible_ends[i]);
        if (at != STR_NPOS && at > 0)
            s = str_sub(s, 0, at);
    }
    bool further = false;
    while (s.len) {
        size_t len = 0, at = find_joiner(&len, s);
        str part = at == STR_NPOS ? s : str_sub(s, 0, at);
        if (further && author_is_role(part))
            break;
        author_add_name(out, a, further ? author_bare(part) : part, visible, further);
        if (at == STR_NPOS)
            break;
        s = str_skip(s, at + len);
        further = true;
    }
}

bool author_is_byline(str text)
{
    str rest = author_bare(text);
    if (text.len > 160 || rest.len == text.len)
        return false;
    size_t end = rest.len, len;
    size_t at = find_joiner(&len, rest);
    end = at < end ? at : end;
    for (size_t i = 0; i < rest.len && i < end; i++)
        if (ascii_is_digit((unsigned char)rest.p[i]) || rest.p[i] == '(' ||
            (rest.p[i] == '.' && i > 3 && i + 1 < rest.len && rest.p[i + 1] == ' ' &&
             rest.p[i - 2] != ' ' && rest.p[i - 2] != '.' && rest.p[i - 3] != ' '))
            end = i;
    str name = str_trim(str_sub(rest, 0, end));
    while (name.len && strchr(",.-|", name.p[name.len - 1]))
        name = str_trim(str_sub(name, 0, name.len - 1));
    return author_is_name(name);
}

bool author_starts_with_by(str text)
{
    struct phrase_fold f;
    phrase_fold(&f, text);
    for (size_t i = 0; i < ARRAY_LEN(by_words); i++)
        if (by_words[i].len > 3 && str_starts(str_of(f.p, f.len), by_words[i]))
            return true;
    return false;
}

/* "Published on 4 March by Ann Example": the line from its "by" on. */
str author_from_by_word(str text)
{
    static const str inner[] = {S(" by "),         S(" von "),    S(" par "),
                                S(" por "),        S(" di "),     S(" door "),
                                S(" Redaktion: "), S(" Autor: "), S(" Text: ")};
    for (size_t i = 0; i < ARRAY_LEN(inner); i++) {
        size_t at = str_ifind(text, inner[i]);
        if (at != STR_NPOS && at > 3 && starts_upper(str_skip(text, at + inner[i].len)))
            return str_skip(text, at + 1);
    }
    return text;
}

/* "Author:" or "By" alone. */
bool author_is_label(str line)
{
    struct phrase_fold f;
    if (line.len > LABEL_BYTES_MAX)
        return false;
    phrase_fold(&f, line);
    return is_by_word(&f);
}

/* Firms, institutions, desks: no person's name. */
bool author_is_organization(str name)
{
    static const str words[] = {S("redaktion"), S("redaction"), S("rédaction"), S("redacción"),
                                S("redazione"), S("redactie"),  S("redaksi"),   S("редакция"),
                                S("editorial"), S("newsroom"),  S("agencies"),  S("agenturen"),
                                S("gmbh"),      S("e.v"),       S(" kg"),       S(" ag"),
                                S(" inc"),      S(" ltd"),      S(" news"),     S(" online"),
                                S("magazin"),   S("zeitung"),   S("presse"),    S("webmaster"),
                                S("admin"),     S("team"),      S("anzeige"),   S("stiftung"),
                                S("verlag"),    S("agency"),    S("staff")};
    struct phrase_fold f;
    phrase_fold(&f, name);
    for (size_t i = 0; i < ARRAY_LEN(words); i++)
        if (str_has(str_of(f.p, f.len), words[i]))
            return true;
    return false;
}
