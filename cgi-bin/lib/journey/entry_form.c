#include <string.h>

#include "lib/base/words.h"
#include "lib/journey/entry_type.h"

/* What a control sent: the first of its name, NULL when there is none. */
static const char *
sent(const struct entry_context *c, const struct pairs *pairs, const char *name,
    const char *part)
{
	const struct pair *pair =
	    pairs_find(pairs, arena_printf(c->arena, "%s%s", name, part));

	return pair != NULL && strlen(pair->value) == pair->len ? pair->value
								: NULL;
}

bool
entry_is_sent(const struct pairs *pairs, const char *name)
{
	size_t i, len = strlen(name);

	for (i = 0; i < pairs->n; i++) {
		const char *other = pairs->items[i].name;

		if (strncmp(other, name, len) == 0 &&
		    (other[len] == '\0' || other[len] == '.'))
			return true;
	}
	return false;
}

/* An object of the controls that sent something. */
static struct json_object *
collect(const struct entry_context *c, const struct pairs *pairs,
    const char *name, const char *const *parts)
{
	struct json_object *object = entry_new_object(c->arena, NULL);
	const char *value;

	for (; *parts != NULL; parts += 2) {
		value = sent(c, pairs, name, parts[1]);
		if (value != NULL)
			json_object_object_add(
			    object, parts[0], json_object_new_string(value));
	}
	return object;
}

static struct json_object *
all_of(
    const struct entry_context *c, const struct pairs *pairs, const char *name)
{
	struct json_object *list = json_object_new_array();
	size_t i;

	for (i = 0; i < pairs->n; i++)
		if (strcmp(pairs->items[i].name, name) == 0 &&
		    *pairs->items[i].value != '\0')
			json_object_array_add(list,
			    json_object_new_string(pairs->items[i].value));
	return json_kept(c->arena, list);
}

static struct json_object *
choice(
    const struct entry_context *c, const struct pairs *pairs, const char *name)
{
	static const char *const other[] = { "other", ".other", NULL };
	const char *id = sent(c, pairs, name, "");

	if (id != NULL && strcmp(id, "other") == 0)
		return collect(c, pairs, name, other);
	return id != NULL ? entry_new_string(c->arena, id) : NULL;
}

/* The stored files that were not asked to go. */
static struct json_object *
files(
    const struct entry_context *c, const struct pairs *pairs, const char *name)
{
	const char *remove = arena_printf(c->arena, "%s.remove", name), *id;
	struct json_object *list = json_object_new_array(), *file, *gone;
	size_t i, j, n = 0;

	gone = all_of(c, pairs, remove);
	if (json_object_is_type(c->before, json_type_array))
		n = json_object_array_length(c->before);
	for (i = 0; i < n; i++) {
		file = json_object_array_get_idx(c->before, i);
		id = entry_member(file, "id");
		for (j = 0; j < json_object_array_length(gone); j++)
			if (id != NULL &&
			    strcmp(json_object_get_string(
				       json_object_array_get_idx(gone, j)),
				id) == 0)
				break;
		if (j == json_object_array_length(gone))
			json_object_array_add(list, json_object_get(file));
	}
	return json_kept(c->arena, list);
}

static struct json_object *
moment(const struct entry_context *c, const struct journey_field *f,
    const struct pairs *pairs, const char *name)
{
	static const char *const parts[] = { "date", "", "time", ".time",
		"zone", ".zone", NULL };
	static const char *const clock[] = { "time", "", "zone", ".zone",
		NULL };

	return collect(c, pairs, name, f->type == TYPE_DATE ? parts : clock);
}

static struct json_object *
typed(const struct entry_context *c, const struct journey_field *f,
    const struct pairs *pairs, const char *name)
{
	static const char *const money[] = { "amount", "", "currency",
		".currency", NULL };
	const char *text = sent(c, pairs, name, "");

	switch (f->type) {
	case TYPE_CURRENCY:
		return collect(c, pairs, name, money);
	case TYPE_SELECT:
	case TYPE_RADIO:
		return choice(c, pairs, name);
	case TYPE_MULTISELECT:
		return all_of(c, pairs, name);
	case TYPE_CHECKBOX:
		return json_kept(
		    c->arena, json_object_new_boolean(
				  text != NULL && strcmp(text, "true") == 0));
	case TYPE_FILE:
		return files(c, pairs, name);
	default:
		if (f->rules.with_time || f->rules.zone)
			return moment(c, f, pairs, name);
		return text != NULL ? entry_new_string(c->arena, text) : NULL;
	}
}

struct json_object *
entry_from_form(const struct entry_context *c, const struct journey_field *f,
    const struct pairs *pairs, const char *name, const char **error)
{
	return entry_from_json(c, f, typed(c, f, pairs, name), error);
}
