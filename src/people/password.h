/* Secrets: hashed passwords, tokens and what is derived of them. The only file with libsodium
 * behind it. */
#ifndef COURANT_PEOPLE_PASSWORD_H
#define COURANT_PEOPLE_PASSWORD_H

#include "base/err.h"
#include "base/str.h"

#define PASSWORD_BYTES_MAX 1024 /* more is refused: hashing reads all of it */
#define TOKEN_BYTES 32
#define TOKEN_LEN (TOKEN_BYTES * 2) /* as text: lower-case hexadecimal */

/* Argon2id (RFC 9106), two passes over 64 MiB, with a salt of its own: about 0.1 s of one core,
 * the same for every password. E_LIMIT when there is not that much memory. */
status password_hash(str *out, struct arena *a, str password);

/* Whether PASSWORD is the one of HASH; as long as password_hash, whatever it says. */
bool password_matches(str hash, str password);

/* Takes the time of password_matches, for accounts that are not there. */
void password_matches_nothing(str password);

/* Whether HASH was made with other costs than password_hash has, and should be made again. */
bool password_is_dated(str hash);

/* A random token as text: 256 bits from the system's generator. */
str token_make(struct arena *a);
/* Whether S has the shape of a token. */
bool token_is(str s);
/* What is kept of a token: BLAKE2b-256, as text. Tokens are random, so no salt is needed. */
str token_hash(struct arena *a, str token);

/* A key for PURPOSE derived from a token (keyed BLAKE2b-256): TOKEN_BYTES into OUT. */
void token_derive(unsigned char *out, str token, str purpose);
/* LEN random bytes, at most 256. */
void token_random(unsigned char *out, size_t len);
/* Compares LEN bytes in a time that does not depend on them. */
bool token_equal(const unsigned char *x, const unsigned char *y, size_t len);
/* Overwrites what was secret. */
void token_wipe(void *p, size_t len);

#endif
