/* Looks and the threads that do them; see looking.h. */
#include "cli/looking.h"

#include "base/clock.h"
#include "base/log.h"
#include "base/thread.h"
#include "cli/newsletters.h"
#include "fetch/fetch.h"
#include "fetch/sender.h"
#include "pipeline/find_feed.h"
#include "pipeline/subscription.h"

#include <stdatomic.h>

#define THREADS 2

/* One look; all of it is the lock's. */
struct slot {
    int64_t id; /* 0: free */
    int64_t user_id;
    int64_t begun_us;
    bool busy; /* a thread works on it */
    size_t choose;
    size_t next; /* the first item that is not done */
    struct look look;
    struct arena arena;
};

struct looking {
    const struct config *config;
    pthread_mutex_t lock;
    pthread_cond_t wake;
    pthread_t threads[THREADS];
    struct slot slots[LOOKS_MAX];
    int64_t last_id;
    struct arena arena;
    struct fetch_limits limits;
    struct fetch_request request;
};

/* Asked by libcurl's callbacks, which hand nothing through. */
static atomic_bool looking_stop;

static bool stop_looking(void)
{
    return atomic_load(&looking_stop);
}

static bool is_done(const struct slot *slot)
{
    return slot->look.left == 0;
}

/* --- what was given -------------------------------------------------------------------------- */

static struct strs copy_strs(struct arena *a, struct strs strs)
{
    str *at = arena_array(a, strs.len, str);
    for (size_t i = 0; i < strs.len; i++)
        at[i] = str_dup(a, strs.at[i]);
    return (struct strs){at, strs.len};
}

/* The feeds of a list: nobody asks for each of thousands of them before they are subscribed to. */
static status read_list(struct look *look, struct arena *a, str text)
{
    struct opml_feed_vec feeds = {0};
    TRY(opml_read(&feeds, a, text));
    if (feeds.len > LOOK_LISTED_MAX)
        return fail(E_LIMIT,
                    "the list has %zu feeds, and %d can be brought in here: use 'courant opml "
                    "import' for all of them",
                    feeds.len, LOOK_LISTED_MAX);
    look->at = arena_array(a, feeds.len, struct look_item);
    for (size_t i = 0; i < feeds.len; i++)
        look->at[look->n++] = (struct look_item){
            .state = LOOK_LISTED,
            .typed = feeds.at[i].url,
            .found = {.kind = str_empty(feeds.at[i].recipe) ? FEED_OF_FEED : FEED_OF_PAGE,
                      .url = feeds.at[i].url,
                      .title = feeds.at[i].title,
                      .site_url = feeds.at[i].site_url,
                      .recipe = feeds.at[i].recipe},
            .folders = feeds.at[i].folders,
        };
    return OK;
}

/* Lines with something in them. */
static status read_addresses(struct look *look, struct arena *a, str text)
{
    look->at = arena_array(a, LOOK_ADDRESSES_MAX, struct look_item);
    while (text.p) {
        str line = str_trim(str_cut(&text, '\n'));
        if (str_empty(line))
            continue;
        if (look->n == LOOK_ADDRESSES_MAX)
            return fail(E_LIMIT, "more than %d addresses at once: give them in parts, or as OPML",
                        LOOK_ADDRESSES_MAX);
        look->at[look->n++] = (struct look_item){.state = LOOK_WAITS, .typed = line};
    }
    look->left = look->n;
    return look->n ? OK : fail(E_INPUT, "there is no address in it");
}

static status read_text(struct look *look, struct arena *a, str text)
{
    str copy = str_dup(a, str_trim(text)), start = str_lower(a, str_sub(copy, 0, 4096));
    *look = (struct look){0};
    if (str_has(start, S("<opml")) || str_has(start, S("<outline")))
        return read_list(look, a, copy);
    return read_addresses(look, a, copy);
}

/* --- slots, under the lock ------------------------------------------------------------------- */

static void slot_free(struct slot *slot)
{
    arena_end(&slot->arena);
    *slot = (struct slot){0};
}

static void forget_old(struct looking *l, int64_t now_us)
{
    for (size_t i = 0; i < LOOKS_MAX; i++) {
        struct slot *slot = &l->slots[i];
        if (slot->id && !slot->busy && is_done(slot) && now_us - slot->begun_us > LOOK_KEPT_US)
            slot_free(slot);
    }
}

