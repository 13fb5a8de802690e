#include "booking/session_move.h"
#include "booking/session_note.h"
#include "booking/session_words.h"
#include "gen/booking/session_move_sql.h"
#include "lib/domain/when.h"

/* Moves that need words: a dispute, an end in an emergency. */

struct session_question_input {
	int64_t id;
	const char *words;
	struct maybe_int seen;
};

static const struct form_field session_question_input_fields[] = {
	FORM_ID(struct session_question_input, id, REQUIRED),
	FORM_FIELD(struct session_question_input, words, OPTIONAL, 1, 2000),
	FORM_FIELD(struct session_question_input, seen, OPTIONAL, 1, INT32_MAX),
};
const struct form session_question_form =
    FORM(struct session_question_input, session_question_input_fields);

struct session_question_view {
	const char *base, *action, *heading, *consequence, *label, *button,
	    *keep, *version, *day_words;
};

static const struct field session_question_fields[] = {
	FIELD(struct session_question_view, base),
	FIELD(struct session_question_view, action),
	FIELD(struct session_question_view, heading),
	FIELD(struct session_question_view, consequence),
	FIELD(struct session_question_view, label),
	FIELD(struct session_question_view, button),
	FIELD(struct session_question_view, keep),
	FIELD(struct session_question_view, version),
	FIELD(struct session_question_view, day_words),
	FIELD_END,
};
struct page session_question_page = { .path = "booking/session_question",
	.fields = session_question_fields,
	.form = &session_question_form };

static bool
fill(struct request *r, struct session_question_view *v)
{
	struct session_find_row s;

	if (!session_find_get(r->db, &s))
		return false;
	v->base = arena_printf(r->arena, "/sessions/%lld", (long long)s.id);
	v->version = arena_printf(r->arena, "%lld", (long long)s.version);
	v->day_words =
	    when_day(r->arena, s.starts_at, r->session->timezone, r->now);
	return true;
}

enum status
session_dispute_show(struct request *r)
{
	struct session_question_view view = { .base = NULL };

	if (!fill(r, &view))
		return NOT_FOUND;
	view.action = arena_printf(r->arena, "%s/dispute", view.base);
	view.heading = tr("Disagree with how this session ended?");
	view.consequence = tr("Our safety team reads what you both say and "
			      "decides. The other side is told that you "
			      "disagree.");
	view.label = tr("What happened?");
	view.button = tr("Send it to the safety team");
	view.keep = tr("Leave it as it is");
	return request_render(r, &session_question_page, &view);
}

enum status
session_emergency_show(struct request *r)
{
	struct session_question_view view = { .base = NULL };

	if (!fill(r, &view))
		return NOT_FOUND;
	view.action = arena_printf(r->arena, "%s/emergency", view.base);
	view.heading = tr("End this session now?");
	view.consequence = tr("It ends at once for both of you, and our "
			      "safety team looks at what happened. If "
			      "somebody is in danger, call the emergency "
			      "services first.");
	view.label = tr("What happened?");
	view.button = tr("End the session");
	view.keep = tr("Go back");
	return request_render(r, &session_question_page, &view);
}

/* Words are missing: the question again.  Not possible: the session. */
enum status
session_dispute_refused(struct request *r)
{
	if (r->status != INVALID)
		return session_show_refused(r);
	session_one_read(r);
	return session_dispute_show(r);
}

enum status
session_emergency_refused(struct request *r)
{
	if (r->status != INVALID)
		return session_show_refused(r);
	session_one_read(r);
	return session_emergency_show(r);
}

enum status
session_dispute_post(struct request *r)
{
	const struct session_question_input *in = r->form;

	session_dispute(r->db, in->id, in->words, in->seen);
	return session_moved(
	    r, in->id, tr("Sent. Our safety team looks at it."));
}

enum status
session_emergency_post(struct request *r)
{
	const struct session_question_input *in = r->form;

	session_emergency(r->db, in->id, in->words);
	return session_moved(
	    r, in->id, tr("The session is over. Our safety team looks at it."));
}
