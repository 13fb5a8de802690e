#include "admin/promotion.h"
#include "admin/admin.h"
#include "admin/desk.h"

#include <string.h>

struct promotion_list_input {
	const char *after;
};

static const struct form_field list_inputs[] = {
	FORM_FIELD(struct promotion_list_input, after, OPTIONAL, 1, 20),
};
const struct form promotion_list_form =
    FORM(struct promotion_list_input, list_inputs);

struct promotion_list_view {
	struct desk desk;
	struct promotion_item *items;
	size_t nitems;
	const char *next;
	struct pager *pager;
};

static const struct field list_fields[] = {
	DESK_FIELD(struct promotion_list_view),
	FIELD_LIST(
	    struct promotion_list_view, items, nitems, promotion_item_fields),
	FIELD_ONLY(struct promotion_list_view, next, ONLY_JSON),
	FIELD_POINTER_ONLY(
	    struct promotion_list_view, pager, pager_fields, ONLY_HTML),
	FIELD_END,
};
struct page promotion_list_page = { .path = "admin/promotion_list",
	.fields = list_fields };

struct promotion_view {
	struct desk desk;
	struct promotion_item promotion;
	const char *action, *heading;
	struct choice *kinds, *products;
	size_t nkinds, nproducts;
	bool is_draft, can_save, can_end;
};

static const struct field promotion_fields[] = {
	DESK_FIELD(struct promotion_view),
	FIELD_OBJECT(struct promotion_view, promotion, promotion_item_fields),
	FIELD_ONLY(struct promotion_view, action, ONLY_HTML),
	FIELD_ONLY(struct promotion_view, heading, ONLY_HTML),
	FIELD_LIST_ONLY(
	    struct promotion_view, kinds, nkinds, choice_fields, ONLY_HTML),
	FIELD_LIST_ONLY(struct promotion_view, products, nproducts,
	    choice_fields, ONLY_HTML),
	FIELD_ONLY(struct promotion_view, is_draft, ONLY_HTML),
	FIELD_ONLY(struct promotion_view, can_save, ONLY_HTML),
	FIELD_ONLY(struct promotion_view, can_end, ONLY_HTML),
	FIELD_END,
};
struct page promotion_page = { .path = "admin/promotion",
	.fields = promotion_fields,
	.form = &promotion_form };

PROMOTION_ROWS(promotion_list_row);

static void
fill(struct request *r, struct promotion_item *v,
    const struct promotion_list_row *row)
{
	promotion_fill(r->arena, v, (const struct promotion_row *)row,
	    r->session->timezone, r->now);
}

/* --- the list ----------------------------------------------------------------- */

void
promotion_list_read(struct request *r)
{
	const struct promotion_list_input *in = r->form;
	int64_t after = in->after == NULL ? 0 : strtoll(in->after, NULL, 10);

	promotion_list_send(r->db, 0, after, LIST_PAGE + 1);
}

enum status
promotion_list_show(struct request *r)
{
	struct promotion_list_view v = { .nitems = 0 };
	struct list_end end = { .base = "/admin/promotions" };
	struct promotion_list_row *rows;
	size_t n;

	rows = promotion_list_get(r->db, &n);
	v.nitems = n > LIST_PAGE ? LIST_PAGE : n;
	v.items = arena_alloc(r->arena, v.nitems, sizeof(*v.items));
	for (size_t i = 0; i < v.nitems; i++)
		fill(r, &v.items[i], &rows[i]);
	end.n = v.nitems;
	if (n > LIST_PAGE)
		end.last = arena_printf(
		    r->arena, "%lld", (long long)rows[LIST_PAGE - 1].id);
	v.pager = list_pager(r, &end, &v.next);
	desk_fill(r, &v.desk);
	return request_render(r, &promotion_list_page, &v);
}

/* --- one code ------------------------------------------------------------------ */

static const char *const products[] = { "", "session", "pack", "package",
	"subscription", "tier", "credits", "review", "company", NULL };
static const char *const kinds[] = { "percent", "amount", NULL };

static void
fill_choices(struct request *r, struct promotion_view *v, const char *kind,
    const char *product)
{
	const char *const labels[] = { tr("Percent"), tr("Amount"), NULL };

	v->kinds = choices_make(r->arena, kinds, labels, kind, &v->nkinds);
	v->products = choices_make(r->arena, products, NULL,
	    product != NULL ? product : "", &v->nproducts);
	v->products[0].label = tr("Everything");
	for (size_t i = 1; i < v->nproducts; i++)
		v->products[i].label =
		    promotion_product_words(v->products[i].value);
}

enum status
promotion_edit_show(struct request *r)
{
	const int64_t id = typed_id(r, "id");
	const bool is_get = strcmp(r->route->method, "GET") == 0;
	struct promotion_input in = { .kind = "percent", .activate = true };
	struct promotion_view v = { .is_draft = true, .can_save = true };
	struct promotion_list_row *row;
	size_t n;

	if (id != 0) {
		row = promotion_list(r->db, id, 0, 1, &n);
		if (n == 0)
			return NOT_FOUND;
		fill(r, &v.promotion, row);
		promotion_prefill(r->arena, &in,
		    (const struct promotion_row *)row, r->session->timezone);
		v.can_end = strcmp(row->status, "ended") != 0;
		v.can_save = v.can_end && row->owner_id == 0;
		v.is_draft = strcmp(row->status, "draft") == 0;
	}
	v.heading = id == 0 ? tr("New code") : in.code;
	v.action = id == 0 ? "/admin/promotions"
			   : arena_printf(r->arena, "/admin/promotions/%lld",
				 (long long)id);
	if (is_get)
		request_fill(r, &promotion_form, &in);
	fill_choices(r, &v, is_get ? in.kind : typed(r, "kind"),
	    is_get ? in.product : typed(r, "product"));
	desk_fill(r, &v.desk);
	return request_render(r, &promotion_page, &v);
}

struct made {
	int64_t id;
};

static const struct field made_fields[] = {
	FIELD_ID(struct made, id),
	FIELD_END,
};

enum status
promotion_save_post(struct request *r)
{
	const struct promotion_input *in = r->form;
	const char *unit = in->currency != NULL ? in->currency : "USD";
	struct promotion_terms t;
	struct promotion_save_row row;
	const char *wrong =
	    promotion_read(r->arena, in, r->session->timezone, &t);

	if (wrong != NULL)
		return request_invalid(
		    r, wrong, tr("Write a whole percent, or an amount."));
	if (!promotion_save(r->db, in->id, in->code, in->kind, t.value, unit,
		t.product_kind, t.product_id, in->max_uses, in->max_per_buyer,
		t.starts_at, t.ends_at, in->auto_apply, in->activate, &row))
		return CONFLICT;
	request_audit(r, &(struct deed){ "promotion.save", "promotion", row.id,
			     json_of(r->arena, TEXTS("code", in->code)) });
	request_flash(r, tr("The code is saved."));
	return request_done(r,
	    &(struct outcome){ in->id == 0 ? CREATED : OK, made_fields,
		&(struct made){ row.id } },
	    "/admin/promotions");
}

enum status
promotion_end_post(struct request *r)
{
	const struct id_input *in = r->form;

	promotion_end(r->db, in->id);
	if (db_error(r->db) != NULL)
		return CONFLICT;
	request_audit(
	    r, &(struct deed){ "promotion.end", "promotion", in->id, NULL });
	request_flash(r, tr("The code has ended."));
	return request_done(
	    r, &(struct outcome){ .status = NO_CONTENT }, "/admin/promotions");
}
