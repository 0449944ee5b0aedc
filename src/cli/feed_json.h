/* A feed document as the JSON of `courant parse-feed`. */
#ifndef COURANT_CLI_FEED_JSON_H
#define COURANT_CLI_FEED_JSON_H

#include "base/json.h"
#include "model/feed.h"

void feed_json_put(struct json *j, const struct feed_document *doc);

#endif
