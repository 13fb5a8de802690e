#include <stdlib.h>
#include <string.h>

#include "booking/booking.h"
#include "booking/expert.h"
#include "booking/expert_card.h"
#include "booking/vocabulary.h"
#include "gen/booking/expert_list_sql.h"
#include "lib/base/words.h"
#include "lib/domain/language.h"
#include "lib/domain/when.h"

/*
 * The directory: /mentors, /interviewers, /concierges.  One query on stored
 * listings, twenty cards a page, the next page by keyset.
 */
enum { PAGE = 20 };

static const char *const sort_names[] = { "best", "rating", "price", "soonest",
	NULL };
static const char *const sort_labels[] = { WORDS("Best match"), WORDS("Rating"),
	WORDS("Price"), WORDS("Soonest") };

struct expert_list_input {
	const char *q, *skill, *industry, *language, *type, *sort, *after;
	struct maybe_int price_max, rating;
	bool free;
	struct date day;
};

static const struct form_field expert_list_fields[] = {
	FORM_FIELD(struct expert_list_input, q, OPTIONAL, 1, 100),
	FORM_FIELD(struct expert_list_input, skill, OPTIONAL, 1, 60),
	FORM_FIELD(struct expert_list_input, industry, OPTIONAL, 1, 60),
	FORM_FIELD(struct expert_list_input, language, OPTIONAL, 1, 40),
	FORM_ONE_OF(struct expert_list_input, type, OPTIONAL, session_kinds),
	FORM_ONE_OF(struct expert_list_input, sort, OPTIONAL, sort_names),
	FORM_FIELD(struct expert_list_input, after, OPTIONAL, 1, 60),
	FORM_FIELD(struct expert_list_input, price_max, OPTIONAL, 0, 100000000),
	FORM_FIELD(struct expert_list_input, rating, OPTIONAL, 1, 5),
	FORM_FIELD(struct expert_list_input, free, OPTIONAL, 0, 1),
	FORM_FIELD(struct expert_list_input, day, OPTIONAL, 0, 0),
};
const struct form expert_list_form =
    FORM(struct expert_list_input, expert_list_fields);

struct set_filter {
	const char *label, *href;
};

static const struct field set_filter_fields[] = {
	FIELD(struct set_filter, label),
	FIELD(struct set_filter, href),
	FIELD_END,
};

struct expert_list_view {
	struct expert_card *items;
	size_t nitems;
	const char *next;
	/* on the page only */
	const char *heading, *base, *lede, *found, *filters_words;
	struct choice *sorts, *types, *industries, *languages, *prices,
	    *ratings;
	size_t nsorts, ntypes, nindustries, nlanguages, nprices, nratings;
	const char *const *skill_names;
	size_t nskill_names;
	struct set_filter *filters;
	size_t nfilters;
	struct pager *pager;
	const char *match_href;
};

#define CHOICES(m, n) \
	FIELD_LIST_ONLY(struct expert_list_view, m, n, choice_fields, ONLY_HTML)

static const struct field expert_list_view_fields[] = {
	FIELD_LIST(struct expert_list_view, items, nitems, expert_card_fields),
	FIELD_ONLY(struct expert_list_view, next, ONLY_JSON),
	FIELD_ONLY(struct expert_list_view, heading, ONLY_HTML),
	FIELD_ONLY(struct expert_list_view, base, ONLY_HTML),
	FIELD_ONLY(struct expert_list_view, lede, ONLY_HTML),
	FIELD_ONLY(struct expert_list_view, found, ONLY_HTML),
	FIELD_ONLY(struct expert_list_view, filters_words, ONLY_HTML),
	CHOICES(sorts, nsorts),
	CHOICES(types, ntypes),
	CHOICES(industries, nindustries),
	CHOICES(languages, nlanguages),
	CHOICES(prices, nprices),
	CHOICES(ratings, nratings),
	{ .name = "skill_names",
	    .kind = KIND_TEXTS,
	    .offset = offsetof(struct expert_list_view, skill_names),
	    .item_size = sizeof(const char *),
	    .count_offset = offsetof(struct expert_list_view, nskill_names),
	    .only = ONLY_HTML },
	FIELD_LIST_ONLY(struct expert_list_view, filters, nfilters,
	    set_filter_fields, ONLY_HTML),
	FIELD_POINTER_ONLY(
	    struct expert_list_view, pager, pager_fields, ONLY_HTML),
	FIELD_ONLY(struct expert_list_view, match_href, ONLY_HTML),
	FIELD_END,
};
struct page expert_list_page = { .path = "booking/expert_list",
	.fields = expert_list_view_fields,
	.form = &expert_list_form };

/* "KEY~ID" of the last card of the page before. */
static bool
read_after(const char *after, struct maybe_real *key, int64_t *id)
{
	char *end;

	if (after == NULL)
		return true;
	key->value = strtod(after, &end);
	key->set = true;
	if (end == after || *end != '~')
		return false;
	*id = strtoll(end + 1, &end, 10);
	return *end == '\0' && *id > 0;
}

