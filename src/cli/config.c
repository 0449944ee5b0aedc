/* Reads the settings from flags, environment and file; says what is wrong with each. */
#include "cli/config.h"

#include "base/sbuf.h"
#include "cli/config_check.h"
#include "cli/nearest.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdarg.h>
#include <unistd.h>

enum kind { TEXT, COUNT, FLAG, SECRET };

struct setting {
    const char *name;
    enum kind kind;
    size_t offset; /* of the value in struct config */
    const char *standard;
    config_check *check;
    int64_t min, max;
    const char *help;
};

static const struct setting settings[CONFIG_KEYS] = {
#define CONFIG_TEXT(key, standard_value, check_value, help_text)                                   \
    {.name = #key,                                                                                 \
     .kind = TEXT,                                                                                 \
     .offset = offsetof(struct config, key),                                                       \
     .standard = standard_value,                                                                   \
     .check = check_value,                                                                         \
     .help = help_text},
#define CONFIG_COUNT(key, standard_value, min_value, max_value, help_text)                         \
    {.name = #key,                                                                                 \
     .kind = COUNT,                                                                                \
     .offset = offsetof(struct config, key),                                                       \
     .standard = #standard_value,                                                                  \
     .min = min_value,                                                                             \
     .max = max_value,                                                                             \
     .help = help_text},
#define CONFIG_FLAG(key, standard_value, help_text)                                                \
    {.name = #key,                                                                                 \
     .kind = FLAG,                                                                                 \
     .offset = offsetof(struct config, key),                                                       \
     .standard = #standard_value,                                                                  \
     .help = help_text},
#define CONFIG_SECRET(key, help_text)                                                              \
    {.name = #key,                                                                                 \
     .kind = SECRET,                                                                               \
     .offset = offsetof(struct config, key),                                                       \
     .standard = "",                                                                               \
     .help = help_text},
#include "cli/config.def"
#undef CONFIG_TEXT
#undef CONFIG_COUNT
#undef CONFIG_FLAG
#undef CONFIG_SECRET
};

/* Read by whoever looks, but no setting of the program: the tests' own variables. */
static const char *const foreign_environment[] = {"COURANT_SHARED", "COURANT_TEST_"};

static void PRINTF_LIKE(2, 3) problem(struct config *c, const char *fmt, ...)
{
    char text[ERR_TEXT_MAX];
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    *vec_push(&c->problems, &c->arena) = str_dup(&c->arena, str_c(text));
}

const char *config_key_name(size_t i)
{
    ASSERT(i < CONFIG_KEYS);
    return settings[i].name;
}

/* CONFIG_KEYS when NAME (any case, '-' for '_') is no setting. */
static size_t setting_find(str name)
{
    for (size_t i = 0; i < CONFIG_KEYS; i++)
        if (nearest_distance(name, str_c(settings[i].name)) == 0)
            return i;
    return CONFIG_KEYS;
}

static const char *setting_nearest(str name)
{
    const char *names[CONFIG_KEYS];
    for (size_t i = 0; i < CONFIG_KEYS; i++)
        names[i] = settings[i].name;
    const char *best = nearest_name(name, names, CONFIG_KEYS, NEAREST_WORD_MAX);
    ASSERT(best);
    return best;
}

static bool flag_value(bool *out, str value)
{
    static const char *const yes[] = {"true", "yes", "on", "1"}, *const no[] = {"false", "no",
                                                                                "off", "0"};
    for (size_t i = 0; i < ARRAY_LEN(yes); i++) {
        if (str_ieq(value, str_c(yes[i])) || str_ieq(value, str_c(no[i]))) {
            *out = str_ieq(value, str_c(yes[i]));
            return true;
        }
    }
    return false;
}

/* Checks VALUE and keeps it unless a stronger place has spoken. */
static status setting_put(struct config *c, size_t i, str value, enum config_origin origin)
{
    const struct setting *s = &settings[i];
    int64_t number = 0;
    bool flag = false;
    if (s->kind == COUNT && (!str_to_i64(&number, value) || number < s->min || number > s->max))
        return fail(E_INPUT, "must be a number from %" PRId64 " to %" PRId64 ", not '%.*s'", s->min,
                    s->max, STR_FMT(value));
    if (s->kind == FLAG && !flag_value(&flag, value))
        return fail(E_INPUT, "must be true or false, not '%.*s'", STR_FMT(value));
    if (s->kind == TEXT && s->check)
        TRY(s->check(value));
    if (origin < c->origin[i])
        return OK;
    c->origin[i] = origin;
    void *at = (char *)c + s->offset;
    if (s->kind == COUNT)
        *(int64_t *)at = number;
    else if (s->kind == FLAG)
        *(bool *)at = flag;
    else
        *(str *)at = str_dup(&c->arena, value);
    return OK;
}

