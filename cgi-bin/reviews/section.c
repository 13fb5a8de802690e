#include "reviews/section.h"

#include <string.h>

#include "lib/journey/version.h"

struct entry_context
section_context(struct request *r)
{
	return (struct entry_context){
		.arena = r->arena, .now = r->now, .zone = r->session->timezone
	};
}

static bool
is_sealed(const struct definition *d, const struct section_answers_row *row)
{
	const struct journey_section *s = definition_section(d, row->section);
	const struct journey_field *f =
	    s != NULL ? definition_field(s, row->field) : NULL;

	return f != NULL && f->sensitive && row->value != NULL;
}

static struct answers *
read_answers(struct request *r, const struct definition *d, int64_t enrolment,
    struct section_now *out, const char *section)
{
	struct answers *all = answers_new(r->arena, d);
	struct section_records_row *records;
	struct section_answers_row *rows;
	size_t n;

	section_records_send(r->db, enrolment);
	section_answers_send(r->db, enrolment);
	records = section_records_get(r->db, &n);
	for (size_t i = 0; i < n; i++)
		answers_add_record(all, records[i].section, records[i].id);
	rows = section_answers_get(r->db, &n);
	for (size_t i = 0; i < n; i++) {
		bool sealed = is_sealed(d, &rows[i]);

		answers_add(all,
		    &(struct answer){ .section = rows[i].section,
			.field = rows[i].field,
			.record = rows[i].record,
			.value = sealed || rows[i].value == NULL
				     ? NULL
				     : entry_stored(r->arena, rows[i].value),
			.revision = rows[i].revision,
			.sealed = sealed });
		if (strcmp(rows[i].section, section) == 0)
			out->revisions += rows[i].revision;
	}
	return all;
}

static const char *
visible_fields(struct request *r, const struct section_state *s)
{
	struct buf b;

	buf_init(&b, r->arena, 200);
	buf_puts(&b, "");
	for (size_t i = 0; i < s->nrecords; i++)
		for (size_t j = 0; j < s->section->nfields; j++) {
			const struct field_state *f = &s->records[i].fields[j];

			if (!f->visible || f->field->is_private)
				continue;
			buf_printf(&b, "%s%lld:%s", b.len > 0 ? "\n" : "",
			    (long long)s->records[i].id, f->field->key);
		}
	return b.len > 0 ? b.data : "";
}

bool
section_look(struct request *r, int64_t enrolment, const char *section,
    struct section_now *out)
{
	struct entry_context c = section_context(r);
	const struct definition *d;
	struct answers *all;

	*out = (struct section_now){ .revisions = 0 };
	if (!section_enrolment(r->db, enrolment, &out->enrolment))
		return false;
	d = version_definition(r->db, r->arena, out->enrolment.version_id);
	if (d == NULL)
		return false;
	all = read_answers(r, d, enrolment, out, section);
	out->state = evaluate_section(&c, all, section);
	if (out->state == NULL)
		return false;
	out->fields = visible_fields(r, out->state);
	return true;
}
