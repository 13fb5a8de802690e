#include <sodium.h>
#include <string.h>

#include "lib/base/words.h"
#include "lib/domain/when.h"
#include "lib/journey/entry_type.h"
#include "lib/journey/text.h"

enum { OTHER_MOST = 255, OPTIONS_MOST = 200, TEXT_VERSION_BYTES = 8 };

static const char *tr(const char *english) __attribute__((format_arg(1)));

static const char *
tr(const char *english)
{
	return words(english);
}

static const char *
choose(void)
{
	return words("Choose one of the list.");
}

/* What is stored already may stay when its option is retired. */
static bool
was_chosen(struct json_object *before, const char *id)
{
	const char *only = before != NULL ? entry_string(before) : NULL, *item;
	size_t i, n = 0;

	if (only != NULL)
		return strcmp(only, id) == 0;
	if (json_object_is_type(before, json_type_array))
		n = json_object_array_length(before);
	for (i = 0; i < n; i++) {
		item = entry_string(json_object_array_get_idx(before, i));
		if (item != NULL && strcmp(item, id) == 0)
			return true;
	}
	return false;
}

static bool
is_offered(struct entry_at *at, const char *id)
{
	const struct journey_option *option = definition_option(at->field, id);

	return option == NULL || !option->retired ||
	       was_chosen(at->context->before, id);
}

static const char *
take_choice(struct entry_at *at, struct json_object **stored)
{
	const char *id = entry_string(at->value), *text = NULL, *error;
	const char *other = entry_member(at->value, "other");

	if (id != NULL && *id == '\0')
		return NULL;
	if (other != NULL) {
		error = entry_take_text(at, other, false, &text);
		if (error == NULL && *text != '\0')
			*stored =
			    entry_new_object(at->arena, "other", text, NULL);
		return error;
	}
	if (id == NULL || !definition_key_fits(id) || !is_offered(at, id))
		return choose();
	*stored = entry_new_string(at->arena, id);
	return NULL;
}

static const char *
check_choice(struct entry_at *at)
{
	const char *id = entry_string(at->value);
	const char *other = entry_member(at->value, "other");

	if (other != NULL && text_length(other) > OTHER_MOST)
		return entry_too_long(at, OTHER_MOST, text_length(other));
	if (other == NULL && (id == NULL || !definition_key_fits(id)))
		return choose();
	if (at->stage == ENTRY_DRAFT)
		return NULL;
	if (other != NULL)
		return at->rules->other && *other != '\0' ? NULL : choose();
	return definition_option(at->field, id) != NULL ? NULL : choose();
}

/* An option that this version does not have is read by its id. */
static const char *
label_of(struct entry_at *at, const char *id)
{
	const struct journey_option *option = definition_option(at->field, id);

	return option != NULL ? option->label : id;
}

static const char *
show_choice(struct entry_at *at)
{
	const char *id = entry_string(at->value);
	const char *other = entry_member(at->value, "other");

	if (other != NULL)
		return other;
	return id != NULL ? label_of(at, id) : "";
}

const struct entry_type choice_entry = { take_choice, check_choice, NULL,
	show_choice, NULL };

static size_t
items_of(struct json_object *value)
{
	return json_object_is_type(value, json_type_array)
		   ? json_object_array_length(value)
		   : 0;
}

static const char *
id_at(struct json_object *list, size_t i)
{
	const char *id = entry_string(json_object_array_get_idx(list, i));

	return id != NULL && definition_key_fits(id) ? id : NULL;
}

static bool
has_id(struct json_object *list, const char *id, size_t until)
{
	const char *item;
	size_t i;

	for (i = 0; i < until; i++) {
		item = id_at(list, i);
		if (item != NULL && strcmp(item, id) == 0)
			return true;
	}
	return false;
}

/* Ids, each once; or what is wrong. */
static const char *
check_ids(struct json_object *list)
{
	size_t i, n = items_of(list);
	const char *id;

	if (!json_object_is_type(list, json_type_array) || n > OPTIONS_MOST)
		return words("Choose of the list.");
	for (i = 0; i < n; i++) {
		id = id_at(list, i);
		if (id == NULL)
			return words("Choose of the list.");
		if (has_id(list, id, i))
			return words("Choose each only once.");
	}
	return NULL;
}

/* In the order of the options; ids that are none of them stand last. */
static struct json_object *
ordered(struct entry_at *at)
{
	struct json_object *out = json_object_new_array();
	const struct journey_field *f = at->field;
	size_t i, n = items_of(at->value);

	for (i = 0; i < f->noptions; i++)
		if (has_id(at->value, f->options[i].id, n))
			json_object_array_add(
			    out, json_object_new_string(f->options[i].id));
	for (i = 0; i < n; i++)
		if (definition_option(f, id_at(at->value, i)) == NULL)
			json_object_array_add(
			    out, json_object_new_string(id_at(at->value, i)));
	return json_kept(at->arena, out);
}

