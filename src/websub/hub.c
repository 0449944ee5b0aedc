/* What is asked of a hub, and when. */
#include "websub/hub.h"

#include "base/clock.h"
#include "base/url.h"
#include "people/password.h"

#define QUESTION_MAX ((size_t)16 << 10)

str hub_word(const struct feed_hub *hub, int64_t now_us)
{
    switch ((enum hub_state)hub->state) {
    case HUB_LIVE: return hub->until_us > now_us ? S("live") : S("lapsed");
    case HUB_DENIED: return S("denied");
    case HUB_LEAVING: return S("leaving");
    case HUB_WANTED: break;
    }
    return hub->asked_us == TIME_NONE ? S("wanted") : S("asked");
}

void hub_begin(struct feed_hub *out, struct arena *a, int64_t feed_id, str hub_url, str topic_url,
               int64_t now_us)
{
    *out = (struct feed_hub){.feed_id = feed_id,
                             .hub_url = hub_url,
                             .topic_url = topic_url,
                             .token = token_make(a),
                             .secret = token_make(a),
                             .state = HUB_WANTED,
                             .asked_us = TIME_NONE,
                             .verified_us = TIME_NONE,
                             .until_us = TIME_NONE,
                             .next_try_us = now_us,
                             .error = S(""),
                             .pushed_us = TIME_NONE,
                             .hour_us = TIME_NONE,
                             .poll_us = TIME_NONE};
}

static size_t place_of(const struct websub_offer *offer, str hub_url)
{
    size_t i = 0;
    while (i < offer->len && !str_eq(offer->hubs[i], hub_url))
        i++;
    return i;
}

bool hub_leaves(const struct feed_hub *hub)
{
    return hub->state == HUB_LEAVING || hub->feed_gone;
}

bool hub_offered(struct feed_hub *out, bool had, struct arena *a, int64_t feed_id,
                 const struct websub_offer *offer, str feed_url, int64_t now_us)
{
    str topic = str_empty(offer->topic) ? feed_url : offer->topic;
    size_t hubs = str_empty(topic) ? 0 : offer->len;
    if (!had) {
        if (hubs > 0)
            hub_begin(out, a, feed_id, offer->hubs[0], topic, now_us);
        return hubs > 0;
    }
    if (hub_leaves(out))
        return false;
    size_t place = place_of(offer, out->hub_url);
    if (place < offer->len && str_eq(topic, out->topic_url)) {
        /* One that does not answer is left for the next that the feed names. */
        if (out->state == HUB_LIVE || out->tries < HUB_ANOTHER_TRIES || offer->len < 2)
            return false;
        hub_begin(out, a, feed_id, offer->hubs[(place + 1) % offer->len], topic, now_us);
        return true;
    }
    /* Who was never told needs not be told. */
    if (out->state == HUB_WANTED && out->asked_us == TIME_NONE && hubs > 0) {
        hub_begin(out, a, feed_id, offer->hubs[0], topic, now_us);
        return true;
    }
    out->state = HUB_LEAVING;
    out->asked_us = TIME_NONE;
    out->next_try_us = now_us;
    out->tries = 0;
    out->error = S("");
    return true;
}

static void put_field(struct sbuf *b, const char *name, str value)
{
    sbuf_printf(b, "%s%s=", b->len ? "&" : "", name);
    url_put_escaped(b, value);
}

/* hub.verify is what 0.3 wants; later hubs pass it over. The secret goes to hubs without TLS as
 * well: whoever reads it there could push in any case, and others cannot. */
str hub_question(struct arena *a, const struct feed_hub *hub, str callback)
{
    struct sbuf b;
    bool leaves = hub_leaves(hub);
    sbuf_init(&b, a, QUESTION_MAX);
    put_field(&b, "hub.mode", leaves ? S("unsubscribe") : S("subscribe"));
    put_field(&b, "hub.topic", hub->topic_url);
    put_field(&b, "hub.callback", callback);
    put_field(&b, "hub.verify", S("async"));
    if (!leaves) {
        put_field(&b, "hub.lease_seconds", str_printf(a, "%d", HUB_LEASE_S));
        put_field(&b, "hub.secret", hub->secret);
    }
    return sbuf_str(&b);
}

static int64_t backoff(int64_t first_us, int64_t tries)
{
    int64_t wait = first_us;
    for (int64_t i = 1; i < tries && wait < HUB_BACKOFF_MAX_US; i++)
        wait *= 2;
    return wait < HUB_BACKOFF_MAX_US ? wait : HUB_BACKOFF_MAX_US;
}

static bool confirmed_since(const struct feed_hub *hub, int64_t began_us)
{
    return hub->verified_us != TIME_NONE && hub->verified_us >= began_us;
}

bool hub_asked(struct feed_hub *hub, int64_t began_us)
{
    if (confirmed_since(hub, began_us))
        return true;
    if (hub->asked_us != TIME_NONE)
        hub->error = S("the hub took the question and did not come back to confirm it");
    else
        hub->error = S("");
    hub->tries++;
    if (hub_leaves(hub) && hub->tries > HUB_LEAVE_TRIES)
        return false;
    if (hub->state == HUB_DENIED)
        hub->state = HUB_WANTED;
    hub->asked_us = began_us;
    hub->next_try_us = began_us + backoff(HUB_ANSWER_US, hub->tries);
    return true;
}

bool hub_failed(struct feed_hub *hub, int64_t began_us, int64_t now_us, int64_t retry_us, str error)
{
    if (confirmed_since(hub, began_us))
        return true;
    hub->tries++;
    if (hub_leaves(hub) && hub->tries >= HUB_LEAVE_TRIES)
        return false;
    int64_t wait = backoff(HUB_BACKOFF_US, hub->tries);
    if (retry_us > wait)
        wait = retry_us < HUB_BACKOFF_MAX_US ? retry_us : HUB_BACKOFF_MAX_US;
    hub->asked_us = TIME_NONE;
    hub->next_try_us = now_us + wait;
    hub->error = error;
    return true;
}

int64_t hub_relied(const struct feed_hub *hub, size_t fresh, int64_t now_us)
{
    bool relied = hub->state == HUB_LIVE && !hub->feed_gone && hub->until_us != TIME_NONE &&
                  hub->until_us > now_us && hub->pushed_us != TIME_NONE && fresh == 0;
    return relied ? hub->until_us : TIME_NONE;
}
