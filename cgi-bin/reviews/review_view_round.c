#include <string.h>

#include "lib/domain/markdown.h"
#include "reviews/review_view.h"
#include "reviews/review_words.h"

const struct field mark_view_fields[] = {
	FIELD_ID(struct mark_view, id),
	FIELD(struct mark_view, words),
	FIELD(struct mark_view, about),
	FIELD(struct mark_view, is_met),
	FIELD(struct mark_view, stars),
	FIELD_ONLY(struct mark_view, n, ONLY_HTML),
	FIELD_LIST_ONLY(
	    struct mark_view, scale, nscale, choice_fields, ONLY_HTML),
	FIELD_END,
};

const struct field round_view_fields[] = {
	FIELD(struct round_view, number),
	FIELD(struct round_view, outcome),
	FIELD(struct round_view, mentor),
	FIELD(struct round_view, summary),
	FIELD_ONLY(struct round_view, taken_at, ONLY_JSON),
	FIELD_ONLY(struct round_view, completed_at, ONLY_JSON),
	FIELD_LIST(struct round_view, checks, nchecks, mark_view_fields),
	FIELD_LIST(struct round_view, rubric, nrubric, mark_view_fields),
	FIELD_ONLY(struct round_view, text, ONLY_HTML),
	FIELD_ONLY(struct round_view, outcome_words, ONLY_HTML),
	FIELD_ONLY(struct round_view, when_words, ONLY_HTML),
	FIELD_END,
};

static void
fill_scale(struct request *r, struct mark_view *m)
{
	static const char *const values[] = { "1", "2", "3", "4", "5", NULL };
	const char *chosen =
	    m->stars.set ? values[(size_t)m->stars.value - 1] : NULL;

	m->scale = choices_make(r->arena, values, NULL, chosen, &m->nscale);
	for (size_t i = 0; i < m->nscale; i++)
		m->scale[i].note = arena_printf(
		    r->arena, tr("%s, %d of 5"), m->words, (int)i + 1);
}

struct mark_view *
marks_fill(struct request *r, const struct review_mark_list_row *rows,
    size_t nrows, int64_t number, const char *kind, size_t *n)
{
	struct mark_view *all = arena_alloc(r->arena, nrows, sizeof(*all));
	int64_t place = 0;

	*n = 0;
	for (size_t i = 0; i < nrows; i++) {
		struct mark_view *m = &all[*n];

		if (rows[i].number != number)
			continue;
		place++;
		if (strcmp(rows[i].kind, kind) != 0)
			continue;
		*m = (struct mark_view){ .id = rows[i].item_id,
			.n = place,
			.words = rows[i].words,
			.about = rows[i].about,
			.is_met = rows[i].is_met,
			.stars = rows[i].stars };
		if (strcmp(kind, "rubric") == 0)
			fill_scale(r, m);
		(*n)++;
	}
	return all;
}

static void
fill_round(struct request *r, struct round_view *v,
    const struct review_submission_list_row *s)
{
	*v = (struct round_view){ .number = s->number,
		.outcome = s->outcome,
		.mentor = s->mentor_name,
		.summary = s->summary,
		.taken_at = s->taken_at,
		.completed_at = s->completed_at,
		.outcome_words = review_status_words("completed", s->outcome),
		.when_words = review_when(r, s->completed_at) };
	if (s->summary != NULL)
		v->text = markdown(r->arena, s->summary);
}

struct round_view *
rounds_fill(struct request *r, struct review_parts *p,
    const struct review_mark_list_row *rows, size_t nrows, size_t *n)
{
	struct round_view *all =
	    arena_alloc(r->arena, p->nsubmissions, sizeof(*all));

	*n = 0;
	for (size_t i = 0; i < p->nsubmissions; i++) {
		struct round_view *v = &all[*n];

		if (p->submissions[i].outcome == NULL)
			continue;
		fill_round(r, v, &p->submissions[i]);
		v->checks =
		    marks_fill(r, rows, nrows, v->number, "check", &v->nchecks);
		v->rubric = marks_fill(
		    r, rows, nrows, v->number, "rubric", &v->nrubric);
		(*n)++;
	}
	return all;
}
