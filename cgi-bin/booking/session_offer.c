#include <stdlib.h>
#include <string.h>

#include "booking/expert_card.h"
#include "booking/session_move.h"
#include "booking/session_words.h"
#include "gen/booking/session_move_sql.h"
#include "gen/booking/session_proposal_sql.h"
#include "lib/domain/when.h"

/* An expert offers up to three times of a new session to somebody they know from
 * this one; and what clients answer to proposals. */

enum { STARTS = 3 };

struct session_offer_input {
	int64_t id, session_type_id;
	const char **starts; /* RFC 3339, from programs */
	size_t nstarts;
	struct date date1, date2, date3; /* on the page */
	struct minute clock1, clock2, clock3;
	const char *words;
};

static const struct form_field session_offer_input_fields[] = {
	FORM_ID(struct session_offer_input, id, REQUIRED),
	FORM_ID(struct session_offer_input, session_type_id, OPTIONAL),
	FORM_TEXTS(struct session_offer_input, starts, nstarts, STARTS),
	FORM_FIELD(struct session_offer_input, date1, OPTIONAL, 0, 0),
	FORM_FIELD(struct session_offer_input, clock1, OPTIONAL, 0, 0),
	FORM_FIELD(struct session_offer_input, date2, OPTIONAL, 0, 0),
	FORM_FIELD(struct session_offer_input, clock2, OPTIONAL, 0, 0),
	FORM_FIELD(struct session_offer_input, date3, OPTIONAL, 0, 0),
	FORM_FIELD(struct session_offer_input, clock3, OPTIONAL, 0, 0),
	FORM_FIELD(struct session_offer_input, words, OPTIONAL, 1, 1000),
};
const struct form session_offer_form =
    FORM(struct session_offer_input, session_offer_input_fields);

struct session_offer_view {
	const char *base, *action, *heading, *day_words, *zone;
	struct choice *types;
	size_t ntypes;
};

static const struct field session_offer_view_fields[] = {
	FIELD(struct session_offer_view, base),
	FIELD(struct session_offer_view, action),
	FIELD(struct session_offer_view, heading),
	FIELD(struct session_offer_view, day_words),
	FIELD(struct session_offer_view, zone),
	FIELD_LIST(struct session_offer_view, types, ntypes, choice_fields),
	FIELD_END,
};
struct page session_offer_page = { .path = "booking/session_offer",
	.fields = session_offer_view_fields,
	.form = &session_offer_form };

void
session_offer_read(struct request *r)
{
	session_find_send(r->db, typed_id(r, "id"));
	session_offer_types_send(r->db);
}

static void
fill_types(struct request *r, struct session_offer_view *v)
{
	struct session_offer_types_row *rows =
	    session_offer_types_get(r->db, &v->ntypes);
	bool any_chosen = false; /* only what is free can be booked */

	v->types = arena_alloc(r->arena, v->ntypes, sizeof(*v->types));
	for (size_t i = 0; i < v->ntypes; i++) {
		bool is_free = rows[i].price_amount == 0;

		v->types[i] = (struct choice){
			.value = arena_printf(
			    r->arena, "%lld", (long long)rows[i].id),
			.label = session_kind_words(rows[i].kind),
			.note = arena_printf(
			    r->arena, tr("%d minutes"), (int)rows[i].minutes),
			.end =
			    price_words(r, (struct money){ rows[i].price_amount,
					       rows[i].price_currency }),
			.chosen = is_free && !any_chosen,
		};
		any_chosen = any_chosen || is_free;
	}
}

enum status
session_offer_show(struct request *r)
{
	struct session_offer_view view = { .ntypes = 0 };
	struct session_find_row s;

	if (!session_find_get(r->db, &s) || strcmp(s.side, "expert") != 0)
		return NOT_FOUND;
	view.base = arena_printf(r->arena, "/sessions/%lld", (long long)s.id);
	view.action = arena_printf(r->arena, "%s/offer", view.base);
	view.heading = arena_printf(r->arena, tr("Propose a new session to %s"),
	    session_other_name(&s));
	view.day_words =
	    when_day(r->arena, s.starts_at, r->session->timezone, r->now);
	view.zone = r->session->timezone;
	fill_types(r, &view);
	return request_render(r, &session_offer_page, &view);
}

