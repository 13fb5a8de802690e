#include <string.h>

#include "billing/order.h"
#include "billing/provider.h"
#include "billing/words.h"
#include "lib/base/words.h"
#include "lib/domain/money.h"

static bool
is(const char *word, const char *other)
{
	return word != NULL && strcmp(word, other) == 0;
}

static const char *
amount(struct request *r, const struct order_find_row *o, int64_t n)
{
	return money_text(r->arena, (struct money){ n, o->currency });
}

/* --- before it is paid ---------------------------------------------------------------- */

static void
by_hand(
    struct request *r, struct order_state *s, const struct order_find_row *o)
{
	s->heading = tr("Pay by bank transfer");
	s->tone = "info";
	s->by_hand = true;
	s->words =
	    o->held_amount > 0
		? arena_printf(r->arena,
		      tr("%s of %s has arrived. The rest is awaited "
			 "until %s."),
		      amount(r, o, o->held_amount),
		      amount(r, o, o->total_amount), moment(r, o->expires_at))
		: arena_printf(r->arena,
		      tr("It is kept for you until %s. You are told as "
			 "soon as the money has arrived."),
		      moment(r, o->expires_at));
}

static const char *
checking_words(struct request *r, const char *where)
{
	return arena_printf(r->arena,
	    tr("%s tells us in a moment. You do not have to do anything, and "
	       "you do not pay twice: this page looks again by itself."),
	    where);
}

static void
at_provider(struct request *r, struct order_state *s,
    const struct order_find_row *o, bool is_back)
{
	const char *where = provider_words(o->payment_provider);

	s->tone = "info";
	if (is(o->payment_status, "created")) {
		s->heading = tr("Opening the payment page");
		s->words = tr("This takes a few seconds.");
		s->is_waiting = true;
	} else if (is(o->payment_status, "authorized")) {
		s->heading = tr("Your bank has agreed");
		s->words = tr("The money is on its way; some banks take a few "
			      "days. You are told when it is here.");
	} else if (is_back) {
		s->heading = tr("Checking your payment");
		s->words = checking_words(r, where);
		s->is_waiting = true;
	} else {
		s->heading = tr("Your payment is not finished");
		s->words = arena_printf(r->arena,
		    tr("It is kept for you until %s. Go on at the payment "
		       "page, or choose another way to pay."),
		    moment(r, o->expires_at));
	}
}

static void
open_state(struct request *r, struct order_state *s,
    const struct order_find_row *o, bool is_back)
{
	const char *p = o->payment_status;

	if (o->is_over)
		return; /* said like one that ran out, which it is in a minute */
	s->is_open = true;
	if (p == NULL || is(p, "voided")) {
		s->heading = tr("Not paid yet");
		s->tone = "info";
		s->words = arena_printf(r->arena,
		    tr("It is kept for you until %s. Choose how to pay."),
		    moment(r, o->expires_at));
	} else if (is(p, "failed")) {
		s->heading = tr("The payment did not go through");
		s->tone = "bad";
		s->words = tr("Nothing was taken. Try again, or choose "
			      "another way to pay.");
	} else if (is(o->payment_provider, "manual")) {
		by_hand(r, s, o);
	} else {
		at_provider(r, s, o, is_back);
	}
}

static void
held_state(struct order_state *s)
{
	s->heading = tr("We are looking at your payment");
	s->tone = "warn";
	s->words = tr("What arrived is not exactly what was asked for, so "
		      "somebody looks at it. You do not pay again: it is "
		      "booked, or all of it comes back.");
}

/* --- after ------------------------------------------------------------------------------ */

