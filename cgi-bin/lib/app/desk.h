#ifndef LIB_APP_DESK_H
#define LIB_APP_DESK_H

#include "lib/app/app.h"
#include "lib/view/parts.h"

/*
 * What workspaces share (below /admin, /safety/admin): the navigation at their
 * side, lists that go on by key, and what a decision leaves behind.
 */
struct desk_link {
	const char *href, *label, *icon;
	int64_t n; /* how many wait there; 0 shows nothing */
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

/* A page of the workspace, in the order of the menu.  A heading begins a section
 * ("" the one without); a place is also its href's subpages unless is_exact. */
struct desk_place {
	const char *heading, *href, *label, *icon, *permission;
	bool is_exact;
};
/* Fill from the places, which end with a NULL href. */
void
desk_place(struct request *, struct desk *, const struct desk_place *places);

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

/* "24 November 2026, 18:00" in the reader's zone; "" when absent. */
const char *moment(struct request *, struct instant);

#endif
