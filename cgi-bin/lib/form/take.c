#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "lib/form/take.h"
#include "lib/form/utf8.h"
#include "lib/form/words.h"

static bool
are_digits(const char *s)
{
	return *s != '\0' && s[strspn(s, "0123456789")] == '\0';
}

const char *
taking_int(const struct taking *t, int64_t *to)
{
	const struct form_field *f = t->field;

	if (!are_digits(t->text + (*t->text == '-')))
		return word_text(WORD_INT);
	errno = 0;
	*to = strtoll(t->text, NULL, 10);
	if (errno != 0 || *to < f->min || *to > f->max)
		return words_range(t->arena, f);
	return NULL;
}

const char *
taking_id(const struct taking *t, int64_t *to)
{
	if (!are_digits(t->text) || *t->text == '0')
		return word_text(WORD_CHOOSE);
	errno = 0;
	*to = strtoll(t->text, NULL, 10);
	return errno != 0 ? word_text(WORD_CHOOSE) : NULL;
}

/* Windows line ends become \n; other control characters are refused. */
static bool
unify_lines(char *s)
{
	char *to = s;

	for (; *s != '\0'; s++) {
		if (s[0] == '\r' && s[1] == '\n')
			continue;
		if (((unsigned char)*s < ' ' && *s != '\n' && *s != '\t') ||
		    *s == 0x7f || (s[0] == (char)0xc2 && (s[1] & 0xe0) == 0x80))
			return false;
		*to++ = *s;
	}
	*to = '\0';
	return true;
}

const char *
taking_text(const struct taking *t, const char **to)
{
	const struct form_field *f = t->field;
	char *text = arena_strndup(t->arena, t->text, t->len);
	int64_t length;

	if (!f->keep_space && !unify_lines(text))
		return word_text(WORD_CONTROL);
	length = utf8_length(text, strlen(text));
	if (f->check != CHECK_ONE_OF && (length < f->min || length > f->max))
		return words_length(t->arena, f, length);
	*to = text;
	return check_text(f, to);
}

bool
take_bool_word(const char *text, bool *on)
{
	static const char *const yes[] = { "on", "true", "1", "yes" };
	static const char *const no[] = { "off", "false", "0", "no", "" };
	size_t i;

	for (i = 0; i < sizeof(yes) / sizeof(yes[0]); i++)
		if (strcmp(text, yes[i]) == 0)
			return *on = true;
	for (i = 0; i < sizeof(no) / sizeof(no[0]); i++)
		if (strcmp(text, no[i]) == 0) {
			*on = false;
			return true;
		}
	return false;
}
