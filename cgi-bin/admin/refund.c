#include <string.h>

#include "admin/money.h"
#include "gen/admin/refund_sql.h"
#include "lib/base/words.h"
#include "lib/domain/money.h"

/* /admin/refunds/:id: what somebody asks to have back, what was decided, and
 * how it gets there.  The rules are refund_approve() and its kin. */

struct refund_input {
	int64_t id;
	const char *amount, *words, *reason, *ref;
};

static const struct form_field refund_form_fields[] = {
	FORM_ID(struct refund_input, id, REQUIRED),
	FORM_FIELD(struct refund_input, amount, OPTIONAL, 1, 30),
	FORM_FIELD(struct refund_input, words, OPTIONAL, 1, 1000),
	FORM_FIELD(struct refund_input, reason, OPTIONAL, 1, 1000),
	FORM_FIELD(struct refund_input, ref, OPTIONAL, 1, 100),
};
const struct form refund_form = FORM(struct refund_input, refund_form_fields);

struct refund_view {
	struct desk desk;
	int64_t id, order_id, buyer_id, bounces;
	const char *title, *order_status, *order_words, *order_pill, *status,
	    *status_words, *tone, *reason, *reason_words, *said, *provider,
	    *provider_words, *provider_ref, *failure, *buyer, *decider,
	    *decision_words, *asked, *decided, *done;
	struct money amount, tax, left, by_policy;
	struct instant created_at, decided_at, done_at;
	bool may_decide, may_retry, may_hand, of_receipt;
};

#define BOTH(m) FIELD(struct refund_view, m)
#define HTML(m) FIELD_ONLY(struct refund_view, m, ONLY_HTML)

static const struct field refund_fields[] = {
	DESK_FIELD(struct refund_view),
	FIELD_ID(struct refund_view, id),
	FIELD_ID(struct refund_view, order_id),
	FIELD_ID(struct refund_view, buyer_id),
	BOTH(title),
	BOTH(order_status),
	BOTH(status),
	BOTH(amount),
	BOTH(tax),
	BOTH(left),
	BOTH(by_policy),
	BOTH(reason),
	BOTH(said),
	BOTH(of_receipt),
	BOTH(provider),
	BOTH(provider_ref),
	BOTH(failure),
	BOTH(bounces),
	BOTH(buyer),
	BOTH(decider),
	BOTH(decision_words),
	BOTH(created_at),
	BOTH(decided_at),
	BOTH(done_at),
	HTML(order_words),
	HTML(order_pill),
	HTML(status_words),
	HTML(tone),
	HTML(reason_words),
	HTML(provider_words),
	HTML(asked),
	HTML(decided),
	HTML(done),
	HTML(may_decide),
	HTML(may_retry),
	HTML(may_hand),
	FIELD_END,
};
struct page refund_page = { .path = "admin/refund",
	.fields = refund_fields,
	.form = &refund_form };

void
refund_read(struct request *r)
{
	const struct id_input *in = r->form;

	refund_find_send(r->db, in->id);
}

static bool
is(const char *text, const char *other)
{
	return text != NULL && strcmp(text, other) == 0;
}

static void
fill_state(
    struct request *r, struct refund_view *v, const struct refund_find_row *row)
{
	bool by_hand = is(row->provider, "manual");
	bool failed = is(row->status, "failed");

	v->status_words = refund_status_words(row->status);
	v->tone = order_tone(row->status);
	v->asked = moment(r, row->created_at);
	v->decided = moment(r, row->decided_at);
	v->done = moment(r, row->done_at);
	v->may_decide = is(row->status, "requested");
	v->may_retry = failed && !by_hand;
	v->may_hand = failed || (by_hand && is(row->status, "submitted"));
	if (v->may_decide) {
		v->left = (struct money){ row->left_amount, row->currency };
		v->by_policy =
		    (struct money){ row->policy_amount, row->currency };
	}
}

static enum status
render_refund(struct request *r, const struct refund_find_row *row)
{
	struct refund_view v = {
		.id = row->id,
		.order_id = row->order_id,
		.title = row->title,
		.order_status = row->order_status,
		.order_words = order_status_words(row->order_status),
		.order_pill = order_tone(row->order_status),
		.status = row->status,
		.amount = { row->amount, row->currency },
		.reason = row->reason,
		.reason_words = refund_reason_words(row->reason),
		.said = row->words,
		.of_receipt = row->of_receipt,
		.provider = row->provider,
		.provider_words = order_provider_words(row->provider),
		.provider_ref = row->provider_ref,
		.failure = row->failure,
		.bounces = row->bounces,
		.buyer_id = row->buyer_id,
		.buyer = row->buyer,
		.decider = row->decider,
		.decision_words = row->decision_words,
		.created_at = row->created_at,
		.decided_at = row->decided_at,
		.done_at = row->done_at,
	};
	struct refund_input in = { .amount =
				       money_decimal(r->arena, v.amount) };

	if (row->tax_amount != 0)
		v.tax = (struct money){ row->tax_amount, row->currency };
	fill_state(r, &v, row);
	desk_fill(r, &v.desk);
	request_fill(r, &refund_form, &in);
	return request_render(r, &refund_page, &v);
}

enum status
refund_show(struct request *r)
{
	struct refund_find_row row;

	return refund_find_get(r->db, &row) ? render_refund(r, &row)
					    : NOT_FOUND;
}

enum status
refund_refused(struct request *r)
{
	struct refund_find_row row;

	return refund_find(r->db, typed_id(r, "id"), &row)
		   ? render_refund(r, &row)
		   : NOT_FOUND;
}

/* --- what is done -------------------------------------------------------------- */

static enum status
decided(struct request *r, const char *words)
{
	const struct refund_input *in = r->form;
	const char *name = strrchr(r->http->path, '/') + 1;

	request_audit(
	    r, &(struct deed){ arena_printf(r->arena, "refund.%s", name),
		   "refund", in->id,
		   json_of(
		       r->arena, TEXTS("amount", in->amount, "words", in->words,
				     "reason", in->reason, "ref", in->ref)) });
	request_flash(r, words);
	return request_done(r, &(struct outcome){ .status = NO_CONTENT },
	    "/admin/refunds/%lld", (long long)in->id);
}

enum status
refund_approve_post(struct request *r)
{
	const struct refund_input *in = r->form;
	struct refund_find_row row;
	int64_t amount;

	if (!refund_find(r->db, in->id, &row))
		return NOT_FOUND;
	amount = row.amount;
	if (in->amount != NULL &&
	    (!money_from_decimal(in->amount, row.currency, &amount) ||
		amount <= 0))
		return request_invalid(
		    r, "amount", tr("Enter an amount such as 20 or 20.50."));
	refund_approve(r->db, in->id, amount, in->words);
	return decided(r, tr("The refund is approved."));
}

enum status
refund_reject_post(struct request *r)
{
	const struct refund_input *in = r->form;

	if (in->reason == NULL)
		return request_invalid(r, "reason", tr("Say why."));
	refund_reject(r->db, in->id, in->reason);
	return decided(r, tr("The refund is refused, and the buyer is told."));
}

enum status
refund_retry_post(struct request *r)
{
	const struct refund_input *in = r->form;

	refund_retry(r->db, in->id);
	return decided(r, tr("The provider is asked once more."));
}

enum status
refund_hand_post(struct request *r)
{
	const struct refund_input *in = r->form;

	if (in->ref == NULL)
		return request_invalid(r, "ref",
		    tr("Say how it went out, as the bank's statement does."));
	refund_by_hand(r->db, in->id, in->ref);
	return decided(r, tr("The refund is marked as sent."));
}
