#include <json-c/json.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "lib/base/log.h"
#include "lib/form/json_scan.h"
#include "lib/form/pairs.h"
#include "lib/form/utf8.h"

enum {
	MAX_DEPTH = 16,
	NAME_MAX_BYTES = 200,
	FLAGS = JSON_TOKENER_STRICT | JSON_TOKENER_VALIDATE_UTF8
};

struct flat {
	struct pairs *pairs;
	size_t members; /* of all objects seen */
	enum form_fault fault;
};

static void
flatten(struct flat *, const char *name, bool in_list, struct json_object *);

/* A dotted name; each pair has a copy of the whole, so it is kept short. */
static const char *
join(struct flat *f, const char *name, const char *key)
{
	struct arena *a = f->pairs->arena;

	if (strlen(name) + strlen(key) >= NAME_MAX_BYTES) {
		f->fault = FORM_TOO_MUCH;
		return "";
	}
	return *name == '\0' ? arena_strdup(a, key)
			     : arena_printf(a, "%s.%s", name, key);
}

/* A scalar, or a list or object without content, which value NULL says. */
static void
take_leaf(struct flat *f, const char *name, enum pair_from from, bool in_list,
    struct json_object *value)
{
	const char *text = value == NULL ? "" : json_object_get_string(value);
	size_t len = strlen(text);
	struct pair *pair;

	if (from == PAIR_STRING) {
		len = (size_t)json_object_get_string_len(value);
		if (!utf8_is_text(text, len)) {
			f->fault = FORM_MALFORMED;
			return;
		}
	}
	text = arena_strndup(f->pairs->arena, text, len);
	if ((pair = pairs_take(f->pairs, name, from, text, len)) == NULL)
		f->fault = FORM_TOO_MUCH;
	else
		pair->in_list = in_list;
}

static void
flatten_object(
    struct flat *f, const char *name, bool in_list, struct json_object *o)
{
	struct json_object_iterator at = json_object_iter_begin(o);
	struct json_object_iterator end = json_object_iter_end(o);

	if (json_object_object_length(o) == 0 && *name != '\0')
		take_leaf(f, name, PAIR_EMPTY_OBJECT, in_list, NULL);
	for (; !json_object_iter_equal(&at, &end) && f->fault == FORM_FINE;
	     json_object_iter_next(&at)) {
		f->members++;
		flatten(f, join(f, name, json_object_iter_peek_name(&at)),
		    false, json_object_iter_peek_value(&at));
	}
}

static bool
is_container(struct json_object *o)
{
	return json_object_is_type(o, json_type_object) ||
	       json_object_is_type(o, json_type_array);
}

static void
flatten_array(
    struct flat *f, const char *name, bool in_list, struct json_object *list)
{
	size_t i, n = json_object_array_length(list);
	struct json_object *item;
	char index[24];

	if (n == 0)
		take_leaf(f, name, PAIR_EMPTY_LIST, in_list, NULL);
	for (i = 0; i < n && f->fault == FORM_FINE; i++) {
		item = json_object_array_get_idx(list, i);
		snprintf(index, sizeof(index), "%zu", i);
		flatten(f, is_container(item) ? join(f, name, index) : name,
		    true, item);
	}
}

static void
flatten(
    struct flat *f, const char *name, bool in_list, struct json_object *value)
{
	if (f->fault != FORM_FINE)
		return;
	switch (json_object_get_type(value)) {
	case json_type_object:
		flatten_object(f, name, in_list, value);
		break;
	case json_type_array:
		flatten_array(f, name, in_list, value);
		break;
	case json_type_null:
		take_leaf(f, name, PAIR_NULL, in_list, NULL);
		break;
	case json_type_boolean:
		take_leaf(f, name, PAIR_BOOL, in_list, value);
		break;
	case json_type_double:
	case json_type_int:
		take_leaf(f, name, PAIR_NUMBER, in_list, value);
		break;
	case json_type_string:
		take_leaf(f, name, PAIR_STRING, in_list, value);
		break;
	}
}

/* The tree of the whole text, NULL with *fault otherwise. */
static struct json_object *
parse(const char *text, size_t len, enum form_fault *fault)
{
	/* One level more: json-c counts the scalar inside, too. */
	struct json_tokener *tok = json_tokener_new_ex(MAX_DEPTH + 1);
	struct json_object *tree;
	enum json_tokener_error error;

	if (tok == NULL)
		log_fatal("json: out of memory");
	json_tokener_set_flags(tok, FLAGS);
	tree = json_tokener_parse_ex(tok, text, (int)len);
	error = json_tokener_get_error(tok);
	*fault = error == json_tokener_success       ? FORM_FINE
		 : error == json_tokener_error_depth ? FORM_TOO_MUCH
						     : FORM_MALFORMED;
	json_tokener_free(tok);
	return tree;
}

enum form_fault
pairs_from_json(struct pairs *p, const char *text, size_t len)
{
	struct flat f = { .pairs = p };
	struct json_object *tree;
	struct json_count count;

	if (len > INT_MAX || !json_scan(text, len, &count))
		return FORM_MALFORMED;
	if (count.leaves > PAIRS_MAX)
		return FORM_TOO_MUCH;
	tree = parse(text, len, &f.fault);
	if (f.fault == FORM_FINE &&
	    !json_object_is_type(tree, json_type_object))
		f.fault = FORM_MALFORMED;
	if (f.fault == FORM_FINE)
		flatten(&f, "", false, tree);
	/* json-c keeps the last of two equal keys and says nothing. */
	if (f.fault == FORM_FINE && f.members != count.members)
		f.fault = FORM_MALFORMED;
	json_object_put(tree);
	return f.fault;
}
