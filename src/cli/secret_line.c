/* One line from standard input, without echo on a terminal. */
#include "cli/secret_line.h"

#include "people/password.h"

#include <errno.h>
#include <termios.h>
#include <unistd.h>

static status read_line(str *out, struct arena *a)
{
    char line[SECRET_LINE_MAX + 3];
    if (!fgets(line, sizeof line, stdin))
        return fail(E_INPUT, "no password came: type one, or give it as a line of standard input");
    str text = str_c(line);
    if (text.len == sizeof line - 1)
        return fail(E_INPUT, "the line is longer than %d bytes", SECRET_LINE_MAX);
    while (str_ends(text, S("\n")) || str_ends(text, S("\r")))
        text = str_sub(text, 0, text.len - 1);
    *out = str_dup(a, text);
    token_wipe(line, sizeof line);
    return OK;
}

status secret_line(str *out, struct arena *a, const char *prompt)
{
    struct termios before, quiet;
    if (!isatty(STDIN_FILENO))
        return read_line(out, a);
    if (tcgetattr(STDIN_FILENO, &before) != 0)
        return fail(E_IO, "cannot turn off the terminal's echo: %s", strerror(errno));
    quiet = before;
    quiet.c_lflag &= ~(tcflag_t)ECHO;
    /* Before the prompt: what is typed ahead of it is dropped. */
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet);
    fprintf(stderr, "%s: ", prompt);
    status st = read_line(out, a);
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &before);
    fputc('\n', stderr);
    return st;
}
