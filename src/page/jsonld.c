/* Reading schema.org articles out of JSON-LD. */
#include "page/jsonld.h"

#include "base/json_in.h"
#include "base/sbuf.h"

#define JSONLD_NODES_MAX 200

/* S without what pages wrap around the JSON: comments, CDATA, a semicolon. */
static str unwrap(str s)
{
    size_t begin = 0, end = s.len;
    while (begin < end && s.p[begin] != '{' && s.p[begin] != '[')
        begin++;
    /* "[CDATA[" has a bracket of its own. */
    if (str_starts(str_skip(s, begin), S("[CDATA["))) {
        begin += 7;
        while (begin < end && s.p[begin] != '{' && s.p[begin] != '[')
            begin++;
    }
    while (end > begin && s.p[end - 1] != '}' && s.p[end - 1] != ']')
        end--;
    if (end - begin > 3 && memcmp(s.p + end - 2, "]]", 2) == 0 && s.p[begin] == '{') {
        end -= 2; /* CDATA's end */
        while (end > begin && s.p[end - 1] != '}')
            end--;
    }
    return str_sub(s, begin, end);
}

/* Makes what pages write into JSON: control characters to spaces, commas before a closing bracket
 * and unknown escapes out. */
static str repair(struct arena *a, str s)
{
    size_t begin = 0, end = s.len;
    char *p = arena_alloc(a, end - begin + 1);
    size_t n = 0;
    bool in_string = false;
    for (size_t i = begin; i < end; i++) {
        char c = s.p[i];
        if ((unsigned char)c < ' ')
            c = ' ';
        if (in_string && c == '\\' && i + 1 < end) {
            char next = s.p[i + 1];
            if (strchr("\"\\/bfnrtu", next) && next) {
                p[n++] = c;
                p[n++] = next;
                i++;
            }
            continue;
        }
        if (c == '"')
            in_string = !in_string;
        if (!in_string && (c == '}' || c == ']')) {
            while (n && p[n - 1] == ' ')
                n--;
            if (n && p[n - 1] == ',')
                n--;
        }
        p[n++] = c;
    }
    return str_of(p, n);
}

/* A string, or the first one of an array, or NAME of an object. */
static str text_of(const struct json_value *v, const char *name)
{
    if (json_in_is_array(v))
        v = json_in_at(v, 0);
    if (json_in_is_object(v))
        v = json_in_get(v, name);
    if (json_in_is_array(v))
        v = json_in_at(v, 0);
    return str_trim(json_in_text(v));
}

static void take(str *field, struct arena *a, str value)
{
    if (str_empty(*field) && !str_empty(value))
        *field = str_dup(a, value);
}

static bool type_is(const struct json_value *node, const char *const *names, size_t count)
{
    const struct json_value *type = json_in_get(node, "@type");
    size_t len = json_in_is_array(type) ? json_in_len(type) : 1;
    for (size_t i = 0; i < len; i++) {
        str t = json_in_text(json_in_is_array(type) ? json_in_at(type, i) : type);
        size_t slash = str_rchr(t, '/');
        if (slash != STR_NPOS)
            t = str_skip(t, slash + 1);
        for (size_t k = 0; k < count; k++)
            if (str_eq(t, str_c(names[k])))
                return true;
    }
    return false;
}

static bool is_article(const struct json_value *node)
{
    static const char *const names[] = {"Article",
                                        "NewsArticle",
                                        "BlogPosting",
                                        "Report",
                                        "ReportageNewsArticle",
                                        "AnalysisNewsArticle",
                                        "OpinionNewsArticle",
                                        "BackgroundNewsArticle",
                                        "ReviewNewsArticle",
                                        "LiveBlogPosting",
                                        "TechArticle",
                                        "ScholarlyArticle",
                                        "SocialMediaPosting",
                                        "AdvertiserContentArticle",
                                        "SatiricalArticle",
                                        "Review",
                                        "Recipe",
                                        "ClaimReview",
                                        "CreativeWork",
                                        "DiscussionForumPosting"};
    return type_is(node, names, ARRAY_LEN(names));
}

static bool is_page(const struct json_value *node)
{
    static const char *const names[] = {"WebPage",
                                        "ItemPage",
                                        "AboutPage",
                                        "VideoObject",
                                        "MedicalWebPage",
                                        "Event",
                                        "HowTo",
                                        "QAPage",
                                        "PodcastEpisode",
                                        "Episode",
                                        "SpecialAnnouncement",
                                        "Course",
                                        "Quiz",
                                        "CollectionPage"};
    return type_is(node, names, ARRAY_LEN(names));
}

/* The node of a @graph with this @id: authors and images are often only pointed at. */
static const struct json_value *by_id(const struct json_value *graph, const struct json_value *v)
{
    str id = json_in_str(v, "@id");
    if (str_empty(id) || !str_empty(json_in_str(v, "name")) || !str_empty(json_in_str(v, "url")))
        return v;
    for (size_t i = 0; i < json_in_len(graph) && i < JSONLD_NODES_MAX; i++)
        if (str_eq(json_in_str(json_in_at(graph, i), "@id"), id))
            return json_in_at(graph, i);
    return v;
}

