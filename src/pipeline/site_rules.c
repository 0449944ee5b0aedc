/* Remembered by origin. */
#include "pipeline/site_rules.h"

#include "base/clock.h"
#include "base/map.h"
#include "fetch/robots.h"

#define AGENT S("courant")
#define RULES_BYTES_MAX ((size_t)16 << 20) /* of all; then all are forgotten */
#define KEPT_US CLOCK_DAY_US
#define CLOSED_US (3600 * CLOCK_SECOND_US) /* then it is asked again */

struct site {
    enum site_answer state; /* UNKNOWN, ASKED, ALLOWS (by the rules), CLOSED */
    int64_t until_us;
    struct robots rules;
};

struct site_rules {
    struct arena arena;
    struct arena scratch;
    struct map sites; /* origin -> struct site * */
    size_t sites_max;
};

struct site_rules *site_rules_new(size_t sites_max)
{
    struct site_rules *s = mem_calloc(1, sizeof *s);
    s->sites_max = sites_max;
    arena_init(&s->arena);
    arena_init(&s->scratch);
    map_init(&s->sites, &s->arena);
    return s;
}

void site_rules_free(struct site_rules *s)
{
    arena_end(&s->arena);
    arena_end(&s->scratch);
    free(s);
}

static struct site *site_of(struct site_rules *s, url address)
{
    arena_reset(&s->scratch);
    str origin = url_origin(&s->scratch, address);
    uint64_t *at = map_get(&s->sites, origin);
    if ((!at && s->sites.len >= s->sites_max) || s->arena.used > RULES_BYTES_MAX) {
        arena_reset(&s->arena);
        map_init(&s->sites, &s->arena);
        at = NULL;
    }
    if (!at) {
        at = map_put(&s->sites, str_dup(&s->arena, origin));
        *at = (uint64_t)(uintptr_t)arena_new(&s->arena, struct site);
    }
    return (struct site *)(uintptr_t)*at;
}

enum site_answer site_rules_ask(struct site_rules *s, url address, int64_t now_us)
{
    struct site *site = site_of(s, address);
    bool known = site->state == SITE_ALLOWS || site->state == SITE_CLOSED;
    /* The clock may have been set back. */
    if (known && (site->until_us <= now_us || site->until_us > now_us + KEPT_US))
        site->state = SITE_UNKNOWN;
    if (site->state == SITE_UNKNOWN) {
        site->state = SITE_ASKED;
        return SITE_UNKNOWN;
    }
    if (site->state == SITE_ALLOWS &&
        !robots_allowed(&site->rules, robots_path(&s->scratch, address.s)))
        return SITE_DENIES;
    return site->state;
}

status site_rules_address(url *out, struct arena *a, url address)
{
    return url_parse(out, a, S("/robots.txt"), &address);
}

void site_rules_put(struct site_rules *s, url address, status done,
                    const struct fetch_response *answer, int64_t now_us)
{
    struct site *site = site_of(s, address);
    bool none = answer->code >= 400 && answer->code < 500 && answer->code != 429;
    site->rules = (struct robots){0};
    site->state = done == OK || none ? SITE_ALLOWS : SITE_CLOSED;
    site->until_us = now_us + (site->state == SITE_ALLOWS ? KEPT_US : CLOSED_US);
    if (done != OK)
        return;
    str text = str_dup(&s->arena, str_sub(answer->body, 0, ROBOTS_BYTES_MAX));
    robots_read(&site->rules, &s->arena, text, AGENT);
}
