/* Passwords by Argon2id and tokens by BLAKE2b, both libsodium's; see password.h. */
#include "people/password.h"

#include <sodium.h>

#define PASSES crypto_pwhash_OPSLIMIT_INTERACTIVE
#define MEMORY crypto_pwhash_MEMLIMIT_INTERACTIVE

/* Cheap after the first time, and made for several threads at once. */
static void sodium_begin(void)
{
    int began = sodium_init();
    ASSERT(began >= 0);
}

status password_hash(str *out, struct arena *a, str password)
{
    char text[crypto_pwhash_STRBYTES];
    ASSERT(password.len <= PASSWORD_BYTES_MAX);
    sodium_begin();
    if (crypto_pwhash_str_alg(text, password.p ? password.p : "", password.len, PASSES, MEMORY,
                              crypto_pwhash_ALG_ARGON2ID13) != 0)
        return fail(E_LIMIT, "not enough memory to hash a password (%zu MiB are needed)",
                    (size_t)MEMORY >> 20);
    *out = str_dup(a, str_c(text));
    return OK;
}

bool password_matches(str hash, str password)
{
    char text[crypto_pwhash_STRBYTES] = {0};
    sodium_begin();
    if (hash.len >= sizeof text || password.len > PASSWORD_BYTES_MAX)
        return false;
    memcpy(text, hash.p, hash.len);
    return crypto_pwhash_str_verify(text, password.p ? password.p : "", password.len) == 0;
}

void password_matches_nothing(str password)
{
    char text[crypto_pwhash_STRBYTES];
    sodium_begin();
    if (password.len > PASSWORD_BYTES_MAX)
        return;
    /* Hashing is what verifying does too; the result is of no use, whether it came or not. */
    (void)!crypto_pwhash_str_alg(text, password.p ? password.p : "", password.len, PASSES, MEMORY,
                                 crypto_pwhash_ALG_ARGON2ID13);
    sodium_memzero(text, sizeof text);
}

bool password_is_dated(str hash)
{
    char text[crypto_pwhash_STRBYTES] = {0};
    if (hash.len >= sizeof text)
        return true;
    memcpy(text, hash.p, hash.len);
    return crypto_pwhash_str_needs_rehash(text, PASSES, MEMORY) != 0;
}

static str hex(struct arena *a, const unsigned char *bytes)
{
    char text[TOKEN_LEN + 1];
    sodium_bin2hex(text, sizeof text, bytes, TOKEN_BYTES);
    return str_dup(a, str_of(text, TOKEN_LEN));
}

str token_make(struct arena *a)
{
    unsigned char bytes[TOKEN_BYTES];
    token_random(bytes, sizeof bytes);
    return hex(a, bytes);
}

bool token_is(str s)
{
    if (s.len != TOKEN_LEN)
        return false;
    for (size_t i = 0; i < s.len; i++)
        if (!ascii_is_digit((unsigned char)s.p[i]) && !(s.p[i] >= 'a' && s.p[i] <= 'f'))
            return false;
    return true;
}

str token_hash(struct arena *a, str token)
{
    unsigned char bytes[TOKEN_BYTES];
    crypto_generichash(bytes, sizeof bytes, (const unsigned char *)token.p, token.len, NULL, 0);
    return hex(a, bytes);
}

void token_derive(unsigned char *out, str token, str purpose)
{
    ASSERT(token.len == TOKEN_LEN);
    crypto_generichash(out, TOKEN_BYTES, (const unsigned char *)purpose.p, purpose.len,
                       (const unsigned char *)token.p, token.len);
}

void token_random(unsigned char *out, size_t len)
{
    ASSERT(len <= 256);
    sodium_begin();
    randombytes_buf(out, len);
}

bool token_equal(const unsigned char *x, const unsigned char *y, size_t len)
{
    return sodium_memcmp(x, y, len) == 0;
}

void token_wipe(void *p, size_t len)
{
    sodium_memzero(p, len);
}
