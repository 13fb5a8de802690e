#include <string.h>

#include "booking/language.h"
#include "lib/domain/language.h"

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
