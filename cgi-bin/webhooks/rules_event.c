#include <limits.h>
#include <string.h>

#include "lib/form/json_scan.h"
#include "lib/form/percent.h"
#include "webhooks/rules_event.h"

enum { MOST_DEEP = 64 };

/* The code unit of the \uXXXX at s; -1: it is none. */
static int
unit_at(const char *s, const char *end)
{
	int digit, unit = 0;

	if (end - s < 6 || s[0] != '\\' || s[1] != 'u')
		return -1;
	for (int i = 2; i < 6; i++) {
		if ((digit = hex_value(s[i])) < 0)
			return -1;
		unit = unit << 4 | digit;
	}
	return unit;
}

static bool
is_low(int unit)
{
	return unit >= 0xdc00 && unit <= 0xdfff;
}

/* Mend the escape at s, where a backslash stands; gives the end of it. */
static char *
mend_escape(char *s, const char *end)
{
	int unit = unit_at(s, end);

	if (unit < 0)
		return end - s < 2 ? s + 1 : s + 2;
	if (unit >= 0xd800 && unit < 0xdc00 && is_low(unit_at(s + 6, end)))
		return s + 12;
	if (unit == 0 || (unit >= 0xd800 && unit <= 0xdfff))
		for (int i = 0; i < 4; i++)
			s[2 + i] = "fffd"[i];
	return s + 6;
}

/* A backslash is nowhere but in strings. */
static char *
mend(struct arena *a, const char *body, size_t len)
{
	char *text = arena_strndup(a, body, len), *end = text + len, *s = text;

	while (s < end && (s = memchr(s, '\\', (size_t)(end - s))) != NULL)
		s = mend_escape(s, end);
	return text;
}

static void
release(void *data)
{
	json_object_put(data);
}

static struct json_object *
parse(struct arena *a, const char *text, size_t len)
{
	struct json_tokener *reader = json_tokener_new_ex(MOST_DEEP);
	struct json_object *body;
	bool is_whole;

	if (reader == NULL)
		return NULL;
	json_tokener_set_flags(
	    reader, JSON_TOKENER_STRICT | JSON_TOKENER_VALIDATE_UTF8);
	body = json_tokener_parse_ex(reader, text, (int)len + 1);
	is_whole = json_tokener_get_error(reader) == json_tokener_success;
	json_tokener_free(reader);
	if (body != NULL)
		arena_defer(a, release, body);
	return is_whole && json_object_is_type(body, json_type_object) ? body
								       : NULL;
}

const char *
event_text(struct json_object *object, const char *name, size_t most)
{
	struct json_object *value;
	int len;

	if (!json_object_object_get_ex(object, name, &value) ||
	    !json_object_is_type(value, json_type_string))
		return NULL;
	len = json_object_get_string_len(value);
	return len > 0 && (size_t)len <= most ? json_object_get_string(value)
					      : NULL;
}

const char *
event_read(struct arena *a, const char *body, size_t len,
    const struct event_shape *shape, struct event *e)
{
	struct json_count count;
	char *text;

	if (len == 0 || len >= INT_MAX || memchr(body, '\0', len) != NULL)
		return "no JSON";
	text = mend(a, body, len);
	if (!json_scan(text, len, &count) ||
	    (e->body = parse(a, text, len)) == NULL)
		return "no JSON object";
	e->text = text;
	if (shape->id != NULL &&
	    (e->id = event_text(e->body, shape->id, EVENT_ID_MAX)) == NULL)
		return "an event without an id";
	if (shape->kind != NULL && (e->kind = event_text(e->body, shape->kind,
					EVENT_KIND_MAX)) == NULL)
		return "an event without a kind";
	return NULL;
}
