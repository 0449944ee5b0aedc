/* Canonical URLs and content hashes. */
#include "identity/identity.h"

#include "base/hash.h"

#define WORDS_SEED 0x636f7572616e74u

static bool front_page(url u)
{
    struct url_parts parts = url_split(u);
    return (str_empty(parts.path) || str_eq(parts.path, S("/"))) && str_empty(parts.query);
}

/* One site is the other, or a part of it: "m.example.org" and "example.org". */
static bool related(url a, url b)
{
    str one = url_site(a), other = url_site(b);
    if (one.len < other.len) {
        str swap = one;
        one = other;
        other = swap;
    }
    return str_eq(one, other) ||
           (other.len > 0 && str_ends(one, other) && one.p[one.len - other.len - 1] == '.');
}

/* Only web addresses: an article's address becomes a link. */
static bool parsed(url *out, struct arena *a, str s)
{
    return !str_empty(s) && url_parse(out, a, s, NULL) == OK && url_is_web(*out);
}

status identity_url(url *out, struct arena *a, str fetched, str declared)
{
    url from, said;
    bool has_from = parsed(&from, a, fetched);
    if (parsed(&said, a, declared)) {
        bool front = front_page(said) && !(has_from && front_page(from));
        if (!front && (!has_from || related(from, said)))
            return url_canonical(out, a, said);
    }
    if (!has_from)
        return fail(E_NOTFOUND, "the page has no web address");
    return url_canonical(out, a, from);
}

/* Hashes word by word, so that the white space between them does not count. */
static uint64_t hash_words(uint64_t hash, str s)
{
    size_t i = 0;
    while (i < s.len) {
        while (i < s.len && ascii_is_space((unsigned char)s.p[i]))
            i++;
        size_t begin = i;
        while (i < s.len && !ascii_is_space((unsigned char)s.p[i]))
            i++;
        if (i > begin)
            hash = hash_join(hash, hash_bytes(s.p + begin, i - begin, WORDS_SEED));
    }
    return hash;
}

uint64_t identity_content_hash(str title, str text)
{
    return hash_words(hash_join(hash_words(WORDS_SEED, title), WORDS_SEED), text);
}
