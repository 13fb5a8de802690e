#include <stdlib.h>
#include <string.h>

#include "booking/expert.h"
#include "lib/base/words.h"
#include "lib/domain/when.h"

static const struct directory directories[] = {
	{ "/mentors", "mentor", WORDS("Mentors") },
	{ "/interviewers", "interviewer", WORDS("Interviewers") },
	{ "/concierges", "concierge", WORDS("Concierges") },
};
enum { NDIRECTORIES = sizeof(directories) / sizeof(directories[0]) };

const struct directory *
directory_of(const struct request *r)
{
	size_t i;

	for (i = 0; i + 1 < NDIRECTORIES; i++)
		if (strncmp(r->http->path, directories[i].base,
			strlen(directories[i].base)) == 0)
			break;
	return &directories[i];
}

const struct directory *
directory_of_kind(const char *kind)
{
	size_t i;

	for (i = 0; i + 1 < NDIRECTORIES; i++)
		if (strcmp(kind, directories[i].kind) == 0)
			break;
	return &directories[i];
}

const char *
zone_words(struct request *r, const char *zone, struct instant at)
{
	int minutes = when_local(at, zone).offset_seconds / 60;
	const char *sign = minutes < 0 ? "\u2212" : "+";
	int h = abs(minutes) / 60, m = abs(minutes) % 60;

	if (strcmp(zone, "UTC") == 0)
		return zone;
	if (m != 0)
		return arena_printf(
		    r->arena, "%s (UTC%s%d:%02d)", zone, sign, h, m);
	return arena_printf(r->arena, "%s (UTC%s%d)", zone, sign, h);
}
