#include <string.h>

#include "lib/base/words.h"
#include "lib/journey/reading.h"

static const int64_t most_minor = 1000000000000;

/* What is left of the limits while one condition is read. */
struct left {
	size_t parts, depth;
};

static bool read_one(struct place *, struct left, size_t *, struct condition *);

/* "key" or "section.key". */
static void
read_field(const struct place *at, struct condition *c)
{
	const struct text_limits limits = { 1, 2 * KEY_MOST + 1, false, true };
	const char *text = NULL, *dot;

	if (!place_text(at, limits, &text))
		return;
	dot = strchr(text, '.');
	c->field = dot == NULL ? text : dot + 1;
	if (dot != NULL)
		c->section =
		    arena_strndup(at->arena, text, (size_t)(dot - text));
	if (!definition_key_fits(c->field) ||
	    (dot != NULL && !definition_key_fits(c->section)))
		place_wrong(at, words("Name a field as key or section.key."));
}

static void
read_records(const struct place *at, struct condition *c)
{
	const struct text_limits limits = { 1, KEY_MOST, false, true };

	if (place_text(at, limits, &c->section) &&
	    !definition_key_fits(c->section))
		place_wrong(at, words("Use only a to z, 0 to 9 and _."));
}

static void
read_word(struct place *at, struct condition *c)
{
	const struct text_limits limits = { 1, 20, false, true };
	struct place member;
	const char *word = NULL;

	if (!take(at, "is", &member)) {
		place_member_wrong(at, "is", words("This is needed."));
		return;
	}
	if (!place_text(&member, limits, &word))
		return;
	c->is = condition_word_of(word);
	if (c->is == CONDITION_WORDS ||
	    (c->kind == CONDITION_RECORDS &&
		(c->is == IS_IN || !condition_takes_value(c->is) ||
		    c->is == IS_CONTAINS)))
		place_wrong(&member, words("Choose one of the list."));
}

static void
check_money(const struct place *at)
{
	struct place object = *at;
	const char *text = NULL;
	int64_t n;

	if (!take_integer(&object, "minor", -most_minor, most_minor, &n))
		place_member_wrong(at, "minor", words("This is needed."));
	if (!take_member(&object, "currency",
		(struct text_limits){ 3, 3, false, true }, &text))
		place_member_wrong(at, "currency", words("This is needed."));
	take_end(&object);
}

/* A text, a number, true or false, {"minor", "currency"}; texts are compared as
 * answers are kept. */
static struct json_object *
kept_value(const struct place *at)
{
	const struct text_limits limits = { 0, 1000, true };
	const char *text = NULL;
	int64_t n;

	switch (json_object_get_type(at->value)) {
	case json_type_string:
		(void)place_text(at, limits, &text);
		return json_kept(at->arena,
		    json_object_new_string(text != NULL ? text : ""));
	case json_type_boolean:
		break;
	case json_type_object:
		check_money(at);
		break;
	default:
		(void)place_int(at, -most_minor, most_minor, &n);
	}
	return at->value;
}

/* The list's items are replaced by what they are compared as. */
static void
read_values(const struct place *list)
{
	size_t i, n = json_object_array_length(list->value);
	struct place item;

	if (n == 0)
		place_wrong(list, words("This is needed."));
	for (i = 0; i < n; i++) {
		item = place_item(list, i);
		json_object_array_put_idx(
		    list->value, i, json_object_get(kept_value(&item)));
	}
}

static void
read_value(struct place *at, struct condition *c)
{
	struct place member;
	size_t n;

	if (c->is == IS_IN) {
		if (take_list(at, "value", CONDITION_VALUES, &member, &n))
			read_values(&member);
		else if (member.value == NULL)
			place_wrong(&member, words("This is needed."));
		c->value = member.value;
	} else if (take(at, "value", &member)) {
		c->value = kept_value(&member);
	} else {
		place_wrong(&member, words("This is needed."));
	}
}

static bool
read_test(struct place *at, struct place *subject, struct condition *c)
{
	size_t before = at->errors->n;

	if (c->kind == CONDITION_FIELD)
		read_field(subject, c);
	else
		read_records(subject, c);
	read_word(at, c);
	if (c->is != CONDITION_WORDS && condition_takes_value(c->is))
		read_value(at, c);
	return at->errors->n == before;
}

static bool
read_list(const struct place *list, struct left left, size_t *parts,
    struct condition *c)
{
	size_t i, n = json_object_array_length(list->value);
	struct condition *items;
	struct place item;
	bool is_good = true;

	if (n == 0 || n > CONDITION_PARTS) {
		place_wrong(list, words("Give 1 to 50 conditions."));
		return false;
	}
	items = arena_alloc(list->arena, n, sizeof(*items));
	for (i = 0; i < n; i++) {
		item = place_item(list, i);
		is_good &= read_one(&item, left, parts, &items[i]);
	}
	c->items = items;
	c->nitems = n;
	return is_good;
}

static bool
read_group(
    struct place *member, struct left left, size_t *parts, struct condition *c)
{
	struct condition *item;

	if (c->kind != CONDITION_NOT) {
		if (json_object_is_type(member->value, json_type_array))
			return read_list(member, left, parts, c);
		place_wrong(member, words("Enter a list."));
		return false;
	}
	c->items = item = arena_alloc(member->arena, 1, sizeof(*item));
	c->nitems = 1;
	return read_one(member, left, parts, item);
}

static bool
read_one(struct place *at, struct left left, size_t *parts, struct condition *c)
{
	static const char *const kinds[] = { "all", "any", "not", "field",
		"records" };
	struct place member;
	size_t kind;
	bool is_good;

	if (!place_is_object(at))
		return false;
	if (++*parts > left.parts || left.depth == 0) {
		place_wrong(at, words("This condition is too long."));
		return false;
	}
	left.depth--;
	for (kind = 0; kind < 5; kind++)
		if (json_object_object_get_ex(at->value, kinds[kind], NULL))
			break;
	if (kind == 5 || !take(at, kinds[kind], &member)) {
		place_wrong(
		    at, words("A condition begins with all, any, not, field or "
			      "records."));
		return false;
	}
	c->kind = (enum condition_kind)kind;
	is_good = c->kind >= CONDITION_FIELD
		      ? read_test(at, &member, c)
		      : read_group(&member, left, parts, c);
	take_end(at);
	return is_good;
}

const struct condition *
condition_read(const struct place *at)
{
	struct condition *c = arena_alloc(at->arena, 1, sizeof(*c));
	struct left left = { CONDITION_PARTS, CONDITION_DEPTH };
	struct place root = *at;
	size_t parts = 0;

	return read_one(&root, left, &parts, c) ? c : NULL;
}
