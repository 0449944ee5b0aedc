/*
 * Input made so that libgumbo 0.10 and the current standard agree on it. Each mask is a place where
 * libgumbo is known to differ; everything else must give equal trees.
 *
 * - bytes: libgumbo replaces control characters, NUL and noncharacters; they become '?'
 * - text before </form>: libgumbo moves it behind; an empty comment keeps it in place
 * - attributes of end tags: libgumbo takes them into the name of a foreign end tag; cut off
 * - <a> inside <a> more than eight blocks deep: libgumbo then removes another <a> than the standard
 *   names; </a> is put before each <a>
 * - </>: libgumbo takes it into the name of an unknown tag behind it; becomes the comment </ >
 * - numbers of more than seven digits: libgumbo's overflow; their '&' becomes '?'
 * - a second <html>: libgumbo leaves "before head" for it; becomes <x>
 * - elements whose rules changed since, and main, which libgumbo forgets to be special: become <x>
 * - applet, marquee, object: libgumbo closes one for the other; the first two become <x>
 * - elements libgumbo does not know: it closes any for any other; all become <x>
 * - </form>, where there is a template: libgumbo does not close what is open in the form; becomes
 * </x>
 * - </p> and </br>, where there is foreign content: they did not end it once; become </x>
 * - </br>, where there is a frameset: libgumbo lets one follow it; becomes </x>
 */
#ifndef COURANT_TESTS_GUMBO_MASK_H
#define COURANT_TESTS_GUMBO_MASK_H

#include <gumbo.h>

#include "base/sbuf.h"
#include "base/utf8.h"

static const char *const gumbo_older[] = {
    "select", "option", "optgroup", "search", "menuitem", "isindex", "keygen",  "rb",
    "rtc",    "rp",     "rt",       "dialog", "main",     "applet",  "marquee", "selectedcontent"};

struct gumbo_mask {
    bool had_html;
    bool foreign; /* the input has svg or math */
    bool templates;
    bool framesets;
};

static inline size_t gumbo_name_len(str s)
{
    size_t n = 0;
    while (n < s.len && !ascii_is_space((unsigned char)s.p[n]) && s.p[n] != '>' && s.p[n] != '/')
        n++;
    return n;
}

static inline bool gumbo_is_masked(struct gumbo_mask *m, str name, bool end)
{
    bool is_html = str_ieq(name, S("html"));
    bool again = is_html && m->had_html && !end;
    m->had_html |= is_html && !end;
    if (end && m->foreign && (str_ieq(name, S("p")) || str_ieq(name, S("br"))))
        return true;
    if (end && m->framesets && str_ieq(name, S("br")))
        return true;
    if (end && m->templates && str_ieq(name, S("form")))
        return true;
    for (size_t i = 0; i < ARRAY_LEN(gumbo_older); i++)
        if (str_ieq(name, str_c(gumbo_older[i])))
            return true;
    return again || gumbo_tagn_enum(name.p, (unsigned)name.len) == GUMBO_TAG_UNKNOWN;
}

static inline bool gumbo_replaces(uint32_t c)
{
    return (c < 0x20 && c != '\t' && c != '\n' && c != '\f' && c != '\r') ||
           (c >= 0x7f && c <= 0x9f) || (c >= 0xfdd0 && c <= 0xfdef) || (c & 0xfffe) == 0xfffe;
}

static inline str gumbo_mask_bytes(struct arena *a, str in)
{
    struct sbuf b;
    sbuf_init(&b, a, in.len * 3 + 16);
    in = utf8_repair(a, in);
    while (in.len) {
        uint32_t c = utf8_next(&in);
        if (gumbo_replaces(c))
            sbuf_putc(&b, '?');
        else
            sbuf_put_utf8(&b, c);
    }
    return sbuf_str(&b);
}

static inline bool gumbo_long_number(str s)
{
    size_t n = 2;
    if (!str_starts(s, S("&#")))
        return false;
    n += s.len > 2 && (s.p[2] | 0x20) == 'x';
    size_t digits = n;
    while (n < s.len && ascii_hex_value((unsigned char)s.p[n]) >= 0)
        n++;
    return n - digits > 7;
}

static inline str gumbo_mask(struct arena *a, str in)
{
    struct sbuf b;
    in = gumbo_mask_bytes(a, in);
    sbuf_init(&b, a, in.len * 14 + 16);
    struct gumbo_mask m = {false, str_ihas(in, S("<svg")) || str_ihas(in, S("<math")),
                           str_ihas(in, S("<template")), str_ihas(in, S("<frameset"))};
    for (size_t i = 0; i < in.len;) {
        bool end = i + 2 < in.len && in.p[i + 1] == '/';
        if (in.p[i] != '<' || i + 2 + end > in.len ||
            !ascii_is_alpha((unsigned char)in.p[i + 1 + end])) {
            sbuf_putc(&b, gumbo_long_number(str_skip(in, i)) ? '?' : in.p[i]);
            i++;
            if (end && in.p[i - 1] == '<' && in.p[i + 1] == '>') {
                sbuf_put(&b, S("/ >"));
                i += 2;
            }
            continue;
        }
        str name = str_skip(in, i + 1 + end);
        name.len = gumbo_name_len(name);
        if (end && str_ieq(name, S("form")))
            sbuf_put(&b, S("<!---->"));
        if (!end && str_ieq(name, S("a")))
            sbuf_put(&b, S("</a></a></a>"));
        sbuf_put(&b, end ? S("</") : S("<"));
        sbuf_put(&b, gumbo_is_masked(&m, name, end) ? S("x") : name);
        i += 1 + end + name.len;
        if (end && i < in.len && in.p[i] != '>')
            sbuf_putc(&b, '>');
    }
    return sbuf_str(&b);
}

#endif