/* A free one, or the one that has been done for the longest; NULL when all have work left. */
static struct slot *slot_take(struct looking *l)
{
    struct slot *best = NULL;
    for (size_t i = 0; i < LOOKS_MAX; i++) {
        struct slot *slot = &l->slots[i];
        if (!slot->id)
            return slot;
        if (!slot->busy && is_done(slot) && (!best || slot->begun_us < best->begun_us))
            best = slot;
    }
    if (best)
        slot_free(best);
    return best;
}

static size_t waiting_of(const struct looking *l, int64_t user_id)
{
    size_t n = 0;
    for (size_t i = 0; i < LOOKS_MAX; i++)
        n += l->slots[i].id && l->slots[i].user_id == user_id && !is_done(&l->slots[i]);
    return n;
}

static struct slot *slot_find(struct looking *l, int64_t user_id, int64_t id)
{
    for (size_t i = 0; i < LOOKS_MAX; i++)
        if (id && l->slots[i].id == id && l->slots[i].user_id == user_id)
            return &l->slots[i];
    return NULL;
}

static status begin(int64_t *id, void *ctx, int64_t user_id, str text, size_t choose)
{
    struct looking *l = ctx;
    int64_t now_us = clock_now_us();
    struct slot made = {.user_id = user_id, .begun_us = now_us, .choose = choose};
    arena_init(&made.arena);
    status st = read_text(&made.look, &made.arena, text);
    if (st != OK) {
        arena_end(&made.arena);
        return st;
    }
    pthread_mutex_lock(&l->lock);
    forget_old(l, now_us);
    struct slot *slot = NULL;
    if (waiting_of(l, user_id) < LOOKS_PER_USER_MAX)
        slot = slot_take(l);
    if (slot) {
        made.id = *id = ++l->last_id;
        *slot = made;
        pthread_cond_signal(&l->wake);
    }
    pthread_mutex_unlock(&l->lock);
    if (slot)
        return OK;
    arena_end(&made.arena);
    return fail(E_BUSY, "too much is being looked at already: wait until that is done");
}

/* --- copies for pages ------------------------------------------------------------------------ */

static struct feed_preview copy_preview(struct arena *a, const struct feed_preview *p)
{
    struct feed_preview out = *p;
    out.url = str_dup(a, p->url);
    out.title = str_dup(a, p->title);
    out.site_url = str_dup(a, p->site_url);
    out.recipe = str_dup(a, p->recipe);
    out.choices = (struct preview_choice_vec){0};
    out.newest = (struct preview_entry_vec){0};
    vec_each (const struct preview_choice, c, &p->choices) {
        struct preview_choice *to = vec_push(&out.choices, a);
        *to = *c;
        to->url = str_dup(a, c->url);
        to->title = str_dup(a, c->title);
    }
    vec_each (const struct preview_entry, e, &p->newest) {
        struct preview_entry *to = vec_push(&out.newest, a);
        *to = *e;
        to->url = str_dup(a, e->url);
        to->title = str_dup(a, e->title);
    }
    return out;
}

static status get(struct look *out, void *ctx, struct arena *a, int64_t user_id, int64_t id)
{
    struct looking *l = ctx;
    pthread_mutex_lock(&l->lock);
    struct slot *slot = slot_find(l, user_id, id);
    *out = (struct look){0};
    if (slot) {
        *out = slot->look;
        out->at = arena_array(a, out->n, struct look_item);
        for (size_t i = 0; i < out->n; i++) {
            const struct look_item *from = &slot->look.at[i];
            bool known = from->state == LOOK_FOUND || from->state == LOOK_LISTED;
            out->at[i] = (struct look_item){.state = from->state,
                                            .typed = str_dup(a, from->typed),
                                            .error = str_dup(a, from->error),
                                            .folders = copy_strs(a, from->folders)};
            if (known)
                out->at[i].found = copy_preview(a, &from->found);
        }
    }
    pthread_mutex_unlock(&l->lock);
    return slot ? OK
                : fail(E_NOTFOUND, "nothing is looked at under the number %lld", (long long)id);
}

/* --- the threads ----------------------------------------------------------------------------- */

/* The look that was begun first of those with work left. */
static struct slot *next_slot(struct looking *l)
{
    struct slot *best = NULL;
    for (size_t i = 0; i < LOOKS_MAX; i++) {
        struct slot *slot = &l->slots[i];
        if (slot->id && !slot->busy && !is_done(slot) && (!best || slot->id < best->id))
            best = slot;
    }
    return best;
}

