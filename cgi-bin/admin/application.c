#include <ctype.h>
#include <json-c/json.h>
#include <string.h>

#include "admin/expert.h"

/* An application is a JSON object whose members its form decides: all of them are
 * shown, whatever they are. */

enum { MOST_ANSWERS = 100 };

const struct field answer_item_fields[] = {
	FIELD(struct answer_item, name),
	FIELD_ONLY(struct answer_item, label, ONLY_HTML),
	FIELD(struct answer_item, value),
	FIELD_END,
};

/* "years_experience" as "Years experience". */
static const char *
label_of(struct arena *a, const char *name)
{
	char *label = arena_strdup(a, name);

	label[0] = (char)toupper((unsigned char)label[0]);
	for (char *c = label; *c != '\0'; c++)
		if (*c == '_')
			*c = ' ';
	return label;
}

static void put_value(struct buf *, struct json_object *, int depth);

static void
put_list(struct buf *b, struct json_object *list, int depth)
{
	size_t n = json_object_array_length(list);

	for (size_t i = 0; i < n; i++) {
		buf_puts(b, i > 0 ? (depth == 0 ? ", " : " ") : "");
		put_value(b, json_object_array_get_idx(list, i), depth + 1);
	}
}

static void
put_object(struct buf *b, struct json_object *object, int depth)
{
	const char *comma = "";

	json_object_object_foreach(object, name, value)
	{
		buf_puts(b, comma);
		buf_puts(b, name);
		buf_puts(b, ": ");
		put_value(b, value, depth + 1);
		comma = ", ";
	}
}

static void
put_value(struct buf *b, struct json_object *value, int depth)
{
	switch (json_object_get_type(value)) {
	case json_type_array:
		put_list(b, value, depth);
		break;
	case json_type_object:
		put_object(b, value, depth);
		break;
	case json_type_boolean:
		buf_puts(
		    b, json_object_get_boolean(value) ? tr("yes") : tr("no"));
		break;
	case json_type_null:
	case json_type_double:
	case json_type_int:
	case json_type_string:
		buf_puts(b, json_object_get_string(value));
		break;
	}
}

struct answer_item *
application_fill(struct arena *a, const char *json, size_t *n)
{
	struct json_object *all = json_tokener_parse(json);
	struct answer_item *items =
	    arena_alloc(a, MOST_ANSWERS, sizeof(*items));
	struct buf b;

	*n = 0;
	if (json_object_is_type(all, json_type_object)) {
		json_object_object_foreach(all, name, value)
		{
			if (*n == MOST_ANSWERS || *name == '\0')
				break;
			buf_init(&b, a, 64);
			put_value(&b, value, 0);
			items[(*n)++] =
			    (struct answer_item){ arena_strdup(a, name),
				    label_of(a, name),
				    b.data != NULL ? b.data : "" };
		}
	}
	json_object_put(all);
	return items;
}
