#include "journeys/studio_condition.h"

#include <json-c/json.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/words.h"
#include "lib/journey/reading.h"

enum {
	SPARE_TESTS = 1,
	TESTS_MOST = CONDITION_PARTS,
	LISTED_MOST = 300 /* fields that one list of a page may hold */
};

static const struct field condition_test_fields[] = {
	FIELD(struct condition_test, name),
	FIELD(struct condition_test, source),
	FIELD(struct condition_test, typed_source),
	FIELD(struct condition_test, value),
	FIELD(struct condition_test, error),
	FIELD(struct condition_test, number),
	FIELD_LIST(struct condition_test, sources, nsources, choice_fields),
	FIELD_LIST(struct condition_test, words, nwords, choice_fields),
	FIELD_LIST(struct condition_test, values, nvalues, choice_fields),
	FIELD(struct condition_test, has_values),
	FIELD(struct condition_test, is_typed),
	FIELD_END,
};

const struct field condition_form_fields[] = {
	FIELD(struct condition_form, name),
	FIELD(struct condition_form, legend),
	FIELD(struct condition_form, help),
	FIELD(struct condition_form, json),
	FIELD(struct condition_form, error),
	FIELD(struct condition_form, is_json),
	FIELD_LIST(struct condition_form, modes, nmodes, choice_fields),
	FIELD_LIST(struct condition_form, tests, ntests, condition_test_fields),
	FIELD_END,
};

/* One test as it is written: the same whether stored or typed. */
struct line {
	const char *source, *is, *value, *error;
};

/* --- sources ------------------------------------------------------------------- */

/* How a row of the version is asked about; NULL: it can't be from here. */
static const char *
source_of(struct request *r, const struct condition_sources *all,
    const struct studio_source_list_row *row)
{
	bool is_own = strcmp(row->section, all->section) == 0;

	if (row->key == NULL || (row->is_list && !is_own))
		return NULL;
	return is_own ? row->key
		      : arena_printf(r->arena, "%s.%s", row->section, row->key);
}

static const struct studio_source_list_row *
find_source(
    struct request *r, const struct condition_sources *all, const char *source)
{
	const char *own;

	for (size_t i = 0; i < all->n; i++) {
		own = source_of(r, all, &all->rows[i]);
		if (own != NULL && strcmp(own, source) == 0)
			return &all->rows[i];
		/* a field of the same section may be written in full */
		if (own != NULL && strchr(source, '.') != NULL &&
		    strcmp(source,
			arena_printf(r->arena, "%s.%s", all->rows[i].section,
			    all->rows[i].key)) == 0)
			return &all->rows[i];
	}
	return NULL;
}

static const char *
source_label(struct request *r, const struct condition_sources *all,
    const struct studio_source_list_row *row)
{
	const char *label = row->label != NULL ? row->label : row->key;

	if (strcmp(row->section, all->section) == 0)
		return label;
	return arena_printf(r->arena, "%s: %s", row->title, label);
}

static void
add_source(struct condition_test *t, const char *value, const char *label)
{
	t->sources[t->nsources++] = (struct choice){ .value = value,
		.label = label,
		.chosen = strcmp(value, t->source) == 0 };
}

/* Own fields first, then those of other sections, then numbers of records. */
static void
fill_sources(struct request *r, const struct condition_sources *all,
    struct condition_test *t)
{
	bool is_large = all->n > LISTED_MOST;

	t->sources = arena_alloc(r->arena, 2 * all->n + 2, sizeof(*t->sources));
	add_source(t, "", tr("Choose a field"));
	for (int own = 1; own >= 0; own--)
		for (size_t i = 0; i < all->n; i++) {
			const char *s = source_of(r, all, &all->rows[i]);

			if (s == NULL || (strchr(s, '.') == NULL) != own ||
			    (!own && is_large && strcmp(s, t->source) != 0))
				continue;
			add_source(t, s, source_label(r, all, &all->rows[i]));
		}
	for (size_t i = 0; i < all->n; i++)
		if (all->rows[i].is_list &&
		    (i == 0 || strcmp(all->rows[i].section,
				   all->rows[i - 1].section) != 0))
			add_source(t,
			    arena_printf(r->arena, "#%s", all->rows[i].section),
			    arena_printf(r->arena, tr("Number of entries: %s"),
				all->rows[i].title));
	t->is_typed = is_large;
}

/* --- rows ------------------------------------------------------------------------ */

