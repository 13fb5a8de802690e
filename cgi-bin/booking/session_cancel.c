#include <string.h>

#include "booking/session_move.h"
#include "booking/session_note.h"
#include "booking/session_words.h"
#include "gen/booking/session_move_sql.h"
#include "lib/domain/money.h"
#include "lib/domain/when.h"

/* Ending a session early: what comes back, why, and words for the other side. */

struct session_cancel_input {
	int64_t id;
	const char *reason, *words;
	struct maybe_int seen;
};

/* A program may give its reason in its own words; they count as "other". */
static const struct form_field session_cancel_input_fields[] = {
	FORM_ID(struct session_cancel_input, id, REQUIRED),
	FORM_FIELD(struct session_cancel_input, reason, OPTIONAL, 1, 2000),
	FORM_FIELD(struct session_cancel_input, words, OPTIONAL, 1, 2000),
	FORM_FIELD(struct session_cancel_input, seen, OPTIONAL, 1, INT32_MAX),
};
const struct form session_cancel_form =
    FORM(struct session_cancel_input, session_cancel_input_fields);

struct session_cancel_view {
	const char *base, *action, *heading, *consequence, *button, *keep;
	const char *version, *day_words;
	struct choice *reasons;
	size_t nreasons;
	/* in JSON only */
	const char *move;
	struct maybe_int return_percent;
	struct money returned;
	bool late;
};

static const struct field session_cancel_fields[] = {
	FIELD_ONLY(struct session_cancel_view, base, ONLY_HTML),
	FIELD_ONLY(struct session_cancel_view, action, ONLY_HTML),
	FIELD_ONLY(struct session_cancel_view, heading, ONLY_HTML),
	FIELD(struct session_cancel_view, consequence),
	FIELD_ONLY(struct session_cancel_view, button, ONLY_HTML),
	FIELD_ONLY(struct session_cancel_view, keep, ONLY_HTML),
	FIELD_ONLY(struct session_cancel_view, version, ONLY_HTML),
	FIELD_ONLY(struct session_cancel_view, day_words, ONLY_HTML),
	FIELD_LIST_ONLY(struct session_cancel_view, reasons, nreasons,
	    choice_fields, ONLY_HTML),
	FIELD_ONLY(struct session_cancel_view, move, ONLY_JSON),
	FIELD_ONLY(struct session_cancel_view, return_percent, ONLY_JSON),
	FIELD_ONLY(struct session_cancel_view, returned, ONLY_JSON),
	FIELD_ONLY(struct session_cancel_view, late, ONLY_JSON),
	FIELD_END,
};
struct page session_cancel_page = { .path = "booking/session_cancel",
	.fields = session_cancel_fields,
	.form = &session_cancel_form };

/* --- the question ------------------------------------------------------------------ */

/* What a client has back of a session that a pack paid for; NULL: none did. */
static const char *
pack_consequence(struct request *r, const struct session_find_row *s,
    const struct session_cancel_preview_row *p)
{
	if (strcmp(s->side, "client") != 0 || s->paid_by == NULL ||
	    (strcmp(s->paid_by, "pack") != 0 &&
		strcmp(s->paid_by, "package") != 0))
		return NULL;
	if (p->amount.value > 0)
		return arena_printf(r->arena, tr("%s of the pack comes back."),
		    money_text(r->arena,
			(struct money){ p->amount.value, p->currency }));
	return p->return_percent.value == 100
		   ? tr("The session goes back to your pack: you can book it "
			"again.")
		   : tr("It starts in less than 24 hours: the session counts "
			"as used.");
}

/* What cancelling does, before one confirms. */
static const char *
consequence(struct request *r, const struct session_find_row *s,
    const struct session_cancel_preview_row *p)
{
	const char *name = session_other_name(s);
	struct money back = { p->amount.value, p->currency };

	if (p->move == NULL)
		return tr("This session can't be cancelled any more.");
	if (pack_consequence(r, s, p) != NULL)
		return pack_consequence(r, s, p);
	if (strcmp(p->move, "withdraw") == 0)
		return back.amount > 0
			   ? arena_printf(r->arena,
				 tr("%s has not answered yet. All of it comes "
				    "back: %s."),
				 name, money_text(r->arena, back))
			   : arena_printf(r->arena,
				 tr("%s has not answered yet. Nothing was "
				    "taken."),
				 name);
	if (strcmp(p->move, "decline") == 0 && s->price_amount > 0)
		return arena_printf(r->arena,
		    tr("%s is told, with your words, and gets everything "
		       "back."),
		    name);
	if (strcmp(p->move, "decline") == 0)
		return arena_printf(r->arena,
		    tr("%s is told, with your words, and nothing is taken."),
		    name);
	if (strcmp(s->side, "expert") == 0)
		return arena_printf(r->arena,
		    tr("Everything goes back to %s, and it counts against "
		       "your reliability."),
		    name);
	if (s->price_amount == 0)
		return p->late ? tr("It starts in less than 24 hours. It was "
				    "free, so nothing is lost but the time "
				    "that was kept for you.")
			       : tr("It was free: nothing is lost.");
	return arena_printf(r->arena, tr("%d %% of the price comes back: %s."),
	    (int)p->return_percent.value, money_text(r->arena, back));
}

