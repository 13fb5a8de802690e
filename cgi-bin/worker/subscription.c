#include "gen/worker/subscription_sql.h"
#include "lib/job/job.h"
#include "worker/worker.h"

/* Few at once: each may take an invoice's number, for which others wait. */
enum { MOST_SUBSCRIPTIONS = 20, MOST_CREDITS = 100 };

const struct setting subscription_settings[] = {
	{ "STRIPE_PRICE_STARTER", SETTING_TEXT, NULL, false,
	    "Stripe's price (price_…) of the plan Starter by the month; without "
	    "one, or where it costs something else, the plan's own is used." },
	{ "STRIPE_PRICE_PROFESSIONAL", SETTING_TEXT, NULL, false,
	    "The same of the plan Professional." },
	{ "STRIPE_PRICE_ENTERPRISE", SETTING_TEXT, NULL, false,
	    "The same of the plan Enterprise." },
	{ "STRIPE_PRICE_RAP", SETTING_TEXT, NULL, false,
	    "The same of the plan RAP." },
	{ NULL, SETTING_TEXT, NULL, false, NULL },
};

/* Renewals, dunning, ends; credits that expire.  What is left over goes on in a
 * job of its own. */
enum work_result
subscription_tick_do(struct work *w)
{
	struct subscription_tick_row row;

	if (subscription_tick(w->db, MOST_SUBSCRIPTIONS, MOST_CREDITS, &row) &&
	    row.done != 0)
		job_enqueue(w->db, &(struct job){ .kind = "subscription.tick",
				       .unique = "subscription.tick" });
	return WORK_DONE;
}

/* The prices that the settings name: looked at when they are new. */
enum work_result
subscription_prices_do(struct work *w)
{
	static const struct {
		const char *plan, *setting;
	} prices[] = {
		{ "STARTER", "STRIPE_PRICE_STARTER" },
		{ "PROFESSIONAL", "STRIPE_PRICE_PROFESSIONAL" },
		{ "ENTERPRISE", "STRIPE_PRICE_ENTERPRISE" },
		{ "RAP", "STRIPE_PRICE_RAP" },
	};

	for (size_t i = 0; i < sizeof(prices) / sizeof(*prices); i++)
		subscription_price(
		    w->db, prices[i].plan, setting_text(prices[i].setting));
	return WORK_DONE;
}

/* What a provider renews, in case something of it was not told. */
enum work_result
subscription_nightly_do(struct work *w)
{
	subscription_look(w->db);
	return WORK_DONE;
}