/* Reads all of PATH; E_NOTFOUND when it is not there. */
static status file_text(str *out, struct arena *a, const char *path, size_t max)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return fail(errno == ENOENT ? E_NOTFOUND : E_IO, "cannot read '%s': %s", path,
                    strerror(errno));
    char *p = arena_alloc(a, max + 1);
    size_t len = 0;
    ssize_t n;
    while (len <= max && (n = read(fd, p + len, max + 1 - len)) != 0) {
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0) {
            status s = fail(E_IO, "cannot read '%s': %s", path, strerror(errno));
            close(fd);
            return s;
        }
        len += (size_t)n;
    }
    close(fd);
    if (len > max)
        return fail(E_LIMIT, "'%s' is larger than %zu bytes", path, max);
    *out = str_of(p, len);
    return OK;
}

/* A secret's file holds the secret and perhaps a line end. */
static status secret_from(struct config *c, size_t i, str path, enum config_origin origin)
{
    str text;
    TRY(file_text(&text, &c->arena, str_cstr(&c->arena, path), CONFIG_SECRET_MAX));
    while (str_ends(text, S("\n")) || str_ends(text, S("\r")))
        text.len--;
    if (str_empty(text))
        return fail(E_INPUT, "the file '%.*s' is empty", STR_FMT(path));
    return setting_put(c, i, text, origin);
}

/* One NAME=VALUE from the environment or the file; WHERE says which for a problem. */
static void named_put(struct config *c, str name, str value, enum config_origin origin,
                      const char *where)
{
    size_t i = setting_find(name);
    status done;
    if (i < CONFIG_KEYS) {
        done = setting_put(c, i, value, origin);
    } else {
        str stem = str_iends(name, S("_file")) || str_iends(name, S("-file"))
                       ? str_sub(name, 0, name.len - 5)
                       : STR_NONE;
        i = setting_find(stem);
        if (str_empty(stem) || i == CONFIG_KEYS || settings[i].kind != SECRET) {
            problem(c, "%s: unknown setting '%.*s'; the nearest known one is '%s'", where,
                    STR_FMT(name), setting_nearest(name));
            return;
        }
        done = secret_from(c, i, value, origin);
    }
    if (done != OK)
        problem(c, "%s: %s %s", where, settings[i].name, err_text());
}

static bool foreign(str name)
{
    for (size_t i = 0; i < ARRAY_LEN(foreign_environment); i++)
        if (str_starts(name, str_c(foreign_environment[i])))
            return true;
    return false;
}

static void from_environment(struct config *c, char *const *environment, str *file)
{
    for (; environment && *environment; environment++) {
        str value = str_c(*environment);
        str name = str_cut(&value, '=');
        if (!str_starts(name, S("COURANT_")) || foreign(name))
            continue;
        if (str_eq(name, S("COURANT_CONFIG")))
            *file = value;
        else
            named_put(c, str_skip(name, 8), value, CONFIG_ENVIRONMENT, "environment");
    }
}

/* One flag of ARGV; returns how many words it took: 0 when it is no setting. */
static int flag_take(struct config *c, int argc, char **argv, int at, str *file)
{
    str value = str_c(argv[at]);
    if (!str_starts(value, S("--")) || value.len == 2)
        return 0;
    str name = str_skip(str_cut(&value, '='), 2);
    bool is_config = str_eq(name, S("config"));
    str stem = str_ends(name, S("-file")) ? str_sub(name, 0, name.len - 5) : STR_NONE;
    size_t i = setting_find(name), secret = setting_find(stem);
    bool is_secret_file = stem.p && secret < CONFIG_KEYS && settings[secret].kind == SECRET;
    if (!is_config && !is_secret_file && i == CONFIG_KEYS)
        return 0;
    /* A switch by itself is the command's own: of "export --comments", not of the site. */
    bool alone = !value.p && (at + 1 == argc || argv[at + 1][0] == '-');
    if (alone && i < CONFIG_KEYS && settings[i].check == config_check_switch)
        return 0;
    if (i < CONFIG_KEYS && settings[i].kind == SECRET) {
        problem(c, "--%.*s would show the secret to other users: use --%.*s-file FILE",
                STR_FMT(name), STR_FMT(name));
        return value.p || at + 1 == argc ? 1 : 2;
    }
    int took = 1;
    if (!value.p && i < CONFIG_KEYS && settings[i].kind == FLAG)
        value = S("true");
    if (!value.p) {
        if (at + 1 == argc) {
            problem(c, "--%.*s needs a value", STR_FMT(name));
            return 1;
        }
        value = str_c(argv[at + 1]);
        took = 2;
    }
    status done = OK;
    if (is_config)
        *file = value;
    else if (is_secret_file)
        done = secret_from(c, secret, value, CONFIG_COMMAND_LINE);
    else
        done = setting_put(c, i, value, CONFIG_COMMAND_LINE);
    if (done != OK)
        problem(c, "--%.*s %s", STR_FMT(name), err_text());
    return took;
}

static void from_flags(struct config *c, int *argc, char **argv, str *file)
{
    int kept = 1, i = 1;
    while (i < *argc && strcmp(argv[i], "--") != 0) {
        int took = flag_take(c, *argc, argv, i, file);
        if (took == 0)
            argv[kept++] = argv[i++];
        i += took;
    }
    while (i < *argc)
        argv[kept++] = argv[i++];
    *argc = kept;
    argv[kept] = NULL;
}