enum status
session_offer_refused(struct request *r)
{
	session_offer_read(r);
	return session_offer_show(r);
}

static void
put_start(struct buf *b, struct instant at)
{
	char text[32];

	instant_print_rfc3339(at, text);
	buf_printf(b, "%s\"%s\"", b->len > 1 ? "," : "", text);
}

/* One pair of a date and a time; false when it can't be. */
static bool
put_local(struct request *r, struct buf *b, struct date d, struct minute m)
{
	struct session_local_instant_row local;

	if (d.year == 0 && !m.set)
		return true;
	if (d.year == 0 || !m.set ||
	    !session_local_instant(r->db, d, m, r->visitor_zone, &local) ||
	    local.at.us == 0)
		return false;
	put_start(b, local.at);
	return true;
}

/* All starts as a JSON list; NULL after a message was made. */
static const char *
starts_json(struct request *r)
{
	const struct session_offer_input *in = r->form;
	struct instant at;
	struct buf b;

	buf_init(&b, r->arena, 128);
	buf_putc(&b, '[');
	for (size_t i = 0; i < in->nstarts; i++) {
		at = instant_from_rfc3339(in->starts[i]);
		if (at.us == 0) {
			request_invalid(r, "starts",
			    tr("A time looks like 2027-03-08T08:00:00Z."));
			return NULL;
		}
		put_start(&b, at);
	}
	if (!put_local(r, &b, in->date1, in->clock1) ||
	    !put_local(r, &b, in->date2, in->clock2) ||
	    !put_local(r, &b, in->date3, in->clock3)) {
		request_invalid(r, "date1",
		    tr("Give a date and a time that exists on it."));
		return NULL;
	}
	buf_putc(&b, ']');
	return b.data;
}

enum status
session_offer_post(struct request *r)
{
	const struct session_offer_input *in = r->form;
	const char *starts = starts_json(r);
	struct session_offer_row made;

	if (starts == NULL)
		return INVALID;
	if (in->session_type_id == 0)
		return request_invalid(
		    r, "session_type_id", tr("Choose what kind of session."));
	if (!session_offer(
		r->db, in->id, in->session_type_id, starts, in->words, &made))
		return CONFLICT;
	return session_moved(
	    r, in->id, tr("Proposed. The times are not held meanwhile."));
}

/* --- the answers -------------------------------------------------------------------- */

struct session_proposal_input {
	int64_t id, proposal;
	struct instant start;
	const char *pay_with;
};

static const struct form_field session_proposal_input_fields[] = {
	FORM_ID(struct session_proposal_input, id, REQUIRED),
	FORM_ID(struct session_proposal_input, proposal, REQUIRED),
	FORM_FIELD(struct session_proposal_input, start, OPTIONAL, 0, 0),
	FORM_FIELD(struct session_proposal_input, pay_with, OPTIONAL, 1, 40),
};
const struct form session_proposal_form =
    FORM(struct session_proposal_input, session_proposal_input_fields);

/* Does the proposal belong to the session in the path? */
static bool
is_of(struct request *r, const struct session_proposal_input *in)
{
	struct session_proposal_of_row row;

	return session_proposal_of(r->db, in->proposal, &row) &&
	       row.session_id == in->id;
}

enum status
session_proposal_accept_post(struct request *r)
{
	const struct session_proposal_input *in = r->form;
	struct session_proposal_accept_row done;

	if (!is_of(r, in))
		return NOT_FOUND;
	if (!session_proposal_accept(r->db, in->proposal, in->start,
		in->pay_with != NULL ? in->pay_with : "free", &done))
		return CONFLICT;
	return session_paid_or_moved(
	    r, done.id, tr("Agreed. Both of you get the invitation."));
}

enum status
session_proposal_close_post(struct request *r)
{
	const struct session_proposal_input *in = r->form;

	if (!is_of(r, in))
		return NOT_FOUND;
	session_proposal_close(r->db, in->proposal);
	return session_moved(r, in->id, tr("The old time stands."));
}
