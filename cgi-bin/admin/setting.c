#include <string.h>

#include "admin/rules_setting.h"
#include "admin/setting.h"
#include "gen/admin/setting_sql.h"

/* /admin/settings/:name: a setting with its history and a way back. */

/* --- one of them ------------------------------------------------------------- */

struct setting_input {
	const char *name, *value;
	struct maybe_int seen;
};

static const struct form_field setting_input_fields[] = {
	FORM_FIELD(struct setting_input, name, REQUIRED, 1, 60),
	FORM_FIELD(struct setting_input, value, OPTIONAL, 0, 20000),
	FORM_FIELD(struct setting_input, seen, OPTIONAL, 1, INT32_MAX),
};
const struct form setting_form =
    FORM(struct setting_input, setting_input_fields);

struct change_item {
	int64_t id;
	const char *before, *after, *before_words, *after_words, *when, *who;
	struct instant changed_at;
};

static const struct field change_item_fields[] = {
	FIELD_ID(struct change_item, id),
	FIELD(struct change_item, before),
	FIELD(struct change_item, after),
	FIELD(struct change_item, changed_at),
	FIELD(struct change_item, who),
	FIELD_ONLY(struct change_item, before_words, ONLY_HTML),
	FIELD_ONLY(struct change_item, after_words, ONLY_HTML),
	FIELD_ONLY(struct change_item, when, ONLY_HTML),
	FIELD_END,
};

struct setting_view {
	struct desk desk;
	const char *name, *value, *kind, *about, *unit, *bounds;
	int64_t version;
	bool is_bool, is_list, is_int, is_line;
	struct choice *yes_no;
	size_t nyes_no;
	struct change_item *history;
	size_t nhistory;
};

#define HTML(m) FIELD_ONLY(struct setting_view, m, ONLY_HTML)

static const struct field setting_fields[] = {
	DESK_FIELD(struct setting_view),
	FIELD(struct setting_view, name),
	FIELD(struct setting_view, value),
	FIELD(struct setting_view, kind),
	FIELD(struct setting_view, about),
	FIELD(struct setting_view, unit),
	FIELD(struct setting_view, version),
	FIELD_LIST(struct setting_view, history, nhistory, change_item_fields),
	HTML(bounds),
	HTML(is_bool),
	HTML(is_list),
	HTML(is_int),
	HTML(is_line),
	FIELD_LIST_ONLY(
	    struct setting_view, yes_no, nyes_no, choice_fields, ONLY_HTML),
	FIELD_END,
};
struct page setting_page = { .path = "admin/setting",
	.fields = setting_fields,
	.form = &setting_form };

static void
fill_history(struct request *r, struct setting_view *v)
{
	struct setting_changes_row *rows =
	    setting_changes(r->db, v->name, &v->nhistory);

	v->history = arena_alloc(r->arena, v->nhistory, sizeof(*v->history));
	for (size_t i = 0; i < v->nhistory; i++)
		v->history[i] = (struct change_item){
			.id = rows[i].id,
			.before = setting_to_text(r->arena, rows[i].before),
			.after = setting_to_text(r->arena, rows[i].after),
			.before_words = setting_value_words(
			    r, v->kind, v->unit, rows[i].before),
			.after_words = setting_value_words(
			    r, v->kind, v->unit, rows[i].after),
			.changed_at = rows[i].changed_at,
			.when = moment(r, rows[i].changed_at),
			.who = rows[i].changer,
		};
}

static const char *
bounds_words(struct request *r, const struct setting_find_row *row)
{
	return setting_bounds_words(
	    r, &(struct setting_bounds){
		   row->kind, row->unit, row->minimum, row->maximum });
}

static void
fill_yes_no(struct request *r, struct setting_view *v)
{
	static const char *const words[] = { "true", "false", NULL };
	const char *const labels[] = { tr("On"), tr("Off") };

	v->yes_no =
	    choices_make(r->arena, words, labels, v->value, &v->nyes_no);
}

enum status
setting_show(struct request *r)
{
	const char *name = typed(r, "name");
	struct setting_find_row row;
	struct setting_view v;

	if (!setting_find(r->db, name, &row))
		return NOT_FOUND;
	v = (struct setting_view){
		.name = row.name,
		.value = setting_to_text(r->arena, row.value),
		.kind = row.kind,
		.about = row.about,
		.unit = row.unit,
		.version = row.version,
		.bounds = bounds_words(r, &row),
		.is_bool = strcmp(row.kind, "bool") == 0,
		.is_list = strcmp(row.kind, "list") == 0,
		.is_int = strcmp(row.kind, "int") == 0,
	};
	v.is_line = !v.is_bool && !v.is_list && !v.is_int;
	fill_history(r, &v);
	fill_yes_no(r, &v);
	desk_fill(r, &v.desk);
	request_fill(r, &setting_form,
	    &(struct setting_input){ .name = v.name,
		.value = v.value,
		.seen = { v.version, true } });
	return request_render(r, &setting_page, &v);
}

/* Why the value can't be, in words; NULL: it can. */
static const char *
refusal(struct request *r, const struct setting_find_row *row, const char *json)
{
	const char *bounds = bounds_words(r, row);
	struct setting_wrong_row wrong;

	if (json == NULL)
		return strcmp(row->kind, "int") == 0
			   ? tr("This is no whole number.")
			   : tr("This is no value of that kind.");
	if (!setting_wrong(r->db, row->name, json, &wrong) ||
	    wrong.word == NULL)
		return NULL;
	if (strcmp(wrong.word, "out_of_range") == 0 && bounds != NULL)
		return bounds;
	return words_of_refusal(admin_refusals, wrong.word);
}

enum status
setting_post(struct request *r)
{
	const struct setting_input *in = r->form;
	struct setting_find_row row;
	const char *json, *why;

	if (!setting_find(r->db, in->name, &row))
		return NOT_FOUND;
	json = setting_to_json(
	    r->arena, row.kind, in->value != NULL ? in->value : "");
	if ((why = refusal(r, &row, json)) != NULL)
		return request_invalid(r, "value", why);
	setting_change(r->db, in->name, json, in->seen);
	request_audit(
	    r, &(struct deed){ "setting.change", "setting", 0,
		   json_of(r->arena, TEXTS("name", in->name, "before",
					 row.value, "after", json)) });
	request_flash(r, tr("The setting is saved."));
	return request_done(r, &(struct outcome){ .status = NO_CONTENT },
	    "/admin/settings/%s", in->name);
}

/* --- back to what it was ----------------------------------------------------------- */

struct undo_input {
	const char *name;
	int64_t change;
};

static const struct form_field undo_fields[] = {
	FORM_FIELD(struct undo_input, name, REQUIRED, 1, 60),
	FORM_ID(struct undo_input, change, REQUIRED),
};
const struct form setting_undo_form = FORM(struct undo_input, undo_fields);

enum status
setting_undo_post(struct request *r)
{
	const struct undo_input *in = r->form;

	setting_undo(r->db, in->name, in->change);
	request_audit(
	    r, &(struct deed){ "setting.undo", "setting", 0,
		   json_of(r->arena, TEXTS("name", in->name, "change",
					 arena_printf(r->arena, "%lld",
					     (long long)in->change))) });
	request_flash(r, tr("The value from before is back."));
	return request_done(r, &(struct outcome){ .status = NO_CONTENT },
	    "/admin/settings/%s", in->name);
}
