/* The table of routes: a few dozen rows, compared one after the other. */
#include "http/router.h"

static bool is_int(str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (!ascii_is_digit((unsigned char)s.p[i]))
            return false;
    return s.len >= 1 && s.len <= 18;
}

/* Whether PATH fits PATTERN; the parts it matched go to R. */
static bool pattern_match(struct http_request *r, str pattern, str path)
{
    r->param_count = 0;
    for (;;) {
        if (str_eq(pattern, S("/{rest}"))) {
            if (path.len < 2 || path.p[0] != '/')
                return false;
            r->params[r->param_count++] = str_skip(path, 1);
            return true;
        }
        if (pattern.len == 0 || path.len == 0)
            return pattern.len == path.len;
        pattern = str_skip(pattern, 1); /* both start with '/' */
        path = str_skip(path, 1);
        size_t pattern_end = str_chr(pattern, '/');
        size_t path_end = str_chr(path, '/');
        str want = str_sub(pattern, 0, pattern_end);
        str got = str_sub(path, 0, path_end);
        bool any = str_eq(want, S("{name}")), number = str_eq(want, S("{int}"));
        if (any || number) {
            if (number ? !is_int(got) : got.len == 0)
                return false;
            ASSERT(r->param_count < HTTP_PARAMS_MAX);
            r->params[r->param_count++] = got;
        } else if (!str_eq(want, got)) {
            return false;
        }
        pattern = str_skip(pattern, want.len);
        path = str_skip(path, got.len);
    }
}

static const char *method_name(enum http_method method)
{
    static const char *const names[] = {"GET, HEAD", "HEAD", "POST", "PUT", "DELETE", ""};
    return names[method];
}

static status answer_405(struct http_response *out, const struct http_request *r, unsigned methods)
{
    struct sbuf allow;
    sbuf_init(&allow, r->arena, 64);
    for (unsigned m = HTTP_GET; m < HTTP_OTHER; m++)
        if (methods & (1u << m))
            sbuf_printf(&allow, "%s%s", allow.len ? ", " : "", method_name((enum http_method)m));
    http_response_header(out, "Allow", sbuf_str(&allow));
    out->status = 405;
    return OK;
}

status http_router_handle(struct http_response *out, void *router_ctx, const struct http_request *r)
{
    const struct http_router *router = router_ctx;
    enum http_method method = r->method == HTTP_HEAD ? HTTP_GET : r->method;
    struct http_request routed = *r;
    unsigned methods = 0;
    for (size_t i = 0; i < router->count; i++) {
        const struct http_route *route = &router->routes[i];
        if (!pattern_match(&routed, str_c(route->pattern), r->path))
            continue;
        if (route->method == method) {
            out->route = route->name;
            return route->handler(out, router->ctx, &routed);
        }
        methods |= 1u << route->method;
    }
    if (methods)
        return answer_405(out, r, methods);
    return fail(E_NOTFOUND, "there is no page '%.*s'", STR_FMT(r->path));
}

str http_param(const struct http_request *r, unsigned i)
{
    ASSERT(i < r->param_count);
    return r->params[i];
}

int64_t http_param_int(const struct http_request *r, unsigned i)
{
    int64_t n;
    bool ok = str_to_i64(&n, http_param(r, i));
    ASSERT(ok);
    return n;
}
