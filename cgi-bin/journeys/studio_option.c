#include <json-c/json.h>
#include <stdlib.h>
#include <string.h>

#include "journeys/studio_part.h"
#include "lib/journey/reading.h"

/* The options of a choice: options.N.id, options.N.label, options.N.retired, and
 * options.more, a new one a line.  An id never changes with its label; an option
 * that members may have chosen is retired and not removed. */
enum { OPTIONS_MOST = 200, ID_MOST = 34 };

const struct field option_row_fields[] = {
	FIELD(struct option_row, number),
	FIELD(struct option_row, id),
	FIELD(struct option_row, label),
	FIELD(struct option_row, error),
	FIELD(struct option_row, retired),
	FIELD(struct option_row, is_public),
	FIELD(struct option_row, is_first),
	FIELD(struct option_row, is_last),
	FIELD_END,
};

struct option_set {
	struct option_row rows[OPTIONS_MOST];
	size_t n;
};

static const char *
member(struct json_object *o, const char *name)
{
	struct json_object *m = NULL;

	return json_object_object_get_ex(o, name, &m)
		   ? json_object_get_string(m)
		   : NULL;
}

static bool
is_on(struct json_object *o, const char *name)
{
	struct json_object *m = NULL;

	return json_object_object_get_ex(o, name, &m) &&
	       json_object_get_boolean(m);
}

static bool
holds(const struct option_set *set, const char *id)
{
	for (size_t i = 0; i < set->n; i++)
		if (strcmp(set->rows[i].id, id) == 0)
			return true;
	return false;
}

static void
add_stored(struct request *r, struct json_object *list, struct option_set *set,
    bool is_public)
{
	if (list == NULL || !json_object_is_type(list, json_type_array))
		return;
	for (size_t i = 0; i < json_object_array_length(list); i++) {
		struct json_object *o = json_object_array_get_idx(list, i);
		const char *id = member(o, "id");

		if (id == NULL || set->n == OPTIONS_MOST || holds(set, id))
			continue;
		set->rows[set->n++] = (struct option_row){
			.id = arena_strdup(r->arena, id),
			.label = arena_strdup(r->arena, member(o, "label")),
			.retired = is_public || is_on(o, "retired"),
		};
	}
}

static const char *
sent_of(struct request *r, size_t i, const char *part)
{
	const struct pair *p = pairs_find(
	    r->sent, arena_printf(r->arena, "options.%zu.%s", i, part));

	return p == NULL || p->value == NULL ? "" : p->value;
}

/* "Very good" is very_good; free among those that are there. */
static const char *
new_id(struct request *r, const struct option_set *set, const char *label)
{
	char base[ID_MOST + 1];
	const char *id;
	size_t n = 0;

	for (const char *at = label; *at != '\0' && n < ID_MOST; at++) {
		char c = *at >= 'A' && *at <= 'Z' ? (char)(*at + 32) : *at;

		if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
			base[n++] = c;
		else if (n > 0 && base[n - 1] != '_')
			base[n++] = '_';
	}
	while (n > 0 && base[n - 1] == '_')
		n--;
	base[n] = '\0';
	id = n == 0 ? "option" : arena_strdup(r->arena, base);
	if (strcmp(id, "other") == 0 || strcmp(id, "na") == 0)
		id = arena_printf(r->arena, "%s_option", id);
	for (int i = 2; holds(set, id); i++)
		id = arena_printf(
		    r->arena, "%s_%d", n == 0 ? "option" : base, i);
	return id;
}

static void
add_new(struct request *r, struct option_set *set, const char *label)
{
	if (set->n < OPTIONS_MOST && *label != '\0') {
		const char *id = new_id(r, set, label);

		set->rows[set->n++] =
		    (struct option_row){ .id = id, .label = label };
	}
}

