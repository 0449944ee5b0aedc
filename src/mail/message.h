/*
 * A mail from its bytes (RFC 5322, MIME RFC 2045-2049, 2231, 3676) to what a newsletter says: who,
 * when, what about, and its body in pieces. Mails are the least trusted and the worst formed input
 * there is, so a library reads them (mime.c, decisions/013); anything that can be read at all gives
 * a message.
 */
#ifndef COURANT_MAIL_MESSAGE_H
#define COURANT_MAIL_MESSAGE_H

#include "base/arena.h"
#include "base/err.h"
#include "base/vec.h"
#include "model/article.h"

#define MAIL_BYTES_MAX ((size_t)15 << 20) /* of a mail; DELIVERY_BYTES_MAX is the store's */
#define MAIL_TEXT_MAX ((size_t)8 << 20)   /* of its body as text, all pieces together */
#define MAIL_PARTS_MAX 1000               /* looked at */
#define MAIL_DEPTH_MAX 32                 /* of parts in parts */
#define MAIL_VALUE_MAX ((size_t)1000)     /* bytes of a header's text */
#define MAIL_ADDRESSES_MAX 100
#define MAIL_CHECKSUMS_MAX 4 /* addresses whose checksums are made */

/* Consecutive parts that are shown one after the other. */
struct mail_piece {
    bool markup; /* HTML that nobody has cleaned; else paragraphs of plain text */
    str text;    /* UTF-8 without NUL */
};
struct mail_piece_vec VEC(struct mail_piece);

/* Strings are "" when the mail does not say; UTF-8 in one line without control characters. */
struct mail_message {
    str from_name, from_address;
    str subject;
    str message_id;         /* without <> */
    str list_id;            /* "weekly.brook.example": what is within <> */
    str list_name;          /* the words before it */
    str archived_at;        /* RFC 5064: the web page of this mail */
    str language;           /* Content-Language */
    str return_path;        /* whom errors go to */
    int64_t date_us;        /* as it says; TIME_NONE */
    struct strs recipients; /* addresses: Delivered-To and its like, To, Cc */
    struct strs
        checksums; /* of the first of them, MD5, SHA-1 and SHA-256 in hex: links have those */
    struct strs unsubscribe; /* addresses of List-Unsubscribe, mailto: and https: */
    struct mail_piece_vec pieces;
    bool encrypted; /* a part that only its recipient's key opens */
    bool cut;       /* a limit was reached; what came before is there */
};

/* Everything in OUT is in A. E_INPUT: no mail at all (empty, or no header); E_LIMIT: longer than
 * MAIL_BYTES_MAX. From any thread. */
status mail_message_read(struct mail_message *out, struct arena *a, str bytes);

/* "name" of "name@host", and of "courant+name@host": what follows the first '+'. "" when it is no
 * address. Lower case, in A. */
str mail_address_token(struct arena *a, str address);

/* Plain text in markup, escaped, with links where it has web addresses: paragraphs where blank
 * lines are, and line breaks unless the lines of a paragraph are all about as long, so that they
 * were broken by a program. */
struct sbuf;
void mail_text_markup(struct sbuf *out, str text);

/* "format=flowed" (RFC 3676) undone: lines that end with a space go on. DELSP: the space is not
 * theirs. */
status mail_text_unflow(str *out, struct arena *a, str text, bool delsp);

#endif
