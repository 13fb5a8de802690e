#ifndef LIB_APP_INTERNAL_H
#define LIB_APP_INTERNAL_H

#include "lib/app/app.h"
#include "lib/app/chrome.h"

/* Shared by the files of lib/app only. */

/* --- pages.c: templates and static names, loaded once ------------------- */
/* Compile every page, the error page too, in every language.  False with logged
 * reasons. */
bool pages_compile(struct page *const pages[]);
void pages_free(struct page *const pages[]);
extern struct page error_page;
struct error_view {
	int64_t code;
	const char *heading, *words, *link, *link_words;
};

/* --- match.c ------------------------------------------------------------- */
struct match {
	const struct route *route; /* NULL: no such path, or see allow */
	const char *allow;         /* the methods of a path that has others */
	struct pairs params;       /* `:name` values */
};
void route_match(const struct route *, const struct http_request *,
    struct arena *, struct match *);

/* --- visit.c: who is asking, before and after the database knows ---------- */
struct visit {
	const char *token; /* session cookie or bearer token, NULL: none */
	const char *hash;
	const char *anchor; /* what csrf is derived from */
	bool is_bearer;
	const char *theme, *text_size; /* a visitor's, or NULL */
};
void visit_read(struct request *, struct visit *);
void visit_send(struct request *, const struct visit *);
void visit_get(struct request *, const struct visit *);
bool visit_csrf_is_right(
    struct request *, const struct visit *, const struct pairs *);
/* Set app.user_id again in a new transaction of the same request. */
void visit_again(struct request *);
/* Give a session whose rights changed its new token, with this page. */
void visit_renew(struct request *);
/* Write last seen, after the answer is out. */
void visit_touch(struct request *);

/* --- access.c --------------------------------------------------------------- */
/* OK, or the refusal with its words already in r. */
enum status access_check(struct request *);
/* refusals.c: the status for what the database said; a rule's words are put where
 * the page shows them. */
enum status database_refused(struct request *);
/* What staff changed stands in the audit log: false, and the loop undoes it,
 * when a handler that succeeded wrote nothing there. */
bool access_is_logged(struct request *);

/* --- answer.c ------------------------------------------------------------- */
/* The page or problem document for a refusal that no handler rendered. */
void answer_refusal(struct request *, enum status);
void answer_begin(struct request *);
void answer_forget(struct request *);
const char *status_title(enum status);

/* --- health.c ---------------------------------------------------------------- */
/* True when the path was /healthz or /readyz and the answer is made. */
bool health_answer(struct request *);

/* --- loop.c ------------------------------------------------------------------ */
struct served {
	const struct app *app;
	struct db *db; /* NULL while the database is away */
	struct arena *arena;
	const char *conninfo;
	int64_t clock_offset_us, retry_at_us;
	struct counters *counters;
};
/* Serve until told to stop; the life of a child. */
int loop_run(struct served *, struct http_server *);

/* Counted in memory that all processes of a program share. */
struct counters {
	_Atomic uint64_t requests, by_class[6], busy_us, db_lost;
};

/* --- moderate.c ---------------------------------------------------------------- */
/* OK, or INVALID with words beside the fields that can't be shown. */
enum status moderate_form(struct request *);
/* What no handler said the place of is kept all the same. */
void moderate_finish(struct request *);

/* --- stream.c ---------------------------------------------------------------- */
/* Send the answer whose body is r->stream. */
void stream_send(struct request *);

#endif