static void
fill_reasons(struct request *r, struct session_cancel_view *v)
{
	v->reasons = choices_make(
	    r->arena, session_reasons, NULL, typed(r, "reason"), &v->nreasons);
	for (size_t i = 0; i < v->nreasons; i++)
		v->reasons[i].label = session_reason_words(v->reasons[i].value);
}

static void
fill_words(struct request *r, struct session_cancel_view *v,
    const struct session_find_row *s, const char *segment)
{
	bool decline = strcmp(segment, "decline") == 0;
	bool withdraw = !decline && strcmp(s->status, "requested") == 0;

	v->base = arena_printf(r->arena, "/sessions/%lld", (long long)s->id);
	v->action = arena_printf(r->arena, "%s/%s", v->base, segment);
	v->version = arena_printf(r->arena, "%lld", (long long)s->version);
	v->day_words =
	    when_day(r->arena, s->starts_at, r->session->timezone, r->now);
	v->heading = decline    ? tr("Decline this request?")
		     : withdraw ? tr("Withdraw this request?")
				: tr("Cancel this session?");
	v->button = decline    ? tr("Decline the request")
		    : withdraw ? tr("Withdraw the request")
			       : tr("Cancel the session");
	v->keep = tr("Keep it");
}

static enum status
show(struct request *r, const char *segment)
{
	struct session_cancel_view view = { .nreasons = 0 };
	struct session_find_row s;
	struct session_cancel_preview_row p;

	if (!session_find_get(r->db, &s) ||
	    !session_cancel_preview_get(r->db, &p))
		return NOT_FOUND;
	fill_words(r, &view, &s, segment);
	view.consequence = consequence(r, &s, &p);
	view.move = p.move;
	view.return_percent = p.return_percent;
	view.returned = (struct money){ p.amount.value, p.currency };
	view.late = p.late;
	fill_reasons(r, &view);
	return request_render(r, &session_cancel_page, &view);
}

static void
read_session(struct request *r, int64_t id)
{
	session_find_send(r->db, id);
	session_cancel_preview_send(r->db, id);
}

void
session_cancel_read(struct request *r)
{
	const struct session_cancel_input *in = r->form;

	read_session(r, in->id);
}

enum status
session_cancel_show(struct request *r)
{
	return show(r, "cancel");
}

enum status
session_decline_show(struct request *r)
{
	return show(r, "decline");
}

/* A reason is missing: the question again.  Not possible: the session. */
static enum status
refused(struct request *r, const char *segment)
{
	if (r->status != INVALID)
		return session_show_refused(r);
	read_session(r, typed_id(r, "id"));
	return show(r, segment);
}

enum status
session_cancel_refused(struct request *r)
{
	return refused(r, "cancel");
}

enum status
session_decline_refused(struct request *r)
{
	return refused(r, "decline");
}

/* --- the answer ---------------------------------------------------------------------- */

/* The code of the reason, and the words that go with it. */
static void
read_reason(const struct session_cancel_input *in, const char **code,
    const char **words)
{
	*code = in->reason;
	*words = in->words;
	if (in->reason == NULL)
		return;
	for (size_t i = 0; session_reasons[i] != NULL; i++)
		if (strcmp(session_reasons[i], in->reason) == 0)
			return;
	*code = "other";
	if (in->words == NULL)
		*words = in->reason;
}

enum status
session_cancel_post(struct request *r)
{
	const struct session_cancel_input *in = r->form;
	const char *code, *words;

	read_reason(in, &code, &words);
	if (session_words_check(r, in->id, "words", words) != OK)
		return INVALID;
	session_cancel(r->db, in->id, code, words, in->seen);
	return session_moved(
	    r, in->id, tr("Cancelled. The other side is told."));
}

enum status
session_decline_post(struct request *r)
{
	const struct session_cancel_input *in = r->form;
	const char *code, *words;

	read_reason(in, &code, &words);
	if (session_words_check(r, in->id, "words", words) != OK)
		return INVALID;
	session_decline(r->db, in->id, code, words, in->seen);
	return session_moved(
	    r, in->id, tr("Declined. The other side is told."));
}
