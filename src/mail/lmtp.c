/* Commands, envelopes, the mail's bytes. */
#include "mail/lmtp.h"

#define REPLIES_MAX ((size_t)1 << 20)

/* Where the next byte of a mail stands: in a line, or after what may be part of its end. */
enum data_at { DATA_TEXT, DATA_CR, DATA_LINE, DATA_DOT, DATA_DOT_CR };

enum protocol { NO_HELLO, SMTP, LMTP };

struct lmtp {
    const struct lmtp_options *options;
    struct sbuf out;
    size_t sent; /* of out */
    bool over;
    enum protocol protocol;
    unsigned commands, errors;
    /* The command line that has not ended. */
    char line[LMTP_LINE_MAX];
    size_t line_len;
    bool line_long;
    /* The envelope: addresses are in the arena. */
    struct arena arena;
    bool has_sender;
    str sender;
    str recipients[LMTP_RECIPIENTS_MAX];
    size_t recipients_len;
    /* The mail. */
    bool in_data, too_large;
    enum data_at at;
    struct sbuf mail;
};

/* --- replies --------------------------------------------------------------------------------- */

static void reply(struct lmtp *l, const char *text)
{
    sbuf_put(&l->out, str_c(text));
    sbuf_put(&l->out, S("\r\n"));
}

void lmtp_close(struct lmtp *l, const char *reason)
{
    if (l->over)
        return;
    sbuf_printf(&l->out, "421 4.3.2 %s\r\n", reason);
    l->over = true;
}

static void refuse(struct lmtp *l, const char *text)
{
    reply(l, text);
    if (++l->errors >= LMTP_ERRORS_MAX)
        lmtp_close(l, "too many errors");
}

static void forget_envelope(struct lmtp *l)
{
    arena_reset(&l->arena);
    l->has_sender = false;
    l->recipients_len = 0;
}

/* --- addresses ------------------------------------------------------------------------------- */

/* "<address>" at the beginning of *rest, which then is what follows. A source route is left out
 * (RFC 5321, appendix C). */
static bool take_path(str *address, str *rest)
{
    str s = str_trim(*rest);
    bool quoted = false;
    size_t end = 1;
    if (!str_starts(s, S("<")))
        return false;
    for (; end < s.len && (quoted || s.p[end] != '>'); end++) {
        unsigned char c = (unsigned char)s.p[end];
        if (c < ' ' || c == 0x7f || (!quoted && (c == ' ' || c == '<')))
            return false;
        if (quoted && c == '\\')
            end++;
        else if (c == '"')
            quoted = !quoted;
    }
    if (end >= s.len)
        return false;
    *address = str_sub(s, 1, end);
    *rest = str_skip(s, end + 1);
    if (str_starts(*address, S("@"))) {
        size_t colon = str_chr(*address, ':');
        if (colon == STR_NPOS)
            return false;
        *address = str_skip(*address, colon + 1);
    }
    return address->len <= LMTP_ADDRESS_MAX && (rest->len == 0 || rest->p[0] == ' ');
}

/* What stands behind "FROM:" or "TO:". */
static bool behind(str *rest, str word)
{
    str s = str_trim(*rest);
    if (!str_istarts(s, word))
        return false;
    *rest = str_skip(s, word.len);
    return true;
}

/* --- commands -------------------------------------------------------------------------------- */

static void do_hello(struct lmtp *l, str arguments, enum protocol protocol, bool extended)
{
    if (str_empty(str_trim(arguments))) {
        refuse(l, "501 5.5.4 who are you? Say HELO, EHLO or LHLO with your name");
        return;
    }
    forget_envelope(l);
    l->protocol = protocol;
    if (!extended) {
        sbuf_printf(&l->out, "250 %s\r\n", l->options->host);
        return;
    }
    sbuf_printf(&l->out,
                "250-%s\r\n250-PIPELINING\r\n250-SIZE %zu\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n"
                "250 ENHANCEDSTATUSCODES\r\n",
                l->options->host, l->options->size_max);
}

