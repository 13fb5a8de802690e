#include <string.h>
#include <strings.h>

#include "booking/language.h"
#include "lib/base/words.h"

static const char *const codes[] = {
	"ar",
	"bn",
	"cs",
	"da",
	"de",
	"el",
	"en",
	"es",
	"fa",
	"fi",
	"fr",
	"he",
	"hi",
	"hu",
	"id",
	"it",
	"ja",
	"ko",
	"nl",
	"no",
	"pl",
	"pt",
	"ro",
	"ru",
	"sv",
	"sw",
	"ta",
	"th",
	"tr",
	"uk",
	"ur",
	"vi",
	"zh",
};
static const char *const names[] = {
	WORDS("Arabic"),
	WORDS("Bengali"),
	WORDS("Czech"),
	WORDS("Danish"),
	WORDS("German"),
	WORDS("Greek"),
	WORDS("English"),
	WORDS("Spanish"),
	WORDS("Persian"),
	WORDS("Finnish"),
	WORDS("French"),
	WORDS("Hebrew"),
	WORDS("Hindi"),
	WORDS("Hungarian"),
	WORDS("Indonesian"),
	WORDS("Italian"),
	WORDS("Japanese"),
	WORDS("Korean"),
	WORDS("Dutch"),
	WORDS("Norwegian"),
	WORDS("Polish"),
	WORDS("Portuguese"),
	WORDS("Romanian"),
	WORDS("Russian"),
	WORDS("Swedish"),
	WORDS("Swahili"),
	WORDS("Tamil"),
	WORDS("Thai"),
	WORDS("Turkish"),
	WORDS("Ukrainian"),
	WORDS("Urdu"),
	WORDS("Vietnamese"),
	WORDS("Chinese"),
};
enum { NLANGUAGES = sizeof(codes) / sizeof(codes[0]) };

const char *const *
language_codes(size_t *n)
{
	*n = NLANGUAGES;
	return codes;
}

const char *
language_name(const char *code)
{
	for (size_t i = 0; i < NLANGUAGES; i++)
		if (strcmp(codes[i], code) == 0)
			return words(names[i]);
	return code;
}

const char *
language_meant(const char *typed)
{
	for (size_t i = 0; i < NLANGUAGES; i++)
		if (strcasecmp(codes[i], typed) == 0 ||
		    strcasecmp(names[i], typed) == 0 ||
		    strcasecmp(words(names[i]), typed) == 0)
			return codes[i];
	return NULL;
}

const char *
language_words(struct arena *a, const char *const *list, size_t n)
{
	struct buf b;

	if (n == 0)
		return NULL;
	buf_init(&b, a, 64);
	for (size_t i = 0; i < n; i++) {
		buf_puts(&b, i == 0 ? "" : ", ");
		buf_puts(&b, language_name(list[i]));
	}
	return b.data;
}

char **
text_parts(struct arena *a, const char *text, size_t *n)
{
	const char *at = text != NULL ? text : "", *end, *last;
	char **parts = arena_alloc(a, strlen(at) / 2 + 1, sizeof(*parts));

	for (*n = 0; *at != '\0'; at = end + (*end == ',')) {
		at += strspn(at, " \t\n");
		end = at + strcspn(at, ",");
		last = end;
		while (last > at && strchr(" \t\n", last[-1]) != NULL)
			last--;
		if (last > at)
			parts[(*n)++] =
			    arena_strndup(a, at, (size_t)(last - at));
	}
	return parts;
}

const char *
language_list(struct arena *a, const char *typed, const char ***list, size_t *n)
{
	size_t count;
	char **parts = text_parts(a, typed, &count);
	const char *code;

	*list = arena_alloc(a, count, sizeof(**list));
	*n = 0;
	for (size_t i = 0; i < count; i++) {
		if ((code = language_meant(parts[i])) == NULL)
			return parts[i];
		(*list)[(*n)++] = code;
	}
	return NULL;
}
