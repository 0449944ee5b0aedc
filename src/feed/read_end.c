/* What the text of an element says, once it has ended. */
#include "feed/address.h"
#include "feed/date.h"
#include "feed/read_code.h"
#include "feed/text.h"

str read_extra_name(struct reader *r, const struct feed_name *name)
{
    char *p = str_cstr(r->arena, str_of(name->key, name->key_len));
    char *colon = memchr(p, ':', name->key_len);
    if (colon)
        *colon = '_';
    return str_of(p, name->key_len);
}

void read_add_link(struct reader *r, struct feed_part *part, const struct feed_link *link)
{
    if (part->links.len == FEED_LIST_MAX)
        return;
    for (size_t i = 0; i < part->links.len; i++)
        if (str_eq(part->links.at[i].url, link->url) && str_eq(part->links.at[i].rel, link->rel))
            return;
    *vec_push(&part->links, r->arena) = *link;
}

void read_add_person(struct reader *r, struct feed_person_vec *list, const struct feed_person *p)
{
    if (list->len == FEED_LIST_MAX)
        return;
    for (size_t i = 0; i < list->len; i++)
        if (str_eq(list->at[i].name, p->name) && str_eq(list->at[i].email, p->email) &&
            str_eq(list->at[i].url, p->url))
            return;
    if (p->name.len || p->email.len || p->url.len)
        *vec_push(list, r->arena) = *p;
}

void read_add_category(struct reader *r, struct feed_part *part, const struct feed_category *c)
{
    if (part->categories.len == FEED_LIST_MAX)
        return;
    for (size_t i = 0; i < part->categories.len; i++) {
        const struct feed_category *known = &part->categories.at[i];
        if (str_eq(known->term, c->term) && str_eq(known->scheme, c->scheme) &&
            str_eq(known->label, c->label))
            return;
    }
    *vec_push(&part->categories, r->arena) = *c;
}

static struct feed_extra *find_extra(struct feed_part *part, str name)
{
    vec_each (struct feed_extra, e, &part->extras)
        if (str_eq(e->name, name))
            return e;
    return NULL;
}

/* Text that says "yes" or "no" as podcasts have it. */
static str flag(str name, str text)
{
    if (str_eq(name, S("itunes_block")))
        return str_ieq(text, S("yes")) ? S("1") : S("0");
    if (str_ieq(text, S("yes")) || str_ieq(text, S("true")) || str_ieq(text, S("explicit")))
        return S("true");
    if (str_ieq(text, S("no")) || str_ieq(text, S("false")) || str_ieq(text, S("clean")))
        return S("false");
    return S("");
}

/* F's own extra: a text; its attributes when it has any; one more of a list. */
static void add_extra(struct reader *r, struct read_frame *f, str text)
{
    struct feed_part *part = f->making->part;
    struct feed_extra *e = find_extra(part, f->extra.name);
    bool dublin = str_starts(f->extra.name, S("dc_"));
    bool is_list = f->element == ELEMENT_MEDIA || dublin;
    if (str_eq(f->extra.name, S("itunes_block")) || str_eq(f->extra.name, S("itunes_explicit")))
        text = flag(f->extra.name, text);
    if (e && !is_list)
        return;
    if (!e && part->extras.len < FEED_LIST_MAX) {
        e = vec_push(&part->extras, r->arena);
        e->name = f->extra.name;
        e->is_list = is_list;
    }
    if (!e || e->values.len >= FEED_LIST_MAX)
        return;
    struct feed_extra *to = is_list ? vec_push(&e->values, r->arena) : e;
    to->text = str_dup(r->arena, text);
    to->values = f->extra.values;
    if (to->values.len && text.len && !dublin) {
        struct feed_extra *content = vec_push(&to->values, r->arena);
        content->name = S("content");
        content->text = to->text;
    }
}

static void add_value(struct reader *r, struct feed_extra *to, str name, str text)
{
    if (to->values.len >= FEED_LIST_MAX || text.len == 0)
        return;
    struct feed_extra *e = vec_push(&to->values, r->arena);
    e->name = name;
    e->text = str_dup(r->arena, text);
}

static void put_extra(struct reader *r, struct feed_part *part, str name, str text)
{
    if (text.len == 0 || find_extra(part, name) || part->extras.len == FEED_LIST_MAX)
        return;
    struct feed_extra *e = vec_push(&part->extras, r->arena);
    e->name = name;
    e->text = str_dup(r->arena, text);
}

