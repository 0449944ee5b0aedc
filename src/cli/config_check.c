/* What values the settings may have. */
#include "cli/config_check.h"

#include "base/log.h"
#include "fetch/sender.h"
#include "people/account.h"
#include "people/comment.h"

#include <limits.h>
#include <unistd.h>

#define PORT_MAX 65535

status config_check_filled(str value)
{
    if (str_empty(str_trim(value)))
        return fail(E_INPUT, "must not be empty");
    return OK;
}

status config_check_file(str value)
{
    char path[PATH_MAX];
    if (str_empty(value))
        return OK;
    int n = snprintf(path, sizeof path, "%.*s", STR_FMT(value));
    if (n < 0 || (size_t)n >= sizeof path || access(path, R_OK) != 0)
        return fail(E_INPUT, "must be a file that can be read");
    return OK;
}

status config_check_store(str value)
{
    if (str_empty(value) || (str_starts(value, S("sqlite:")) && value.len > 7) ||
        str_starts(value, S("postgresql://")) || str_starts(value, S("postgres://")))
        return OK;
    return fail(E_INPUT, "must be sqlite:PATH or postgresql://...");
}

status config_check_listen(str value)
{
    size_t colon = str_rchr(value, ':');
    uint64_t port;
    if (colon == STR_NPOS || colon == 0 || !str_to_u64(&port, str_skip(value, colon + 1)) ||
        port > PORT_MAX)
        return fail(E_INPUT, "must be ADDRESS:PORT, for example 127.0.0.1:8080 or [::1]:8080");
    str address = str_sub(value, 0, colon);
    bool bracketed = str_starts(address, S("[")) && str_ends(address, S("]"));
    if (str_chr(address, ':') != STR_NPOS && !bracketed)
        return fail(E_INPUT, "must put an IPv6 address in brackets, for example [::1]:8080");
    return OK;
}

status config_check_mail(str value)
{
    if (str_empty(value))
        return OK;
    if (!str_starts(value, S("unix:")))
        return config_check_listen(value);
    return value.len > 5 ? OK : fail(E_INPUT, "must name a path behind unix:");
}

status config_check_web(str value)
{
    if (str_empty(value) || (str_istarts(value, S("https://")) && value.len > 8) ||
        (str_istarts(value, S("http://")) && value.len > 7))
        return OK;
    return fail(E_INPUT, "must begin with http:// or https://");
}

status config_check_proxy(str value)
{
    TRY(fetch_proxy_check(value));
    if (fetch_proxy_has_password(value))
        return fail(E_INPUT, "must have no password in it: that is the setting proxy_password, or "
                             "a file that proxy_password_file names");
    return OK;
}

status config_check_signup(str value)
{
    enum signup signup;
    if (signup_read(&signup, value))
        return OK;
    return fail(E_INPUT, "must be open, invite or closed");
}

status config_check_switch(str value)
{
    if (str_eq(value, S("on")) || str_eq(value, S("off")))
        return OK;
    return fail(E_INPUT, "must be on or off");
}

status config_check_premoderation(str value)
{
    enum premoderation premoderation;
    if (premoderation_read(&premoderation, value))
        return OK;
    return fail(E_INPUT, "must be none, first or all");
}

status config_check_log(str value)
{
    return log_configure(value);
}