/* The values of a field of options, as a list to choose from. */
static void
fill_values(struct request *r, struct condition_test *t, const char *options)
{
	struct json_object *list = value_parse(r, options), *one;
	size_t n;

	if (list == NULL || !json_object_is_type(list, json_type_array))
		return;
	n = json_object_array_length(list);
	t->values = arena_alloc(r->arena, n + 1, sizeof(*t->values));
	t->values[t->nvalues++] = (struct choice){ .value = "", .label = "–" };
	for (size_t i = 0; i < n; i++) {
		one = json_object_array_get_idx(list, i);
		if (value_member(one, "id") == NULL)
			continue;
		t->values[t->nvalues++] = (struct choice){
			.value = value_member(one, "id"),
			.label = value_member(one, "label"),
			.chosen =
			    strcmp(value_member(one, "id"), t->value) == 0,
		};
	}
	t->has_values = true;
}

static void
fill_words(struct request *r, struct condition_test *t, const char *is,
    enum field_type type)
{
	t->words = arena_alloc(r->arena, CONDITION_WORDS, sizeof(*t->words));
	for (int w = 0; w < CONDITION_WORDS; w++) {
		enum condition_is word = (enum condition_is)w;

		if (type != FIELD_TYPES && !condition_fits(word, type) &&
		    strcmp(condition_word(word), is) != 0)
			continue;
		t->words[t->nwords++] = (struct choice){
			.value = condition_word(word),
			.label = condition_words(word),
			.chosen = strcmp(condition_word(word), is) == 0,
		};
	}
}

static void
add_test(struct request *r, const struct condition_sources *all,
    struct condition_form *f, const struct line *line)
{
	struct condition_test *t = &f->tests[f->ntests];
	const struct studio_source_list_row *row =
	    find_source(r, all, line->source);
	enum field_type type =
	    row == NULL ? FIELD_TYPES : field_type_of(row->type);

	*t = (struct condition_test){
		.name = arena_printf(r->arena, "%s.%zu", f->name, f->ntests),
		.number = arena_printf(r->arena, "%zu", f->ntests + 1),
		.source = line->source,
		.typed_source = "",
		.value = line->value,
		.error = line->error,
	};
	f->ntests++;
	fill_sources(r, all, t);
	fill_words(r, t, line->is, type);
	if (row != NULL && row->options != NULL &&
	    strcmp(line->is, condition_word(IS_IN)) != 0)
		fill_values(r, t, row->options);
}

static void
fill_modes(struct request *r, struct condition_form *f, const char *mode)
{
	static const char *const names[] = { "none", "all", "any", "json",
		NULL };
	const char *const labels[] = { tr("Always"),
		tr("When all of these hold"), tr("When any of these holds"),
		tr("By rules of my own (JSON)"), NULL };
	const char *const required[] = { tr("No further rule"), labels[1],
		labels[2], labels[3], NULL };

	f->modes = choices_make(r->arena, names,
	    strcmp(f->name, "required_if") == 0 ? required : labels, mode,
	    &f->nmodes);
	f->is_json = strcmp(mode, "json") == 0;
}

static void
start(struct request *r, struct condition_form *f, size_t n)
{
	f->tests = arena_alloc(r->arena, n + SPARE_TESTS, sizeof(*f->tests));
	f->json = "";
}

static void
add_spare(struct request *r, const struct condition_sources *all,
    struct condition_form *f)
{
	const struct line spare = { "", condition_word(IS_EQUALS), "", NULL };

	if (f->ntests < TESTS_MOST)
		add_test(r, all, f, &spare);
}

/* --- what is stored ---------------------------------------------------------------- */

/* One test; false: it has parts of its own. */
static bool
line_of(struct request *r, struct json_object *o, struct line *line)
{
	struct json_object *value = NULL;
	const char *field = value_member(o, "field"),
		   *records = value_member(o, "records");

	if (field == NULL && records == NULL)
		return false;
	(void)json_object_object_get_ex(o, "value", &value);
	*line = (struct line){
		field != NULL ? field : arena_printf(r->arena, "#%s", records),
		value_member(o, "is") == NULL ? "" : value_member(o, "is"),
		value_to_words(r->arena, value), NULL
	};
	return true;
}

static bool
stored_list(struct request *r, const struct condition_sources *all,
    struct json_object *list, struct condition_form *f)
{
	size_t n = json_object_array_length(list);
	struct line line;

	start(r, f, n);
	for (size_t i = 0; i < n; i++) {
		if (!line_of(r, json_object_array_get_idx(list, i), &line)) {
			f->ntests = 0;
			return false;
		}
		add_test(r, all, f, &line);
	}
	return true;
}

