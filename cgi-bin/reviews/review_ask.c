#include <string.h>

#include "gen/reviews/review_ask_sql.h"
#include "lib/base/words.h"
#include "lib/domain/avatar.h"
#include "lib/domain/money.h"
#include "reviews/review.h"
#include "reviews/review_words.h"
#include "reviews/section.h"

/* /reviews/ask: a complete section, a mentor or ours to choose, and what it
 * costs before it is sent. */
enum { WORDS_MAX = 2000 };

struct review_ask_input {
	int64_t enrolment;
	const char *section, *words;
	struct maybe_int mentor;
	bool pay;
};

static const struct form_field review_ask_inputs[] = {
	FORM_ID(struct review_ask_input, enrolment, REQUIRED),
	FORM_FIELD(struct review_ask_input, section, REQUIRED, 1, 40),
	FORM_FIELD(struct review_ask_input, mentor, OPTIONAL, 1, INT64_MAX),
};
const struct form review_ask_form =
    FORM(struct review_ask_input, review_ask_inputs);

static const struct form_field review_submit_inputs[] = {
	FORM_ID(struct review_ask_input, enrolment, REQUIRED),
	FORM_FIELD(struct review_ask_input, section, REQUIRED, 1, 40),
	FORM_FIELD(struct review_ask_input, words, OPTIONAL, 1, WORDS_MAX),
	FORM_FIELD(struct review_ask_input, mentor, OPTIONAL, 1, INT64_MAX),
	FORM_FIELD(struct review_ask_input, pay, OPTIONAL, 0, 1),
};
const struct form review_submit_form =
    FORM(struct review_ask_input, review_submit_inputs);

struct review_ask_view {
	const char *journey, *journey_href, *section_title, *section_key;
	int64_t enrolment;
	const char *way; /* tier, free, order; NULL: it can't be asked for */
	struct money price;
	struct choice *mentors;
	size_t nmentors;
	const char *cost_words, *left_words, *refusal_words, *open_href,
	    *missing_words, *button_words;
	bool complete, can_ask, is_bought;
};

static const struct field review_ask_fields[] = {
	FIELD(struct review_ask_view, journey),
	FIELD(struct review_ask_view, section_title),
	FIELD(struct review_ask_view, section_key),
	FIELD_ID(struct review_ask_view, enrolment),
	FIELD(struct review_ask_view, way),
	FIELD(struct review_ask_view, price),
	FIELD(struct review_ask_view, complete),
	FIELD(struct review_ask_view, can_ask),
	FIELD_LIST(struct review_ask_view, mentors, nmentors, choice_fields),
	FIELD_ONLY(struct review_ask_view, journey_href, ONLY_HTML),
	FIELD_ONLY(struct review_ask_view, cost_words, ONLY_HTML),
	FIELD_ONLY(struct review_ask_view, left_words, ONLY_HTML),
	FIELD_ONLY(struct review_ask_view, refusal_words, ONLY_HTML),
	FIELD_ONLY(struct review_ask_view, open_href, ONLY_HTML),
	FIELD_ONLY(struct review_ask_view, missing_words, ONLY_HTML),
	FIELD_ONLY(struct review_ask_view, button_words, ONLY_HTML),
	FIELD_ONLY(struct review_ask_view, is_bought, ONLY_HTML),
	FIELD_END,
};
struct page review_ask_page = { .path = "reviews/review_ask",
	.fields = review_ask_fields,
	.form = &review_submit_form };

/* --- what it costs ------------------------------------------------------------ */

static const char *
terms_refusal(const char *word)
{
	static const struct word all[] = {
		{ "review_is_open",
		    WORDS("A review of this section is under way already.") },
		{ "review_not_in_tier",
		    WORDS("Reviews are not part of your tier, and not sold by "
			  "themselves here.") },
		{ "allowance_used_up",
		    WORDS("The reviews of this month are used up, and they "
			  "are not sold by themselves here.") },
		{ "journey_has_no_mentors",
		    WORDS("This journey has no mentor at the moment.") },
		{ NULL, NULL },
	};
	const char *words = word_of(all, word);

	return words == word ? tr("This journey is not open to you now.")
			     : words;
}

static void
fill_terms(struct request *r, struct review_ask_view *v,
    const struct review_terms_row *t)
{
	v->way = t->way;
	if (t->refusal != NULL)
		v->refusal_words = terms_refusal(t->refusal);
	if (t->open_review != 0)
		v->open_href = arena_printf(
		    r->arena, "/reviews/%lld", (long long)t->open_review);
	if (t->way == NULL)
		return;
	v->is_bought = strcmp(t->way, "order") == 0;
	if (v->is_bought) {
		v->price = (struct money){ t->price.value, t->currency };
		v->cost_words = money_text(r->arena, v->price);
		v->button_words = tr("Go on to the payment");
		return;
	}
	v->cost_words = tr("Included in your tier");
	v->left_words =
	    arena_printf(r->arena, tr("%d of %d left, the next ones from %s"),
		(int)(t->allowed.value - t->used.value), (int)t->allowed.value,
		review_when(r, t->resets_at));
	v->button_words = tr("Hand it in");
}

