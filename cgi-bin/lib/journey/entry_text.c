#include <string.h>

#include "lib/base/words.h"
#include "lib/journey/entry_type.h"
#include "lib/journey/pattern.h"
#include "lib/journey/text.h"

static const char *tr(const char *english) __attribute__((format_arg(1)));

static const char *
tr(const char *english)
{
	return words(english);
}

static const char *
take_text(struct entry_at *at, struct json_object **stored)
{
	bool lines = at->field->type == TYPE_TEXTAREA;
	const char *text = NULL, *error;

	error = entry_take_text(at, entry_string(at->value), lines, &text);
	if (error == NULL)
		*stored = entry_new_string(at->arena, text);
	return error;
}

static int64_t
count_lines(const char *text)
{
	int64_t n = 1;

	while ((text = strchr(text, '\n')) != NULL) {
		text++;
		n++;
	}
	return n;
}

static const char *
check_text(struct entry_at *at)
{
	const struct field_rules *r = at->rules;
	const char *text = entry_string(at->value);
	int64_t n;

	if (text == NULL)
		return words("Enter text.");
	if ((n = text_length(text)) > r->max_len)
		return entry_too_long(at, r->max_len, n);
	if (at->stage == ENTRY_DRAFT)
		return NULL;
	if (n < r->min_len)
		return entry_too_short(at, r->min_len, n);
	if (r->max_lines > 0 && count_lines(text) > r->max_lines)
		return arena_printf(at->arena, tr("Enter at most %lld lines."),
		    (long long)r->max_lines);
	if (r->pattern != NULL && !pattern_fits(r->pattern, text))
		return words("This does not have the form that is asked for.");
	return NULL;
}

static bool
text_is_answered(struct entry_at *at)
{
	const char *text = entry_string(at->value);
	int64_t least = at->rules->min_len > 1 ? at->rules->min_len : 1;

	return text != NULL && text_length(text) >= least;
}

const struct entry_type text_entry = { take_text, check_text, text_is_answered,
	entry_show_string, NULL };
const struct entry_type textarea_entry = { take_text, check_text,
	text_is_answered, entry_show_string, NULL };
