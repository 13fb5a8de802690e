#include <string.h>

#include "journeys/card.h"
#include "journeys/journey.h"
#include "lib/base/words.h"
#include "lib/domain/money.h"

static const char *const tiers[] = { "essentials", "guided", "premium", NULL };
static const char *const intros[] = { WORDS("The form, at your own pace"),
	WORDS("A mentor reads what you write"),
	WORDS("Someone fills it in with you") };

#define HTML(m) FIELD_ONLY(struct tier_shown, m, ONLY_HTML)

const struct field tier_shown_fields[] = {
	FIELD(struct tier_shown, tier),
	FIELD(struct tier_shown, title),
	FIELD_ONLY(struct tier_shown, month, ONLY_JSON),
	FIELD_ONLY(struct tier_shown, year, ONLY_JSON),
	FIELD(struct tier_shown, reviews),
	FIELD(struct tier_shown, sessions),
	FIELD_ONLY(struct tier_shown, session_minutes, ONLY_JSON),
	HTML(price),
	HTML(year_words),
	HTML(saving),
	HTML(split),
	HTML(intro),
	HTML(reviews_words),
	HTML(sessions_words),
	HTML(is_free),
	HTML(is_best),
	HTML(is_mine),
	HTML(may_start),
	FIELD_END,
};

static const char *
intro_of(const char *tier)
{
	size_t i = 0;

	while (tiers[i + 1] != NULL && strcmp(tiers[i], tier) != 0)
		i++;
	return tr(intros[i]);
}

/* What a year costs, and how much less that is than twelve months. */
static void
fill_year(struct request *r, struct tier_shown *t)
{
	int64_t months = 12 * t->month.amount;

	if (t->year.currency == NULL || t->year.amount == 0)
		return;
	t->year_words = arena_printf(
	    r->arena, tr("or %s a year"), money_text(r->arena, t->year));
	if (t->year.amount < months)
		t->saving = arena_printf(r->arena, tr("save %d %%"),
		    (int)(100 * (months - t->year.amount) / months));
}

static void
fill_help(struct request *r, struct tier_shown *t)
{
	if (t->reviews > 0)
		t->reviews_words = arena_printf(r->arena,
		    t->reviews == 1 ? tr("%d written review a month")
				    : tr("%d written reviews a month"),
		    (int)t->reviews);
	if (t->sessions > 0)
		t->sessions_words = arena_printf(r->arena,
		    t->sessions == 1 ? tr("%d session of %d minutes a month")
				     : tr("%d sessions of %d minutes a month"),
		    (int)t->sessions, (int)t->session_minutes);
}

struct tier_shown *
tiers_shown(struct request *r, const struct journey_find_row *j,
    const struct tier_list_row *rows, size_t n)
{
	struct tier_shown *all = arena_alloc(r->arena, n, sizeof(*all));

	for (size_t i = 0; i < n; i++) {
		struct tier_shown *t = &all[i];

		*t = (struct tier_shown){
			.tier = rows[i].tier,
			.title = rows[i].title,
			.month = { rows[i].month_amount, j->currency },
			.reviews = rows[i].reviews,
			.sessions = rows[i].sessions,
			.session_minutes = rows[i].session_minutes,
			.is_free = rows[i].month_amount == 0,
			.is_best = strcmp(rows[i].tier, "guided") == 0,
			.is_mine = j->my_tier != NULL &&
				   strcmp(j->my_tier, rows[i].tier) == 0 &&
				   strcmp(j->my_status, "ended") != 0,
		};
		if (rows[i].year_amount.set)
			t->year = (struct money){ rows[i].year_amount.value,
				j->currency };
		if (r->json)
			continue;
		t->price = price_words(r->arena, t->month);
		t->intro = intro_of(t->tier);
		t->may_start = !j->is_mine && !t->is_mine &&
			       strcmp(j->status, "published") == 0;
		fill_year(r, t);
		fill_help(r, t);
		if (j->shows_split && !t->is_free)
			t->split = arena_printf(r->arena,
			    tr("Of this %s go to the platform"),
			    money_text(
				r->arena, (struct money){ rows[i].fee_amount,
					      j->currency }));
	}
	return all;
}

/* --- beginning --------------------------------------------------------------- */

struct start_input {
	const char *slug, *tier;
};

static const struct form_field start_inputs[] = {
	FORM_FIELD(struct start_input, slug, REQUIRED, 1, 60),
	FORM_ONE_OF(struct start_input, tier, REQUIRED, tiers),
};
const struct form journey_start_form = FORM(struct start_input, start_inputs);

static const struct field started_fields[] = {
	FIELD_ID(struct enrolment_free_row, id),
	FIELD_END,
};

enum status
journey_start_post(struct request *r)
{
	const struct start_input *in = r->form;
	struct journey_by_slug_row journey;
	struct enrolment_free_row made;

	if (!journey_by_slug(r->db, in->slug, &journey))
		return NOT_FOUND;
	if (!enrolment_free(r->db, journey.id, in->tier, &made))
		return NOT_FOUND;
	request_flash(r, arena_printf(r->arena, tr("You are on your way: %s"),
			     journey.title));
	return request_done(r,
	    &(struct outcome){ CREATED, started_fields, &made }, "/journeys/%s",
	    journey.slug);
}
