/* Dispatch of commands, their options and what commands share. */
#include "cli/cli.h"

#include "base/log.h"
#include "cli/nearest.h"
#include "store/store.h"

/* The generated one of the build directory, not cli/config.h. */
#include <config.h>

#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#define COMMAND_TYPO_MAX 3 /* edits between what was typed and what is suggested */
#define OPTIONS_MAX 24

struct command {
    const char *name, *arguments, *help;
    cli_command *run;
};

static const struct command commands[] = {
#define COMMAND(suffix, command_name, command_arguments, command_help)                             \
    {command_name, command_arguments, command_help, cmd_##suffix},
#include "cli/commands.def"
#undef COMMAND
};

static const struct command *command_find(const char *name)
{
    for (size_t i = 0; i < ARRAY_LEN(commands); i++)
        if (strcmp(commands[i].name, name) == 0)
            return &commands[i];
    return NULL;
}

static int command_unknown(const char *name)
{
    const char *names[ARRAY_LEN(commands) + 1];
    for (size_t i = 0; i < ARRAY_LEN(commands); i++)
        names[i] = commands[i].name;
    names[ARRAY_LEN(commands)] = "help";
    const char *near = nearest_name(str_c(name), names, ARRAY_LEN(names), COMMAND_TYPO_MAX);
    fprintf(stderr, "courant: unknown command '%s'", name);
    if (near)
        fprintf(stderr, "; did you mean '%s'?", near);
    fprintf(stderr, "\nTry 'courant help'.\n");
    return CLI_USAGE;
}

static void help_all(FILE *to)
{
    fprintf(to,
            "Courant %s, a self-hosted news engine.\n\n"
            "Usage: courant [--data DIR] COMMAND [ARGUMENTS]\n\nCommands:\n",
            COURANT_VERSION);
    for (size_t i = 0; i < ARRAY_LEN(commands); i++)
        fprintf(to, "  %-12s %s\n", commands[i].name, commands[i].help);
    fprintf(to, "  %-12s %s\n", "help", "this list; 'help COMMAND'; 'help settings'");
}

static int help_settings(void)
{
    struct sbuf text;
    sbuf_init_heap(&text, CONFIG_PRINT_MAX);
    sbuf_put(&text,
             S("Settings, for every command: as a flag, as COURANT_KEY in the environment,\n"
               "or as KEY=VALUE in courant.conf (in the data directory, else in the current\n"
               "one, or the file --config names). A flag beats the environment, which beats\n"
               "the file.\n\n"));
    config_help(&text);
    fwrite(text.p, 1, text.len, stdout);
    sbuf_free(&text);
    return CLI_OK;
}

/* `courant help [COMMAND]`: a command explains itself when asked for --help. */
static int help(const struct config *config, const char *topic)
{
    if (!topic) {
        help_all(stdout);
        return CLI_OK;
    }
    if (strcmp(topic, "settings") == 0)
        return help_settings();
    const struct command *command = command_find(topic);
    if (!command)
        return command_unknown(topic);
    char name[64], ask[] = "--help";
    snprintf(name, sizeof name, "%s", topic);
    char *argv[] = {name, ask, NULL};
    return command->run(config, 2, argv);
}

static int run(const struct config *config, int argc, char **argv)
{
    const char *name = argc > 1 ? argv[1] : "help";
    if (strcmp(name, "help") == 0 || strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0)
        return help(config, argc > 2 ? argv[2] : NULL);
    if (strcmp(name, "--version") == 0) {
        printf("courant %s\n", COURANT_VERSION);
        return CLI_OK;
    }
    const struct command *command = command_find(name);
    if (!command)
        return command_unknown(name);
    if (config->problems.len) {
        vec_each (str, text, &config->problems)
            fprintf(stderr, "courant: %.*s\n", STR_FMT(*text));
        fprintf(stderr, "Try 'courant help settings'.\n");
        return CLI_USAGE;
    }
    if (log_configure(config->log) != OK)
        return cli_failed(name);
    /* libpq looks here when the store's address has no password. */
    if (!str_empty(config->store_password))
        setenv("PGPASSWORD", config->store_password.p, 1);
    return command->run(config, argc - 1, argv + 1);
}

int cli_main(int argc, char **argv, char *const *environment)
{
    struct config config;
    config_load(&config, &argc, argv, environment);
    int exit_status = run(&config, argc, argv);
    /* A full disk behind standard output must not look like success. */
    if (fflush(stdout) != 0 || ferror(stdout)) {
        fprintf(stderr, "courant: cannot write the output: %s\n", strerror(errno));
        exit_status = exit_status == CLI_OK ? CLI_SOME_ERRORS : exit_status;
    }
    config_end(&config);
    return exit_status;
}

static void print_usage(const char *name, const struct cli_option *options, size_t count)
{
    const struct command *command = command_find(name);
    printf("Usage: courant %s %s\n", name, command ? command->arguments : "");
    if (command)
        printf("%s\n", command->help);
    if (count)
        printf("\n");
    for (size_t i = 0; i < count; i++) {
        char left[40];
        snprintf(left, sizeof left, "--%s %s", options[i].name,
                 options[i].argument ? options[i].argument : "");
        printf("  %-24s %s\n", left, options[i].help);
    }
    printf(
        "\nSettings such as --data DIR and --threads N work too: see 'courant help settings'.\n");
}

static status option_unknown(str name, const struct cli_option *options, size_t count)
{
    const char *names[OPTIONS_MAX + CONFIG_KEYS + 1];
    size_t n = 0;
    ASSERT(count <= OPTIONS_MAX);
    for (size_t i = 0; i < count; i++)
        names[n++] = options[i].name;
    for (size_t i = 0; i < CONFIG_KEYS; i++)
        names[n++] = config_key_name(i);
    names[n++] = "help";
    str near = str_c(nearest_name(name, names, n, NEAREST_WORD_MAX));
    char dashed[NEAREST_WORD_MAX];
    size_t len = near.len < sizeof dashed ? near.len : sizeof dashed;
    for (size_t i = 0; i < len; i++)
        dashed[i] = near.p[i] == '_' ? '-' : near.p[i];
    if (str_eq(str_of(dashed, len), name)) /* a switch of the site, see config.c */
        return fail(E_INPUT, "--%.*s needs a value: on or off", STR_FMT(name));
    return fail(E_INPUT, "unknown option '--%.*s'; the nearest known one is '--%.*s'",
                STR_FMT(name), (int)len, dashed);
}

/* Sets the option that ARGV[AT] names; *took = words used. */
static status option_take(int *took, int argc, char **argv, int at,
                          const struct cli_option *options, size_t count)
{
    str value = str_skip(str_c(argv[at]), 2);
    str name = str_cut(&value, '=');
    *took = 1;
    for (size_t i = 0; i < count; i++) {
        const struct cli_option *o = &options[i];
        if (!str_eq(name, str_c(o->name)))
            continue;
        if (o->type == CLI_FLAG) {
            if (value.p)
                return fail(E_INPUT, "option '--%s' takes no value", o->name);
            *(bool *)o->value = true;
            return OK;
        }
        if (!value.p) {
            if (at + 1 == argc)
                return fail(E_INPUT, "option '--%s' needs %s", o->name, o->argument);
            value = str_c(argv[at + 1]);
            *took = 2;
        }
        if (o->type == CLI_TEXT)
            *(const char **)o->value = value.p;
        else if (!str_to_i64(o->value, value) || *(int64_t *)o->value < 0)
            return fail(E_INPUT, "option '--%s' needs a number, not '%.*s'", o->name,
                        STR_FMT(value));
        return OK;
    }
    return option_unknown(name, options, count);
}

status cli_parse(int *n, int argc, char **argv, const struct cli_option *options, size_t count)
{
    char *name = argv[0];
    int kept = 0, i = 1;
    *n = 0;
    while (i < argc) {
        if (strcmp(argv[i], "--") == 0) {
            i++;
            break;
        }
        if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0) {
            print_usage(name, options, count);
            *n = -1;
            return OK;
        }
        if (argv[i][0] != '-' || argv[i][1] == '\0') {
            argv[kept++] = argv[i++];
            continue;
        }
        if (argv[i][1] != '-')
            return fail(E_INPUT, "unknown option '%s'; options begin with two dashes", argv[i]);
        int took;
        TRY(option_take(&took, argc, argv, i, options, count));
        i += took;
    }
    while (i < argc)
        argv[kept++] = argv[i++];
    *n = kept;
    return OK;
}

