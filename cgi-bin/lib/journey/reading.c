#include <string.h>

#include "lib/base/words.h"
#include "lib/form/json_scan.h"
#include "lib/form/utf8.h"
#include "lib/journey/reading.h"
#include "lib/journey/text.h"

enum {
	DEPTH = 20,
	FLAGS = JSON_TOKENER_STRICT | JSON_TOKENER_VALIDATE_UTF8,
	NAME_BYTES = 80 /* of a name in a path */
};

/* words() for a sentence with numbers in it. */
static const char *tr(const char *english) __attribute__((format_arg(1)));

static const char *
tr(const char *english)
{
	return words(english);
}

static void
put_path(struct buf *b, const struct place *at)
{
	if (at->up != NULL)
		put_path(b, at->up);
	if (at->name == NULL && at->up == NULL)
		return;
	if (at->name == NULL) {
		buf_printf(b, "[%zu]", at->index);
		return;
	}
	if (b->len > 0)
		buf_putc(b, '.');
	buf_puts(b, at->name);
}

void
place_wrong(const struct place *at, const char *text)
{
	struct definition_errors *errors = at->errors;
	struct buf path;

	if (errors->n == ERRORS_MOST)
		return;
	if (errors->items == NULL)
		errors->items =
		    arena_alloc(at->arena, ERRORS_MOST, sizeof(*errors->items));
	buf_init(&path, at->arena, 64);
	put_path(&path, at);
	errors->items[errors->n++] =
	    (struct definition_error){ path.len > 0 ? path.data : "", text };
}

void
place_member_wrong(const struct place *at, const char *name, const char *text)
{
	struct place member = { at->arena, at->errors, at, name, 0, NULL };

	place_wrong(&member, text);
}

struct place
place_item(const struct place *list, size_t index)
{
	return (struct place){ list->arena, list->errors, list, NULL, index,
		json_object_array_get_idx(list->value, index) };
}

/* Members of all objects together: fewer than the text has when two are equal. */
static size_t
count_members(struct json_object *value)
{
	struct json_object_iterator at, end;
	size_t i, n = 0;

	if (json_object_is_type(value, json_type_array))
		for (i = 0; i < json_object_array_length(value); i++)
			n += count_members(json_object_array_get_idx(value, i));
	if (!json_object_is_type(value, json_type_object))
		return n;
	at = json_object_iter_begin(value);
	end = json_object_iter_end(value);
	for (; !json_object_iter_equal(&at, &end); json_object_iter_next(&at))
		n += 1 + count_members(json_object_iter_peek_value(&at));
	return n;
}

static void
put_away(void *object)
{
	json_object_put(object);
}

struct json_object *
json_kept(struct arena *a, struct json_object *value)
{
	arena_defer(a, put_away, value);
	return value;
}

struct json_object *
reading_parse(
    const struct place *at, const char *json, size_t len, size_t members)
{
	struct json_count count;
	struct json_tokener *tokener;
	struct json_object *value = NULL;

	if (!json_scan(json, len, &count) || len > INT32_MAX) {
		place_wrong(at, words("This is no JSON."));
		return NULL;
	}
	if (count.members > members || count.leaves > members) {
		place_wrong(at, words("This is too long."));
		return NULL;
	}
	tokener = json_tokener_new_ex(DEPTH);
	json_tokener_set_flags(tokener, FLAGS);
	value = json_tokener_parse_ex(tokener, json, (int)len + 1);
	if (json_tokener_get_error(tokener) != json_tokener_success) {
		json_object_put(value);
		value = NULL;
		place_wrong(at, words("This is no JSON."));
	}
	json_tokener_free(tokener);
	if (value == NULL)
		return NULL;
	json_kept(at->arena, value);
	if (count_members(value) == count.members)
		return value;
	place_wrong(at, words("A member stands here twice."));
	return NULL;
}

bool
take(struct place *at, const char *name, struct place *member)
{
	struct json_object *value = NULL;
	bool is_there;

	if (at->ntaken < PLACE_MEMBERS)
		at->taken[at->ntaken++] = name;
	is_there = json_object_object_get_ex(at->value, name, &value);
	*member = (struct place){ at->arena, at->errors, at, name, 0, value };
	if (is_there && value == NULL)
		place_wrong(member, words("Leave it out instead of null."));
	return value != NULL;
}

bool
take_list(struct place *at, const char *name, size_t most, struct place *member,
    size_t *n)
{
	*n = 0;
	if (!take(at, name, member))
		return false;
	if (!json_object_is_type(member->value, json_type_array)) {
		place_wrong(member, words("Enter a list."));
		return false;
	}
	if (json_object_array_length(member->value) > most) {
		place_wrong(member, words("These are too many."));
		return false;
	}
	*n = json_object_array_length(member->value);
	return true;
}

