#include <string.h>

#include "worker/rules_provider.h"

/* --- forms ------------------------------------------------------------------------ */

static void put_member(struct buf *, const char *name, struct json_object *);

static void
put_array(struct buf *b, const char *name, struct json_object *list)
{
	for (size_t i = 0; i < json_object_array_length(list); i++)
		put_member(b, arena_printf(b->arena, "%s[%zu]", name, i),
		    json_object_array_get_idx(list, i));
}

static void
put_object(struct buf *b, const char *name, struct json_object *object)
{
	struct json_object_iterator it = json_object_iter_begin(object);
	struct json_object_iterator end = json_object_iter_end(object);

	for (; !json_object_iter_equal(&it, &end); json_object_iter_next(&it)) {
		const char *key = json_object_iter_peek_name(&it);

		put_member(b,
		    name == NULL ? key
				 : arena_printf(b->arena, "%s[%s]", name, key),
		    json_object_iter_peek_value(&it));
	}
}

static void
put_value(struct buf *b, const char *name, const char *value)
{
	if (b->len > 0)
		buf_putc(b, '&');
	buf_put_url(b, name, strlen(name));
	buf_putc(b, '=');
	buf_put_url(b, value, strlen(value));
}

static void
put_member(struct buf *b, const char *name, struct json_object *value)
{
	switch (json_object_get_type(value)) {
	case json_type_null:
		break;
	case json_type_object:
		put_object(b, name, value);
		break;
	case json_type_array:
		put_array(b, name, value);
		break;
	default:
		put_value(b, name, json_object_get_string(value));
	}
}

void
provider_form(struct buf *b, struct json_object *object)
{
	buf_puts(b, "");
	if (json_object_is_type(object, json_type_object))
		put_object(b, NULL, object);
}

/* --- answers ---------------------------------------------------------------------- */

enum provider_verdict
provider_judge(const struct net_answer *answer)
{
	int64_t status = answer->status;

	if (status >= 200 && status < 300)
		return PROVIDER_DONE;
	if (status >= 400 && status < 500 && status != 401 && status != 403 &&
	    status != 408 && status != 409 && status != 429)
		return PROVIDER_REFUSED;
	return PROVIDER_AGAIN;
}

static const char *
text_at(struct json_object *said, const char *pointer)
{
	struct json_object *found;

	return said != NULL && json_pointer_get(said, pointer, &found) == 0 &&
		       json_object_is_type(found, json_type_string)
		   ? json_object_get_string(found)
		   : NULL;
}

const char *
provider_why(
    struct arena *a, const struct net_answer *answer, struct json_object *said)
{
	static const char *const places[] = { "/error/code", "/error/type",
		"/details/0/issue", "/name", "/error", NULL };
	const char *word = NULL;

	if (answer->status == 0)
		return answer->error != NULL ? answer->error : "no answer";
	for (size_t i = 0; places[i] != NULL && word == NULL; i++)
		word = text_at(said, places[i]);
	return arena_printf(a, "%lld %.60s", (long long)answer->status,
	    word != NULL ? word : "");
}
