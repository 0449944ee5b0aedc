/* From the fetch loop to the desk, a step at a time. */
#include "pipeline/visit.h"

#include "base/clock.h"
#include "base/hash.h"
#include "html/charset.h"
#include "page/site.h"
#include "source/facts.h"
#include "source/icon.h"

#define LOOK_US (5 * CLOCK_SECOND_US)
#define CLAIM_MAX 100 /* bytes of what a page declares */
#define ICON_ACCEPT S("image/png,image/webp,image/gif,image/jpeg,image/x-icon,*/*;q=0.1")

/* --- on the fetch loop ----------------------------------------------------------------------- */

static str page_address(const struct source_facts *facts)
{
    return facts->stage == FACTS_ICON ? facts->icon_url : facts->home_url;
}

/* It is not asked: what is wrong is told the desk, if there is a doc. */
static void give_up(struct collect *c, const struct source_facts *facts, enum visit_outcome outcome)
{
    struct doc *d = flow_take_now(c->flow);
    if (!d) {
        collect_busy_remove(c, visit_key(facts->source_id)); /* at the next look */
        return;
    }
    atomic_fetch_add(&c->visits, 1);
    struct visit *v = d->visit = arena_new(&d->arena, struct visit);
    *v = (struct visit){.source_id = facts->source_id,
                        .stage = facts->stage,
                        .outcome = outcome,
                        .now_us = clock_now_us()};
    d->kind = DOC_VISIT;
    flow_give(c->flow, d);
}

static void ask(struct collect *c, const struct source_facts *facts)
{
    bool icon = facts->stage == FACTS_ICON;
    struct wanted w = {.address = url_from_store(page_address(facts)),
                       .etag = icon ? facts->etag : S(""),
                       .last_modified = icon ? facts->last_modified : S(""),
                       .sender = c->options->sender};
    struct job *job = job_new(c, JOB_VISIT, &w);
    job->id = facts->source_id;
    job->visit_stage = facts->stage;
    job->fetch.request.limits = icon ? &c->icon_limits : &c->front_limits;
    job->fetch.request.accept = icon ? ICON_ACCEPT : FETCH_ACCEPT_PAGE;
    job->fetch.request.wanted = icon ? NULL : fetch_is_page;
    atomic_fetch_add(&c->visits, 1);
    job_begin(c, job);
}

static status visit_one(struct collect *c, const struct source_facts *facts)
{
    url address;
    bool web =
        url_parse(&address, &c->scratch, page_address(facts), NULL) == OK && url_is_web(address);
    enum site_answer said = web ? site_rules_ask(c->rules, address, clock_now_us()) : SITE_DENIES;
    if (said == SITE_UNKNOWN)
        return collect_ask_robots(c, address, &c->options->sender);
    if (said == SITE_ASKED || !collect_busy_add(c, visit_key(facts->source_id)))
        return OK;
    if (said == SITE_ALLOWS)
        ask(c, facts);
    else
        give_up(c, facts, said == SITE_CLOSED ? VISIT_FAILED : VISIT_NONE);
    return OK;
}

status visit_look(bool *found, struct collect *c)
{
    struct source_facts *due;
    size_t n;
    size_t under_way = atomic_load(&c->visits);
    if (!c->options->visits)
        return OK;
    *found |= under_way > 0;
    if (under_way >= VISITS_MAX || clock_monotonic_us() < c->visit_us)
        return OK;
    TRY(store_facts_due(&due, &n, &c->scratch, c->store, clock_now_us(), VISITS_MAX));
    c->visit_us = clock_monotonic_us() + (n ? CLOCK_SECOND_US : LOOK_US);
    for (size_t i = 0; i < n && atomic_load(&c->visits) < VISITS_MAX; i++)
        TRY(visit_one(c, &due[i]));
    return OK;
}

void visit_done(struct collect *c, struct doc *d, struct job *job, status done,
                const struct fetch_response *answer)
{
    bool passes = done == E_TIMEOUT || done == E_NET || done == E_BUSY;
    struct visit *v = d->visit = arena_new(&d->arena, struct visit);
    *v = (struct visit){.source_id = job->id,
                        .stage = job->visit_stage,
                        .outcome = passes                ? VISIT_FAILED
                                   : done != OK          ? VISIT_NONE
                                   : answer->code == 304 ? VISIT_SAME
                                                         : VISIT_CAME,
                        .now_us = clock_now_us()};
    d->kind = DOC_VISIT;
    if (v->outcome == VISIT_CAME) {
        v->etag = str_dup(&d->arena, answer->etag);
        v->last_modified = str_dup(&d->arena, answer->last_modified);
        sbuf_put(&d->bytes, answer->body);
        sbuf_put(&d->url, answer->address.s);
        sbuf_put(&d->content_type, answer->content_type);
    }
    flow_give(c->flow, d);
}

void visit_kept(struct collect *c, const struct doc *d)
{
    atomic_fetch_sub(&c->visits, 1);
    collect_busy_remove(c, visit_key(d->visit->source_id));
}

