#include <json-c/json.h>
#include <string.h>

#include "lib/base/words.h"
#include "lib/journey/condition.h"

#define TYPE(t) (1u << TYPE_##t)

enum {
	ALL_TYPES = (1u << FIELD_TYPES) - 1,
	COMPARED = ALL_TYPES & ~(TYPE(MULTISELECT) | TYPE(FILE)),
	ORDERED = TYPE(NUMBER) | TYPE(CURRENCY) | TYPE(DATE) | TYPE(TIME) |
		  TYPE(RATING),
	SEARCHED = TYPE(TEXT) | TYPE(TEXTAREA) | TYPE(EMAIL) | TYPE(URL) |
		   TYPE(MULTISELECT)
};

static const struct {
	const char *word, *label;
	unsigned types;
	bool value;
} tests[CONDITION_WORDS] = {
	[IS_ANSWERED] = { "answered", WORDS("is answered"), ALL_TYPES, false },
	[IS_EMPTY] = { "empty", WORDS("is empty"), ALL_TYPES, false },
	[IS_EQUALS] = { "equals", WORDS("is"), COMPARED, true },
	[IS_NOT_EQUALS] = { "not_equals", WORDS("is not"), COMPARED, true },
	[IS_CONTAINS] = { "contains", WORDS("contains"), SEARCHED, true },
	[IS_LESS] = { "less", WORDS("is less than"), ORDERED, true },
	[IS_MORE] = { "more", WORDS("is more than"), ORDERED, true },
	[IS_AT_LEAST] = { "at_least", WORDS("is at least"), ORDERED, true },
	[IS_AT_MOST] = { "at_most", WORDS("is at most"), ORDERED, true },
	[IS_IN] = { "in", WORDS("is one of"), ALL_TYPES & ~(unsigned)TYPE(FILE),
	    true },
	[IS_CHECKED] = { "checked", WORDS("is ticked"), TYPE(CHECKBOX), false },
};

const char *
condition_word(enum condition_is is)
{
	return tests[is].word;
}

enum condition_is
condition_word_of(const char *word)
{
	size_t i;

	for (i = 0; i < CONDITION_WORDS; i++)
		if (strcmp(tests[i].word, word) == 0)
			break;
	return (enum condition_is)i;
}

const char *
condition_words(enum condition_is is)
{
	return words(tests[is].label);
}

bool
condition_fits(enum condition_is is, enum field_type type)
{
	return (tests[is].types & (1u << type)) != 0;
}

bool
condition_takes_value(enum condition_is is)
{
	return tests[is].value;
}

static void
put_value(struct buf *b, struct json_object *value)
{
	buf_puts(b, ",\"value\":");
	buf_puts(
	    b, json_object_to_json_string_ext(value,
		   JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE));
}

static void
put_test(struct buf *b, const struct condition *c)
{
	bool counts = c->kind == CONDITION_RECORDS;

	buf_printf(b, "{\"%s\":\"", counts ? "records" : "field");
	if (c->section != NULL)
		buf_puts(b, c->section);
	if (c->section != NULL && !counts)
		buf_putc(b, '.');
	if (!counts)
		buf_puts(b, c->field);
	buf_printf(b, "\",\"is\":\"%s\"", condition_word(c->is));
	if (c->value != NULL)
		put_value(b, c->value);
	buf_putc(b, '}');
}

void
condition_put(struct buf *b, const struct condition *c)
{
	bool is_list;
	size_t i;

	if (c == NULL) {
		buf_puts(b, "null");
		return;
	}
	if (c->kind == CONDITION_FIELD || c->kind == CONDITION_RECORDS) {
		put_test(b, c);
		return;
	}
	is_list = c->kind != CONDITION_NOT;
	buf_printf(b, "{\"%s\":%s",
	    !is_list                   ? "not"
	    : c->kind == CONDITION_ANY ? "any"
				       : "all",
	    is_list ? "[" : "");
	for (i = 0; i < c->nitems; i++) {
		if (i > 0)
			buf_putc(b, ',');
		condition_put(b, &c->items[i]);
	}
	buf_puts(b, is_list ? "]}" : "}");
}
