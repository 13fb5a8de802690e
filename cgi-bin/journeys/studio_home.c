#include <string.h>

#include "journeys/studio.h"
#include "lib/domain/money.h"
#include "lib/domain/when.h"

/* /creator and /creator/journeys: what a creator has, how it does, and what is
 * to be done next. */
struct studio_card {
	int64_t id, members, waiting;
	const char *title, *slug, *status, *summary, *icon, *currency;
	struct money income;
	struct instant changed_at;
	/* on the page only */
	const char *href, *status_words, *cover, *members_words, *income_words,
	    *changed_words;
};

#define BOTH(m) FIELD(struct studio_card, m)
#define HTML(m) FIELD_ONLY(struct studio_card, m, ONLY_HTML)

static const struct field studio_card_fields[] = {
	FIELD_ID(struct studio_card, id),
	BOTH(title),
	BOTH(slug),
	BOTH(status),
	BOTH(summary),
	BOTH(icon),
	BOTH(members),
	BOTH(waiting),
	BOTH(income),
	BOTH(changed_at),
	HTML(href),
	HTML(status_words),
	HTML(cover),
	HTML(members_words),
	HTML(income_words),
	HTML(changed_words),
	FIELD_END,
};

struct studio_step {
	const char *href, *words, *detail, *button, *icon;
};

static const struct field studio_step_fields[] = {
	FIELD(struct studio_step, href),
	FIELD(struct studio_step, words),
	FIELD(struct studio_step, detail),
	FIELD_ONLY(struct studio_step, button, ONLY_HTML),
	FIELD_ONLY(struct studio_step, icon, ONLY_HTML),
	FIELD_END,
};

struct studio_home_view {
	struct studio studio;
	struct studio_card *items;
	size_t nitems;
	struct studio_step *steps;
	size_t nsteps;
	int64_t members, published;
	const char *income_words;
};

static const struct field studio_home_view_fields[] = {
	STUDIO_FIELD(struct studio_home_view),
	FIELD_LIST(struct studio_home_view, items, nitems, studio_card_fields),
	FIELD_LIST(struct studio_home_view, steps, nsteps, studio_step_fields),
	FIELD(struct studio_home_view, members),
	FIELD(struct studio_home_view, published),
	FIELD_ONLY(struct studio_home_view, income_words, ONLY_HTML),
	FIELD_END,
};
struct page studio_home_page = { .path = "journeys/studio_home",
	.fields = studio_home_view_fields };

static struct studio_card
make_card(struct request *r, const struct studio_list_row *row)
{
	struct studio_card c = {
		.id = row->id,
		.members = row->members,
		.waiting = row->waiting,
		.title = row->title,
		.slug = row->slug,
		.status = row->status,
		.summary = row->summary,
		.icon = row->icon,
		.income = { row->income, row->currency },
		.changed_at = row->changed_at,
		.href = arena_printf(
		    r->arena, "/creator/journeys/%lld", (long long)row->id),
		.status_words = journey_status_words(row->status),
	};

	c.income_words = money_text(r->arena, c.income);
	c.members_words =
	    row->members == 1
		? tr("1 member")
		: arena_printf(r->arena, tr("%d members"), (int)row->members);
	c.changed_words = when_ago(r->arena, row->changed_at, r->now);
	if (row->cover != NULL)
		c.cover = arena_printf(r->arena, "/media/%s", row->cover);
	return c;
}

/* The one thing that brings a journey on; false: nothing waits. */
static bool
next_step(struct request *r, const struct studio_card *c, struct studio_step *s)
{
	*s = (struct studio_step){
		.href = c->href, .words = c->title, .icon = "route"
	};
	if (strcmp(c->status, "changes_requested") == 0) {
		s->href = arena_printf(r->arena, "%s/publish", c->href);
		s->detail = tr("An admin asks for changes before it goes "
			       "public.");
		s->button = tr("See what is asked for");
	} else if (c->waiting > 0) {
		s->href = arena_printf(r->arena, "%s/providers", c->href);
		s->detail = tr("Somebody applies to help on it.");
		s->button = tr("Look at applications");
	} else if (strcmp(c->status, "draft") == 0) {
		s->detail = tr("This is a draft: members do not see it yet.");
		s->button = tr("Go on building");
	} else if (strcmp(c->status, "suspended") == 0) {
		s->href = arena_printf(r->arena, "%s/publish", c->href);
		s->detail = tr("An admin suspended this journey.");
		s->button = tr("Read why");
	} else {
		return false;
	}
	return true;
}

static struct studio_card *
fill_cards(struct request *r, size_t *n)
{
	struct studio_list_row *rows = studio_list_get(r->db, n);
	struct studio_card *cards = arena_alloc(r->arena, *n, sizeof(*cards));

	for (size_t i = 0; i < *n; i++)
		cards[i] = make_card(r, &rows[i]);
	return cards;
}

