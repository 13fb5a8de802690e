#include <stdlib.h>
#include <string.h>

#include "gen/journeys/studio_about_sql.h"
#include "journeys/studio.h"

/* /creator/journeys/:id/about: name, address, words, where it is found. */
struct studio_about_input {
	int64_t id;
	const char *title, *slug, *summary, *description, *icon, *tags;
	struct maybe_int estimate_minutes, seen;
	const int64_t *categories;
	size_t ncategories;
};

/* Of static/icons.svg. */
static const char *const icons[] = { "compass", "route", "heart-handshake",
	"gem", "baby", "heart-pulse", "briefcase", "truck", "book-open",
	"wallet", "feather", "sprout", "house", "users", "star", "calendar",
	"list-checks", "flag", NULL };

static const struct form_field studio_about_inputs[] = {
	FORM_ID(struct studio_about_input, id, REQUIRED),
	FORM_FIELD(struct studio_about_input, title, REQUIRED, 1, 120),
	FORM_FIELD_AS(struct studio_about_input, slug, REQUIRED, 2, 60,
	    .check = CHECK_SLUG),
	FORM_FIELD(struct studio_about_input, summary, OPTIONAL, 0, 200),
	FORM_FIELD(struct studio_about_input, description, OPTIONAL, 0, 20000),
	FORM_ONE_OF(struct studio_about_input, icon, OPTIONAL, icons),
	FORM_FIELD(
	    struct studio_about_input, estimate_minutes, OPTIONAL, 1, 100000),
	FORM_FIELD(struct studio_about_input, tags, OPTIONAL, 0, 500),
	FORM_IDS(struct studio_about_input, categories, ncategories, 3),
	FORM_FIELD(struct studio_about_input, seen, OPTIONAL, 1, INT32_MAX),
};
const struct form studio_about_form =
    FORM(struct studio_about_input, studio_about_inputs);

struct studio_about_view {
	struct studio studio;
	int64_t revision;
	const char *public_href;
	struct choice *icons, *category_choices;
	size_t nicons, ncategory_choices;
};

static const struct field studio_about_view_fields[] = {
	STUDIO_FIELD(struct studio_about_view),
	FIELD(struct studio_about_view, revision),
	FIELD_ONLY(struct studio_about_view, public_href, ONLY_HTML),
	FIELD_LIST_ONLY(
	    struct studio_about_view, icons, nicons, choice_fields, ONLY_HTML),
	FIELD_LIST(struct studio_about_view, category_choices,
	    ncategory_choices, choice_fields),
	FIELD_END,
};
struct page studio_about_page = { .path = "journeys/studio_about",
	.fields = studio_about_view_fields,
	.form = &studio_about_form };

void
studio_about_read(struct request *r)
{
	int64_t id = typed_id(r, "id");

	studio_send(r, id);
	studio_about_find_send(r->db, id);
	studio_category_list_send(r->db, id);
}

static void
fill_categories(struct request *r, struct studio_about_view *v, bool is_typed)
{
	size_t n;
	struct studio_category_list_row *rows =
	    studio_category_list_get(r->db, &n);

	v->category_choices =
	    arena_alloc(r->arena, n, sizeof(*v->category_choices));
	v->ncategory_choices = n;
	for (size_t i = 0; i < n; i++)
		v->category_choices[i] = (struct choice){
			.value = arena_printf(
			    r->arena, "%lld", (long long)rows[i].id),
			.label = rows[i].name,
			.chosen = !is_typed && rows[i].is_in,
		};
	if (is_typed)
		pick_ticked(r, "categories", v->category_choices, n);
}

static enum status
render(struct request *r, bool is_typed)
{
	struct studio_about_view v = { 0 };
	struct studio_about_find_row row;

	if (!studio_open(r, &v.studio) || !studio_about_find_get(r->db, &row))
		return NOT_FOUND;
	fill_categories(r, &v, is_typed);
	v.revision = row.revision;
	if (strcmp(v.studio.status, "published") == 0)
		v.public_href =
		    arena_printf(r->arena, "/marketplace/%s", row.slug);
	v.icons = choices_make(r->arena, icons, NULL,
	    is_typed ? typed(r, "icon") : row.icon, &v.nicons);
	if (!is_typed)
		request_fill(r, &studio_about_form,
		    &(struct studio_about_input){
			.id = v.studio.id,
			.title = row.title,
			.slug =
			    strncmp(row.slug, "draft-", 6) == 0 ? "" : row.slug,
			.summary = row.summary,
			.description = row.description,
			.icon = row.icon,
			.tags = row.tags,
			.estimate_minutes = row.estimate_minutes,
		    });
	return request_render(r, &studio_about_page, &v);
}

enum status
studio_about_show(struct request *r)
{
	return render(r, false);
}

enum status
studio_about_refused(struct request *r)
{
	studio_about_read(r);
	return render(r, true);
}

static const char *
join_ids(struct request *r, const int64_t *ids, size_t n)
{
	struct buf b;

	buf_init(&b, r->arena, 32);
	buf_puts(&b, "");
	for (size_t i = 0; i < n; i++) {
		if (i > 0)
			buf_putc(&b, ',');
		buf_put_int(&b, ids[i]);
	}
	return b.data == NULL ? "" : b.data;
}

enum status
studio_about_post(struct request *r)
{
	const struct studio_about_input *in = r->form;
	struct studio_about_save_row row;

	if (!studio_about_save(r->db, in->id, in->seen, in->title, in->slug,
		in->summary, in->description, in->icon, in->estimate_minutes,
		in->tags == NULL ? "" : in->tags,
		join_ids(r, in->categories, in->ncategories), &row))
		return CONFLICT;
	request_flash(r, tr("What the journey is called is saved."));
	return studio_changed(r, row.revision,
	    arena_printf(
		r->arena, "/creator/journeys/%lld/about", (long long)in->id));
}
