#include <json-c/json.h>
#include <string.h>

#include "journeys/sent_json.h"

static void
release(void *value)
{
	json_object_put(value);
}

static struct json_object *
scalar(const struct pair *pair)
{
	switch (pair->from) {
	case PAIR_FORM:
	case PAIR_STRING:
		return json_object_new_string_len(pair->value, (int)pair->len);
	case PAIR_NUMBER:
	case PAIR_BOOL:
		return json_tokener_parse(pair->value);
	case PAIR_EMPTY_LIST:
		return json_object_new_array();
	case PAIR_EMPTY_OBJECT:
		return json_object_new_object();
	default:
		return NULL;
	}
}

/* All that was sent under this very name. */
static bool
take_scalars(
    const struct pairs *pairs, const char *name, struct json_object **value)
{
	bool found = false;

	for (size_t i = 0; i < pairs->n; i++) {
		const struct pair *pair = &pairs->items[i];

		if (strcmp(pair->name, name) != 0)
			continue;
		if (!found)
			*value = pair->in_list && pair->from != PAIR_EMPTY_LIST
				     ? json_object_new_array()
				     : scalar(pair);
		if (pair->in_list && pair->from != PAIR_EMPTY_LIST)
			json_object_array_add(*value, scalar(pair));
		found = true;
	}
	return found;
}

/* The members of an object of scalars: "NAME.amount", "NAME.currency". */
static bool
take_members(
    const struct pairs *pairs, const char *name, struct json_object **value)
{
	size_t len = strlen(name);

	for (size_t i = 0; i < pairs->n; i++) {
		const char *member = pairs->items[i].name;

		if (strncmp(member, name, len) != 0 || member[len] != '.')
			continue;
		if (strchr(member + len + 1, '.') != NULL ||
		    pairs->items[i].in_list)
			return false;
		if (*value == NULL)
			*value = json_object_new_object();
		json_object_object_add(
		    *value, member + len + 1, scalar(&pairs->items[i]));
	}
	return *value != NULL;
}

bool
sent_json(struct arena *a, const struct pairs *pairs, const char *name,
    struct json_object **value)
{
	bool found;

	*value = NULL;
	found = take_scalars(pairs, name, value) ||
		take_members(pairs, name, value);
	if (*value != NULL)
		arena_defer(a, release, *value);
	return found;
}
