#include <string.h>

#include "admin/payment_status.h"
#include "admin/rules_setting.h"
#include "admin/setting.h"
#include "gen/admin/setting_sql.h"

/* /admin/settings: what admins change while the platform runs, by what it is
 * about, and which providers of payments there are. */

struct setting_item {
	const char *name, *value, *value_words, *kind, *about, *area, *changed;
	struct maybe_int minimum, maximum;
};

static const struct field setting_item_fields[] = {
	FIELD(struct setting_item, name),
	FIELD(struct setting_item, value),
	FIELD(struct setting_item, kind),
	FIELD(struct setting_item, minimum),
	FIELD(struct setting_item, maximum),
	FIELD(struct setting_item, about),
	FIELD(struct setting_item, area),
	FIELD_ONLY(struct setting_item, value_words, ONLY_HTML),
	FIELD_ONLY(struct setting_item, changed, ONLY_HTML),
	FIELD_END,
};

/* Settings that are about the same; part of `items`. */
struct setting_section {
	const char *heading, *area;
	struct setting_item *rows;
	size_t nrows;
};

static const struct field setting_section_fields[] = {
	FIELD(struct setting_section, heading),
	FIELD(struct setting_section, area),
	FIELD_LIST(struct setting_section, rows, nrows, setting_item_fields),
	FIELD_END,
};

struct setting_list_view {
	struct desk desk;
	struct setting_item *items;
	struct setting_section *sections;
	struct payment_status *providers;
	size_t nitems, nsections, nproviders;
};

static const struct field setting_list_view_fields[] = {
	DESK_FIELD(struct setting_list_view),
	FIELD_LIST(
	    struct setting_list_view, items, nitems, setting_item_fields),
	FIELD_LIST(struct setting_list_view, providers, nproviders,
	    payment_status_fields),
	FIELD_LIST_ONLY(struct setting_list_view, sections, nsections,
	    setting_section_fields, ONLY_HTML),
	FIELD_END,
};
struct page setting_list_page = { .path = "admin/setting_list",
	.fields = setting_list_view_fields };

static void
fill_sections(struct request *r, struct setting_list_view *v)
{
	struct setting_section *s = NULL;

	v->sections = arena_alloc(r->arena, v->nitems, sizeof(*v->sections));
	for (size_t i = 0; i < v->nitems; i++) {
		struct setting_item *item = &v->items[i];

		if (s == NULL || strcmp(s->area, item->area) != 0) {
			s = &v->sections[v->nsections++];
			*s = (struct setting_section){
				.heading = setting_area_words(item->area),
				.area = item->area,
				.rows = item
			};
		}
		s->nrows++;
	}
}

enum status
setting_list_show(struct request *r)
{
	struct setting_list_view v = { .nitems = 0 };
	struct setting_list_row *rows = setting_list(r->db, &v.nitems);

	v.items = arena_alloc(r->arena, v.nitems, sizeof(*v.items));
	for (size_t i = 0; i < v.nitems; i++)
		v.items[i] = (struct setting_item){
			.name = rows[i].name,
			.value = setting_to_text(r->arena, rows[i].value),
			.value_words = setting_value_words(
			    r, rows[i].kind, rows[i].unit, rows[i].value),
			.area = rows[i].area,
			.kind = rows[i].kind,
			.minimum = rows[i].minimum,
			.maximum = rows[i].maximum,
			.about = rows[i].about,
			.changed = rows[i].changer == NULL
				       ? moment(r, rows[i].changed_at)
				       : arena_printf(r->arena, "%s, %s",
					     moment(r, rows[i].changed_at),
					     rows[i].changer),
		};
	fill_sections(r, &v);
	v.providers = payment_statuses(r, &v.nproviders);
	desk_fill(r, &v.desk);
	return request_render(r, &setting_list_page, &v);
}
