/* What pages share: the frame around them, where they write, how they end; see page.h. */
#include "web/page.h"

#include "web/paths.h"

moment page_moment(const struct page_call *c, int64_t us)
{
    return (moment){us, c->now_us};
}

bool page_moderates(const struct page_call *c)
{
    return c->visitor.in && c->visitor.user.role >= ROLE_MODERATOR &&
           site_options_of(c->site)->comments.on;
}

struct feeds_view page_feeds(const struct page_call *c, path page, str title)
{
    return (struct feeds_view){
        .title = title,
        .atom = path_feed(c->a, page, "xml"),
        .rss = path_feed(c->a, page, "rss"),
        .json = path_feed(c->a, page, "json"),
    };
}

struct frame_view page_frame(const struct page_call *c, str title)
{
    str user_name = c->visitor.user.name;
    return (struct frame_view){
        .title = title,
        .accounts = c->store != NULL,
        .signed_in = c->visitor.in,
        .user_name = user_name.p ? user_name : S(""),
        .account = path_account(),
        .login = path_login(c->a, c->account ? S("") : page_target(c)),
        .site_name = site_options_of(c->site)->name,
        .now = page_moment(c, c->now_us),
        .demo = c->demo,
        .feeds = page_feeds(c, path_front(), site_options_of(c->site)->name),
        .home = path_front(),
        .sources = path_sources(),
        .archive = path_archive(),
        .tags = path_tags(),
        .about = path_about(),
        .search = path_search(),
        .moderates = page_moderates(c),
        .moderation = path_moderation(c->a, S("held")),
        .waiting = c->held + c->reported,
    };
}

void page_redirect(struct page_call *c, path to)
{
    c->out->status = 303;
    http_response_header(c->out, "Location", to.s);
}

str page_target(const struct page_call *c)
{
    return path_target(c->a, c->request->path, c->request->query_raw);
}

struct sbuf *page_body(struct page_call *c)
{
    if (!c->out->body.arena)
        sbuf_init(&c->out->body, c->a, PAGE_BYTES_MAX);
    return &c->out->body;
}

status page_end(struct page_call *c)
{
    return c->out->body.overflow
               ? fail(E_LIMIT, "page '%.*s' is too large", STR_FMT(c->request->path))
               : OK;
}

const struct source *page_source_by_id(const struct page_call *c, int64_t id)
{
    for (size_t i = 0; i < c->source_count; i++)
        if (c->sources[i].id == id)
            return &c->sources[i];
    return NULL;
}
