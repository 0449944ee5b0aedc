/* `courant user`: accounts from the terminal. Passwords are asked for without echo, or are the
 * first line of standard input; never arguments, which other users of the machine can see. */
#include <unistd.h>

#include "base/clock.h"
#include "base/json.h"
#include "cli/cli.h"
#include "cli/secret_line.h"
#include "people/account.h"
#include "people/name.h"

#define LINE_BYTES_MAX ((size_t)4096)
#define LIST_PAGE 200

struct call {
    struct arena *a;
    struct store *store;
    const struct config *config;
    str name; /* the argument after the verb; p == NULL when there is none */
    str rest; /* and the one after it */
    enum role role;
    str email;
    bool json;
    int64_t now_us;
};

/* --- passwords ------------------------------------------------------------------------------- */

static status read_password(str *out, struct arena *a)
{
    str again;
    enum people_problem why;
    TRY(secret_line(out, a, "New password"));
    if (!isatty(STDIN_FILENO))
        return OK;
    TRY(secret_line(&again, a, "The same again"));
    return str_eq(*out, again) ? OK : people_fail(&why, PROBLEM_PASSWORD_DIFFERS);
}

/* --- what it does ---------------------------------------------------------------------------- */

static status find(struct user *out, struct call *c)
{
    str key;
    enum people_problem why;
    TRY(name_key(&key, &why, c->a, c->name));
    status st = store_user_by_name(out, c->a, c->store, key);
    return st == E_NOTFOUND ? fail(st, "there is no account '%.*s'; 'courant user list' has all",
                                   STR_FMT(c->name))
                            : st;
}

static status user_add(struct call *c)
{
    struct account_form form = {.name = c->name, .email = c->email};
    struct user user;
    enum people_problem why;
    TRY(read_password(&form.password, c->a));
    TRY(account_add(&user, &why, c->a, c->store, &form, c->role, c->now_us));
    printf("Account '%.*s' made: %s.\n", STR_FMT(user.name), role_name(user.role));
    return OK;
}

static void print_user(struct call *c, const struct user *u)
{
    struct sbuf line;
    sbuf_init(&line, c->a, LINE_BYTES_MAX);
    if (c->json) {
        struct json j;
        json_init(&j, &line);
        json_object(&j);
        json_key_i64(&j, "id", u->id);
        json_key_str(&j, "name", u->name);
        json_key_str_opt(&j, "email", u->email);
        json_key_str(&j, "role", str_c(role_name(u->role)));
        json_key(&j, "created");
        json_time(&j, u->created_us);
        if (u->disabled_us != TIME_NONE) {
            json_key(&j, "disabled");
            json_time(&j, u->disabled_us);
        }
        json_end(&j);
    } else {
        struct sbuf when;
        sbuf_init(&when, c->a, 64);
        clock_put_iso(&when, u->created_us);
        sbuf_printf(&line, "%-10s %.*s  %.*s%s", role_name(u->role),
                    STR_FMT(str_sub(sbuf_str(&when), 0, 10)), STR_FMT(u->name),
                    u->disabled_us != TIME_NONE ? "  (disabled)" : "");
    }
    printf("%.*s\n", STR_FMT(sbuf_str(&line)));
}

static status user_list(struct call *c)
{
    struct user *users;
    size_t n = LIST_PAGE;
    for (int64_t after = 0; n == LIST_PAGE;) {
        TRY(store_user_list(&users, &n, c->a, c->store, after, LIST_PAGE));
        for (size_t i = 0; i < n; i++)
            print_user(c, &users[i]);
        after = n ? users[n - 1].id : after;
    }
    return OK;
}

static status user_passwd(struct call *c)
{
    struct user user;
    str password;
    enum people_problem why;
    TRY(find(&user, c));
    TRY(read_password(&password, c->a));
    TRY(account_password_reset(&why, c->a, c->store, &user, password));
    printf("The password of '%.*s' is changed, and its sessions are ended.\n", STR_FMT(user.name));
    return OK;
}

