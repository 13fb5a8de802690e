#include <string.h>

#include "lib/base/log.h"
#include "lib/domain/when.h"
#include "worker/google.h"

enum {
	MOST_DUE = 200,
	MOST_PAGES = 200,
	PAGE_MEMORY = 96 * 1024 * 1024,
	ANSWER_MAX = 16 * 1024 * 1024,
	DOCUMENT_MAX = 8 * 1024 * 1024
};
static const int64_t day_us = INT64_C(86400) * 1000000;
/* From yesterday to beyond the last day that can be booked (366 ahead), and as
 * long again as the window stays. */
enum { DAYS_BEFORE = 1, DAYS_AFTER = 380 };

/*
 * The list of what changed since the last time, by a token; all of it when
 * there is none, when Google forgot ours (410), and once a week, since the
 * window stays where it was when the token was first given.  Pages are
 * collected and written at once with the next token, so that a worker may die
 * anywhere.
 */
struct sync {
	struct google g;
	const char *since; /* NULL: all of it */
	const char *page, *next, *zone;
	struct buf items;
	size_t skipped;
	struct net_answer answer;
};

enum work_result
google_tick_do(struct work *w)
{
	struct google_tick_row row;

	if (google_is_configured())
		google_tick(w->db, MOST_DUE, &row);
	return WORK_DONE;
}

static void
put_query(struct buf *b, const char *name, const char *value)
{
	buf_printf(b, "&%s=", name);
	buf_put_url(b, value, strlen(value));
}

/* A token remembers everything but the form of the answer. */
static const char *
list_path(const struct sync *s, struct arena *a)
{
	const int64_t now = s->g.row.asked_at.us;
	char from[32], to[32];
	struct buf b;

	buf_init(&b, a, 1024);
	buf_puts(&b, google_calendar_path(&s->g,
			 "/events?singleEvents=true&showDeleted=true"
			 "&maxResults=1000&maxAttendees=1"));
	put_query(&b, "fields",
	    "timeZone,nextPageToken,nextSyncToken,items(id,status,transparency,"
	    "eventType,start,end,attendees(self,responseStatus),"
	    "extendedProperties/private)");
	if (s->since != NULL)
		put_query(&b, "syncToken", s->since);
	else {
		instant_print_rfc3339(
		    (struct instant){ now - DAYS_BEFORE * day_us }, from);
		instant_print_rfc3339(
		    (struct instant){ now + DAYS_AFTER * day_us }, to);
		put_query(&b, "timeMin", from);
		put_query(&b, "timeMax", to);
	}
	if (s->page != NULL)
		put_query(&b, "pageToken", s->page);
	return b.data;
}

/* One page, in memory of its own. */
static enum google_trouble
read_page(struct sync *s, struct arena *a)
{
	struct work *w = s->g.work;
	struct google_page page;
	enum google_trouble trouble;

	trouble = google_do(&s->g, a,
	    &(struct google_call){ .method = "GET",
		.path = list_path(s, a),
		.answer_max = ANSWER_MAX },
	    &s->answer);
	if (trouble != GOOGLE_FINE) {
		w->why = google_why(w, "events", &s->answer);
		return trouble;
	}
	if (!google_page_read(a, s->answer.body.data, s->answer.body.len,
		s->g.row.zone, &page)) {
		w->why = "events: not a list";
		return GOOGLE_LATER;
	}
	google_items_json(&page, &s->items);
	s->skipped += page.skipped;
	s->zone = arena_strdup(w->arena, page.zone);
	s->page = arena_strdup(w->arena, page.next_page);
	s->next = arena_strdup(w->arena, page.next_sync);
	return GOOGLE_FINE;
}

/* Every page. */
static enum google_trouble
read_list(struct sync *s)
{
	enum google_trouble trouble = GOOGLE_FINE;
	struct arena *a;
	int pages = 0;

	buf_init(&s->items, s->g.work->arena, 4096);
	s->page = NULL;
	s->skipped = 0;
	do {
		a = arena_new(PAGE_MEMORY);
		trouble = read_page(s, a);
		s->answer.body = (struct buf){ .arena = NULL };
		s->answer.headers = NULL;
		arena_free(a);
		if (++pages > MOST_PAGES || s->items.len > DOCUMENT_MAX) {
			s->g.work->why = "events: too many";
			return GOOGLE_LATER;
		}
	} while (trouble == GOOGLE_FINE && s->page != NULL);
	if (trouble == GOOGLE_FINE && s->next == NULL) {
		s->g.work->why = "events: no token at the end";
		return GOOGLE_LATER;
	}
	return trouble;
}

/* The token is dropped first: what is read then is all there is. */
static enum google_trouble
read_all_anew(struct sync *s)
{
	struct db *db = s->g.work->db;

	s->since = NULL;
	db_begin(db, DB_READ_WRITE);
	google_sync_reset(db, s->g.row.user_id, s->g.row.connected_at);
	if (!db_commit(db)) {
		s->g.work->why = "the token can't be dropped";
		return GOOGLE_LATER;
	}
	return read_list(s);
}

static enum google_trouble
read_changes(struct sync *s)
{
	enum google_trouble trouble;

	if (s->g.row.sync_token == NULL || s->g.row.is_full_due)
		return read_all_anew(s);
	s->since = s->g.row.sync_token;
	trouble = read_list(s);
	/* all-day times lie elsewhere in another zone */
	if (trouble == GOOGLE_GONE ||
	    (trouble == GOOGLE_FINE && s->g.row.zone != NULL &&
		strcmp(s->zone, s->g.row.zone) != 0))
		return read_all_anew(s);
	return trouble;
}

static enum work_result
apply(struct sync *s)
{
	struct work *w = s->g.work;
	struct google_apply_row row;

	if (s->skipped != 0)
		log_warn("google: %zu events of user %lld can't be understood",
		    s->skipped, (long long)s->g.row.user_id);
	buf_putc(&s->items, ']');
	db_begin(w->db, DB_READ_WRITE);
	google_apply(w->db, s->g.row.user_id, s->g.row.connected_at, s->since,
	    arena_printf(w->arena, "[%s", s->items.data), s->next, s->zone,
	    &row);
	if (db_commit(w->db))
		return WORK_DONE;
	w->why = db_error_message(w->db);
	return WORK_AGAIN;
}

/* The pause is the account's, not the job's: one job at a time, for ever. */
static enum work_result
put_off(struct sync *s)
{
	struct work *w = s->g.work;

	log_warn("google: the calendar of user %lld can't be read: %s",
	    (long long)s->g.row.user_id, w->why);
	db_begin(w->db, DB_READ_WRITE);
	google_failing(w->db, s->g.row.user_id, s->g.row.connected_at, w->why,
	    s->answer.retry_after_seconds);
	return db_commit(w->db) ? WORK_DONE : WORK_AGAIN;
}

enum work_result
google_sync_call(struct work *w)
{
	struct sync *s = arena_alloc(w->arena, 1, sizeof(*s));
	enum google_trouble trouble;

	if (!google_is_configured())
		return WORK_DONE;
	if (!google_open(&s->g, w, work_id(w, "user_id"), &s->answer)) {
		if (s->g.is_lost)
			return WORK_DONE;
		return s->g.row.user_id != 0 ? put_off(s) : WORK_AGAIN;
	}
	trouble = read_changes(s);
	if (s->g.is_lost)
		return WORK_DONE;
	return trouble == GOOGLE_FINE ? apply(s) : put_off(s);
}
