/* Threads of the program's own. */
#ifndef COURANT_BASE_THREAD_H
#define COURANT_BASE_THREAD_H

#include <pthread.h>

/* Starts RUN with CTX, under NAME (15 bytes at most), as the system's tools show it. Signals stay
 * the calling thread's. Without memory for a thread the program ends. */
pthread_t thread_start(void *(*run)(void *ctx), const char *name, void *ctx);

#endif
