#include <string.h>

#include "lib/base/words.h"
#include "lib/journey/reading.h"

enum { MEMBERS = 100000, NAME_MOST = 120, TITLE_MOST = 120 };

static const struct text_limits line = { 1, 20, false, true };
static const struct text_limits summary = { 0, 200, false };
static const struct text_limits markdown_text = { 0, 10000, true };
static const struct text_limits page_text = { 0, 20000, true };
static const struct text_limits word = { 1, KEY_MOST, false, true };

static bool
has_key(const struct journey_section *s, const char *key, size_t until)
{
	size_t i;

	for (i = 0; i < until; i++)
		if (s->fields[i].key != NULL &&
		    strcmp(s->fields[i].key, key) == 0)
			return true;
	return false;
}

static void
read_fields(struct place *at, struct journey_section *s)
{
	struct place list, item;
	size_t i, n;

	(void)take_list(at, "fields", SECTION_FIELDS, &list, &n);
	s->fields = arena_alloc(at->arena, n + 1, sizeof(*s->fields));
	s->nfields = n;
	for (i = 0; i < n; i++) {
		item = place_item(&list, i);
		s->fields[i].section = s;
		s->fields[i].at = i;
		field_read(&item, &s->fields[i]);
		if (s->fields[i].key != NULL && has_key(s, s->fields[i].key, i))
			place_member_wrong(
			    &item, "key", words("This stands here twice."));
	}
}

static void
read_list_rules(struct place *at, struct journey_section *s)
{
	s->max_records = SECTION_RECORDS_INITIAL;
	(void)take_bool(at, "is_list", &s->is_list);
	(void)take_integer(
	    at, "min_records", 0, SECTION_RECORDS, &s->min_records);
	(void)take_integer(
	    at, "max_records", 1, SECTION_RECORDS, &s->max_records);
	if (s->is_list && s->min_records > s->max_records)
		place_member_wrong(at, "min_records",
		    words("The smallest lies above the largest."));
}

/* The slug of a specialisation. */
static void
take_kind(struct place *at, const char **kind)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789-";
	const char *text = NULL;

	if (!take_member(at, "kind", word, &text))
		return;
	if (strspn(text, letters) == strlen(text))
		*kind = text;
	else
		place_member_wrong(
		    at, "kind", words("Use only a to z, 0 to 9 and hyphens."));
}

void
definition_section_read(struct place *at, struct journey_section *s)
{
	if (!place_is_object(at))
		return;
	s->weight = 1;
	take_key(at, "key", &s->key);
	take_needed(at, "title", TITLE_MOST, &s->title);
	(void)take_member(at, "description", markdown_text, &s->description);
	(void)take_member(at, "guidance", markdown_text, &s->guidance);
	take_kind(at, &s->kind);
	(void)take_integer(at, "weight", 0, 10, &s->weight);
	read_list_rules(at, s);
	take_condition(at, "visible_if", &s->visible_if);
	read_fields(at, s);
	take_end(at);
}

static void
take_words(struct place *at, const char *name, struct rule_list *list)
{
	struct place member, item;
	size_t i, n;

	if (!take_list(at, name, 20, &member, &n))
		return;
	list->items = arena_alloc(at->arena, n + 1, sizeof(*list->items));
	for (i = 0; i < n; i++) {
		item = place_item(&member, i);
		if (place_text(&item, (struct text_limits){ 1, 60, false },
			&list->items[list->n]))
			list->n++;
	}
}

static void
take_colour(struct place *at, const char *name, const char **colour)
{
	static const char hex[] = "0123456789abcdefABCDEF";
	const char *text = NULL;

	if (!take_member(
		at, name, (struct text_limits){ 7, 7, false, true }, &text))
		return;
	if (text[0] == '#' && strlen(text) == 7 && strspn(text + 1, hex) == 6)
		*colour = text;
	else
		place_member_wrong(
		    at, name, words("Enter a colour such as #1f6f4a."));
}

static void
read_theme(struct place *at, struct journey_about *about)
{
	struct place theme;

	if (!take(at, "theme", &theme) || !place_is_object(&theme))
		return;
	take_colour(&theme, "primary", &about->primary);
	take_colour(&theme, "secondary", &about->secondary);
	take_colour(&theme, "accent", &about->accent);
	(void)take_member(&theme, "font", word, &about->font);
	take_end(&theme);
}

static void
read_about(struct place *at, struct journey_about *about)
{
	take_needed(at, "name", NAME_MOST, &about->name);
	(void)take_member(at, "summary", summary, &about->summary);
	(void)take_member(at, "description", page_text, &about->description);
	(void)take_member(at, "icon", word, &about->icon);
	(void)take_integer(
	    at, "estimated_minutes", 1, 100000, &about->estimated_minutes);
	take_words(at, "categories", &about->categories);
	take_words(at, "tags", &about->tags);
	read_theme(at, about);
}

static bool
section_is_new(const struct definition *d, const char *key, size_t until)
{
	size_t i;

	for (i = 0; i < until; i++)
		if (d->sections[i].key != NULL &&
		    strcmp(d->sections[i].key, key) == 0)
			return false;
	return true;
}

static void
read_sections(struct place *at, struct definition *d)
{
	struct place list, item;
	size_t i, n;

	if (!take_list(at, "sections", DEFINITION_SECTIONS, &list, &n) &&
	    list.value == NULL)
		place_wrong(&list, words("This is needed."));
	d->sections = arena_alloc(at->arena, n + 1, sizeof(*d->sections));
	d->nsections = n;
	for (i = 0; i < n; i++) {
		struct journey_section *s = &d->sections[i];

		item = place_item(&list, i);
		s->at = i;
		definition_section_read(&item, s);
		if (s->key != NULL && !section_is_new(d, s->key, i))
			place_member_wrong(
			    &item, "key", words("This stands here twice."));
		d->nfields += s->nfields;
	}
	if (d->nfields > DEFINITION_FIELDS)
		place_wrong(&list, words("These are too many fields."));
}

static void
read_schema(struct place *at)
{
	const char *schema = NULL;

	if (!take_member(at, "schema", line, &schema))
		return;
	if (strcmp(schema, "journey-1") != 0)
		place_member_wrong(at, "schema", words("Enter journey-1."));
}

struct definition *
definition_read(struct arena *a, const char *json, size_t len,
    struct definition_errors *errors)
{
	struct definition *d = definition_new(a);
	struct place root = { .arena = a, .errors = errors };

	*errors = (struct definition_errors){ NULL, 0 };
	if (len > DEFINITION_BYTES) {
		place_wrong(&root, words("This is too long."));
		return NULL;
	}
	root.value = reading_parse(&root, json, len, MEMBERS);
	if (root.value == NULL || !place_is_object(&root))
		return NULL;
	if (!json_object_object_get_ex(root.value, "schema", NULL))
		place_member_wrong(&root, "schema", words("This is needed."));
	read_schema(&root);
	read_about(&root, &d->about);
	read_sections(&root, d);
	take_end(&root);
	return errors->n == 0 ? d : NULL;
}
