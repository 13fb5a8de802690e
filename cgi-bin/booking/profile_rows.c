#include <stdlib.h>
#include <string.h>

#include "booking/booking.h"
#include "booking/expert.h"
#include "booking/expert_card.h"
#include "booking/profile_rows.h"
#include "booking/rows.h"
#include "lib/base/words.h"
#include "lib/domain/money.h"

/* One empty row, three where there is nothing yet; three more when asked for. */
enum { FIRST = 3, SPARES = 4 };

const struct field skill_row_fields[] = {
	FIELD(struct skill_row, row),
	FIELD(struct skill_row, name),
	FIELD(struct skill_row, error),
	FIELD_LIST(struct skill_row, levels, nlevels, choice_fields),
	FIELD_END,
};

const struct field type_row_fields[] = {
	FIELD(struct type_row, row),
	FIELD(struct type_row, price),
	FIELD(struct type_row, currency),
	FIELD(struct type_row, error),
	FIELD_LIST(struct type_row, kinds, nkinds, choice_fields),
	FIELD_LIST(struct type_row, lengths, nlengths, choice_fields),
	FIELD_END,
};

static int
spares(const struct request *r, const char *list, size_t filled)
{
	if (strcmp(typed(r, "add"), list) == 0)
		return SPARES;
	return filled == 0 ? FIRST : 1;
}

/* --- skills ---------------------------------------------------------------------- */

static void
add_skill(struct request *r, struct profile_rows *rows, struct skill_row s,
    const char *level)
{
	static const char *const levels[] = { "1", "2", "3", "4", "5", NULL };
	static const char *const labels[] = { WORDS("1 of 5"), WORDS("2 of 5"),
		WORDS("3 of 5"), WORDS("4 of 5"), WORDS("5 of 5") };

	s.levels = choices_make(r->arena, levels, labels, level, &s.nlevels);
	for (size_t i = 0; i < s.nlevels; i++)
		s.levels[i].label = tr(s.levels[i].label);
	rows->skills[rows->nskills++] = s;
}

static void
add_spare_skills(struct request *r, struct profile_rows *rows)
{
	size_t n = rows->nskills;
	int64_t row = n == 0 ? 0 : rows->skills[n - 1].row + 1;

	for (int i = 0; i < spares(r, "skills", n); i++)
		add_skill(r, rows,
		    (struct skill_row){ .row = row + i, .name = "" }, "3");
}

/* --- session types ----------------------------------------------------------------- */

static struct choice *
kind_choices(struct request *r, const char *chosen, size_t *n)
{
	struct choice *all;

	for (*n = 0; session_kinds[*n] != NULL; ++*n)
		continue;
	all = arena_alloc(r->arena, *n + 1, sizeof(*all));
	all[0] = (struct choice){ .value = "", .label = tr("None") };
	for (size_t i = 0; i < *n; i++)
		all[i + 1] = (struct choice){ .value = session_kinds[i],
			.label = session_kind_words(session_kinds[i]) };
	++*n;
	choices_pick(all, *n, chosen);
	return all;
}

static void
add_type(struct request *r, struct profile_rows *rows, struct type_row t,
    const char *kind, const char *minutes)
{
	static const char *const lengths[] = { "15", "30", "45", "60", "90",
		NULL };

	t.kinds = kind_choices(r, kind, &t.nkinds);
	t.lengths = choices_make(r->arena, lengths, NULL, minutes, &t.nlengths);
	for (size_t i = 0; i < t.nlengths; i++)
		t.lengths[i].label = arena_printf(r->arena, tr("%d minutes"),
		    (int)strtol(t.lengths[i].value, NULL, 10));
	rows->types[rows->ntypes++] = t;
}

static void
add_spare_types(struct request *r, struct profile_rows *rows)
{
	size_t n = rows->ntypes;
	int64_t row = n == 0 ? 0 : rows->types[n - 1].row + 1;

	for (int i = 0; i < spares(r, "session_types", n); i++)
		add_type(r, rows,
		    (struct type_row){
			.row = row + i, .price = "", .currency = "USD" },
		    "", "60");
}

/* --- from where -------------------------------------------------------------------- */

static void
types_saved(struct request *r, struct profile_rows *rows,
    const struct profile_find_row *row)
{
	for (size_t i = 0; i < row->ntype_ids; i++)
		add_type(r, rows,
		    (struct type_row){
			.row = (int64_t)i,
			.currency = row->type_currencies[i],
			.price = money_decimal(
			    r->arena, (struct money){ row->type_prices[i],
					  row->type_currencies[i] }),
		    },
		    row->type_names[i],
		    arena_printf(r->arena, "%d", (int)row->type_minutes[i]));
}

void
profile_rows_saved(struct request *r, struct profile_rows *rows,
    const struct profile_find_row *row)
{
	static const struct profile_find_row nothing = { .ref = 0 };

	if (row == NULL)
		row = &nothing;
	rows->skills = arena_alloc(
	    r->arena, row->nskill_names + SPARES, sizeof(*rows->skills));
	for (size_t i = 0; i < row->nskill_names; i++)
		add_skill(r, rows,
		    (struct skill_row){
			.row = (int64_t)i, .name = row->skill_names[i] },
		    arena_printf(r->arena, "%d", (int)row->skill_levels[i]));
	add_spare_skills(r, rows);
	rows->types = arena_alloc(
	    r->arena, row->ntype_ids + SPARES, sizeof(*rows->types));
	types_saved(r, rows, row);
	add_spare_types(r, rows);
}

static void
skills_typed(struct request *r, struct profile_rows *rows)
{
	static const char *const marks[] = { "name", NULL };
	struct row_set set;

	rows_typed(r, "skills", marks, &set);
	rows->skills =
	    arena_alloc(r->arena, set.n + SPARES, sizeof(*rows->skills));
	for (size_t i = 0; i < set.n; i++) {
		int64_t row = row_number(&set, i);

		add_skill(r, rows,
		    (struct skill_row){ .row = row,
			.name = row_text(&set, i, "name"),
			.error = row_error(r, "skills", row) },
		    row_text(&set, i, "level"));
	}
	add_spare_skills(r, rows);
}

static void
types_typed(struct request *r, struct profile_rows *rows)
{
	static const char *const marks[] = { "kind", NULL };
	struct row_set set;

	rows_typed(r, "session_types", marks, &set);
	rows->types =
	    arena_alloc(r->arena, set.n + SPARES, sizeof(*rows->types));
	for (size_t i = 0; i < set.n; i++) {
		int64_t row = row_number(&set, i);

		add_type(r, rows,
		    (struct type_row){ .row = row,
			.price = row_text(&set, i, "cost"),
			.currency = row_text(&set, i, "price.currency"),
			.error = row_error(r, "session_types", row) },
		    row_text(&set, i, "kind"), row_text(&set, i, "minutes"));
	}
	add_spare_types(r, rows);
}

void
profile_rows_typed(struct request *r, struct profile_rows *rows)
{
	skills_typed(r, rows);
	types_typed(r, rows);
}
