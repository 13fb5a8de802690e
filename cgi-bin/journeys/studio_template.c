#include "journeys/studio_template.h"

#include <string.h>

#include "gen/journeys/studio_template_sql.h"
#include "journeys/studio_exchange.h"

/* /creator/templates: journeys and sections to begin with. */
struct template_input {
	int64_t id, journey, stars;
	const char *kind;
	bool shared;
};

static const char *const kinds[] = { "journey", "section", NULL };

static const struct form_field list_inputs[] = {
	FORM_ONE_OF(struct template_input, kind, OPTIONAL, kinds),
	FORM_ID(struct template_input, journey, OPTIONAL),
};
const struct form studio_template_form =
    FORM(struct template_input, list_inputs);
static const struct form_field use_inputs[] = {
	FORM_ID(struct template_input, id, REQUIRED),
	FORM_ID(struct template_input, journey, OPTIONAL),
};
const struct form studio_template_use_form =
    FORM(struct template_input, use_inputs);
static const struct form_field rate_inputs[] = {
	FORM_ID(struct template_input, id, REQUIRED),
	FORM_FIELD(struct template_input, stars, REQUIRED, 1, 5),
};
const struct form studio_template_rate_form =
    FORM(struct template_input, rate_inputs);
static const struct form_field share_inputs[] = {
	FORM_ID(struct template_input, id, REQUIRED),
	FORM_FIELD(struct template_input, shared, OPTIONAL, 0, 0),
};
const struct form studio_template_share_form =
    FORM(struct template_input, share_inputs);

struct template_item {
	int64_t id, sections, fields, downloads, ratings;
	const char *kind, *title, *summary, *owner, *size_words, *rating_words,
	    *use_words;
	bool is_mine, is_public, may_rate;
	struct choice *stars;
	size_t nstars;
};

#define BOTH(m) FIELD(struct template_item, m)
#define HTML(m) FIELD_ONLY(struct template_item, m, ONLY_HTML)

static const struct field template_item_fields[] = {
	FIELD_ID(struct template_item, id),
	BOTH(kind),
	BOTH(title),
	BOTH(summary),
	BOTH(owner),
	BOTH(sections),
	BOTH(fields),
	BOTH(downloads),
	BOTH(ratings),
	BOTH(is_mine),
	BOTH(is_public),
	HTML(size_words),
	HTML(rating_words),
	HTML(use_words),
	HTML(may_rate),
	FIELD_LIST_ONLY(
	    struct template_item, stars, nstars, choice_fields, ONLY_HTML),
	FIELD_END,
};

struct template_view {
	struct studio studio;
	struct template_item *items;
	size_t nitems;
	int64_t journey;
};

static const struct field template_view_fields[] = {
	STUDIO_FIELD(struct template_view),
	FIELD_LIST(struct template_view, items, nitems, template_item_fields),
	FIELD_ID(struct template_view, journey),
	FIELD_END,
};
struct page studio_template_page = { .path = "journeys/studio_template",
	.fields = template_view_fields };

static const char *
kind_of(struct request *r)
{
	const char *kind = typed(r, "kind");

	return *kind == '\0' ? NULL : kind;
}

void
studio_template_read(struct request *r)
{
	studio_template_list_send(r->db, kind_of(r));
}

static struct template_item
make_item(
    struct request *r, const struct studio_template_list_row *t, bool is_into)
{
	static const char *const words[] = { "1", "2", "3", "4", "5", NULL };
	struct template_item i = {
		.id = t->id,
		.sections = t->sections,
		.fields = t->fields,
		.downloads = t->downloads,
		.ratings = t->ratings,
		.kind = t->kind,
		.title = t->title,
		.summary = t->summary,
		.owner = t->owner,
		.is_mine = t->is_mine,
		.is_public = t->is_public,
		.may_rate = t->is_used && !t->is_mine,
		.size_words =
		    arena_printf(r->arena, tr("%d sections, %d fields"),
			(int)t->sections, (int)t->fields),
		.use_words = is_into ? tr("Add it") : tr("Begin with it"),
	};

	if (t->ratings > 0)
		i.rating_words =
		    arena_printf(r->arena, tr("%.1f of 5, %d ratings"),
			(double)t->stars / (double)t->ratings, (int)t->ratings);
	i.stars = choices_make(r->arena, words, NULL,
	    t->my_stars.set
		? arena_printf(r->arena, "%d", (int)t->my_stars.value)
		: "5",
	    &i.nstars);
	return i;
}

enum status
studio_template_show(struct request *r)
{
	struct template_view v = { .journey = typed_id(r, "journey") };
	struct studio_template_list_row *rows =
	    studio_template_list_get(r->db, &v.nitems);

	studio_home_fill(r, &v.studio);
	v.items = arena_alloc(r->arena, v.nitems, sizeof(*v.items));
	for (size_t i = 0; i < v.nitems; i++)
		v.items[i] = make_item(r, &rows[i], v.journey != 0);
	return request_render(r, &studio_template_page, &v);
}

enum status
studio_template_refused(struct request *r)
{
	studio_template_list_send(r->db, NULL);
	return studio_template_show(r);
}

static enum status
to_library(struct request *r, const char *words)
{
	if (db_error(r->db) != NULL)
		return CONFLICT;
	request_flash(r, words);
	return request_done(
	    r, &(struct outcome){ .status = NO_CONTENT }, "/creator/templates");
}

enum status
studio_template_keep_post(struct request *r)
{
	int64_t id = typed_id(r, "id");
	struct studio_template_keep_row row;
	const char *slug, *title;
	const struct buf *b = studio_document(r, id, &slug, &title);

	if (b == NULL)
		return NOT_FOUND;
	(void)studio_template_keep(r->db, id, b->data, false, &row);
	return to_library(r, tr("It is kept as a template of yours."));
}

enum status
studio_template_use_post(struct request *r)
{
	const struct template_input *in = r->form;
	struct studio_template_use_row row;

	if (!studio_template_use(r->db, in->id, in->journey, &row))
		return CONFLICT;
	request_flash(r, tr("It is there: make it your own."));
	return request_done(r, &(struct outcome){ .status = CREATED },
	    "/creator/journeys/%lld", (long long)row.id);
}

enum status
studio_template_rate_post(struct request *r)
{
	const struct template_input *in = r->form;

	studio_template_rate(r->db, in->id, in->stars);
	return to_library(r, tr("Your rating is saved."));
}

enum status
studio_template_share_post(struct request *r)
{
	const struct template_input *in = r->form;

	studio_template_share(r->db, in->id, in->shared);
	return to_library(r, in->shared ? tr("All creators can use it now.")
					: tr("Only you can use it now."));
}

enum status
studio_template_remove_post(struct request *r)
{
	studio_template_remove(r->db, typed_id(r, "id"));
	return to_library(r, tr("The template is removed."));
}
