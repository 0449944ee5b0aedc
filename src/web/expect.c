/* Who may send much; see expect.h. */
#include "web/expect.h"

#include "web/access.h"
#include "web/paths.h"
#include "web/websub.h"

void expect_paths(str paths[EXPECT_PATHS])
{
    paths[0] = path_websub();
    paths[1] = S("/admin/feeds/add/");
}

status expect_large(struct http_response *out, void *ctx, const struct http_request *r)
{
    if (str_starts(r->path, path_websub()))
        return websub_expected(out, ctx, r);
    struct page_call c = {.site = ctx,
                          .request = r,
                          .out = out,
                          .a = r->arena,
                          .store = site_store(ctx, r->thread),
                          .now_us = r->now_us};
    TRY(access_visitor(&c));
    if (!c.visitor.in || c.visitor.user.role < ROLE_OWNER)
        return fail(E_DENIED, "'%.*s' is for others", STR_FMT(r->path));
    return OK;
}
