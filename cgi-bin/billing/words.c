#include <string.h>

#include "billing/billing.h"
#include "billing/words.h"
#include "lib/base/words.h"
#include "lib/domain/money.h"
#include "lib/domain/when.h"

const char *const order_kinds[] = { "session", "pack", "package",
	"subscription", "tier", "credits", "review", "company", NULL };

static const struct word kinds[] = {
	{ "session", WORDS("Session") },
	{ "pack", WORDS("Session pack") },
	{ "package", WORDS("Coaching package") },
	{ "subscription", WORDS("Subscription") },
	{ "tier", WORDS("Journey") },
	{ "credits", WORDS("Credits") },
	{ "review", WORDS("Review") },
	{ "company", WORDS("Company plan") },
	{ NULL, NULL },
};

static const struct word statuses[] = {
	{ "pending", WORDS("Not paid yet") },
	{ "processing", WORDS("Awaiting payment") },
	{ "paid", WORDS("Paid") },
	{ "fulfilled", WORDS("Paid") },
	{ "partially_refunded", WORDS("Partly refunded") },
	{ "refunded", WORDS("Refunded") },
	{ "failed", WORDS("Failed") },
	{ "canceled", WORDS("Cancelled") },
	{ "expired", WORDS("Ran out") },
	{ "disputed", WORDS("Disputed") },
	{ "charged_back", WORDS("Charged back") },
	{ NULL, NULL },
};

static const struct word refund_statuses[] = {
	{ "requested", WORDS("Requested") },
	{ "approved", WORDS("Approved") },
	{ "submitted", WORDS("On its way") },
	{ "succeeded", WORDS("Sent back") },
	{ "failed", WORDS("Did not go through") },
	{ "rejected", WORDS("Declined") },
	{ NULL, NULL },
};

static const struct word reasons[] = {
	{ "asked", WORDS("You asked for it") },
	{ "policy", WORDS("You asked for it in time") },
	{ "admin", WORDS("Given by the platform") },
	{ "canceled", WORDS("The session was cancelled") },
	{ "declined", WORDS("The request was declined or ran out") },
	{ "no_show", WORDS("The session was a no-show") },
	{ "resolved", WORDS("A dispute was decided") },
	{ "unavailable", WORDS("It could not be delivered") },
	{ "late", WORDS("The payment came too late") },
	{ "extra", WORDS("It was paid twice") },
	{ "provider", WORDS("Sent back by the payment provider") },
	{ NULL, NULL },
};

const char *
order_kind_words(const char *kind)
{
	return word_of(kinds, kind);
}

const char *
order_status_words(const char *status)
{
	return word_of(statuses, status);
}

const char *
refund_status_words(const char *status)
{
	return word_of(refund_statuses, status);
}

const char *
refund_reason_words(const char *reason)
{
	return word_of(reasons, reason);
}

const char *
moment(struct request *r, struct instant at)
{
	const char *zone = r->session->timezone;

	if (at.us == 0)
		return NULL;
	return arena_printf(r->arena, "%s, %s, %s",
	    when_day(r->arena, at, zone, r->now),
	    when_clock(r->arena, at, zone), zone_city(r->arena, zone));
}

const char *
refusal_words(const char *code)
{
	const char *words = words_of_refusal(billing_refusals, code);

	return words != NULL ? words : code;
}

/* --- what comes back ------------------------------------------------------------ */

static const char *
session_policy_words(struct request *r, const struct policy *p)
{
	struct instant until = p->starts_at;
	const char *who = p->person != NULL ? p->person : tr("The expert");

	const char *late = p->late_return_percent.value == 0
			       ? tr("nothing")
			       : arena_printf(r->arena, "%d %%",
				     (int)p->late_return_percent.value);

	if (p->starts_at.us != 0 && p->starts_at.us <= r->now.us)
		return NULL;
	until.us -= p->free_hours.value * 3600 * 1000000;
	if (p->starts_at.us != 0 && until.us > r->now.us)
		return arena_printf(r->arena,
		    tr("If you cancel until %s, all of it comes back; later, "
		       "%s. If %s cancels or does not come, all of it comes "
		       "back."),
		    moment(r, until), late, who);
	return arena_printf(r->arena,
	    tr("It starts within %d hours: if you cancel now, %s comes back. "
	       "If %s cancels or does not come, all of it comes back."),
	    (int)p->free_hours.value, late, who);
}

static const struct word policies[] = {
	{ "pack", WORDS("Sessions of the pack that you have not used come back "
			"in money until it ends, each at the price you paid "
			"for it.") },
	{ "package", WORDS("Sessions of the package that you have not used "
			   "come back in money until it ends, each at the "
			   "price you paid for it.") },
	{ "subscription",
	    WORDS("Within 30 days of a charge, the whole days that you have "
		  "not used come back in money. Later you can cancel for the "
		  "end of the period.") },
	{ "tier",
	    WORDS("Within 30 days of a charge, the whole days that you have "
		  "not used come back in money. Later you can cancel for the "
		  "end of the period.") },
	{ "company",
	    WORDS("Within 30 days of a charge, the whole days that you have "
		  "not used come back in money. Later you can cancel for the "
		  "end of the period.") },
	{ "credits", WORDS("Credits that you have not used come back in money "
			   "within 14 days.") },
	{ "review", WORDS("All of it comes back until a mentor begins with "
			  "the review.") },
	{ NULL, NULL },
};

const char *
policy_words(struct request *r, const struct policy *p)
{
	if (strcmp(p->kind, "session") == 0 && p->free_hours.set)
		return session_policy_words(r, p);
	return word_of(policies, p->kind);
}

/* --- what it costs ---------------------------------------------------------------- */

const struct field price_line_fields[] = {
	FIELD(struct price_line, label),
	FIELD(struct price_line, amount),
	FIELD(struct price_line, is_total),
	FIELD_END,
};

static struct price_line
line(struct request *r, const char *label, int64_t amount, const char *unit)
{
	return (struct price_line){ .label = label,
		.amount =
		    money_text(r->arena, (struct money){ amount, unit }) };
}

static const char *
tax_words(struct request *r, const struct price_parts *p)
{
	int64_t bp = p->tax_bp.value;

	if (p->tax_name == NULL)
		return tr("Tax");
	if (bp % 100 == 0)
		return arena_printf(
		    r->arena, "%s (%d %%)", p->tax_name, (int)(bp / 100));
	return arena_printf(r->arena, "%s (%d.%02d %%)", p->tax_name,
	    (int)(bp / 100), (int)(bp % 100));
}

struct price_line *
price_lines(struct request *r, const struct price_parts *p, size_t *n)
{
	enum { MOST = 5 };
	struct price_line *l = arena_alloc(r->arena, MOST, sizeof(*l));
	const char *unit = p->currency;

	*n = 0;
	l[(*n)++] = line(r, p->title, p->list, unit);
	if (p->price != p->list)
		l[(*n)++] = line(
		    r, tr("Your price from before"), p->price - p->list, unit);
	if (p->discount != 0)
		l[(*n)++] =
		    line(r, arena_printf(r->arena, tr("Code %s"), p->code),
			-p->discount, unit);
	if (p->tax != 0 || p->tax_name != NULL)
		l[(*n)++] = line(r, tax_words(r, p), p->tax, unit);
	l[*n] =
	    line(r, p->is_over ? tr("Total") : tr("You pay"), p->total, unit);
	l[(*n)++].is_total = true;
	return l;
}
