/*
 * Fetches one address with a guard for which only 127.0.0.1 is public, so that a test on loopback
 * can have addresses of both kinds. Prints the answer's size, or the error's name and text.
 *
 *     fetch_probe ADDRESS
 */
#include "base/url.h"
#include "fetch/fetch.h"

static bool only_first(void *data, const struct sockaddr *address)
{
    char text[FETCH_ADDRESS_TEXT];
    (void)data;
    fetch_address_text(text, address);
    return strcmp(text, "127.0.0.1") == 0;
}

int main(int argc, char **argv)
{
    struct arena a;
    struct fetch_response answer;
    struct fetch_limits limits = fetch_limits_default;
    struct fetch_request request = {
        .limits = &limits, .guard = only_first, .wanted = fetch_is_page};
    if (argc != 2)
        return 2;
    limits.total_ms = 1500;
    limits.bytes_max = (size_t)1 << 20;
    arena_init(&a);
    status done = url_parse(&request.address, &a, str_c(argv[1]), NULL);
    if (done == OK)
        done = fetch_begin();
    if (done == OK) {
        done = fetch_get(&answer, &a, &request);
        fetch_end();
    }
    if (done == OK)
        printf("%zu %.*s\n", answer.body.len, STR_FMT(answer.address.s));
    else
        printf("%s: %s\n", err_name(done), err_text());
    arena_end(&a);
    return done != OK;
}