static void
paid_state(
    struct request *r, struct order_state *s, const struct order_find_row *o)
{
	if (o->failure != NULL) {
		s->heading = is(o->failure, "late")
				 ? tr("Your payment came too late")
			     : is(o->failure, "returned")
				 ? tr("Your money is on its way back")
				 : tr("It is no longer to be had");
		s->tone = "warn";
		s->words = arena_printf(r->arena,
		    tr("All of %s comes back to you. You do not have to do "
		       "anything."),
		    amount(r, o, o->paid_amount));
		return;
	}
	s->heading =
	    o->total_amount == 0 ? tr("Done") : tr("Your payment is here");
	s->tone = "good";
	s->is_bought = is(o->status, "fulfilled");
	if (s->is_bought)
		s->words = o->total_amount == 0
			       ? tr("It cost you nothing.")
			       : arena_printf(r->arena,
				     tr("%s received. The receipt is on its "
					"way by mail."),
				     amount(r, o, o->paid_amount));
	else {
		s->words = tr("We are getting ready what you bought. You are "
			      "told if it takes longer.");
		s->is_waiting = true;
	}
}

static void
back_state(
    struct request *r, struct order_state *s, const struct order_find_row *o)
{
	bool all = is(o->status, "refunded");

	s->heading = all ? tr("Your money went back")
			 : tr("A part of your money went back");
	s->tone = "info";
	s->is_bought = !all;
	s->words = arena_printf(r->arena, tr("%s of %s came back."),
	    amount(r, o, o->refunded_amount), amount(r, o, o->paid_amount));
}

/* What is over without a sale. */
static const struct {
	const char *status, *heading, *words, *tone;
} ends[] = {
	{ "failed", WORDS("The payment failed"),
	    WORDS("Nothing was taken. You can try again."), "bad" },
	{ "canceled", WORDS("This order is cancelled"),
	    WORDS("Nothing was taken. Money that arrives all the same goes "
		  "back."),
	    "mute" },
	{ "expired", WORDS("This order ran out"),
	    WORDS("It was not paid in time, and nothing was taken. Money that "
		  "arrives later is booked if it is still to be had, or goes "
		  "back."),
	    "warn" },
	{ "disputed", WORDS("Your bank disputes this payment"),
	    WORDS("The bank decides; you are told what comes of it."), "warn" },
	{ "charged_back", WORDS("Your bank took this payment back"),
	    WORDS("What it had paid for has ended."), "bad" },
};

void
order_state_fill(struct request *r, struct order_state *s,
    const struct order_find_row *o, bool is_back)
{
	*s = (struct order_state){ .tone = "mute" };
	if (o->held_for_admin != NULL)
		held_state(s);
	else if (is(o->status, "pending") || is(o->status, "processing"))
		open_state(r, s, o, is_back);
	else if (is(o->status, "paid") || is(o->status, "fulfilled"))
		paid_state(r, s, o);
	else if (is(o->status, "refunded") ||
		 is(o->status, "partially_refunded"))
		back_state(r, s, o);
	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++)
		if (s->heading == NULL &&
		    is(o->is_over ? "expired" : o->status, ends[i].status)) {
			s->heading = tr(ends[i].heading);
			s->words = tr(ends[i].words);
			s->tone = ends[i].tone;
		}
}

/* --- the history ------------------------------------------------------------------------- */

static const struct word steps[] = {
	{ "create", WORDS("Ordered") },
	{ "start", WORDS("Payment begun") },
	{ "pay", WORDS("Paid") },
	{ "late", WORDS("Paid, after it had run out") },
	{ "fulfil", WORDS("Delivered") },
	{ "expire", WORDS("Ran out") },
	{ "cancel", WORDS("Cancelled") },
	{ "fail", WORDS("The payment failed") },
	{ "refund", WORDS("Money went back") },
	{ "bounce", WORDS("The bank sent a refund back") },
	{ "dispute", WORDS("The bank disputes it") },
	{ "win", WORDS("The dispute is over: it stays paid") },
	{ "lose", WORDS("The bank took it back") },
	{ NULL, NULL },
};

const char *
order_step_words(const struct order_step_list_row *row)
{
	return word_of(steps, row->event);
}
