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
	FIELD(struct zone_name, country),
	FIELD_END,
};

static struct {
	struct zone_name zones[ZONES_MAX];
	size_t n;
	char *countries['Z' + 1]['Z' + 1]; /* by the letters of their codes */
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
take_zone(const char *line)
{
	char name[TYPED_MAX];

	if (sscanf(line, "Z %63s", name) == 1 ||
	    sscanf(line, "L %*s %63s", name) == 1)
		add(name);
}

/* Where a country of this code is kept; NULL: it is no code. */
static char **
country_at(const char *code)
{
	const unsigned char *c = (const unsigned char *)code;

	if (c[0] < 'A' || c[0] > 'Z' || c[1] < 'A' || c[1] > 'Z')
		return NULL;
	return &state.countries[c[0]][c[1]];
}

/* iso3166.tab: "PT	Portugal" */
static void
take_country(const char *line)
{
	char name[TYPED_MAX], **country = country_at(line);

	if (country != NULL && *country == NULL &&
	    sscanf(line, "%*2s %63[^\n]", name) == 1)
		*country = copy(name);
}

/* zone.tab: "PT	+3843-00908	Europe/Lisbon	Portugal (mainland)" */
static void
take_place(const char *line)
{
	char name[TYPED_MAX], **country = country_at(line);
	struct zone_name *zone;

	if (country == NULL || sscanf(line, "%*2s %*s %63s", name) != 1)
		return;
	zone = bsearch(&(struct zone_name){ .name = name }, state.zones,
	    state.n, sizeof(state.zones[0]), compare);
	if (zone != NULL)
		zone->country = *country;
}

static void
each_line(const char *file, void (*take)(const char *line))
{
	char line[512], path[64];
	FILE *f;

	snprintf(path, sizeof(path), "/usr/share/zoneinfo/%s", file);
	if ((f = fopen(path, "re")) == NULL) {
		log_error("%s can't be read: it tells no zones", path);
		return;
	}
	while (fgets(line, sizeof(line), f) != NULL)
		take(line);
	fclose(f);
}

static void
load(void)
{
	each_line("tzdata.zi", take_zone);
	qsort(state.zones, state.n, sizeof(state.zones[0]), compare);
	each_line("iso3166.tab", take_country);
	each_line("zone.tab", take_place);
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
