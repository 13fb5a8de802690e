#ifndef ADMIN_DESK_H
#define ADMIN_DESK_H

#include "lib/app/app.h"
#include "lib/domain/session_words.h"
#include "lib/view/parts.h"

/*
 * What all pages below /admin share: the navigation at their side, lists that
 * go on by key, and what a decision leaves behind.
 */
struct desk_link {
	const char *href, *label, *icon;
	bool current;
};
struct desk_section {
	const char *heading;
	struct desk_link *links;
	size_t nlinks;
};
/* Every view embeds one as `desk` and names it by DESK_FIELD: the pages that the
 * asking person's permissions open. */
struct desk {
	const char *here;
	struct desk_section *sections;
	size_t nsections;
};
extern const struct field desk_fields[];
#define DESK_FIELD(T) FIELD_OBJECT_ONLY(T, desk, desk_fields, ONLY_HTML)
void desk_fill(struct request *, struct desk *);

/* --- lists ------------------------------------------------------------------ */
enum { LIST_PAGE = 30 };

/* This list's address with its filters, and `after` when that is not NULL. */
const char *list_address(struct request *, const char *base, const char *after);
/* The line under a list of n rows; *next is set for JSON when `last` (the key of
 * the last row) is not NULL.  NULL when the list is empty. */
struct list_end {
	const char *base, *last;
	size_t n;
};
struct pager *
list_pager(struct request *, const struct list_end *, const char **next);
/* Options of a filter: "" stands for any. */
struct choice *filter_choices(struct request *, const char *field,
    const char *const *values, const char *(*say)(const char *), size_t *n);

/* --- decisions ------------------------------------------------------------------ */
/* A JSON object of TEXTS(name, value, name, value …).  NULL values are left
 * out. */
const char *json_of(struct arena *, const char *const *texts);
#define TEXTS(...)              \
	((const char *const[]){ \
	    __VA_ARGS__,        \
	    NULL,               \
	})
/* The row of the log for a file that was taken: of what, by which filters. */
void export_logged(struct request *, const char *action, const char *kind);
/* What every decision asks for. */
struct reason_input {
	int64_t id;
	const char *reason;
};
extern const struct form reason_form;
struct id_input {
	int64_t id;
};
extern const struct form id_form;

/* --- words ---------------------------------------------------------------------- */
extern const char *const role_names[],
    *const account_states[], *const session_states[],
				 *const expert_states[],
				     *const mail_states[],
					 *const job_states[],
					     *const webhook_states[],
						 *const webhook_providers[];
const char *role_words(const char *);
const char *account_words(const char *);
const char *expert_words(const char *);
const char *mail_words(const char *);
const char *job_words(const char *);
const char *webhook_words(const char *);
/* Of a state's pill; NULL: none. */
const char *webhook_tone(const char *);
/* "paypal" as PayPal writes itself. */
const char *provider_words(const char *);
/* "24 November 2026, 18:00" in the reader's zone; "" when absent. */
const char *moment(struct request *, struct instant);

#endif
