#include <string.h>

#include "billing/subscription.h"
#include "lib/base/setting.h"
#include "lib/domain/money.h"

struct plan_list_input {
	const char *every;
};

static const struct form_field plan_list_input_fields[] = {
	FORM_ONE_OF(
	    struct plan_list_input, every, OPTIONAL, subscription_periods),
};
const struct form plan_list_form =
    FORM(struct plan_list_input, plan_list_input_fields);

/* A company that is there, or the name of one that is not yet; or a journey. */
struct begin_input {
	int64_t company_id, journey_id;
	const char *company_name, *plan, *every;
};

static const struct form_field begin_fields[] = {
	FORM_ID(struct begin_input, company_id, OPTIONAL),
	FORM_ID(struct begin_input, journey_id, OPTIONAL),
	FORM_FIELD(struct begin_input, company_name, OPTIONAL, 1, 120),
	FORM_FIELD(struct begin_input, plan, REQUIRED, 1, 40),
	FORM_ONE_OF(struct begin_input, every, OPTIONAL, subscription_periods),
};
const struct form subscription_begin_form =
    FORM(struct begin_input, begin_fields);

struct plan_item {
	const char *name, *title;
	struct money month, year;
	struct maybe_int jobs, seats, searches;
	bool badge;
	/* on the page only */
	const char *price_words, *other_words;
	const char *jobs_words, *seats_words, *searches_words;
	bool is_best, is_mine;
};

#define HTML(m) FIELD_ONLY(struct plan_item, m, ONLY_HTML)
#define JSON(m) FIELD_ONLY(struct plan_item, m, ONLY_JSON)

static const struct field plan_item_fields[] = {
	FIELD(struct plan_item, name),
	FIELD(struct plan_item, title),
	JSON(month),
	JSON(year),
	JSON(jobs),
	JSON(seats),
	JSON(searches),
	FIELD(struct plan_item, badge),
	HTML(price_words),
	HTML(other_words),
	HTML(jobs_words),
	HTML(seats_words),
	HTML(searches_words),
	HTML(is_best),
	HTML(is_mine),
	FIELD_END,
};

struct plan_list_view {
	struct plan_item *items;
	size_t nitems;
	/* on the page only */
	const char *every, *change_href;
	struct choice *companies;
	size_t ncompanies;
	bool is_member, by_year, is_named, has_companies;
};

#define VIEW(m) FIELD_ONLY(struct plan_list_view, m, ONLY_HTML)

static const struct field plan_list_view_fields[] = {
	FIELD_LIST(struct plan_list_view, items, nitems, plan_item_fields),
	VIEW(every),
	VIEW(change_href),
	FIELD_LIST_ONLY(struct plan_list_view, companies, ncompanies,
	    choice_fields, ONLY_HTML),
	VIEW(is_member),
	VIEW(by_year),
	VIEW(is_named),
	VIEW(has_companies),
	FIELD_END,
};
struct page plan_list_page = { .path = "billing/plan_list",
	.fields = plan_list_view_fields,
	.form = &subscription_begin_form };

/* --- the plans ------------------------------------------------------------------------- */

static const char *
count_words(struct request *r, struct maybe_int n, const char *some,
    const char *without)
{
	return n.set
		   ? arena_printf(r->arena, "%lld %s", (long long)n.value, some)
		   : without;
}

static struct plan_item
plan_of(struct request *r, const struct plan_list_row *row, bool by_year)
{
	struct plan_item p = {
		.name = row->name,
		.title = row->title,
		.month = { row->month_amount, row->currency },
		.year = { row->year_amount, row->currency },
		.jobs = row->jobs,
		.seats = row->seats,
		.searches = row->searches,
		.badge = row->badge,
		.is_best = strcmp(row->name, "PROFESSIONAL") == 0,
	};

	p.price_words = money_text(r->arena, by_year ? p.year : p.month);
	if (by_year)
		p.other_words = arena_printf(r->arena,
		    tr("instead of %s by the month"),
		    money_text(r->arena, (struct money){ 12 * row->month_amount,
					     row->currency }));
	p.jobs_words = count_words(r, row->jobs, tr("open job posts"),
	    tr("Open job posts without limit"));
	p.seats_words =
	    count_words(r, row->seats, tr("seats"), tr("Seats without limit"));
	p.searches_words = count_words(r, row->searches,
	    tr("talent searches a month"), tr("Talent searches without limit"));
	return p;
}