static void
add_sent(struct request *r, struct option_set *set)
{
	const struct pair *more = pairs_find(r->sent, "options.more");
	const char *at = more == NULL || more->value == NULL ? "" : more->value;

	for (size_t i = 0; i < OPTIONS_MOST && set->n < OPTIONS_MOST; i++) {
		const char *id = sent_of(r, i, "id");
		const char *label = sent_of(r, i, "label");

		if (*id != '\0' && !holds(set, id))
			set->rows[set->n++] = (struct option_row){ .id = id,
				.label = label,
				.retired = strcmp(sent_of(r, i, "retired"),
					       "true") == 0 };
		else if (*id == '\0')
			add_new(r, set, label);
	}
	while (*at != '\0') {
		size_t len = strcspn(at, "\r\n"), from = 0, to = len;

		while (from < to && (at[from] == ' ' || at[from] == '\t'))
			from++;
		while (to > from && (at[to - 1] == ' ' || at[to - 1] == '\t'))
			to--;
		add_new(r, set, arena_strndup(r->arena, at + from, to - from));
		at += len;
		at += strspn(at, "\r\n");
	}
}

/* "option.up.2", "option.down.0", "option.remove.1". */
static void
do_deed(struct option_set *set, const char *deed)
{
	const char *last = strrchr(deed, '.');
	size_t i, other;
	struct option_row row;

	if (strncmp(deed, "option.", 7) != 0 || last == NULL)
		return;
	i = (size_t)strtoul(last + 1, NULL, 10);
	if (i >= set->n)
		return;
	if (strncmp(deed, "option.remove.", 14) == 0) {
		memmove(&set->rows[i], &set->rows[i + 1],
		    (set->n - i - 1) * sizeof(row));
		set->n--;
		return;
	}
	other = strncmp(deed, "option.up.", 10) == 0 ? i - 1 : i + 1;
	if (other >= set->n)
		return;
	row = set->rows[i];
	set->rows[i] = set->rows[other];
	set->rows[other] = row;
}

static struct json_object *
parse(struct request *r, const char *json)
{
	struct json_object *o = json == NULL ? NULL : json_tokener_parse(json);

	if (o != NULL)
		(void)json_kept(r->arena, o);
	return o;
}

static const char *
error_of(struct request *r, const char *number)
{
	const char *name = arena_printf(r->arena, "options.%s", number);
	size_t len = strlen(name);

	for (size_t i = 0; i < r->parsed.nmessages; i++)
		if (strncmp(r->parsed.messages[i].field, name, len) == 0)
			return r->parsed.messages[i].text;
	return NULL;
}

struct option_row *
options_show(const struct prop_source *s, const char *public_options, size_t *n)
{
	struct request *r = s->r;
	struct option_set *set = arena_alloc(r->arena, 1, sizeof(*set));
	struct option_set *old = arena_alloc(r->arena, 1, sizeof(*old));
	struct json_object *list = NULL;

	if (s->stored == NULL)
		add_sent(r, set);
	else if (json_object_object_get_ex(s->stored, "options", &list))
		add_stored(r, list, set, false);
	add_stored(r, parse(r, public_options), old, false);
	for (size_t i = 0; i < set->n; i++) {
		struct option_row *row = &set->rows[i];

		row->number = arena_printf(r->arena, "%zu", i);
		row->is_first = i == 0;
		row->is_last = i + 1 == set->n;
		row->is_public = holds(old, row->id);
		row->error = error_of(r, row->number);
	}
	*n = set->n;
	return set->rows;
}

struct json_object *
options_put(
    const struct prop_source *s, const char *public_options, const char *deed)
{
	struct option_set *set = arena_alloc(s->r->arena, 1, sizeof(*set));
	struct json_object *list = json_object_new_array(), *o;

	add_sent(s->r, set);
	do_deed(set, deed);
	/* what was published and is not there any more stays readable */
	add_stored(s->r, parse(s->r, public_options), set, true);
	for (size_t i = 0; i < set->n; i++) {
		o = json_object_new_object();
		json_object_object_add(
		    o, "id", json_object_new_string(set->rows[i].id));
		json_object_object_add(
		    o, "label", json_object_new_string(set->rows[i].label));
		if (set->rows[i].retired)
			json_object_object_add(
			    o, "retired", json_object_new_boolean(true));
		json_object_array_add(list, o);
	}
	return list;
}
