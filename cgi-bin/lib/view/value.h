#ifndef LIB_VIEW_VALUE_H
#define LIB_VIEW_VALUE_H

#include "lib/base/buf.h"
#include "lib/base/kind.h"

/* How single values read on pages and in JSON.  None of them needs escaping,
 * but for a currency that is no ISO code. */
void value_put_real(struct buf *, double);   /* 4.25, 4.5, 4 */
void value_put_number(struct buf *, double); /* shortest that reads back */
void value_put_instant(struct buf *, struct instant); /* RFC 3339, UTC */
void value_put_date(struct buf *, struct date);       /* 2027-03-08 */
void value_put_minute(struct buf *, struct minute);   /* 09:00 */
void value_put_money(struct buf *, struct money);     /* USD 47.20 */

/* Is there something to show at `at`, which holds a value of that kind? */
bool value_is_true(enum kind, const void *at);
/* Everything but lists, objects, HTML and files; absent values show nothing. */
void value_show(enum kind, const void *at, struct buf *);
bool value_is_shown(enum kind); /* by value_show() */

#endif
