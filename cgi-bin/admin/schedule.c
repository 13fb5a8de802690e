#include <string.h>

#include "admin/admin.h"
#include "gen/admin/job_sql.h"
#include "lib/domain/when.h"

/* /admin/jobs/schedules: what happens by the clock. */

struct schedule_item {
	const char *name, *next, *last;
	struct instant next_at, last_at;
	bool paused;
};

static const struct field schedule_item_fields[] = {
	FIELD(struct schedule_item, name),
	FIELD(struct schedule_item, next_at),
	FIELD(struct schedule_item, last_at),
	FIELD(struct schedule_item, paused),
	FIELD_ONLY(struct schedule_item, next, ONLY_HTML),
	FIELD_ONLY(struct schedule_item, last, ONLY_HTML),
	FIELD_END,
};

struct schedule_view {
	struct desk desk;
	struct schedule_item *items;
	size_t nitems;
};

static const struct field schedule_fields[] = {
	DESK_FIELD(struct schedule_view),
	FIELD_LIST(struct schedule_view, items, nitems, schedule_item_fields),
	FIELD_END,
};
struct page schedule_page = { .path = "admin/schedule_list",
	.fields = schedule_fields };

void
schedule_read(struct request *r)
{
	schedule_list_send(r->db);
}

enum status
schedule_show(struct request *r)
{
	struct schedule_view v;
	struct schedule_list_row *rows = schedule_list_get(r->db, &v.nitems);

	v.items = arena_alloc(r->arena, v.nitems, sizeof(*v.items));
	for (size_t i = 0; i < v.nitems; i++)
		v.items[i] = (struct schedule_item){
			.name = rows[i].name,
			.next_at = rows[i].next_at,
			.last_at = rows[i].last_at,
			.paused = rows[i].paused,
			.next = moment(r, rows[i].next_at),
			.last =
			    rows[i].last_at.us != 0
				? when_ago(r->arena, rows[i].last_at, r->now)
				: tr("never"),
		};
	desk_fill(r, &v.desk);
	return request_render(r, &schedule_page, &v);
}

struct schedule_input {
	const char *name;
};

static const struct form_field schedule_input_fields[] = {
	FORM_FIELD(struct schedule_input, name, REQUIRED, 1, 60),
};
const struct form schedule_form =
    FORM(struct schedule_input, schedule_input_fields);

/* What to do is the end of the path: pause, resume, run. */
enum status
schedule_post(struct request *r)
{
	const struct schedule_input *in = r->form;
	const char *what = strrchr(r->http->path, '/') + 1;

	if (strcmp(what, "run") == 0)
		schedule_now(r->db, in->name);
	else
		schedule_pause(r->db, in->name, strcmp(what, "pause") == 0);
	request_audit(
	    r, &(struct deed){ arena_printf(r->arena, "schedule.%s", what),
		   "schedule", 0, json_of(r->arena, TEXTS("name", in->name)) });
	request_flash(r, strcmp(what, "run") == 0     ? tr("It runs now.")
			 : strcmp(what, "pause") == 0 ? tr("It is paused.")
						      : tr("It goes on."));
	return request_done(r, &(struct outcome){ .status = NO_CONTENT },
	    "/admin/jobs/schedules");
}
