#include <string.h>

#include "booking/expert_card.h"
#include "booking/session_show.h"
#include "booking/slot_pick.h"
#include "lib/domain/markdown.h"
#include "lib/domain/when.h"

/* What is said around a session: notes, tasks, links, feedback, proposals. */

const struct field session_note_item_fields[] = {
	FIELD_ID(struct session_note_item, id),
	FIELD_ONLY(struct session_note_item, kind, ONLY_JSON),
	FIELD(struct session_note_item, words),
	FIELD(struct session_note_item, link),
	FIELD_ONLY(struct session_note_item, side, ONLY_JSON),
	FIELD(struct session_note_item, done),
	FIELD(struct session_note_item, mine),
	FIELD_ONLY(struct session_note_item, created_at, ONLY_JSON),
	FIELD_ONLY(struct session_note_item, changed_at, ONLY_JSON),
	FIELD_ONLY(struct session_note_item, text, ONLY_HTML),
	FIELD_ONLY(struct session_note_item, by, ONLY_HTML),
	FIELD_ONLY(struct session_note_item, recording, ONLY_HTML),
	FIELD_END,
};

static const struct field mark_fields[] = {
	FIELD(struct session_mark, name),
	FIELD(struct session_mark, label),
	FIELD(struct session_mark, mark),
	FIELD_END,
};

const struct field session_feedback_item_fields[] = {
	FIELD(struct session_feedback_item, side),
	FIELD(struct session_feedback_item, mine),
	FIELD(struct session_feedback_item, rating),
	FIELD(struct session_feedback_item, words),
	FIELD_LIST(struct session_feedback_item, rubric, nrubric, mark_fields),
	FIELD_ONLY(struct session_feedback_item, created_at, ONLY_JSON),
	FIELD(struct session_feedback_item, shown_at),
	FIELD_ONLY(struct session_feedback_item, name, ONLY_HTML),
	FIELD_END,
};

static const struct field proposed_start_fields[] = {
	FIELD(struct proposed_start, value),
	FIELD(struct proposed_start, label),
	FIELD_END,
};

const struct field session_proposal_item_fields[] = {
	FIELD_ID(struct session_proposal_item, id),
	FIELD(struct session_proposal_item, moves),
	FIELD(struct session_proposal_item, words),
	FIELD_INSTANTS(
	    struct session_proposal_item, starts, nstarts, ONLY_JSON),
	FIELD_ONLY(struct session_proposal_item, expires_at, ONLY_JSON),
	FIELD_ONLY(struct session_proposal_item, minutes, ONLY_JSON),
	FIELD_ONLY(struct session_proposal_item, price, ONLY_JSON),
	FIELD_ONLY(struct session_proposal_item, what, ONLY_HTML),
	FIELD_ONLY(struct session_proposal_item, pay_with, ONLY_HTML),
	FIELD_LIST_ONLY(struct session_proposal_item, choices, nchoices,
	    proposed_start_fields, ONLY_HTML),
	FIELD_ONLY(struct session_proposal_item, mine, ONLY_HTML),
	FIELD_END,
};

/* --- notes ------------------------------------------------------------------------ */

static bool
is(const char *word, const char *other)
{
	return strcmp(word, other) == 0;
}

void
session_note_item_fill(struct request *r, const struct session_find_row *s,
    const struct session_note_list_row *row, struct session_note_item *n)
{
	*n = (struct session_note_item){
		.id = row->id,
		.kind = row->kind,
		.words = row->words,
		.link = row->link,
		.side = row->side,
		.done = row->done,
		.mine = row->mine,
		.created_at = row->created_at,
		.changed_at = row->changed_at,
	};
	if (r->json)
		return;
	n->recording = is(row->kind, "recording");
	n->by =
	    arena_printf(r->arena, "%s, %s", session_side_words(s, row->side),
		when_ago(r->arena, row->changed_at, r->now));
	if (is(row->kind, "shared") || is(row->kind, "preparation") ||
	    is(row->kind, "private"))
		n->text = markdown(r->arena, row->words);
}

/* The notes of these kinds, in their order. */
static struct session_note_item *
of_kind(struct request *r, const struct session_show_view *v,
    const char *const kinds[2], size_t *n)
{
	struct session_note_item *some =
	    arena_alloc(r->arena, v->nall_notes, sizeof(*some));

	*n = 0;
	for (size_t i = 0; i < v->nall_notes; i++)
		if (is(v->all_notes[i].kind, kinds[0]) ||
		    is(v->all_notes[i].kind, kinds[1]))
			some[(*n)++] = v->all_notes[i];
	return some;
}

