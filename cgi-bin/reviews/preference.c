#include <string.h>

#include "gen/reviews/member_sql.h"
#include "gen/reviews/review_ask_sql.h"
#include "reviews/mentor.h"
#include "reviews/review_words.h"

/* /reviews/preferences: per journey the mentor one wants, those one does not, and
 * what one wants them to be good at. */
enum { BLOCKS = 50, KINDS = 20 };

struct preference_input {
	int64_t journey;
	struct maybe_int preferred;
	int64_t *blocked;
	const char **kinds;
	size_t nblocked, nkinds;
};

static const struct form_field preference_inputs[] = {
	FORM_ID(struct preference_input, journey, OPTIONAL),
};
const struct form preference_form =
    FORM(struct preference_input, preference_inputs);

static const struct form_field preference_save_inputs[] = {
	FORM_ID(struct preference_input, journey, REQUIRED),
	FORM_FIELD(struct preference_input, preferred, OPTIONAL, 1, INT64_MAX),
	FORM_IDS(struct preference_input, blocked, nblocked, BLOCKS),
	FORM_TEXTS(struct preference_input, kinds, nkinds, KINDS),
};
const struct form preference_save_form =
    FORM(struct preference_input, preference_save_inputs);

struct preference_view {
	int64_t journey;
	struct choice *journeys, *preferred, *blocked, *kinds;
	size_t njourneys, npreferred, nblocked, nkinds;
	const char *title;
};

static const struct field preference_view_fields[] = {
	FIELD_ID(struct preference_view, journey),
	FIELD(struct preference_view, title),
	FIELD_LIST(struct preference_view, journeys, njourneys, choice_fields),
	FIELD_LIST(
	    struct preference_view, preferred, npreferred, choice_fields),
	FIELD_LIST(struct preference_view, blocked, nblocked, choice_fields),
	FIELD_LIST(struct preference_view, kinds, nkinds, choice_fields),
	FIELD_END,
};
struct page preference_page = { .path = "reviews/preference",
	.fields = preference_view_fields,
	.form = &preference_save_form };

static void
fill_mentors(struct request *r, struct preference_view *v)
{
	struct review_mentor_list_row *rows;
	size_t n;

	rows = review_mentor_list(r->db, v->journey, &n);
	v->preferred = arena_alloc(r->arena, n + 1, sizeof(*v->preferred));
	v->blocked = arena_alloc(r->arena, n, sizeof(*v->blocked));
	v->preferred[v->npreferred++] = (struct choice){
		.value = "", .label = tr("Nobody in particular"), .chosen = true
	};
	for (size_t i = 0; i < n; i++) {
		const char *ref =
		    arena_printf(r->arena, "%lld", (long long)rows[i].ref);

		v->preferred[v->npreferred++] = (struct choice){ .value = ref,
			.label = rows[i].name,
			.note = rows[i].headline,
			.end = rating_words(
			    r, rows[i].rating_mean, rows[i].rating_count),
			.chosen = rows[i].is_preferred };
		if (rows[i].is_preferred)
			v->preferred[0].chosen = false;
		v->blocked[v->nblocked++] = (struct choice){ .value = ref,
			.label = rows[i].name,
			.chosen = rows[i].is_blocked };
	}
}

static void
fill_journeys(struct request *r, struct preference_view *v)
{
	struct preference_journeys_row *rows;
	size_t n;

	rows = preference_journeys(r->db, &n);
	v->journeys = arena_alloc(r->arena, n, sizeof(*v->journeys));
	v->njourneys = n;
	for (size_t i = 0; i < n; i++) {
		if (v->journey == 0)
			v->journey = rows[i].journey_id;
		v->journeys[i] =
		    (struct choice){ .value = arena_printf(r->arena, "%lld",
					 (long long)rows[i].journey_id),
			    .label = rows[i].title,
			    .chosen = rows[i].journey_id == v->journey };
		if (v->journeys[i].chosen)
			v->title = rows[i].title;
	}
}

enum status
preference_show(struct request *r)
{
	struct preference_view view = { .journey = typed_id(r, "journey") };
	struct preference_find_row row;

	fill_journeys(r, &view);
	if (view.title == NULL)
		return view.journey != 0
			   ? NOT_FOUND
			   : request_render(r, &preference_page, &view);
	fill_mentors(r, &view);
	(void)preference_find(r->db, view.journey, &row);
	view.kinds = kind_choices(r, NULL, NULL, &view.nkinds);
	choices_pick_all(
	    view.kinds, view.nkinds, row.specialisations, row.nspecialisations);
	return request_render(r, &preference_page, &view);
}

enum status
preference_post(struct request *r)
{
	const struct preference_input *in = r->form;
	struct buf blocked, kinds;

	buf_init(&blocked, r->arena, 100);
	buf_init(&kinds, r->arena, 100);
	buf_puts(&blocked, "");
	buf_puts(&kinds, "");
	for (size_t i = 0; i < in->nblocked; i++)
		buf_printf(&blocked, "%s%lld", i > 0 ? "\n" : "",
		    (long long)in->blocked[i]);
	for (size_t i = 0; i < in->nkinds; i++)
		buf_printf(&kinds, "%s%s", i > 0 ? "\n" : "", in->kinds[i]);
	preference_save(r->db, in->journey, in->preferred,
	    blocked.len > 0 ? blocked.data : "",
	    kinds.len > 0 ? kinds.data : "");
	request_flash(r, tr("Saved. New reviews go by it."));
	return request_done(r, &(struct outcome){ .status = NO_CONTENT },
	    "/reviews/preferences?journey=%lld", (long long)in->journey);
}
