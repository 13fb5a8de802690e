#include <string.h>

#include "reviews/mentor.h"

/* /mentor/expertise: what one is good at, 1 to 5, and how much one takes. */
enum { MOST = 60 };

struct level_input {
	const char *slug;
	int64_t level;
};

static const struct form_field level_inputs[] = {
	FORM_FIELD(struct level_input, slug, REQUIRED, 1, 40),
	FORM_FIELD(struct level_input, level, OPTIONAL, 0, 5),
};
static const struct form level_form = FORM(struct level_input, level_inputs);

struct mentor_expertise_input {
	struct level_input *levels;
	size_t nlevels;
	struct maybe_int load;
	bool takes;
};

static const struct form_field mentor_expertise_inputs[] = {
	FORM_LIST(
	    struct mentor_expertise_input, levels, nlevels, MOST, &level_form),
	FORM_FIELD(struct mentor_expertise_input, load, OPTIONAL, 1, 500),
	FORM_FIELD(struct mentor_expertise_input, takes, OPTIONAL, 0, 1),
};
const struct form mentor_expertise_form =
    FORM(struct mentor_expertise_input, mentor_expertise_inputs);

struct level_view {
	int64_t n, level;
	const char *slug, *name;
	struct choice *marks;
	size_t nmarks;
};

static const struct field level_view_fields[] = {
	FIELD(struct level_view, slug),
	FIELD(struct level_view, name),
	FIELD(struct level_view, level),
	FIELD_ONLY(struct level_view, n, ONLY_HTML),
	FIELD_LIST_ONLY(
	    struct level_view, marks, nmarks, choice_fields, ONLY_HTML),
	FIELD_END,
};

struct mentor_expertise_view {
	struct level_view *levels;
	size_t nlevels;
	int64_t most;
	const char *help, *profile_href;
};

static const struct field mentor_expertise_fields[] = {
	FIELD_LIST(
	    struct mentor_expertise_view, levels, nlevels, level_view_fields),
	FIELD(struct mentor_expertise_view, most),
	FIELD_ONLY(struct mentor_expertise_view, help, ONLY_HTML),
	FIELD_ONLY(struct mentor_expertise_view, profile_href, ONLY_HTML),
	FIELD_END,
};
struct page mentor_expertise_page = { .path = "reviews/mentor_expertise",
	.fields = mentor_expertise_fields,
	.form = &mentor_expertise_form };

static void
fill_marks(struct request *r, struct level_view *l)
{
	static const char *const values[] = { "0", "1", "2", "3", "4", "5",
		NULL };

	l->marks =
	    choices_make(r->arena, values, NULL, values[l->level], &l->nmarks);
	for (size_t i = 0; i < l->nmarks; i++) {
		l->marks[i].label = i == 0 ? tr("no") : values[i];
		l->marks[i].note =
		    i == 0 ? arena_printf(r->arena, tr("%s: no"), l->name)
			   : arena_printf(
				 r->arena, tr("%s, %d of 5"), l->name, (int)i);
	}
}

enum status
mentor_expertise_show(struct request *r)
{
	struct mentor_expertise_view view = { .nlevels = 0 };
	struct mentor_expertise_list_row *rows;
	struct mentor_self_row self;

	rows = mentor_expertise_list(r->db, &view.nlevels);
	if (!mentor_self(r->db, &self))
		return NOT_FOUND;
	view.levels = arena_alloc(r->arena, view.nlevels, sizeof(*view.levels));
	for (size_t i = 0; i < view.nlevels; i++) {
		view.levels[i] = (struct level_view){ .n = (int64_t)i,
			.slug = rows[i].slug,
			.name = rows[i].name,
			.level = rows[i].level };
		fill_marks(r, &view.levels[i]);
	}
	view.most = self.load.set ? self.load.value : self.most;
	view.help = arena_printf(
	    r->arena, tr("Empty: %d, as for everybody."), (int)self.most);
	if (self.ref.set)
		view.profile_href = arena_printf(
		    r->arena, "/mentors/%lld", (long long)self.ref.value);
	if (r->status != INVALID)
		request_fill(r, &mentor_expertise_form,
		    &(struct mentor_expertise_input){
			.load = self.load, .takes = self.takes });
	return request_render(r, &mentor_expertise_page, &view);
}

enum status
mentor_expertise_post(struct request *r)
{
	const struct mentor_expertise_input *in = r->form;
	struct buf slugs, levels;

	buf_init(&slugs, r->arena, 200);
	buf_init(&levels, r->arena, 100);
	buf_puts(&slugs, "");
	buf_puts(&levels, "");
	for (size_t i = 0; i < in->nlevels; i++) {
		if (in->levels[i].level == 0)
			continue;
		buf_printf(&slugs, "%s%s", slugs.len > 0 ? "\n" : "",
		    in->levels[i].slug);
		buf_printf(&levels, "%s%lld", levels.len > 0 ? "\n" : "",
		    (long long)in->levels[i].level);
	}
	mentor_expertise_save(r->db, slugs.len > 0 ? slugs.data : "",
	    levels.len > 0 ? levels.data : "", in->load, in->takes);
	request_flash(r, tr("Saved. New reviews go by it."));
	return request_done(
	    r, &(struct outcome){ .status = NO_CONTENT }, "/mentor/expertise");
}