/* Companies without a plan can take one; of the others the page says so. */
static void
fill_companies(struct request *r, struct plan_list_view *v)
{
	size_t n;
	struct company_list_row *rows = company_list_get(r->db, &n);

	v->companies = arena_alloc(r->arena, n, sizeof(*v->companies));
	for (size_t i = 0; i < n; i++) {
		if (rows[i].plan != NULL) {
			v->change_href =
			    arena_printf(r->arena, "/subscriptions/%lld/change",
				(long long)rows[i].subscription_id);
			for (size_t j = 0; j < v->nitems; j++)
				if (strcmp(v->items[j].name, rows[i].plan) == 0)
					v->items[j].is_mine = true;
			continue;
		}
		v->companies[v->ncompanies++] = (struct choice){
			.value = arena_printf(
			    r->arena, "%lld", (long long)rows[i].id),
			.label = rows[i].name,
			.chosen = typed_id(r, "company_id") == rows[i].id,
		};
	}
	v->has_companies = v->ncompanies > 0;
	v->is_named = n == 0;
}

static enum status
render(struct request *r, const char *every)
{
	struct plan_list_view v = { .every = every };
	struct plan_list_row *rows = plan_list_get(r->db, &v.nitems);

	v.is_member = r->session->user_id != 0;
	v.by_year = strcmp(every, "year") == 0;
	v.items = arena_alloc(r->arena, v.nitems, sizeof(*v.items));
	for (size_t i = 0; i < v.nitems; i++)
		v.items[i] = plan_of(r, &rows[i], v.by_year);
	fill_companies(r, &v);
	return request_render(r, &plan_list_page, &v);
}

void
plan_list_read(struct request *r)
{
	plan_list_send(r->db);
	company_list_send(r->db);
}

enum status
plan_list_show(struct request *r)
{
	const struct plan_list_input *in = r->form;

	return render(r, in->every != NULL ? in->every : "month");
}

enum status
plan_list_refused(struct request *r)
{
	plan_list_read(r);
	return render(
	    r, strcmp(typed(r, "every"), "year") == 0 ? "year" : "month");
}

/* --- beginning ---------------------------------------------------------------------------- */

struct begin_answer {
	int64_t subscription_id;
	const char *status, *url;
};

static const struct field begin_answer_fields[] = {
	FIELD_ID(struct begin_answer, subscription_id),
	FIELD(struct begin_answer, status),
	FIELD(struct begin_answer, url),
	FIELD_END,
};

/* The company that is meant; 0 for a journey.  False: it must be said. */
static bool
company_of(struct request *r, const struct begin_input *in, int64_t *id)
{
	struct company_make_row made;
	struct company_list_row *rows;
	size_t n;

	*id = in->company_id;
	if (in->company_id != 0 || in->journey_id != 0)
		return true;
	if (in->company_name != NULL) {
		if (!company_make(r->db, in->company_name, &made))
			return false;
		*id = made.id;
		return true;
	}
	rows = company_list(r->db, &n);
	if (n == 1)
		*id = rows[0].id;
	else
		request_invalid(r, n == 0 ? "company_name" : "company_id",
		    tr("Say for which company."));
	return n == 1;
}

enum status
subscription_begin_post(struct request *r)
{
	const struct begin_input *in = r->form;
	struct subscription_begin_row made;
	struct begin_answer a;
	const char *path;
	int64_t company;

	if (!company_of(r, in, &company))
		return db_error(r->db) != NULL ? CONFLICT : INVALID;
	if (!subscription_begin(r->db, company, in->journey_id, in->plan,
		in->every != NULL ? in->every : "month", &made))
		return CONFLICT;
	path = strcmp(made.status, "incomplete") == 0
		   ? arena_printf(r->arena, "/checkout/%s/%lld",
			 made.order_kind, (long long)made.id)
		   : arena_printf(
			 r->arena, "/subscriptions/%lld", (long long)made.id);
	a = (struct begin_answer){ made.id, made.status,
		arena_printf(
		    r->arena, "%s%s", setting_text("BELAY_PUBLIC_URL"), path) };
	return request_done(r,
	    &(struct outcome){ CREATED, begin_answer_fields, &a }, "%s", path);
}
