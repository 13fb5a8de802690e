#include <string.h>

#include "booking/expert.h"
#include "booking/expert_card.h"
#include "booking/pack.h"
#include "booking/rating.h"
#include "lib/domain/markdown.h"
#include "lib/domain/when.h"

/* /mentors/ID, /interviewers/ID, /concierges/ID: everything that a visitor may
 * know of one expert, in one round trip. */
enum { RATINGS = 5 };

struct expert_show_input {
	int64_t id;
};

static const struct form_field expert_show_inputs[] = {
	FORM_ID(struct expert_show_input, id, REQUIRED),
};
const struct form expert_show_form =
    FORM(struct expert_show_input, expert_show_inputs);

struct skill_shown {
	const char *name, *words;
};

static const struct field skill_shown_fields[] = {
	FIELD(struct skill_shown, name),
	FIELD(struct skill_shown, words),
	FIELD_END,
};

struct offer_shown {
	const char *href, *kind_words, *minutes_words, *price;
};

static const struct field offer_shown_fields[] = {
	FIELD(struct offer_shown, href),
	FIELD(struct offer_shown, kind_words),
	FIELD(struct offer_shown, minutes_words),
	FIELD(struct offer_shown, price),
	FIELD_END,
};

struct free_day {
	const char *label;
	struct slot_link *slots;
	size_t nslots;
};

static const struct field free_day_fields[] = {
	FIELD(struct free_day, label),
	FIELD_LIST(struct free_day, slots, nslots, slot_link_fields),
	FIELD_END,
};

struct expert_show_view {
	const char *base, *base_words;
	struct expert_card expert;
	struct html about;
	struct skill_shown *skills;
	size_t nskills;
	const char *industries, *specialisations, *local_time, *reliability;
	struct offer_shown *offers;
	size_t noffers;
	struct free_day *days;
	size_t ndays;
	const char *zone_words, *all_times;
	struct shown_rating *ratings;
	size_t nratings;
	const char *ratings_href, *ratings_words; /* NULL: all are here */
	bool anonymous;
	const char *edit_href; /* for the expert */
	struct pack_offer *packs;
	size_t npacks;
	const char *packs_href;
};

static const struct field expert_show_fields[] = {
	FIELD(struct expert_show_view, base),
	FIELD(struct expert_show_view, base_words),
	FIELD_OBJECT(struct expert_show_view, expert, expert_card_fields),
	FIELD(struct expert_show_view, about),
	FIELD_LIST(
	    struct expert_show_view, skills, nskills, skill_shown_fields),
	FIELD(struct expert_show_view, industries),
	FIELD(struct expert_show_view, specialisations),
	FIELD(struct expert_show_view, local_time),
	FIELD(struct expert_show_view, reliability),
	FIELD_LIST(
	    struct expert_show_view, offers, noffers, offer_shown_fields),
	FIELD_LIST(struct expert_show_view, days, ndays, free_day_fields),
	FIELD(struct expert_show_view, zone_words),
	FIELD(struct expert_show_view, all_times),
	FIELD_LIST(
	    struct expert_show_view, ratings, nratings, shown_rating_fields),
	FIELD(struct expert_show_view, ratings_href),
	FIELD(struct expert_show_view, ratings_words),
	FIELD(struct expert_show_view, anonymous),
	FIELD(struct expert_show_view, edit_href),
	FIELD_LIST(struct expert_show_view, packs, npacks, pack_offer_fields),
	FIELD(struct expert_show_view, packs_href),
	FIELD_END,
};
struct page expert_show_page = { .path = "booking/expert_show",
	.fields = expert_show_fields };

/* Mentors sell packs, interviewers packages. */
static const char *
sold_ahead(struct request *r)
{
	return strcmp(directory_of(r)->kind, "interviewer") == 0 ? "package"
								 : "pack";
}

void
expert_show_read(struct request *r)
{
	const struct expert_show_input *in = r->form;

	expert_find_send(r->db, in->id, directory_of(r)->kind);
	if (r->json)
		return;
	expert_free_send(r->db, in->id, r->visitor_zone);
	rating_list_send(r->db, in->id, 0, RATINGS + 1);
	product_offers_send(r->db, in->id, sold_ahead(r), NULL);
}

static const char *
join(struct arena *a, const char *const *texts, size_t n)
{
	struct buf b;

	if (n == 0)
		return NULL;
	buf_init(&b, a, 64);
	for (size_t i = 0; i < n; i++) {
		buf_puts(&b, i == 0 ? "" : ", ");
		buf_puts(&b, texts[i]);
	}
	return b.data;
}

static void
fill_offers(struct request *r, struct expert_show_view *v)
{
	const struct expert_card *c = &v->expert;

	v->noffers = c->nsession_types;
	v->offers = arena_alloc(r->arena, v->noffers, sizeof(*v->offers));
	for (size_t i = 0; i < v->noffers; i++)
		v->offers[i] = (struct offer_shown){
			arena_printf(r->arena, "/book/%lld?type=%lld",
			    (long long)c->id,
			    (long long)c->session_types[i].id),
			session_kind_words(c->session_types[i].kind),
			arena_printf(r->arena, tr("%d minutes"),
			    (int)c->session_types[i].minutes),
			price_words(r, c->session_types[i].price),
		};
}

