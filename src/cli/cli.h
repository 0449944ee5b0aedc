/* What every command file (cmd_*.c) shares: the command table, options, settings. */
#ifndef COURANT_CLI_CLI_H
#define COURANT_CLI_CLI_H

#include "base/err.h"
#include "base/str.h"
#include "cli/config.h"
#include "fetch/sender.h"
#include "people/comment.h"

/* Exit statuses, see CLI.md. A failure that leaves the work undone is CLI_SOME_ERRORS too. */
enum { CLI_OK = 0, CLI_SOME_ERRORS = 1, CLI_USAGE = 2 };

/* A command: argv[0] is its name; settings given as flags (--data DIR, --store ...) have been
 * taken out and are in CONFIG. Returns the exit status. Declared for each line of
 * commands.def: COMMAND(function suffix, "name", "arguments", "one-line help"). */
typedef int cli_command(const struct config *config, int argc, char **argv);

#define COMMAND(suffix, name, arguments, help) cli_command cmd_##suffix;
#include "cli/commands.def"
#undef COMMAND

enum cli_option_type { CLI_FLAG, CLI_TEXT, CLI_COUNT };

struct cli_option {
    const char *name; /* without the dashes */
    enum cli_option_type type;
    void *value;          /* bool *, const char **, int64_t * */
    const char *argument; /* "N", "DIR"; NULL for flags */
    const char *help;
};

/* Takes the options out of argv; what is left, argv[0] excluded, is moved to argv[0..*n). On
 * --help prints usage and sets *n to -1 (exit 0). E_INPUT for an unknown option (the text names
 * the nearest one) or a bad value; the caller prints it with cli_usage_error and returns 2.
 * OPTIONS may be NULL when COUNT is 0. */
status cli_parse(int *n, int argc, char **argv, const struct cli_option *options, size_t count);

/* "courant NAME: text\nTry 'courant NAME --help'." on standard error; returns CLI_USAGE. */
int cli_usage_error(const char *command);

/* "courant NAME: text" of the last failure on standard error; returns CLI_SOME_ERRORS. */
int cli_failed(const char *command);

/* The number of worker threads: the setting, or all cores. */
unsigned cli_threads(const struct config *config);

/* The store as store_open wants it: the setting, or "sqlite:DATA/courant.db". */
str cli_store_where(struct arena *a, const struct config *config);

/* Makes the data directory and the store, or brings the store up to date; then store_open works. */
status cli_store_prepare(const struct config *config);

/* The rendered demo press (replay.jsonl and what it names, pictures by host): the setting, or
 * demo/press beside the program as the build leaves it, or where it is installed. */
str cli_demo_dir(struct arena *a, const struct config *config);

/* Where readers reach the site, without a slash at the end: public_url, or what listen says with
 * PORT in place of its own when that is not 0. */
str cli_site_url(struct arena *a, const struct config *config, int port);

/* By which proxy to fetch. */
struct fetch_sender cli_sender(struct arena *a, const struct config *config);

/* What the settings say about comments. */
struct comment_rules cli_comment_rules(const struct config *config);

/* From the first call on, SIGINT and SIGTERM are noted instead of ending the program, and
 * cli_stop_asked says so; a second one ends it at once. */
void cli_stop_prepare(void);
bool cli_stop_asked(void);

/* Runs `courant ARGS...`; what main returns. */
int cli_main(int argc, char **argv, char *const *environment);

#endif
