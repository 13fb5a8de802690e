#include <string.h>

#include "admin/admin.h"
#include "gen/admin/session_sql.h"
#include "lib/domain/money.h"
#include "lib/domain/when.h"

/* /admin/sessions/:id: one session with both its people, what happened to it,
 * and links to what an admin may do with it. */

struct move_item {
	const char *when, *actor, *side, *move, *to_status, *to_words, *reason;
	struct instant at;
};

static const struct field move_item_fields[] = {
	FIELD(struct move_item, at),
	FIELD(struct move_item, actor),
	FIELD(struct move_item, side),
	FIELD(struct move_item, move),
	FIELD(struct move_item, to_status),
	FIELD(struct move_item, reason),
	FIELD_ONLY(struct move_item, when, ONLY_HTML),
	FIELD_ONLY(struct move_item, to_words, ONLY_HTML),
	FIELD_END,
};

struct session_view {
	struct desk desk;
	int64_t id, client_id, expert_id;
	const char *uid, *kind, *type_kind, *type_words, *status, *status_words,
	    *when, *client, *client_when, *client_alias, *expert, *expert_when,
	    *expert_alias, *goals, *price, *paid_by, *no_show_by, *dispute,
	    *dispute_words, *resolution, *canceled, *cancel_words,
	    *settle_words, *booked;
	struct instant start, end;
	bool disputed, is_hidden; /* the two don't know each other */
	const char **moves;
	size_t nmoves;
	struct move_item *history;
	size_t nhistory;
	bool may_cancel, may_move, may_settle, may_resolve, may_emergency,
	    may_any;
};

#define BOTH(m) FIELD(struct session_view, m)
#define HTML(m) FIELD_ONLY(struct session_view, m, ONLY_HTML)

static const struct field session_fields[] = {
	DESK_FIELD(struct session_view),
	FIELD_ID(struct session_view, id),
	BOTH(uid),
	BOTH(kind),
	BOTH(type_kind),
	BOTH(status),
	BOTH(start),
	BOTH(end),
	FIELD_ID(struct session_view, client_id),
	BOTH(client),
	FIELD_ID(struct session_view, expert_id),
	BOTH(expert),
	BOTH(goals),
	BOTH(disputed),
	BOTH(dispute_words),
	BOTH(resolution),
	BOTH(no_show_by),
	FIELD_TEXTS(struct session_view, moves, nmoves),
	FIELD_LIST(struct session_view, history, nhistory, move_item_fields),
	HTML(type_words),
	HTML(status_words),
	HTML(when),
	HTML(client_when),
	HTML(client_alias),
	HTML(expert_when),
	HTML(expert_alias),
	HTML(price),
	HTML(paid_by),
	HTML(dispute),
	HTML(canceled),
	HTML(cancel_words),
	HTML(settle_words),
	HTML(booked),
	HTML(is_hidden),
	HTML(may_cancel),
	HTML(may_move),
	HTML(may_settle),
	HTML(may_resolve),
	HTML(may_emergency),
	HTML(may_any),
	FIELD_END,
};
struct page session_page = { .path = "admin/session",
	.fields = session_fields };

void
session_read(struct request *r)
{
	const struct id_input *in = r->form;

	booking_find_send(r->db, in->id);
	booking_history_send(r->db, in->id);
}

static bool
allows(const struct booking_find_row *row, const char *move)
{
	for (size_t i = 0; i < row->nmoves; i++)
		if (strcmp(row->moves[i], move) == 0)
			return true;
	return false;
}

static void
fill_rights(struct request *r, struct session_view *v,
    const struct booking_find_row *row)
{
	bool may = session_may(r->session, "sessions.override");

	v->may_cancel = may && allows(row, "cancel");
	v->may_move = may && allows(row, "reschedule");
	v->may_settle = may && allows(row, "settle");
	v->may_emergency = may && allows(row, "emergency");
	v->may_resolve =
	    session_may(r->session, "safety.resolve") && allows(row, "resolve");
	v->may_any = v->may_cancel || v->may_move || v->may_settle ||
		     v->may_emergency || v->may_resolve;
}

