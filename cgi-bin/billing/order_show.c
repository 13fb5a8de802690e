#include <string.h>

#include "billing/order.h"
#include "billing/provider.h"
#include "billing/words.h"
#include "lib/domain/money.h"
#include "lib/domain/when.h"

enum { MOST_QUICK = 30 };

static const struct form_field order_form_fields[] = {
	FORM_FIELD_AS(
	    struct order_input, ref, REQUIRED, 1, 64, .check = CHECK_SLUG),
	FORM_FIELD(struct order_input, go, OPTIONAL, 0, 1),
	FORM_FIELD(struct order_input, n, OPTIONAL, 0, 1000000),
};
const struct form order_form = FORM(struct order_input, order_form_fields);

struct order_step {
	const char *words, *when, *event, *to_status;
	struct instant at;
};

static const struct field step_fields[] = {
	FIELD_ONLY(struct order_step, words, ONLY_HTML),
	FIELD_ONLY(struct order_step, when, ONLY_HTML),
	FIELD_ONLY(struct order_step, event, ONLY_JSON),
	FIELD_ONLY(struct order_step, to_status, ONLY_JSON),
	FIELD(struct order_step, at),
	FIELD_END,
};

struct order_refund {
	int64_t id;
	const char *status, *reason;
	struct money amount;
	struct instant created_at, done_at;
	/* on the page only */
	const char *reason_words, *status_words, *when, *tone, *answer;
	bool by_hand;
};

static const struct field refund_fields[] = {
	FIELD_ID(struct order_refund, id),
	FIELD(struct order_refund, status),
	FIELD(struct order_refund, reason),
	FIELD(struct order_refund, amount),
	FIELD(struct order_refund, created_at),
	FIELD(struct order_refund, done_at),
	FIELD_ONLY(struct order_refund, reason_words, ONLY_HTML),
	FIELD_ONLY(struct order_refund, status_words, ONLY_HTML),
	FIELD_ONLY(struct order_refund, when, ONLY_HTML),
	FIELD_ONLY(struct order_refund, tone, ONLY_HTML),
	FIELD(struct order_refund, answer),
	FIELD(struct order_refund, by_hand),
	FIELD_END,
};

struct order_payment {
	int64_t id;
	const char *provider, *status, *url;
};

static const struct field payment_fields[] = {
	FIELD_ID(struct order_payment, id),
	FIELD(struct order_payment, provider),
	FIELD(struct order_payment, status),
	FIELD(struct order_payment, url),
	FIELD_END,
};

struct order_view {
	int64_t id, item_id, invoice_id;
	const char *ref, *number, *kind, *title, *status, *provider;
	struct money total, paid, refunded;
	struct instant expires_at, created_at, paid_at;
	struct order_payment *payment;
	struct order_refund *refunds;
	size_t nrefunds;
	struct order_step *steps;
	size_t nsteps;
	/* on the page only */
	struct order_state state;
	const char *heading, *state_words, *tone, *status_words, *base;
	const char *about_href, *about_words, *lede, *policy, *left;
	const char *go_href, *go_words, *pay_href, *again_href, *refund_href;
	const char *invoice_href, *invoice_number, *pdf_href;
	const char *manual_words, *provider_words, *due_words;
	struct price_line *lines;
	size_t nlines;
	bool by_hand, is_open, is_bought, is_left, is_waiting, has_refunds;
};

#define HTML(m) FIELD_ONLY(struct order_view, m, ONLY_HTML)
#define JSON(m) FIELD_ONLY(struct order_view, m, ONLY_JSON)

static const struct field order_view_fields[] = {
	FIELD_ID(struct order_view, id),
	FIELD(struct order_view, ref),
	FIELD(struct order_view, number),
	JSON(kind),
	FIELD_ID(struct order_view, item_id),
	FIELD(struct order_view, title),
	FIELD(struct order_view, status),
	JSON(provider),
	FIELD(struct order_view, total),
	JSON(paid),
	FIELD(struct order_view, refunded),
	JSON(expires_at),
	JSON(created_at),
	JSON(paid_at),
	FIELD_ID(struct order_view, invoice_id),
	FIELD_POINTER_ONLY(
	    struct order_view, payment, payment_fields, ONLY_JSON),
	FIELD_LIST(struct order_view, refunds, nrefunds, refund_fields),
	FIELD_LIST(struct order_view, steps, nsteps, step_fields),
	HTML(heading),
	HTML(state_words),
	HTML(tone),
	HTML(status_words),
	HTML(base),
	HTML(about_href),
	HTML(about_words),
	HTML(lede),
	HTML(policy),
	HTML(left),
	HTML(go_href),
	HTML(go_words),
	HTML(pay_href),
	HTML(again_href),
	HTML(refund_href),
	HTML(invoice_href),
	HTML(invoice_number),
	HTML(pdf_href),
	HTML(manual_words),
	HTML(due_words),
	HTML(provider_words),
	FIELD_LIST_ONLY(
	    struct order_view, lines, nlines, price_line_fields, ONLY_HTML),
	HTML(by_hand),
	HTML(is_open),
	HTML(is_bought),
	HTML(is_left),
	HTML(is_waiting),
	HTML(has_refunds),
	FIELD_END,
};
struct page order_page = { .path = "billing/order",
	.fields = order_view_fields };