static void
fill_skills(struct request *r, struct expert_show_view *v)
{
	const struct expert_card *c = &v->expert;

	v->nskills = c->nskills;
	v->skills = arena_alloc(r->arena, v->nskills, sizeof(*v->skills));
	for (size_t i = 0; i < v->nskills; i++)
		v->skills[i] = (struct skill_shown){
			c->skills[i].name,
			arena_printf(
			    r->arena, tr("%d of 5"), (int)c->skills[i].level),
		};
}

static const char *
slot_address(struct request *r, int64_t ref, struct instant start)
{
	char at[32];

	instant_print_rfc3339(start, at);
	return arena_printf(
	    r->arena, "/book/%lld?start=%s", (long long)ref, at);
}

/* Rows come in order: a day ends where the next begins. */
static void
fill_days(struct request *r, struct expert_show_view *v)
{
	size_t n;
	struct expert_free_row *rows = expert_free_get(r->db, &n);
	const char *zone = r->session->timezone;
	struct slot_link *links = arena_alloc(r->arena, n, sizeof(*links));
	struct date day = { 0 }, last = { 0 };

	v->days = arena_alloc(r->arena, n, sizeof(*v->days));
	for (size_t i = 0; i < n; i++) {
		day = when_local(rows[i].start, zone).date;
		if (i == 0 || date_days_between(last, day) != 0)
			v->days[v->ndays++] = (struct free_day){
				.label = when_day(
				    r->arena, rows[i].start, zone, r->now),
				.slots = &links[i],
			};
		last = day;
		v->days[v->ndays - 1].nslots++;
		links[i] = (struct slot_link){
			slot_address(r, v->expert.id, rows[i].start),
			when_clock(r->arena, rows[i].start, zone),
		};
	}
}

static void
fill_ratings(struct request *r, struct expert_show_view *v,
    const struct expert_find_row *row)
{
	size_t n;
	struct rating_list_row *rows = rating_list_get(r->db, &n);

	v->nratings = n > RATINGS ? RATINGS : n;
	v->ratings = ratings_shown(r, row, rows, v->nratings);
	if (n <= RATINGS)
		return;
	v->ratings_href = arena_printf(r->arena, "%s/ratings", v->expert.href);
	v->ratings_words = arena_printf(
	    r->arena, tr("All %d ratings"), (int)row->rating_count);
}

static void
fill_facts(struct request *r, struct expert_show_view *v,
    const struct expert_find_row *row)
{
	v->about = markdown(r->arena, row->bio);
	v->industries = join(r->arena, row->industries, row->nindustries);
	v->specialisations =
	    join(r->arena, row->specialisations, row->nspecialisations);
	if (row->reliability.set)
		v->reliability = arena_printf(r->arena,
		    tr("Keeps %d %% of sessions"), (int)row->reliability.value);
	v->local_time = arena_printf(r->arena, tr("It is %s for %s now."),
	    when_clock(r->arena, r->now, row->timezone), row->display_name);
	v->zone_words = zone_words(r, r->session->timezone, r->now);
	v->all_times =
	    arena_printf(r->arena, "/book/%lld", (long long)row->ref);
	v->anonymous = row->alias_seed != NULL;
	if (row->is_mine)
		v->edit_href = "/interviewer/profile";
}

static void
fill_packs(struct request *r, struct expert_show_view *v, int64_t ref)
{
	const char *kind = sold_ahead(r), *ignored;

	v->packs = pack_offers_fill(r, kind, NULL, &v->npacks, &ignored);
	if (v->npacks != 0)
		v->packs_href = arena_printf(r->arena,
		    strcmp(kind, "pack") == 0 ? "/mentors/%lld/packs"
					      : "/coaching?expert=%lld",
		    (long long)ref);
}

enum status
expert_show(struct request *r)
{
	struct expert_show_view view = { .base = directory_of(r)->base };
	struct expert_find_row row;

	if (!expert_find_get(r->db, &row))
		return NOT_FOUND;
	if (!r->json && expert_is_elsewhere(r, &row))
		return request_redirect(r, "%s/%lld",
		    directory_of_kind(row.kind)->base, (long long)row.ref);
	expert_card_fill(r, &view.expert, row.card, view.base);
	if (r->json)
		return request_json(r, OK, expert_card_fields, &view.expert);
	view.base_words = tr(directory_of(r)->heading);
	fill_days(r, &view);
	fill_ratings(r, &view, &row);
	fill_packs(r, &view, row.ref);
	fill_skills(r, &view);
	fill_offers(r, &view);
	fill_facts(r, &view, &row);
	return request_render(r, &expert_show_page, &view);
}
