/*
 * Whether a hub sent what came: the signature of a push (W3C WebSub, section 8; HMAC, RFC 2104).
 * The only file that knows libcrypto; docs/decisions/014 says why it, and why sha1 is taken. Pure.
 */
#ifndef COURANT_WEBSUB_SIGNATURE_H
#define COURANT_WEBSUB_SIGNATURE_H

#include "base/str.h"

/* HEADER is that of X-Hub-Signature: "sha256=HEX"; sha1, sha256, sha384, sha512. Takes as long for
 * one that is wrong as for one that is right. */
bool websub_signed(str header, str secret, str body);

#endif
