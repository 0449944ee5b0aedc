/* What is not a page: assets, the demo's pictures, and addresses for machines. Each is an
 * http_handler whose context is the struct site. */
#ifndef COURANT_WEB_STATIC_H
#define COURANT_WEB_STATIC_H

#include "http/server.h"

/* Embedded style sheets, scripts and icons under their content's name: kept for ever. */
http_handler static_asset;
/* Pictures of the demo press. */
http_handler static_picture;
/* The icon of a source, as it was fetched: kept for ever under its content's name (?v=), asked
 * about each time without it. Its type is one of source/icon.h's, which browsers may not doubt. */
http_handler static_source_icon;
/* /favicon.ico for programs that do not read <link rel=icon>: a redirect to the SVG. */
http_handler static_icon;
http_handler static_robots;
/* 200 while the process answers at all. */
http_handler static_health;
/* 200 while the store answers and the site is not stopping, else 503. */
http_handler static_ready;
/* Counters in Prometheus' text format. */
http_handler static_metrics;

#endif
