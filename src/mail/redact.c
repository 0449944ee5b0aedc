/* Secrets are gathered from the mail's own headers, then looked for in all that is shown. */
#include "mail/redact.h"

#include "base/sbuf.h"
#include "base/url.h"
#include "base/utf8.h"

#define NAME_MIN                                                                                   \
    10 /* characters of a name before '@' that is a secret by itself, if it has a digit */
#define TOKEN_MIN 6   /* of a parameter's value */
#define OPAQUE_MIN 16 /* of a part of a path that may be a token */

/* --- gathering ------------------------------------------------------------------------------- */

static str base64(struct arena *a, str s, const char *alphabet)
{
    struct sbuf b;
    sbuf_init(&b, a, 2 * s.len + 8);
    /* Only whole groups: what follows in the encoded text changes the last one. */
    for (size_t i = 0; i + 3 <= s.len; i += 3) {
        uint32_t w = (uint32_t)(unsigned char)s.p[i] << 16 |
                     (uint32_t)(unsigned char)s.p[i + 1] << 8 | (unsigned char)s.p[i + 2];
        for (int k = 18; k >= 0; k -= 6)
            sbuf_putc(&b, alphabet[w >> k & 63]);
    }
    return sbuf_str(&b);
}

static str hex(struct arena *a, str s)
{
    struct sbuf b;
    sbuf_init(&b, a, 2 * s.len + 1);
    for (size_t i = 0; i < s.len; i++)
        sbuf_printf(&b, "%02x", (unsigned char)s.p[i]);
    return sbuf_str(&b);
}

static void add(struct str_vec *to, struct arena *a, str s)
{
    if (s.len >= TOKEN_MIN)
        *vec_push(to, a) = s;
}