/* Children of an author, an image or an extra. */
static void end_in_holder(struct reader *r, const struct read_frame *f, struct read_frame *parent,
                          str text)
{
    str own = str_dup(r->arena, text);
    if (parent->holder == HOLDER_PERSON) {
        struct feed_person *p = &parent->person;
        if (f->element == ELEMENT_NAME || f->element == ELEMENT_TITLE)
            p->name = own;
        else if (f->element == ELEMENT_EMAIL)
            p->email = own;
        else if (f->element == ELEMENT_URI)
            p->url = feed_address(r->arena, f->base, own);
    } else if (parent->holder == HOLDER_IMAGE) {
        struct feed_image *i = &parent->image;
        switch (f->element) {
        case ELEMENT_URI: i->url = feed_address(r->arena, f->base, own); break;
        case ELEMENT_TITLE: i->title = own; break;
        case ELEMENT_LINK: i->link = feed_address(r->arena, f->base, own); break;
        case ELEMENT_WIDTH: i->width = own; break;
        case ELEMENT_HEIGHT: i->height = own; break;
        case ELEMENT_DESCRIPTION: i->description = own; break;
        default: break;
        }
    } else if (parent->holder == HOLDER_EXTRA) {
        if (f->element == ELEMENT_CHAPTER && parent->element == ELEMENT_CHAPTERS) {
            struct feed_extra *list = NULL;
            vec_each (struct feed_extra, e, &parent->extra.values)
                if (e->is_list)
                    list = e;
            if (!list) {
                list = vec_push(&parent->extra.values, r->arena);
                list->name = S("chapters");
                list->is_list = true;
            }
            if (list->values.len < FEED_LIST_MAX)
                vec_push(&list->values, r->arena)->values = f->extra.values;
        } else if (parent->element == ELEMENT_TEXT_INPUT) {
            bool link = f->element == ELEMENT_LINK;
            add_value(r, &parent->extra, f->extra.name,
                      link ? feed_address(r->arena, f->base, own) : own);
        }
    }
}

static void end_person(struct reader *r, struct read_frame *f, str text)
{
    struct making *m = f->making;
    if (f->person.name.len == 0 && f->person.email.len == 0)
        feed_person_read(&f->person, r->arena, text);
    else if (f->person.email.len == 0)
        feed_person_read(&f->person, r->arena, f->person.name);
    if (f->element == ELEMENT_PUBLISHER) {
        m->part->publisher = f->person;
    } else if (f->element == ELEMENT_CONTRIBUTOR) {
        read_add_person(r, &m->part->contributors, &f->person);
    } else if (f->person.name.len || f->person.email.len || f->person.url.len) {
        unsigned had = m->rank[FIELD_AUTHORS];
        if (!read_take(m, FIELD_AUTHORS, f->rank))
            return;
        if (had > m->rank[FIELD_AUTHORS])
            m->part->authors.len = 0; /* those that a better element names replace them */
        read_add_person(r, &m->part->authors, &f->person);
    }
}

static void end_image(struct reader *r, struct read_frame *f, str text)
{
    if (f->image.url.len == 0 && feed_address_is_web(text))
        f->image.url = str_dup(r->arena, text);
    if (f->image.url.len && read_take(f->making, FIELD_IMAGE, f->rank))
        f->making->part->image = f->image;
}

static void end_summary(struct reader *r, struct making *m, unsigned rank, struct feed_text *t)
{
    struct feed_part *part = m->part;
    if (t->text.len == 0)
        return;
    /* RSS with both description and summary: the second of them is the longer text. */
    bool second = m->is_item && rank == 0 && m->rank[FIELD_SUMMARY] == 1;
    if (second && part->contents.len == 0 && !str_eq(part->summary.text, t->text))
        *vec_push(&part->contents, r->arena) = *t;
    else if (!second && read_take(m, FIELD_SUMMARY, rank))
        part->summary = *t;
}