/* One sum a currency, side by side. */
static const char *
income_words(struct request *r, const struct studio_card *cards, size_t n)
{
	struct buf b;

	buf_init(&b, r->arena, 64);
	for (size_t i = 0; i < n; i++) {
		const char *unit = cards[i].income.currency;
		struct money sum = { 0, unit };
		bool is_first = true;

		for (size_t k = 0; k < n; k++) {
			if (strcmp(cards[k].income.currency, unit) != 0)
				continue;
			is_first = is_first && (k >= i);
			sum.amount += cards[k].income.amount;
		}
		if (!is_first || (sum.amount == 0 && n > 1 && b.len > 0))
			continue;
		if (b.len > 0)
			buf_puts(&b, ", ");
		buf_puts(&b, money_text(r->arena, sum));
	}
	return b.len > 0 ? b.data
			 : money_text(r->arena, (struct money){ 0, "USD" });
}

void
studio_list_read(struct request *r)
{
	studio_list_send(r->db);
}

enum status
studio_home_show(struct request *r)
{
	struct studio_home_view v = { 0 };

	studio_home_fill(r, &v.studio);
	v.items = fill_cards(r, &v.nitems);
	v.steps = arena_alloc(r->arena, v.nitems, sizeof(*v.steps));
	for (size_t i = 0; i < v.nitems; i++) {
		v.members += v.items[i].members;
		v.published += strcmp(v.items[i].status, "published") == 0;
		if (next_step(r, &v.items[i], &v.steps[v.nsteps]))
			v.nsteps++;
	}
	v.income_words = income_words(r, v.items, v.nitems);
	return request_render(r, &studio_home_page, &v);
}

/* --- the list ----------------------------------------------------------------- */

static const char *const statuses[] = { "draft", "in_review",
	"changes_requested", "published", "unpublished", "suspended",
	"archived", NULL };

struct studio_list_input {
	const char *status;
};

static const struct form_field studio_list_inputs[] = {
	FORM_ONE_OF(struct studio_list_input, status, OPTIONAL, statuses),
};
const struct form studio_list_form =
    FORM(struct studio_list_input, studio_list_inputs);

struct studio_list_view {
	struct studio studio;
	struct studio_card *items;
	size_t nitems;
	struct choice *states;
	size_t nstates;
};

static const struct field studio_list_view_fields[] = {
	STUDIO_FIELD(struct studio_list_view),
	FIELD_LIST(struct studio_list_view, items, nitems, studio_card_fields),
	FIELD_LIST_ONLY(
	    struct studio_list_view, states, nstates, choice_fields, ONLY_HTML),
	FIELD_END,
};
struct page studio_list_page = { .path = "journeys/studio_list",
	.fields = studio_list_view_fields,
	.form = &studio_list_form };

static void
fill_states(struct request *r, struct studio_list_view *v, const char *chosen)
{
	enum { STATES = sizeof(statuses) / sizeof(statuses[0]) };

	v->states = arena_alloc(r->arena, STATES, sizeof(*v->states));
	v->states[v->nstates++] =
	    (struct choice){ .value = "", .label = tr("Any state") };
	for (const char *const *s = statuses; *s != NULL; s++)
		v->states[v->nstates++] = (struct choice){ .value = *s,
			.label = journey_status_words(*s),
			.chosen = chosen != NULL && strcmp(*s, chosen) == 0 };
}

enum status
studio_list_show(struct request *r)
{
	const struct studio_list_input *in = r->form;
	struct studio_list_view v = { 0 };
	size_t kept = 0;

	studio_home_fill(r, &v.studio);
	v.items = fill_cards(r, &v.nitems);
	for (size_t i = 0; i < v.nitems; i++)
		if (in->status == NULL || *in->status == '\0' ||
		    strcmp(v.items[i].status, in->status) == 0)
			v.items[kept++] = v.items[i];
	v.nitems = kept;
	fill_states(r, &v, in->status);
	return request_render(r, &studio_list_page, &v);
}

/* --- a new one ------------------------------------------------------------------ */

struct studio_new_input {
	const char *title, *summary;
};

static const struct form_field studio_new_inputs[] = {
	FORM_FIELD(struct studio_new_input, title, REQUIRED, 1, 120),
	FORM_FIELD(struct studio_new_input, summary, OPTIONAL, 0, 200),
};
const struct form studio_new_form =
    FORM(struct studio_new_input, studio_new_inputs);

struct studio_new_view {
	struct studio studio;
};

static const struct field studio_new_view_fields[] = {
	STUDIO_FIELD(struct studio_new_view),
	FIELD_END,
};
struct page studio_new_page = { .path = "journeys/studio_new",
	.fields = studio_new_view_fields,
	.form = &studio_new_form };

enum status
studio_new_show(struct request *r)
{
	struct studio_new_view v = { 0 };

	studio_home_fill(r, &v.studio);
	return request_render(r, &studio_new_page, &v);
}

static const struct field made_fields[] = {
	FIELD_ID(struct journey_id_input, id),
	FIELD_END,
};

enum status
studio_new_post(struct request *r)
{
	const struct studio_new_input *in = r->form;
	struct studio_make_row row;

	if (!studio_make(r->db, in->title, in->summary, &row))
		return CONFLICT;
	request_flash(r, tr("The journey is made. Now add what it asks."));
	return request_done(r,
	    &(struct outcome){
		CREATED, made_fields, &(struct journey_id_input){ row.id } },
	    "/creator/journeys/%lld", (long long)row.id);
}
