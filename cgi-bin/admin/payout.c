#include <string.h>

#include "admin/payout.h"
#include "gen/admin/payout_sql.h"
#include "lib/base/words.h"

/* /admin/payouts/:id: one payout, what is in it and what may be done with it. */

enum { MOST_LINES = 1000 };

struct step {
	const char *when, *actor, *words, *said;
};

static const struct field step_fields[] = {
	FIELD(struct step, when),
	FIELD(struct step, actor),
	FIELD(struct step, words),
	FIELD(struct step, said),
	FIELD_END,
};

struct line {
	int64_t order_id;
	const char *title, *type, *sum;
	bool is_debt;
	struct money amount;
};

static const struct field line_fields[] = {
	FIELD_ID(struct line, order_id),
	FIELD(struct line, title),
	FIELD(struct line, type),
	FIELD(struct line, is_debt),
	FIELD(struct line, amount),
	FIELD_ONLY(struct line, sum, ONLY_HTML),
	FIELD_END,
};

struct payout_view {
	struct desk desk;
	int64_t id, user_id;
	const char *name, *kind, *period, *status, *provider, *destination,
	    *reference, *failure, *first_by, *approved_by;
	struct money amount, fee;
	struct step *steps;
	struct line *lines;
	size_t nsteps, nlines;
	/* on the page */
	const char *kind_words, *period_words, *status_words, *tone, *sum,
	    *gross, *minus, *made, *sent, *completed, *due, *way, *account,
	    *account_tone, *held, *hint;
	bool can_approve, can_send, can_retry, can_cancel, can_pay, can_return,
	    is_unsure, wants_two, waits;
};

#define BOTH(m) FIELD(struct payout_view, m)
#define HTML(m) FIELD_ONLY(struct payout_view, m, ONLY_HTML)

static const struct field payout_fields[] = {
	DESK_FIELD(struct payout_view),
	FIELD_ID(struct payout_view, id),
	FIELD_ID(struct payout_view, user_id),
	BOTH(name),
	BOTH(kind),
	BOTH(period),
	BOTH(status),
	BOTH(provider),
	BOTH(destination),
	BOTH(reference),
	BOTH(failure),
	BOTH(first_by),
	BOTH(approved_by),
	BOTH(amount),
	BOTH(fee),
	FIELD_LIST(struct payout_view, steps, nsteps, step_fields),
	FIELD_LIST(struct payout_view, lines, nlines, line_fields),
	HTML(kind_words),
	HTML(period_words),
	HTML(status_words),
	HTML(tone),
	HTML(sum),
	HTML(gross),
	HTML(minus),
	HTML(made),
	HTML(sent),
	HTML(completed),
	HTML(due),
	HTML(way),
	HTML(account),
	HTML(account_tone),
	HTML(held),
	HTML(hint),
	HTML(can_approve),
	HTML(can_send),
	HTML(can_retry),
	HTML(can_cancel),
	HTML(can_pay),
	HTML(can_return),
	HTML(is_unsure),
	HTML(wants_two),
	HTML(waits),
	FIELD_END,
};
struct page payout_page = { .path = "admin/payout", .fields = payout_fields };

static const struct word events[] = {
	{ "make", WORDS("Made") },
	{ "first", WORDS("Approved by the first admin") },
	{ "approve", WORDS("Approved") },
	{ "reduce", WORDS("A disputed or returned sale left it") },
	{ "send", WORDS("Sent") },
	{ "complete", WORDS("Paid out") },
	{ "fail", WORDS("Failed") },
	{ "retry", WORDS("Tried again") },
	{ "return", WORDS("Came back") },
	{ "cancel", WORDS("Called off") },
	{ NULL, NULL },
};

static bool
is(const struct payout_find_row *row, const char *status)
{
	return strcmp(row->status, status) == 0;
}

static bool
may_be_paid_by_hand(
    const struct payout_find_row *row, bool by_stripe, bool is_open)
{
	if (row->held_reason != NULL)
		return false;
	if (is(row, "failed"))
		return row->is_refused;
	return !by_stripe &&
	       (is(row, "processing") || (is_open && is(row, "approved")));
}

/* As the functions of the database decide. */
static void
fill_deeds(struct payout_view *v, const struct payout_find_row *row)
{
	bool by_stripe = row->account_provider != NULL &&
			 strcmp(row->account_provider, "stripe") == 0;
	bool is_open = row->account_status != NULL &&
		       strcmp(row->account_status, "verified") == 0 &&
		       row->held_reason == NULL;

	v->is_unsure = is(row, "failed") && !row->is_refused;
	v->can_approve =
	    is(row, "pending") && !row->is_mine && row->held_reason == NULL;
	v->can_send = is(row, "approved") && by_stripe && is_open;
	v->can_retry = is(row, "failed") && (by_stripe || v->is_unsure);
	v->can_cancel = is(row, "pending") || is(row, "approved") ||
			(is(row, "failed") && row->is_refused);
	v->can_pay = may_be_paid_by_hand(row, by_stripe, is_open);
	v->can_return = is(row, "completed");
	v->waits = is(row, "pending") && row->is_mine;
	v->wants_two = row->wants_two && is(row, "pending");
}