static void end_text(struct reader *r, struct read_frame *f, str text)
{
    struct making *m = f->making;
    struct feed_text t = read_rich_finish(r, f, text);
    switch (f->element) {
    case ELEMENT_TITLE:
        if (t.text.len && read_take(m, FIELD_TITLE, f->rank))
            m->part->title = t;
        break;
    case ELEMENT_RIGHTS:
        if (t.text.len && read_take(m, FIELD_COPYRIGHT, f->rank))
            m->part->copyright = t;
        break;
    case ELEMENT_INFO: m->part->info = t; break;
    case ELEMENT_CONTENT:
    case ELEMENT_ENCODED:
    case ELEMENT_BODY:
        if ((t.text.len || t.src.len) && m->part->contents.len < FEED_LIST_MAX)
            *vec_push(&m->part->contents, r->arena) = t;
        break;
    default: end_summary(r, m, f->rank, &t); break;
    }
}

void read_link(struct reader *r, struct read_frame *f)
{
    struct feed_part *part = f->making->part;
    const struct feed_link *link = &f->link;
    if (str_ieq(link->rel, S("self")) && part->self.len == 0)
        part->self = link->url;
    str type = feed_media_type(r->arena, link->type, S("text/html"));
    if (str_ieq(link->rel, S("alternate")) && feed_is_markup(type) &&
        (!f->has_link || !f->making->rank[FIELD_LINK]) && read_take(f->making, FIELD_LINK, f->rank))
        part->link = link->url;
    read_add_link(r, part, link);
}

/* The address as RSS has it: the element's text. */
static void end_link(struct reader *r, struct read_frame *f, str text)
{
    if (f->has_link || text.len == 0)
        return;
    f->link.url = feed_address(r->arena, f->base, str_dup(r->arena, text));
    if (f->link.type.len == 0 && str_eq(f->link.rel, S("alternate")))
        f->link.type = S("text/html");
    if (f->link.url.len)
        read_link(r, f);
}

static void end_keywords(struct reader *r, struct read_frame *f, str text)
{
    bool itunes = str_starts(f->extra.name, S("itunes"));
    bool commas = str_chr(text, ',') != STR_NPOS;
    str rest = str_dup(r->arena, text);
    if (itunes && !commas)
        for (size_t i = 0; i < rest.len; i++)
            if (ascii_is_space((unsigned char)rest.p[i]))
                ((char *)(uintptr_t)rest.p)[i] = ',';
    while (rest.p && rest.len) {
        struct feed_category c = {.term = str_trim(str_cut(&rest, ','))};
        if (itunes)
            c.scheme = S("http://www.itunes.com/");
        if (c.term.len)
            read_add_category(r, f->making->part, &c);
    }
}

static void end_date(struct read_frame *f, str text)
{
    struct feed_part *part = f->making->part;
    enum read_field field = FIELD_PUBLISHED;
    int64_t *to = &part->published_us;
    if (f->element == ELEMENT_UPDATED) {
        field = FIELD_UPDATED;
        to = &part->updated_us;
    } else if (f->element == ELEMENT_CREATED) {
        field = FIELD_CREATED;
        to = &part->created_us;
    } else if (f->element == ELEMENT_EXPIRED) {
        field = FIELD_EXPIRED;
        to = &part->expired_us;
    }
    int64_t time;
    if (feed_date_parse(&time, text) && read_take(f->making, field, f->rank))
        *to = time;
}

/* DCMI Period: "start=...;end=...;scheme=W3C-DTF". */
static void end_valid(struct reader *r, struct read_frame *f, str text)
{
    str rest = text;
    while (rest.p && rest.len) {
        str value = str_trim(str_cut(&rest, ';'));
        str name = str_trim(str_cut(&value, '='));
        if (!value.p)
            continue;
        if (str_ieq(name, S("start")))
            put_extra(r, f->making->part, S("validity_start"), str_trim(value));
        else if (str_ieq(name, S("end")))
            put_extra(r, f->making->part, S("validity_end"), str_trim(value));
    }
}

static void end_point(struct reader *r, struct read_frame *f, str latitude, str longitude)
{
    struct feed_part *part = f->making->part;
    if (latitude.len == 0 || longitude.len == 0 || find_extra(part, S("where")) ||
        part->extras.len == FEED_LIST_MAX)
        return;
    struct feed_extra *e = vec_push(&part->extras, r->arena);
    e->name = S("where");
    add_value(r, e, S("type"), S("Point"));
    add_value(r, e, S("latitude"), latitude);
    add_value(r, e, S("longitude"), longitude);
}

