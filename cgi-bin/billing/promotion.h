#ifndef BILLING_PROMOTION_H
#define BILLING_PROMOTION_H

#include "gen/billing/promotion_sql.h"
#include "lib/app/app.h"
#include "lib/domain/promotion.h"

/* /promotions: the codes that a seller gives. */
void promotion_list_read(struct request *);
enum status promotion_list_show(struct request *);
extern const struct form promotion_list_form;
extern struct page promotion_list_page;
/* /promotions/new and /promotions/ID */
enum status promotion_edit_show(struct request *);
enum status promotion_save_post(struct request *);
enum status promotion_end_post(struct request *);
extern const struct form promotion_id_form;
extern struct page promotion_page;

#endif
