#include <string.h>

#include "admin/order.h"
#include "lib/base/words.h"

static const struct field share_fields[] = {
	FIELD(struct share_item, kind),
	FIELD_ONLY(struct share_item, words, ONLY_HTML),
	FIELD_ID(struct share_item, user_id),
	FIELD(struct share_item, person),
	FIELD(struct share_item, ref),
	FIELD(struct share_item, amount),
	FIELD(struct share_item, back),
	FIELD(struct share_item, used),
	FIELD_END,
};
static const struct field payment_fields[] = {
	FIELD_ID(struct payment_item, id),
	FIELD(struct payment_item, provider),
	FIELD_ONLY(struct payment_item, provider_words, ONLY_HTML),
	FIELD(struct payment_item, status),
	FIELD_ONLY(struct payment_item, status_words, ONLY_HTML),
	FIELD_ONLY(struct payment_item, tone, ONLY_HTML),
	FIELD(struct payment_item, ref),
	FIELD(struct payment_item, amount),
	FIELD(struct payment_item, returned),
	FIELD(struct payment_item, fee),
	FIELD(struct payment_item, failure),
	FIELD_ONLY(struct payment_item, when, ONLY_HTML),
	FIELD_END,
};
static const struct field mark_fields[] = {
	FIELD_ID(struct mark_item, id),
	FIELD(struct mark_item, status),
	FIELD_ONLY(struct mark_item, tone, ONLY_HTML),
	FIELD(struct mark_item, amount),
	FIELD(struct mark_item, words),
	FIELD(struct mark_item, marker),
	FIELD(struct mark_item, decider),
	FIELD_ONLY(struct mark_item, when, ONLY_HTML),
	FIELD_ONLY(struct mark_item, due, ONLY_HTML),
	FIELD_ONLY(struct mark_item, is_waiting, ONLY_HTML),
	FIELD_ONLY(struct mark_item, is_mine, ONLY_HTML),
	FIELD_END,
};
static const struct field back_fields[] = {
	FIELD_ID(struct back_item, id),
	FIELD(struct back_item, status),
	FIELD_ONLY(struct back_item, status_words, ONLY_HTML),
	FIELD_ONLY(struct back_item, tone, ONLY_HTML),
	FIELD(struct back_item, amount),
	FIELD(struct back_item, reason),
	FIELD_ONLY(struct back_item, reason_words, ONLY_HTML),
	FIELD_ONLY(struct back_item, when, ONLY_HTML),
	FIELD_END,
};
static const struct field past_fields[] = {
	FIELD(struct past_item, at),
	FIELD_ONLY(struct past_item, when, ONLY_HTML),
	FIELD(struct past_item, side),
	FIELD(struct past_item, actor),
	FIELD(struct past_item, event),
	FIELD(struct past_item, to_status),
	FIELD_ONLY(struct past_item, to_words, ONLY_HTML),
	FIELD_ONLY(struct past_item, tone, ONLY_HTML),
	FIELD(struct past_item, words),
	FIELD_END,
};
static const struct field book_fields[] = {
	FIELD_ID(struct book_item, id),
	FIELD_ONLY(struct book_item, is_first, ONLY_HTML),
	FIELD_ONLY(struct book_item, when, ONLY_HTML),
	FIELD(struct book_item, kind),
	FIELD(struct book_item, account),
	FIELD(struct book_item, person),
	FIELD(struct book_item, ref),
	FIELD(struct book_item, debit),
	FIELD(struct book_item, credit),
	FIELD(struct book_item, words),
	FIELD_END,
};
static const struct field call_fields[] = {
	FIELD_ID(struct call_item, id),
	FIELD(struct call_item, what),
	FIELD(struct call_item, key),
	FIELD(struct call_item, status),
	FIELD_ONLY(struct call_item, tone, ONLY_HTML),
	FIELD(struct call_item, attempts),
	FIELD(struct call_item, error),
	FIELD_ONLY(struct call_item, when, ONLY_HTML),
	FIELD_ONLY(struct call_item, may_retry, ONLY_HTML),
	FIELD_END,
};

