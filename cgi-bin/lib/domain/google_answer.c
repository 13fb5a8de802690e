#include <string.h>

#include "lib/domain/google.h"
#include "lib/domain/google_in.h"

enum { DEEPEST = 32, SHORTEST_LIFE = 60 };

static void
release(void *object)
{
	json_object_put(object);
}

struct json_object *
google_parse(struct arena *a, const char *text, size_t len)
{
	struct json_tokener *t = json_tokener_new_ex(DEEPEST);
	struct json_object *o = NULL;

	if (t == NULL || len > INT32_MAX)
		goto out;
	json_tokener_set_flags(t, JSON_TOKENER_VALIDATE_UTF8);
	o = json_tokener_parse_ex(t, text, (int)len);
	if (json_tokener_get_error(t) != json_tokener_success ||
	    !json_object_is_type(o, json_type_object)) {
		json_object_put(o);
		o = NULL;
	} else
		arena_defer(a, release, o);
out:
	if (t != NULL)
		json_tokener_free(t);
	return o;
}

struct json_object *
google_member(struct json_object *o, const char *name, enum json_type type)
{
	struct json_object *value;

	return json_object_is_type(o, json_type_object) &&
		       json_object_object_get_ex(o, name, &value) &&
		       json_object_is_type(value, type)
		   ? value
		   : NULL;
}

const char *
google_text(struct json_object *o, const char *name)
{
	struct json_object *value = google_member(o, name, json_type_string);

	return value != NULL ? json_object_get_string(value) : NULL;
}

static int64_t
number(struct json_object *o, const char *name, int64_t otherwise)
{
	struct json_object *value = google_member(o, name, json_type_int);

	return value != NULL ? json_object_get_int64(value) : otherwise;
}

/* Is the word one of those apart by spaces? */
static bool
has_word(const char *words, const char *word)
{
	size_t len = strlen(word);
	const char *at;

	for (at = words; (at = strstr(at, word)) != NULL; at += len)
		if ((at == words || at[-1] == ' ') &&
		    (at[len] == ' ' || at[len] == '\0'))
			return true;
	return false;
}

/* Without "scope" everything asked for was granted (RFC 6749, 5.1). */
bool
google_tokens_read(
    struct arena *a, const char *json, size_t len, struct google_tokens *out)
{
	struct json_object *o = google_parse(a, json, len);
	const char *scope = google_text(o, "scope");

	*out = (struct google_tokens){
		.access = google_text(o, "access_token"),
		.refresh = google_text(o, "refresh_token"),
		.lasts_seconds = number(o, "expires_in", SHORTEST_LIFE),
		.can_write =
		    scope == NULL ||
		    has_word(scope,
			"https://www.googleapis.com/auth/calendar.events") ||
		    has_word(scope, "https://www.googleapis.com/auth/calendar"),
	};
	if (out->lasts_seconds < 0 || out->lasts_seconds > 86400)
		out->lasts_seconds = SHORTEST_LIFE;
	return out->access != NULL && *out->access != '\0';
}

bool
google_calendar_read(
    struct arena *a, const char *json, size_t len, struct google_calendar *out)
{
	struct json_object *o = google_parse(a, json, len);

	out->id = google_text(o, "id");
	out->zone = google_text(o, "timeZone");
	return out->id != NULL;
}

bool
google_remote_read(
    struct arena *a, const char *json, size_t len, struct google_remote *out)
{
	struct json_object *o = google_parse(a, json, len);

	*out = (struct google_remote){ .id = google_text(o, "id"),
		.etag = google_text(o, "etag"),
		.sequence = number(o, "sequence", 0) };
	return out->id != NULL;
}

/* --- refusals -------------------------------------------------------------------- */

/* {"error": {"errors": [{"reason": …}], "status": …}} of the API,
 * {"error": "…"} of the token address. */
const char *
google_reason(struct arena *a, const char *body, size_t len)
{
	struct json_object *o = google_parse(a, body, len), *error, *list;
	const char *word = google_text(o, "error");

	if (word != NULL)
		return word;
	error = google_member(o, "error", json_type_object);
	list = google_member(error, "errors", json_type_array);
	if (list != NULL && json_object_array_length(list) > 0)
		word =
		    google_text(json_object_array_get_idx(list, 0), "reason");
	if (word == NULL)
		word = google_text(error, "status");
	return word != NULL ? word : "";
}

static bool
is_one_of(const char *word, const char *const *words)
{
	for (; *words != NULL; words++)
		if (strcmp(word, *words) == 0)
			return true;
	return false;
}

static enum google_trouble
trouble_of_word(int64_t status, const char *word)
{
	static const char *const later[] = { "rateLimitExceeded",
		"userRateLimitExceeded", "quotaExceeded", "dailyLimitExceeded",
		"calendarUsageLimits", "calendarUsageLimitsExceeded",
		"RESOURCE_EXHAUSTED", "temporarily_unavailable", NULL };
	static const char *const grant[] = { "invalid_grant",
		"insufficientPermissions", "PERMISSION_DENIED",
		"ACCESS_TOKEN_SCOPE_INSUFFICIENT", NULL };

	if (status == 403 && is_one_of(word, later))
		return GOOGLE_LATER;
	if ((status == 400 || status == 401 || status == 403) &&
	    is_one_of(word, grant))
		return GOOGLE_NO_GRANT;
	return GOOGLE_FINE;
}

static bool
is_behind(const char *body, size_t len)
{
	return memmem(body, len, "sequence", 8) != NULL;
}

enum google_trouble
google_trouble_of(int64_t status, const char *body, size_t len)
{
	struct arena *a;
	enum google_trouble t;

	if (status >= 200 && status < 300)
		return GOOGLE_FINE;
	if (status < 200 || status == 408 || status == 429 || status >= 500)
		return GOOGLE_LATER;
	a = arena_new((size_t)16 << 20);
	t = trouble_of_word(status, google_reason(a, body, len));
	arena_free(a);
	if (t != GOOGLE_FINE)
		return t;
	switch (status) {
	case 400:
		return is_behind(body, len) ? GOOGLE_CHANGED : GOOGLE_REFUSED;
	case 401:
		return GOOGLE_NO_TOKEN;
	case 404:
	case 410:
		return GOOGLE_GONE;
	case 409:
		return GOOGLE_EXISTS;
	case 412:
		return GOOGLE_CHANGED;
	default:
		return GOOGLE_REFUSED;
	}
}