/* --- whom to ask -------------------------------------------------------------- */

static void
fill_mentors(struct request *r, struct review_ask_view *v, int64_t journey)
{
	struct review_mentor_list_row *rows;
	const char *chosen = typed(r, "mentor");
	size_t n;

	rows = review_mentor_list(r->db, journey, &n);
	v->mentors = arena_alloc(r->arena, n + 1, sizeof(*v->mentors));
	v->mentors[v->nmentors++] = (struct choice){ .value = "",
		.label = tr("Choose for me"),
		.note = tr("Whoever knows this best and is free soonest."),
		.chosen = *chosen == '\0' };
	for (size_t i = 0; i < n; i++) {
		struct choice *c = &v->mentors[v->nmentors];

		if (rows[i].is_blocked)
			continue;
		c->value =
		    arena_printf(r->arena, "%lld", (long long)rows[i].ref);
		c->label = rows[i].name;
		c->note = rows[i].is_away ? tr("Away at the moment")
					  : rows[i].headline;
		c->end =
		    rating_words(r, rows[i].rating_mean, rows[i].rating_count);
		c->refused = rows[i].is_away;
		c->chosen = strcmp(chosen, c->value) == 0;
		v->nmentors++;
	}
}

static enum status
render(struct request *r, int64_t enrolment, const char *section)
{
	struct review_ask_view view = { .enrolment = enrolment };
	struct section_now now;
	struct review_terms_row terms;

	if (!section_look(r, enrolment, section, &now) ||
	    !review_terms(r->db, enrolment, section, &terms))
		return NOT_FOUND;
	view.journey = now.enrolment.journey;
	view.journey_href =
	    arena_printf(r->arena, "/journeys/%s", now.enrolment.slug);
	view.section_title = now.state->section->title;
	view.section_key = section;
	view.complete = now.state->visible && now.state->complete;
	if (!view.complete)
		view.missing_words = arena_printf(r->arena,
		    tr("Answers that are still missing: %d"),
		    (int)now.state->missing);
	fill_terms(r, &view, &terms);
	fill_mentors(r, &view, now.enrolment.journey_id);
	view.can_ask = view.complete && terms.refusal == NULL;
	return request_render(r, &review_ask_page, &view);
}

enum status
review_ask_show(struct request *r)
{
	const struct review_ask_input *in = r->form;

	return render(r, in->enrolment, in->section);
}

enum status
review_submit_refused(struct request *r)
{
	return render(r, typed_id(r, "enrolment"), typed(r, "section"));
}

/* --- handing in --------------------------------------------------------------- */

struct handed_in {
	int64_t id, purchase;
	const char *url;
};

static const struct field handed_in_fields[] = {
	FIELD_ID(struct handed_in, id),
	FIELD_ID(struct handed_in, purchase),
	FIELD(struct handed_in, url),
	FIELD_END,
};

static enum status
buy(struct request *r, const struct section_now *now)
{
	const struct review_ask_input *in = r->form;
	struct review_buy_row made;
	struct handed_in out = { .id = 0 };

	if (!review_buy(r->db, in->enrolment, in->section, now->fields,
		now->revisions, in->mentor, in->words, &made))
		return CONFLICT;
	out.purchase = made.id;
	out.url =
	    arena_printf(r->arena, "/checkout/review/%lld", (long long)made.id);
	return request_done(r,
	    &(struct outcome){ CREATED, handed_in_fields, &out }, "%s",
	    out.url);
}

enum status
review_submit_post(struct request *r)
{
	const struct review_ask_input *in = r->form;
	struct section_now now;
	struct review_submit_row made;
	struct handed_in out = { .id = 0 };

	if (!section_look(r, in->enrolment, in->section, &now))
		return NOT_FOUND;
	if (!now.state->visible || !now.state->complete)
		return request_refuse(r, CONFLICT,
		    tr("Complete the section before you hand it in."));
	if (in->pay)
		return buy(r, &now);
	if (!review_submit(r->db, in->enrolment, in->section, now.fields,
		now.revisions, in->mentor, in->words, &made))
		return CONFLICT;
	out.id = made.id;
	out.url = arena_printf(r->arena, "/reviews/%lld", (long long)made.id);
	request_flash(r, tr("It is handed in. You hear when a mentor begins."));
	return request_done(r,
	    &(struct outcome){ CREATED, handed_in_fields, &out }, "%s",
	    out.url);
}
