#ifndef BILLING_PAYOUT_H
#define BILLING_PAYOUT_H

#include "lib/app/app.h"
#include "lib/base/setting.h"

/*
 * Being paid: what somebody earned, what of it is due, where it goes and what went
 * there.  One account for all roles; /mentor/revenue and its kin are the same
 * page, of one kind of work.
 */

/* --- payout.c: the balance, the next payout, months, those that were -------------- */
void payout_read(struct request *);
enum status payout_show(struct request *);
extern const struct form payout_form;
extern struct page payout_page;

/* --- payout_ask.c: what is due, now ------------------------------------------------ */
enum status payout_ask_post(struct request *);
extern const struct form payout_ask_form;

/* --- payout_one.c: one of them, and its statement ------------------------------------ */
struct payout_one_input {
	int64_t id;
};
extern const struct form payout_one_form;
enum status payout_one_show(struct request *);
enum status payout_statement(struct request *);
extern struct page payout_one_page;

/* --- payout_account.c: where it goes --------------------------------------------------- */
enum status payout_account_show(struct request *);
enum status payout_account_post(struct request *);
enum status payout_weekly_post(struct request *);
extern const struct form payout_account_form, payout_weekly_form;
extern struct page payout_account_page;

/* --- connect.c: an account at Stripe ---------------------------------------------------- */
enum status connect_post(struct request *);
enum status connect_show(struct request *);
enum status connect_return(struct request *);
extern const struct form connect_form;
extern struct page connect_page;

/* --- earning.c: line by line --------------------------------------------------------------- */
void earning_read(struct request *);
enum status earning_show(struct request *);
enum status earning_csv(struct request *);
extern const struct form earning_form;
extern struct page earning_page;

/* --- tax.c: what was paid in a year ---------------------------------------------------------- */
enum status tax_show(struct request *);
enum status tax_csv(struct request *);
enum status tax_pdf(struct request *);
extern const struct form tax_form;
extern struct page tax_page;

/* --- shared ------------------------------------------------------------------------------------ */
/* "24 November 2026" where the asking person is; NULL when absent. */
const char *payout_day(struct request *, struct instant);
/* What payouts are stored in: UTF-8 CSV, UTF-8 PDF … */
#define CSV_TYPE "text/csv; charset=utf-8"
#define PDF_TYPE "application/pdf"

#endif
