#include <json-c/json.h>

#include "journeys/save.h"

static void
release(void *items)
{
	json_object_put(items);
}

void
save_list_init(struct save_list *list, struct request *r)
{
	*list = (struct save_list){ .r = r, .items = json_object_new_array() };
	arena_defer(r->arena, release, list->items);
}

void
save_add(struct save_list *list, const struct save_one *one)
{
	struct json_object *item = json_object_new_object();
	struct json_object *value = json_object_get(one->value);
	const char *record;

	if (one->field->sensitive && value != NULL) {
		json_object_put(value);
		value = json_tokener_parse(answer_sealed(list->r, one->value));
	}
	json_object_object_add(
	    item, "section", json_object_new_string(one->field->section->key));
	json_object_object_add(
	    item, "field", json_object_new_string(one->field->key));
	json_object_object_add(item, "value", value);
	json_object_object_add(item, "base", json_object_new_int64(one->base));
	json_object_object_add(item, "seq", json_object_new_int64(one->seq));
	if (one->ref != NULL)
		json_object_object_add(
		    item, "ref", json_object_new_string(one->ref));
	else if (one->record != 0) {
		record = arena_printf(
		    list->r->arena, "%lld", (long long)one->record);
		json_object_object_add(
		    item, "record", json_object_new_string(record));
	}
	json_object_array_add(list->items, item);
	list->n++;
}

const char *
save_text(const struct save_list *list)
{
	return json_object_to_json_string_ext(
	    list->items, JSON_C_TO_STRING_PLAIN);
}
