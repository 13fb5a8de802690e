#include <string.h>

#include "gen/reviews/review_show_sql.h"
#include "gen/reviews/review_thread_sql.h"
#include "reviews/review.h"
#include "reviews/rules_anchor.h"
#include "reviews/snapshot.h"

/* Comments: the mentor begins one at a field or at words of it, both reply. */
enum { COMMENT_MAX = 10000 };

struct thread_input {
	int64_t id, thread, comment;
	const char *field, *quote, *words, *to;
	int64_t record;
};

static const struct form_field thread_add_inputs[] = {
	FORM_ID(struct thread_input, id, REQUIRED),
	FORM_FIELD(struct thread_input, field, OPTIONAL, 1, 40),
	FORM_FIELD(struct thread_input, record, OPTIONAL, 0, INT64_MAX),
	FORM_FIELD(struct thread_input, quote, OPTIONAL, 1, 1000),
	FORM_FIELD(struct thread_input, words, REQUIRED, 1, COMMENT_MAX),
};
const struct form thread_add_form =
    FORM(struct thread_input, thread_add_inputs);

static const struct form_field thread_reply_inputs[] = {
	FORM_ID(struct thread_input, id, REQUIRED),
	FORM_ID(struct thread_input, thread, REQUIRED),
	FORM_FIELD(struct thread_input, words, REQUIRED, 1, COMMENT_MAX),
};
const struct form thread_reply_form =
    FORM(struct thread_input, thread_reply_inputs);

static const char *const targets[] = { "addressed", "confirmed", "reopened",
	NULL };

static const struct form_field thread_mark_inputs[] = {
	FORM_ID(struct thread_input, id, REQUIRED),
	FORM_ID(struct thread_input, thread, REQUIRED),
	FORM_ONE_OF(struct thread_input, to, REQUIRED, targets),
};
const struct form thread_mark_form =
    FORM(struct thread_input, thread_mark_inputs);

static const struct form_field thread_edit_inputs[] = {
	FORM_ID(struct thread_input, id, REQUIRED),
	FORM_ID(struct thread_input, comment, REQUIRED),
	FORM_FIELD(struct thread_input, words, REQUIRED, 1, COMMENT_MAX),
};
const struct form thread_edit_form =
    FORM(struct thread_input, thread_edit_inputs);

static const struct form_field thread_remove_inputs[] = {
	FORM_ID(struct thread_input, id, REQUIRED),
	FORM_ID(struct thread_input, comment, REQUIRED),
};
const struct form thread_remove_form =
    FORM(struct thread_input, thread_remove_inputs);

static enum status
done(struct request *r, const char *at, int64_t id)
{
	const struct thread_input *in = r->form;

	return request_done(r, &(struct outcome){ .status = NO_CONTENT },
	    "/reviews/%lld#%s-%lld", (long long)in->id, at, (long long)id);
}

/* The answer that was handed in last, as words; NULL: there is none. */
static const char *
answer_of(struct request *r)
{
	const struct thread_input *in = r->form;
	struct review_submission_list_row *rows;
	struct review_find_row review;
	struct snapshot *s;
	size_t n;

	if (!review_find(r->db, in->id, &review))
		return NULL;
	rows = review_submission_list(r->db, in->id, &n);
	if (n == 0)
		return NULL;
	s = snapshot_read(r, &rows[0], review.section_key);
	for (size_t i = 0; i < s->n; i++)
		if (s->answers[i].record == in->record &&
		    strcmp(s->answers[i].field, in->field) == 0)
			return s->answers[i].words;
	return NULL;
}

static char *
part(struct request *r, const char *text, struct span s)
{
	return arena_strndup(r->arena, text + s.at, s.len);
}

struct thread_made {
	int64_t id;
};

static const struct field thread_made_fields[] = {
	FIELD_ID(struct thread_made, id),
	FIELD_END,
};

enum status
thread_add_post(struct request *r)
{
	const struct thread_input *in = r->form;
	const char *text = NULL, *before = NULL, *after = NULL;
	struct thread_add_row made;
	struct thread_made out;
	struct span s;

	if (in->quote != NULL && in->field != NULL) {
		text = answer_of(r);
		if (text == NULL ||
		    anchor_find(text, &(struct anchor){ .quote = in->quote },
			&s) != ANCHOR_THERE)
			return request_invalid(r, "quote",
			    tr("These words are not in the answer."));
		before = part(r, text, anchor_before(text, s));
		after = part(r, text, anchor_after(text, s));
	}
	if (!thread_add(r->db, in->id, in->field, in->record,
		text != NULL ? in->quote : NULL, before, after, in->words,
		&made))
		return CONFLICT;
	out.id = made.id;
	return request_done(r,
	    &(struct outcome){ CREATED, thread_made_fields, &out },
	    "/reviews/%lld#thread-%lld", (long long)in->id, (long long)made.id);
}

enum status
thread_reply_post(struct request *r)
{
	const struct thread_input *in = r->form;

	thread_reply(r->db, in->thread, in->words);
	return done(r, "thread", in->thread);
}

enum status
thread_mark_post(struct request *r)
{
	const struct thread_input *in = r->form;

	thread_mark(r->db, in->thread, in->to);
	return done(r, "thread", in->thread);
}

enum status
thread_edit_post(struct request *r)
{
	const struct thread_input *in = r->form;

	thread_comment_edit(r->db, in->comment, in->words);
	return done(r, "comment", in->comment);
}

enum status
thread_remove_post(struct request *r)
{
	const struct thread_input *in = r->form;

	thread_comment_remove(r->db, in->comment);
	return done(r, "answers", in->id);
}
