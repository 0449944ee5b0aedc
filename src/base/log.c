/* Log levels and the one place that writes log lines. Each line is one write(2), so lines of
 * several threads do not mix. */
#include "base/log.h"

#include "base/clock.h"

#include <stdarg.h>
#include <unistd.h>

#define LOG_MODULES_MAX 24
#define LOG_LINE_MAX 2048

struct module_level {
    char name[16];
    enum log_level level;
};

/* Set before threads start, only read afterwards. */
static struct {
    enum log_level level;
    size_t n;
    struct module_level modules[LOG_MODULES_MAX];
} levels = {.level = LOG_INFO};

static const char *const level_names[] = {"debug", "info", "warn", "error", "off"};

static bool level_of(enum log_level *out, str name)
{
    for (size_t i = 0; i < ARRAY_LEN(level_names); i++)
        if (str_eq(name, str_c(level_names[i]))) {
            *out = (enum log_level)i;
            return true;
        }
    return false;
}

status log_configure(str spec)
{
    levels.n = 0;
    levels.level = LOG_INFO;
    while (spec.p) {
        str part = str_trim(str_cut(&spec, ','));
        size_t eq = str_chr(part, '=');
        str name = eq == STR_NPOS ? S("") : str_sub(part, 0, eq);
        str level_name = eq == STR_NPOS ? part : str_skip(part, eq + 1);
        enum log_level level;
        if (!level_of(&level, level_name))
            return fail(E_INPUT, "log level '%.*s' is none of debug, info, warn, error, off",
                        STR_FMT(level_name));
        if (name.len == 0) {
            levels.level = level;
            continue;
        }
        if (levels.n == LOG_MODULES_MAX || name.len >= sizeof levels.modules[0].name)
            return fail(E_INPUT, "log module '%.*s': too many or too long", STR_FMT(name));
        struct module_level *m = &levels.modules[levels.n++];
        memcpy(m->name, name.p, name.len);
        m->name[name.len] = '\0';
        m->level = level;
    }
    return OK;
}

bool log_enabled(const char *module, enum log_level level)
{
    for (size_t i = 0; i < levels.n; i++)
        if (strcmp(levels.modules[i].name, module) == 0)
            return level >= levels.modules[i].level;
    return level >= levels.level;
}

void log_event(enum log_level level, const char *module, const char *message, const char *fmt, ...)
{
    if (!log_enabled(module, level))
        return;
    char line[LOG_LINE_MAX];
    struct civil c = clock_civil(clock_now_us());
    int n = snprintf(line, sizeof line,
                     "time=%04d-%02d-%02dT%02d:%02d:%02d.%03dZ level=%s module=%s msg=\"%s\"",
                     c.year, c.month, c.day, c.hour, c.minute, c.second, c.microsecond / 1000,
                     level_names[level], module, message);
    size_t len = n < 0 ? 0 : (size_t)n < sizeof line - 1 ? (size_t)n : sizeof line - 2;
    if (fmt[0] && len + 2 < sizeof line) {
        line[len++] = ' ';
        va_list ap;
        va_start(ap, fmt);
        n = vsnprintf(line + len, sizeof line - 1 - len, fmt, ap);
        va_end(ap);
        size_t left = sizeof line - 2 - len;
        len += n < 0 ? 0 : (size_t)n < left ? (size_t)n : left;
    }
    for (size_t i = 0; i < len; i++)
        if ((unsigned char)line[i] < 0x20)
            line[i] = ' ';
    line[len++] = '\n';
    ssize_t rc = write(STDERR_FILENO, line, len);
    (void)rc; /* There is no one left to tell. */
}
