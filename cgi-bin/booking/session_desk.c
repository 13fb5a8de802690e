#include <string.h>

#include "booking/session_note.h"
#include "gen/booking/session_move_sql.h"
#include "gen/booking/session_note_sql.h"

/* The expert changes a session by program: its status, their private notes, the
 * recording's address, each when it is given. */

static const char *const statuses[] = { "scheduled", "in_progress", "completed",
	"canceled", "no_show", "declined", NULL };

struct session_desk_input {
	int64_t id;
	const char *status, *notes, *recording_link, *reason, *words;
	struct maybe_int seen;
};

static const struct form_field session_desk_fields[] = {
	FORM_ID(struct session_desk_input, id, REQUIRED),
	FORM_ONE_OF(struct session_desk_input, status, OPTIONAL, statuses),
	FORM_FIELD(struct session_desk_input, notes, OPTIONAL, 1, 10000),
	FORM_FIELD_AS(struct session_desk_input, recording_link, OPTIONAL, 1,
	    2048, .check = CHECK_URL),
	FORM_FIELD(struct session_desk_input, reason, OPTIONAL, 1, 100),
	FORM_FIELD(struct session_desk_input, words, OPTIONAL, 1, 2000),
	FORM_FIELD(struct session_desk_input, seen, OPTIONAL, 1, INT32_MAX),
};
const struct form session_desk_form =
    FORM(struct session_desk_input, session_desk_fields);

/* "scheduled" accepts a request or takes back the own report; asked for from
 * anywhere else, accepting refuses with what is allowed. */
static void
to_scheduled(struct request *r, const struct session_find_row *s)
{
	const struct session_desk_input *in = r->form;

	if (strcmp(s->status, "no_show") == 0)
		session_take_back(r->db, in->id, in->seen);
	else
		session_accept(r->db, in->id, in->seen);
}

static void
to_end(struct request *r, const struct session_find_row *s)
{
	const struct session_desk_input *in = r->form;
	struct session_settle_row row;

	if (strcmp(s->status, "no_show") == 0)
		session_settle(r->db, in->id, in->status, in->seen, &row);
	else if (strcmp(in->status, "completed") == 0)
		session_complete(r->db, in->id, in->seen);
	else
		session_cancel(r->db, in->id,
		    in->reason != NULL ? in->reason : "schedule", in->words,
		    in->seen);
}

static void
move(struct request *r, const struct session_find_row *s)
{
	const struct session_desk_input *in = r->form;

	if (strcmp(in->status, "scheduled") == 0)
		to_scheduled(r, s);
	else if (strcmp(in->status, "in_progress") == 0)
		session_start(r->db, in->id, in->seen);
	else if (strcmp(in->status, "no_show") == 0)
		session_no_show(r->db, in->id, in->seen);
	else if (strcmp(in->status, "declined") == 0)
		session_decline(r->db, in->id,
		    in->reason != NULL ? in->reason : "schedule", in->words,
		    in->seen);
	else
		to_end(r, s);
}

/* The newest own note of the kind is written over; else there is a first. */
static void
keep(struct request *r, const char *kind, const char *words, const char *link)
{
	const struct session_desk_input *in = r->form;
	struct session_note_own_row own = { .id = 0 };
	struct session_note_write_row made;

	session_note_own(r->db, in->id, kind, &own);
	session_note_write(
	    r->db, in->id, own.id, kind, words, link, NULL, &made);
}

enum status
session_desk_patch(struct request *r)
{
	const struct session_desk_input *in = r->form;
	struct session_find_row s;

	if (!session_find(r->db, in->id, &s))
		return NOT_FOUND;
	if (strcmp(s.side, "expert") != 0)
		return request_refuse(r, FORBIDDEN,
		    tr("Only the session's own expert may do this."));
	if (in->status != NULL && strcmp(in->status, s.status) != 0)
		move(r, &s);
	if (in->notes != NULL)
		keep(r, "private", in->notes, NULL);
	if (in->recording_link != NULL)
		keep(r, "recording", tr("Recording"), in->recording_link);
	return session_moved(r, in->id, tr("Saved."));
}
