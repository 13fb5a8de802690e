#include <string.h>

#include "lib/domain/when.h"
#include "worker/google.h"

/*
 * A session in a calendar, as it is now: written when it is agreed, deleted
 * when it is cancelled.  The event's name is the session's, so a repeated
 * insert is refused, and every write after that names the version it was made
 * from (If-Match).  Whoever meets another version looks at both sides again:
 * two workers can't overwrite each other, and a call whose answer was lost is
 * found done.
 */
enum { MOST_TRIES = 5 };

struct push {
	struct google g;
	struct google_push_find_row row;
	int64_t session_id;
	const char *etag;       /* what the next write is made from */
	int64_t least_sequence; /* Google's own, when it counted on */
	bool exists;            /* as far as we know */
	struct net_answer answer;
};

static bool
find(struct push *p)
{
	struct work *w = p->g.work;
	bool found;

	db_begin(w->db, DB_READ_ONLY);
	found =
	    google_push_find(w->db, p->session_id, p->g.row.user_id, &p->row);
	return db_commit(w->db) && found;
}

static bool
is_ended(const struct push *p)
{
	return strcmp(p->row.status, "canceled") == 0 ||
	       strcmp(p->row.status, "declined") == 0;
}

static const char *
event_json(struct push *p)
{
	const struct google_push_find_row *r = &p->row;
	struct work *w = p->g.work;
	struct json_object *data = work_object(w);
	const struct reader reader = { "UTC", p->g.row.asked_at };
	const char *page = arena_printf(w->arena, "%s/sessions/%lld",
	    setting_text("BELAY_PUBLIC_URL"), (long long)p->session_id);
	struct google_event e = { .session_id = p->session_id,
		.sequence = r->sequence,
		.start = r->starts_at,
		.end = r->ends_at,
		.description = r->goals,
		.url = page };

	catalogue_use(r->language);
	wording_set(data, "type", r->type_kind);
	wording_set(data, "side", r->side);
	data =
	    wording_data(w->arena, json_object_to_json_string(data), &reader);
	e.id = p->exists ? NULL : r->event_id;
	e.summary = session_title(w, r->other_name, data);
	/* an expert's own meeting room may carry their name */
	e.location =
	    r->anonymous || r->meeting_link == NULL ? page : r->meeting_link;
	e.least_sequence = p->least_sequence;
	return google_event_json(w->arena, &e);
}

/* --- one call each ---------------------------------------------------------------- */

static const char *
event_path(const struct push *p, const char *query)
{
	return google_calendar_path(
	    &p->g, arena_printf(p->g.work->arena, "/events/%s%s",
		       p->row.event_id, query));
}

static enum google_trouble
do_call(struct push *p, const char *method, const char *path, const char *body)
{
	return google_do(&p->g, p->g.work->arena,
	    &(struct google_call){ .method = method,
		.path = path,
		.body = body,
		.etag = p->exists && body != NULL ? p->etag : NULL },
	    &p->answer);
}

/* An insert that finds its name taken was made before; a change that finds none
 * inserts. */
static enum google_trouble
write_event(struct push *p)
{
	if (!p->exists)
		return do_call(p, "POST",
		    google_calendar_path(&p->g, "/events?sendUpdates=none"),
		    event_json(p));
	return do_call(
	    p, "PATCH", event_path(p, "?sendUpdates=none"), event_json(p));
}

static enum google_trouble
delete_event(struct push *p)
{
	enum google_trouble trouble =
	    do_call(p, "DELETE", event_path(p, "?sendUpdates=none"), NULL);

	return trouble == GOOGLE_GONE ? GOOGLE_FINE : trouble;
}

/* What is there now, to write from that. */
static enum google_trouble
look(struct push *p)
{
	enum google_trouble trouble =
	    do_call(p, "GET", event_path(p, ""), NULL);
	struct google_remote remote;

	if (trouble == GOOGLE_GONE) {
		p->exists = false;
		return GOOGLE_FINE;
	}
	if (trouble != GOOGLE_FINE)
		return trouble;
	if (!google_remote_read(p->g.work->arena, p->answer.body.data,
		p->answer.body.len, &remote))
		return GOOGLE_LATER;
	p->exists = true;
	p->etag = remote.etag;
	p->least_sequence = remote.sequence;
	return GOOGLE_FINE;
}

/* --- until both agree ----------------------------------------------------------------- */

static enum work_result
record(struct push *p)
{
	struct work *w = p->g.work;
	struct google_remote remote = { .etag = NULL };

	db_begin(w->db, DB_READ_WRITE);
	if (is_ended(p))
		google_unpushed(w->db, p->session_id, p->g.row.user_id,
		    p->g.row.connected_at);
	else {
		google_remote_read(
		    w->arena, p->answer.body.data, p->answer.body.len, &remote);
		google_pushed(w->db, p->session_id, p->g.row.user_id,
		    p->g.row.connected_at, p->row.event_id, p->row.sequence,
		    remote.etag);
	}
	if (db_commit(w->db))
		return WORK_DONE;
	w->why = db_error_message(w->db);
	return WORK_AGAIN;
}

static enum work_result
result_of(struct push *p, enum google_trouble trouble)
{
	struct work *w = p->g.work;

	if (p->g.is_lost)
		return WORK_DONE;
	w->why = google_why(w, "event", &p->answer);
	return trouble == GOOGLE_REFUSED ? WORK_NEVER : WORK_AGAIN;
}

/* GOOGLE_CHANGED: another round is needed. */
static enum google_trouble
one_round(struct push *p)
{
	enum google_trouble trouble =
	    is_ended(p) ? delete_event(p) : write_event(p);

	switch (trouble) {
	case GOOGLE_EXISTS:
	case GOOGLE_CHANGED:
		trouble = look(p);
		break;
	case GOOGLE_GONE:
		p->exists = false;
		trouble = GOOGLE_FINE;
		break;
	default:
		return trouble;
	}
	return trouble == GOOGLE_FINE ? GOOGLE_CHANGED : trouble;
}

enum work_result
google_push_call(struct work *w)
{
	struct push *p = arena_alloc(w->arena, 1, sizeof(*p));
	enum google_trouble trouble = GOOGLE_CHANGED;

	p->session_id = work_id(w, "session_id");
	if (!google_is_configured())
		return WORK_DONE;
	if (!google_open(&p->g, w, work_id(w, "user_id"), &p->answer))
		return p->g.is_lost ? WORK_DONE : WORK_AGAIN;
	if (!find(p))
		return WORK_DONE;
	p->exists = p->row.is_known;
	p->etag = p->row.etag;
	for (int i = 0; i < MOST_TRIES && trouble == GOOGLE_CHANGED; i++) {
		/* the session may have changed since the other side did */
		if (i > 0 && !find(p))
			return WORK_DONE;
		trouble = one_round(p);
	}
	return trouble == GOOGLE_FINE ? record(p) : result_of(p, trouble);
}
