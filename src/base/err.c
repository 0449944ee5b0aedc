/* The per-thread error text, and assertions. */
#include "base/err.h"

#include <stdarg.h>

static _Thread_local char err_buf[ERR_TEXT_MAX];

enum status_code fail(enum status_code code, const char *fmt, ...)
{
    /* An argument may be the old text itself, so it is built aside. */
    char text[ERR_TEXT_MAX];
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    memcpy(err_buf, text, sizeof text);
    return code;
}

enum status_code fail_in(enum status_code code, const char *fmt, ...)
{
    char context[ERR_TEXT_MAX];
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(context, sizeof context, fmt, ap);
    va_end(ap);
    size_t n = strlen(context);
    char text[ERR_TEXT_MAX];
    memcpy(text, context, n);
    snprintf(text + n, sizeof text - n, ": %s", err_buf);
    memcpy(err_buf, text, sizeof text);
    return code;
}

const char *err_text(void)
{
    return err_buf;
}

const char *err_name(enum status_code code)
{
    static const char *const names[] = {
        [OK] = "ok",
        [E_NOTFOUND] = "notfound",
        [E_EXISTS] = "exists",
        [E_INPUT] = "input",
        [E_LIMIT] = "limit",
        [E_TIMEOUT] = "timeout",
        [E_NET] = "net",
        [E_DENIED] = "denied",
        [E_BUSY] = "busy",
        [E_IO] = "io",
        [E_DB] = "db",
        [E_UNSUPPORTED] = "unsupported",
        [E_CANCELLED] = "cancelled",
    };
    ASSERT((size_t)code < ARRAY_LEN(names));
    return names[code];
}

void assert_failed(const char *cond, const char *file, int line)
{
    fprintf(stderr, "courant: %s:%d: assertion failed: %s\n", file, line, cond);
    abort();
}