/* How the buyer got here. */
enum arrival { BY_LINK, BACK, LEFT };

/* --- its parts --------------------------------------------------------------------- */

static void
fill_steps(struct request *r, struct order_view *v)
{
	struct order_step_list_row *rows =
	    order_step_list_get(r->db, &v->nsteps);

	v->steps = arena_alloc(r->arena, v->nsteps, sizeof(*v->steps));
	for (size_t i = 0; i < v->nsteps; i++)
		v->steps[i] = (struct order_step){
			.words = order_step_words(&rows[i]),
			.when = moment(r, rows[i].at),
			.event = rows[i].event,
			.to_status = rows[i].to_status,
			.at = rows[i].at,
		};
}

static const char *
refund_tone(const char *status)
{
	if (strcmp(status, "succeeded") == 0)
		return "good";
	return strcmp(status, "rejected") == 0 || strcmp(status, "failed") == 0
		   ? "bad"
		   : "info";
}

static void
fill_refunds(struct request *r, struct order_view *v)
{
	struct order_refund_list_row *rows =
	    order_refund_list_get(r->db, &v->nrefunds);

	v->has_refunds = v->nrefunds > 0;
	v->refunds = arena_alloc(r->arena, v->nrefunds, sizeof(*v->refunds));
	for (size_t i = 0; i < v->nrefunds; i++)
		v->refunds[i] = (struct order_refund){
			.id = rows[i].id,
			.status = rows[i].status,
			.reason = rows[i].reason,
			.amount = { rows[i].amount, rows[i].currency },
			.created_at = rows[i].created_at,
			.done_at = rows[i].done_at,
			.reason_words = refund_reason_words(rows[i].reason),
			.status_words = refund_status_words(rows[i].status),
			.when = moment(r, rows[i].done_at.us != 0
					      ? rows[i].done_at
					      : rows[i].created_at),
			.tone = refund_tone(rows[i].status),
			.answer = rows[i].decision_words,
			.by_hand = rows[i].by_hand,
		};
}

static void
fill_payment(
    struct request *r, struct order_view *v, const struct order_find_row *o)
{
	if (o->payment_id == 0)
		return;
	v->payment = arena_alloc(r->arena, 1, sizeof(*v->payment));
	*v->payment = (struct order_payment){ o->payment_id,
		o->payment_provider, o->payment_status, o->payment_url };
	v->provider_words = provider_words(o->payment_provider);
	if (strcmp(o->payment_status, "requires_action") == 0) {
		v->go_href = o->payment_url;
		v->go_words = arena_printf(
		    r->arena, tr("Go on with %s"), v->provider_words);
	}
}

static void
fill_price(
    struct request *r, struct order_view *v, const struct order_find_row *o)
{
	v->total = (struct money){ o->total_amount, o->currency };
	v->paid = (struct money){ o->paid_amount, o->currency };
	v->refunded = (struct money){ o->refunded_amount, o->currency };
	v->lines = price_lines(r,
	    &(struct price_parts){ o->title, o->currency, o->discount_code,
		o->tax_name, o->list_amount,
		o->total_amount - o->tax_amount + o->discount_amount,
		o->discount_amount, o->tax_amount, o->total_amount, o->tax_bp,
		!v->state.is_open },
	    &v->nlines);
}

/* Where a kind's things are that have no page of their own. */
static const char *
place_of(const char *kind)
{
	static const char *const plans[] = { "subscription", "tier", "company",
		"credits" };

	for (size_t i = 0; i < sizeof(plans) / sizeof(plans[0]); i++)
		if (strcmp(kind, plans[i]) == 0)
			return "/account/billing";
	return NULL;
}

/* What was bought, and where it is. */
static void
fill_about(
    struct request *r, struct order_view *v, const struct order_find_row *o)
{
	const char *zone = r->session->timezone;

	v->about_href = o->href != NULL ? o->href : place_of(o->kind);
	v->about_words = strcmp(o->kind, "session") == 0
			     ? tr("See the session")
			     : tr("See what you bought");
	v->lede = o->title;
	if (o->starts_at.us != 0)
		v->lede = arena_printf(r->arena, "%s. %s, %s", o->title,
		    when_day(r->arena, o->starts_at, zone, r->now),
		    when_range(r->arena, o->starts_at, o->ends_at, zone));
	v->policy = policy_words(
	    r, &(struct policy){ o->kind, o->person, o->starts_at,
		   o->free_hours, o->late_return_percent, o->days });
}

