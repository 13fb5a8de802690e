#ifndef ADMIN_REVIEW_H
#define ADMIN_REVIEW_H

#include "admin/admin.h"

/* review.c: reviews without what is in them; why a mentor was chosen, and giving
 * one to somebody. */
enum status desk_review_list_show(struct request *);
enum status desk_review_show(struct request *);
enum status desk_review_assign_post(struct request *);
extern const struct form desk_review_list_form, desk_review_form,
    desk_review_assign_form;
extern struct page desk_review_list_page, desk_review_page;

#endif