static void
fill_words(
    struct request *r, struct payout_view *v, const struct payout_find_row *row)
{
	v->kind_words = payout_kind_words(row->kind);
	v->period_words = payout_period_words(r->arena, row->period);
	v->status_words = payout_state_words(
	    is(row, "pending") && row->first_by != NULL ? "second"
							: row->status);
	v->tone = payout_tone(row->status);
	v->sum = payout_money(r, row->amount, row->currency);
	v->gross =
	    payout_money(r, row->amount + row->fee_amount, row->currency);
	v->minus = payout_money(r, -row->fee_amount, row->currency);
	v->made = moment(r, row->created_at);
	v->sent = moment(r, row->sent_at);
	v->completed = moment(r, row->completed_at);
	v->due = moment(r, row->due_at);
	v->held = row->held_reason;
	v->hint = row->account_hint;
	if (row->account_provider != NULL)
		v->way = payout_way_words(row->account_provider);
	if (row->account_status != NULL) {
		v->account = payout_account_words(row->account_status);
		v->account_tone = payout_account_tone(row->account_status);
	}
}

static void
fill_steps(struct request *r, struct payout_view *v)
{
	struct payout_step_list_row *rows =
	    payout_step_list(r->db, v->id, &v->nsteps);

	v->steps = arena_alloc(r->arena, v->nsteps, sizeof(*v->steps));
	for (size_t i = 0; i < v->nsteps; i++)
		v->steps[i] = (struct step){ moment(r, rows[i].at),
			rows[i].actor != NULL ? rows[i].actor
					      : tr("The platform"),
			word_of(events, rows[i].event), rows[i].words };
}

static void
fill_lines(struct request *r, struct payout_view *v)
{
	struct payout_line_list_row *rows =
	    payout_line_list(r->db, v->id, MOST_LINES, &v->nlines);

	v->lines = arena_alloc(r->arena, v->nlines, sizeof(*v->lines));
	for (size_t i = 0; i < v->nlines; i++)
		v->lines[i] = (struct line){
			.order_id = rows[i].order_id,
			.title = rows[i].title,
			.type = earning_type_words(rows[i].type),
			.is_debt = rows[i].is_debt,
			.amount = { rows[i].amount, rows[i].currency },
			.sum =
			    payout_money(r, rows[i].amount, rows[i].currency),
		};
}

enum status
payout_show(struct request *r)
{
	struct payout_find_row row;
	struct payout_view v;

	if (!payout_find(r->db, typed_id(r, "id"), &row))
		return NOT_FOUND;
	v = (struct payout_view){
		.id = row.id,
		.user_id = row.user_id,
		.name = row.name,
		.kind = row.kind,
		.period = row.period,
		.status = row.status,
		.provider = row.provider,
		.destination = row.destination,
		.reference = row.provider_ref,
		.failure = row.failure,
		.first_by = row.first_by,
		.approved_by = row.approved_by,
		.amount = { row.amount, row.currency },
		.fee = { row.fee_amount, row.currency },
	};
	fill_words(r, &v, &row);
	fill_deeds(&v, &row);
	fill_steps(r, &v);
	fill_lines(r, &v);
	desk_fill(r, &v.desk);
	return request_render(r, &payout_page, &v);
}

/* --- done at once ----------------------------------------------------------------- */

static enum status
done(struct request *r, int64_t id, const char *action, const char *words)
{
	if (db_error(r->db) != NULL)
		return CONFLICT;
	request_audit(r, &(struct deed){ action, "payout", id, NULL });
	request_flash(r, words);
	return request_done(r, &(struct outcome){ .status = NO_CONTENT },
	    "/admin/payouts/%lld", (long long)id);
}

enum status
payout_approve_post(struct request *r)
{
	const struct id_input *in = r->form;
	struct payout_approve_row row = { .result = NULL };

	payout_approve(r->db, in->id, &row);
	return done(r, in->id, "payout.approve",
	    row.result != NULL && strcmp(row.result, "waiting") == 0
		? tr("This is a large sum: another admin has to agree.")
		: tr("The payout is approved."));
}

enum status
payout_send_post(struct request *r)
{
	const struct id_input *in = r->form;
	struct payout_send_row row;

	payout_send(r->db, in->id, &row);
	return done(r, in->id, "payout.send", tr("The payout is on its way."));
}

enum status
payout_retry_post(struct request *r)
{
	const struct id_input *in = r->form;

	payout_retry(r->db, in->id);
	return done(
	    r, in->id, "payout.retry", tr("The payout is tried again."));
}
