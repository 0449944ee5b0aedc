/* One way to start a thread. */
#include "base/thread.h"

#include "base/err.h"

#include <signal.h>

pthread_t thread_start(void *(*run)(void *ctx), const char *name, void *ctx)
{
    pthread_t thread;
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    int failed = pthread_create(&thread, NULL, run, ctx);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (failed)
        assert_failed("pthread_create", __FILE__, __LINE__);
    pthread_setname_np(thread, name);
    return thread;
}
