#include <string.h>

#include "billing/subscription.h"
#include "billing/words.h"
#include "lib/base/words.h"
#include "lib/domain/money.h"
#include "lib/domain/when.h"

const char *const subscription_periods[] = { "month", "year", NULL };

#define HTML_OF(T, m) FIELD_ONLY(T, m, ONLY_HTML)

static const struct field entitlement_fields[] = {
	FIELD(struct entitlement, what),
	FIELD_ONLY(struct entitlement, allowed, ONLY_JSON),
	FIELD(struct entitlement, used),
	FIELD_ONLY(struct entitlement, resets_at, ONLY_JSON),
	HTML_OF(struct entitlement, label),
	HTML_OF(struct entitlement, words),
	HTML_OF(struct entitlement, max),
	FIELD_END,
};

static const struct field pending_plan_fields[] = {
	FIELD(struct pending_plan, plan),
	FIELD(struct pending_plan, every),
	FIELD(struct pending_plan, price),
	FIELD_END,
};

#define ITEM(m)      FIELD(struct subscription_item, m)
#define ITEM_HTML(m) HTML_OF(struct subscription_item, m)
#define ITEM_ID(m)                                               \
	{                                                        \
		.name = #m, .kind = KIND_ID,                     \
		.offset = offsetof(struct subscription_item, m), \
		.only = ONLY_JSON                                \
	}

const struct field subscription_item_fields[] = {
	FIELD_ID(struct subscription_item, id),
	ITEM_ID(company_id),
	ITEM_ID(journey_id),
	FIELD_ONLY(struct subscription_item, kind, ONLY_JSON),
	ITEM(status),
	FIELD_ONLY(struct subscription_item, plan, ONLY_JSON),
	ITEM(title),
	FIELD_ONLY(struct subscription_item, every, ONLY_JSON),
	ITEM(company),
	FIELD_ONLY(struct subscription_item, price, ONLY_JSON),
	FIELD_ONLY(struct subscription_item, due, ONLY_JSON),
	FIELD_ONLY(struct subscription_item, period_start, ONLY_JSON),
	FIELD_ONLY(struct subscription_item, period_end, ONLY_JSON),
	FIELD_ONLY(struct subscription_item, trial_end, ONLY_JSON),
	FIELD_ONLY(struct subscription_item, ended_at, ONLY_JSON),
	FIELD_ONLY(struct subscription_item, cancel_at_period_end, ONLY_JSON),
	FIELD_POINTER_ONLY(
	    struct subscription_item, pending, pending_plan_fields, ONLY_JSON),
	FIELD_LIST(struct subscription_item, entitlements, nentitlements,
	    entitlement_fields),
	ITEM_HTML(href),
	ITEM_HTML(status_words),
	ITEM_HTML(price_words),
	ITEM_HTML(next_words),
	ITEM_HTML(pending_words),
	ITEM_HTML(banner),
	ITEM_HTML(tone),
	ITEM_HTML(pay_href),
	ITEM_HTML(pay_words),
	ITEM_HTML(may_cancel),
	ITEM_HTML(may_reactivate),
	ITEM_HTML(may_keep),
	ITEM_HTML(may_change),
	ITEM_HTML(is_over),
	ITEM_HTML(has_portal),
	FIELD_END,
};

static const struct word statuses[] = {
	{ "incomplete", WORDS("Not paid yet") },
	{ "incomplete_expired", WORDS("Never paid") },
	{ "trialing", WORDS("Free for now") },
	{ "active", WORDS("Active") },
	{ "past_due", WORDS("Past due") },
	{ "suspended", WORDS("Suspended") },
	{ "canceled", WORDS("Ended") },
	{ NULL, NULL },
};

static const struct word labels[] = {
	{ "jobs", WORDS("Open job posts") },
	{ "seats", WORDS("Seats") },
	{ "searches", WORDS("Talent searches this month") },
	{ "reviews", WORDS("Reviews this month") },
	{ "sessions", WORDS("Sessions this month") },
	{ NULL, NULL },
};

static bool
is(const char *word, const char *other)
{
	return word != NULL && strcmp(word, other) == 0;
}

const char *
price_words(
    struct request *r, int64_t amount, const char *unit, const char *every)
{
	const char *sum = money_text(r->arena, (struct money){ amount, unit });

	return arena_printf(r->arena,
	    is(every, "year") ? tr("%s a year") : tr("%s a month"), sum);
}

static const char *
day(struct request *r, struct instant i)
{
	return when_date(r->arena, when_local(i, r->session->timezone).date);
}

/* --- what stands above it, when something is to be done ----------------------------- */

