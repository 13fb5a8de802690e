#ifndef BILLING_SUBSCRIPTION_H
#define BILLING_SUBSCRIPTION_H

#include "gen/billing/subscription_sql.h"
#include "lib/app/app.h"
#include "lib/view/parts.h"

/*
 * Subscriptions as those see them who pay: a company's plan, for its owners and
 * billing contacts, and one's own tiers of journeys.
 */

/* --- subscription_words.c: how they stand ------------------------------------------ */

/* Something that is allowed so often, and how often it was used. */
struct entitlement {
	const char *what;
	struct maybe_int allowed; /* absent: without limit */
	int64_t used;
	struct instant resets_at;
	/* on the page only */
	const char *label, *words;
	int64_t max; /* 0: there is no limit to show */
};

struct pending_plan {
	const char *plan, *every;
	struct money price;
};

struct subscription_item {
	int64_t id, company_id, journey_id;
	const char *kind, *status, *plan, *title, *every, *company;
	struct money price, due;
	struct instant period_start, period_end, trial_end, ended_at;
	bool cancel_at_period_end;
	struct pending_plan *pending; /* NULL: none */
	struct entitlement *entitlements;
	size_t nentitlements;
	/* on the page only */
	const char *href, *status_words, *price_words, *next_words;
	const char *pending_words, *banner, *tone, *pay_href, *pay_words;
	bool may_cancel, may_reactivate, may_keep, may_change, is_over;
	bool has_portal;
};
extern const struct field subscription_item_fields[];

/* A row of either statement made ready to be shown. */
struct subscription_item
subscription_item(struct request *, const struct subscription_list_row *);
/* Give each item its own of these. */
void subscription_use(struct request *, struct subscription_item *, size_t n,
    const struct entitlement_list_row *, size_t nrows);
/* "USD 99.00 a month" */
const char *price_words(
    struct request *, int64_t amount, const char *unit, const char *every);
extern const char *const subscription_periods[]; /* ends with NULL */

/* --- subscription_show.c: all of them, and one --------------------------------------- */

/* The block of /account/billing: queued with the page's reads, then taken. */
struct subscription_part {
	struct subscription_item *items;
	size_t nitems;
	bool has_items;
};
extern const struct field subscription_part_fields[];
void subscription_part_send(struct request *);
void subscription_part_get(struct request *, struct subscription_part *);

struct subscription_input {
	int64_t id;
};
extern const struct form subscription_form;
void subscription_read(struct request *);
enum status subscription_show(struct request *);
enum status subscription_refused(struct request *);
extern struct page subscription_page;

/* --- subscription_change.c: another plan, with what it costs before ---------------------- */
void subscription_change_read(struct request *);
enum status subscription_change_show(struct request *);
enum status subscription_change_post(struct request *);
enum status subscription_change_refused(struct request *);
enum status subscription_keep_post(struct request *);
extern const struct form subscription_change_form;
extern struct page subscription_change_page;

/* --- subscription_cancel.c: ending it, and taking that back ------------------------------- */
enum status subscription_cancel_show(struct request *);
enum status subscription_cancel_post(struct request *);
enum status subscription_cancel_refused(struct request *);
enum status subscription_reactivate_post(struct request *);
extern const struct form subscription_cancel_form, subscription_pick_form;
extern struct page subscription_cancel_page;

/* --- plan.c: what companies can subscribe to ------------------------------------------------ */
void plan_list_read(struct request *);
enum status plan_list_show(struct request *);
enum status plan_list_refused(struct request *);
enum status subscription_begin_post(struct request *);
extern const struct form plan_list_form, subscription_begin_form;
extern struct page plan_list_page;

/* --- portal.c: payment methods, at the provider's own page --------------------------------- */
enum status portal_post(struct request *);
enum status portal_show(struct request *);
extern const struct form portal_form;
extern struct page portal_page;

#endif
