#include "bench.h"
#include "gen/bench/app/people_sql.h"

/* W1 and W4 as the kit has them: the directory's rows in the kit's page. */
struct people_input {
	const char *tag;
};

static const struct form_field people_fields[] = {
	FORM_FIELD(struct people_input, tag, REQUIRED, 1, 60),
};
const struct form people_form = FORM(struct people_input, people_fields);

struct person {
	int64_t id;
	const char *slug, *name, *headline, *rating, *price;
	int64_t reviews;
	const char *const *tags;
	size_t ntags;
};

static const struct field person_fields[] = {
	FIELD_ID(struct person, id),
	FIELD(struct person, slug),
	FIELD(struct person, name),
	FIELD(struct person, headline),
	FIELD(struct person, rating),
	FIELD(struct person, price),
	FIELD(struct person, reviews),
	FIELD_TEXTS(struct person, tags, ntags),
	FIELD_END,
};

struct people_view {
	const char *tag;
	struct person *mentors;
	size_t nmentors;
};

static const struct field people_view_fields[] = {
	FIELD(struct people_view, tag),
	FIELD_LIST(struct people_view, mentors, nmentors, person_fields),
	FIELD_END,
};
struct page people_page = { .path = "bench/w1", .fields = people_view_fields };

void
people_read(struct request *r)
{
	const struct people_input *in = r->form;

	people_list_send(r->db, in->tag);
}

static struct person
person_of(struct request *r, const struct people_list_row *row)
{
	return (struct person){
		.id = row->id,
		.slug =
		    arena_printf(r->arena, "mentor-%lld", (long long)row->id),
		.name = row->name,
		.headline = row->headline,
		.rating = arena_printf(r->arena, "%.2f", row->rating.value),
		.price = arena_printf(r->arena, "%lld.%02lld",
		    (long long)row->price_cents.value / 100,
		    (long long)row->price_cents.value % 100),
		.reviews = row->reviews,
		.tags = row->tags,
		.ntags = row->ntags,
	};
}

enum status
people_show(struct request *r)
{
	const struct people_input *in = r->form;
	struct people_view view = { .tag = in->tag };
	struct people_list_row *rows;

	rows = people_list_get(r->db, &view.nmentors);
	view.mentors =
	    arena_alloc(r->arena, view.nmentors, sizeof(*view.mentors));
	for (size_t i = 0; i < view.nmentors; i++)
		view.mentors[i] = person_of(r, &rows[i]);
	return request_render(r, &people_page, &view);
}