static void
fill_notes(struct request *r, struct session_show_view *v,
    const struct session_find_row *s)
{
	static const char *const shared[] = { "shared", "shared" };
	static const char *const before[] = { "preparation", "preparation" };
	static const char *const own[] = { "private", "private" };
	static const char *const tasks[] = { "action", "action" };
	static const char *const links[] = { "resource", "recording" };
	struct session_note_list_row *rows =
	    session_note_list_get(r->db, &v->nall_notes);

	v->all_notes =
	    arena_alloc(r->arena, v->nall_notes, sizeof(*v->all_notes));
	for (size_t i = 0; i < v->nall_notes; i++)
		session_note_item_fill(r, s, &rows[i], &v->all_notes[i]);
	if (r->json)
		return;
	v->notes = of_kind(r, v, shared, &v->nnotes);
	v->preparation = of_kind(r, v, before, &v->npreparation);
	v->own_notes = of_kind(r, v, own, &v->nown_notes);
	v->tasks = of_kind(r, v, tasks, &v->ntasks);
	v->links = of_kind(r, v, links, &v->nlinks);
}

/* --- feedback --------------------------------------------------------------------- */

void
session_feedback_item_fill(struct request *r, const struct session_find_row *s,
    const struct session_feedback_list_row *row,
    struct session_feedback_item *f)
{
	*f = (struct session_feedback_item){
		.side = row->side,
		.mine = row->mine,
		.rating = row->stars,
		.words = row->words,
		.nrubric = row->ncriteria,
		.rubric = arena_alloc(
		    r->arena, row->ncriteria, sizeof(struct session_mark)),
		.created_at = row->created_at,
		.shown_at = row->shown_at,
		.name = session_side_words(s, row->side),
	};
	for (size_t i = 0; i < f->nrubric; i++)
		f->rubric[i] = (struct session_mark){ row->criteria[i],
			session_criterion_words(row->criteria[i]),
			row->marks[i] };
}

/* "Give feedback", "Change your feedback", or nothing to do any more. */
static void
fill_feedback_link(struct request *r, struct session_show_view *v,
    const struct session_find_row *s)
{
	const struct session_feedback_item *mine = NULL;

	for (size_t i = 0; i < v->nfeedback; i++)
		if (v->feedback[i].mine)
			mine = &v->feedback[i];
	if (!is(s->status, "completed") ||
	    (mine != NULL && mine->shown_at.us != 0))
		return;
	v->feedback_href = arena_printf(r->arena, "%s/feedback", v->base);
	v->feedback_label =
	    mine == NULL ? tr("Give feedback") : tr("Change my feedback");
}

static void
fill_feedback(struct request *r, struct session_show_view *v,
    const struct session_find_row *s)
{
	struct session_feedback_list_row *rows =
	    session_feedback_list_get(r->db, &v->nfeedback);

	v->feedback = arena_alloc(r->arena, v->nfeedback, sizeof(*v->feedback));
	for (size_t i = 0; i < v->nfeedback; i++)
		session_feedback_item_fill(r, s, &rows[i], &v->feedback[i]);
	if (!r->json)
		fill_feedback_link(r, v, s);
}

/* --- proposals ---------------------------------------------------------------------- */

static void
fill_choices(struct request *r, struct session_proposal_item *p)
{
	char value[32];

	p->nchoices = p->nstarts;
	p->choices = arena_alloc(r->arena, p->nchoices, sizeof(*p->choices));
	for (size_t i = 0; i < p->nchoices; i++) {
		instant_print_rfc3339(p->starts[i], value);
		p->choices[i] = (struct proposed_start){
			.value = arena_strdup(r->arena, value),
			.label = slot_words(r, p->starts[i]),
		};
	}
}

static void
fill_proposals(struct request *r, struct session_show_view *v)
{
	struct session_proposal_list_row *rows =
	    session_proposal_list_get(r->db, &v->nproposals);
	struct session_proposal_item *p;

	v->proposals =
	    arena_alloc(r->arena, v->nproposals, sizeof(*v->proposals));
	for (size_t i = 0; i < v->nproposals; i++) {
		p = &v->proposals[i];
		*p = (struct session_proposal_item){
			.id = rows[i].id,
			.moves = rows[i].moves,
			.words = rows[i].words,
			.starts = rows[i].starts,
			.nstarts = rows[i].nstarts,
			.expires_at = rows[i].expires_at,
			.minutes = rows[i].minutes,
			.price = { rows[i].price_amount,
			    rows[i].price_currency },
			.mine = is(rows[i].side, "expert"),
		};
		if (!p->moves)
			p->what =
			    arena_printf(r->arena, tr("%s, %d minutes, %s"),
				session_kind_words(rows[i].type_kind),
				(int)p->minutes, price_words(r, p->price));
		if (!p->moves && p->price.amount > 0)
			p->pay_with = "order";
		fill_choices(r, p);
	}
}

void
session_around_fill(struct request *r, struct session_show_view *v,
    const struct session_find_row *s)
{
	fill_notes(r, v, s);
	fill_feedback(r, v, s);
	fill_proposals(r, v);
}