/* The session's times as one of its people reads them. */
static const char *
times(struct request *r, const struct booking_find_row *row, const char *zone)
{
	return arena_printf(r->arena, "%s, %s",
	    when_day(r->arena, row->starts_at, zone, r->now),
	    when_range(r->arena, row->starts_at, row->ends_at, zone));
}

static void
fill_trouble(struct request *r, struct session_view *v,
    const struct booking_find_row *row)
{
	v->no_show_by = row->no_show_by;
	v->disputed = row->disputed;
	v->dispute_words = row->dispute_words;
	v->resolution = row->resolution;
	v->cancel_words = row->cancel_words;
	if (row->disputed)
		v->dispute = arena_printf(r->arena, tr("%s, by %s"),
		    moment(r, row->disputed_at),
		    row->disputed_by != NULL ? row->disputed_by
					     : tr("the system"));
	if (row->canceled_side != NULL)
		v->canceled = arena_printf(r->arena,
		    tr("by the %s, reason %s, %d %% returned"),
		    row->canceled_side,
		    row->cancel_code != NULL ? row->cancel_code : "-",
		    (int)row->return_percent.value);
	if (row->settle_client != NULL || row->settle_expert != NULL)
		v->settle_words = arena_printf(r->arena,
		    tr("the client says %s, the expert says %s"),
		    row->settle_client != NULL ? row->settle_client
					       : tr("nothing"),
		    row->settle_expert != NULL ? row->settle_expert
					       : tr("nothing"));
}

static void
fill_session(struct request *r, struct session_view *v,
    const struct booking_find_row *row)
{
	*v = (struct session_view){
		.id = row->id,
		.uid = row->uid,
		.kind = row->kind,
		.type_kind = row->type_kind,
		.type_words = session_kind_words(row->type_kind),
		.status = row->status,
		.status_words = session_status_words(row->status),
		.when = times(r, row, r->session->timezone),
		.start = row->starts_at,
		.end = row->ends_at,
		.client_id = row->client_id,
		.client = row->client,
		.client_when = times(r, row, row->client_zone),
		.expert_id = row->expert_id,
		.expert = row->expert,
		.expert_when = times(r, row, row->expert_zone),
		.goals = row->goals,
		.price = money_text(r->arena,
		    (struct money){ row->price_amount, row->price_currency }),
		.paid_by = row->paid_by,
		.booked = moment(r, row->created_at),
		.moves = row->moves,
		.nmoves = row->nmoves,
		.is_hidden =
		    row->anonymous && strcmp(row->reveal, "mutual") != 0,
	};
	if (row->anonymous) {
		v->client_alias = row->client_alias;
		v->expert_alias = row->expert_alias;
	}
	fill_trouble(r, v, row);
	fill_rights(r, v, row);
}

static void
fill_history(struct request *r, struct session_view *v)
{
	struct booking_history_row *rows =
	    booking_history_get(r->db, &v->nhistory);

	v->history = arena_alloc(r->arena, v->nhistory, sizeof(*v->history));
	for (size_t i = 0; i < v->nhistory; i++)
		v->history[i] = (struct move_item){
			.at = rows[i].at,
			.when = moment(r, rows[i].at),
			.actor = rows[i].actor,
			.side = rows[i].side,
			.move = rows[i].move,
			.to_status = rows[i].to_status,
			.to_words = session_status_words(rows[i].to_status),
			.reason = rows[i].reason,
		};
}

enum status
session_show(struct request *r)
{
	struct booking_find_row row;
	struct session_view v;

	if (!booking_find_get(r->db, &row))
		return NOT_FOUND;
	fill_session(r, &v, &row);
	fill_history(r, &v);
	desk_fill(r, &v.desk);
	return request_render(r, &session_page, &v);
}
