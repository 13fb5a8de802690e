#ifndef ADMIN_MONEY_H
#define ADMIN_MONEY_H

#include "admin/desk.h"
#include "admin/order_words.h"

/* The desk of who looks after money (permission money.manage). */

/* order_list.c: orders, and payments by hand that wait for a second admin. */
void order_list_read(struct request *);
enum status order_list_show(struct request *);
extern const struct form order_list_form;
extern struct page order_list_page;

/* order.c, order_parts.c: one of them, with all that happened to its money. */
void order_read(struct request *);
enum status order_show(struct request *);
extern struct page order_page;

/* order_act.c: received, given back, decided; receipts; once more to a
 * provider. */
enum status order_act_show(struct request *);
enum status order_act_post(struct request *);
extern const struct form order_act_form;
extern struct page order_act_page;
enum status receipt_post(struct request *);
enum status call_retry_post(struct request *);

/* refund_list.c, refund.c: money on its way back. */
void refund_list_read(struct request *);
enum status refund_list_show(struct request *);
extern const struct form refund_list_form, refund_form;
extern struct page refund_list_page, refund_page;
void refund_read(struct request *);
enum status refund_show(struct request *);
enum status refund_refused(struct request *);
enum status refund_approve_post(struct request *);
enum status refund_reject_post(struct request *);
enum status refund_retry_post(struct request *);
enum status refund_hand_post(struct request *);

/* dispute.c: payments that a bank took back until it is decided. */
void dispute_list_read(struct request *);
enum status dispute_list_show(struct request *);
extern const struct form dispute_list_form;
extern struct page dispute_list_page, dispute_page;
void dispute_read(struct request *);
enum status dispute_show(struct request *);

/* transaction.c: the money of everything, and all of it as CSV. */
enum status transaction_list_show(struct request *);
enum status transaction_csv(struct request *);
extern const struct form transaction_list_form;
extern struct page transaction_list_page;

/* revenue.c, revenue_report.c: what the platform makes, as a page and files. */
enum status revenue_show(struct request *);
enum status revenue_csv(struct request *);
enum status revenue_pdf(struct request *);
extern const struct form revenue_form;
extern struct page revenue_page;

/* Why an order waits for an admin, in words. */
const char *held_words(const char *why);
/* "receipt" and the like, as what order_paid() says. */
const char *received_words(const char *result);

#endif
