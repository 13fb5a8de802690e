#include <string.h>

#include "lib/base/words.h"
#include "lib/journey/entry_type.h"
#include "lib/journey/evaluate_in.h"

static const char *tr(const char *english) __attribute__((format_arg(1)));

static const char *
tr(const char *english)
{
	return words(english);
}

/* What makes two answers of a list the same. */
static const char *
identity(struct arena *a, const struct cell *cell)
{
	const char *e164 = entry_member(cell->value, "e164");

	return e164 != NULL ? e164 : entry_text(a, cell->value);
}

static bool
stands_before(struct run *run, struct page *page, size_t record, size_t at)
{
	struct arena *a = run->context->arena;
	const struct cell *cell = &page->records[record].cells[at];
	const char *own;
	size_t i;

	if (cell->sealed)
		return false;
	own = identity(a, cell);
	for (i = 0; i < record; i++) {
		const struct cell *other = &page->records[i].cells[at];

		if (cell_counts(run, page, &page->records[i], at) &&
		    !other->sealed && strcmp(identity(a, other), own) == 0)
			return true;
	}
	return false;
}

static const char *
message_of(struct run *run, struct page *page, size_t record, size_t at)
{
	const struct journey_field *f = &page->section->fields[at];
	const struct cell *cell = &page->records[record].cells[at];
	const char *error;

	if (cell->sealed)
		return NULL;
	error = entry_check(run->context, f, cell->value, ENTRY_SUBMIT);
	if (error == NULL && f->unique_in_list && page->section->is_list &&
	    cell_counts(run, page, &page->records[record], at) &&
	    stands_before(run, page, record, at))
		return words("This stands in another entry already.");
	return error;
}

static void
judge_field(struct run *run, struct page *page, size_t record,
    struct field_state *state)
{
	const struct journey_field *f = state->field;
	const struct standpoint here = { page, &page->records[record] };
	const struct cell *cell = &here.record->cells[f->at];

	state->value = cell->value;
	state->revision = cell->revision;
	state->sealed = cell->sealed;
	if (run->for_page) {
		state->visible_if =
		    condition_for_page(run, f->visible_if, &here);
		state->required_if =
		    condition_for_page(run, f->required_if, &here);
	}
	state->visible = cell_is_visible(run, page, here.record, f->at);
	state->valid = true;
	if (!state->visible)
		return;
	state->answered = cell_counts(run, page, here.record, f->at);
	state->required =
	    f->required || (f->required_if != NULL &&
			       condition_holds(run, f->required_if, &here));
	state->message = message_of(run, page, record, f->at);
	state->valid =
	    state->message == NULL && (state->answered || !state->required);
}

static void
count_field(struct section_state *s, struct record_state *record,
    const struct field_state *field)
{
	s->answered += field->answered;
	if (!field->required)
		return;
	s->required++;
	s->answered_required += field->answered;
	record->missing += !field->valid;
}

/* Weights of what is answered, of what is visible. */
static void
weigh(const struct journey_section *s, const struct record_state *record,
    int64_t *answered, int64_t *visible)
{
	size_t i;

	*answered = *visible = 0;
	for (i = 0; i < s->nfields; i++) {
		int64_t weight = s->fields[i].weight;

		*visible += record->fields[i].visible ? weight : 0;
		*answered += record->fields[i].answered ? weight : 0;
	}
}

static bool
has_weight(const struct journey_section *s)
{
	size_t i;

	for (i = 0; i < s->nfields; i++)
		if (s->fields[i].weight > 0)
			return true;
	return false;
}

static struct maybe_real
score_of(const struct section_state *s)
{
	struct maybe_real score = { 0, false };
	int64_t answered, visible, n = 0;
	size_t i;

	if (s->section->is_list &&
	    (int64_t)s->nrecords < s->section->min_records) {
		score.set = has_weight(s->section);
		return score;
	}
	for (i = 0; i < s->nrecords; i++) {
		weigh(s->section, &s->records[i], &answered, &visible);
		if (visible == 0)
			continue;
		score.value += 100.0 * (double)answered / (double)visible;
		n++;
	}
	score.set = n > 0;
	if (n > 0)
		score.value /= (double)n;
	return score;
}

static int64_t
progress_of(int64_t required, int64_t answered_required, int64_t answered)
{
	if (required > 0)
		return answered_required * 100 / required;
	return answered > 0 ? 100 : 0;
}

/* Too few records are each one thing that is required; too many are one that
 * stands in the way. */
