/* HMAC by libcrypto, whose headers use names that ours ban: they come first. */
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include "websub/signature.h"

static const EVP_MD *method_of(str name)
{
    if (str_ieq(name, S("sha1")))
        return EVP_sha1();
    if (str_ieq(name, S("sha256")))
        return EVP_sha256();
    if (str_ieq(name, S("sha384")))
        return EVP_sha384();
    return str_ieq(name, S("sha512")) ? EVP_sha512() : NULL;
}

bool websub_signed(str header, str secret, str body)
{
    str hex = str_trim(header), name = str_trim(str_cut(&hex, '='));
    const EVP_MD *method = method_of(name);
    unsigned char own[EVP_MAX_MD_SIZE], theirs[EVP_MAX_MD_SIZE];
    unsigned len = 0;
    if (!method || secret.len == 0 || secret.len > 256 ||
        !HMAC(method, secret.p, (int)secret.len, (const unsigned char *)(body.p ? body.p : ""),
              body.len, own, &len))
        return false;
    hex = str_trim(hex);
    if (hex.len != 2 * (size_t)len)
        return false;
    for (unsigned i = 0; i < len; i++) {
        int high = ascii_hex_value((unsigned char)hex.p[2 * i]);
        int low = ascii_hex_value((unsigned char)hex.p[2 * i + 1]);
        if (high < 0 || low < 0)
            return false;
        theirs[i] = (unsigned char)(high * 16 + low);
    }
    return CRYPTO_memcmp(own, theirs, len) == 0;
}
