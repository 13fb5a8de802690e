#include <json-c/json.h>
#include <stdbool.h>
#include <string.h>

#include "admin/rules_setting.h"
#include "lib/base/buf.h"

static void
put_text(struct buf *b, const char *text, size_t len)
{
	buf_putc(b, '"');
	buf_put_json(b, text, len);
	buf_putc(b, '"');
}

static size_t
trimmed(const char **line, size_t len)
{
	while (len > 0 && strchr(" \t\r", **line) != NULL) {
		(*line)++;
		len--;
	}
	while (len > 0 && strchr(" \t\r", (*line)[len - 1]) != NULL)
		len--;
	return len;
}

/* Lines as a list; empty ones are left out. */
static void
put_lines(struct buf *b, const char *text)
{
	const char *line, *comma = "";
	size_t whole, len;

	buf_putc(b, '[');
	for (; *text != '\0'; text += whole + (text[whole] == '\n')) {
		line = text;
		whole = strcspn(text, "\n");
		if ((len = trimmed(&line, whole)) == 0)
			continue;
		buf_puts(b, comma);
		put_text(b, line, len);
		comma = ",";
	}
	buf_putc(b, ']');
}

static bool
is_whole_number(const char *s)
{
	size_t digits;

	s += *s == '-';
	digits = strspn(s, "0123456789");
	return digits > 0 && digits <= 15 && s[digits] == '\0' &&
	       (digits == 1 || *s != '0');
}

const char *
setting_to_json(struct arena *a, const char *kind, const char *text)
{
	struct buf b;

	if (strcmp(kind, "int") == 0)
		return is_whole_number(text) ? text : NULL;
	if (strcmp(kind, "bool") == 0)
		return strcmp(text, "true") == 0 || strcmp(text, "false") == 0
			   ? text
			   : NULL;
	buf_init(&b, a, 256);
	if (strcmp(kind, "list") == 0)
		put_lines(&b, text);
	else
		put_text(&b, text, strlen(text));
	return b.data;
}

const char *
setting_to_text(struct arena *a, const char *json)
{
	struct json_object *value = json_tokener_parse(json);
	struct buf b;

	buf_init(&b, a, 64);
	if (json_object_is_type(value, json_type_array)) {
		for (size_t i = 0; i < json_object_array_length(value); i++) {
			buf_puts(&b, i > 0 ? "\n" : "");
			buf_puts(&b, json_object_get_string(
					 json_object_array_get_idx(value, i)));
		}
	} else if (value != NULL) {
		buf_puts(&b, json_object_get_string(value));
	}
	json_object_put(value);
	return b.data != NULL ? b.data : "";
}
