#include <string.h>

#include "../support/fuzz_require.h"
#include "lib/base/log.h"
#include "lib/form/utf8.h"
#include "lib/journey/entry.h"

#define OPTIONS                                       \
	"\"options\":[{\"id\":\"a\",\"label\":\"A\"}" \
	",{\"id\":\"b\",\"label\":\"B\",\"retired\":true}]"

/* A letter says which of these fields, the rest is what a script sends. */
static const struct field_row rows[] = {
	{ "t", "text",
	    "{\"label\":\"L\",\"max_len\":9,\"pattern\":\"[a-z]+\"}" },
	{ "t", "textarea", "{\"label\":\"L\",\"markup\":\"light\"}" },
	{ "t", "email", "{\"label\":\"L\",\"deny_domains\":[\"a.test\"]}" },
	{ "t", "phone", "{\"label\":\"L\",\"country\":\"PT\"}" },
	{ "t", "url", "{\"label\":\"L\"}" },
	{ "t", "number", "{\"label\":\"L\",\"min\":\"-5\",\"step\":\"0.5\"}" },
	{ "t", "currency",
	    "{\"label\":\"L\",\"currencies\":[\"USD\",\"JPY\"]}" },
	{ "t", "date", "{\"label\":\"L\",\"min\":\"today\"}" },
	{ "t", "date", "{\"label\":\"L\",\"with_time\":true}" },
	{ "t", "time", "{\"label\":\"L\",\"step\":15,\"zone\":true}" },
	{ "t", "select", "{\"label\":\"L\",\"other\":true," OPTIONS "}" },
	{ "t", "multiselect",
	    "{\"label\":\"L\",\"min_selected\":1," OPTIONS "}" },
	{ "t", "checkbox", "{\"label\":\"L\"}" },
	{ "t", "file", "{\"label\":\"L\",\"max_files\":3}" },
	{ "t", "rating", "{\"label\":\"L\",\"na\":true}" },
};
enum { ROWS = sizeof(rows) / sizeof(rows[0]) };

static const struct journey_field *
field_of(struct arena *a, uint8_t which)
{
	const struct section_row section = {
		.key = "s", .title = "S", .max_records = 1
	};
	struct definition *d = definition_new(a);
	struct definition_errors errors;

	if (!definition_add_section(d, &section, &errors) ||
	    !definition_add_field(d, &rows[which % ROWS], &errors))
		log_fatal("%s: %s", errors.items[0].path, errors.items[0].text);
	return &d->sections[0].fields[0];
}

/* What is stored passes as a draft, and is stored again as it is. */
static void
look(const struct entry_context *c, const struct journey_field *f,
    struct json_object *value)
{
	const char *error, *first = entry_text(c->arena, value), *again;
	const char *shown = entry_words(c, f, value);

	require(entry_check(c, f, value, ENTRY_DRAFT) == NULL);
	again = entry_text(c->arena, entry_from_json(c, f, value, &error));
	require(error == NULL && strcmp(first, again) == 0);
	require(utf8_is_text(shown, strlen(shown)));
	(void)entry_check(c, f, value, ENTRY_SUBMIT);
	(void)entry_is_answered(c, f, value);
	(void)entry_csv(c, f, value);
	(void)entry_html(c, f, value);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new(64 << 20);
	struct entry_context c = {
		.arena = a, .now = { 1795256000000000 }, .zone = "Europe/Lisbon"
	};
	const char *error = NULL, *json;
	const struct journey_field *f;
	struct json_object *value;

	if (size > 0) {
		f = field_of(a, data[0]);
		json = arena_strndup(a, (const char *)data + 1, size - 1);
		value = entry_from_text(&c, f, json, &error);
		require(value == NULL || error == NULL);
		if (value != NULL)
			look(&c, f, value);
		value = entry_stored(a, json);
		(void)entry_words(&c, f, value);
		(void)entry_is_answered(&c, f, value);
		(void)entry_check(&c, f, value, ENTRY_SUBMIT);
	}
	arena_free(a);
	return 0;
}