static void
fill_banner(struct request *r, struct subscription_item *s,
    const struct subscription_list_row *row)
{
	const char *sum = money_text(r->arena, s->due);

	if (is(row->status, "past_due")) {
		s->tone = "warn";
		s->banner = arena_printf(r->arena,
		    tr("%s are not paid. Everything works until %s; then it "
		       "is suspended."),
		    sum, day(r, row->suspend_at));
	} else if (is(row->status, "suspended")) {
		s->tone = "bad";
		s->banner = arena_printf(r->arena,
		    tr("It is suspended, because %s are not paid: you can "
		       "read everything and change nothing. It ends on %s."),
		    sum, day(r, row->end_at));
	} else if (is(row->due_kind, "upgrade")) {
		s->tone = "info";
		s->banner = arena_printf(r->arena,
		    tr("The other plan is there once %s are paid."), sum);
	} else if (is(row->due_kind, "renewal")) {
		s->tone = "info";
		s->banner = arena_printf(
		    r->arena, tr("The next period can be paid now: %s."), sum);
	}
}

static void
fill_due(struct request *r, struct subscription_item *s,
    const struct subscription_list_row *row)
{
	if (!row->due_amount.set)
		return;
	s->due = (struct money){ row->due_amount.value, row->currency };
	fill_banner(r, s, row);
	s->pay_href = arena_printf(
	    r->arena, "/checkout/%s/%lld", row->order_kind, (long long)row->id);
	s->pay_words =
	    arena_printf(r->arena, tr("Pay %s"), money_text(r->arena, s->due));
}

/* --- what comes next ------------------------------------------------------------------- */

static const char *
next_words(struct request *r, const struct subscription_list_row *row)
{
	if (row->ended_at.us != 0)
		return arena_printf(
		    r->arena, tr("Ended on %s"), day(r, row->ended_at));
	if (row->period_end.us == 0)
		return NULL;
	if (row->cancel_at_period_end)
		return arena_printf(
		    r->arena, tr("Ends on %s"), day(r, row->period_end));
	if (is(row->status, "trialing"))
		return arena_printf(
		    r->arena, tr("Free until %s"), day(r, row->period_end));
	return arena_printf(r->arena,
	    row->renews_itself ? tr("Renews by itself on %s")
			       : tr("Paid until %s"),
	    day(r, row->period_end));
}

static void
fill_pending(struct request *r, struct subscription_item *s,
    const struct subscription_list_row *row)
{
	if (row->pending_plan == NULL)
		return;
	s->pending = arena_alloc(r->arena, 1, sizeof(*s->pending));
	*s->pending =
	    (struct pending_plan){ row->pending_plan, row->pending_every,
		    { row->pending_amount.value, row->currency } };
	s->pending_words = arena_printf(r->arena, tr("From %s on: %s, %s"),
	    day(r, row->period_end), row->pending_plan,
	    price_words(r, row->pending_amount.value, row->currency,
		row->pending_every));
}

struct subscription_item
subscription_item(struct request *r, const struct subscription_list_row *row)
{
	struct subscription_item s = {
		.id = row->id,
		.company_id = row->company_id,
		.journey_id = row->journey_id,
		.kind = row->kind,
		.status = row->status,
		.plan = row->plan,
		.title = row->title,
		.every = row->every,
		.company = row->company_name,
		.price = { row->price_amount, row->currency },
		.period_start = row->period_start,
		.period_end = row->period_end,
		.trial_end = row->trial_end,
		.ended_at = row->ended_at,
		.cancel_at_period_end = row->cancel_at_period_end,
		.href = arena_printf(
		    r->arena, "/subscriptions/%lld", (long long)row->id),
		.status_words = word_of(statuses, row->status),
		.price_words = price_words(
		    r, row->price_amount, row->currency, row->every),
		.next_words = next_words(r, row),
		.may_cancel = row->may_cancel,
		.may_reactivate = row->may_reactivate,
		.may_keep = row->may_keep,
		.may_change = is(row->status, "active"),
		.is_over = row->ended_at.us != 0,
		.has_portal = row->renews_itself && row->is_payer,
	};

	fill_due(r, &s, row);
	fill_pending(r, &s, row);
	return s;
}

/* --- what is in it, and what of that is used ------------------------------------------- */

static struct entitlement
entitlement_of(struct request *r, const struct entitlement_list_row *row)
{
	struct entitlement e = {
		.what = row->what,
		.allowed = row->allowed,
		.used = row->used,
		.resets_at = row->resets_at,
		.label = word_of(labels, row->what),
		.max = row->allowed.set ? row->allowed.value : 0,
	};

	e.words = row->allowed.set
		      ? arena_printf(r->arena, tr("%lld of %lld"),
			    (long long)row->used, (long long)row->allowed.value)
		      : arena_printf(r->arena, tr("%lld, without limit"),
			    (long long)row->used);
	return e;
}

void
subscription_use(struct request *r, struct subscription_item *items, size_t n,
    const struct entitlement_list_row *rows, size_t nrows)
{
	for (size_t i = 0; i < n; i++) {
		items[i].entitlements = arena_alloc(
		    r->arena, nrows, sizeof(*items[i].entitlements));
		for (size_t j = 0; j < nrows; j++)
			if (rows[j].subscription_id == items[i].id)
				items[i]
				    .entitlements[items[i].nentitlements++] =
				    entitlement_of(r, &rows[j]);
	}
}
