#include <ctype.h>
#include <string.h>

#include "lib/base/words.h"
#include "lib/domain/browser.h"
#include "lib/domain/when.h"
#include "lib/domain/wording.h"

enum { LONGEST_WORD = 40 };

/* Machine words of session data, as people say them. */
static const struct code {
	const char *member, *code, *english;
} codes[] = {
	{ "type", "technical_coding", WORDS("coding interview") },
	{ "type", "system_design", WORDS("system design interview") },
	{ "type", "behavioural", WORDS("behavioural interview") },
	{ "type", "resume", WORDS("résumé review") },
	{ "type", "mentoring", WORDS("mentoring session") },
	{ "type", "concierge", WORDS("concierge session") },
	{ "type", "introduction", WORDS("introduction") },
	{ "reason", "schedule", WORDS("the time no longer fits") },
	{ "reason", "illness", WORDS("illness") },
	{ "reason", "emergency", WORDS("an emergency") },
	{ "reason", "no_longer_needed", WORDS("it is no longer needed") },
	{ "reason", "found_other", WORDS("somebody else was found") },
	{ "reason", "not_a_fit", WORDS("it is not a good fit") },
	{ "reason", "technical", WORDS("technical trouble") },
	{ "reason", "mistake", WORDS("it was booked by mistake") },
	{ "reason", "price", WORDS("the price") },
	{ "reason", "suspended", WORDS("an account was suspended") },
	{ "reason", "provider_closed", WORDS("the expert stopped") },
	{ "reason", "refunded", WORDS("the payment was refunded") },
	{ "reason", "agreed", WORDS("both agreed") },
	{ NULL, NULL, NULL },
};

static void
put_json(void *data)
{
	json_object_put(data);
}

void
wording_set(struct json_object *data, const char *name, const char *text)
{
	if (text != NULL)
		json_object_object_add(
		    data, name, json_object_new_string(text));
}

/* NAME_SUFFIX: text */
static void
set_derived(struct arena *a, struct json_object *data, const char *name,
    const char *suffix, const char *text)
{
	wording_set(data, arena_printf(a, "%s_%s", name, suffix), text);
}

static const char *
with_clock(
    struct arena *a, const char *day, struct instant i, const struct reader *r)
{
	return arena_printf(a, "%s, %s, %s", day, when_clock(a, i, r->zone),
	    zone_city(a, r->zone));
}

static bool
is_word(const char *s)
{
	size_t len = strlen(s);

	if (len == 0 || len > LONGEST_WORD)
		return false;
	for (; *s != '\0'; s++)
		if (!islower((unsigned char)*s) && *s != '_')
			return false;
	return true;
}

static void
add_of_word(struct arena *a, struct json_object *data, const char *name,
    const char *word)
{
	const struct code *c;

	json_object_object_add(data, arena_printf(a, "%s_%s", name, word),
	    json_object_new_boolean(true));
	for (c = codes; c->member != NULL; c++)
		if (strcmp(c->member, name) == 0 && strcmp(c->code, word) == 0)
			set_derived(a, data, name, "name", words(c->english));
}

static void
add_of_instant(struct arena *a, struct json_object *data, const char *name,
    struct instant i, const struct reader *r)
{
	const char *day = when_day(a, i, r->zone, r->now);

	set_derived(a, data, name, "day", day);
	set_derived(a, data, name, "text", with_clock(a, day, i, r));
}

/* A list of instants as texts. */
static void
add_of_list(struct arena *a, struct json_object *data, const char *name,
    struct json_object *list, const struct reader *r)
{
	struct json_object *texts = json_object_new_array();
	struct instant i;

	for (size_t n = 0; n < json_object_array_length(list); n++) {
		i = instant_from_rfc3339(
		    json_object_get_string(json_object_array_get_idx(list, n)));
		if (i.us != 0)
			json_object_array_add(
			    texts, json_object_new_string(with_clock(a,
				       when_day(a, i, r->zone, r->now), i, r)));
	}
	json_object_object_add(data, arena_printf(a, "%s_texts", name), texts);
}

static struct instant
instant_of(struct json_object *data, const char *name)
{
	struct json_object *value;

	if (!json_object_object_get_ex(data, name, &value) ||
	    !json_object_is_type(value, json_type_string))
		return (struct instant){ 0 };
	return instant_from_rfc3339(json_object_get_string(value));
}

/* False: it is no time from start to end. */
static bool
add_when(struct arena *a, struct json_object *given, struct json_object *data,
    const struct reader *r)
{
	struct instant start = instant_of(given, "start"),
		       end = instant_of(given, "end");

	if (start.us == 0 || end.us == 0)
		return false;
	wording_set(data, "when",
	    arena_printf(a, "%s, %s", when_day(a, start, r->zone, r->now),
		when_range(a, start, end, r->zone)));
	return true;
}

static void
drop_controls(struct arena *a, struct json_object *value)
{
	int len = json_object_get_string_len(value);
	char *copy =
	    arena_strndup(a, json_object_get_string(value), (size_t)len);

	for (int i = 0; i < len; i++)
		if (iscntrl((unsigned char)copy[i]))
			copy[i] = ' ';
	json_object_set_string_len(value, copy, len);
}

static void
add_of_text(struct arena *a, struct json_object *data, const char *name,
    struct json_object *value, const struct reader *r)
{
	const char *text = json_object_get_string(value);
	struct instant i = instant_from_rfc3339(text);

	if (i.us != 0)
		add_of_instant(a, data, name, i, r);
	else if (strcmp(name, "agent") == 0)
		set_derived(a, data, name, "name", browser_words(a, text));
	else if (is_word(text))
		add_of_word(a, data, name, text);
}

struct json_object *
wording_data(struct arena *a, const char *json, const struct reader *r)
{
	struct json_object *given =
	    json != NULL ? json_tokener_parse(json) : NULL;
	struct json_object *data = json_object_new_object();
	bool has_when;

	arena_defer(a, put_json, data);
	if (!json_object_is_type(given, json_type_object)) {
		json_object_put(given);
		return data;
	}
	has_when = add_when(a, given, data, r);
	json_object_object_foreach(given, name, value)
	{
		json_object_object_add(data, name, json_object_get(value));
		if (has_when &&
		    (strcmp(name, "start") == 0 || strcmp(name, "end") == 0))
			continue;
		if (json_object_is_type(value, json_type_string)) {
			drop_controls(a, value);
			add_of_text(a, data, name, value, r);
		} else if (json_object_is_type(value, json_type_array)) {
			add_of_list(a, data, name, value, r);
		}
	}
	json_object_put(given);
	return data;
}
