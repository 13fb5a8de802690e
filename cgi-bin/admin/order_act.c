#include <string.h>

#include "admin/order.h"
#include "lib/base/words.h"
#include "lib/domain/money.h"

/* /admin/orders/:id/ACT: money that came by another way, money that goes back,
 * and money that does not fit.  The rules are order_receive(), refund_give() and
 * order_hold_decide(). */

static const char *const verdicts[] = { "accept", "return", "seen", NULL };

struct order_act_input {
	int64_t id;
	const char *amount, *currency, *words, *reason, *verdict;
};

static const struct form_field order_act_fields[] = {
	FORM_ID(struct order_act_input, id, REQUIRED),
	FORM_FIELD(struct order_act_input, amount, OPTIONAL, 1, 30),
	FORM_FIELD(struct order_act_input, currency, OPTIONAL, 3, 3),
	FORM_FIELD(struct order_act_input, words, OPTIONAL, 1, 500),
	FORM_FIELD(struct order_act_input, reason, OPTIONAL, 1, 1000),
	FORM_ONE_OF(struct order_act_input, verdict, OPTIONAL, verdicts),
};
const struct form order_act_form =
    FORM(struct order_act_input, order_act_fields);

struct act {
	const char *name, *heading, *words, *button;
	bool has_currency, has_amount, has_reason, has_verdict;
	enum status (*run)(struct request *, const struct order_act_input *,
	    const struct order_find_row *);
};

struct order_act_view {
	struct desk desk;
	int64_t id;
	const char *act, *heading, *words, *button, *title, *buyer, *held_words;
	struct money total, left, held;
	bool has_currency, has_amount, has_reason, has_verdict;
	struct choice *verdicts;
	size_t nverdicts;
};

#define HTML(m) FIELD_ONLY(struct order_act_view, m, ONLY_HTML)

static const struct field order_act_view_fields[] = {
	DESK_FIELD(struct order_act_view),
	FIELD_ID(struct order_act_view, id),
	FIELD(struct order_act_view, act),
	FIELD(struct order_act_view, total),
	FIELD(struct order_act_view, left),
	FIELD(struct order_act_view, held),
	HTML(heading),
	HTML(words),
	HTML(button),
	HTML(title),
	HTML(buyer),
	HTML(held_words),
	HTML(has_currency),
	HTML(has_amount),
	HTML(has_reason),
	HTML(has_verdict),
	FIELD_LIST_ONLY(struct order_act_view, verdicts, nverdicts,
	    choice_fields, ONLY_HTML),
	FIELD_END,
};
struct page order_act_page = { .path = "admin/order_act",
	.fields = order_act_view_fields,
	.form = &order_act_form };

const char *
received_words(const char *result)
{
	static const struct word list[] = { { "fulfilled",
						WORDS("It is paid and "
						      "delivered.") },
		{ "paid", WORDS("It is paid; it is delivered as soon as that "
				"works.") },
		{ "refunding", WORDS("It can't be delivered any more: the "
				     "money goes back.") },
		{ "held", WORDS("This is not what was asked for: decide what "
				"becomes of it.") },
		{ "part", WORDS("A part is received; the rest is awaited.") },
		{ "again", WORDS("That was known.") },
		{ "waiting", WORDS("This is a large sum: another admin has to "
				   "agree.") },
		{ "withdrawn", WORDS("It is taken back.") }, { NULL, NULL } };
	const char *words = word_of(list, result);

	return words == result ? tr("It is decided.") : words;
}

/* --- what each does ----------------------------------------------------------- */

static enum status
read_amount(struct request *r, const struct order_act_input *in,
    const char *currency, int64_t *amount)
{
	if (in->amount == NULL)
		return request_invalid(r, "amount", tr("Enter an amount."));
	if (!money_from_decimal(in->amount, currency, amount) || *amount <= 0)
		return request_invalid(
		    r, "amount", tr("Enter an amount such as 20 or 20.50."));
	return OK;
}

static enum status
run_receive(struct request *r, const struct order_act_input *in,
    const struct order_find_row *row)
{
	const char *unit = in->currency != NULL ? in->currency : row->currency;
	struct order_receive_row done = { .result = NULL };
	int64_t amount = 0;
	enum status status = read_amount(r, in, unit, &amount);

	if (status != OK)
		return status;
	order_receive(r->db, in->id, amount, unit, in->words, &done);
	request_flash(r, received_words(done.result));
	return OK;
}

static enum status
run_refund(struct request *r, const struct order_act_input *in,
    const struct order_find_row *row)
{
	struct refund_give_row done;
	int64_t amount = 0;
	enum status status = read_amount(r, in, row->currency, &amount);

	if (status == OK && in->reason == NULL)
		status = request_invalid(r, "reason", tr("Say why."));
	if (status != OK)
		return status;
	refund_give(r->db, in->id, amount, in->reason, &done);
	request_flash(r, tr("The money goes back."));
	return OK;
}

static enum status
run_hold(struct request *r, const struct order_act_input *in,
    const struct order_find_row *row)
{
	struct order_decide_row done = { .result = NULL };
	enum status status = OK;

	(void)row;
	if (in->verdict == NULL)
		status = request_invalid(r, "verdict", tr("Choose one."));
	if (in->reason == NULL)
		status = request_invalid(r, "reason", tr("Say why."));
	if (status != OK)
		return status;
	order_decide(r->db, in->id, in->verdict, in->reason, &done);
	request_flash(r, received_words(done.result));
	return OK;
}

