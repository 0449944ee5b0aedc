/* Public addresses by table: the ranges that are not. */
#include "fetch/address_guard.h"

#include "base/str.h"

#include <arpa/inet.h>
#include <netinet/in.h>

struct range4 {
    unsigned char first[4];
    unsigned bits;
};

struct range6 {
    unsigned char first[16];
    unsigned bits;
};

static const struct range4 closed4[] = {
    {{0, 0, 0, 0}, 8},        /* "this network" */
    {{10, 0, 0, 0}, 8},       /* private */
    {{100, 64, 0, 0}, 10},    /* shared by a carrier's customers */
    {{127, 0, 0, 0}, 8},      /* loopback */
    {{168, 63, 129, 16}, 32}, /* a cloud's own services */
    {{169, 254, 0, 0}, 16},   /* link-local, metadata */
    {{172, 16, 0, 0}, 12},    /* private */
    {{192, 0, 0, 0}, 24},     /* protocol assignments, metadata */
    {{192, 0, 2, 0}, 24},     /* documentation */
    {{192, 88, 99, 0}, 24},   /* 6to4 relays */
    {{192, 168, 0, 0}, 16},   /* private */
    {{198, 18, 0, 0}, 15},    /* benchmarking */
    {{198, 51, 100, 0}, 24},  /* documentation */
    {{203, 0, 113, 0}, 24},   /* documentation */
    {{224, 0, 0, 0}, 4},      /* multicast */
    {{240, 0, 0, 0}, 4},      /* reserved, broadcast */
};

/* Only 2000::/3 is given out; these parts of it are not for hosts. */
static const struct range6 given_out6 = {{0x20}, 3};
static const struct range6 closed6[] = {
    {{0x20, 0x01, 0x00}, 23},       /* protocol assignments, Teredo */
    {{0x20, 0x01, 0x0d, 0xb8}, 32}, /* documentation */
    {{0x20, 0x02}, 16},             /* 6to4 */
    {{0x3f, 0xff, 0x00}, 20},       /* documentation */
};
/* An IPv4 address in its last four bytes, for networks without IPv4 (RFC 6052). */
static const struct range6 nat64 = {{0x00, 0x64, 0xff, 0x9b}, 96};

static bool begins_with(const unsigned char *address, const unsigned char *first, unsigned bits)
{
    unsigned bytes = bits / 8, rest = bits % 8;
    if (memcmp(address, first, bytes) != 0)
        return false;
    return rest == 0 || ((address[bytes] ^ first[bytes]) >> (8 - rest)) == 0;
}

static bool is_public4(const unsigned char *address)
{
    for (size_t i = 0; i < ARRAY_LEN(closed4); i++)
        if (begins_with(address, closed4[i].first, closed4[i].bits))
            return false;
    return true;
}

static bool is_public6(const unsigned char *address)
{
    if (begins_with(address, nat64.first, nat64.bits))
        return is_public4(address + 12);
    if (!begins_with(address, given_out6.first, given_out6.bits))
        return false;
    for (size_t i = 0; i < ARRAY_LEN(closed6); i++)
        if (begins_with(address, closed6[i].first, closed6[i].bits))
            return false;
    return true;
}

bool fetch_guard_public(void *data, const struct sockaddr *address)
{
    (void)data;
    struct sockaddr_in four;
    struct sockaddr_in6 six;
    switch (address->sa_family) {
    case AF_INET:
        memcpy(&four, address, sizeof four);
        return is_public4((const unsigned char *)&four.sin_addr);
    case AF_INET6: memcpy(&six, address, sizeof six); return is_public6(six.sin6_addr.s6_addr);
    default: return false;
    }
}

bool fetch_guard_any(void *data, const struct sockaddr *address)
{
    (void)data;
    return address->sa_family == AF_INET || address->sa_family == AF_INET6;
}

void fetch_address_text(char out[FETCH_ADDRESS_TEXT], const struct sockaddr *address)
{
    struct sockaddr_in four;
    struct sockaddr_in6 six;
    snprintf(out, FETCH_ADDRESS_TEXT, "?");
    if (address->sa_family == AF_INET) {
        memcpy(&four, address, sizeof four);
        (void)!inet_ntop(AF_INET, &four.sin_addr, out, FETCH_ADDRESS_TEXT);
    } else if (address->sa_family == AF_INET6) {
        memcpy(&six, address, sizeof six);
        (void)!inet_ntop(AF_INET6, &six.sin6_addr, out, FETCH_ADDRESS_TEXT);
    }
}

bool fetch_address_parse(struct sockaddr_storage *out, const char *text)
{
    struct sockaddr_in four = {.sin_family = AF_INET};
    struct sockaddr_in6 six = {.sin6_family = AF_INET6};
    *out = (struct sockaddr_storage){0};
    if (inet_pton(AF_INET, text, &four.sin_addr) == 1)
        memcpy(out, &four, sizeof four);
    else if (inet_pton(AF_INET6, text, &six.sin6_addr) == 1)
        memcpy(out, &six, sizeof six);
    else
        return false;
    return true;
}