/* A language by its code, or as people call it. */
static const char *
language_wanted(const struct expert_list_input *in)
{
	const char *code = language_meant(in->language);

	return code != NULL ? code : in->language;
}

static bool
is_filtered(const struct expert_list_input *in)
{
	return in->industry != NULL || in->language != NULL ||
	       in->type != NULL || in->price_max.set || in->rating.set ||
	       in->free || in->day.year != 0;
}

void
expert_list_read(struct request *r)
{
	const struct expert_list_input *in = r->form;
	const struct directory *d = directory_of(r);
	const char *sort = in->sort != NULL ? in->sort : "best";
	struct maybe_real after_key = { .set = false };
	struct maybe_real rating = { (double)in->rating.value, in->rating.set };
	const char *skill = slug_meant(r->arena, in->skill);
	const char *industry = slug_meant(r->arena, in->industry);
	int64_t after_id = 0;

	if (!read_after(in->after, &after_key, &after_id))
		after_key.set = false;
	if (in->q == NULL && !is_filtered(in))
		expert_sorted_send(
		    r->db, d->kind, sort, skill, after_key, after_id, PAGE + 1);
	else if (in->q == NULL)
		expert_page_send(r->db, d->kind, sort, skill, industry,
		    language_wanted(in), in->price_max, rating, in->type,
		    in->free, in->day, r->visitor_zone, after_key, after_id,
		    PAGE + 1);
	else
		expert_search_send(r->db, in->q, d->kind, sort, skill, industry,
		    language_wanted(in), in->price_max, rating, in->type,
		    in->free, in->day, r->visitor_zone, after_key, after_id,
		    PAGE + 1);
	if (!r->json)
		vocabulary_read(r);
}

/* --- addresses with one filter less, another page ---------------------------- */

/* This list's address without one field (and without `after`). */
static const char *
address(struct request *r, const char *base, const char *without)
{
	struct buf b;

	buf_init(&b, r->arena, 128);
	buf_puts(&b, base);
	for (size_t i = 0; i < expert_list_form.nfields; i++) {
		const struct form_state *s = &r->parsed.states[i];

		if (strcmp(s->name, "after") == 0 ||
		    (without != NULL && strcmp(s->name, without) == 0))
			continue;
		if (strcmp(s->name, "free") == 0) {
			buf_put_query(&b, "free", s->checked ? "1" : NULL);
			continue;
		}
		buf_put_query(&b, s->name, s->value);
	}
	return b.data;
}

static const char *
next_address(struct request *r, const char *base, int64_t ref, double key)
{
	struct buf b;

	buf_init(&b, r->arena, 128);
	buf_puts(&b, address(r, base, NULL));
	buf_put_query(&b, "after",
	    arena_printf(r->arena, "%.17g~%lld", key, (long long)ref));
	return b.data;
}

/* --- the page around the cards -------------------------------------------- */

static void
add_filter(struct request *r, struct expert_list_view *v, const char *name,
    const char *label)
{
	v->filters[v->nfilters++] =
	    (struct set_filter){ label, address(r, v->base, name) };
}

static const char *
label_of(const struct choice *all, size_t n, const char *value)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(all[i].value, value) == 0)
			return all[i].label;
	return value;
}

static void
fill_filters(struct request *r, struct expert_list_view *v)
{
	const struct expert_list_input *in = r->form;
	static const char *const plain[] = { "q", "skill" };

	v->filters = arena_alloc(r->arena, 10, sizeof(*v->filters));
	for (size_t i = 0; i < sizeof(plain) / sizeof(plain[0]); i++)
		if (*typed(r, plain[i]) != '\0')
			add_filter(r, v, plain[i], typed(r, plain[i]));
	if (in->industry != NULL)
		add_filter(r, v, "industry",
		    label_of(v->industries, v->nindustries, in->industry));
	if (in->language != NULL)
		add_filter(
		    r, v, "language", language_name(language_wanted(in)));
	if (in->day.year != 0)
		add_filter(r, v, "day", when_date(r->arena, in->day));
	if (in->type != NULL)
		add_filter(r, v, "type", session_kind_words(in->type));
	if (in->price_max.set)
		add_filter(r, v, "price_max",
		    arena_printf(r->arena, tr("Up to %d"),
			(int)(in->price_max.value / 100)));
	if (in->rating.set)
		add_filter(r, v, "rating",
		    arena_printf(r->arena, tr("Rated %d and up"),
			(int)in->rating.value));
	if (in->free)
		add_filter(r, v, "free", tr("Has a free session"));
	v->filters_words = v->nfilters == 0
			       ? tr("Filters")
			       : arena_printf(r->arena, tr("Filters, %d set"),
				     (int)v->nfilters);
}