static status user_role(struct call *c)
{
    struct user user;
    enum role role;
    enum people_problem why;
    TRY(find(&user, c));
    if (!role_read(&role, c->rest))
        return people_fail(&why, PROBLEM_ROLE);
    TRY(account_role(&why, c->store, user.id, role));
    printf("'%.*s' is %s from now on.\n", STR_FMT(user.name), role_name((int64_t)role));
    return OK;
}

static status close_or_open(struct call *c, bool close)
{
    struct user user;
    enum people_problem why;
    TRY(find(&user, c));
    TRY(account_close(&why, c->store, user.id, close, S(""), c->now_us));
    printf("'%.*s' %s.\n", STR_FMT(user.name),
           close ? "cannot log in any more, and is logged out" : "can log in again");
    return OK;
}

static status user_disable(struct call *c)
{
    return close_or_open(c, true);
}

static status user_enable(struct call *c)
{
    return close_or_open(c, false);
}

static status user_invite(struct call *c)
{
    str token;
    enum signup signup;
    if (signup_read(&signup, c->config->signup) && signup == SIGNUP_CLOSED)
        return fail(E_DENIED, "the setting signup is 'closed': set it to 'invite', or make the "
                              "account with 'courant user add'");
    TRY(account_invite(&token, c->a, c->store, c->role, 0, c->now_us));
    printf("%.*s/signup?invite=%.*s\n", STR_FMT(cli_site_url(c->a, c->config, 0)), STR_FMT(token));
    return OK;
}

struct verb {
    const char *name;
    status (*run)(struct call *c);
    int arguments;
};

static const struct verb VERBS[] = {
    {"add", user_add, 1},       {"list", user_list, 0},       {"passwd", user_passwd, 1},
    {"role", user_role, 2},     {"disable", user_disable, 1}, {"enable", user_enable, 1},
    {"invite", user_invite, 0},
};

static const struct verb *verb_find(int n, char **argv)
{
    for (size_t i = 0; i < ARRAY_LEN(VERBS) && n > 0; i++)
        if (strcmp(VERBS[i].name, argv[0]) == 0 && n == VERBS[i].arguments + 1)
            return &VERBS[i];
    (void)!fail(E_INPUT, "expected add NAME, list, passwd NAME, role NAME ROLE, disable NAME, "
                         "enable NAME or invite");
    return NULL;
}

static status run(const struct verb *verb, struct call *c)
{
    TRY(cli_store_prepare(c->config));
    TRY(store_open(&c->store, cli_store_where(c->a, c->config)));
    status st = verb->run(c);
    store_free(c->store);
    return st;
}

int cmd_user(const struct config *config, int argc, char **argv)
{
    const char *name = argv[0], *role = "reader", *email = "";
    struct arena a;
    struct call c = {.a = &a, .config = config, .now_us = clock_now_us()};
    const struct cli_option options[] = {
        {"role", CLI_TEXT, &role, "ROLE", "of add and invite: reader (usual), moderator, owner"},
        {"email", CLI_TEXT, &email, "ADDRESS", "of add"},
        {"json", CLI_FLAG, &c.json, NULL, "of list: one JSON object a line"},
    };
    int n;
    if (cli_parse(&n, argc, argv, options, ARRAY_LEN(options)) != OK)
        return cli_usage_error(name);
    if (n < 0)
        return CLI_OK;
    const struct verb *verb = verb_find(n, argv);
    enum people_problem why;
    if (verb && !role_read(&c.role, str_c(role))) {
        (void)!people_fail(&why, PROBLEM_ROLE);
        verb = NULL;
    }
    if (!verb)
        return cli_usage_error(name);
    c.name = n > 1 ? str_c(argv[1]) : STR_NONE;
    c.rest = n > 2 ? str_c(argv[2]) : STR_NONE;
    c.email = str_c(email);
    arena_init(&a);
    status st = run(verb, &c);
    arena_end(&a);
    return st == OK ? CLI_OK : cli_failed(name);
}
