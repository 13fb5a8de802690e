#include <string.h>

#include "admin/list.h"
#include "gen/admin/list_sql.h"
#include "lib/base/words.h"

struct item_input {
	const char *list, *name, *icon;
	int64_t id, target;
};

static const struct form_field item_fields[] = {
	FORM_FIELD(struct item_input, list, REQUIRED, 1, 40),
	FORM_ID(struct item_input, id, REQUIRED),
};
const struct form list_item_form = FORM(struct item_input, item_fields);

static const struct form_field rename_fields[] = {
	FORM_FIELD(struct item_input, list, REQUIRED, 1, 40),
	FORM_ID(struct item_input, id, REQUIRED),
	FORM_FIELD(struct item_input, name, REQUIRED, 1, 100),
	FORM_ONE_OF(struct item_input, icon, OPTIONAL, list_icons),
};
const struct form list_rename_form = FORM(struct item_input, rename_fields);

static const struct form_field merge_fields[] = {
	FORM_FIELD(struct item_input, list, REQUIRED, 1, 40),
	FORM_ID(struct item_input, id, REQUIRED),
	FORM_ID(struct item_input, target, REQUIRED),
};
const struct form list_merge_form = FORM(struct item_input, merge_fields);

struct list_item_view {
	struct desk desk;
	int64_t id, uses;
	const char *list, *title, *slug, *name, *icon, *state;
	struct choice *icons, *targets;
	size_t nicons, ntargets;
	bool has_icon, is_offered, can_offer;
};

#define HTML(m) FIELD_ONLY(struct list_item_view, m, ONLY_HTML)

static const struct field list_item_view_fields[] = {
	DESK_FIELD(struct list_item_view),
	FIELD_ID(struct list_item_view, id),
	FIELD(struct list_item_view, list),
	FIELD(struct list_item_view, slug),
	FIELD(struct list_item_view, name),
	FIELD(struct list_item_view, state),
	FIELD(struct list_item_view, uses),
	FIELD(struct list_item_view, icon),
	HTML(title),
	HTML(has_icon),
	HTML(is_offered),
	HTML(can_offer),
	FIELD_LIST_ONLY(
	    struct list_item_view, icons, nicons, choice_fields, ONLY_HTML),
	FIELD_LIST_ONLY(
	    struct list_item_view, targets, ntargets, choice_fields, ONLY_HTML),
	FIELD_END,
};
struct page list_item_page = { .path = "admin/list_item",
	.fields = list_item_view_fields,
	.form = &list_rename_form };

/* The others that are offered, to merge it into. */
static void
fill_targets(struct request *r, struct list_item_view *v)
{
	enum { MOST = 2000 };
	size_t n;
	struct list_items_row *rows = list_items(
	    r->db, v->list, "offered", NULL, (struct maybe_int){ 0 }, MOST, &n);

	v->targets = arena_alloc(r->arena, n + 1, sizeof(*v->targets));
	v->targets[v->ntargets++] =
	    (struct choice){ .value = "", .label = tr("Choose one") };
	for (size_t i = 0; i < n; i++)
		if (rows[i].id != v->id)
			v->targets[v->ntargets++] = (struct choice){
				.value = arena_printf(
				    r->arena, "%lld", (long long)rows[i].id),
				.label = rows[i].name,
			};
	choices_pick(v->targets, v->ntargets, typed(r, "target"));
}

enum status
list_item_show(struct request *r)
{
	const bool is_get = strcmp(r->route->method, "GET") == 0;
	struct list_find_row list;
	struct list_item_row row;
	struct list_item_view v;

	if (!list_find(r->db, typed(r, "list"), &list) ||
	    !list_item(r->db, list.name, typed_id(r, "id"), &row))
		return NOT_FOUND;
	v = (struct list_item_view){ .id = row.id,
		.uses = row.uses,
		.list = list.name,
		.title = tr(list.title),
		.slug = row.slug,
		.name = row.name,
		.icon = row.icon,
		.state = row.state,
		.has_icon = list.has_icon,
		.is_offered = strcmp(row.state, "offered") == 0,
		.can_offer = strcmp(row.state, "offered") != 0 };
	v.icons = list_icon_choices(
	    r, is_get ? row.icon : typed(r, "icon"), &v.nicons);
	fill_targets(r, &v);
	if (is_get)
		request_fill(r, &list_rename_form,
		    &(struct item_input){ .list = v.list,
			.id = v.id,
			.name = v.name,
			.icon = v.icon });
	desk_fill(r, &v.desk);
	return request_render(r, &list_item_page, &v);
}

/* --- what is done to it ------------------------------------------------------ */

/* The row of the audit log, and back to the list. */
static enum status
item_done(struct request *r, const char *action, const char *const *detail,
    const char *words)
{
	const struct item_input *in = r->form;

	if (db_error(r->db) != NULL)
		return CONFLICT;
	request_audit(r,
	    &(struct deed){ action, arena_printf(r->arena, "list:%s", in->list),
		in->id, json_of(r->arena, detail) });
	request_flash(r, words);
	return request_done(r, &(struct outcome){ .status = NO_CONTENT },
	    "/admin/lists/%s", in->list);
}

enum status
list_rename_post(struct request *r)
{
	const struct item_input *in = r->form;
	struct list_rename_row row;

	if (!list_rename(r->db, in->list, in->id, in->name,
		in->icon != NULL ? in->icon : list_icons[0], &row))
		return CONFLICT;
	return item_done(r, "list.rename",
	    TEXTS("name", row.was, "into", in->name),
	    tr("The new name stands everywhere."));
}

/* The item's name, for the log. */
static const char *
name_of(struct request *r)
{
	const struct item_input *in = r->form;
	struct list_item_row row;

	return list_item(r->db, in->list, in->id, &row) ? row.name : NULL;
}

static enum status
move(struct request *r, bool up)
{
	const struct item_input *in = r->form;
	const char *name = name_of(r);

	list_move(r->db, in->list, in->id, up);
	return item_done(r, "list.move",
	    TEXTS("name", name, "direction", up ? "up" : "down"),
	    up ? tr("Moved up.") : tr("Moved down."));
}

enum status
list_up_post(struct request *r)
{
	return move(r, true);
}

enum status
list_down_post(struct request *r)
{
	return move(r, false);
}

enum status
list_retire_post(struct request *r)
{
	const struct item_input *in = r->form;
	const char *name = name_of(r);

	list_retire(r->db, in->list, in->id, true);
	return item_done(r, "list.retire", TEXTS("name", name),
	    tr("Nobody can choose it any more."));
}

enum status
list_offer_post(struct request *r)
{
	const struct item_input *in = r->form;
	const char *name = name_of(r);

	list_retire(r->db, in->list, in->id, false);
	return item_done(
	    r, "list.offer", TEXTS("name", name), tr("It is offered."));
}

enum status
list_merge_post(struct request *r)
{
	const struct item_input *in = r->form;
	const char *name = name_of(r);
	struct list_item_row target;
	struct list_merge_row row;

	if (!list_merge(r->db, in->list, in->id, in->target, &row) ||
	    !list_item(r->db, in->list, in->target, &target))
		return CONFLICT;
	return item_done(r, "list.merge",
	    TEXTS("name", name, "into", target.name, "moved",
		arena_printf(r->arena, "%lld", (long long)row.moved)),
	    tr("They are one now."));
}
