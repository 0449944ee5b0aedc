/* Names and recipes of newsletters. */
#include "mail/newsletter.h"

#include "base/sbuf.h"

#define SCHEME "mail:"
#define NAME_MAX_BYTES 200

str newsletter_url(struct arena *a, str name)
{
    return str_printf(a, SCHEME "%.*s", STR_FMT(name));
}

str newsletter_name(str address)
{
    return str_starts(address, S(SCHEME)) ? str_skip(address, S(SCHEME).len) : S("");
}

/* No white space, which separates the words of a recipe. */
static bool is_word(str s)
{
    for (size_t i = 0; i < s.len; i++)
        if ((unsigned char)s.p[i] <= ' ')
            return false;
    return s.len > 0 && s.len <= NAME_MAX_BYTES;
}

str newsletter_sender(struct arena *a, const struct mail_message *mail)
{
    if (is_word(mail->list_id))
        return str_printf(a, "list:%.*s", STR_FMT(mail->list_id));
    if (is_word(mail->from_address))
        return str_printf(a, "from:%.*s", STR_FMT(str_lower(a, mail->from_address)));
    return S("");
}

bool newsletter_publishes(str recipe, const struct mail_message *mail)
{
    bool any = true;
    str verb = str_cut(&recipe, ' ');
    if (!str_eq(verb, S("publish")))
        return false;
    while (recipe.p) {
        str word = str_cut(&recipe, ' ');
        if (str_empty(word))
            continue;
        any = false;
        if (str_starts(word, S("list:")) && str_ieq(str_skip(word, 5), mail->list_id))
            return true;
        if (str_starts(word, S("from:")) && str_ieq(str_skip(word, 5), mail->from_address))
            return true;
    }
    return any;
}

status newsletter_recipe(str *out, struct arena *a, const str *senders, size_t n)
{
    struct sbuf b;
    sbuf_init(&b, a, NEWSLETTER_RECIPE_MAX);
    sbuf_put(&b, S("publish"));
    for (size_t i = 0; i < n; i++) {
        bool known = str_empty(senders[i]);
        for (size_t k = 0; k < i; k++)
            known |= str_ieq(senders[i], senders[k]);
        if (known)
            continue;
        sbuf_putc(&b, ' ');
        sbuf_put(&b, senders[i]);
    }
    return sbuf_end(out, &b);
}

str newsletter_name_of(struct arena *a, const struct mail_message *mail)
{
    if (is_word(mail->list_id))
        return mail->list_id;
    return is_word(mail->from_address) ? str_lower(a, mail->from_address) : S("");
}
