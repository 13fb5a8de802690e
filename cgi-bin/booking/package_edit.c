#include "booking/desk.h"
#include "booking/pack.h"
#include "booking/product.h"
#include "lib/domain/money.h"

/* Which of an interviewer's sessions are sold as packages. */
enum { MOST = 60, SIZES = 3 };

const struct field package_type_fields[] = {
	FIELD(struct package_type, words),
	FIELD_LIST(struct package_type, sizes, nsizes, choice_fields),
	FIELD_END,
};

struct packages_input {
	const char **packages;
	size_t npackages;
};

static const struct form_field packages_inputs[] = {
	FORM_TEXTS(struct packages_input, packages, npackages, MOST),
};
const struct form packages_form = FORM(struct packages_input, packages_inputs);

static bool
is_offered(const struct package_types_row *row, int64_t sessions)
{
	for (size_t i = 0; i < row->nsizes; i++)
		if (row->sizes[i] == sessions)
			return true;
	return false;
}

static void
fill(struct request *r, struct package_type *t,
    const struct package_types_row *row)
{
	static const struct {
		int sessions, percent;
	} all[SIZES] = { { 3, 95 }, { 5, 90 }, { 10, 85 } };

	t->words = pack_type_words(r, row->type_kind, row->minutes);
	t->nsizes = SIZES;
	t->sizes = arena_alloc(r->arena, SIZES, sizeof(*t->sizes));
	for (size_t i = 0; i < SIZES; i++) {
		int64_t plain = row->amount * all[i].sessions;
		struct money price = {
			plain - (plain * (100 - all[i].percent) + 50) / 100,
			row->currency
		};

		t->sizes[i] = (struct choice){
			.value = arena_printf(r->arena, "%lld:%d",
			    (long long)row->session_type_id, all[i].sessions),
			.label = arena_printf(r->arena, tr("%d for %s"),
			    all[i].sessions, money_text(r->arena, price)),
			.chosen = is_offered(row, all[i].sessions),
		};
	}
}

struct package_type *
package_types_fill(struct request *r, size_t *n)
{
	struct package_types_row *rows = package_types_get(r->db, n);
	struct package_type *all = arena_alloc(r->arena, *n, sizeof(*all));

	for (size_t i = 0; i < *n; i++)
		fill(r, &all[i], &rows[i]);
	return all;
}

enum status
packages_post(struct request *r)
{
	const struct packages_input *in = r->form;
	struct buf list;

	if (!desk_is_open(r))
		return FORBIDDEN;
	buf_init(&list, r->arena, 256);
	for (size_t i = 0; i < in->npackages; i++) {
		buf_puts(&list, i == 0 ? "" : ",");
		buf_puts(&list, in->packages[i]);
	}
	packages_set(r->db, in->npackages == 0 ? "" : list.data);
	if (db_error(r->db) != NULL)
		return CONFLICT;
	request_flash(r, tr("Your packages are saved."));
	return request_done(r, &(struct outcome){ .status = NO_CONTENT },
	    "/interviewer/profile#packages");
}
