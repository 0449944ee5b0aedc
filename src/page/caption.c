/* Captions by element, by class, by shape; credits by class, by their own element at the end of the
 * caption, by label, in brackets. */
#include "page/caption.h"

#include "page/clean.h"

#define CAPTION_BYTES_MAX 1000
#define CREDIT_BYTES_MAX 160
#define OWN_CREDIT_BYTES_MAX 110 /* of a credit that only its place tells */

uint32_t caption_box_of(const struct scan *s, uint32_t node)
{
    const struct html_tree *t = s->tree;
    uint32_t n = t->nodes[node].parent;
    for (int up = 0; up < 6 && n; up++, n = t->nodes[n].parent) {
        if (html_is(t, n, HTML_TAG_FIGURE))
            return n;
        uint32_t index = s->element_of[n];
        if (index && ((s->elements.at[index - 1].evidence & EV_CAPTION) ||
                      s->elements.at[index - 1].caption_box))
            return n;
    }
    return 0;
}

/* "Photo: Name" without its label; "Drawing: Name" in an element of its own tells more. */
static str strip_plain_label(str c)
{
    static const str labels[] = {S("Photo"),  S("Foto"),    S("Fotos"),  S("Bild"), S("Image"),
                                 S("Credit"), S("Picture"), S("Imagen"), S("Фото"), S("Crédit")};
    size_t colon = str_chr(c, ':');
    str label = colon == STR_NPOS ? STR_NONE : str_trim(str_sub(c, 0, colon));
    for (size_t i = 0; label.len && i < ARRAY_LEN(labels); i++)
        if (str_ieq(label, labels[i]))
            return str_trim(str_skip(c, colon + 1));
    return c;
}

/* "Photo: Name" and "Photo by Name" without their label. */
static str strip_label(str c)
{
    size_t colon = str_chr(c, ':');
    if (colon != STR_NPOS && colon < 28)
        return str_trim(str_skip(c, colon + 1));
    if (str_istarts(c, S("photo by ")))
        return str_skip(c, 9);
    return c;
}

static str trim_tail(str s, const char *marks)
{
    s = str_trim(s);
    while (s.len && strchr(marks, s.p[s.len - 1]))
        s = str_trim(str_sub(s, 0, s.len - 1));
    return s;
}

static bool ends_sentence(str s)
{
    static const str ends[] = {S("."), S("!"), S("?"), S("…"), S("”"), S("“"), S("»"), S("\"")};
    for (size_t i = 0; i < ARRAY_LEN(ends); i++)
        if (str_ends(s, ends[i]))
            return true;
    return false;
}

/* "Caption. (Drawing: Name)": brackets that follow the last sentence. */
static bool split_brackets(str *caption, str *credit)
{
    size_t open = str_rchr(*caption, '(');
    if (open == STR_NPOS || open == 0 || !str_ends(*caption, S(")")) ||
        caption->len - open > CREDIT_BYTES_MAX / 2)
        return false;
    str before = str_trim(str_sub(*caption, 0, open));
    str inside = str_sub(*caption, open + 1, caption->len - 1);
    if (!ends_sentence(before) && str_chr(inside, ':') == STR_NPOS)
        return false;
    *credit = str_trim(inside);
    *caption = before;
    return true;
}

/* "Caption / Name", "Caption | Name": what follows the first mark is short and a name. */
static bool split_marks(str *caption, str *credit)
{
    static const str marks[] = {S(" / "), S(" | ")};
    for (size_t i = 0; i < ARRAY_LEN(marks); i++) {
        size_t at = str_find(*caption, marks[i]);
        if (at == STR_NPOS || at < 20)
            continue;
        str rest = str_skip(*caption, at + marks[i].len);
        unsigned char first = rest.len ? (unsigned char)rest.p[0] : 0;
        if (rest.len < 2 || rest.len > CREDIT_BYTES_MAX / 2 || (first >= 'a' && first <= 'z') ||
            ends_sentence(rest))
            continue;
        *caption = str_trim(str_sub(*caption, 0, at));
        *credit = str_trim(rest);
        return true;
    }
    return false;
}

