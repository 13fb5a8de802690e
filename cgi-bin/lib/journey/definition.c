#include <string.h>

#include "lib/journey/definition.h"

bool
definition_key_fits(const char *key)
{
	static const char allowed[] = "abcdefghijklmnopqrstuvwxyz0123456789_";
	size_t len = strlen(key);

	return len >= 1 && len <= KEY_MOST && strspn(key, allowed) == len;
}

const struct journey_section *
definition_section(const struct definition *d, const char *key)
{
	size_t i;

	for (i = 0; i < d->nsections; i++)
		if (strcmp(d->sections[i].key, key) == 0)
			return &d->sections[i];
	return NULL;
}

const struct journey_field *
definition_field(const struct journey_section *s, const char *key)
{
	size_t i;

	for (i = 0; i < s->nfields; i++)
		if (strcmp(s->fields[i].key, key) == 0)
			return &s->fields[i];
	return NULL;
}

const struct journey_option *
definition_option(const struct journey_field *f, const char *id)
{
	size_t i;

	for (i = 0; i < f->noptions; i++)
		if (strcmp(f->options[i].id, id) == 0)
			return &f->options[i];
	return NULL;
}
