#include "booking/document.h"

static void
release(void *doc)
{
	json_object_put(doc);
}

struct json_object *
doc_new(struct arena *a)
{
	struct json_object *doc = json_object_new_object();

	arena_defer(a, release, doc);
	return doc;
}

void
doc_text(struct json_object *o, const char *name, const char *text)
{
	if (text != NULL)
		json_object_object_add(o, name, json_object_new_string(text));
}

void
doc_int(struct json_object *o, const char *name, struct maybe_int n)
{
	if (n.set)
		json_object_object_add(o, name, json_object_new_int64(n.value));
}

void
doc_bool(struct json_object *o, const char *name, bool on)
{
	json_object_object_add(o, name, json_object_new_boolean(on));
}

void
doc_null(struct json_object *o, const char *name)
{
	json_object_object_add(o, name, NULL);
}

struct json_object *
doc_list(struct json_object *o, const char *name)
{
	struct json_object *list = json_object_new_array();

	json_object_object_add(o, name, list);
	return list;
}

struct json_object *
doc_object(struct json_object *o, const char *name)
{
	struct json_object *made = json_object_new_object();

	json_object_object_add(o, name, made);
	return made;
}

struct json_object *
doc_item(struct json_object *list)
{
	struct json_object *item = json_object_new_object();

	json_object_array_add(list, item);
	return item;
}

void
doc_texts(
    struct json_object *o, const char *name, const char *const *texts, size_t n)
{
	struct json_object *list = doc_list(o, name);

	for (size_t i = 0; i < n; i++)
		json_object_array_add(list, json_object_new_string(texts[i]));
}

const char *
doc_json(struct json_object *doc)
{
	return json_object_to_json_string_ext(doc, JSON_C_TO_STRING_PLAIN);
}
