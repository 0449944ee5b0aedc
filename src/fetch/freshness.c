/* Cache-Control, Age, Expires. */
#include "fetch/freshness.h"

#include "base/clock.h"

#define FRESH_MAX_S ((int64_t)366 * 86400)

static int64_t seconds_of(str text)
{
    int64_t n;
    text = str_trim(text);
    if (text.len >= 2 && text.p[0] == '"' && text.p[text.len - 1] == '"')
        text = str_sub(text, 1, text.len - 1);
    if (!str_to_i64(&n, text) || n < 0)
        return -1;
    return n > FRESH_MAX_S ? FRESH_MAX_S : n;
}

int64_t fetch_fresh_us(str cache_control, str age, int64_t expires_s, int64_t date_s)
{
    int64_t fresh = -1;
    while (cache_control.p) {
        str directive = str_trim(str_cut(&cache_control, ','));
        str name = str_trim(str_cut(&directive, '='));
        if (str_ieq(name, S("no-cache")) || str_ieq(name, S("no-store")))
            return 0;
        if (str_ieq(name, S("max-age")) && directive.p)
            fresh = seconds_of(directive);
    }
    int64_t passed = seconds_of(age);
    if (fresh < 0 && expires_s >= 0 && date_s >= 0 && expires_s > date_s)
        fresh = expires_s - date_s < FRESH_MAX_S ? expires_s - date_s : FRESH_MAX_S;
    if (passed > 0)
        fresh -= passed;
    return fresh > 0 ? fresh * CLOCK_SECOND_US : 0;
}