/* One item of the look: asked for without the lock, and kept without the pages it was read from. */
static void look_at(struct looking *l, struct slot *slot)
{
    struct look_item *item = &slot->look.at[slot->next];
    struct feed_preview found;
    struct arena work;
    arena_init(&work);
    item->state = LOOK_GOES;
    slot->busy = true;
    pthread_mutex_unlock(&l->lock);
    status st = feed_preview(&found, &work, item->typed, slot->choose, &l->request,
                             l->config->fetch_pause * 1000);
    pthread_mutex_lock(&l->lock);
    if (st == OK)
        item->found = copy_preview(&slot->arena, &found);
    else
        item->error = str_dup(&slot->arena, str_c(err_text()));
    item->state = st == OK ? LOOK_FOUND : LOOK_FAILED;
    slot->busy = false;
    slot->next++;
    slot->look.left--;
    pthread_mutex_unlock(&l->lock);
    arena_end(&work);
    pthread_mutex_lock(&l->lock);
}

static void *run(void *at)
{
    struct looking *l = at;
    pthread_mutex_lock(&l->lock);
    while (!stop_looking()) {
        struct slot *slot = next_slot(l);
        if (slot)
            look_at(l, slot);
        else
            pthread_cond_wait(&l->wake, &l->lock);
    }
    pthread_mutex_unlock(&l->lock);
    return NULL;
}

struct looking *looking_new(const struct config *config)
{
    if (fetch_begin() != OK) {
        log_warn("web", "no feed can be looked at", "reason=\"%s\"", err_text());
        return NULL;
    }
    struct looking *l = mem_calloc(1, sizeof *l);
    l->config = config;
    arena_init(&l->arena);
    l->limits = fetch_limits_default;
    l->limits.total_ms = (int)config->fetch_timeout * 1000;
    l->request = (struct fetch_request){
        .limits = &l->limits,
        .guard = config->fetch_private ? fetch_guard_any : fetch_guard_public,
        .contact = config->public_url,
        .sender = cli_sender(&l->arena, config),
        .ca_file = config->fetch_ca,
        .stop = stop_looking,
    };
    pthread_mutex_init(&l->lock, NULL);
    pthread_cond_init(&l->wake, NULL);
    atomic_store(&looking_stop, false);
    for (size_t i = 0; i < THREADS; i++)
        l->threads[i] = thread_start(run, "look", l);
    return l;
}

void looking_free(struct looking *l)
{
    if (!l)
        return;
    pthread_mutex_lock(&l->lock);
    atomic_store(&looking_stop, true);
    pthread_cond_broadcast(&l->wake);
    pthread_mutex_unlock(&l->lock);
    for (size_t i = 0; i < THREADS; i++)
        pthread_join(l->threads[i], NULL);
    for (size_t i = 0; i < LOOKS_MAX; i++)
        if (l->slots[i].id)
            slot_free(&l->slots[i]);
    pthread_cond_destroy(&l->wake);
    pthread_mutex_destroy(&l->lock);
    arena_end(&l->arena);
    fetch_end();
    free(l);
}

/* --- for the site ---------------------------------------------------------------------------- */

static status subscribe(int64_t *id, bool *made, void *ctx, struct arena *a, struct store *s,
                        const struct look_item *item, int64_t now_us)
{
    (void)ctx;
    if (item->state == LOOK_FOUND)
        return feed_preview_subscribe(id, made, a, s, &item->found, now_us);
    struct opml_feed feed = {.url = item->found.url,
                             .title = item->found.title,
                             .site_url = item->found.site_url,
                             .recipe = item->found.recipe,
                             .folders = item->folders};
    return subscription_add(id, made, a, s, &feed, now_us);
}

static status check(const struct feed_settings *settings)
{
    return fetch_proxy_check(settings->proxy);
}

static str mail_address(void *ctx, struct arena *a, const struct feed *newsletter)
{
    const struct looking *l = ctx;
    return newsletters_address(a, l->config, newsletter);
}

struct subscribing looking_subscribing(struct looking *l)
{
    return (struct subscribing){
        .ctx = l,
        .begin = l ? begin : NULL,
        .get = l ? get : NULL,
        .subscribe = subscribe,
        .mail_address = l ? mail_address : NULL,
        .check = check,
    };
}
