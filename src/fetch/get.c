/* One document, waited for. */
#include "fetch/transfer.h"

const struct fetch_limits fetch_limits_default = {
    .connect_ms = 10 * 1000,
    .total_ms = 20 * 1000,
    .bytes_max = (size_t)15 << 20,
    .headers_max = (size_t)256 << 10,
    .redirects_max = 5,
};

status fetch_begin(void)
{
    if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
        return fail(E_NET, "libcurl cannot be set up");
    return OK;
}

void fetch_end(void)
{
    curl_global_cleanup();
}

status fetch_get(struct fetch_response *out, struct arena *a, const struct fetch_request *request)
{
    struct fetch_transfer t;
    status done = fetch_transfer_begin(&t, request);
    *out = (struct fetch_response){0};
    if (done == OK) {
        do {
            if (request->archive)
                fetch_transfer_replay(&t);
            else if (fetch_transfer_ask(&t) == OK)
                fetch_transfer_ended(&t, curl_easy_perform(t.easy));
        } while (fetch_transfer_turn(&t));
        done = fetch_transfer_answer(out, a, &t);
    }
    fetch_transfer_end(&t);
    return done;
}

bool fetch_is_page(str type)
{
    str name = str_trim(str_cut(&type, ';'));
    return str_empty(name) || str_istarts(name, S("text/")) ||
           str_ieq(name, S("application/xhtml+xml")) || str_ieq(name, S("application/xml"));
}