/* The parameters of MAIL; false when the reply was given. */
static bool mail_parameters(struct lmtp *l, str rest)
{
    while (rest.p && rest.len) {
        str value = str_trim(str_cut(&rest, ' ')), name;
        uint64_t size;
        if (str_empty(value))
            continue;
        name = str_cut(&value, '=');
        if (str_ieq(name, S("SIZE"))) {
            if (!str_to_u64(&size, value)) {
                refuse(l, "501 5.5.4 SIZE is no number");
                return false;
            }
            if (size > l->options->size_max) {
                refuse(l, "552 5.3.4 the mail is larger than this server takes");
                return false;
            }
        } else if (str_ieq(name, S("BODY"))) {
            if (!str_ieq(value, S("7BIT")) && !str_ieq(value, S("8BITMIME"))) {
                refuse(l, "501 5.5.4 BODY is 7BIT or 8BITMIME");
                return false;
            }
        } else if (!str_ieq(name, S("SMTPUTF8"))) {
            refuse(l, "555 5.5.4 a parameter of MAIL is not known here");
            return false;
        }
    }
    return true;
}

static void do_mail(struct lmtp *l, str arguments)
{
    str address;
    if (l->protocol == NO_HELLO) {
        refuse(l, "503 5.5.1 say HELO, EHLO or LHLO first");
    } else if (l->has_sender) {
        refuse(l, "503 5.5.1 there is a sender already; RSET forgets it");
    } else if (!behind(&arguments, S("FROM:")) || !take_path(&address, &arguments)) {
        refuse(l, "501 5.5.4 want MAIL FROM:<address>");
    } else if (mail_parameters(l, arguments)) {
        l->has_sender = true;
        l->sender = str_dup(&l->arena, address);
        reply(l, "250 2.1.0 sender noted");
    }
}

static void do_rcpt(struct lmtp *l, str arguments)
{
    str address;
    if (!l->has_sender) {
        refuse(l, "503 5.5.1 say MAIL first");
    } else if (!behind(&arguments, S("TO:")) || !take_path(&address, &arguments) ||
               str_empty(address)) {
        refuse(l, "501 5.5.4 want RCPT TO:<address>");
    } else if (!str_empty(str_trim(arguments))) {
        refuse(l, "555 5.5.4 a parameter of RCPT is not known here");
    } else if (l->recipients_len == LMTP_RECIPIENTS_MAX) {
        refuse(l, "452 4.5.3 too many recipients at once: send the rest afterwards");
    } else {
        status known = l->options->known(l->options->ctx, address);
        if (known == OK) {
            l->recipients[l->recipients_len++] = str_dup(&l->arena, address);
            reply(l, "250 2.1.5 recipient noted");
        } else if (known == E_NOTFOUND) {
            refuse(l, "550 5.1.1 no newsletter is subscribed to with this address");
        } else {
            refuse(l, "451 4.3.0 the store cannot be asked now: try again later");
        }
    }
}

static void do_data(struct lmtp *l, str arguments)
{
    if (!str_empty(arguments)) {
        refuse(l, "501 5.5.4 DATA has no arguments");
    } else if (!l->has_sender) {
        refuse(l, "503 5.5.1 say MAIL first");
    } else if (l->recipients_len == 0) {
        refuse(l, "554 5.5.1 no recipient was accepted");
    } else if (*l->options->data_now >= l->options->data_max) {
        refuse(l, "452 4.3.1 too many mails at the same time: try again later");
    } else {
        reply(l, "354 the mail, please; it ends with a line that is a dot");
        (*l->options->data_now)++;
        l->in_data = true;
        l->too_large = false;
        l->at = DATA_LINE;
        sbuf_truncate(&l->mail, 0);
    }
}

