#include <string.h>

#include "billing/order.h"
#include "billing/refund.h"
#include "billing/words.h"
#include "gen/billing/refund_sql.h"
#include "lib/domain/money.h"

/* Programs give an amount in minor units, the page a sum as people write it;
 * without either it is what the terms give. */
struct refund_input {
	const char *ref, *sum, *words;
	struct maybe_int amount;
	bool ask;
};

static const struct form_field refund_fields[] = {
	FORM_FIELD_AS(
	    struct refund_input, ref, REQUIRED, 1, 64, .check = CHECK_SLUG),
	FORM_FIELD(struct refund_input, ask, OPTIONAL, 0, 1),
	FORM_FIELD(struct refund_input, amount, OPTIONAL, 1, INT64_MAX),
	FORM_FIELD(struct refund_input, sum, OPTIONAL, 1, 30),
	FORM_FIELD(struct refund_input, words, OPTIONAL, 1, 2000),
};
const struct form refund_form = FORM(struct refund_input, refund_fields);

struct refund_view {
	const char *order_ref, *policy;
	struct money by_policy, at_most;
	/* on the page only */
	const char *base, *number, *title, *unit, *now_words, *end_words;
	const char *button, *most_words, *closed_words;
	bool has_more; /* than the terms give */
};

#define HTML(m) FIELD_ONLY(struct refund_view, m, ONLY_HTML)

static const struct field refund_view_fields[] = {
	FIELD_ONLY(struct refund_view, order_ref, ONLY_JSON),
	FIELD_ONLY(struct refund_view, by_policy, ONLY_JSON),
	FIELD_ONLY(struct refund_view, at_most, ONLY_JSON),
	FIELD(struct refund_view, policy),
	HTML(base),
	HTML(number),
	HTML(title),
	HTML(unit),
	HTML(now_words),
	HTML(end_words),
	HTML(button),
	HTML(most_words),
	HTML(closed_words),
	HTML(has_more),
	FIELD_END,
};
struct page refund_page = { .path = "billing/refund",
	.fields = refund_view_fields,
	.form = &refund_form };

static bool
is(const char *word, const char *other)
{
	return word != NULL && strcmp(word, other) == 0;
}

/* --- the question -------------------------------------------------------------------- */

/* Why nothing can be asked for; NULL when something can. */
static const char *
closed_words(const struct order_find_row *o)
{
	if (is(o->refund_status, "requested"))
		return tr("You have asked for money back already. Somebody "
			  "looks at it and tells you.");
	if (is(o->status, "disputed"))
		return tr("Your bank disputes this payment: it decides "
			  "first.");
	if (o->refund_at_most == 0 && o->paid_at.us == 0)
		return tr("This order is not paid, so nothing can come back.");
	if (o->refund_at_most == 0)
		return tr("Nothing of this order is left to come back.");
	return NULL;
}

/* What ends with the money that the terms give. */
static const char *
end_words(const struct order_find_row *o)
{
	if (o->refund_by_policy < o->refund_at_most)
		return tr("What you have not used of it ends.");
	return is(o->kind, "session") ? tr("The session is cancelled with it.")
				      : tr("What you bought ends with it.");
}

static void
fill_now(
    struct request *r, struct refund_view *v, const struct order_find_row *o)
{
	const char *back = money_text(r->arena, v->by_policy);

	if (v->by_policy.amount == 0) {
		v->now_words = tr("By its terms nothing comes back now. You "
				  "can still ask: say what went wrong.");
		return;
	}
	v->now_words = arena_printf(r->arena,
	    tr("By its terms %s comes back now, without "
	       "a question."),
	    back);
	v->end_words = end_words(o);
	v->button = arena_printf(r->arena, tr("Get %s back"), back);
}

static enum status
render(struct request *r)
{
	struct refund_view v = { .end_words = NULL };
	struct order_find_row o;

	if (!order_find_get(r->db, &o))
		return NOT_FOUND;
	v.order_ref = o.ref;
	v.by_policy = (struct money){ o.refund_by_policy, o.currency };
	v.at_most = (struct money){ o.refund_at_most, o.currency };
	v.base = arena_printf(r->arena, "/checkout/order/%s", o.ref);
	v.number = o.number;
	v.title = o.title;
	v.unit = o.currency;
	v.policy =
	    policy_words(r, &(struct policy){ o.kind, o.person, o.starts_at,
				o.free_hours, o.late_return_percent, o.days });
	v.closed_words = closed_words(&o);
	if (v.closed_words == NULL)
		fill_now(r, &v, &o);
	v.has_more = o.refund_at_most > o.refund_by_policy;
	v.most_words = arena_printf(
	    r->arena, tr("At most %s."), money_text(r->arena, v.at_most));
	return request_render(r, &refund_page, &v);
}

void
refund_read(struct request *r)
{
	const struct refund_input *in = r->form;

	order_find_send(r->db, in->ref);
}

enum status
refund_show(struct request *r)
{
	return render(r);
}

enum status
refund_refused(struct request *r)
{
	order_find_send(r->db, typed(r, "ref"));
	return render(r);
}

/* --- the answer ------------------------------------------------------------------------ */

struct refund_answer {
	int64_t id;
	const char *status, *reason;
	struct money amount;
};

static const struct field refund_answer_fields[] = {
	FIELD_ID(struct refund_answer, id),
	FIELD(struct refund_answer, status),
	FIELD(struct refund_answer, reason),
	FIELD(struct refund_answer, amount),
	FIELD_END,
};

/* What is asked for; false when the sum is none, or more than there is. */
static bool
read_amount(struct request *r, const struct refund_input *in,
    const struct order_lookup_row *o, struct maybe_int *amount)
{
	struct refund_limit_row most;

	*amount = in->amount;
	if (in->sum != NULL) {
		amount->set = true;
		if (!money_from_decimal(in->sum, o->currency, &amount->value) ||
		    amount->value <= 0) {
			request_invalid(
			    r, "sum", tr("Enter an amount such as 12.50."));
			return false;
		}
	}
	if (in->ask && !amount->set) {
		request_invalid(r, "sum", tr("Say how much you ask for."));
		return false;
	}
	if (in->sum != NULL && refund_limit(r->db, o->id, &most) &&
	    most.at_most > 0 && amount->value > most.at_most) {
		request_invalid(
		    r, "sum", tr("That is more than is left of it."));
		return false;
	}
	return true;
}

static enum status
answer(struct request *r, const char *ref, int64_t id)
{
	struct refund_find_row row;
	struct refund_answer a;

	if (!refund_find(r->db, id, &row))
		return NOT_FOUND;
	a = (struct refund_answer){ row.id, row.status, row.reason,
		{ row.amount, row.currency } };
	request_flash(r, is(row.status, "requested")
			     ? tr("Your request is with us. You are told what "
				  "is decided.")
			     : tr("Done. The money is on its way back."));
	return request_done(r,
	    &(struct outcome){ CREATED, refund_answer_fields, &a },
	    "/checkout/order/%s", ref);
}

enum status
refund_post(struct request *r)
{
	const struct refund_input *in = r->form;
	struct order_lookup_row o;
	struct refund_request_row made;
	struct maybe_int amount;

	if (!order_lookup(r->db, 0, in->ref, &o))
		return NOT_FOUND;
	if (!read_amount(r, in, &o, &amount))
		return INVALID;
	if (!refund_request(r->db, o.id, amount, in->words, &made))
		return CONFLICT;
	return answer(r, o.ref, made.id);
}