static void
count_records(struct arena *a, struct section_state *s)
{
	const struct journey_section *section = s->section;
	int64_t n = (int64_t)s->nrecords, few = section->min_records - n;

	if (!section->is_list)
		return;
	if (few > 0) {
		s->required += few;
		s->missing += few;
		s->message = arena_printf(a, tr("Give at least %lld of these."),
		    (long long)section->min_records);
	}
	if (n > section->max_records) {
		s->missing++;
		s->message = arena_printf(a, tr("Give at most %lld of these."),
		    (long long)section->max_records);
	}
}

static void
judge_record(
    struct run *run, struct page *page, size_t at, struct section_state *s)
{
	struct record_state *record = &s->records[at];
	size_t i, n = s->section->nfields;

	record->id = page->records[at].id;
	record->fields =
	    arena_alloc(run->context->arena, n + 1, sizeof(*record->fields));
	for (i = 0; i < n; i++) {
		record->fields[i].field = &s->section->fields[i];
		judge_field(run, page, at, &record->fields[i]);
		count_field(s, record, &record->fields[i]);
	}
	s->missing += record->missing;
}

static void
judge_section(struct run *run, struct page *page, struct section_state *s)
{
	struct arena *a = run->context->arena;
	size_t i;

	s->section = page->section;
	s->visible = page_is_visible(run, page);
	s->nrecords = page->nrecords;
	s->records = arena_alloc(a, page->nrecords + 1, sizeof(*s->records));
	for (i = 0; i < page->nrecords; i++)
		judge_record(run, page, i, s);
	if (!s->visible)
		return;
	count_records(a, s);
	s->score = score_of(s);
	s->progress =
	    progress_of(s->required, s->answered_required, s->answered);
	s->complete = s->missing == 0 && (s->required > 0 || s->answered > 0);
}

struct section_state *
evaluate_section(const struct entry_context *c, const struct answers *answers,
    const char *key)
{
	const struct journey_section *section =
	    definition_section(answers->definition, key);
	struct section_state *s = arena_alloc(c->arena, 1, sizeof(*s));
	struct run run;

	if (section == NULL)
		return NULL;
	run_init(&run, c, answers);
	run.for_page = true;
	judge_section(&run, &run.pages[section->at], s);
	return s;
}

static void
add_section(struct journey_state *j, const struct section_state *s,
    double *scores, double *weights)
{
	if (!s->visible)
		return;
	j->required += s->required;
	j->answered_required += s->answered_required;
	j->answered += s->answered;
	j->missing += s->missing;
	if (s->score.set) {
		*scores += s->score.value * (double)s->section->weight;
		*weights += (double)s->section->weight;
	}
}

static bool
is_next(const struct field_state *f, bool missing)
{
	if (!f->visible)
		return false;
	return missing ? f->required && !f->valid : !f->answered;
}

static bool
find_next(struct journey_state *j, const struct section_state *s, bool missing)
{
	size_t i, k;

	j->next.section = s;
	for (i = 0; i < s->nrecords; i++)
		for (k = 0; k < s->section->nfields; k++)
			if (is_next(&s->records[i].fields[k], missing)) {
				j->next.record = &s->records[i];
				j->next.field = &s->records[i].fields[k];
				return true;
			}
	return missing && s->missing > 0;
}

static void
point_next(struct journey_state *j, bool missing)
{
	size_t i;

	for (i = 0; i < j->definition->nsections; i++)
		if (j->sections[i].visible &&
		    find_next(j, &j->sections[i], missing))
			return;
	j->next.section = NULL;
}

struct journey_state *
evaluate(const struct entry_context *c, const struct answers *answers)
{
	const struct definition *d = answers->definition;
	struct journey_state *j = arena_alloc(c->arena, 1, sizeof(*j));
	double scores = 0, weights = 0;
	struct run run;
	size_t i;

	run_init(&run, c, answers);
	j->definition = d;
	j->sections =
	    arena_alloc(c->arena, d->nsections + 1, sizeof(*j->sections));
	for (i = 0; i < d->nsections; i++) {
		judge_section(&run, &run.pages[i], &j->sections[i]);
		add_section(j, &j->sections[i], &scores, &weights);
	}
	if (weights > 0)
		j->score = (struct maybe_real){ scores / weights, true };
	j->progress =
	    progress_of(j->required, j->answered_required, j->answered);
	j->complete = j->missing == 0 && (j->required > 0 || j->answered > 0);
	point_next(j, j->missing > 0);
	return j;
}

const struct field_state *
section_state_field(
    const struct section_state *s, int64_t record, const char *field)
{
	const struct journey_field *f = definition_field(s->section, field);
	size_t i;

	for (i = 0; f != NULL && i < s->nrecords; i++)
		if (s->records[i].id == record)
			return &s->records[i].fields[f->at];
	return NULL;
}
