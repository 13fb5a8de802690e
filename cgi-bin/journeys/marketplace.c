#include <stdlib.h>
#include <string.h>

#include "journeys/card.h"
#include "journeys/journeys.h"
#include "lib/base/words.h"
#include "lib/domain/money.h"

/*
 * What there is to take: one query on stored listings, twelve cards a page, the
 * next page by keyset; on the first page what is featured stands above.
 */
enum { PAGE = 12, FEATURED = 3 };

static const char *const sort_names[] = { "best", "rating", "price", "new",
	NULL };
static const char *const sort_labels[] = { WORDS("Most popular"),
	WORDS("Rating"), WORDS("Price"), WORDS("Newest") };
static const char *const help_names[] = { "", "reviews", "sessions", "free",
	NULL };
static const char *const help_labels[] = { WORDS("Any help"),
	WORDS("Mentor reviews"), WORDS("Concierge sessions"), WORDS("Free") };
static const char *const help_words[] = { "reviews", "sessions", "free", NULL };

struct marketplace_input {
	const char *q, *category, *help, *sort, *after;
	struct maybe_int price_max, rating;
};

static const struct form_field marketplace_inputs[] = {
	FORM_FIELD(struct marketplace_input, q, OPTIONAL, 1, 100),
	FORM_FIELD(struct marketplace_input, category, OPTIONAL, 1, 40),
	FORM_ONE_OF(struct marketplace_input, help, OPTIONAL, help_words),
	FORM_ONE_OF(struct marketplace_input, sort, OPTIONAL, sort_names),
	FORM_FIELD(struct marketplace_input, after, OPTIONAL, 1, 60),
	FORM_FIELD(struct marketplace_input, price_max, OPTIONAL, 0, 100000000),
	FORM_FIELD(struct marketplace_input, rating, OPTIONAL, 1, 5),
};
const struct form marketplace_form =
    FORM(struct marketplace_input, marketplace_inputs);

struct category_link {
	const char *label, *href;
	bool is_chosen;
};

static const struct field category_link_fields[] = {
	FIELD(struct category_link, label),
	FIELD(struct category_link, href),
	FIELD(struct category_link, is_chosen),
	FIELD_END,
};

struct marketplace_view {
	struct journey_card *items, *featured;
	size_t nitems, nfeatured;
	struct marketplace_category_list_row *categories;
	size_t ncategories;
	const char *next;
	/* on the page only */
	struct category_link *links;
	size_t nlinks;
	struct choice *sorts, *helps, *prices, *ratings;
	size_t nsorts, nhelps, nprices, nratings;
	const char *category, *reset;
	struct pager *pager;
	bool is_filtered, has_featured;
};

#define CHOICES(m, n) \
	FIELD_LIST_ONLY(struct marketplace_view, m, n, choice_fields, ONLY_HTML)

static const struct field marketplace_fields[] = {
	FIELD_LIST(struct marketplace_view, items, nitems, journey_card_fields),
	FIELD_LIST(
	    struct marketplace_view, featured, nfeatured, journey_card_fields),
	FIELD_LIST_ONLY(struct marketplace_view, categories, ncategories,
	    marketplace_category_list_fields, ONLY_JSON),
	FIELD_ONLY(struct marketplace_view, next, ONLY_JSON),
	FIELD_LIST_ONLY(struct marketplace_view, links, nlinks,
	    category_link_fields, ONLY_HTML),
	CHOICES(sorts, nsorts),
	CHOICES(helps, nhelps),
	CHOICES(prices, nprices),
	CHOICES(ratings, nratings),
	FIELD_ONLY(struct marketplace_view, category, ONLY_HTML),
	FIELD_ONLY(struct marketplace_view, reset, ONLY_HTML),
	FIELD_POINTER_ONLY(
	    struct marketplace_view, pager, pager_fields, ONLY_HTML),
	FIELD_ONLY(struct marketplace_view, is_filtered, ONLY_HTML),
	FIELD_ONLY(struct marketplace_view, has_featured, ONLY_HTML),
	FIELD_END,
};
struct page marketplace_page = { .path = "journeys/marketplace",
	.fields = marketplace_fields,
	.form = &marketplace_form };

/* "KEY~ID" of the last card of the page before. */
static bool
read_after(const char *after, struct maybe_real *key, int64_t *id)
{
	char *end;

	if (after == NULL)
		return true;
	key->value = strtod(after, &end);
	key->set = end != after && *end == '~';
	if (!key->set)
		return false;
	*id = strtoll(end + 1, &end, 10);
	key->set = *end == '\0' && *id > 0;
	return key->set;
}

static bool
is_filtered(const struct marketplace_input *in)
{
	return in->q != NULL || in->category != NULL || in->help != NULL ||
	       in->price_max.set || in->rating.set;
}

static bool
shows_featured(const struct marketplace_input *in)
{
	return !is_filtered(in) && in->after == NULL && in->sort == NULL;
}

