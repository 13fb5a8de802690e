#include <string.h>

#include "gen/reviews/member_sql.h"
#include "lib/domain/markdown.h"
#include "lib/domain/money.h"
#include "reviews/mentor.h"

/* /mentor/apply?journey=ID&kind=mentor|concierge: what the journey asks, and the
 * application; saved as a draft or sent. */
enum { WORDS_MAX = 5000, SAMPLE_MAX = 20000 };

struct application_input {
	int64_t journey;
	const char *kind, *motivation, *expertise, *sample, *rate;
	bool draft;
};

static const char *const kinds[] = { "mentor", "concierge", NULL };

static const struct form_field application_inputs[] = {
	FORM_ID(struct application_input, journey, REQUIRED),
	FORM_ONE_OF(struct application_input, kind, REQUIRED, kinds),
};
const struct form application_form =
    FORM(struct application_input, application_inputs);

static const struct form_field application_save_inputs[] = {
	FORM_ID(struct application_input, journey, REQUIRED),
	FORM_ONE_OF(struct application_input, kind, REQUIRED, kinds),
	FORM_FIELD(
	    struct application_input, motivation, OPTIONAL, 1, WORDS_MAX),
	FORM_FIELD(struct application_input, expertise, OPTIONAL, 1, WORDS_MAX),
	FORM_FIELD(struct application_input, sample, OPTIONAL, 1, SAMPLE_MAX),
	FORM_FIELD(struct application_input, rate, OPTIONAL, 1, 20),
	FORM_FIELD(struct application_input, draft, OPTIONAL, 0, 1),
};
const struct form application_save_form =
    FORM(struct application_input, application_save_inputs);

struct application_view {
	int64_t journey;
	const char *kind, *title, *journey_href, *status, *words, *currency,
	    *rate_words;
	struct html requirements, guidelines;
	bool is_mentor, can_apply, is_open;
};

static const struct field application_fields[] = {
	FIELD_ID(struct application_view, journey),
	FIELD(struct application_view, kind),
	FIELD(struct application_view, title),
	FIELD(struct application_view, status),
	FIELD(struct application_view, words),
	FIELD(struct application_view, currency),
	FIELD(struct application_view, can_apply),
	FIELD_ONLY(struct application_view, journey_href, ONLY_HTML),
	FIELD_ONLY(struct application_view, rate_words, ONLY_HTML),
	FIELD_ONLY(struct application_view, requirements, ONLY_HTML),
	FIELD_ONLY(struct application_view, guidelines, ONLY_HTML),
	FIELD_ONLY(struct application_view, is_mentor, ONLY_HTML),
	FIELD_ONLY(struct application_view, is_open, ONLY_HTML),
	FIELD_END,
};
struct page application_page = { .path = "reviews/application",
	.fields = application_fields,
	.form = &application_save_form };

static struct html
text_of(struct request *r, const char *words)
{
	return words != NULL ? markdown(r->arena, words)
			     : (struct html){ NULL };
}

static void
fill_journey(struct request *r, struct application_view *v,
    const struct application_journey_row *j)
{
	v->title = j->title;
	v->currency = j->currency;
	v->journey_href = arena_printf(r->arena, "/marketplace/%s", j->slug);
	v->rate_words = money_text(r->arena,
	    (struct money){
		v->is_mentor ? j->review_rate : j->session_rate, j->currency });
	v->requirements = text_of(r,
	    v->is_mentor ? j->mentor_requirements : j->concierge_requirements);
	v->guidelines = text_of(
	    r, v->is_mentor ? j->mentor_guidelines : j->concierge_guidelines);
	v->is_open = j->takes && !j->is_mine;
}

static void
fill_form(struct request *r, const struct application_find_row *row,
    const char *currency)
{
	struct application_input in = { .motivation = row->motivation,
		.expertise = row->expertise,
		.sample = row->sample };

	if (row->proposed_rate.set)
		in.rate = money_decimal(r->arena,
		    (struct money){ row->proposed_rate.value, currency });
	request_fill(r, &application_save_form, &in);
}

static enum status
render(struct request *r, bool fresh)
{
	struct application_view view = { .journey = typed_id(r, "journey"),
		.kind = typed(r, "kind") };
	struct application_journey_row journey;
	struct application_find_row row;
	bool is_there;

	view.is_mentor = strcmp(view.kind, "mentor") == 0;
	if (!application_journey(r->db, view.journey, &journey))
		return NOT_FOUND;
	fill_journey(r, &view, &journey);
	is_there = application_find(r->db, view.journey, view.kind, &row);
	view.can_apply = view.is_open;
	if (is_there) {
		view.status = row.status;
		view.words = row.words;
		view.can_apply =
		    view.is_open && (strcmp(row.status, "draft") == 0 ||
					strcmp(row.status, "rejected") == 0);
		if (fresh)
			fill_form(r, &row, journey.currency);
	}
	return request_render(r, &application_page, &view);
}

enum status
application_show(struct request *r)
{
	return render(r, true);
}

enum status
application_refused(struct request *r)
{
	return render(r, false);
}

struct applied {
	int64_t id;
};

static const struct field applied_fields[] = {
	FIELD_ID(struct applied, id),
	FIELD_END,
};

enum status
application_post(struct request *r)
{
	const struct application_input *in = r->form;
	struct application_journey_row journey;
	struct application_send_row made;
	struct maybe_int rate = { 0, in->rate != NULL };
	struct applied out;

	if (!application_journey(r->db, in->journey, &journey))
		return NOT_FOUND;
	if (rate.set &&
	    !money_from_decimal(in->rate, journey.currency, &rate.value))
		return request_invalid(
		    r, "rate", tr("Write an amount such as 20.00."));
	if (!application_send(r->db, in->journey, in->kind, in->motivation,
		in->expertise, in->sample, rate, !in->draft, &made))
		return CONFLICT;
	out.id = made.id;
	request_flash(r, in->draft ? tr("Your draft is saved.")
				   : tr("Your application is sent."));
	return request_done(r,
	    &(struct outcome){ CREATED, applied_fields, &out },
	    "/mentor/apply?journey=%lld&kind=%s", (long long)in->journey,
	    in->kind);
}
