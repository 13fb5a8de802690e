#include <stdlib.h>
#include <string.h>
#include <unicode/uloc.h>
#include <unicode/ustring.h>

#include "lib/domain/country.h"

enum { NAME_UNITS = 100, NAME_BYTES = 3 * NAME_UNITS + 1 };

bool
country_is_known(const char *code)
{
	const char *const *all;

	for (all = uloc_getISOCountries(); *all != NULL; all++)
		if (strcmp(*all, code) == 0)
			return true;
	return false;
}

const char *
country_name(struct arena *a, const char *language, const char *code)
{
	UErrorCode status = U_ZERO_ERROR;
	UChar name[NAME_UNITS];
	char text[NAME_BYTES];
	int32_t len;

	if (code == NULL)
		return NULL;
	len = uloc_getDisplayCountry(arena_printf(a, "und_%s", code),
	    language != NULL ? language : "en", name, NAME_UNITS, &status);
	u_strToUTF8(text, sizeof(text), NULL, name, len, &status);
	return U_FAILURE(status) ? code : arena_strdup(a, text);
}

static int
by_label(const void *a, const void *b)
{
	const struct choice *one = a, *other = b;

	return strcmp(one->label, other->label);
}

struct choice *
country_choices(struct arena *a, const char *language, const char *none,
    const char *chosen, size_t *n)
{
	const char *const *codes = uloc_getISOCountries();
	struct choice *all;
	size_t i, count = 0;

	while (codes[count] != NULL)
		count++;
	all = arena_alloc(a, count + 1, sizeof(*all));
	all[0] = (struct choice){ .value = "", .label = none };
	for (i = 0; i < count; i++)
		all[i + 1] = (struct choice){ .value = codes[i],
			.label = country_name(a, language, codes[i]) };
	qsort(all + 1, count, sizeof(*all), by_label);
	*n = count + 1;
	choices_pick(all, *n, chosen != NULL ? chosen : "");
	return all;
}
