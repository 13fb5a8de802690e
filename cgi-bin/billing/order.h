#ifndef BILLING_ORDER_H
#define BILLING_ORDER_H

#include "gen/billing/order_sql.h"
#include "lib/app/app.h"
#include "lib/view/parts.h"

/*
 * An order as its buyer sees it, from the first attempt to pay to the last
 * refund.  Nothing that a browser brings back from a provider is believed: the
 * row says what is paid, and the worker asks.
 */

struct order_input {
	const char *ref;
	bool go;   /* straight on to the provider's page */
	int64_t n; /* how often the page has looked by itself */
};
extern const struct form order_form;

/* --- order_show.c ---------------------------------------------------------------- */
void order_read(struct request *);
enum status order_show(struct request *);
/* The same, back from the provider: paid or not is to be found out … */
enum status order_return_show(struct request *);
/* … or left there. */
enum status order_cancel_show(struct request *);
enum status order_refused(struct request *);
extern struct page order_page;

/* --- order_act.c: another way to pay, and none ------------------------------------- */
enum status order_pay_post(struct request *);
enum status order_cancel_post(struct request *);
extern const struct form order_pay_form;

/* --- order_words.c: where it stands, in words --------------------------------------- */
struct order_state {
	const char *heading, *words, *tone;
	bool is_waiting; /* for seconds: the page looks again by itself */
	bool by_hand;    /* the account and the reference are shown */
	bool is_open;    /* it can be paid, or called off */
	bool is_bought;
};
/* `is_back`: the buyer comes from the provider's page. */
void order_state_fill(struct request *, struct order_state *,
    const struct order_find_row *, bool is_back);
/* "You paid" of a row of the history. */
const char *order_step_words(const struct order_step_list_row *);

/* --- order_list.c: all of them -------------------------------------------------------- */
struct order_item {
	int64_t id;
	const char *ref, *number, *kind, *title, *status, *provider;
	struct money total, refunded;
	struct instant created_at, paid_at;
	/* on the page only */
	const char *href, *status_words, *day, *amount, *kind_words;
};
extern const struct field order_item_fields[];
struct order_item *
order_items(struct request *, const struct order_list_row *, size_t n);
void order_list_read(struct request *);
enum status order_list_show(struct request *);
extern const struct form order_list_form;
extern struct page order_list_page;

#endif