bool
place_text(const struct place *at, struct text_limits limits, const char **out)
{
	const char *text, *raw;
	size_t len;
	int64_t n;

	if (!json_object_is_type(at->value, json_type_string)) {
		place_wrong(at, words("Enter text."));
		return false;
	}
	raw = json_object_get_string(at->value);
	len = (size_t)json_object_get_string_len(at->value);
	text = text_kept(at->arena, raw, len, limits.lines);
	n = text == NULL ? 0 : utf8_length(raw, len);
	if (text == NULL)
		place_wrong(at, words("Remove the control characters."));
	else if (n > limits.max)
		place_wrong(at, words("This is too long."));
	else if (n < limits.min || (limits.min > 0 && *text == '\0'))
		place_wrong(at, words("This is needed."));
	else if (limits.exact && strcmp(text, raw) != 0)
		place_wrong(at, words("Remove the spaces at its ends."));
	else {
		*out = *text == '\0' ? NULL : text;
		return true;
	}
	return false;
}

bool
take_member(struct place *at, const char *name, struct text_limits limits,
    const char **out)
{
	struct place member;

	return take(at, name, &member) && place_text(&member, limits, out);
}

bool
place_int(const struct place *at, int64_t min, int64_t max, int64_t *out)
{
	double real = json_object_get_double(at->value);
	int64_t n = json_object_get_int64(at->value);

	if (json_object_is_type(at->value, json_type_double)
		? real != (double)n
		: !json_object_is_type(at->value, json_type_int)) {
		place_wrong(at, words("Enter a whole number."));
		return false;
	}
	if (n < min || n > max) {
		place_wrong(
		    at, arena_printf(at->arena,
			    tr("Enter an amount between %lld and %lld."),
			    (long long)min, (long long)max));
		return false;
	}
	*out = n;
	return true;
}

bool
take_integer(
    struct place *at, const char *name, int64_t min, int64_t max, int64_t *out)
{
	struct place member;

	return take(at, name, &member) && place_int(&member, min, max, out);
}

bool
take_bool(struct place *at, const char *name, bool *out)
{
	struct place member;

	if (!take(at, name, &member))
		return false;
	if (!json_object_is_type(member.value, json_type_boolean)) {
		place_wrong(&member, words("Enter true or false."));
		return false;
	}
	*out = json_object_get_boolean(member.value);
	return true;
}

static bool
is_taken(const struct place *at, const char *name)
{
	size_t i;

	for (i = 0; i < at->ntaken; i++)
		if (strcmp(at->taken[i], name) == 0)
			return true;
	return false;
}

/* Names are as long as the document lets them be. */
static const char *
short_name(struct arena *a, const char *name)
{
	size_t len = strlen(name);

	if (len > NAME_BYTES)
		for (len = NAME_BYTES; (name[len] & 0xc0) == 0x80; len--)
			;
	return arena_strndup(a, name, len);
}

void
take_end(struct place *at)
{
	struct json_object_iterator i = json_object_iter_begin(at->value);
	struct json_object_iterator end = json_object_iter_end(at->value);
	const char *name;

	for (; !json_object_iter_equal(&i, &end); json_object_iter_next(&i)) {
		name = json_object_iter_peek_name(&i);
		if (!is_taken(at, name))
			place_member_wrong(at, short_name(at->arena, name),
			    words("This is not known here."));
	}
}

bool
place_is_object(const struct place *at)
{
	if (json_object_is_type(at->value, json_type_object))
		return true;
	place_wrong(at, words("Enter an object."));
	return false;
}

/* A key that must be there. */
void
take_key(struct place *at, const char *name, const char **key)
{
	struct place member;
	const char *text = NULL;

	if (!take(at, name, &member)) {
		place_wrong(&member, words("This is needed."));
		return;
	}
	if (!place_text(&member,
		(struct text_limits){ 1, KEY_MOST, false, true }, &text))
		return;
	if (definition_key_fits(text))
		*key = text;
	else
		place_wrong(&member, words("Use only a to z, 0 to 9 and _."));
}

void
take_needed(struct place *at, const char *name, int64_t most, const char **text)
{
	struct place member;

	if (take(at, name, &member))
		(void)place_text(
		    &member, (struct text_limits){ 1, most, false }, text);
	else
		place_wrong(&member, words("This is needed."));
}

void
take_condition(
    struct place *at, const char *name, const struct condition **condition)
{
	struct place member;

	if (take(at, name, &member))
		*condition = condition_read(&member);
}
