#include <string.h>

#include "billing/subscription.h"
#include "lib/base/setting.h"
#include "lib/domain/money.h"
#include "lib/domain/when.h"

struct change_input {
	int64_t id;
	const char *plan, *every;
	struct maybe_int shown;
};

static const struct form_field change_fields[] = {
	FORM_ID(struct change_input, id, REQUIRED),
	FORM_FIELD(struct change_input, plan, REQUIRED, 1, 40),
	FORM_ONE_OF(struct change_input, every, OPTIONAL, subscription_periods),
	FORM_FIELD(struct change_input, shown, OPTIONAL, 0, INT64_MAX),
};
const struct form subscription_change_form =
    FORM(struct change_input, change_fields);

/* What it can be changed to, and what that comes to. */
struct plan_option {
	const char *plan, *title, *every, *way;
	struct money price, credit, rest, due;
	struct instant starts_at, ends_at;
	/* on the page only */
	const char *price_words, *when_words, *sum_words, *shown, *button;
	bool is_now;
};

#define HTML(m) FIELD_ONLY(struct plan_option, m, ONLY_HTML)

static const struct field plan_option_fields[] = {
	FIELD(struct plan_option, plan),
	FIELD(struct plan_option, title),
	FIELD(struct plan_option, every),
	FIELD_ONLY(struct plan_option, way, ONLY_JSON),
	FIELD_ONLY(struct plan_option, price, ONLY_JSON),
	FIELD_ONLY(struct plan_option, credit, ONLY_JSON),
	FIELD_ONLY(struct plan_option, rest, ONLY_JSON),
	FIELD_ONLY(struct plan_option, due, ONLY_JSON),
	FIELD_ONLY(struct plan_option, starts_at, ONLY_JSON),
	FIELD_ONLY(struct plan_option, ends_at, ONLY_JSON),
	HTML(price_words),
	HTML(when_words),
	HTML(sum_words),
	HTML(shown),
	HTML(button),
	HTML(is_now),
	FIELD_END,
};

struct change_view {
	struct subscription_item subscription;
	struct plan_option *options;
	size_t noptions;
	bool has_options;
};

static const struct field change_view_fields[] = {
	FIELD_OBJECT(
	    struct change_view, subscription, subscription_item_fields),
	FIELD_LIST(struct change_view, options, noptions, plan_option_fields),
	FIELD_ONLY(struct change_view, has_options, ONLY_HTML),
	FIELD_END,
};
struct page subscription_change_page = { .path = "billing/subscription_change",
	.fields = change_view_fields };

/* --- what each comes to ------------------------------------------------------------------ */

static const char *
day(struct request *r, struct instant i)
{
	return when_date(r->arena, when_local(i, r->session->timezone).date);
}

/* How the sum is made, for who wonders. */
static const char *
sum_words(struct request *r, const struct plan_option *o)
{
	if (!o->is_now)
		return NULL;
	if (o->due.amount == 0)
		return tr("There is nothing to pay for it now.");
	return arena_printf(r->arena,
	    tr("%s for the time until %s, less %s that is left of what you "
	       "have paid. Taxes come on top."),
	    money_text(r->arena, o->rest), day(r, o->ends_at),
	    money_text(r->arena, o->credit));
}

static struct plan_option
option_of(struct request *r, const struct plan_option_list_row *row)
{
	struct plan_option o = {
		.plan = row->plan,
		.title = row->title,
		.every = row->every,
		.way = row->way,
		.price = { row->price_amount, row->currency },
		.credit = { row->credit_amount, row->currency },
		.rest = { row->rest_amount, row->currency },
		.due = { row->due_amount, row->currency },
		.starts_at = row->from_at,
		.ends_at = row->to_at,
		.price_words = price_words(
		    r, row->price_amount, row->currency, row->every),
		.shown =
		    arena_printf(r->arena, "%lld", (long long)row->due_amount),
		.is_now = strcmp(row->way, "upgrade") == 0,
	};

	o.sum_words = sum_words(r, &o);
	if (o.is_now) {
		o.when_words = tr("At once");
		o.button = o.due.amount == 0
			       ? tr("Change now")
			       : arena_printf(r->arena, tr("Change for %s"),
				     money_text(r->arena, o.due));
	} else {
		o.when_words =
		    arena_printf(r->arena, tr("On %s"), day(r, row->from_at));
		o.button = tr("Change then");
	}
	return o;
}

static enum status
render(struct request *r)
{
	struct change_view v = { .noptions = 0 };
	size_t n;
	struct subscription_list_row *row = subscription_list_get(r->db, &n);
	struct plan_option_list_row *options =
	    plan_option_list_get(r->db, &v.noptions);

	if (n == 0)
		return NOT_FOUND;
	v.subscription = subscription_item(r, row);
	v.has_options = v.noptions > 0;
	v.options = arena_alloc(r->arena, v.noptions, sizeof(*v.options));
	for (size_t i = 0; i < v.noptions; i++)
		v.options[i] = option_of(r, &options[i]);
	return request_render(r, &subscription_change_page, &v);
}

static void
send(struct request *r, int64_t id)
{
	subscription_list_send(r->db, id);
	plan_option_list_send(r->db, id);
}

void
subscription_change_read(struct request *r)
{
	const struct subscription_input *in = r->form;

	send(r, in->id);
}

enum status
subscription_change_show(struct request *r)
{
	return render(r);
}

enum status
subscription_change_refused(struct request *r)
{
	send(r, typed_id(r, "id"));
	return render(r);
}

/* --- the answer ---------------------------------------------------------------------------- */

struct change_answer {
	int64_t id;
	const char *way, *url;
	int64_t amount;
};

static const struct field change_answer_fields[] = {
	FIELD_ID(struct change_answer, id),
	FIELD(struct change_answer, way),
	FIELD(struct change_answer, amount),
	FIELD(struct change_answer, url),
	FIELD_END,
};

static const char *
every_of(struct request *r, const struct change_input *in)
{
	size_t n;
	struct subscription_list_row *row;

	if (in->every != NULL)
		return in->every;
	row = subscription_list(r->db, in->id, &n);
	return n > 0 ? row->every : "month";
}

enum status
subscription_change_post(struct request *r)
{
	const struct change_input *in = r->form;
	struct subscription_change_row made;
	struct subscription_list_row *row;
	struct change_answer a = { .id = in->id };
	const char *path =
	    arena_printf(r->arena, "/subscriptions/%lld", (long long)in->id);
	size_t n;

	if (!subscription_change(
		r->db, in->id, in->plan, every_of(r, in), in->shown, &made))
		return CONFLICT;
	row = subscription_list(r->db, in->id, &n);
	if (n == 0)
		return NOT_FOUND;
	a.way = made.way;
	a.amount = made.due_amount;
	if (made.due_amount > 0)
		path = arena_printf(r->arena, "/checkout/%s/%lld",
		    row->order_kind, (long long)in->id);
	else
		request_flash(r, strcmp(made.way, "upgrade") == 0
				     ? tr("The plan is changed.")
				     : tr("The plan changes at the end of the "
					  "period."));
	a.url = arena_printf(
	    r->arena, "%s%s", setting_text("BELAY_PUBLIC_URL"), path);
	return request_done(
	    r, &(struct outcome){ OK, change_answer_fields, &a }, "%s", path);
}