/* Where a label of a credit begins, STR_NPOS when there is none. */
static size_t find_label(str caption)
{
    static const str marks[] = {S("(Photo"),
                                S("(Image"),
                                S("(Foto:"),
                                S("(Foto "),
                                S("(Bild"),
                                S("(Credit"),
                                S("(Picture"),
                                S("[Photo"),
                                S("Photo:"),
                                S("Photo by"),
                                S("Photo credit"),
                                S("Photograph:"),
                                S("Foto:"),
                                S("Fotos:"),
                                S("Bild:"),
                                S("Bilder:"),
                                S("Credit:"),
                                S("Image:"),
                                S("Image credit"),
                                S("Picture:"),
                                S("Pictures:"),
                                S("Illustration:"),
                                S("Illustration :"),
                                S("Graphic:"),
                                S("Crédit"),
                                S("Photo :"),
                                S("Dessin :"),
                                S("Quelle:"),
                                S("Fuente:"),
                                S("Imagen:"),
                                S("Imágenes:"),
                                S("Fotografía:"),
                                S("Ilustración:"),
                                S("Fonte:"),
                                S("Immagine:"),
                                S("Imagem:"),
                                S("Źródło:"),
                                S("Zdjęcie:"),
                                S("Fot."),
                                S("Фото:"),
                                S("Иллюстрация:"),
                                S("Рисунок:"),
                                S("Снимок:"),
                                S("Beeld:"),
                                S("Kuva:"),
                                S("©"),
                                S("(c)"),
                                S("(AP Photo"),
                                S("Courtesy of"),
                                S("Foto von")};
    size_t best = STR_NPOS;
    for (size_t i = 0; i < ARRAY_LEN(marks); i++) {
        size_t at = str_find(caption, marks[i]);
        if (at != STR_NPOS && at < best && caption.len - at <= CREDIT_BYTES_MAX)
            best = at;
    }
    return best;
}

void image_split_credit(str *caption, str *credit)
{
    size_t best = find_label(*caption), open = str_rchr(*caption, '(');
    bool inside = best != STR_NPOS && open != STR_NPOS && best > open + 1;
    if (best == STR_NPOS || (inside && str_empty(*credit) && str_ends(*caption, S(")")))) {
        if (str_empty(*credit) && !split_brackets(caption, credit))
            split_marks(caption, credit);
        return;
    }
    str c = str_skip(*caption, best);
    if (str_empty(*credit)) {
        while (c.len && strchr("([", c.p[0]))
            c = str_skip(c, 1);
        *credit = str_trim(strip_label(trim_tail(c, ")].")));
    }
    *caption = trim_tail(str_sub(*caption, 0, best), "|-/(,");
}

static bool is_credit_element(const struct html_tree *t, uint32_t n)
{
    static const str words[] = {S("credit"),   S("copyright"), S("photographer"),
                                S("fotograf"), S("firma"),     S("quelle")};
    str names = html_attr(t, n, HTML_ATTR_CLASS), item = html_attr(t, n, HTML_ATTR_ITEMPROP);
    for (size_t i = 0; i < ARRAY_LEN(words); i++)
        if (str_ihas(names, words[i]))
            return true;
    return str_ihas(item, S("copyrightHolder")) || str_ihas(item, S("creditText"));
}

/* The caption's text and, when the last piece of it stands in an element of its own or on a line of
 * its own after a whole sentence, where that piece begins. */
struct pieces {
    struct sbuf text;
    size_t last;      /* where the last piece begins */
    bool apart;       /* it stands in an element of its own */
    uint32_t element; /* of the last text */
};