int cli_usage_error(const char *command)
{
    fprintf(stderr, "courant %s: %s\nTry 'courant %s --help'.\n", command, err_text(), command);
    return CLI_USAGE;
}

int cli_failed(const char *command)
{
    fprintf(stderr, "courant %s: %s\n", command, err_text());
    return CLI_SOME_ERRORS;
}

unsigned cli_threads(const struct config *config)
{
    if (config->threads > 0)
        return (unsigned)config->threads;
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    return cores > 0 ? (unsigned)cores : 1;
}

struct fetch_sender cli_sender(struct arena *a, const struct config *config)
{
    struct fetch_sender sender = {.proxy = config->proxy, .no_proxy = config->no_proxy};
    if (!str_empty(config->proxy_password))
        sender.proxy = fetch_proxy_with(a, config->proxy, config->proxy_password);
    return sender;
}

str cli_store_where(struct arena *a, const struct config *config)
{
    if (!str_empty(config->store))
        return str_dup(a, config->store);
    return str_printf(a, "sqlite:%.*s/courant.db", STR_FMT(config->data));
}

status cli_store_prepare(const struct config *config)
{
    struct arena a;
    arena_init(&a);
    status done = OK;
    const char *data = str_cstr(&a, config->data);
    if (str_empty(config->store) && mkdir(data, 0700) != 0 && errno != EEXIST)
        done = fail(E_IO, "cannot make the data directory '%s': %s", data, strerror(errno));
    if (done == OK)
        done = store_migrate(cli_store_where(&a, config));
    arena_end(&a);
    return done;
}

