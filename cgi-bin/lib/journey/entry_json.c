#include <stdarg.h>
#include <string.h>

#include "lib/base/words.h"
#include "lib/domain/when.h"
#include "lib/journey/entry_type.h"
#include "lib/journey/reading.h"
#include "lib/journey/text.h"

enum { VALUE_MEMBERS = 2000, VALUE_BYTES = 256 * 1024 };

static const char *tr(const char *english) __attribute__((format_arg(1)));

static const char *
tr(const char *english)
{
	return words(english);
}

const char *
entry_string(struct json_object *value)
{
	const char *text;

	if (!json_object_is_type(value, json_type_string))
		return NULL;
	text = json_object_get_string(value);
	return strlen(text) == (size_t)json_object_get_string_len(value) ? text
									 : NULL;
}

const char *
entry_member(struct json_object *object, const char *name)
{
	struct json_object *value = NULL;

	if (!json_object_is_type(object, json_type_object))
		return NULL;
	json_object_object_get_ex(object, name, &value);
	return entry_string(value);
}

const char *
entry_show_string(struct entry_at *at)
{
	const char *text = entry_string(at->value);

	return text != NULL ? text : "";
}

bool
entry_int(struct json_object *value, int64_t *n)
{
	double real;

	if (json_object_is_type(value, json_type_double)) {
		real = json_object_get_double(value);
		*n = json_object_get_int64(value);
		return real == (double)*n;
	}
	if (!json_object_is_type(value, json_type_int))
		return false;
	*n = json_object_get_int64(value);
	return true;
}

const char *
entry_take_text(
    struct entry_at *at, const char *raw, bool lines, const char **text)
{
	if (raw == NULL)
		return words("Enter text.");
	*text = text_kept(at->arena, raw, strlen(raw), lines);
	if (*text != NULL)
		return NULL;
	*text = "";
	return lines ? words("Remove the control characters.")
		     : words("Write this on one line, without control "
			     "characters.");
}

struct json_object *
entry_new_string(struct arena *a, const char *text)
{
	if (*text == '\0')
		return NULL;
	return json_kept(a, json_object_new_string(text));
}

struct json_object *
entry_new_object(struct arena *a, ...)
{
	struct json_object *object = json_object_new_object();
	const char *name, *value;
	va_list ap;

	va_start(ap, a);
	while ((name = va_arg(ap, const char *)) != NULL) {
		value = va_arg(ap, const char *);
		json_object_object_add(
		    object, name, json_object_new_string(value));
	}
	va_end(ap);
	return json_kept(a, object);
}

const char *
entry_too_long(struct entry_at *at, int64_t most, int64_t n)
{
	return arena_printf(at->arena,
	    tr("Enter at most %lld characters; this has %lld."),
	    (long long)most, (long long)n);
}

const char *
entry_too_short(struct entry_at *at, int64_t least, int64_t n)
{
	return arena_printf(at->arena,
	    tr("Enter at least %lld characters; this has %lld."),
	    (long long)least, (long long)n);
}

const char *
entry_size(struct arena *a, int64_t bytes)
{
	static const int64_t mega = 1048576, kilo = 1024;

	if (bytes >= mega)
		return arena_printf(a, tr("%lld.%lld MB"),
		    (long long)(bytes / mega),
		    (long long)(bytes % mega * 10 / mega));
	return arena_printf(
	    a, tr("%lld KB"), (long long)((bytes + kilo - 1) / kilo));
}

struct date
entry_today(const struct entry_context *c)
{
	return when_local(c->now, c->zone).date;
}

static struct json_object *
parse(struct arena *a, const char *json, bool *is_json)
{
	struct definition_errors errors = { NULL, 0 };
	struct place at = { .arena = a, .errors = &errors };
	struct json_object *value = NULL;
	size_t len = strlen(json);

	*is_json = true;
	if (strcmp(json, "null") == 0)
		return NULL;
	if (len <= VALUE_BYTES)
		value = reading_parse(&at, json, len, VALUE_MEMBERS);
	*is_json = value != NULL;
	return value;
}

struct json_object *
entry_stored(struct arena *a, const char *json)
{
	bool is_json;

	return json == NULL ? NULL : parse(a, json, &is_json);
}

struct json_object *
entry_from_text(const struct entry_context *c, const struct journey_field *f,
    const char *json, const char **error)
{
	bool is_json;
	struct json_object *value = parse(c->arena, json, &is_json);

	if (!is_json) {
		*error = words("This is no JSON.");
		return NULL;
	}
	return entry_from_json(c, f, value, error);
}