void
condition_form_stored(struct request *r, const struct condition_sources *all,
    const char *json, struct condition_form *f)
{
	struct json_object *o = value_parse(r, json), *list = NULL;
	const char *mode = "none";
	struct line line;

	start(r, f, 1);
	if (o != NULL && line_of(r, o, &line)) {
		add_test(r, all, f, &line);
		mode = "all";
	} else if (o != NULL) {
		mode = json_object_object_get_ex(o, "all", &list)   ? "all"
		       : json_object_object_get_ex(o, "any", &list) ? "any"
								    : "json";
		if (list == NULL || !stored_list(r, all, list, f))
			mode = "json";
	}
	if (strcmp(mode, "json") == 0) {
		start(r, f, 1);
		f->json = json;
	}
	fill_modes(r, f, mode);
	add_spare(r, all, f);
}

/* --- what was typed ------------------------------------------------------------------ */

static const char *
sent(struct request *r, const char *name)
{
	const struct pair *p = pairs_find(r->sent, name);

	return p == NULL || p->value == NULL ? "" : p->value;
}

static const char *
sent_of(struct request *r, const char *name, size_t i, const char *part)
{
	return sent(r, arena_printf(r->arena, "%s.%zu.%s", name, i, part));
}

/* The field may be chosen of the list, or written. */
static bool
typed_line(struct request *r, const char *name, size_t i, struct line *line)
{
	const char *written = sent_of(r, name, i, "other");

	*line = (struct line){ *written != '\0' ? written
						: sent_of(r, name, i, "source"),
		sent_of(r, name, i, "is"), sent_of(r, name, i, "value"), NULL };
	return *line->source != '\0';
}

void
condition_form_typed(struct request *r, const struct condition_sources *all,
    struct condition_form *f)
{
	const char *mode = sent(r, arena_printf(r->arena, "%s.mode", f->name));
	struct line line;

	start(r, f, TESTS_MOST);
	f->json = sent(r, arena_printf(r->arena, "%s.json", f->name));
	for (size_t i = 0; i < TESTS_MOST; i++)
		if (typed_line(r, f->name, i, &line))
			add_test(r, all, f, &line);
	fill_modes(r, f, *mode == '\0' ? "none" : mode);
	add_spare(r, all, f);
}

/* A test as JSON; NULL with *wrong set. */
static struct json_object *
test_read(struct request *r, const struct condition_sources *all,
    const struct line *line, const char **wrong)
{
	const struct studio_source_list_row *row;
	bool is_records = line->source[0] == '#';
	enum condition_is is = condition_word_of(line->is);
	enum field_type type = FIELD_TYPES;
	struct json_object *o, *value;

	row = is_records ? NULL : find_source(r, all, line->source);
	if (!is_records && row == NULL) {
		*wrong = tr("Choose a field that there is.");
		return NULL;
	}
	if (row != NULL)
		type = field_type_of(row->type);
	if (is == CONDITION_WORDS ||
	    (type != FIELD_TYPES && !condition_fits(is, type))) {
		*wrong = tr("This can't be asked of such a field.");
		return NULL;
	}
	o = json_object_new_object();
	json_object_object_add(o, is_records ? "records" : "field",
	    json_object_new_string(
		is_records ? line->source + 1 : line->source));
	json_object_object_add(
	    o, "is", json_object_new_string(condition_word(is)));
	if (!condition_takes_value(is))
		return o;
	if (is == IS_IN)
		value = value_list(
		    r, row == NULL ? NULL : row->options, line->value);
	else if (type == TYPE_MULTISELECT)
		value =
		    value_from_words(r, TYPE_SELECT, row->options, line->value);
	else
		value = value_from_words(
		    r, type, row == NULL ? NULL : row->options, line->value);
	json_object_object_add(o, "value", value);
	return o;
}

struct json_object *
condition_form_read(struct request *r, const struct condition_sources *all,
    const char *name, const char **wrong)
{
	const char *mode = sent(r, arena_printf(r->arena, "%s.mode", name));
	struct json_object *o, *list, *one;
	struct line line;

	*wrong = NULL;
	if (strcmp(mode, "json") == 0) {
		const char *json =
		    sent(r, arena_printf(r->arena, "%s.json", name));

		o = value_parse(r, json);
		if (o == NULL && *json != '\0')
			*wrong = tr("This is no JSON.");
		return o == NULL ? NULL : json_object_get(o);
	}
	if (strcmp(mode, "all") != 0 && strcmp(mode, "any") != 0)
		return NULL;
	list = json_object_new_array();
	for (size_t i = 0; i < TESTS_MOST; i++) {
		if (!typed_line(r, name, i, &line))
			continue;
		one = test_read(r, all, &line, wrong);
		if (one == NULL) {
			json_object_put(list);
			return NULL;
		}
		json_object_array_add(list, one);
	}
	if (json_object_array_length(list) == 0) {
		json_object_put(list);
		*wrong = tr("Choose a field, or let it be so always.");
		return NULL;
	}
	o = json_object_new_object();
	json_object_object_add(o, mode, list);
	return o;
}
