#include "admin/rate.h"
#include "gen/admin/rate_sql.h"

const struct field rate_change_fields[] = {
	FIELD(struct rate_change, words),
	FIELD(struct rate_change, when),
	FIELD(struct rate_change, who),
	FIELD(struct rate_change, was),
	FIELD(struct rate_change, was_name),
	FIELD_END,
};

struct rate_change *
rate_history(struct request *r, const char *kind, const char *of,
    const char *(*write)(struct request *, const char *), size_t *n)
{
	struct rate_changes_row *rows = rate_changes(r->db, kind, of, n);
	struct rate_change *all = arena_alloc(r->arena, *n, sizeof(*all));

	for (size_t i = 0; i < *n; i++) {
		const struct rate_changes_row *row = &rows[i];
		const char *was = row->was ? write(r, row->was) : NULL;

		all[i] = (struct rate_change){
			.words = arena_printf(r->arena, "%s → %s",
			    was != NULL ? was : tr("nothing"),
			    row->becomes != NULL ? write(r, row->becomes)
						 : tr("nothing")),
			.when = moment(r, row->at),
			.who = row->who,
			.was = was,
			.was_name = row->was_name,
		};
	}
	return all;
}
