#ifndef BOOKING_DOCUMENT_H
#define BOOKING_DOCUMENT_H

#include <json-c/json.h>

#include "lib/app/app.h"

/*
 * A JSON document for the database functions that save one.  It lives as long as
 * the arena.  What is absent (NULL text, a date or number that is not set) is
 * left out.
 */
struct json_object *doc_new(struct arena *);
void doc_text(struct json_object *, const char *name, const char *text);
void doc_int(struct json_object *, const char *name, struct maybe_int);
void doc_bool(struct json_object *, const char *name, bool);
void doc_null(struct json_object *, const char *name);
void doc_texts(
    struct json_object *, const char *name, const char *const *, size_t n);
/* An empty list or object below that name. */
struct json_object *doc_list(struct json_object *, const char *name);
struct json_object *doc_object(struct json_object *, const char *name);
/* One more object of a list. */
struct json_object *doc_item(struct json_object *list);
const char *doc_json(struct json_object *);

#endif
