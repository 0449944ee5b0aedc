/*
 * Logging in logfmt to standard error: one line an event, `time level module message k=v ...`.
 * Levels are set per module ("info,http=debug"). A failure is logged once, where it is handled.
 *
 *     log_warn("import", "record skipped", "file=%s reason=\"%s\"", name, err_text());
 */
#ifndef COURANT_BASE_LOG_H
#define COURANT_BASE_LOG_H

#include "base/err.h"
#include "base/str.h"

enum log_level { LOG_DEBUG, LOG_INFO, LOG_WARN, LOG_ERROR, LOG_OFF };

/* "LEVEL[,module=LEVEL]..."; E_INPUT names what is wrong. Call before threads start. */
status log_configure(str spec);

bool log_enabled(const char *module, enum log_level level);

/* FMT makes the k=v part and may be "". Values with spaces are the caller's to quote. */
void log_event(enum log_level level, const char *module, const char *message, const char *fmt, ...)
    PRINTF_LIKE(4, 5);

#define log_debug(module, message, ...) log_event(LOG_DEBUG, (module), (message), __VA_ARGS__)
#define log_info(module, message, ...) log_event(LOG_INFO, (module), (message), __VA_ARGS__)
#define log_warn(module, message, ...) log_event(LOG_WARN, (module), (message), __VA_ARGS__)
#define log_error(module, message, ...) log_event(LOG_ERROR, (module), (message), __VA_ARGS__)

#endif
