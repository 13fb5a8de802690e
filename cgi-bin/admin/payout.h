#ifndef ADMIN_PAYOUT_H
#define ADMIN_PAYOUT_H

#include "admin/money.h"
#include "lib/domain/payout_words.h"

/* What goes out to earners (permission money.manage). */

/* payout_list.c: all of them, by batch and state; what is done to several. */
void payout_list_read(struct request *);
enum status payout_list_show(struct request *);
enum status payout_batch_post(struct request *);
extern const struct form payout_list_form, payout_batch_form;
extern struct page payout_list_page;

/* payout_csv.c: for the bank, and a year's payments for the tax office. */
enum status payout_csv(struct request *);
enum status payout_tax_csv(struct request *);
extern const struct form payout_tax_form;

/* payout.c: one of them, and what is done at once. */
enum status payout_show(struct request *);
enum status payout_approve_post(struct request *);
enum status payout_send_post(struct request *);
enum status payout_retry_post(struct request *);
extern struct page payout_page;

/* payout_act.c: what wants a word: called off, paid by hand, sent back. */
enum status payout_act_show(struct request *);
enum status payout_act_post(struct request *);
extern const struct form payout_act_form;
extern struct page payout_act_page;

/* payout_person.c: where somebody's money goes. */
enum status payout_person_show(struct request *);
enum status payout_account_post(struct request *);
enum status payout_hold_post(struct request *);
extern const struct form payout_account_form, payout_hold_form;
extern struct page payout_person_page;

/* Shared: the filters of the list and of its CSV. */
struct payout_list_input {
	const char *status, *kind, *period;
	int64_t after;
};
/* Numbers of a money in the arena's words; "USD 12.50". */
const char *payout_money(struct request *, int64_t amount, const char *unit);

#endif
