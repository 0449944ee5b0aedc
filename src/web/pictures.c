/* The pictures of the demo press: reading them once, finding them by name. */
#include "web/pictures.h"

#include <dirent.h>
#include <errno.h>

#include "base/sbuf.h"
#include "base/vec.h"

struct picture_vec VEC(struct picture);

/* A folder of the demo, and what of its path belongs to the names of the pictures in it. */
struct place {
    str path, name;
    int depth;
};

#define DEPTH_MAX 3

static str type_of(str name)
{
    if (str_iends(name, S(".svg")))
        return S("image/svg+xml");
    if (str_iends(name, S(".png")))
        return S("image/png");
    if (str_iends(name, S(".jpg")) || str_iends(name, S(".jpeg")))
        return S("image/jpeg");
    return str_iends(name, S(".webp")) ? S("image/webp") : S("");
}

static status read_file(str *out, struct arena *a, str path)
{
    FILE *f = fopen(path.p, "rb");
    if (!f)
        return fail(E_IO, "picture '%s': %s", path.p, strerror(errno));
    struct sbuf b;
    sbuf_init(&b, a, PICTURE_BYTES_MAX);
    char part[16384];
    size_t n;
    while ((n = fread(part, 1, sizeof part, f)) > 0)
        sbuf_put(&b, str_of(part, n));
    bool bad = ferror(f) != 0;
    fclose(f);
    if (bad)
        return fail(E_IO, "picture '%s' cannot be read", path.p);
    status did = sbuf_end(out, &b);
    return did == OK ? OK : fail_in(did, "picture '%s'", path.p);
}

static status load_entry(struct picture_vec *v, struct arena *a, const struct place *in,
                         const struct dirent *entry);

static status load_folder(struct picture_vec *v, struct arena *a, const struct place *in)
{
    DIR *d = opendir(in->path.p);
    if (!d)
        return in->depth == 0 || errno == ENOTDIR
                   ? OK
                   : fail(E_IO, "folder '%s': %s", in->path.p, strerror(errno));
    status did = OK;
    const struct dirent *entry;
    while (did == OK && (entry = readdir(d)))
        if (entry->d_name[0] != '.')
            did = load_entry(v, a, in, entry);
    closedir(d);
    return did;
}

static status load_entry(struct picture_vec *v, struct arena *a, const struct place *in,
                         const struct dirent *entry)
{
    struct place at = {.depth = in->depth + 1};
    at.path = str_printf(a, "%s/%s", in->path.p, entry->d_name);
    at.name = in->depth == 0 ? str_dup(a, str_c(entry->d_name))
                             : str_printf(a, "%s/%s", in->name.p, entry->d_name);
    str type = type_of(at.name);
    if (str_empty(type))
        return at.depth < DEPTH_MAX && str_chr(str_c(entry->d_name), '/') == STR_NPOS
                   ? load_folder(v, a, &at)
                   : OK;
    if (v->len == PICTURES_MAX)
        return fail(E_LIMIT, "more than %d pictures in the demo", PICTURES_MAX);
    struct picture picture = {.name = at.name, .type = type};
    TRY(read_file(&picture.bytes, a, at.path));
    *vec_push(v, a) = picture;
    return a->used > PICTURES_BYTES_MAX ? fail(E_LIMIT, "the demo's pictures are too large") : OK;
}

static int by_name(const void *a, const void *b)
{
    return str_cmp(((const struct picture *)a)->name, ((const struct picture *)b)->name);
}

status pictures_load(struct pictures *out, str dir)
{
    *out = (struct pictures){0};
    arena_init(&out->arena);
    if (str_empty(dir))
        return OK;
    struct place top = {.path = str_dup(&out->arena, dir), .name = S("")};
    struct picture_vec v = {0};
    TRY(load_folder(&v, &out->arena, &top));
    if (v.len)
        qsort(v.at, v.len, sizeof *v.at, by_name);
    out->at = v.at;
    out->len = v.len;
    return OK;
}

void pictures_end(struct pictures *p)
{
    arena_end(&p->arena);
}

const struct picture *pictures_find(const struct pictures *p, str name)
{
    struct picture key = {.name = name};
    return p->len ? bsearch(&key, p->at, p->len, sizeof *p->at, by_name) : NULL;
}

str pictures_address(const struct pictures *p, struct arena *a, str address)
{
    size_t scheme = str_find(address, S("://"));
    if (p->len == 0 || scheme == STR_NPOS)
        return S("");
    const struct picture *found = pictures_find(p, str_skip(address, scheme + 3));
    return found ? str_printf(a, "/demo/%.*s", STR_FMT(found->name)) : S("");
}

bool pictures_host(const struct pictures *p, str address)
{
    size_t scheme = str_find(address, S("://"));
    if (scheme == STR_NPOS)
        return false;
    str host = str_skip(address, scheme + 3);
    size_t slash = str_chr(host, '/');
    if (slash == STR_NPOS)
        return false;
    for (size_t i = 0; i < p->len; i++)
        if (str_starts(p->at[i].name, str_sub(host, 0, slash + 1)))
            return true;
    return false;
}

/* The sanitizer writes every attribute as name="value" with '<' and '>' escaped, so that a tag
 * reaches from the '<' before its src to the '>' after it. */
html pictures_in_body(const struct pictures *p, struct arena *a, html body, str origin)
{
    static const char BEFORE[] = "src=\"";
    size_t at = p->len ? str_find(body.s, S("src=\"")) : STR_NPOS, from = 0;
    if (at == STR_NPOS)
        return body;
    struct sbuf b;
    sbuf_init(&b, a, body.s.len * (2 + origin.len / 8) + 1024);
    while (at != STR_NPOS) {
        size_t value = from + at + sizeof BEFORE - 1;
        str rest = str_skip(body.s, value);
        str address = str_sub(rest, 0, str_chr(rest, '"'));
        str own = pictures_address(p, a, address);
        size_t tag = str_rchr(str_sub(body.s, from, value), '<'), end = str_chr(rest, '>');
        if (str_empty(own) && tag != STR_NPOS && end != STR_NPOS && pictures_host(p, address)) {
            sbuf_put(&b, str_sub(body.s, from, from + tag));
            from = value + end + 1;
        } else {
            sbuf_put(&b, str_sub(body.s, from, value));
            if (!str_empty(own))
                sbuf_put(&b, origin);
            sbuf_put(&b, str_empty(own) ? address : own);
            from = value + address.len;
        }
        at = str_find(str_skip(body.s, from), S("src=\""));
    }
    sbuf_put(&b, str_skip(body.s, from));
    html out;
    return sbuf_end(&out.s, &b) == OK ? out : body;
}