static void add_author(struct jsonld *out, struct arena *a, const struct json_value *graph,
                       const struct json_value *v, int depth)
{
    if (json_in_is_array(v)) {
        for (size_t i = 0; i < json_in_len(v) && depth < 3; i++)
            add_author(out, a, graph, json_in_at(v, i), depth + 1);
        return;
    }
    v = by_id(graph, v);
    const struct json_value *name = json_in_is_object(v) ? json_in_get(v, "name") : v;
    if (json_in_is_array(name) && depth < 3) {
        add_author(out, a, graph, name, depth + 1);
        return;
    }
    str text = str_trim(json_in_text(name));
    static const char *const organizations[] = {"Organization", "NewsMediaOrganization",
                                                "Corporation"};
    if (str_empty(text) || out->authors.len >= JSONLD_AUTHORS_MAX)
        return;
    out->by_organization |= type_is(v, organizations, ARRAY_LEN(organizations));
    *vec_push(&out->authors, a) = str_dup(a, text);
}

static void add_tags(struct jsonld *out, struct arena *a, const struct json_value *v)
{
    size_t len = json_in_is_array(v) ? json_in_len(v) : 1;
    for (size_t i = 0; i < len; i++) {
        str rest = str_trim(json_in_text(json_in_is_array(v) ? json_in_at(v, i) : v));
        while (rest.p && rest.len && out->tags.len < JSONLD_TAGS_MAX) {
            str tag = str_trim(str_cut(&rest, ','));
            if (!str_empty(tag))
                *vec_push(&out->tags, a) = str_dup(a, tag);
        }
    }
}

static void read_image(struct jsonld *out, struct arena *a, const struct json_value *graph,
                       const struct json_value *image)
{
    if (json_in_is_array(image))
        image = json_in_at(image, 0);
    image = by_id(graph, image);
    str address = text_of(image, "url");
    take(&out->image_url, a, str_empty(address) ? text_of(image, "contentUrl") : address);
    take(&out->image_caption, a, text_of(json_in_get(image, "caption"), "text"));
    str credit = text_of(json_in_get(image, "creditText"), "name");
    take(&out->image_credit, a,
         str_empty(credit) ? text_of(json_in_get(image, "creator"), "name") : credit);
}

static void read_authors(struct jsonld *out, struct arena *a, const struct json_value *graph,
                         const struct json_value *node)
{
    static const char *const fields[] = {"author", "creator"};
    for (size_t i = 0; i < ARRAY_LEN(fields) && !out->authors.len; i++)
        add_author(out, a, graph, json_in_get(node, fields[i]), 0);
}

static void read_node(struct jsonld *out, struct arena *a, const struct json_value *graph,
                      const struct json_value *node, bool article)
{
    if (article) {
        if (!out->article) { /* a web page said it first, but the article knows better */
            out->published = out->modified = out->headline = out->description = (str){0};
            if (json_in_get(node, "author") || json_in_get(node, "creator"))
                out->authors.len = 0, out->by_organization = false;
        }
        out->article = true;
        take(&out->headline, a, text_of(json_in_get(node, "headline"), "@value"));
        take(&out->body, a, text_of(json_in_get(node, "articleBody"), "@value"));
        if (!out->tags.len)
            add_tags(out, a, json_in_get(node, "keywords"));
        const struct json_value *publisher = json_in_get(node, "publisher");
        take(&out->publisher, a, text_of(by_id(graph, publisher), "name"));
        const struct json_value *free_access = json_in_get(node, "isAccessibleForFree");
        out->locked |=
            json_in_is_false(free_access) || str_ieq(json_in_text(free_access), S("false"));
    }
    read_authors(out, a, graph, node);
    read_image(out, a, graph, json_in_get(node, "image"));
    if (str_empty(out->image_url))
        take(&out->image_url, a, text_of(json_in_get(node, "thumbnailUrl"), "url"));
    take(&out->description, a, text_of(json_in_get(node, "description"), "@value"));
    take(&out->published, a, text_of(json_in_get(node, "datePublished"), "@value"));
    take(&out->modified, a, text_of(json_in_get(node, "dateModified"), "@value"));
    take(&out->language, a, text_of(json_in_get(node, "inLanguage"), "alternateName"));
    take(&out->url, a, text_of(json_in_get(node, "url"), "@id"));
}

static void walk(struct jsonld *out, struct arena *a, const struct json_value *graph,
                 const struct json_value *v, int depth)
{
    if (depth > 4)
        return;
    if (json_in_is_array(v)) {
        for (size_t i = 0; i < json_in_len(v) && i < JSONLD_NODES_MAX; i++)
            walk(out, a, depth == 0 ? v : graph, json_in_at(v, i), depth + 1);
        return;
    }
    if (!json_in_is_object(v))
        return;
    const struct json_value *inner = json_in_get(v, "@graph");
    if (inner)
        walk(out, a, inner, inner, depth + 1);
    bool article = is_article(v);
    if (article && out->article && !out->tags.len) /* a recipe behind its article */
        add_tags(out, a, json_in_get(v, "keywords"));
    if (article && !out->article)
        read_node(out, a, graph, v, true);
    else if (!out->article && is_page(v))
        read_node(out, a, graph, v, false);
    const struct json_value *main_entity = json_in_get(v, "mainEntity");
    if (json_in_is_object(main_entity))
        walk(out, a, graph, main_entity, depth + 1);
}

void jsonld_read(struct jsonld *out, struct arena *a, str script)
{
    if (script.len > JSONLD_BYTES_MAX ||
        (!str_has(script, S("Article")) && !str_has(script, S("datePublished")) &&
         !str_has(script, S("headline")) && !str_has(script, S("author"))))
        return;
    struct arena_mark mark = arena_mark(a);
    struct json_value *json CLEANUP(json_in_end) = NULL;
    /* Most need no repair, and parsing costs less than looking at every byte before. */
    script = unwrap(script);
    bool parsed =
        json_in_parse(&json, script) == OK || json_in_parse(&json, repair(a, script)) == OK;
    arena_rewind(a, mark);
    if (!parsed)
        return;
    walk(out, a, NULL, json, 0);
}