str cli_demo_dir(struct arena *a, const struct config *config)
{
    char program[PATH_MAX];
    if (!str_empty(config->demo_dir))
        return config->demo_dir;
    ssize_t len = readlink("/proc/self/exe", program, sizeof program);
    str path = str_of(program, len > 0 ? (size_t)len : 0);
    size_t slash = str_rchr(path, '/');
    if (slash != STR_NPOS) {
        str built = str_printf(a, "%.*s/demo/press", STR_FMT(str_sub(path, 0, slash)));
        if (access(built.p, R_OK) == 0)
            return built;
    }
    return S(COURANT_DEMO_DIR);
}

str cli_site_url(struct arena *a, const struct config *config, int port)
{
    str site = config->public_url;
    while (str_ends(site, S("/")))
        site = str_sub(site, 0, site.len - 1);
    if (!str_empty(site))
        return site;
    size_t colon = str_rchr(config->listen, ':');
    str host = str_sub(config->listen, 0, colon), number = str_skip(config->listen, colon + 1);
    if (str_eq(host, S("0.0.0.0")) || str_eq(host, S("[::]")) || str_empty(host))
        host = S("localhost");
    if (port > 0)
        number = str_printf(a, "%d", port);
    return str_printf(a, "http://%.*s:%.*s", STR_FMT(host), STR_FMT(number));
}

/* Written by the signal handler, the one place that cannot be given an object. */
static volatile sig_atomic_t stop_signals;

static void stop_note(int signal_number)
{
    (void)signal_number;
    stop_signals = 1;
}

void cli_stop_prepare(void)
{
    struct sigaction action = {.sa_handler = stop_note, .sa_flags = (int)SA_RESETHAND};
    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
}

bool cli_stop_asked(void)
{
    return stop_signals != 0;
}
