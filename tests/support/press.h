/* The demo press as its sources have it: titles, texts, times, and which articles tell one story.
 * For tests of what finds such things out. */
#ifndef COURANT_TESTS_PRESS_H
#define COURANT_TESTS_PRESS_H

#include <dirent.h>
#include <stdio.h>

#include "base/arena.h"
#include "base/json_in.h"
#include "base/sbuf.h"
#include "base/vec.h"

struct press_article {
    str key; /* "harbour-ledger/tunnel-flood" */
    str language, title, text;
    int64_t outlet;      /* 1, 2, ... */
    int64_t age_s;       /* before the import */
    uint64_t copy_group; /* the same for copies, 0: none */
    int story;           /* number of its story, -1: none */
    str copy_of;
};

struct press {
    struct press_article *at;
    size_t len, cap;
    size_t stories;
};

static inline str press_file(struct arena *a, const char *path)
{
    struct sbuf b;
    FILE *f = fopen(path, "rb");
    sbuf_init(&b, a, (size_t)1 << 22);
    if (!f)
        return STR_NONE;
    for (;;) {
        char *room = sbuf_room(&b, 65536);
        size_t n = room ? fread(room, 1, 65536, f) : 0;
        if (n == 0)
            break;
        sbuf_added(&b, n);
    }
    fclose(f);
    return sbuf_str(&b);
}

/* "5d17h20m" in seconds. */
static inline int64_t press_age(str s)
{
    int64_t total = 0, n = 0;
    for (size_t i = 0; i < s.len; i++) {
        char c = s.p[i];
        if (c >= '0' && c <= '9') {
            n = n * 10 + (c - '0');
            continue;
        }
        total += n * (c == 'd' ? 86400 : c == 'h' ? 3600 : c == 'm' ? 60 : 1);
        n = 0;
    }
    return total;
}

static inline struct press_article *press_find(const struct press *p, str key)
{
    for (size_t i = 0; i < p->len; i++)
        if (str_eq(p->at[i].key, key))
            return &p->at[i];
    return NULL;
}

/* TEXT without the times that the rendering fills in ("{{t 5d23h time}}") and the marks of links.
 */
static inline str press_plain(struct arena *a, str text)
{
    struct sbuf b;
    sbuf_init(&b, a, text.len + 1);
    while (text.len) {
        str open = str_starts(text, S("{{"))   ? S("}}")
                   : str_starts(text, S("](")) ? S(")")
                                               : STR_NONE;
        size_t skip = open.len ? str_find(text, open) : STR_NPOS;
        if (skip == STR_NPOS)
            sbuf_putc(&b, text.p[0]);
        text = str_skip(text, skip == STR_NPOS ? 1 : skip + open.len);
    }
    return sbuf_str(&b);
}

static inline void press_read_article(struct press_article *out, struct arena *a, const char *path)
{
    str rest = press_file(a, path);
    for (;;) {
        str line = str_cut(&rest, '\n');
        if (line.len == 0)
            break;
        if (str_starts(line, S("title: ")))
            out->title = str_skip(line, 7);
        if (str_starts(line, S("published: ")))
            out->age_s = press_age(str_skip(line, 11));
        if (str_starts(line, S("copy_of: ")))
            out->copy_of = str_skip(line, 9);
    }
    out->text = press_plain(a, str_sub(rest, 0, str_find(rest, S("\n==="))));
}

static inline void press_read_outlet(struct press *p, struct arena *a, const char *dir, str name,
                                     int64_t outlet)
{
    const char *folder = str_printf(a, "%s/%.*s/articles", dir, STR_FMT(name)).p;
    str json = press_file(a, str_printf(a, "%s/%.*s/outlet.json", dir, STR_FMT(name)).p);
    struct json_value *v CLEANUP(json_in_end) = NULL;
    DIR *d = opendir(folder);
    if (!d || json_in_parse(&v, json) != OK)
        return;
    for (struct dirent *e; (e = readdir(d));) {
        str file = str_c(e->d_name);
        if (!str_ends(file, S(".txt")))
            continue;
        struct press_article *article = vec_push(p, a);
        str slug = str_sub(file, 0, file.len - 4);
        article->key = str_printf(a, "%.*s/%.*s", STR_FMT(name), STR_FMT(slug));
        article->language = str_dup(a, json_in_str(v, "language"));
        article->outlet = outlet;
        article->story = -1;
        press_read_article(article, a, str_printf(a, "%s/%s", folder, e->d_name).p);
    }
    closedir(d);
}

static inline int press_by_key(const void *x, const void *y)
{
    return str_cmp(((const struct press_article *)x)->key, ((const struct press_article *)y)->key);
}

/* Oldest first. */
static inline int press_by_age(const void *x, const void *y)
{
    const struct press_article *a = x, *b = y;
    return a->age_s != b->age_s ? (a->age_s > b->age_s ? -1 : 1) : str_cmp(a->key, b->key);
}

static inline void press_read_story(struct press *p, const struct json_value *story, int n)
{
    const struct json_value *articles = json_in_get(story, "articles");
    for (size_t i = 0; i < json_in_len(articles); i++) {
        struct press_article *a = press_find(p, json_in_text(json_in_at(articles, i)));
        if (a)
            a->story = n;
    }
}

/* Reads DIR, a folder of outlets as demo/press is; false when it is not there. */
static inline bool press_read(struct press *p, struct arena *a, const char *dir)
{
    *p = (struct press){0};
    str json = press_file(a, str_printf(a, "%s/stories.json", dir).p);
    struct json_value *v CLEANUP(json_in_end) = NULL;
    DIR *d = opendir(dir);
    if (!d || json_in_parse(&v, json) != OK)
        return false;
    int64_t outlet = 0;
    for (struct dirent *e; (e = readdir(d));)
        if (e->d_name[0] != '.' && !strchr(e->d_name, '.'))
            press_read_outlet(p, a, dir, str_dup(a, str_c(e->d_name)), ++outlet);
    closedir(d);
    qsort(p->at, p->len, sizeof *p->at, press_by_key);
    const struct json_value *stories = json_in_get(v, "stories");
    p->stories = json_in_len(stories);
    for (size_t i = 0; i < p->stories; i++)
        press_read_story(p, json_in_at(stories, i), (int)i);
    for (size_t i = 0; i < p->len; i++) {
        struct press_article *copy = &p->at[i];
        struct press_article *of = copy->copy_of.len ? press_find(p, copy->copy_of) : NULL;
        if (!of)
            continue;
        of->copy_group = copy->copy_group = (uint64_t)(of - p->at) + 1;
        copy->text = of->text;
    }
    qsort(p->at, p->len, sizeof *p->at, press_by_age);
    return true;
}

#endif
