#ifndef LIB_DOMAIN_PROMOTION_H
#define LIB_DOMAIN_PROMOTION_H

#include "lib/base/arena.h"
#include "lib/base/field.h"
#include "lib/form/form.h"
#include "lib/view/parts.h"

/*
 * Promotion codes as sellers and admins write and read them: one form, one row
 * of a list.  What a code may be is the database's business.
 */

/* --- writing one ---------------------------------------------------------------- */
struct promotion_input {
	int64_t id; /* 0: a new one */
	const char *code, *kind, *value, *currency, *product;
	struct maybe_int max_uses, max_per_buyer;
	struct date starts_on, ends_on; /* the last day counts */
	bool auto_apply, activate;
};
extern const struct form promotion_form;

/* What the form says, for the database. */
struct promotion_terms {
	int64_t value;            /* percent, or minor units */
	const char *product_kind; /* NULL: everything */
	int64_t product_id;       /* 0: all of that kind */
	struct instant starts_at, ends_at;
};
/* The name of the field that can't be read, or NULL.  Days are the zone's. */
const char *promotion_read(struct arena *, const struct promotion_input *,
    const char *zone, struct promotion_terms *);

/* --- reading them ----------------------------------------------------------------- */

/* The columns that the functions of the database give, in their order: a row of
 * such a statement is one of these (PROMOTION_ROWS looks at that). */
struct promotion_row {
	int64_t id;
	const char *code;
	int64_t owner_id;
	const char *owner_name, *kind;
	int64_t value;
	const char *currency, *product_kind;
	int64_t product_id;
	const char *product_name;
	struct maybe_int max_uses, max_per_buyer;
	struct instant starts_at, ends_at;
	const char *status;
	bool auto_apply;
	int64_t uses;
	struct maybe_int given;
	const char *given_currency, *link;
};
#define PROMOTION_ROWS(T)                                                  \
	_Static_assert(sizeof(struct T) == sizeof(struct promotion_row) && \
			   offsetof(struct T, link) ==                     \
			       offsetof(struct promotion_row, link),       \
	    #T " has the columns of promotion_row")

struct promotion_item {
	int64_t id;
	const char *code, *owner, *kind, *status;
	int64_t percent; /* of a percent code */
	struct money amount;
	const char *product_kind, *link;
	struct instant starts_at, ends_at;
	struct maybe_int max_uses, max_per_buyer;
	int64_t uses;
	bool auto_apply;
	/* on the page only */
	const char *gives, *for_words, *until_words, *uses_words, *status_words;
};
extern const struct field promotion_item_fields[];
void promotion_fill(struct arena *, struct promotion_item *,
    const struct promotion_row *, const char *zone, struct instant now);
/* The form with what is saved. */
void promotion_prefill(struct arena *, struct promotion_input *,
    const struct promotion_row *, const char *zone);
/* "Packs", by its machine word. */
const char *promotion_product_words(const char *kind);

#endif
