#include "billing/promotion.h"
#include "lib/base/setting.h"

#include <string.h>

enum { PAGE = 20 };

struct promotion_list_input {
	int64_t after;
};

static const struct form_field list_inputs[] = {
	FORM_ID(struct promotion_list_input, after, OPTIONAL),
};
const struct form promotion_list_form =
    FORM(struct promotion_list_input, list_inputs);

struct promotion_id_input {
	int64_t id;
};

static const struct form_field id_inputs[] = {
	FORM_ID(struct promotion_id_input, id, REQUIRED),
};
const struct form promotion_id_form =
    FORM(struct promotion_id_input, id_inputs);

struct promotion_list_view {
	struct promotion_item *items;
	size_t nitems;
	const char *next;
	struct pager *pager;
};

static const struct field list_fields[] = {
	FIELD_LIST(
	    struct promotion_list_view, items, nitems, promotion_item_fields),
	FIELD_ONLY(struct promotion_list_view, next, ONLY_JSON),
	FIELD_POINTER_ONLY(
	    struct promotion_list_view, pager, pager_fields, ONLY_HTML),
	FIELD_END,
};
struct page promotion_list_page = { .path = "billing/promotion_list",
	.fields = list_fields };

struct promotion_view {
	struct promotion_item promotion;
	const char *action, *end_action, *heading, *link;
	struct choice *kinds, *products;
	size_t nkinds, nproducts;
	bool is_new, is_draft, is_open;
};

static const struct field promotion_fields[] = {
	FIELD_OBJECT(struct promotion_view, promotion, promotion_item_fields),
	FIELD_ONLY(struct promotion_view, action, ONLY_HTML),
	FIELD_ONLY(struct promotion_view, end_action, ONLY_HTML),
	FIELD_ONLY(struct promotion_view, heading, ONLY_HTML),
	FIELD_ONLY(struct promotion_view, link, ONLY_HTML),
	FIELD_LIST_ONLY(
	    struct promotion_view, kinds, nkinds, choice_fields, ONLY_HTML),
	FIELD_LIST_ONLY(struct promotion_view, products, nproducts,
	    choice_fields, ONLY_HTML),
	FIELD_ONLY(struct promotion_view, is_new, ONLY_HTML),
	FIELD_ONLY(struct promotion_view, is_draft, ONLY_HTML),
	FIELD_ONLY(struct promotion_view, is_open, ONLY_HTML),
	FIELD_END,
};
struct page promotion_page = { .path = "billing/promotion",
	.fields = promotion_fields,
	.form = &promotion_form };

PROMOTION_ROWS(promotion_list_row);

/* Codes are for those who sell something. */
static bool
is_seller(struct request *r)
{
	static const char *const roles[] = { "mentor", "interviewer",
		"concierge", "creator" };

	for (size_t i = 0; i < sizeof(roles) / sizeof(*roles); i++)
		if (session_has_role(r->session, roles[i]))
			return true;
	request_refuse(
	    r, FORBIDDEN, tr("Codes are given by those who sell something."));
	r->problem_type = "/problems/promotions_are_sellers";
	return false;
}

/* --- the list ----------------------------------------------------------------- */

void
promotion_list_read(struct request *r)
{
	const struct promotion_list_input *in = r->form;

	promotion_list_send(r->db, 0, in->after, PAGE + 1);
}

enum status
promotion_list_show(struct request *r)
{
	const struct promotion_list_input *in = r->form;
	struct promotion_list_view view = { .nitems = 0 };
	struct promotion_list_row *rows;
	size_t n;

	if (!is_seller(r))
		return FORBIDDEN;
	rows = promotion_list_get(r->db, &n);
	view.nitems = n > PAGE ? PAGE : n;
	view.items = arena_alloc(r->arena, view.nitems, sizeof(*view.items));
	for (size_t i = 0; i < view.nitems; i++)
		promotion_fill(r->arena, &view.items[i],
		    (const struct promotion_row *)&rows[i],
		    r->session->timezone, r->now);
	if (n > PAGE)
		view.next = arena_printf(r->arena, "%s/promotions?after=%lld",
		    r->json ? "/api" : "", (long long)rows[PAGE - 1].id);
	if (view.next != NULL || in->after != 0) {
		view.pager = arena_alloc(r->arena, 1, sizeof(*view.pager));
		view.pager->range = arena_printf(
		    r->arena, tr("Codes here: %d"), (int)view.nitems);
		view.pager->next = view.next;
		if (in->after != 0)
			view.pager->first = "/promotions";
	}
	return request_render(r, &promotion_list_page, &view);
}