/* --- on a read thread ------------------------------------------------------------------------ */

static str claim(struct arena *a, str text)
{
    return str_dup(a, str_sub(text, 0, text.len < CLAIM_MAX ? text.len : 0));
}

static void read_front(struct visit *v, struct step *step, struct doc *d)
{
    struct html_charset charset;
    struct html_tree tree;
    struct page_site site;
    str text;
    if (html_decode(&text, &charset, &step->arena, sbuf_str(&d->bytes), sbuf_str(&d->content_type),
                    VISIT_PAGE_BYTES * 2) != OK ||
        html_parse(&tree, &step->arena, text, &html_limits_default) != OK) {
        v->outcome = VISIT_NONE;
        return;
    }
    page_site_read(&site, &step->arena, &tree, sbuf_str(&d->url));
    v->language = claim(&d->arena, site.language);
    v->locale = claim(&d->arena, site.locale);
    v->region = claim(&d->arena, site.region);
    v->icon_url = str_dup(&d->arena, site.icon);
}

void visit_read(struct step *step, struct doc *d)
{
    struct visit *v = d->visit;
    if (v->outcome != VISIT_CAME)
        return;
    if (v->stage == FACTS_HOME) {
        read_front(v, step, d);
        return;
    }
    v->icon_type = icon_type(sbuf_str(&d->bytes));
    if (str_empty(v->icon_type))
        v->outcome = VISIT_NONE;
    else
        v->icon = str_dup(&d->arena, sbuf_str(&d->bytes));
}

/* --- at the desk ----------------------------------------------------------------------------- */

/* A month and the source's own share of some days later. */
static int64_t in_a_month(const struct source_facts *facts, int64_t now_us)
{
    uint64_t lot = hash_u64((uint64_t)facts->source_id) % (uint64_t)VISIT_SPREAD_US;
    return now_us + VISIT_EVERY_US + (int64_t)lot;
}

static void next_icon(struct source_facts *facts, str address, int64_t now_us)
{
    if (!str_eq(facts->icon_url, address))
        facts->etag = facts->last_modified = S("");
    facts->icon_url = address;
    facts->stage = FACTS_ICON;
    facts->next_us = now_us;
}

/* The address every browser asks; "" when the site's own is none of the web. */
static str usual_icon(struct arena *a, str home)
{
    url from, out;
    if (url_parse(&from, a, home, NULL) != OK || !url_is_web(from) ||
        url_parse(&out, a, S("/favicon.ico"), &from) != OK)
        return S("");
    return out.s;
}

static void front_came(struct source_facts *facts, struct arena *a, const struct visit *v)
{
    url home;
    struct source_claims claims = {.page_language = v->language,
                                   .page_locale = v->locale,
                                   .page_region = v->region,
                                   .feed_language = facts->feed_language,
                                   .host = S("")};
    if (url_parse(&home, a, facts->home_url, NULL) == OK)
        claims.host = url_split(home).host;
    struct source_said said = source_facts_read(&claims);
    facts->country = said.country;
    facts->language = str_lower(a, said.language);
    str icon = str_empty(v->icon_url) ? usual_icon(a, facts->home_url) : v->icon_url;
    next_icon(facts, icon, v->now_us);
}

static void icon_done(bool *icon_changes, struct source_facts *facts, struct arena *a,
                      const struct visit *v)
{
    str usual = usual_icon(a, facts->home_url);
    if (v->outcome == VISIT_NONE && !str_empty(usual) && !str_eq(facts->icon_url, usual)) {
        next_icon(facts, usual, v->now_us);
        return;
    }
    if (v->outcome != VISIT_SAME) {
        bool came = v->outcome == VISIT_CAME;
        *icon_changes = true;
        facts->icon_type = came ? v->icon_type : S("");
        facts->icon_hash = came ? hash_str(v->icon) | 1 : 0;
        facts->etag = came ? v->etag : S("");
        facts->last_modified = came ? v->last_modified : S("");
    }
    facts->stage = FACTS_HOME;
    facts->next_us = in_a_month(facts, v->now_us);
}

void visit_apply(bool *icon_changes, struct source_facts *facts, struct arena *a,
                 const struct visit *v)
{
    *icon_changes = false;
    facts->checked_us = v->now_us;
    if (v->outcome == VISIT_FAILED)
        facts->next_us = v->now_us + VISIT_AGAIN_US;
    else if (v->stage == FACTS_ICON)
        icon_done(icon_changes, facts, a, v);
    else
        front_came(facts, a, v);
}

status visit_keep(struct store *s, struct doc *d)
{
    struct source_facts facts;
    struct visit *v = d->visit;
    bool icon_changes;
    status there = store_facts_get(&facts, &d->arena, s, v->source_id);
    if (there != OK)
        return there == E_NOTFOUND ? OK : there;
    /* Somebody else may have been here meanwhile. */
    if (facts.stage != v->stage)
        return OK;
    visit_apply(&icon_changes, &facts, &d->arena, v);
    return store_facts_put(s, &facts, icon_changes ? &v->icon : NULL);
}