/* NAMED: the user named this file; IN_DATA: it was found through the data directory, so it
 * cannot move that. */
static bool from_file(struct config *c, const char *path, bool named, bool in_data)
{
    str text;
    status done = file_text(&text, &c->arena, path, CONFIG_FILE_MAX);
    if (done == E_NOTFOUND && !named)
        return false;
    if (done != OK) {
        problem(c, "%s", err_text());
        return true;
    }
    c->file = str_dup(&c->arena, str_c(path));
    for (int line_number = 1; text.p; line_number++) {
        str line = str_trim(str_cut(&text, '\n'));
        if (str_empty(line) || line.p[0] == '#')
            continue;
        char where[ERR_TEXT_MAX / 2];
        snprintf(where, sizeof where, "%s:%d", path, line_number);
        size_t eq = str_chr(line, '=');
        if (eq == STR_NPOS) {
            problem(c, "%s: '%.*s' is not KEY=VALUE", where, STR_FMT(line));
            continue;
        }
        str name = str_trim(str_sub(line, 0, eq)), value = str_trim(str_skip(line, eq + 1));
        if (value.len >= 2 && value.p[0] == '"' && value.p[value.len - 1] == '"')
            value = str_sub(value, 1, value.len - 1);
        if (in_data && setting_find(name) == CONFIG_KEY_data)
            problem(c, "%s: 'data' cannot be set in the data directory: use --data or COURANT_DATA",
                    where);
        else
            named_put(c, name, value, CONFIG_FILE, where);
    }
    return true;
}

void config_load(struct config *c, int *argc, char **argv, char *const *environment)
{
    memset(c, 0, sizeof *c);
    arena_init(&c->arena);
    for (size_t i = 0; i < CONFIG_KEYS; i++)
        if (setting_put(c, i, str_c(settings[i].standard), CONFIG_DEFAULT) != OK)
            assert_failed(settings[i].name, "config.def", 0);
    str named = STR_NONE, environment_named = STR_NONE;
    from_environment(c, environment, &environment_named);
    from_flags(c, argc, argv, &named);
    if (!named.p)
        named = environment_named;
    if (named.p) {
        from_file(c, str_cstr(&c->arena, named), true, false);
        return;
    }
    str in_data = str_printf(&c->arena, "%.*s/courant.conf", STR_FMT(c->data));
    if (!from_file(c, in_data.p, false, true))
        from_file(c, "courant.conf", false, false);
}

void config_end(struct config *c)
{
    arena_end(&c->arena);
}

/* The part of a store URL between "user:" and "@" is a password. */
static void put_value(struct sbuf *out, const struct config *c, size_t i)
{
    const void *at = (const char *)c + settings[i].offset;
    switch (settings[i].kind) {
    case COUNT: sbuf_put_i64(out, *(const int64_t *)at); return;
    case FLAG: sbuf_put(out, *(const bool *)at ? S("true") : S("false")); return;
    case SECRET: sbuf_put(out, str_empty(*(const str *)at) ? S("") : S("(secret)")); return;
    case TEXT: break;
    }
    str value = *(const str *)at;
    size_t user = str_find(value, S("://"));
    str rest = user == STR_NPOS ? STR_NONE : str_skip(value, user + 3);
    str authority = rest.p ? str_cut(&rest, '/') : STR_NONE;
    size_t host = str_rchr(authority, '@'), password = str_chr(authority, ':');
    if (host == STR_NPOS || password == STR_NPOS || password > host) {
        sbuf_put(out, value);
        return;
    }
    sbuf_put(out, str_range(value.p, authority.p + password + 1));
    sbuf_put(out, S("(secret)"));
    sbuf_put(out, str_range(authority.p + host, value.p + value.len));
}

void config_print(struct sbuf *out, const struct config *c)
{
    for (size_t i = 0; i < CONFIG_KEYS; i++) {
        sbuf_printf(out, "%s = ", settings[i].name);
        put_value(out, c, i);
        switch (c->origin[i]) {
        case CONFIG_DEFAULT: sbuf_put(out, S("  # default")); break;
        case CONFIG_FILE: sbuf_printf(out, "  # %.*s", STR_FMT(c->file)); break;
        case CONFIG_ENVIRONMENT: sbuf_put(out, S("  # environment")); break;
        case CONFIG_COMMAND_LINE: sbuf_put(out, S("  # command line")); break;
        }
        sbuf_putc(out, '\n');
    }
}

void config_help(struct sbuf *out)
{
    for (size_t i = 0; i < CONFIG_KEYS; i++) {
        const struct setting *s = &settings[i];
        sbuf_put(out, S("  --"));
        for (const char *p = s->name; *p; p++)
            sbuf_putc(out, *p == '_' ? '-' : *p);
        if (s->kind == SECRET)
            sbuf_put(out, S("-file FILE"));
        else if (s->kind != FLAG)
            sbuf_put(out, s->kind == COUNT ? S(" N") : S(" TEXT"));
        sbuf_printf(out, "\n        %s", s->help);
        if (s->standard[0])
            sbuf_printf(out, " (default %s)", s->standard);
        sbuf_putc(out, '\n');
    }
}