/* --- one code ------------------------------------------------------------------ */

static struct choice *
kind_choices(struct request *r, const char *chosen, size_t *n)
{
	static const char *const kinds[] = { "percent", "amount", NULL };
	const char *const labels[] = { tr("Percent"), tr("Amount"), NULL };

	return choices_make(r->arena, kinds, labels, chosen, n);
}

/* Everything, all of a kind, or one of one's own. */
static struct choice *
product_choices(struct request *r, const char *chosen, size_t *n)
{
	static const char *const kinds[] = { "session", "pack", "package" };
	enum { FIXED = 4 };
	size_t own;
	struct promotable_list_row *rows = promotable_list(r->db, &own);
	struct choice *all = arena_alloc(r->arena, FIXED + own, sizeof(*all));

	*n = FIXED + own;
	all[0] =
	    (struct choice){ .value = "", .label = tr("Everything I sell") };
	for (size_t i = 1; i < FIXED; i++)
		all[i] = (struct choice){ .value = kinds[i - 1],
			.label = promotion_product_words(kinds[i - 1]) };
	for (size_t i = 0; i < own; i++)
		all[FIXED + i] = (struct choice){
			.value = arena_printf(r->arena, "%s:%lld", rows[i].kind,
			    (long long)rows[i].id),
			.label = arena_printf(r->arena, "%s: %s",
			    promotion_product_words(rows[i].kind),
			    rows[i].name),
		};
	choices_pick(all, *n, chosen != NULL ? chosen : "");
	return all;
}

enum status
promotion_edit_show(struct request *r)
{
	const int64_t id = typed_id(r, "id");
	const bool is_get = strcmp(r->route->method, "GET") == 0;
	struct promotion_input in = { .kind = "percent", .activate = true };
	struct promotion_view v = {
		.is_new = id == 0, .is_draft = true, .is_open = true
	};
	size_t n;

	if (!is_seller(r))
		return FORBIDDEN;
	if (id != 0) {
		struct promotion_list_row *row =
		    promotion_list(r->db, id, 0, 1, &n);

		if (n == 0)
			return NOT_FOUND;
		promotion_fill(r->arena, &v.promotion,
		    (const struct promotion_row *)row, r->session->timezone,
		    r->now);
		promotion_prefill(r->arena, &in,
		    (const struct promotion_row *)row, r->session->timezone);
		v.is_draft = strcmp(row->status, "draft") == 0;
		v.is_open = strcmp(row->status, "ended") != 0;
		v.end_action = arena_printf(
		    r->arena, "/promotions/%lld/end", (long long)id);
		if (v.promotion.link != NULL)
			v.link = arena_printf(r->arena, "%s%s",
			    setting_text("BELAY_PUBLIC_URL"), v.promotion.link);
	}
	v.heading = id == 0 ? tr("New code") : in.code;
	v.action =
	    id == 0 ? "/promotions"
		    : arena_printf(r->arena, "/promotions/%lld", (long long)id);
	if (is_get)
		request_fill(r, &promotion_form, &in);
	v.kinds =
	    kind_choices(r, is_get ? in.kind : typed(r, "kind"), &v.nkinds);
	v.products = product_choices(
	    r, is_get ? in.product : typed(r, "product"), &v.nproducts);
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
	const char *wrong;

	if (!is_seller(r))
		return FORBIDDEN;
	wrong = promotion_read(r->arena, in, r->session->timezone, &t);
	if (wrong != NULL)
		return request_invalid(
		    r, wrong, tr("Write a whole percent, or an amount."));
	if (!promotion_save(r->db, in->id, in->code, in->kind, t.value, unit,
		t.product_kind, t.product_id, in->max_uses, in->max_per_buyer,
		t.starts_at, t.ends_at, in->auto_apply, in->activate, &row))
		return CONFLICT;
	request_flash(r, tr("The code is saved."));
	return request_done(r,
	    &(struct outcome){ in->id == 0 ? CREATED : OK, made_fields,
		&(struct made){ row.id } },
	    "/promotions");
}

enum status
promotion_end_post(struct request *r)
{
	const struct promotion_id_input *in = r->form;

	if (!is_seller(r))
		return FORBIDDEN;
	promotion_end(r->db, in->id);
	if (db_error(r->db) != NULL)
		return CONFLICT;
	request_flash(r, tr("The code has ended."));
	return request_done(
	    r, &(struct outcome){ .status = NO_CONTENT }, "/promotions");
}
