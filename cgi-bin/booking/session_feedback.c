#include <string.h>

#include "booking/session_note.h"
#include "booking/session_show.h"
#include "lib/domain/when.h"

/* Two-sided feedback: stars, words, and marks by a rubric that depends on the
 * kind of session and the side.  It is shown when both wrote. */

enum { CRITERIA = 21 };

struct session_feedback_input {
	int64_t id;
	struct maybe_int rating;
	const char *comment;
	struct maybe_int rubric[CRITERIA];
};

/* Every criterion of any rubric; which of them fit is the database's to say. */
#define MARK(i, word)                                                       \
	{                                                                   \
		.name = "rubric." word, .kind = KIND_MAYBE_INT,             \
		.offset = offsetof(struct session_feedback_input, rubric) + \
			  (i) * sizeof(struct maybe_int),                   \
		.min = 1, .max = 5                                          \
	}

static const struct form_field session_feedback_input_fields[] = {
	FORM_ID(struct session_feedback_input, id, REQUIRED),
	FORM_FIELD(struct session_feedback_input, rating, OPTIONAL, 1, 5),
	FORM_FIELD(struct session_feedback_input, comment, OPTIONAL, 1, 4000),
	MARK(0, "preparation"),
	MARK(1, "clarity"),
	MARK(2, "usefulness"),
	MARK(3, "kindness"),
	MARK(4, "problem_solving"),
	MARK(5, "correctness"),
	MARK(6, "code_quality"),
	MARK(7, "testing"),
	MARK(8, "communication"),
	MARK(9, "requirements"),
	MARK(10, "architecture"),
	MARK(11, "trade_offs"),
	MARK(12, "depth"),
	MARK(13, "structure"),
	MARK(14, "substance"),
	MARK(15, "reflection"),
	MARK(16, "relevance"),
	MARK(17, "evidence"),
	MARK(18, "layout"),
	MARK(19, "engagement"),
	MARK(20, "progress"),
};
const struct form session_feedback_form =
    FORM(struct session_feedback_input, session_feedback_input_fields);
enum { FIRST_MARK = 3 };

struct rubric_item {
	const char *name, *label;
	struct choice *marks;
	size_t nmarks;
};

static const struct field rubric_item_fields[] = {
	FIELD(struct rubric_item, name),
	FIELD(struct rubric_item, label),
	FIELD_LIST_ONLY(
	    struct rubric_item, marks, nmarks, choice_fields, ONLY_HTML),
	FIELD_END,
};

struct session_feedback_view {
	const char *base, *heading, *with, *day_words;
	struct choice *stars;
	size_t nstars;
	struct rubric_item *rubric;
	size_t nrubric;
	bool anonymous, can_write;
	struct session_feedback_item *feedback;
	size_t nfeedback;
};

static const struct field session_feedback_fields[] = {
	FIELD_ONLY(struct session_feedback_view, base, ONLY_HTML),
	FIELD_ONLY(struct session_feedback_view, heading, ONLY_HTML),
	FIELD_ONLY(struct session_feedback_view, with, ONLY_HTML),
	FIELD_ONLY(struct session_feedback_view, day_words, ONLY_HTML),
	FIELD_LIST_ONLY(struct session_feedback_view, stars, nstars,
	    choice_fields, ONLY_HTML),
	FIELD_LIST(
	    struct session_feedback_view, rubric, nrubric, rubric_item_fields),
	FIELD_ONLY(struct session_feedback_view, anonymous, ONLY_HTML),
	FIELD(struct session_feedback_view, can_write),
	FIELD_LIST_ONLY(struct session_feedback_view, feedback, nfeedback,
	    session_feedback_item_fields, ONLY_JSON),
	FIELD_END,
};
struct page session_feedback_page = { .path = "booking/session_feedback",
	.fields = session_feedback_fields,
	.form = &session_feedback_form };

/* --- the form ------------------------------------------------------------------------ */

static void
read_session(struct request *r, int64_t id)
{
	session_find_send(r->db, id);
	session_feedback_criteria_send(r->db, id);
	session_feedback_list_send(r->db, id);
}

void
session_feedback_read(struct request *r)
{
	read_session(r, typed_id(r, "id"));
}

/* One to five, with what was typed or stored picked. */
static struct choice *
marks(struct request *r, const char *chosen, bool are_stars, size_t *n)
{
	static const char *const values[] = { "1", "2", "3", "4", "5", NULL };
	struct choice *all = choices_make(r->arena, values, NULL, chosen, n);

	for (size_t i = 0; are_stars && i < *n; i++)
		all[i].label =
		    arena_printf(r->arena, tr("%d of 5"), (int)i + 1);
	return all;
}