static struct choice *
choices(struct request *r, const char *const *values, const char *const *labels,
    const char *chosen, size_t *n)
{
	struct choice *all = choices_make(r->arena, values, labels, chosen, n);

	for (size_t i = 0; i < *n; i++)
		all[i].label = tr(all[i].label);
	return all;
}

static struct choice *
type_choices(struct request *r, size_t *n)
{
	struct slug_list list = { session_kinds, NULL, 0 };
	const char **names;

	while (session_kinds[list.n] != NULL)
		list.n++;
	list.names = names = arena_alloc(r->arena, list.n, sizeof(*names));
	for (size_t i = 0; i < list.n; i++)
		names[i] = session_kind_words(session_kinds[i]);
	return choices_of(r->arena, &list, tr("Any"), typed(r, "type"), n);
}

static void
fill_choices(struct request *r, struct expert_list_view *v,
    const struct vocabulary_find_row *words)
{
	static const char *const prices[] = { "", "0", "5000", "10000", "20000",
		NULL };
	static const char *const price_labels[] = { WORDS("Any"), WORDS("Free"),
		WORDS("Up to 50"), WORDS("Up to 100"), WORDS("Up to 200") };
	static const char *const ratings[] = { "", "3", "4", NULL };
	static const char *const rating_labels[] = { WORDS("Any"),
		WORDS("3 and up"), WORDS("4 and up") };
	struct slug_list industries = { words->industry_slugs,
		words->industry_names, words->nindustry_slugs };
	const struct expert_list_input *in = r->form;
	const char *sort = typed(r, "sort");

	v->sorts = choices(r, sort_names, sort_labels,
	    *sort != '\0' ? sort : "best", &v->nsorts);
	v->types = type_choices(r, &v->ntypes);
	v->prices = choices(
	    r, prices, price_labels, typed(r, "price_max"), &v->nprices);
	v->ratings = choices(
	    r, ratings, rating_labels, typed(r, "rating"), &v->nratings);
	v->industries = choices_of(r->arena, &industries, tr("Any"),
	    typed(r, "industry"), &v->nindustries);
	v->languages =
	    language_choices(r, tr("Any"), language_wanted(in), &v->nlanguages);
	v->skill_names = words->skills;
	v->nskill_names = words->nskills;
}

/* Everybody is counted already; those who fit a filter would have to be. */
static const char *
found_words(struct request *r, const struct expert_list_view *v, int64_t all)
{
	if (v->nfilters == 0)
		return arena_printf(r->arena, tr("%d people"), (int)all);
	if (v->next != NULL)
		return arena_printf(
		    r->arena, tr("The first %d people"), (int)v->nitems);
	return arena_printf(r->arena, tr("%d people"), (int)v->nitems);
}

static void
fill_page(
    struct request *r, struct expert_list_view *v, const struct directory *d)
{
	const struct expert_list_input *in = r->form;
	const struct vocabulary_find_row *words = vocabulary_get(r);

	v->base = d->base;
	v->heading = tr(d->heading);
	v->lede = arena_printf(r->arena,
	    tr("Verified people. Times are shown in %s."),
	    r->session->timezone);
	fill_choices(r, v, words);
	fill_filters(r, v);
	if (strcmp(d->kind, "interviewer") == 0)
		v->match_href = "/interviewers/match";
	v->found = found_words(r, v,
	    strcmp(d->kind, "mentor") == 0        ? words->mentors
	    : strcmp(d->kind, "interviewer") == 0 ? words->interviewers
						  : words->concierges);
	if (v->nitems == 0)
		return;
	v->pager = arena_alloc(r->arena, 1, sizeof(*v->pager));
	v->pager->range = v->found;
	v->pager->next = v->next;
	if (in->after != NULL) {
		v->pager->range = arena_printf(
		    r->arena, tr("%d people here"), (int)v->nitems);
		v->pager->first = address(r, v->base, NULL);
	}
}

enum status
expert_list_show(struct request *r)
{
	const struct expert_list_input *in = r->form;
	const struct directory *d = directory_of(r);
	const char *api = arena_printf(r->arena, "/api%s", d->base);
	struct expert_list_view view = { .nitems = 0 };
	struct expert_page_row *rows;
	size_t n;

	/* The statements give the same columns in the same order. */
	if (in->q != NULL)
		rows = (struct expert_page_row *)expert_search_get(r->db, &n);
	else if (is_filtered(in))
		rows = expert_page_get(r->db, &n);
	else
		rows = (struct expert_page_row *)expert_sorted_get(r->db, &n);
	view.nitems = n > PAGE ? PAGE : n;
	view.items = arena_alloc(r->arena, view.nitems, sizeof(*view.items));
	for (size_t i = 0; i < view.nitems; i++)
		expert_card_fill(r, &view.items[i], rows[i].card, d->base);
	if (n > PAGE)
		view.next = next_address(r, r->json ? api : d->base,
		    view.items[PAGE - 1].id, rows[PAGE - 1].key);
	if (!r->json)
		fill_page(r, &view, d);
	return request_render(r, &expert_list_page, &view);
}