static const char *
take_ids(struct entry_at *at, struct json_object **stored)
{
	const char *error = check_ids(at->value);
	size_t i, n = items_of(at->value);

	for (i = 0; i < n && error == NULL; i++)
		if (!is_offered(at, id_at(at->value, i)))
			error = choose();
	if (error == NULL && n > 0)
		*stored = ordered(at);
	return error;
}

static int64_t
count_known(struct entry_at *at)
{
	size_t i, n = items_of(at->value);
	int64_t known = 0;
	const char *id;

	for (i = 0; i < n; i++) {
		id = id_at(at->value, i);
		known += id != NULL && definition_option(at->field, id) != NULL;
	}
	return known;
}

static const char *
check_multiselect(struct entry_at *at)
{
	const struct field_rules *r = at->rules;
	const char *error = check_ids(at->value);
	size_t n = items_of(at->value);
	int64_t known;

	if (error != NULL || at->stage == ENTRY_DRAFT)
		return error;
	known = count_known(at);
	if (known < (int64_t)n)
		return words("One of these is no longer in the list.");
	if (known < r->min_selected)
		return arena_printf(at->arena, tr("Choose at least %lld."),
		    (long long)r->min_selected);
	if (r->max_selected > 0 && known > r->max_selected)
		return arena_printf(at->arena, tr("Choose at most %lld."),
		    (long long)r->max_selected);
	if (r->exclusive != NULL && known > 1 &&
	    has_id(at->value, r->exclusive, n))
		return arena_printf(at->arena,
		    tr("\u201c%s\u201d is chosen alone."),
		    label_of(at, r->exclusive));
	return NULL;
}

static bool
multiselect_is_answered(struct entry_at *at)
{
	int64_t least = at->rules->min_selected;

	return check_ids(at->value) == NULL &&
	       count_known(at) >= (least > 1 ? least : 1);
}

static const char *
show_multiselect(struct entry_at *at)
{
	size_t i, n = items_of(at->value);
	const char *id;
	struct buf b;

	buf_init(&b, at->arena, 64);
	for (i = 0; i < n; i++) {
		if ((id = id_at(at->value, i)) == NULL)
			continue;
		if (b.len > 0)
			buf_puts(&b, "; ");
		buf_puts(&b, label_of(at, id));
	}
	return b.len > 0 ? b.data : "";
}

const struct entry_type multiselect_entry = { take_ids, check_multiselect,
	multiselect_is_answered, show_multiselect, NULL };

/* Which words were agreed to: the same for the same label and help. */
static const char *
text_version(struct entry_at *at)
{
	const struct journey_field *f = at->field;
	const char *text = arena_printf(
	    at->arena, "%s\n%s", f->label, f->help != NULL ? f->help : "");
	unsigned char hash[crypto_hash_sha256_BYTES];
	char hex[2 * TEXT_VERSION_BYTES + 1];

	crypto_hash_sha256(hash, (const unsigned char *)text, strlen(text));
	sodium_bin2hex(hex, sizeof(hex), hash, TEXT_VERSION_BYTES);
	return arena_strdup(at->arena, hex);
}

/* 1, 0, or -1 for what is neither. */
static int
tick_of(struct json_object *value)
{
	struct json_object *checked = value;

	if (json_object_is_type(value, json_type_object))
		json_object_object_get_ex(value, "checked", &checked);
	if (!json_object_is_type(checked, json_type_boolean))
		return -1;
	return json_object_get_boolean(checked);
}

static const char *
take_checkbox(struct entry_at *at, struct json_object **stored)
{
	struct json_object *object;
	int tick = tick_of(at->value);
	char now[32];

	if (tick < 0)
		return words("Choose yes or no.");
	if (tick == 0 && at->rules->must_be_true)
		return NULL; /* consent that is not given is no answer */
	instant_print_rfc3339(at->context->now, now);
	object = entry_new_object(at->arena, NULL);
	json_object_object_add(
	    object, "checked", json_object_new_boolean(tick));
	json_object_object_add(object, "at", json_object_new_string(now));
	if (tick == 1 && at->rules->must_be_true)
		json_object_object_add(
		    object, "text", json_object_new_string(text_version(at)));
	*stored = object;
	return NULL;
}

static const char *
check_checkbox(struct entry_at *at)
{
	int tick = tick_of(at->value);

	if (tick < 0)
		return words("Choose yes or no.");
	if (at->stage == ENTRY_SUBMIT && at->rules->must_be_true && tick == 0)
		return words("Tick this to go on.");
	return NULL;
}

static const char *
show_checkbox(struct entry_at *at)
{
	int tick = tick_of(at->value);

	if (tick < 0)
		return "";
	return tick == 1 ? words("Yes") : words("No");
}

const struct entry_type checkbox_entry = { take_checkbox, check_checkbox, NULL,
	show_checkbox, NULL };
