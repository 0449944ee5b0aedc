/* WebSub in words. */
#include "cli/hub_lines.h"

#include "websub/hub.h"

status hub_lines_get(const struct feed_hub **out, struct arena *a, struct store *s, int64_t feed_id)
{
    struct feed_hub *hub = arena_new(a, struct feed_hub);
    status got = store_hub_get(hub, a, s, feed_id);
    *out = got == OK ? hub : NULL;
    return got == E_NOTFOUND ? OK : got;
}

bool hub_lines_pushed(const struct feed_hub *hub, int64_t now_us)
{
    return hub && str_eq(hub_word(hub, now_us), S("live"));
}

void hub_lines_json(struct json *j, const struct feed_hub *hub, int64_t now_us)
{
    if (!hub)
        return;
    json_key(j, "websub");
    json_object(j);
    json_key_str(j, "state", hub_word(hub, now_us));
    json_key_str(j, "hub", hub->hub_url);
    json_key_str(j, "topic", hub->topic_url);
    json_key_time_opt(j, "until", hub->until_us);
    json_key_time_opt(j, "pushed", hub->pushed_us);
    json_key_time_opt(j, "next", hub->next_try_us);
    json_key_str_opt(j, "error", hub->error);
    json_end(j);
}

str hub_lines_text(struct arena *a, const struct feed_hub *hub, int64_t now_us)
{
    if (!hub)
        return S("");
    str word = hub_word(hub, now_us);
    return str_printf(a, "%.*s, by %.*s%s%.*s", STR_FMT(word), STR_FMT(hub->hub_url),
                      str_empty(hub->error) ? "" : ": ", STR_FMT(hub->error));
}