static void command(struct lmtp *l, str line)
{
    size_t space = str_chr(line, ' ');
    str word = str_sub(line, 0, space);
    str arguments = space == STR_NPOS ? S("") : str_skip(line, space + 1);
    if (++l->commands > LMTP_COMMANDS_MAX)
        lmtp_close(l, "too many commands");
    else if (str_ieq(word, S("EHLO")))
        do_hello(l, arguments, SMTP, true);
    else if (str_ieq(word, S("LHLO")))
        do_hello(l, arguments, LMTP, true);
    else if (str_ieq(word, S("HELO")))
        do_hello(l, arguments, SMTP, false);
    else if (str_ieq(word, S("MAIL")))
        do_mail(l, arguments);
    else if (str_ieq(word, S("RCPT")))
        do_rcpt(l, arguments);
    else if (str_ieq(word, S("DATA")))
        do_data(l, arguments);
    else if (str_ieq(word, S("RSET"))) {
        forget_envelope(l);
        reply(l, "250 2.0.0 forgotten");
    } else if (str_ieq(word, S("NOOP")))
        reply(l, "250 2.0.0 yes");
    else if (str_ieq(word, S("VRFY")))
        reply(l, "252 2.5.2 send a mail and see");
    else if (str_ieq(word, S("QUIT"))) {
        reply(l, "221 2.0.0 goodbye");
        l->over = true;
    } else
        refuse(l, "500 5.5.2 no such command");
}

/* Takes bytes up to the end of a command's line. */
static str take_line(struct lmtp *l, str bytes)
{
    size_t end = str_chr(bytes, '\n');
    str part = str_sub(bytes, 0, end);
    size_t room = sizeof l->line - l->line_len;
    if (part.len > room)
        l->line_long = true;
    else if (part.len)
        memcpy(l->line + l->line_len, part.p, part.len);
    if (part.len <= room)
        l->line_len += part.len;
    if (end == STR_NPOS)
        return S("");
    str line = str_of(l->line, l->line_len);
    bool strict = str_ends(line, S("\r"));
    line.len -= strict;
    if (l->line_long)
        refuse(l, "500 5.5.2 the line is too long");
    else if (!strict || str_chr(line, '\r') != STR_NPOS || str_chr(line, '\0') != STR_NPOS)
        refuse(l, "500 5.5.2 lines end with CR LF, and have none within");
    else
        command(l, line);
    l->line_len = 0;
    l->line_long = false;
    return str_skip(bytes, end + 1);
}

/* --- the mail -------------------------------------------------------------------------------- */

static void put_data(struct lmtp *l, str s)
{
    if (l->too_large || s.len > l->options->size_max - l->mail.len) {
        l->too_large = true;
        sbuf_truncate(&l->mail, 0);
        return;
    }
    sbuf_put(&l->mail, s);
}

/* "250", or what else came of it. */
static const char *said_of(status s)
{
    switch (s) {
    case OK: return "250 2.0.0 kept";
    case E_NOTFOUND: return "550 5.1.1 no newsletter is subscribed to with this address any more";
    case E_INPUT: return "554 5.6.0 this is no mail";
    case E_LIMIT: return "452 4.2.2 too many mails of this newsletter wait to be read";
    default: return "451 4.3.0 the mail cannot be kept now: try again later";
    }
}

/* In SMTP there is one reply for all: kept means by all. What may do later counts before what never
 * will, because those who have it already know it again. */
static status one_of(const status *results, size_t n)
{
    status worst = OK;
    for (size_t i = 0; i < n; i++) {
        if (results[i] == OK)
            continue;
        bool never = results[i] == E_NOTFOUND || results[i] == E_INPUT;
        if (worst == OK || !never)
            worst = results[i];
    }
    return worst;
}

