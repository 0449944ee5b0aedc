/* The robots.txt of the sites whose pages are fetched (RFC 9309, section 2.4): asked once a day. */
#ifndef COURANT_PIPELINE_SITE_RULES_H
#define COURANT_PIPELINE_SITE_RULES_H

#include "base/url.h"
#include "fetch/fetch.h"

enum site_answer {
    SITE_UNKNOWN, /* its robots.txt is to be fetched */
    SITE_ASKED,   /* it is under way */
    SITE_ALLOWS,
    SITE_DENIES, /* this page, by its rules */
    SITE_CLOSED, /* it cannot be told what it allows: later */
};

struct site_rules;

/* At most so many sites; then all are forgotten. */
struct site_rules *site_rules_new(size_t sites_max);
void site_rules_free(struct site_rules *s);

/* What ADDRESS' site says about it. UNKNOWN becomes ASKED by the next question. */
enum site_answer site_rules_ask(struct site_rules *s, url address, int64_t now_us);
/* Where the robots.txt of that site is. */
status site_rules_address(url *out, struct arena *a, url address);
/* What came of fetching it: RFC 9309, section 2.3.1. */
void site_rules_put(struct site_rules *s, url address, status done,
                    const struct fetch_response *answer, int64_t now_us);

#endif