void
marketplace_read(struct request *r)
{
	const struct marketplace_input *in = r->form;
	struct maybe_real after_key = { .set = false };
	struct maybe_real rating = { (double)in->rating.value, in->rating.set };
	int64_t after_id = 0;

	if (!read_after(in->after, &after_key, &after_id))
		after_id = 0;
	marketplace_list_send(r->db, in->q,
	    in->sort != NULL ? in->sort : "best", in->category, in->price_max,
	    rating, in->help, after_key, after_id, PAGE + 1);
	marketplace_category_list_send(r->db);
	if (shows_featured(in))
		marketplace_featured_list_send(r->db, FEATURED);
}

/* This list's address with another category (and without `after`). */
static const char *
address(struct request *r, const char *category)
{
	struct buf b;

	buf_init(&b, r->arena, 128);
	buf_puts(&b, r->json ? "/api/marketplace" : "/marketplace");
	for (size_t i = 0; i < marketplace_form.nfields; i++) {
		const struct form_state *s = &r->parsed.states[i];

		if (strcmp(s->name, "after") == 0 ||
		    strcmp(s->name, "category") == 0)
			continue;
		buf_put_query(&b, s->name, s->value);
	}
	buf_put_query(&b, "category", category);
	return b.data;
}

static const char *
next_address(struct request *r, const struct marketplace_list_row *last)
{
	const struct marketplace_input *in = r->form;
	struct buf b;

	buf_init(&b, r->arena, 128);
	buf_puts(&b, address(r, in->category));
	buf_put_query(&b, "after",
	    arena_printf(
		r->arena, "%.17g~%lld", last->key, (long long)last->id));
	return b.data;
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

static void
fill_choices(struct request *r, struct marketplace_view *v)
{
	static const char *const prices[] = { "", "1500", "3000", "6000",
		NULL };
	static const char *const price_labels[] = { WORDS("Any price"),
		WORDS("Up to 15"), WORDS("Up to 30"), WORDS("Up to 60") };
	static const char *const ratings[] = { "", "4", NULL };
	static const char *const rating_labels[] = { WORDS("Any rating"),
		WORDS("4 and up") };
	const char *sort = typed(r, "sort");

	v->sorts = choices(r, sort_names, sort_labels,
	    *sort != '\0' ? sort : "best", &v->nsorts);
	v->helps =
	    choices(r, help_names, help_labels, typed(r, "help"), &v->nhelps);
	v->prices = choices(
	    r, prices, price_labels, typed(r, "price_max"), &v->nprices);
	v->ratings = choices(
	    r, ratings, rating_labels, typed(r, "rating"), &v->nratings);
}

static void
fill_links(struct request *r, struct marketplace_view *v)
{
	const struct marketplace_input *in = r->form;
	size_t n = v->ncategories;

	v->links = arena_alloc(r->arena, n + 1, sizeof(*v->links));
	v->links[v->nlinks++] = (struct category_link){ tr("All"),
		address(r, NULL), in->category == NULL };
	for (size_t i = 0; i < n; i++)
		v->links[v->nlinks++] = (struct category_link){
			v->categories[i].name,
			address(r, v->categories[i].slug),
			in->category != NULL &&
			    strcmp(in->category, v->categories[i].slug) == 0
		};
}

static void
fill_page(struct request *r, struct marketplace_view *v)
{
	const struct marketplace_input *in = r->form;

	fill_choices(r, v);
	fill_links(r, v);
	v->category = in->category;
	v->is_filtered = is_filtered(in);
	v->has_featured = v->nfeatured != 0;
	v->reset = "/marketplace";
	if (v->nitems == 0)
		return;
	v->pager = arena_alloc(r->arena, 1, sizeof(*v->pager));
	v->pager->range = arena_printf(r->arena,
	    v->nitems == 1 ? tr("%d journey here") : tr("%d journeys here"),
	    (int)v->nitems);
	v->pager->next = v->next;
	if (in->after != NULL)
		v->pager->first = address(r, in->category);
}

enum status
marketplace_show(struct request *r)
{
	const struct marketplace_input *in = r->form;
	struct marketplace_view view = { .nitems = 0 };
	struct marketplace_list_row *rows, *featured;
	size_t n;

	rows = marketplace_list_get(r->db, &n);
	view.categories =
	    marketplace_category_list_get(r->db, &view.ncategories);
	view.nitems = n > PAGE ? PAGE : n;
	view.items = journey_cards(r, rows, view.nitems);
	if (n > PAGE)
		view.next = next_address(r, &rows[PAGE - 1]);
	if (shows_featured(in)) {
		/* the statements give the same columns in the same order */
		featured = (struct marketplace_list_row *)
		    marketplace_featured_list_get(r->db, &view.nfeatured);
		view.featured = journey_cards(r, featured, view.nfeatured);
	}
	if (!r->json)
		fill_page(r, &view);
	return request_render(r, &marketplace_page, &view);
}