static void end_data(struct lmtp *l)
{
    status results[LMTP_RECIPIENTS_MAX];
    size_t n = l->recipients_len;
    for (size_t i = 0; i < n; i++)
        results[i] = E_BUSY;
    if (!l->too_large)
        l->options->deliver(l->options->ctx, results, l->recipients, n, l->sender,
                            sbuf_str(&l->mail));
    for (size_t i = 0; i < (l->protocol == LMTP ? n : 1); i++) {
        if (l->too_large)
            reply(l, "552 5.3.4 the mail is larger than this server takes");
        else
            reply(l, said_of(l->protocol == LMTP ? results[i] : one_of(results, n)));
    }
    if (!l->too_large && one_of(results, n) == OK)
        l->commands = 0;
    else if (++l->errors >= LMTP_ERRORS_MAX)
        lmtp_close(l, "too many errors");
    l->in_data = false;
    (*l->options->data_now)--;
    sbuf_free(&l->mail);
    forget_envelope(l);
}

/* Takes bytes up to the mail's end; a dot before a line's own is taken off (RFC 5321, 4.5.2). */
static str take_data(struct lmtp *l, str bytes)
{
    size_t i = 0, kept = 0; /* what is before KEPT is in the mail, or was left out */
    for (; i < bytes.len; i++) {
        char c = bytes.p[i];
        switch (l->at) {
        case DATA_TEXT: {
            size_t n = str_chr(str_skip(bytes, i), '\r');
            if (n == STR_NPOS) {
                i = bytes.len - 1;
            } else {
                i += n;
                l->at = DATA_CR;
            }
            break;
        }
        case DATA_CR: l->at = c == '\n' ? DATA_LINE : (c == '\r' ? DATA_CR : DATA_TEXT); break;
        case DATA_LINE:
            if (c == '.') {
                put_data(l, str_sub(bytes, kept, i));
                kept = i + 1;
                l->at = DATA_DOT;
            } else {
                l->at = c == '\r' ? DATA_CR : DATA_TEXT;
            }
            break;
        case DATA_DOT:
            l->at = c == '\r' ? DATA_DOT_CR : DATA_TEXT;
            if (c == '\r')
                kept = i + 1; /* part of the end, unless it goes on otherwise */
            break;
        case DATA_DOT_CR:
            if (c == '\n') {
                end_data(l);
                return str_skip(bytes, i + 1);
            }
            put_data(l, S("\r"));
            l->at = c == '\r' ? DATA_CR : DATA_TEXT;
            break;
        }
    }
    put_data(l, str_skip(bytes, kept));
    return S("");
}

/* --- the conversation ------------------------------------------------------------------------ */

struct lmtp *lmtp_new(const struct lmtp_options *options)
{
    struct lmtp *l = mem_calloc(1, sizeof *l);
    l->options = options;
    arena_init(&l->arena);
    sbuf_init_heap(&l->out, REPLIES_MAX);
    sbuf_init_heap(&l->mail, options->size_max);
    sbuf_printf(&l->out, "220 %s ESMTP LMTP Courant\r\n", options->host);
    return l;
}

void lmtp_free(struct lmtp *l)
{
    if (!l)
        return;
    if (l->in_data)
        (*l->options->data_now)--;
    arena_end(&l->arena);
    sbuf_free(&l->out);
    sbuf_free(&l->mail);
    free(l);
}

void lmtp_take(struct lmtp *l, str bytes)
{
    while (bytes.len && !l->over)
        bytes = l->in_data ? take_data(l, bytes) : take_line(l, bytes);
}

str lmtp_replies(const struct lmtp *l)
{
    return str_skip(sbuf_str(&l->out), l->sent);
}

void lmtp_replied(struct lmtp *l, size_t n)
{
    l->sent += n;
    if (l->sent == l->out.len) {
        sbuf_truncate(&l->out, 0);
        l->sent = 0;
    }
}

bool lmtp_over(const struct lmtp *l)
{
    return l->over || l->out.overflow;
}

bool lmtp_in_data(const struct lmtp *l)
{
    return l->in_data;
}
