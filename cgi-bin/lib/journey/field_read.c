#include <string.h>

#include "lib/base/words.h"
#include "lib/journey/entry.h"
#include "lib/journey/reading.h"

enum { LABEL_MOST = 200 };

static const struct text_limits paragraph = { 0, 1000, true };
static const struct text_limits word = { 1, KEY_MOST, false, true };

static bool
is_reserved(const char *id)
{
	return strcmp(id, "other") == 0 || strcmp(id, "na") == 0;
}

static void
read_option(
    struct place *at, struct journey_field *f, struct journey_option *options)
{
	struct journey_option *option = &options[f->noptions];

	if (!place_is_object(at))
		return;
	take_key(at, "id", &option->id);
	take_needed(at, "label", LABEL_MOST, &option->label);
	(void)take_bool(at, "retired", &option->retired);
	take_end(at);
	if (option->id == NULL || option->label == NULL)
		return;
	if (is_reserved(option->id))
		place_member_wrong(at, "id", words("This id is the house's."));
	else if (definition_option(f, option->id) != NULL)
		place_member_wrong(at, "id", words("This stands here twice."));
	else
		f->noptions++;
}

static void
read_options(struct place *at, struct journey_field *f)
{
	const struct field_type_about *about = field_type_about(f->type);
	struct journey_option *options;
	struct place list, item;
	size_t i, n;

	if (about->max_options == 0)
		return;
	if (!take_list(at, "options", (size_t)about->max_options, &list, &n)) {
		if (list.value == NULL)
			place_wrong(&list, words("This is needed."));
		return;
	}
	if ((int64_t)n < about->min_options)
		place_wrong(&list, words("Give at least 2 options."));
	f->options = options = arena_alloc(at->arena, n + 1, sizeof(*options));
	for (i = 0; i < n; i++) {
		item = place_item(&list, i);
		read_option(&item, f, options);
	}
	if (f->rules.exclusive != NULL &&
	    definition_option(f, f->rules.exclusive) == NULL)
		place_member_wrong(
		    at, "exclusive", words("This is none of the options."));
}

/* As a script would send it. */
static void
read_initial(struct place *at, struct journey_field *f)
{
	struct entry_context context = { .arena = at->arena };
	const char *error = NULL;
	struct place member;

	if (!take(at, "default", &member))
		return;
	if (f->type == TYPE_FILE) {
		place_wrong(&member, words("This is not known here."));
		return;
	}
	(void)entry_from_json(&context, f, member.value, &error);
	if (error != NULL)
		place_wrong(&member, error);
	f->initial = member.value;
}

static void
read_words(struct place *at, struct journey_field *f)
{
	const struct text_limits error = { 0, 200, false };

	take_needed(at, "label", LABEL_MOST, &f->label);
	(void)take_member(at, "help", paragraph, &f->help);
	(void)take_member(at, "placeholder", error, &f->placeholder);
	(void)take_member(at, "error", error, &f->error);
}

void
field_read_definition(struct place *at, struct journey_field *f)
{
	size_t before = at->errors->n;

	f->weight = 1;
	read_words(at, f);
	(void)take_bool(at, "required", &f->required);
	(void)take_bool(at, "sensitive", &f->sensitive);
	(void)take_bool(at, "private", &f->is_private);
	(void)take_bool(at, "unique_in_list", &f->unique_in_list);
	(void)take_integer(at, "weight", 0, 10, &f->weight);
	take_condition(at, "visible_if", &f->visible_if);
	take_condition(at, "required_if", &f->required_if);
	rules_read(at, f);
	read_options(at, f);
	if (at->errors->n == before)
		read_initial(at, f);
	else
		at->taken[at->ntaken++] = "default";
	take_end(at);
}

static bool
read_type(const struct place *at, struct journey_field *f)
{
	const char *name = NULL;

	if (!place_text(at, word, &name))
		return false;
	f->type = field_type_of(name);
	if (f->type != FIELD_TYPES)
		return true;
	f->type = TYPE_TEXT;
	place_wrong(at, words("This type is none of the fifteen."));
	return false;
}

void
field_read(struct place *at, struct journey_field *f)
{
	struct place type;

	if (!place_is_object(at))
		return;
	take_key(at, "key", &f->key);
	if (!take(at, "type", &type))
		place_wrong(&type, words("This is needed."));
	else if (read_type(&type, f))
		field_read_definition(at, f);
}
