#include "lib/journey/version.h"

#include <string.h>

#include "gen/lib/journey/version_sql.h"
#include "lib/base/log.h"

void
version_send(struct db *db, int64_t version)
{
	version_sections_send(db, version);
	version_fields_send(db, version);
}

static bool
add_section(struct definition *d, const struct version_sections_row *s)
{
	const struct section_row row = { s->key, s->title, s->description,
		s->guidance, s->kind, s->is_list, s->min_records,
		s->max_records, s->weight, s->visible_if };
	struct definition_errors errors;

	if (definition_add_section(d, &row, &errors))
		return true;
	log_error("journey: section %s: %s", s->key,
	    errors.n > 0 ? errors.items[0].text : "");
	return false;
}

static bool
add_field(struct definition *d, const struct version_fields_row *f)
{
	const struct field_row row = { f->key, f->type, f->definition };
	struct definition_errors errors;

	if (definition_add_field(d, &row, &errors))
		return true;
	log_error("journey: field %s.%s: %s", f->section, f->key,
	    errors.n > 0 ? errors.items[0].text : "");
	return false;
}

struct definition *
version_get(struct db *db, struct arena *a, size_t *skipped)
{
	struct definition *d = definition_new(a);
	size_t nsections, nfields, at = 0, left_out = 0;
	struct version_sections_row *sections =
	    version_sections_get(db, &nsections);
	struct version_fields_row *fields = version_fields_get(db, &nfields);

	for (size_t i = 0; i < nsections; i++) {
		bool is_there = add_section(d, &sections[i]);

		left_out += !is_there;
		for (; at < nfields &&
		       strcmp(fields[at].section, sections[i].key) == 0;
		     at++)
			left_out += !(is_there && add_field(d, &fields[at]));
	}
	if (skipped != NULL)
		*skipped = left_out;
	return d;
}

struct definition *
version_load(struct db *db, struct arena *a, int64_t version)
{
	version_send(db, version);
	return version_get(db, a, NULL);
}
