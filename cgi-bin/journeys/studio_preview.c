#include <string.h>

#include "gen/journeys/studio_publish_sql.h"
#include "gen/journeys/studio_version_sql.h"
#include "journeys/studio_publish.h"
#include "lib/domain/markdown.h"
#include "lib/journey/version.h"
#include "lib/journey/widget.h"

/* /creator/journeys/:id/preview: a section of the draft as a member of a tier sees
 * it, with no answers yet. */
struct preview_input {
	int64_t id;
	const char *section, *tier, *width;
};

static const char *const tiers[] = { "essentials", "guided", "premium", NULL };
static const char *const widths[] = { "desktop", "phone", NULL };

static const struct form_field preview_inputs[] = {
	FORM_ID(struct preview_input, id, REQUIRED),
	FORM_FIELD(struct preview_input, section, OPTIONAL, 0, 40),
	FORM_ONE_OF(struct preview_input, tier, OPTIONAL, tiers),
	FORM_ONE_OF(struct preview_input, width, OPTIONAL, widths),
};
const struct form studio_preview_form =
    FORM(struct preview_input, preview_inputs);

struct preview_view {
	struct studio studio;
	const char *section_title, *section_key, *place_words, *tier_words,
	    *phone_href, *desktop_href;
	struct html description;
	struct choice *sections, *tiers;
	size_t nsections, ntiers;
	struct widget *widgets;
	size_t nwidgets;
	bool is_phone, is_list, is_empty;
};

#define HTML(m) FIELD_ONLY(struct preview_view, m, ONLY_HTML)

static const struct field preview_view_fields[] = {
	STUDIO_FIELD(struct preview_view),
	FIELD(struct preview_view, section_title),
	FIELD(struct preview_view, section_key),
	FIELD(struct preview_view, tier_words),
	FIELD(struct preview_view, is_list),
	HTML(place_words),
	HTML(phone_href),
	HTML(desktop_href),
	HTML(description),
	HTML(is_phone),
	HTML(is_empty),
	FIELD_LIST_ONLY(
	    struct preview_view, sections, nsections, choice_fields, ONLY_HTML),
	FIELD_LIST_ONLY(
	    struct preview_view, tiers, ntiers, choice_fields, ONLY_HTML),
	FIELD_LIST(struct preview_view, widgets, nwidgets, widget_fields),
	FIELD_END,
};
struct page studio_preview_page = { .path = "journeys/studio_preview",
	.fields = preview_view_fields,
	.form = &studio_preview_form };

static void
fill_sections(struct request *r, struct preview_view *v,
    const struct definition *d, const struct journey_section *s)
{
	v->sections =
	    arena_alloc(r->arena, d->nsections + 1, sizeof(*v->sections));
	for (size_t i = 0; i < d->nsections; i++)
		v->sections[v->nsections++] = (struct choice){
			.value = d->sections[i].key,
			.label = d->sections[i].title,
			.chosen = &d->sections[i] == s,
		};
}

static const char *
tier_words(struct request *r, int64_t id, const char *tier)
{
	struct studio_tier_find_row row;

	if (!studio_tier_find(r->db, id, tier, &row))
		return tr("This tier is switched off: nobody can take it.");
	if (row.reviews == 0 && row.sessions == 0)
		return tr("In this tier members fill in by themselves.");
	return arena_printf(r->arena,
	    tr("In this tier members send %d reviews and have %d sessions of "
	       "%d minutes a month."),
	    (int)row.reviews, (int)row.sessions, (int)row.session_minutes);
}

static void
fill_widgets(struct request *r, struct preview_view *v,
    const struct definition *d, const struct journey_section *s)
{
	const struct entry_context c = { .arena = r->arena,
		.now = r->now,
		.zone = r->session->timezone,
		.language = r->session->language };
	struct answers *all = answers_new(r->arena, d);
	struct section_state *state;

	if (s->is_list)
		answers_add_record(all, s->key, 1);
	state = evaluate_section(&c, all, s->key);
	if (state == NULL || state->nrecords == 0)
		return;
	v->widgets = widgets_make(&c, state, &state->records[0],
	    &(struct widget_about){ .prefix = "f." });
	v->nwidgets = s->nfields;
}

static const char *
address(struct request *r, const struct preview_view *v, const char *width)
{
	struct buf b;

	buf_init(&b, r->arena, 100);
	buf_printf(&b, "%s/preview", v->studio.base);
	buf_put_query(&b, "section", v->section_key);
	buf_put_query(&b, "tier", typed(r, "tier"));
	buf_put_query(&b, "width", width);
	return b.data;
}

enum status
studio_preview_show(struct request *r)
{
	const struct preview_input *in = r->form;
	const char *const labels[] = { tr("Essentials"), tr("Guided"),
		tr("Premium"), NULL };
	const char *tier = in->tier == NULL ? tiers[0] : in->tier;
	struct preview_view v = { 0 };
	struct studio_publish_find_row p;
	const struct definition *d;
	const struct journey_section *s = NULL;

	if (!studio_look(r, in->id, &v.studio) ||
	    !studio_publish_find(r->db, in->id, &p))
		return NOT_FOUND;
	d = version_definition(r->db, r->arena, p.version_id);
	if (d != NULL && in->section != NULL && *in->section != '\0') {
		s = definition_section(d, in->section);
		if (s == NULL)
			return NOT_FOUND;
	} else if (d != NULL && d->nsections > 0) {
		s = &d->sections[0];
	}
	v.is_phone = in->width != NULL && strcmp(in->width, "phone") == 0;
	v.tiers = choices_make(r->arena, tiers, labels, tier, &v.ntiers);
	v.tier_words = tier_words(r, in->id, tier);
	v.is_empty = s == NULL;
	if (s != NULL) {
		v.section_key = s->key;
		v.section_title = s->title;
		v.is_list = s->is_list;
		v.place_words = arena_printf(r->arena, tr("Section %d of %d"),
		    (int)s->at + 1, (int)d->nsections);
		if (s->description != NULL)
			v.description = markdown(r->arena, s->description);
		fill_sections(r, &v, d, s);
		fill_widgets(r, &v, d, s);
	}
	v.phone_href = address(r, &v, "phone");
	v.desktop_href = address(r, &v, NULL);
	return request_render(r, &studio_preview_page, &v);
}
