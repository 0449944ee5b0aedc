/* Form tokens: mask || (mask xor key), in hexadecimal; see csrf.h. */
#include "people/csrf.h"

#include "people/password.h"

#define PURPOSE S("courant form token 1")

str csrf_make(struct arena *a, str secret)
{
    static const char HEX[] = "0123456789abcdef";
    unsigned char bytes[TOKEN_BYTES * 2], key[TOKEN_BYTES];
    token_derive(key, secret, PURPOSE);
    token_random(bytes, TOKEN_BYTES);
    for (size_t i = 0; i < TOKEN_BYTES; i++)
        bytes[TOKEN_BYTES + i] = bytes[i] ^ key[i];
    char *text = arena_alloc(a, sizeof bytes * 2);
    for (size_t i = 0; i < sizeof bytes; i++) {
        text[i * 2] = HEX[bytes[i] >> 4];
        text[i * 2 + 1] = HEX[bytes[i] & 15];
    }
    return str_of(text, sizeof bytes * 2);
}

bool csrf_matches(str secret, str token)
{
    unsigned char bytes[TOKEN_BYTES * 2], key[TOKEN_BYTES];
    if (!token_is(secret) || token.len != sizeof bytes * 2)
        return false;
    for (size_t i = 0; i < sizeof bytes; i++) {
        int high = ascii_hex_value((unsigned char)token.p[i * 2]);
        int low = ascii_hex_value((unsigned char)token.p[i * 2 + 1]);
        if (high < 0 || low < 0)
            return false;
        bytes[i] = (unsigned char)(high * 16 + low);
    }
    token_derive(key, secret, PURPOSE);
    for (size_t i = 0; i < TOKEN_BYTES; i++)
        bytes[TOKEN_BYTES + i] ^= bytes[i];
    return token_equal(bytes + TOKEN_BYTES, key, TOKEN_BYTES);
}
