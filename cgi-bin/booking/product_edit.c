#include "booking/desk.h"
#include "booking/pack.h"
#include "booking/product.h"
#include "lib/domain/money.h"

#include <string.h>

/* /instructor/packs/new and /instructor/packs/ID: the terms of one pack. */
struct product_input {
	int64_t id, session_type_id, sessions, valid_days;
	const char *name, *about, *cost, *currency;
	struct maybe_int amount, seen;
	bool active, keep_price;
};

#define TERMS                                                                 \
	FORM_FIELD(struct product_input, name, REQUIRED, 1, 80),              \
	    FORM_FIELD(struct product_input, about, OPTIONAL, 1, 1000),       \
	    FORM_ID(struct product_input, session_type_id, REQUIRED),         \
	    FORM_FIELD(struct product_input, sessions, REQUIRED, 1, 100),     \
	    FORM_FIELD(struct product_input, valid_days, REQUIRED, 1, 1095),  \
	    FORM_FIELD(struct product_input, cost, OPTIONAL, 1, 20),          \
	    FORM_FIELD(struct product_input, amount, OPTIONAL, 0, 100000000), \
	    FORM_FIELD(struct product_input, currency, OPTIONAL, 3, 3),       \
	    FORM_FIELD(struct product_input, active, OPTIONAL, 0, 0),         \
	    FORM_FIELD(struct product_input, keep_price, OPTIONAL, 0, 0),     \
	    FORM_FIELD(struct product_input, seen, OPTIONAL, 1, INT32_MAX)

static const struct form_field product_save_inputs[] = {
	FORM_ID(struct product_input, id, OPTIONAL), /* of the address */
	TERMS,
};
const struct form product_save_form =
    FORM(struct product_input, product_save_inputs);
static const struct form_field product_edit_inputs[] = {
	FORM_ID(struct product_input, id, REQUIRED),
};
const struct form product_edit_form =
    FORM(struct product_input, product_edit_inputs);

struct product_edit_view {
	int64_t id;
	const char *action, *heading, *version, *share;
	struct choice *types;
	size_t ntypes;
	bool is_new, has_students;
};

static const struct field product_edit_fields[] = {
	FIELD_ID(struct product_edit_view, id),
	FIELD_ONLY(struct product_edit_view, action, ONLY_HTML),
	FIELD(struct product_edit_view, heading),
	FIELD(struct product_edit_view, version),
	FIELD(struct product_edit_view, share),
	FIELD_LIST_ONLY(
	    struct product_edit_view, types, ntypes, choice_fields, ONLY_HTML),
	FIELD_ONLY(struct product_edit_view, is_new, ONLY_HTML),
	FIELD_ONLY(struct product_edit_view, has_students, ONLY_HTML),
	FIELD_END,
};
struct page product_edit_page = { .path = "booking/product_edit",
	.fields = product_edit_fields,
	.form = &product_save_form };

static void
fill_types(struct request *r, struct product_edit_view *v, int64_t chosen)
{
	struct product_types_row *rows = product_types(r->db, &v->ntypes);

	v->types = arena_alloc(r->arena, v->ntypes, sizeof(*v->types));
	for (size_t i = 0; i < v->ntypes; i++)
		v->types[i] = (struct choice){
			.value = arena_printf(
			    r->arena, "%lld", (long long)rows[i].id),
			.label =
			    pack_type_words(r, rows[i].kind, rows[i].minutes),
			.chosen = rows[i].id == chosen,
		};
}

/* The form for a new pack, or with what is saved. */
static void
prefill(struct request *r, const struct product_find_row *p)
{
	struct product_input in = { .sessions = 4,
		.valid_days = 90,
		.currency = "USD",
		.active = true,
		.keep_price = true };

	if (p != NULL)
		in = (struct product_input){
			.id = p->id,
			.session_type_id = p->session_type_id,
			.name = p->name,
			.about = p->about,
			.sessions = p->sessions,
			.valid_days = p->valid_days,
			.cost = money_decimal(
			    r->arena, (struct money){ p->amount, p->currency }),
			.currency = p->currency,
			.active = p->active,
			.keep_price = true,
		};
	request_fill(r, &product_save_form, &in);
}

enum status
product_edit_show(struct request *r)
{
	int64_t id = typed_id(r, "id");
	struct product_edit_view view = { .id = id, .is_new = id == 0 };
	struct product_find_row row;
	bool is_get = strcmp(r->route->method, "GET") == 0;

	if (!desk_is_open(r))
		return FORBIDDEN;
	if (id != 0 && !product_find(r->db, id, &row))
		return NOT_FOUND;
	view.action = id == 0 ? "/instructor/packs"
			      : arena_printf(r->arena, "/instructor/packs/%lld",
				    (long long)id);
	view.heading = id == 0 ? tr("New pack") : tr("Edit the pack");
	if (id != 0) {
		view.version =
		    arena_printf(r->arena, "%lld", (long long)row.version);
		view.share = share_words(
		    r, (struct money){ row.amount, row.currency }, row.fee_bp);
		view.has_students = row.running > 0;
	}
	if (is_get)
		prefill(r, id == 0 ? NULL : &row);
	fill_types(r, &view,
	    is_get ? (id == 0 ? 0 : row.session_type_id)
		   : typed_id(r, "session_type_id"));
	return request_render(r, &product_edit_page, &view);
}

struct made {
	int64_t id;
};

static const struct field made_fields[] = {
	FIELD_ID(struct made, id),
	FIELD_END,
};

enum status
product_save_post(struct request *r)
{
	const struct product_input *in = r->form;
	const char *unit = in->currency != NULL ? in->currency : "USD";
	int64_t amount = in->amount.value;
	struct product_save_row row;

	if (!desk_is_open(r))
		return FORBIDDEN;
	if (!in->amount.set &&
	    (in->cost == NULL || !money_from_decimal(in->cost, unit, &amount)))
		return request_invalid(
		    r, "cost", tr("Write the price like 180.00."));
	if (!product_save(r->db, in->id, in->name, in->about,
		in->session_type_id, in->sessions, in->valid_days, amount, unit,
		in->active || r->json, in->keep_price, in->seen, &row))
		return CONFLICT;
	request_flash(r, tr("The pack is saved."));
	return request_done(r,
	    &(struct outcome){ in->id == 0 ? CREATED : OK, made_fields,
		&(struct made){ row.id } },
	    "/instructor/packs");
}
