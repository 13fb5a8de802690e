#include "booking/session_move.h"
#include "gen/booking/session_move_sql.h"

static const struct form_field session_seen_fields[] = {
	FORM_ID(struct session_seen_input, id, REQUIRED),
	FORM_FIELD(struct session_seen_input, seen, OPTIONAL, 1, INT32_MAX),
};
const struct form session_seen_form =
    FORM(struct session_seen_input, session_seen_fields);

enum status
session_accept_post(struct request *r)
{
	const struct session_seen_input *in = r->form;

	session_accept(r->db, in->id, in->seen);
	return session_moved(
	    r, in->id, tr("Accepted. The invitation goes to both of you."));
}

enum status
session_start_post(struct request *r)
{
	const struct session_seen_input *in = r->form;

	session_start(r->db, in->id, in->seen);
	return session_moved(r, in->id, tr("The session has started."));
}

enum status
session_complete_post(struct request *r)
{
	const struct session_seen_input *in = r->form;

	session_complete(r->db, in->id, in->seen);
	return session_moved(
	    r, in->id, tr("Completed. Tell each other how it was."));
}

enum status
session_no_show_post(struct request *r)
{
	const struct session_seen_input *in = r->form;

	session_no_show(r->db, in->id, in->seen);
	return session_moved(
	    r, in->id, tr("Reported. The other side is told and may answer."));
}

enum status
session_take_back_post(struct request *r)
{
	const struct session_seen_input *in = r->form;

	session_take_back(r->db, in->id, in->seen);
	return session_moved(r, in->id, tr("Your report is taken back."));
}

/* --- both say how a no-show ends --------------------------------------------------- */

struct session_settle_input {
	int64_t id;
	struct maybe_int seen;
	const char *outcome;
};

static const char *const outcomes[] = { "completed", "canceled", NULL };

static const struct form_field session_settle_input_fields[] = {
	FORM_ID(struct session_settle_input, id, REQUIRED),
	FORM_FIELD(struct session_settle_input, seen, OPTIONAL, 1, INT32_MAX),
	FORM_ONE_OF(struct session_settle_input, outcome, REQUIRED, outcomes),
};
const struct form session_settle_form =
    FORM(struct session_settle_input, session_settle_input_fields);

enum status
session_settle_post(struct request *r)
{
	const struct session_settle_input *in = r->form;
	struct session_settle_row row;

	if (!session_settle(r->db, in->id, in->outcome, in->seen, &row))
		return CONFLICT;
	return session_moved(r, in->id,
	    row.settled ? tr("Settled: you both say the same.")
			: tr("Noted. It is settled when the other side says "
			     "the same."));
}

/* --- names --------------------------------------------------------------------------- */

struct session_reveal_input {
	int64_t id;
	const char *answer;
};

static const char *const answers[] = { "offer", "withdraw", "agree", "refuse",
	NULL };

static const struct form_field session_reveal_input_fields[] = {
	FORM_ID(struct session_reveal_input, id, REQUIRED),
	FORM_ONE_OF(struct session_reveal_input, answer, OPTIONAL, answers),
};
const struct form session_reveal_form =
    FORM(struct session_reveal_input, session_reveal_input_fields);

enum status
session_reveal_post(struct request *r)
{
	const struct session_reveal_input *in = r->form;
	struct session_reveal_row row;

	/* Without an answer it is an offer, which meets another's. */
	if (!session_reveal(
		r->db, in->id, in->answer != NULL ? in->answer : "offer", &row))
		return CONFLICT;
	return session_moved(r, in->id, tr("Your answer is noted."));
}