static const struct act acts[] = {
	{ "receive", WORDS("Mark money as received"),
	    WORDS("Only what you see on the bank's statement. A part is kept "
		  "until the rest comes; large sums need a second admin."),
	    WORDS("Mark as received"), true, true, false, false, run_receive },
	{ "refund", WORDS("Give money back"),
	    WORDS("It is taken from everybody who got a share of it. When all "
		  "is back, what was bought ends."),
	    WORDS("Give it back"), false, true, true, false, run_refund },
	{ "hold", WORDS("Decide about the money"),
	    WORDS("It does not fit what was asked for, so nothing happens "
		  "until you decide."),
	    WORDS("Decide"), false, false, true, true, run_hold },
};

static const struct act *
act_of(const struct request *r)
{
	const char *name = strrchr(r->http->path, '/') + 1;
	size_t i, n = sizeof(acts) / sizeof(acts[0]);

	for (i = 0; i + 1 < n; i++)
		if (strcmp(acts[i].name, name) == 0)
			break;
	return &acts[i];
}

static void
fill_choices(struct request *r, struct order_act_view *v)
{
	const char *const labels[] = { tr("Take it as the whole price"),
		tr("Send all of it back"),
		tr("I have looked: nothing is to be done") };

	v->verdicts = choices_make(
	    r->arena, verdicts, labels, typed(r, "verdict"), &v->nverdicts);
}

/* What is proposed: all that is missing, or left to give back. */
static struct order_act_input
proposal(
    struct request *r, const struct act *a, const struct order_find_row *row)
{
	struct order_act_input in = { .currency = row->currency };
	int64_t amount = a->has_currency ? row->total_amount - row->held_amount
					 : row->left_amount;

	if (amount > 0)
		in.amount = money_decimal(
		    r->arena, (struct money){ amount, row->currency });
	return in;
}

enum status
order_act_show(struct request *r)
{
	const struct act *a = act_of(r);
	struct order_find_row row;
	struct order_act_input in;
	struct order_act_view v;

	if (!order_find(r->db, typed_id(r, "id"), &row))
		return NOT_FOUND;
	v = (struct order_act_view){
		.id = row.id,
		.act = a->name,
		.heading = tr(a->heading),
		.words = tr(a->words),
		.button = tr(a->button),
		.title = row.title,
		.buyer = row.buyer,
		.held_words = held_words(row.held_for_admin),
		.total = { row.total_amount, row.currency },
		.left = { row.left_amount, row.currency },
		.held = { row.held_amount, row.currency },
		.has_currency = a->has_currency,
		.has_amount = a->has_amount,
		.has_reason = a->has_reason,
		.has_verdict = a->has_verdict,
	};
	in = proposal(r, a, &row);
	fill_choices(r, &v);
	desk_fill(r, &v.desk);
	request_fill(r, &order_act_form, &in);
	return request_render(r, &order_act_page, &v);
}

enum status
order_act_post(struct request *r)
{
	const struct order_act_input *in = r->form;
	const struct act *a = act_of(r);
	struct order_find_row row;
	enum status status;

	if (!order_find(r->db, in->id, &row))
		return NOT_FOUND;
	if ((status = a->run(r, in, &row)) != OK)
		return status;
	request_audit(
	    r, &(struct deed){ arena_printf(r->arena, "order.%s", a->name),
		   "order", in->id,
		   json_of(
		       r->arena, TEXTS("amount", in->amount, "currency",
				     in->currency, "words", in->words, "reason",
				     in->reason, "verdict", in->verdict)) });
	return request_done(r, &(struct outcome){ .status = NO_CONTENT },
	    "/admin/orders/%lld", (long long)in->id);
}

/* --- a second admin's word ------------------------------------------------------ */

enum status
receipt_post(struct request *r)
{
	const struct id_input *in = r->form;
	bool agreed = strcmp(strrchr(r->http->path, '/'), "/agree") == 0;
	struct receipt_decide_row done = { .result = NULL };
	struct receipt_order_row order;

	if (!receipt_order(r->db, in->id, &order))
		return NOT_FOUND;
	receipt_decide(r->db, in->id, agreed, &done);
	request_audit(
	    r, &(struct deed){ agreed ? "receipt.agree" : "receipt.withdraw",
		   "order", order.order_id, NULL });
	request_flash(r, received_words(done.result));
	return request_done(r, &(struct outcome){ .status = NO_CONTENT },
	    "/admin/orders/%lld", (long long)order.order_id);
}

/* --- once more ------------------------------------------------------------------- */

enum status
call_retry_post(struct request *r)
{
	const struct id_input *in = r->form;
	struct call_find_row call;

	if (!call_find(r->db, in->id, &call))
		return NOT_FOUND;
	call_retry(r->db, in->id);
	request_audit(
	    r, &(struct deed){ "provider.retry", "order", call.order_id,
		   json_of(r->arena, TEXTS("key", call.key)) });
	request_flash(r, tr("The provider is asked once more."));
	if (call.order_id == 0)
		return request_done(r,
		    &(struct outcome){ .status = NO_CONTENT }, "/admin/orders");
	return request_done(r, &(struct outcome){ .status = NO_CONTENT },
	    "/admin/orders/%lld", (long long)call.order_id);
}
