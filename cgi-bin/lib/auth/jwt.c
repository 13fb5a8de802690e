#include <string.h>

#include "lib/auth/jwt.h"

enum { TOKEN_MAX = 16 * 1024 };

static void
release(void *data)
{
	json_object_put(data);
}

void
jwt_release_later(struct arena *a, struct json_object *value)
{
	if (value != NULL)
		arena_defer(a, release, value);
}

/* One base64url part as a JSON object; NULL: it is none. */
static struct json_object *
read_object(struct arena *a, const char *text, size_t len)
{
	struct json_object *object;
	struct bytes raw;

	if (!bytes_from_base64(a, arena_strndup(a, text, len), TOKEN_MAX, &raw))
		return NULL;
	object = json_tokener_parse(
	    arena_strndup(a, (const char *)raw.data, raw.len));
	jwt_release_later(a, object);
	return json_object_is_type(object, json_type_object) ? object : NULL;
}

bool
jwt_read(struct arena *a, const char *token, struct jwt *t)
{
	const char *first = strchr(token, '.'), *second;

	if (first == NULL || strlen(token) > TOKEN_MAX ||
	    (second = strchr(first + 1, '.')) == NULL ||
	    strchr(second + 1, '.') != NULL)
		return false;
	t->signed_part = token;
	t->signed_len = (size_t)(second - token);
	t->header = read_object(a, token, (size_t)(first - token));
	t->claims = read_object(a, first + 1, (size_t)(second - first - 1));
	return t->header != NULL && t->claims != NULL &&
	       bytes_from_base64(a, second + 1, TOKEN_MAX, &t->signature);
}

const char *
jwt_text(struct json_object *object, const char *name)
{
	struct json_object *value;

	return json_object_object_get_ex(object, name, &value) &&
		       json_object_is_type(value, json_type_string)
		   ? json_object_get_string(value)
		   : NULL;
}

int64_t
jwt_seconds(struct json_object *object, const char *name)
{
	struct json_object *value;

	return json_object_object_get_ex(object, name, &value) &&
		       (json_object_is_type(value, json_type_int) ||
			   json_object_is_type(value, json_type_double))
		   ? json_object_get_int64(value)
		   : 0;
}
