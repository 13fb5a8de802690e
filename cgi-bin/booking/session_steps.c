#include <string.h>

#include "booking/session_show.h"
#include "booking/slot_pick.h"
#include "lib/domain/when.h"

/* "Tue 24 Nov, 18:00, by you", and what the move says beyond that. */
static const char *
step_words(struct request *r, const struct session_find_row *s,
    const struct session_history_list_row *h)
{
	struct buf b;

	buf_init(&b, r->arena, 128);
	buf_printf(&b, tr("%s, by %s"), slot_words(r, h->at),
	    session_side_words(s, h->side));
	if (h->moved_from.us != 0 && h->moved_to.us != 0)
		buf_printf(&b, tr(": from %s to %s"),
		    slot_words(r, h->moved_from), slot_words(r, h->moved_to));
	else if (h->moved_to.us != 0)
		buf_printf(&b, ": %s", slot_words(r, h->moved_to));
	else if (h->reason != NULL && strcmp(h->move, "settle") != 0)
		buf_printf(&b, ": %s", session_reason_words(h->reason));
	if (h->words != NULL)
		buf_printf(&b, ". “%s”", h->words);
	return b.data;
}

static void
add(struct session_show_view *v, const char *label, const char *words,
    bool current)
{
	v->steps[v->nsteps++] = (struct session_step){ .label = label,
		.words = words,
		.done = false,
		.current = current };
}

/* What has not happened yet. */
static void
add_next(struct request *r, struct session_show_view *v,
    const struct session_find_row *s)
{
	bool requested = strcmp(s->status, "requested") == 0;
	bool running = strcmp(s->status, "in_progress") == 0;

	if (requested)
		add(v, tr("Answer by the expert"), v->card.next_words, true);
	if (requested || running || strcmp(s->status, "scheduled") == 0) {
		add(v, tr("The session"), slot_words(r, s->starts_at),
		    !requested);
		add(v, tr("Feedback from both"), NULL, false);
	}
}

void
session_steps_fill(struct request *r, struct session_show_view *v,
    const struct session_find_row *s)
{
	size_t n;
	struct session_history_list_row *rows =
	    session_history_list_get(r->db, &n);

	v->nhistory = n;
	v->history = arena_alloc(r->arena, n, sizeof(*v->history));
	v->steps = arena_alloc(r->arena, n + 3, sizeof(*v->steps));
	for (size_t i = 0; i < n; i++) {
		v->history[i] = (struct session_move_row){ rows[i].at,
			rows[i].side, rows[i].move, rows[i].from_status,
			rows[i].to_status, rows[i].reason };
		if (!r->json)
			v->steps[v->nsteps++] = (struct session_step){
				.label = session_move_words(&rows[i]),
				.words = step_words(r, s, &rows[i]),
				.done = true,
			};
	}
	if (!r->json)
		add_next(r, v, s);
}