#define LIST(list, n, fields) FIELD_LIST(struct order_parts, list, n, fields)
#define HTML(m)               FIELD_ONLY(struct order_parts, m, ONLY_HTML)

const struct field order_parts_fields[] = {
	LIST(shares, nshares, share_fields),
	LIST(payments, npayments, payment_fields),
	LIST(receipts, nreceipts, mark_fields),
	LIST(refunds, nrefunds, back_fields),
	LIST(disputes, ndisputes, back_fields),
	LIST(history, nhistory, past_fields),
	LIST(books, nbooks, book_fields),
	LIST(calls, ncalls, call_fields),
	HTML(has_receipts),
	HTML(has_refunds),
	HTML(has_disputes),
	HTML(has_calls),
	FIELD_END,
};

/* An amount of nothing is not shown. */
static struct money
some(int64_t amount, const char *currency)
{
	return (struct money){ amount, amount != 0 ? currency : NULL };
}

static void
fill_shares(struct request *r, struct order_parts *p, const char *currency)
{
	struct order_shares_row *rows = order_shares_get(r->db, &p->nshares);

	p->shares = arena_alloc(r->arena, p->nshares, sizeof(*p->shares));
	for (size_t i = 0; i < p->nshares; i++)
		p->shares[i] = (struct share_item){
			.kind = rows[i].kind,
			.words = share_words(rows[i].kind),
			.user_id = rows[i].user_id,
			.person = rows[i].person,
			.ref = rows[i].ref,
			.amount = { rows[i].amount, currency },
			.back = some(rows[i].reversed, currency),
			.used = some(rows[i].used, currency),
		};
}

static void
fill_payments(struct request *r, struct order_parts *p)
{
	struct order_payments_row *rows =
	    order_payments_get(r->db, &p->npayments);

	p->payments = arena_alloc(r->arena, p->npayments, sizeof(*p->payments));
	for (size_t i = 0; i < p->npayments; i++) {
		const struct order_payments_row *row = &rows[i];
		struct instant at = row->captured_at.us != 0 ? row->captured_at
							     : row->created_at;

		p->payments[i] = (struct payment_item){
			.id = row->id,
			.provider = row->provider,
			.provider_words = order_provider_words(row->provider),
			.status = row->status,
			.status_words = payment_status_words(row->status),
			.tone = order_tone(row->status),
			.ref = row->provider_ref != NULL ? row->provider_ref
							 : row->session_ref,
			.amount = { row->amount, row->currency },
			.returned = some(row->refunded_amount, row->currency),
			.fee = some(row->fee_amount.value, row->currency),
			.failure = row->failure,
			.when = moment(r, at),
		};
	}
}

static void
fill_receipts(struct request *r, struct order_parts *p)
{
	struct order_receipts_row *rows =
	    order_receipts_get(r->db, &p->nreceipts);

	p->has_receipts = p->nreceipts > 0;
	p->receipts = arena_alloc(r->arena, p->nreceipts, sizeof(*p->receipts));
	for (size_t i = 0; i < p->nreceipts; i++)
		p->receipts[i] = (struct mark_item){
			.id = rows[i].id,
			.status = rows[i].status,
			.tone = order_tone(rows[i].status),
			.amount = { rows[i].amount, rows[i].currency },
			.words = rows[i].words,
			.marker = rows[i].marker,
			.decider = rows[i].decider,
			.when = moment(r, rows[i].marked_at),
			.due = moment(r, rows[i].due_at),
			.is_waiting = strcmp(rows[i].status, "waiting") == 0,
			.is_mine = rows[i].marked_by == r->session->user_id,
		};
}

static void
fill_refunds(struct request *r, struct order_parts *p)
{
	struct order_refunds_row *rows = order_refunds_get(r->db, &p->nrefunds);

	p->has_refunds = p->nrefunds > 0;
	p->refunds = arena_alloc(r->arena, p->nrefunds, sizeof(*p->refunds));
	for (size_t i = 0; i < p->nrefunds; i++)
		p->refunds[i] = (struct back_item){
			.id = rows[i].id,
			.status = rows[i].status,
			.status_words = refund_status_words(rows[i].status),
			.tone = order_tone(rows[i].status),
			.amount = { rows[i].amount, rows[i].currency },
			.reason = rows[i].reason,
			.reason_words = refund_reason_words(rows[i].reason),
			.when = moment(r, rows[i].created_at),
		};
}