static void add_recipient(struct redact *r, str address)
{
    static const char standard[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    static const char web[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    str lower = str_lower(r->a, address);
    add(&r->plain, r->a, lower);
    str token = mail_address_token(r->a, address);
    bool digit = false;
    for (size_t i = 0; i < token.len; i++)
        digit |= ascii_is_digit((unsigned char)token.p[i]);
    if (digit && token.len >= NAME_MIN)
        add(&r->plain, r->a, token);
    const str forms[] = {address, lower};
    for (size_t i = 0; i < ARRAY_LEN(forms) && (i == 0 || !str_eq(address, lower)); i++) {
        add(&r->encoded, r->a, base64(r->a, forms[i], standard));
        add(&r->encoded, r->a, base64(r->a, forms[i], web));
    }
    add(&r->encoded, r->a, hex(r->a, lower));
}

static str without_query(str address)
{
    return str_sub(address, 0, str_chr(str_sub(address, 0, str_chr(address, '#')), '?'));
}

static void add_unsubscribe(struct redact *r, str address)
{
    url parsed;
    if (url_parse(&parsed, r->a, address, NULL) != OK)
        return;
    add(&r->pages, r->a, without_query(parsed.s));
    str query = url_split(parsed).query;
    while (query.p) {
        str value = str_cut(&query, '&'), name = str_cut(&value, '=');
        if (!value.p || value.len < TOKEN_MIN)
            continue;
        *vec_push(&r->tokens, r->a) = value;
        *vec_push(&r->names, r->a) = name;
    }
}

void redact_init(struct redact *r, struct arena *a, struct arena *scratch,
                 const struct mail_message *mail)
{
    *r = (struct redact){.a = a, .scratch = scratch};
    for (size_t i = 0; i < mail->recipients.len && i < REDACT_ADDRESSES_MAX; i++)
        add_recipient(r, mail->recipients.at[i]);
    for (size_t i = 0; i < mail->checksums.len; i++)
        add(&r->encoded, a, mail->checksums.at[i]);
    for (size_t i = 0; i < mail->unsubscribe.len; i++)
        add_unsubscribe(r, mail->unsubscribe.at[i]);
}

/* --- looking --------------------------------------------------------------------------------- */

static bool has_one_of(str s, const struct str_vec *words)
{
    for (size_t i = 0; i < words->len; i++)
        if (s.len >= words->at[i].len && str_ifind(s, words->at[i]) != STR_NPOS)
            return true;
    return false;
}

/* As it stands, and decoded twice: addresses are put into addresses. */
static bool decoded_has(const struct redact *r, str s, bool encoded_too)
{
    struct arena_mark mark = arena_mark(r->scratch);
    bool has = false;
    for (int i = 0; i < 3 && !has; i++) {
        has = has_one_of(s, &r->plain) || (encoded_too && has_one_of(s, &r->encoded));
        str more = url_percent_decoded(r->scratch, s);
        if (more.p == s.p)
            break;
        s = more;
    }
    arena_rewind(r->scratch, mark);
    return has;
}

str redact_text(const struct redact *r, str s)
{
    if (!has_one_of(s, &r->plain) && !decoded_has(r, s, true))
        return s;
    struct sbuf b;
    sbuf_init(&b, r->a, 4 * s.len + 16);
    for (size_t i = 0; i < s.len;) {
        size_t begin = i;
        while (i < s.len && ascii_is_space((unsigned char)s.p[i]))
            i++;
        sbuf_put(&b, str_sub(s, begin, i));
        begin = i;
        while (i < s.len && !ascii_is_space((unsigned char)s.p[i]))
            i++;
        str word = str_sub(s, begin, i);
        sbuf_put(&b, decoded_has(r, word, true) ? S("\xe2\x80\xa6") : word);
    }
    return sbuf_str(&b);
}

str redact_value(const struct redact *r, str s)
{
    return decoded_has(r, s, true) ? S("") : s;
}

/* --- addresses ------------------------------------------------------------------------------- */

/* Names of parameters that say which publisher, list or mail, not who reads it: without them a link
 * leads nowhere. */
static bool is_publishers(str name)
{
    static const str names[] = {S("u"),    S("id"),       S("l"),           S("list"),
                                S("m"),    S("listid"),   S("list_id"),     S("c"),
                                S("a"),    S("campaign"), S("campaign_id"), S("campaignid"),
                                S("aid"),  S("account"),  S("account_id"),  S("post_id"),
                                S("issue")};
    for (size_t i = 0; i < ARRAY_LEN(names); i++)
        if (str_ieq(name, names[i]))
            return true;
    return false;
}

static bool is_readers(const struct redact *r, str parameter)
{
    str value = parameter, name = str_cut(&value, '=');
    if (decoded_has(r, parameter, true))
        return true;
    for (size_t i = 0; value.p && i < r->tokens.len; i++)
        if (str_eq(value, r->tokens.at[i]) && str_ieq(name, r->names.at[i]) && !is_publishers(name))
            return true;
    return false;
}

/* PARSED is one of the pages where a subscription is ended. */
static bool is_unsubscribe(const struct redact *r, url parsed)
{
    str page = without_query(parsed.s);
    for (size_t i = 0; i < r->pages.len; i++)
        if (str_eq(page, r->pages.at[i]) && url_split(parsed).path.len > 1)
            return true;
    return false;
}

bool redact_is_unsubscribe(const struct redact *r, str address)
{
    url parsed;
    struct arena_mark mark = arena_mark(r->scratch);
    bool is = r->pages.len && url_parse(&parsed, r->scratch, address, NULL) == OK &&
              is_unsubscribe(r, parsed);
    arena_rewind(r->scratch, mark);
    return is;
}

/* The same without parameters of readers; "" when it cannot do without. In the scratch arena, or
 * ADDRESS itself. */
static str plain_address(const struct redact *r, str address)
{
    url parsed, plain;
    struct sbuf b;
    if (url_parse(&parsed, r->scratch, address, NULL) != OK)
        return redact_value(r, address);
    if (is_unsubscribe(r, parsed))
        return S("");
    if (!url_is_web(parsed))
        return redact_value(r, address);
    struct url_parts parts = url_split(parsed);
    str before = without_query(parsed.s);
    if (decoded_has(r, before, true))
        return S("");
    if (!parts.query.p && !parts.fragment.p)
        return address;
    /* What canonical addresses leave out besides parameters is not ours to decide. */
    if (url_canonical(&plain, r->scratch, parsed) != OK)
        return S("");
    str query = url_split(plain).query;
    sbuf_init(&b, r->scratch, URL_LEN_MAX);
    sbuf_put(&b, before);
    for (char sign = '?'; query.p;) {
        str parameter = str_cut(&query, '&');
        if (is_readers(r, parameter))
            continue;
        sbuf_putc(&b, sign);
        sbuf_put(&b, parameter);
        sign = '&';
    }
    if (parts.fragment.p && !decoded_has(r, parts.fragment, true)) {
        sbuf_putc(&b, '#');
        sbuf_put(&b, parts.fragment);
    }
    str out;
    return sbuf_end(&out, &b) == OK ? out : S("");
}

str redact_address(const struct redact *r, str address)
{
    struct arena_mark mark = arena_mark(r->scratch);
    str plain = plain_address(r, address);
    if (plain.p != address.p)
        plain = str_eq(plain, address) ? address : str_dup(r->a, plain);
    arena_rewind(r->scratch, mark);
    return plain;
}

/* --- the page of a mail ---------------------------------------------------------------------- */

/* The last two labels of a host, three where the last two are as short as "co.uk". */
static str site_of(str host)
{
    size_t dots = 0, i = host.len, last = host.len;
    while (i > 0) {
        i--;
        if (host.p[i] != '.')
            continue;
        bool is_short = dots == 1 && last - i <= 4 && host.len - last <= 3;
        dots += !is_short;
        if (dots == 2)
            return str_skip(host, i + 1);
        last = i;
    }
    return host;
}

static bool is_opaque(str part)
{
    bool digit = false, hyphen = false;
    for (size_t i = 0; i < part.len; i++) {
        digit |= ascii_is_digit((unsigned char)part.p[i]);
        hyphen |= part.p[i] == '-';
    }
    return part.len >= OPAQUE_MIN && (!hyphen || (digit && part.len >= 3 * OPAQUE_MIN));
}

str redact_public_page(const struct redact *r, const struct mail_message *mail, str address)
{
    url parsed, plain;
    if (url_parse(&parsed, r->a, address, NULL) != OK || !url_is_web(parsed) ||
        decoded_has(r, address, true) || url_canonical(&plain, r->a, parsed) != OK)
        return S("");
    struct url_parts parts = url_split(plain);
    if (parts.query.p || parts.path.len <= 1)
        return S("");
    str site = site_of(parts.host), path = parts.path;
    str from = str_skip(mail->from_address, str_rchr(mail->from_address, '@') + 1);
    if (!str_ieq(site, site_of(from)) && !str_ieq(site, site_of(mail->list_id)))
        return S("");
    while (path.p)
        if (is_opaque(str_cut(&path, '/')))
            return S("");
    return plain.s;
}
