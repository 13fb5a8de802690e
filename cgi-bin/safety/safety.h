#ifndef SAFETY_SAFETY_H
#define SAFETY_SAFETY_H

#include "lib/app/desk.h"

/* refusals.c: the words for what its functions of the database refuse. */
extern const struct refusal safety_refusals[];

/* check.c: what automated moderation says of a text, before it is shown. */
enum status check_post(struct request *);
extern const struct form check_form;

/* report.c: report something; report_list.c: one's own reports. */
enum status report_show(struct request *);
enum status report_post(struct request *);
enum status report_sent_show(struct request *);
enum status report_withdraw_post(struct request *);
extern const struct form report_target_form, report_form, report_sent_form;
extern struct page report_page, report_sent_page;
enum status report_list_show(struct request *);
extern const struct form report_list_form;
extern struct page report_list_page;

/* block.c: blocks and mutes. */
enum status block_post(struct request *);
enum status unblock_post(struct request *);
enum status block_drop_post(struct request *);
enum status block_list_show(struct request *);
enum status mute_post(struct request *);
enum status mute_drop_post(struct request *);
enum status mute_list_show(struct request *);
extern const struct form whom_form, ref_form;
extern struct page block_list_page;

/* trust.c: what one's trust is made of. */
enum status trust_show(struct request *);
extern struct page trust_page;

/* appeal.c: decisions about oneself, and the appeal. */
enum status decision_list_show(struct request *);
enum status decision_show(struct request *);
enum status appeal_post(struct request *);
extern const struct form appeal_form;
extern struct page decision_page, decision_list_page;

/* words.c: what a decision does, to whom it is done. */
struct enforced {
	const char *kind, *status;
	int64_t days;
	struct instant ends_at;
};
const char *enforcement_words(struct request *, const struct enforced *);

#endif
