/* Rate and time left. */
#include "cli/progress.h"

#include "base/clock.h"

#include <inttypes.h>
#include <unistd.h>

#define PROGRESS_EVERY_US (CLOCK_SECOND_US / 5)
#define PROGRESS_BAR 24

void progress_begin(struct progress *p, const char *noun)
{
    *p = (struct progress){.shown = isatty(STDERR_FILENO) == 1, .noun = noun};
    p->begin_us = p->last_us = clock_monotonic_us();
}

void progress_duration(char *out, size_t size, int64_t seconds)
{
    if (seconds >= 3600)
        snprintf(out, size, "%" PRId64 "h%02dm", seconds / 3600, (int)(seconds / 60 % 60));
    else if (seconds >= 60)
        snprintf(out, size, "%dm%02ds", (int)(seconds / 60), (int)(seconds % 60));
    else
        snprintf(out, size, "%ds", (int)seconds);
}

void progress_show(struct progress *p, uint64_t done, double part)
{
    int64_t now = clock_monotonic_us();
    if (!p->shown || now - p->last_us < PROGRESS_EVERY_US)
        return;
    p->last_us = now;
    double seconds = (double)(now - p->begin_us) / 1e6;
    fprintf(stderr, "\r\033[K");
    if (part >= 0 && part <= 1) {
        char bar[PROGRESS_BAR + 1], left[24];
        int filled = (int)(part * PROGRESS_BAR);
        for (int i = 0; i < PROGRESS_BAR; i++)
            bar[i] = i < filled ? '#' : '.';
        bar[PROGRESS_BAR] = '\0';
        fprintf(stderr, "[%s] %3d%%  ", bar, (int)(part * 100));
        if (part > 0.01) {
            progress_duration(left, sizeof left, (int64_t)(seconds * (1 - part) / part + 0.5));
            fprintf(stderr, "%s left  ", left);
        }
    }
    fprintf(stderr, "%" PRIu64 " %s, %.0f/s", done, p->noun, (double)done / seconds);
    fflush(stderr);
}

void progress_clear(struct progress *p)
{
    if (p->shown)
        fprintf(stderr, "\r\033[K");
}
