#include <stdarg.h>
#include <string.h>

#include "lib/base/words.h"
#include "lib/domain/markdown.h"
#include "lib/domain/when.h"
#include "lib/journey/entry_type.h"
#include "lib/journey/text.h"

static const struct entry_type *const types[FIELD_TYPES] = {
	[TYPE_TEXT] = &text_entry,
	[TYPE_TEXTAREA] = &textarea_entry,
	[TYPE_EMAIL] = &email_entry,
	[TYPE_PHONE] = &phone_entry,
	[TYPE_URL] = &url_entry,
	[TYPE_NUMBER] = &number_entry,
	[TYPE_CURRENCY] = &currency_entry,
	[TYPE_DATE] = &date_entry,
	[TYPE_TIME] = &time_entry,
	[TYPE_SELECT] = &choice_entry,
	[TYPE_RADIO] = &choice_entry,
	[TYPE_MULTISELECT] = &multiselect_entry,
	[TYPE_CHECKBOX] = &checkbox_entry,
	[TYPE_FILE] = &file_entry,
	[TYPE_RATING] = &rating_entry,
};

static struct entry_at
entry_at(const struct entry_context *c, const struct journey_field *f,
    struct json_object *value)
{
	return (struct entry_at){ .context = c,
		.arena = c->arena,
		.field = f,
		.rules = &f->rules,
		.value = value,
		.stage = ENTRY_DRAFT };
}

struct json_object *
entry_from_json(const struct entry_context *c, const struct journey_field *f,
    struct json_object *value, const char **error)
{
	struct entry_at at = entry_at(c, f, value);
	struct json_object *stored = NULL;

	*error = NULL;
	if (value == NULL)
		return NULL;
	*error = types[f->type]->take(&at, &stored);
	if (*error == NULL && stored != NULL)
		*error = entry_check(c, f, stored, ENTRY_DRAFT);
	return *error == NULL ? stored : NULL;
}

const char *
entry_check(const struct entry_context *c, const struct journey_field *f,
    struct json_object *value, enum entry_stage stage)
{
	struct entry_at at = entry_at(c, f, value);
	const char *error;

	if (value == NULL)
		return NULL;
	at.stage = stage;
	error = types[f->type]->check(&at);
	return error != NULL && f->error != NULL ? f->error : error;
}

bool
entry_is_answered(const struct entry_context *c, const struct journey_field *f,
    struct json_object *value)
{
	struct entry_at at = entry_at(c, f, value);

	if (value == NULL)
		return false;
	if (types[f->type]->is_answered != NULL)
		return types[f->type]->is_answered(&at);
	at.stage = ENTRY_SUBMIT;
	return types[f->type]->check(&at) == NULL;
}

struct json_object *
entry_initial(const struct entry_context *c, const struct journey_field *f)
{
	const char *error;

	return entry_from_json(c, f, f->initial, &error);
}

const char *
entry_words(const struct entry_context *c, const struct journey_field *f,
    struct json_object *value)
{
	struct entry_at at = entry_at(c, f, value);

	return value != NULL ? types[f->type]->show(&at) : "";
}

const char *
entry_csv(const struct entry_context *c, const struct journey_field *f,
    struct json_object *value)
{
	struct entry_at at = entry_at(c, f, value);

	if (value == NULL)
		return "";
	return types[f->type]->cell != NULL ? types[f->type]->cell(&at)
					    : types[f->type]->show(&at);
}

void
entry_put_json(struct buf *b, const struct entry_context *c,
    const struct journey_field *f, struct json_object *value)
{
	const char *text = entry_words(c, f, value);

	buf_puts(b, "{\"value\":");
	buf_puts(b, value != NULL ? entry_text(c->arena, value) : "null");
	buf_puts(b, ",\"words\":\"");
	buf_put_json(b, text, strlen(text));
	buf_puts(b, "\"}");
}

struct html
entry_html(const struct entry_context *c, const struct journey_field *f,
    struct json_object *value)
{
	const char *text = entry_words(c, f, value);
	struct buf b;

	if (f->type == TYPE_TEXTAREA && f->rules.markup != NULL &&
	    strcmp(f->rules.markup, "light") == 0)
		return markdown(c->arena, text);
	buf_init(&b, c->arena, strlen(text) + 16);
	for (; *text != '\0'; text += strcspn(text, "\n")) {
		if (*text == '\n') {
			buf_puts(&b, "<br>");
			text++;
		}
		buf_put_html(&b, text, strcspn(text, "\n"));
	}
	return (struct html){ b.len > 0 ? b.data : "" };
}

const char *
entry_text(struct arena *a, struct json_object *value)
{
	return value == NULL
		   ? "null"
		   : arena_strdup(a, json_object_to_json_string_ext(value,
					 JSON_C_TO_STRING_PLAIN |
					     JSON_C_TO_STRING_NOSLASHESCAPE));
}
