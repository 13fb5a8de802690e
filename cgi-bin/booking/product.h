#ifndef BOOKING_PRODUCT_H
#define BOOKING_PRODUCT_H

#include "gen/booking/product_sql.h"
#include "lib/app/app.h"
#include "lib/view/parts.h"

/* What experts sell ahead, from the seller's side: packs, seats, students, and
 * coaching packages. */

/* --- product.c: /instructor/packs and the seats -------------------------------- */
void product_list_read(struct request *);
enum status product_list_show(struct request *);
enum status product_list_refused(struct request *);
enum status seats_post(struct request *);
extern const struct form seats_form;
extern struct page product_list_page;

/* --- product_edit.c: one pack ----------------------------------------------------- */
enum status product_edit_show(struct request *);
enum status product_save_post(struct request *);
extern const struct form product_edit_form, product_save_form;
extern struct page product_edit_page;

/* --- student.c: /instructor/students ------------------------------------------------ */
void student_list_read(struct request *);
enum status student_list_show(struct request *);
extern const struct form student_list_form;
extern struct page student_list_page;
void student_read(struct request *);
enum status student_show(struct request *);
enum status student_refused(struct request *);
enum status student_extend_post(struct request *);
enum status student_dismiss_post(struct request *);
enum status student_price_post(struct request *);
extern const struct form student_form, student_extend_form,
    student_dismiss_form, student_price_form;
extern struct page student_page;

/* --- package_edit.c: what an interviewer sells, on /interviewer/profile --------------- */
struct package_type {
	const char *words;
	struct choice *sizes;
	size_t nsizes;
};
extern const struct field package_type_fields[];
/* The types that have a price; *n counts them.  Read behind
 * package_types_send(). */
struct package_type *package_types_fill(struct request *, size_t *n);
enum status packages_post(struct request *);
extern const struct form packages_form;

/* "You receive USD 153.00 of it, after the platform's 15 %." */
const char *share_words(struct request *, struct money, int64_t fee_bp);

#endif
