/*
 * What compiled templates call: values written with the escaping of their type. The compiler
 * (tools/tplc.py) decides which of these may stand where.
 */
#ifndef COURANT_WEB_TEMPLATE_H
#define COURANT_WEB_TEMPLATE_H

#include "base/sbuf.h"
#include "web/strings.h"
#include "web/views.h"

/* Text or a quoted attribute value: & < > " ' become references. */
void tpl_put_text(struct sbuf *b, str text);
/* As it is: the sanitizer made it. */
void tpl_put_html(struct sbuf *b, html h);
/* A URL attribute: http, https and mailto addresses and this site's own paths; any other
 * scheme becomes "#", because a url value may be any URL a page contained. */
void tpl_put_url(struct sbuf *b, url u);
void tpl_put_path(struct sbuf *b, path p);
/* As it is: jsonld_make has escaped what ends a script element. */
void tpl_put_jsonld(struct sbuf *b, jsonld j);
void tpl_put_i64(struct sbuf *b, int64_t n);
void tpl_put_grouped(struct sbuf *b, int64_t n); /* 1,234 */

/* Moments; see web/words.h. An unknown one writes nothing. */
void tpl_put_relative(struct sbuf *b, moment m); /* "3 hours ago" */
void tpl_put_absolute(struct sbuf *b, moment m); /* "22 November 2026, 16:07 UTC" */
void tpl_put_day(struct sbuf *b, moment m);      /* "Sunday, 22 November 2026" */
void tpl_put_iso(struct sbuf *b, moment m);      /* for datetime attributes */
void tpl_put_date(struct sbuf *b, moment m);     /* "2026-11-22", for the same */

void tpl_put_string(struct sbuf *b, enum ui_string key);
void tpl_put_string_with(struct sbuf *b, enum ui_string key, const struct tpl_value *values,
                         size_t n);

#endif