static void
fill_disputes(struct request *r, struct order_parts *p)
{
	struct order_disputes_row *rows =
	    order_disputes_get(r->db, &p->ndisputes);

	p->has_disputes = p->ndisputes > 0;
	p->disputes = arena_alloc(r->arena, p->ndisputes, sizeof(*p->disputes));
	for (size_t i = 0; i < p->ndisputes; i++)
		p->disputes[i] = (struct back_item){
			.id = rows[i].id,
			.status = rows[i].status,
			.status_words = dispute_status_words(rows[i].status),
			.tone = order_tone(rows[i].status),
			.amount = { rows[i].amount, rows[i].currency },
			.reason = rows[i].reason,
			.reason_words = rows[i].reason,
			.when = moment(r, rows[i].opened_at),
		};
}

static void
fill_history(struct request *r, struct order_parts *p)
{
	struct order_history_row *rows = order_history_get(r->db, &p->nhistory);

	p->history = arena_alloc(r->arena, p->nhistory, sizeof(*p->history));
	for (size_t i = 0; i < p->nhistory; i++)
		p->history[i] = (struct past_item){
			.at = rows[i].at,
			.when = moment(r, rows[i].at),
			.side = rows[i].side,
			.actor = rows[i].actor,
			.event = rows[i].event,
			.to_status = rows[i].to_status,
			.to_words = order_status_words(rows[i].to_status),
			.tone = order_tone(rows[i].to_status),
			.words = rows[i].words,
		};
}

static void
fill_books(struct request *r, struct order_parts *p)
{
	struct order_books_row *rows = order_books_get(r->db, &p->nbooks);

	p->books = arena_alloc(r->arena, p->nbooks, sizeof(*p->books));
	for (size_t i = 0; i < p->nbooks; i++) {
		const struct order_books_row *row = &rows[i];

		p->books[i] = (struct book_item){
			.id = row->id,
			.is_first = i == 0 || rows[i - 1].id != row->id,
			.when = moment(r, row->at),
			.kind = row->kind,
			.account = row->account,
			.person = row->person,
			.ref = row->ref,
			.debit = some(
			    row->amount > 0 ? row->amount : 0, row->currency),
			.credit = some(
			    row->amount < 0 ? -row->amount : 0, row->currency),
			.words = row->words,
		};
	}
}

static void
fill_calls(struct request *r, struct order_parts *p)
{
	struct order_calls_row *rows = order_calls_get(r->db, &p->ncalls);

	p->has_calls = p->ncalls > 0;
	p->calls = arena_alloc(r->arena, p->ncalls, sizeof(*p->calls));
	for (size_t i = 0; i < p->ncalls; i++)
		p->calls[i] = (struct call_item){
			.id = rows[i].id,
			.what = arena_printf(r->arena, "%s %s %s",
			    rows[i].provider, rows[i].method, rows[i].resource),
			.key = rows[i].key,
			.status = rows[i].status,
			.tone = order_tone(strcmp(rows[i].status, "done") == 0
					       ? "succeeded"
					       : rows[i].status),
			.attempts = rows[i].attempts,
			.error = rows[i].error,
			.when = moment(r, rows[i].created_at),
			.may_retry = strcmp(rows[i].status, "failed") == 0,
		};
}

void
order_parts_send(struct request *r, int64_t id)
{
	order_shares_send(r->db, id);
	order_payments_send(r->db, id);
	order_receipts_send(r->db, id);
	order_refunds_send(r->db, id);
	order_disputes_send(r->db, id);
	order_history_send(r->db, id);
	order_books_send(r->db, id);
	order_calls_send(r->db, id);
}

void
order_parts_get(struct request *r, struct order_parts *p, const char *currency)
{
	fill_shares(r, p, currency);
	fill_payments(r, p);
	fill_receipts(r, p);
	fill_refunds(r, p);
	fill_disputes(r, p);
	fill_history(r, p);
	fill_books(r, p);
	fill_calls(r, p);
}
