/* Redirects of pages: the robots.txt of where they lead counts as that of where they began. What is
 * not known yet is asked first; meanwhile the page waits, and then begins anew. */
#include "base/hash.h"
#include "pipeline/collect_code.h"

#define TURNS_MAX 5 /* as many as there may be redirects, each to another site */

/* Never 0. */
static uint64_t site_key(struct collect *c, url address)
{
    struct arena_mark mark = arena_mark(&c->scratch);
    uint64_t key = hash_str(url_origin(&c->scratch, address)) | 1;
    arena_rewind(&c->scratch, mark);
    return key;
}

static status wait_for(struct collect *c, struct job *job, url to)
{
    if (job->turns++ == TURNS_MAX)
        return fail(E_BUSY, "it leads to one site after another");
    job->waits_for = site_key(c, to);
    return fail(E_BUSY, "it leads to a site whose robots.txt is asked first");
}

status collect_leads(void *ctx, struct fetch_job *fetch, url to)
{
    struct collect *c = ctx;
    struct job *job = (struct job *)fetch;
    if (job->kind != JOB_PAGE && job->kind != JOB_VISIT)
        return OK;
    switch (site_rules_ask(c->rules, to, collect_now(c))) {
    case SITE_UNKNOWN:
        TRY(collect_ask_robots(c, to, &job->fetch.request.sender));
        return wait_for(c, job, to);
    case SITE_ASKED: return wait_for(c, job, to);
    case SITE_DENIES:
        return fail(E_DENIED, "it leads to a page that its site's robots.txt does not give out");
    case SITE_CLOSED:
        return fail(E_BUSY, "it leads to a site that does not say what may be asked for");
    case SITE_ALLOWS: break;
    }
    return OK;
}

void collect_go_on(struct collect *c, url address)
{
    uint64_t key = site_key(c, address);
    for (struct job *job = c->jobs, *next; job; job = next) {
        next = job->after;
        if (job->waits_for != key)
            continue;
        job->waits_for = 0;
        job_begin(c, job);
    }
}