static void put_piece(struct pieces *p, const struct html_tree *t, uint32_t n, bool broken)
{
    str words = str_trim(html_text(t, n));
    if (str_empty(words))
        return;
    uint32_t element = t->nodes[n].parent;
    if (element != p->element || broken) {
        p->apart = p->text.len > 0 &&
                   (broken || !scan_is_inline(t->nodes[element].tag) ||
                    html_is(t, element, HTML_TAG_SMALL) || html_is(t, element, HTML_TAG_SPAN) ||
                    html_is(t, element, HTML_TAG_CITE) || html_is(t, element, HTML_TAG_EM) ||
                    html_is(t, element, HTML_TAG_I));
        if (p->text.len)
            sbuf_putc(&p->text, ' ');
        p->last = p->text.len;
        p->element = element;
    } else if (p->text.len) {
        sbuf_putc(&p->text, ' ');
    }
    sbuf_put(&p->text, words);
}

static void read_pieces(struct pieces *p, struct arena *a, const struct scan *s, uint32_t top)
{
    const struct html_tree *t = s->tree;
    *p = (struct pieces){0};
    sbuf_init(&p->text, a, CAPTION_BYTES_MAX);
    bool broken = false;
    for (uint32_t n = html_next(t, top, top); n;) {
        bool silent = html_is(t, n, HTML_TAG_NOSCRIPT) || html_is(t, n, HTML_TAG_SCRIPT) ||
                      html_is(t, n, HTML_TAG_STYLE);
        if (html_is(t, n, HTML_TAG_BR))
            broken = true;
        if (html_is_text(t, n)) {
            size_t before = p->text.len;
            put_piece(p, t, n, broken);
            broken &= p->text.len == before;
        }
        n = silent ? html_skip(t, n, top) : html_next(t, n, top);
    }
}

/* The credit that only its place at the caption's end tells. */
static void take_own_credit(struct image *image, struct arena *a, const struct pieces *p)
{
    str text = sbuf_str(&p->text);
    str before = str_trim(str_sub(text, 0, p->last)), last = str_trim(str_skip(text, p->last));
    if (!p->apart || str_empty(before) || last.len < 2 || last.len > OWN_CREDIT_BYTES_MAX ||
        (!ends_sentence(before) && last.len * 2 > before.len + 20) ||
        (ends_sentence(last) && str_ends(last, S("."))))
        return;
    image->credit = clean_value(a, strip_plain_label(trim_tail(last, ")].")));
    while (image->credit.len && strchr("([", image->credit.p[0]))
        image->credit = str_skip(image->credit, 1);
    image->caption = clean_value(a, before);
}

void caption_read(struct image *image, struct arena *a, const struct scan *s, uint32_t node)
{
    const struct html_tree *t = s->tree;
    uint32_t box = caption_box_of(s, node), caption = 0;
    str raw_credit = {0};
    if (!box)
        return;
    for (uint32_t n = html_next(t, box, box); n; n = html_next(t, n, box)) {
        uint32_t index = html_is_element(t, n) ? s->element_of[n] : 0;
        if (!index)
            continue;
        if (is_credit_element(t, n)) {
            if (str_empty(raw_credit))
                raw_credit = clean_node_text(a, t, n, 300);
        } else if ((s->elements.at[index - 1].evidence & EV_CAPTION) && !caption) {
            caption = n;
        }
    }
    if (str_empty(image->credit))
        image->credit = strip_plain_label(raw_credit);
    uint32_t index = s->element_of[box];
    bool whole =
        html_is(t, box, HTML_TAG_FIGURE) || (index && s->elements.at[index - 1].caption_box);
    if (!caption && whole)
        caption = box;
    if (!caption || !str_empty(image->caption))
        return;
    struct pieces p;
    read_pieces(&p, a, s, caption);
    str text = clean_value(a, sbuf_str(&p.text));
    if (!str_empty(raw_credit) && str_ends(text, raw_credit))
        text = str_trim(str_sub(text, 0, text.len - raw_credit.len));
    image->caption = text;
    if (str_empty(image->credit) && find_label(text) == STR_NPOS)
        take_own_credit(image, a, &p);
    image_split_credit(&image->caption, &image->credit);
}
