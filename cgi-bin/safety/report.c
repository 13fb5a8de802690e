#include "gen/safety/report_sql.h"
#include "lib/base/words.h"
#include "safety/safety.h"

/* /safety/report?kind=&id=: something that somebody made, and what is wrong with
 * it.  The copy that moderators judge is taken when it is sent. */

enum { WORDS_MAX = 2000, DAY_SECONDS = 24 * 3600 };

struct report_input {
	const char *kind, *category, *words;
	int64_t id;
};

static const struct form_field target_input_fields[] = {
	FORM_FIELD_AS(
	    struct report_input, kind, REQUIRED, 1, 30, .check = CHECK_NONE),
	FORM_ID(struct report_input, id, REQUIRED),
};
const struct form report_target_form =
    FORM(struct report_input, target_input_fields);

static const struct form_field report_input_fields[] = {
	FORM_FIELD(struct report_input, kind, REQUIRED, 1, 30),
	FORM_ID(struct report_input, id, REQUIRED),
	FORM_FIELD(struct report_input, category, REQUIRED, 1, 20),
	FORM_FIELD(struct report_input, words, OPTIONAL, 0, WORDS_MAX),
};
const struct form report_form = FORM(struct report_input, report_input_fields);

struct report_part {
	const char *label, *text;
};

static const struct field report_part_fields[] = {
	FIELD(struct report_part, label),
	FIELD(struct report_part, text),
	FIELD_END,
};

struct report_view {
	const char *kind, *kind_words, *title, *shown_name, *url;
	int64_t id, picture_id;
	const char *picture_kind; /* when it has one to be reported alone */
	struct report_part *parts;
	struct choice *categories;
	size_t nparts, ncategories;
	bool is_mine;
};

static const struct field report_view_fields[] = {
	FIELD(struct report_view, kind),
	FIELD_ID(struct report_view, id),
	FIELD(struct report_view, title),
	FIELD(struct report_view, shown_name),
	FIELD(struct report_view, url),
	FIELD_LIST(struct report_view, parts, nparts, report_part_fields),
	FIELD_LIST(struct report_view, categories, ncategories, choice_fields),
	FIELD_ONLY(struct report_view, kind_words, ONLY_HTML),
	FIELD_ONLY(struct report_view, picture_id, ONLY_HTML),
	FIELD_ONLY(struct report_view, picture_kind, ONLY_HTML),
	FIELD_ONLY(struct report_view, is_mine, ONLY_HTML),
	FIELD_END,
};
struct page report_page = { .path = "safety/report",
	.fields = report_view_fields,
	.form = &report_form };

static void
fill_categories(struct request *r, struct report_view *v)
{
	struct report_categories_row *rows =
	    report_categories(r->db, &v->ncategories);

	v->categories =
	    arena_alloc(r->arena, v->ncategories, sizeof(*v->categories));
	for (size_t i = 0; i < v->ncategories; i++)
		v->categories[i] = (struct choice){ .value = rows[i].name,
			.label = words(rows[i].label),
			.note = words(rows[i].about) };
	choices_pick(v->categories, v->ncategories, typed(r, "category"));
}

static void
fill_parts(struct request *r, struct report_view *v,
    const struct report_target_row *row)
{
	v->nparts = row->ntexts;
	v->parts = arena_alloc(r->arena, v->nparts, sizeof(*v->parts));
	for (size_t i = 0; i < v->nparts; i++)
		v->parts[i] = (struct report_part){ words(row->labels[i]),
			row->texts[i] };
}

/* The picture beside these words is a thing of its own. */
static void
fill_picture(struct request *r, struct report_view *v)
{
	struct report_target_row row;
	const char *kind = strcmp(v->kind, "profile") == 0  ? "picture"
			   : strcmp(v->kind, "expert") == 0 ? "expert_picture"
							    : NULL;

	if (kind == NULL || !report_target(r->db, kind, v->id, &row) ||
	    !row.exists)
		return;
	v->picture_kind = kind;
	v->picture_id = v->id;
}

enum status
report_show(struct request *r)
{
	struct report_view v = { .kind = typed(r, "kind"),
		.id = typed_id(r, "id") };
	struct report_target_row row;

	if (!report_target(r->db, v.kind, v.id, &row) || !row.exists)
		return NOT_FOUND;
	v.kind_words = words(row.kind_name);
	v.title = row.title;
	v.shown_name = row.shown_name;
	v.url = row.url;
	v.is_mine = row.is_mine;
	fill_parts(r, &v, &row);
	fill_categories(r, &v);
	fill_picture(r, &v);
	request_fill(r, &report_form, NULL);
	return request_render(r, &report_page, &v);
}

struct report_made {
	int64_t id, case_id;
	bool hidden;
};

static const struct field report_made_fields[] = {
	FIELD_ID(struct report_made, id),
	FIELD_ID(struct report_made, case_id),
	FIELD(struct report_made, hidden),
	FIELD_END,
};

enum status
report_post(struct request *r)
{
	const struct report_input *in = r->form;
	struct report_send_row row;
	struct report_room_row left;

	if (report_room(r->db, &left) && left.room <= 0) {
		request_header(r, "Retry-After",
		    arena_printf(r->arena, "%d", DAY_SECONDS));
		return request_refuse(r, TOO_MANY,
		    tr("You have sent as many reports today as your trust "
		       "level opens. Try again tomorrow."));
	}
	if (!report_send(
		r->db, in->kind, in->id, in->category, in->words, &row))
		return NOT_FOUND;
	request_audit(
	    r, &(struct deed){ "report.send", "case", row.case_id, NULL });
	return request_done(r,
	    &(struct outcome){ CREATED, report_made_fields,
		&(struct report_made){
		    row.report_id, row.case_id, row.hidden } },
	    "/safety/reports/%lld/sent%s%s", (long long)row.report_id,
	    row.author_handle != NULL ? "?handle=" : "",
	    row.author_handle != NULL ? row.author_handle : "");
}

/* --- sent ------------------------------------------------------------------------ */

struct sent_input {
	int64_t id;
	const char *handle;
};

static const struct form_field sent_input_fields[] = {
	FORM_ID(struct sent_input, id, REQUIRED),
	FORM_FIELD(struct sent_input, handle, OPTIONAL, 1, 30),
};
const struct form report_sent_form = FORM(struct sent_input, sent_input_fields);

struct sent_view {
	int64_t id;
	const char *handle;
};

static const struct field sent_view_fields[] = {
	FIELD_ID(struct sent_view, id),
	FIELD_ONLY(struct sent_view, handle, ONLY_HTML),
	FIELD_END,
};
struct page report_sent_page = { .path = "safety/report_sent",
	.fields = sent_view_fields };

enum status
report_sent_show(struct request *r)
{
	const struct sent_input *in = r->form;
	struct report_find_row row;

	if (!report_find(r->db, in->id, &row))
		return NOT_FOUND;
	return request_render(r, &report_sent_page,
	    &(struct sent_view){ .id = in->id, .handle = in->handle });
}

enum status
report_withdraw_post(struct request *r)
{
	const struct id_input *in = r->form;
	struct report_find_row row;

	if (!report_find(r->db, in->id, &row))
		return NOT_FOUND;
	report_withdraw(r->db, in->id);
	request_audit(
	    r, &(struct deed){ "report.withdraw", "case", row.case_id, NULL });
	request_flash(r, tr("Your report is taken back."));
	return request_done(
	    r, &(struct outcome){ .status = NO_CONTENT }, "/safety/reports");
}