static void
fill_rubric(struct request *r, struct session_feedback_view *v,
    const struct session_feedback_criteria_row *row)
{
	struct rubric_item *item;

	v->nrubric = row->ncriteria;
	v->rubric = arena_alloc(r->arena, v->nrubric, sizeof(*v->rubric));
	for (size_t i = 0; i < v->nrubric; i++) {
		item = &v->rubric[i];
		item->name =
		    arena_printf(r->arena, "rubric.%s", row->criteria[i]);
		item->label = session_criterion_words(row->criteria[i]);
		item->marks =
		    marks(r, typed(r, item->name), false, &item->nmarks);
		if (r->json)
			item->name = row->criteria[i];
	}
}

/* What one wrote before, to be changed. */
static void
fill_form(struct request *r, const struct session_feedback_item *mine)
{
	struct session_feedback_input in = { .comment = mine->words };

	in.rating = (struct maybe_int){ mine->rating, true };
	for (size_t i = 0; i < mine->nrubric; i++)
		for (size_t j = 0; j < CRITERIA; j++)
			if (strcmp(session_feedback_form.fields[FIRST_MARK + j]
					   .name +
				       strlen("rubric."),
				mine->rubric[i].name) == 0)
				in.rubric[j] =
				    (struct maybe_int){ mine->rubric[i].mark,
					    true };
	request_fill(r, &session_feedback_form, &in);
}

static void
fill_feedback(struct request *r, struct session_feedback_view *v,
    const struct session_find_row *s)
{
	struct session_feedback_list_row *rows =
	    session_feedback_list_get(r->db, &v->nfeedback);

	v->can_write = strcmp(s->status, "completed") == 0;
	v->feedback = arena_alloc(r->arena, v->nfeedback, sizeof(*v->feedback));
	for (size_t i = 0; i < v->nfeedback; i++) {
		session_feedback_item_fill(r, s, &rows[i], &v->feedback[i]);
		if (!v->feedback[i].mine)
			continue;
		if (v->feedback[i].shown_at.us != 0)
			v->can_write = false;
		fill_form(r, &v->feedback[i]);
	}
}

static enum status
render(struct request *r)
{
	struct session_feedback_view view = { .nstars = 0 };
	struct session_find_row s;
	struct session_feedback_criteria_row criteria;

	if (!session_find_get(r->db, &s) ||
	    !session_feedback_criteria_get(r->db, &criteria))
		return NOT_FOUND;
	fill_feedback(r, &view, &s);
	view.base = arena_printf(r->arena, "/sessions/%lld", (long long)s.id);
	view.heading = session_heading(r, &s);
	view.with = session_other_name(&s);
	view.day_words =
	    when_day(r->arena, s.starts_at, r->session->timezone, r->now);
	view.stars = marks(r, typed(r, "rating"), true, &view.nstars);
	fill_rubric(r, &view, &criteria);
	view.anonymous = s.anonymous && strcmp(s.reveal, "mutual") != 0;
	if (r->json || view.can_write || r->status == INVALID)
		return request_render(r, &session_feedback_page, &view);
	return request_refuse(r, CONFLICT,
	    strcmp(s.status, "completed") == 0
		? tr("Your feedback is shown to the other side and can't be "
		     "changed any more.")
		: tr("Feedback opens when the session is completed."));
}

enum status
session_feedback_show(struct request *r)
{
	return render(r);
}

enum status
session_feedback_refused(struct request *r)
{
	if (r->status != INVALID)
		return session_show_refused(r);
	read_session(r, typed_id(r, "id"));
	return render(r);
}

/* --- writing it ------------------------------------------------------------------------ */

static const char *
rubric_json(struct request *r, const struct session_feedback_input *in)
{
	const struct form_field *fields =
	    session_feedback_form.fields + FIRST_MARK;
	struct buf b;

	buf_init(&b, r->arena, 128);
	buf_putc(&b, '{');
	for (size_t i = 0; i < CRITERIA; i++)
		if (in->rubric[i].set)
			buf_printf(&b, "%s\"%s\":%d", b.len > 1 ? "," : "",
			    fields[i].name + strlen("rubric."),
			    (int)in->rubric[i].value);
	buf_putc(&b, '}');
	return b.data;
}

enum status
session_feedback_post(struct request *r)
{
	const struct session_feedback_input *in = r->form;

	if (!in->rating.set)
		return request_invalid(
		    r, "rating", tr("Give one to five stars."));
	if (session_feedback_check(r, in->id, in->comment) != OK)
		return INVALID;
	session_feedback_write(
	    r->db, in->id, in->rating.value, in->comment, rubric_json(r, in));
	if (r->json) {
		read_session(r, in->id);
		r->status = CREATED;
		return render(r);
	}
	request_flash(r, tr("Thank you. It is shown when both have written."));
	return request_done(r, &(struct outcome){ .status = OK },
	    "/sessions/%lld", (long long)in->id);
}
