/* Which addresses are public: both sides of every border of the table, and dressed-up ones. */
#include "testing.h"

#include "fetch/address_guard.h"

static bool is_public(const char *text)
{
    struct sockaddr_storage address;
    char again[FETCH_ADDRESS_TEXT];
    assert_true(fetch_address_parse(&address, text));
    assert_true(fetch_guard_any(NULL, (const struct sockaddr *)&address));
    fetch_address_text(again, (const struct sockaddr *)&address);
    assert_string_equal(again, text);
    return fetch_guard_public(NULL, (const struct sockaddr *)&address);
}

static void wrong(const char *address)
{
    print_error("%s is on the wrong side\n", address);
    _fail(__FILE__, __LINE__);
}

static void test_closed(void **state)
{
    (void)state;
    static const char *const closed[] = {
        "0.0.0.0",
        "0.255.255.255",
        "10.0.0.0",
        "10.255.255.255",
        "100.64.0.0",
        "100.100.100.200",
        "100.127.255.255",
        "127.0.0.1",
        "127.255.255.255",
        "168.63.129.16",
        "169.254.0.0",
        "169.254.169.254",
        "169.254.255.255",
        "172.16.0.0",
        "172.31.255.255",
        "192.0.0.0",
        "192.0.0.192",
        "192.0.2.1",
        "192.88.99.1",
        "192.168.0.0",
        "192.168.255.255",
        "198.18.0.0",
        "198.19.255.255",
        "198.51.100.7",
        "203.0.113.7",
        "224.0.0.1",
        "239.255.255.255",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::ffff:127.0.0.1",
        "::ffff:8.8.8.8",
        "64:ff9b::7f00:1",
        "64:ff9b::a9fe:a9fe",
        "64:ff9b:1::1",
        "100::1",
        "2001::1",
        "2001:1ff::1",
        "2001:db8::1",
        "2002:7f00:1::1",
        "2002:808:808::1",
        "3fff::1",
        "3fff:fff::1",
        "4000::1",
        "1fff::1",
        "fc00::1",
        "fd00:ec2::254",
        "fe80::1",
        "febf::1",
        "fec0::1",
        "ff02::1",
    };
    for (size_t i = 0; i < ARRAY_LEN(closed); i++)
        if (is_public(closed[i]))
            wrong(closed[i]);
}

static void test_open(void **state)
{
    (void)state;
    static const char *const open[] = {
        "1.0.0.0",          "8.8.8.8",         "9.255.255.255",   "11.0.0.0",
        "100.63.255.255",   "100.128.0.0",     "126.255.255.255", "128.0.0.0",
        "168.63.129.15",    "168.63.129.17",   "169.253.255.255", "169.255.0.0",
        "172.15.255.255",   "172.32.0.0",      "191.255.255.255", "192.0.1.0",
        "192.0.3.0",        "192.167.255.255", "192.169.0.0",     "198.17.255.255",
        "198.20.0.0",       "203.0.112.255",   "203.0.114.0",     "223.255.255.255",
        "2000::1",          "2001:200::1",     "2001:db7::1",     "2001:db9::1",
        "2003::1",          "2606:4700::1111", "3ffe:ffff::1",    "3fff:1000::1",
        "64:ff9b::808:808",
    };
    for (size_t i = 0; i < ARRAY_LEN(open); i++)
        if (!is_public(open[i]))
            wrong(open[i]);
}

static void test_no_address(void **state)
{
    (void)state;
    struct sockaddr_storage address;
    const struct sockaddr local = {.sa_family = AF_UNIX};
    static const char *const none[] = {"", "localhost", "1.2.3", "1.2.3.4.5", "fe80::1%eth0"};
    for (size_t i = 0; i < ARRAY_LEN(none); i++)
        assert_false(fetch_address_parse(&address, none[i]));
    assert_false(fetch_guard_public(NULL, &local));
    assert_false(fetch_guard_any(NULL, &local));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_closed),
        cmocka_unit_test(test_open),
        cmocka_unit_test(test_no_address),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
