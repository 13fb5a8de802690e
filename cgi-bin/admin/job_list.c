#include <string.h>

#include "admin/admin.h"
#include "gen/admin/job_sql.h"
#include "lib/domain/when.h"

/* /admin/jobs: the queue, by state and kind. */

struct job_list_input {
	const char *state, *kind;
	int64_t after;
};

static const struct form_field job_list_form_fields[] = {
	FORM_ONE_OF(struct job_list_input, state, OPTIONAL, job_states),
	FORM_FIELD(struct job_list_input, kind, OPTIONAL, 1, 60),
	FORM_ID(struct job_list_input, after, OPTIONAL),
};
const struct form job_list_form =
    FORM(struct job_list_input, job_list_form_fields);

struct job_item {
	int64_t id, attempts, max_attempts;
	const char *kind, *state, *state_words, *when, *last_error;
	struct instant run_at, created_at, finished_at;
	bool is_dead;
};

static const struct field job_item_fields[] = {
	FIELD_ID(struct job_item, id),
	FIELD(struct job_item, kind),
	FIELD(struct job_item, state),
	FIELD(struct job_item, attempts),
	FIELD(struct job_item, max_attempts),
	FIELD(struct job_item, run_at),
	FIELD(struct job_item, created_at),
	FIELD(struct job_item, finished_at),
	FIELD(struct job_item, last_error),
	FIELD_ONLY(struct job_item, state_words, ONLY_HTML),
	FIELD_ONLY(struct job_item, when, ONLY_HTML),
	FIELD_ONLY(struct job_item, is_dead, ONLY_HTML),
	FIELD_END,
};

struct job_list_view {
	struct desk desk;
	struct job_item *items;
	struct job_kinds_row *kinds;
	size_t nitems, nkinds;
	const char *next;
	struct choice *states;
	size_t nstates;
	struct pager *pager;
};

static const struct field job_list_view_fields[] = {
	DESK_FIELD(struct job_list_view),
	FIELD_LIST(struct job_list_view, items, nitems, job_item_fields),
	FIELD_LIST(struct job_list_view, kinds, nkinds, job_kinds_fields),
	FIELD_ONLY(struct job_list_view, next, ONLY_JSON),
	FIELD_LIST_ONLY(
	    struct job_list_view, states, nstates, choice_fields, ONLY_HTML),
	FIELD_POINTER_ONLY(
	    struct job_list_view, pager, pager_fields, ONLY_HTML),
	FIELD_END,
};
struct page job_list_page = { .path = "admin/job_list",
	.fields = job_list_view_fields,
	.form = &job_list_form };

void
job_list_read(struct request *r)
{
	const struct job_list_input *in = r->form;

	job_list_send(r->db, in->state, in->kind, in->after, LIST_PAGE + 1);
	job_kinds_send(r->db);
}

static void
fill_item(struct request *r, struct job_item *j, const struct job_list_row *row)
{
	bool is_over = row->finished_at.us != 0;

	*j = (struct job_item){
		.id = row->id,
		.kind = row->kind,
		.state = row->state,
		.state_words = job_words(row->state),
		.attempts = row->attempts,
		.max_attempts = row->max_attempts,
		.run_at = row->run_at,
		.created_at = row->created_at,
		.finished_at = row->finished_at,
		.last_error = row->last_error,
		.when = when_ago(
		    r->arena, is_over ? row->finished_at : row->run_at, r->now),
		.is_dead = strcmp(row->state, "dead") == 0,
	};
}

enum status
job_list_show(struct request *r)
{
	struct list_end end = { .base = "/admin/jobs" };
	struct job_list_view v = { .nitems = 0 };
	struct job_list_row *rows;
	size_t n;

	rows = job_list_get(r->db, &n);
	v.kinds = job_kinds_get(r->db, &v.nkinds);
	end.n = v.nitems = n > LIST_PAGE ? LIST_PAGE : n;
	v.items = arena_alloc(r->arena, v.nitems, sizeof(*v.items));
	for (size_t i = 0; i < v.nitems; i++)
		fill_item(r, &v.items[i], &rows[i]);
	if (n > LIST_PAGE)
		end.last = arena_printf(
		    r->arena, "%lld", (long long)rows[LIST_PAGE - 1].id);
	v.pager = list_pager(r, &end, &v.next);
	desk_fill(r, &v.desk);
	v.states =
	    filter_choices(r, "state", job_states, job_words, &v.nstates);
	return request_render(r, &job_list_page, &v);
}
