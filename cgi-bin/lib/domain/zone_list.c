#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "lib/base/log.h"
#include "lib/domain/when.h"
#include "lib/domain/zone_list.h"

enum { ZONES_MAX = 1000, TYPED_MAX = 64 };

const struct field zone_name_fields[] = {
	FIELD(struct zone_name, name),
	FIELD(struct zone_name, city),
	FIELD_END,
};

static struct {
	struct zone_name zones[ZONES_MAX];
	size_t n;
} state;

static char *
copy(const char *text)
{
	char *made = strdup(text);

	if (made == NULL)
		log_fatal("zones: out of memory");
	return made;
}

/* "America/Argentina/Buenos_Aires" as "Buenos Aires". */
static char *
city_of(const char *name)
{
	const char *slash = strrchr(name, '/');
	char *city = copy(slash != NULL ? slash + 1 : name);

	for (char *c = city; *c != '\0'; c++)
		if (*c == '_')
			*c = ' ';
	return city;
}

static void
add(const char *name)
{
	if (state.n == ZONES_MAX || !when_zone_is_known(name))
		return;
	state.zones[state.n].name = copy(name);
	state.zones[state.n].city = city_of(name);
	state.n++;
}

static int
compare(const void *a, const void *b)
{
	const struct zone_name *x = a, *y = b;

	return strcmp(x->name, y->name);
}

/* tzdata.zi has "Z NAME …" for each zone and "L TARGET NAME" for each link. */
static void
load(void)
{
	char line[512], name[TYPED_MAX];
	FILE *f = fopen("/usr/share/zoneinfo/tzdata.zi", "re");

	if (f == NULL) {
		log_error("tzdata.zi can't be read: no zones to choose from");
		return;
	}
	while (fgets(line, sizeof(line), f) != NULL)
		if (sscanf(line, "Z %63s", name) == 1 ||
		    sscanf(line, "L %*s %63s", name) == 1)
			add(name);
	fclose(f);
	qsort(state.zones, state.n, sizeof(state.zones[0]), compare);
}

struct zone_name *
zone_list(size_t *n)
{
	if (state.n == 0)
		load();
	*n = state.n;
	return state.zones;
}

const char *
zone_meant(const char *typed)
{
	char name[TYPED_MAX];
	const struct zone_name *zones;
	size_t n, i;

	if (when_zone_is_known(typed))
		return typed;
	if (typed == NULL ||
	    snprintf(name, sizeof(name), "%s", typed) >= (int)sizeof(name))
		return NULL;
	for (char *c = name; *c != '\0'; c++)
		if (*c == ' ')
			*c = '_';
	zones = zone_list(&n);
	for (i = 0; i < n; i++)
		if (strcasecmp(zones[i].name, name) == 0)
			return zones[i].name;
	for (i = 0; i < n; i++)
		if (strcasecmp(zones[i].city, typed) == 0)
			return zones[i].name;
	return NULL;
}
