#ifndef BILLING_AFFILIATE_H
#define BILLING_AFFILIATE_H

#include "lib/app/app.h"

/*
 * Experts who send buyers to other experts for a part of what they pay.
 */

/* affiliate.c: /affiliate, one's links and what came of them. */
void affiliate_read(struct request *);
enum status affiliate_show(struct request *);
enum status affiliate_refused(struct request *);
extern const struct form affiliate_form;
extern struct page affiliate_page;

/* affiliate_act.c: joining, leaving, links. */
enum status affiliate_join_post(struct request *);
enum status affiliate_leave_post(struct request *);
enum status affiliate_link_post(struct request *);
enum status affiliate_link_end_post(struct request *);
extern const struct form affiliate_join_form, affiliate_id_form,
    affiliate_link_form;

/* affiliate_program.c: /affiliate/program, what a seller offers and whom. */
void program_read(struct request *);
enum status program_show(struct request *);
enum status program_post(struct request *);
enum status program_decide_post(struct request *);
extern const struct form program_list_form, program_form, program_decide_form;
extern struct page program_page;

/* referral.c: /r/:code, the short link. */
enum status referral_show(struct request *);
extern const struct form referral_form;

/* What the pages say. */
enum { AFFILIATE_PERCENT_MOST = 50 };
const char *affiliate_status_words(const char *status);
const char *affiliate_tone(const char *status);
const char *affiliate_kind_words(const char *kind);
extern const char *const affiliate_link_kinds[];

#endif
