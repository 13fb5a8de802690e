#include <json-c/json.h>
#include <stdlib.h>
#include <string.h>

#include "journeys/studio_condition.h"
#include "lib/domain/money.h"
#include "lib/journey/reading.h"

/* Values of conditions and defaults between words and JSON. */

static struct json_object *
kept(struct request *r, struct json_object *o)
{
	(void)json_kept(r->arena, o);
	return o;
}

struct json_object *
value_parse(struct request *r, const char *json)
{
	struct json_object *o = json == NULL ? NULL : json_tokener_parse(json);

	return o == NULL ? NULL : kept(r, o);
}

const char *
value_member(struct json_object *o, const char *name)
{
	struct json_object *m = NULL;

	return json_object_object_get_ex(o, name, &m) &&
		       json_object_is_type(m, json_type_string)
		   ? json_object_get_string(m)
		   : NULL;
}

/* The option whose id or label it is; else the words themselves. */
static const char *
option_id(struct request *r, const char *options, const char *words_)
{
	struct json_object *list = value_parse(r, options), *one;
	const char *id, *label;

	if (list == NULL || !json_object_is_type(list, json_type_array))
		return words_;
	for (size_t i = 0; i < json_object_array_length(list); i++) {
		one = json_object_array_get_idx(list, i);
		id = value_member(one, "id");
		label = value_member(one, "label");
		if (id != NULL && label != NULL &&
		    (strcasecmp(label, words_) == 0 || strcmp(id, words_) == 0))
			return id;
	}
	return words_;
}

static struct json_object *
money_value(const char *text)
{
	struct json_object *o;
	char currency[4] = "USD";
	const char *at = text;
	int64_t minor;

	if (strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == 3) {
		memcpy(currency, text, 3);
		at = text + 3 + strspn(text + 3, " ");
	}
	if (!money_from_decimal(at, currency, &minor))
		return json_object_new_string(text);
	o = json_object_new_object();
	json_object_object_add(o, "minor", json_object_new_int64(minor));
	json_object_object_add(o, "currency", json_object_new_string(currency));
	return o;
}

static struct json_object *
whole_value(const char *text)
{
	char *end;
	long long n = strtoll(text, &end, 10);

	return *text != '\0' && *end == '\0' ? json_object_new_int64(n)
					     : json_object_new_string(text);
}

struct json_object *
value_list(struct request *r, const char *options, const char *text)
{
	struct json_object *list = json_object_new_array();
	const char *at = text;
	size_t len;

	for (; *at != '\0'; at += len + (at[len] == ',')) {
		char *one;

		at += strspn(at, " ");
		len = strcspn(at, ",");
		one = arena_strndup(r->arena, at, len);
		for (size_t n = len; n > 0 && one[n - 1] == ' '; n--)
			one[n - 1] = '\0';
		if (*one != '\0')
			json_object_array_add(list,
			    json_object_new_string(option_id(r, options, one)));
	}
	return list;
}

struct json_object *
value_from_words(struct request *r, enum field_type type, const char *options,
    const char *text)
{
	switch (type) {
	case TYPE_CURRENCY:
		return money_value(text);
	case TYPE_CHECKBOX:
		return json_object_new_boolean(
		    strcmp(text, "true") == 0 || strcasecmp(text, "yes") == 0 ||
		    strcasecmp(text, tr("yes")) == 0);
	case TYPE_RATING:
	case FIELD_TYPES:
		return whole_value(text);
	case TYPE_SELECT:
	case TYPE_RADIO:
		return json_object_new_string(option_id(r, options, text));
	case TYPE_MULTISELECT:
		return value_list(r, options, text);
	default:
		return json_object_new_string(text);
	}
}

const char *
value_to_words(struct arena *a, struct json_object *value)
{
	struct json_object *minor = NULL;
	struct buf b;

	if (value == NULL)
		return "";
	buf_init(&b, a, 64);
	buf_puts(&b, "");
	if (json_object_is_type(value, json_type_object) &&
	    json_object_object_get_ex(value, "minor", &minor)) {
		struct money m = { json_object_get_int64(minor),
			value_member(value, "currency") };

		return arena_printf(
		    a, "%s %s", m.currency, money_decimal(a, m));
	}
	if (!json_object_is_type(value, json_type_array))
		return arena_strdup(a, json_object_get_string(value));
	for (size_t i = 0; i < json_object_array_length(value); i++) {
		if (i > 0)
			buf_puts(&b, ", ");
		buf_puts(
		    &b, value_to_words(a, json_object_array_get_idx(value, i)));
	}
	return b.data == NULL ? "" : b.data;
}