static void
fill_ways_on(
    struct request *r, struct order_view *v, const struct order_find_row *o)
{
	const char *buy = arena_printf(
	    r->arena, "/checkout/%s/%lld", o->kind, (long long)o->item_id);
	bool is_over = o->is_over || strcmp(o->status, "failed") == 0 ||
		       strcmp(o->status, "expired") == 0 ||
		       strcmp(o->status, "canceled") == 0;

	if (v->state.is_open && !o->is_over)
		v->pay_href = buy;
	/* A session's time is free again: it is chosen anew. */
	if (is_over)
		v->again_href = strcmp(o->kind, "session") == 0 ? o->href : buy;
	if (o->refund_at_most > 0)
		v->refund_href = arena_printf(r->arena, "%s/refund", v->base);
	if (o->invoice_id == 0)
		return;
	v->invoice_id = o->invoice_id;
	v->invoice_number = o->invoice_number;
	v->invoice_href = arena_printf(
	    r->arena, "/billing/invoices/%lld", (long long)o->invoice_id);
	v->pdf_href = arena_printf(r->arena, "%s/pdf", v->invoice_href);
}

static void
fill_state(struct request *r, struct order_view *v,
    const struct order_find_row *o, enum arrival from)
{
	struct order_state *s = &v->state;

	order_state_fill(r, s, o, from == BACK);
	v->heading = s->heading;
	v->state_words = s->words;
	v->tone = s->tone;
	v->by_hand = s->by_hand;
	v->is_open = s->is_open;
	v->is_bought = s->is_bought;
	v->is_waiting = s->is_waiting;
	v->is_left = from == LEFT && s->is_open;
	v->manual_words = s->by_hand ? o->manual_words : NULL;
	v->due_words = money_text(r->arena,
	    (struct money){ o->total_amount - o->held_amount, o->currency });
}

static void
fill(struct request *r, struct order_view *v, const struct order_find_row *o,
    enum arrival from)
{
	*v = (struct order_view){ .id = o->id,
		.item_id = o->item_id,
		.ref = o->ref,
		.number = o->number,
		.kind = o->kind,
		.title = o->title,
		.status = o->status,
		.provider = o->provider,
		.expires_at = o->expires_at,
		.created_at = o->created_at,
		.paid_at = o->paid_at,
		.status_words = order_status_words(o->status),
		.base = arena_printf(r->arena, "/checkout/order/%s", o->ref) };
	fill_state(r, v, o, from);
	fill_price(r, v, o);
	fill_payment(r, v, o);
	fill_about(r, v, o);
	fill_ways_on(r, v, o);
	fill_steps(r, v);
	fill_refunds(r, v);
}

/* --- the page ------------------------------------------------------------------------ */

static void
send(struct request *r, const char *ref)
{
	order_find_send(r->db, ref);
	order_step_list_send(r->db, ref);
	order_refund_list_send(r->db, ref);
}

void
order_read(struct request *r)
{
	const struct order_input *in = r->form;

	send(r, in->ref);
}

/* It looks again by itself while something is to come; often at first. */
static void
look_again(struct request *r, const struct order_view *v, enum arrival from)
{
	const struct order_input *in = r->form;

	if (!v->is_waiting)
		return;
	request_header(r, "Refresh",
	    arena_printf(r->arena, "%d; url=%s%s?%sn=%d",
		in->n < MOST_QUICK ? 2 : 20, v->base,
		from == BACK ? "/return" : "",
		from == BY_LINK && in->go ? "go=1&" : "", (int)in->n + 1));
}

static enum status
show(struct request *r, enum arrival from)
{
	const struct order_input *in = r->form;
	struct order_view v;
	struct order_find_row o;
	struct order_check_row check;

	if (!order_find_get(r->db, &o))
		return NOT_FOUND;
	fill(r, &v, &o, from);
	if (from == BACK && v.is_open)
		order_check(r->db, o.id, &check);
	if (r->json)
		return request_render(r, &order_page, &v);
	if (from != BY_LINK || !in->go || !provider_go(r, v.go_href))
		look_again(r, &v, from);
	return request_render(r, &order_page, &v);
}

enum status
order_show(struct request *r)
{
	return show(r, BY_LINK);
}

enum status
order_return_show(struct request *r)
{
	return show(r, BACK);
}

enum status
order_cancel_show(struct request *r)
{
	return show(r, LEFT);
}

enum status
order_refused(struct request *r)
{
	struct order_view v;
	struct order_find_row o;

	send(r, typed(r, "ref"));
	if (!order_find_get(r->db, &o))
		return NOT_FOUND;
	fill(r, &v, &o, BY_LINK);
	return request_render(r, &order_page, &v);
}
