#include <string.h>

#include "gen/lib/journey/version_sql.h"
#include "lib/base/log.h"
#include "lib/journey/version.h"

/* Of one definition: more than DEFINITION_BYTES of JSON become. */
static const size_t MOST_BYTES = (size_t)64 * 1024 * 1024;

struct kept {
	int64_t id, used; /* used: the turn it was last asked for in */
	struct arena *arena;
	const struct definition *definition;
};
static struct {
	struct kept items[VERSION_KEPT];
	int64_t turn;
} cache;

const struct definition *
version_kept(int64_t version_id)
{
	for (size_t i = 0; i < VERSION_KEPT; i++)
		if (cache.items[i].definition != NULL &&
		    cache.items[i].id == version_id) {
			cache.items[i].used = ++cache.turn;
			return cache.items[i].definition;
		}
	return NULL;
}

struct rows {
	struct version_sections_row *sections;
	struct version_fields_row *fields;
	size_t nsections, nfields, at; /* at: the next field */
};

/* A section and its fields, which stand together. */
static bool
add_section(struct definition *d, const struct version_sections_row *s,
    struct rows *rows, struct definition_errors *errors)
{
	const struct version_fields_row *f;

	if (!definition_add_section(d,
		&(struct section_row){ s->key, s->title, s->description,
		    s->guidance, s->kind, s->is_list, s->min_records,
		    s->max_records, s->weight, s->visible_if },
		errors))
		return false;
	for (; rows->at < rows->nfields; rows->at++) {
		f = &rows->fields[rows->at];
		if (f->section_id != s->id)
			return true;
		if (!definition_add_field(d,
			&(struct field_row){ f->key, f->type, f->definition },
			errors))
			return false;
	}
	return true;
}

static const struct definition *
read_version(struct db *db, struct arena *a, int64_t version_id)
{
	struct definition *d = definition_new(a);
	struct definition_errors errors = { 0 };
	struct rows rows = { 0 };

	version_sections_send(db, version_id);
	version_fields_send(db, version_id);
	rows.sections = version_sections_get(db, &rows.nsections);
	rows.fields = version_fields_get(db, &rows.nfields);
	for (size_t i = 0; i < rows.nsections; i++)
		if (!add_section(d, &rows.sections[i], &rows, &errors)) {
			log_error("version %lld: %s: %s", (long long)version_id,
			    errors.items[0].path, errors.items[0].text);
			return NULL;
		}
	return d;
}

/* The place of the one that was not asked for the longest. */
static struct kept *
oldest(void)
{
	struct kept *found = &cache.items[0];

	for (size_t i = 1; i < VERSION_KEPT; i++)
		if (cache.items[i].used < found->used)
			found = &cache.items[i];
	return found;
}

static const struct definition *
keep(struct db *db, int64_t version_id)
{
	struct kept *place = oldest();
	struct arena *a = arena_new(MOST_BYTES);
	const struct definition *d = read_version(db, a, version_id);

	if (d == NULL) {
		arena_free(a);
		return NULL;
	}
	arena_free(place->arena);
	*place = (struct kept){ version_id, ++cache.turn, a, d };
	return d;
}

const struct definition *
version_definition(struct db *db, struct arena *a, int64_t version_id)
{
	const struct definition *d = version_kept(version_id);
	struct version_status_row row;

	if (d != NULL)
		return d;
	if (!version_status(db, version_id, &row))
		return NULL;
	return strcmp(row.status, "draft") == 0
		   ? read_version(db, a, version_id)
		   : keep(db, version_id);
}