static void end_id(struct reader *r, struct read_frame *f, str text)
{
    bool guid = f->element == ELEMENT_GUID;
    if (text.len == 0 || !read_take(f->making, FIELD_ID, f->rank))
        return;
    struct feed_part *part = f->making->part;
    str id = str_dup(r->arena, text);
    /* An id that is no address by itself does not become another one when the feed moves. */
    bool resolve = !guid || f->explicit_link;
    part->id = resolve && !feed_address_is_absolute(id) ? feed_address(r->arena, f->base, id) : id;
    part->id_is_link = guid && f->has_link;
}

/* Elements with one short text. */
static void end_short(struct reader *r, struct read_frame *f, str text)
{
    struct feed_part *part = f->making->part;
    str own = str_dup(r->arena, text);
    str address = feed_address(r->arena, f->base, own);
    switch (f->element) {
    case ELEMENT_COMMENTS: part->comments = address; break;
    case ELEMENT_ORIGINAL_LINK: part->external_url = address; break;
    case ELEMENT_ICON: part->icon = address; break;
    case ELEMENT_LOGO: part->logo = address; break;
    case ELEMENT_TTL: part->ttl = own; break;
    case ELEMENT_ADDRESS: put_extra(r, part, f->extra.name, address); break;
    case ELEMENT_LICENSE:
        put_extra(r, part, S("license"), f->text.src.len ? f->text.src : own);
        break;
    case ELEMENT_LANGUAGE:
        if (read_take(f->making, FIELD_LANGUAGE, f->rank))
            part->language = feed_language(r->arena, own);
        break;
    case ELEMENT_GENERATOR:
        if (part->generator.name.len == 0)
            part->generator.name = own;
        break;
    case ELEMENT_IMAGE_LINK:
        if (f->image.url.len == 0 && feed_address_is_web(address) &&
            read_take(f->making, FIELD_IMAGE, f->rank))
            part->image.url = address;
        break;
    case ELEMENT_LATITUDE: f->making->latitude = own; break;
    case ELEMENT_LONGITUDE: end_point(r, f, f->making->latitude, own); break;
    case ELEMENT_POINT: {
        str rest = own;
        str latitude = str_cut(&rest, ' ');
        end_point(r, f, latitude, rest.p ? str_trim(rest) : S(""));
        break;
    }
    default: break;
    }
}

void read_end_text(struct reader *r, struct read_frame *f, const struct read_frame *parent,
                   str text)
{
    if (parent->holder != HOLDER_PART) {
        end_in_holder(r, f, &r->frames[r->depth - 1], text);
        return;
    }
    bool raw = f->extra.name.len && f->element != ELEMENT_ADDRESS;
    if (raw && (text.len || f->extra.values.len))
        add_extra(r, f, text);
    switch (f->element) {
    case ELEMENT_AUTHOR:
    case ELEMENT_CONTRIBUTOR:
    case ELEMENT_PUBLISHER: end_person(r, f, text); break;
    case ELEMENT_IMAGE: end_image(r, f, text); break;
    case ELEMENT_TITLE:
    case ELEMENT_DESCRIPTION:
    case ELEMENT_SUMMARY:
    case ELEMENT_SUBTITLE:
    case ELEMENT_CONTENT:
    case ELEMENT_ENCODED:
    case ELEMENT_BODY:
    case ELEMENT_RIGHTS:
    case ELEMENT_INFO: end_text(r, f, text); break;
    case ELEMENT_LINK: end_link(r, f, text); break;
    case ELEMENT_ID:
    case ELEMENT_GUID: end_id(r, f, text); break;
    case ELEMENT_CATEGORY:
        if (text.len && f->category.term.len == 0) {
            f->category.term = str_dup(r->arena, text);
            read_add_category(r, f->making->part, &f->category);
        }
        break;
    case ELEMENT_KEYWORDS: end_keywords(r, f, text); break;
    case ELEMENT_PUBLISHED:
    case ELEMENT_UPDATED:
    case ELEMENT_CREATED:
    case ELEMENT_EXPIRED: end_date(f, text); break;
    case ELEMENT_VALID: end_valid(r, f, text); break;
    case ELEMENT_SOURCE:
        if (f->opens && f->making->part->title.text.len == 0)
            f->making->part->title = (struct feed_text){str_dup(r->arena, text), S("text/plain"),
                                                        f->language, f->base, S("")};
        break;
    default:
        if (text.len || f->element == ELEMENT_LICENSE)
            end_short(r, f, text);
        break;
    }
}
