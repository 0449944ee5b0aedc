/* Addresses of newsletters, and their mails as text. */
#include "cli/newsletters.h"

#include "base/clock.h"
#include "base/url.h"
#include "html/sanitize.h"
#include "mail/newsletter.h"
#include "people/password.h"
#include "pipeline/fragment.h"
#include "pipeline/mail_intake.h"

#define TOKEN_CHARS 12 /* 60 bits */
#define SHOWN_MAX ((size_t)16 << 20)
#define LINKS_MAX 200

/* Letters and digits that can be read aloud; at least one digit, so that it is never a word. */
static str new_token(struct arena *a)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz234567";
    char *p = arena_alloc(a, TOKEN_CHARS);
    for (bool digit = false; !digit;) {
        unsigned char bytes[TOKEN_CHARS];
        token_random(bytes, sizeof bytes);
        for (size_t i = 0; i < TOKEN_CHARS; i++) {
            p[i] = letters[bytes[i] % 32];
            digit |= ascii_is_digit((unsigned char)p[i]);
        }
    }
    return str_of(p, TOKEN_CHARS);
}

str newsletters_address(struct arena *a, const struct config *config, const struct feed *feed)
{
    str name = newsletter_name(feed->url), domain = config->mail_domain;
    if (str_chr(name, '.') != STR_NPOS || str_chr(name, '@') != STR_NPOS)
        return name;
    url site;
    if (str_empty(domain) && url_parse(&site, a, config->public_url, NULL) == OK)
        domain = url_split(site).host;
    return str_printf(a, "%.*s@%.*s", STR_FMT(name),
                      STR_FMT(str_empty(domain) ? S("YOUR-MAIL-DOMAIN") : domain));
}

status newsletters_add(struct arena *a, struct store *s, const struct config *config, str title)
{
    int64_t id;
    bool made;
    struct feed feed;
    title = str_trim(title);
    if (str_empty(title))
        return fail(E_INPUT, "a newsletter needs a name");
    TRY(mail_intake_subscribe(&id, &made, a, s, new_token(a), title));
    TRY(store_feed_get(&feed, a, s, id));
    printf("Subscribe to '%.*s' with this address:\n  %.*s\nIts mails are held until you say "
           "'courant mail publish %lld': the first one usually has a link to confirm by,\nwhich "
           "'courant mail' shows.\n",
           STR_FMT(title), STR_FMT(newsletters_address(a, config, &feed)), (long long)id);
    return OK;
}

status newsletters_find(struct feed *out, struct arena *a, struct store *s, str typed)
{
    int64_t id;
    str token = mail_address_token(a, typed);
    if (!str_to_i64(&id, typed)) {
        status found = store_feed_by_url(&id, s, newsletter_url(a, str_lower(a, typed)));
        if (found == E_NOTFOUND && !str_empty(token))
            found = store_feed_by_url(&id, s, newsletter_url(a, token));
        if (found != OK)
            return found == E_NOTFOUND ? fail(E_NOTFOUND, "there is no newsletter '%.*s'",
                                              STR_FMT(str_sub(typed, 0, 200)))
                                       : found;
    }
    TRY(store_feed_get(out, a, s, id));
    return out->kind == FEED_OF_MAIL
               ? OK
               : fail(E_NOTFOUND, "feed %lld is no newsletter", (long long)id);
}

/* --- a mail as text -------------------------------------------------------------------------- */

/* What could move the cursor or worse; U+0080 to U+009F are control characters to terminals. */
static void put_plain(struct sbuf *b, str s)
{
    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.p[i];
        bool c1 = c == 0xc2 && i + 1 < s.len && (unsigned char)s.p[i + 1] < 0xa0;
        if ((c < ' ' && c != '\n' && c != '\t') || c == 0x7f || c1)
            sbuf_putc(b, '?');
        else
            sbuf_putc(b, (char)c);
        i += c1;
    }
}

static void put_line(struct sbuf *b, const char *name, str value)
{
    if (str_empty(value))
        return;
    sbuf_printf(b, "%-9s", name);
    put_plain(b, value);
    sbuf_putc(b, '\n');
}

static status put_links(struct sbuf *b, struct arena *a, str markup)
{
    struct html_tree t;
    size_t n = 0;
    TRY(html_parse(&t, a, markup, &html_limits_default));
    for (uint32_t at = html_next(&t, 0, 0); at && n < LINKS_MAX; at = html_next(&t, at, 0)) {
        str href = html_attr(&t, at, HTML_ATTR_HREF);
        if (!html_is(&t, at, HTML_TAG_A) || str_empty(str_trim(href)))
            continue;
        if (n++ == 0)
            sbuf_put(b, S("\n\nLinks:\n"));
        sbuf_put(b, S("  "));
        put_plain(b, str_trim(html_text_content(a, &t, at)));
        sbuf_put(b, S(": "));
        put_plain(b, str_trim(href));
        sbuf_putc(b, '\n');
    }
    return OK;
}

static status put_piece(struct sbuf *b, struct arena *a, const struct mail_piece *piece)
{
    html clean;
    str text;
    const struct html_sanitize_options options = {.out_max = SHOWN_MAX, .no_images = true};
    if (!piece->markup) {
        put_plain(b, piece->text);
        return OK;
    }
    TRY(html_sanitize(&clean, a, piece->text, &options));
    TRY(fragment_text(&text, a, clean, SHOWN_MAX));
    put_plain(b, text);
    return put_links(b, a, piece->text);
}

status newsletters_print(struct arena *a, const struct delivery *delivery)
{
    struct mail_message mail;
    struct sbuf b;
    str text, from;
    TRY(mail_message_read(&mail, a, delivery->body));
    sbuf_init(&b, a, SHOWN_MAX);
    from = str_printf(a, "%.*s <%.*s>", STR_FMT(mail.from_name), STR_FMT(mail.from_address));
    put_line(&b, "From:", str_trim(from));
    put_line(&b, "List:", mail.list_id);
    put_line(&b, "Subject:", mail.subject);
    put_line(&b, "Error:", delivery->error);
    sbuf_putc(&b, '\n');
    vec_each (const struct mail_piece, piece, &mail.pieces)
        TRY(put_piece(&b, a, piece));
    sbuf_putc(&b, '\n');
    TRY(sbuf_end(&text, &b));
    (void)!fwrite(text.p, 1, text.len, stdout);
    return OK;
}
