#ifndef ADMIN_PROMOTION_H
#define ADMIN_PROMOTION_H

#include "gen/admin/promotion_sql.h"
#include "lib/app/app.h"
#include "lib/domain/promotion.h"

/* /admin/promotions: everybody's codes, and the platform's own. */
void promotion_list_read(struct request *);
enum status promotion_list_show(struct request *);
extern const struct form promotion_list_form;
extern struct page promotion_list_page;
enum status promotion_edit_show(struct request *);
enum status promotion_save_post(struct request *);
enum status promotion_end_post(struct request *);
extern struct page promotion_page;

#endif
