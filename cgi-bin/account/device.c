#include <string.h>

#include "account/account.h"
#include "gen/account/security_sql.h"
#include "lib/domain/browser.h"
#include "lib/domain/when.h"

/* Signed-in browsers: look at them, end one, end all others. */

struct device {
	int64_t id;
	const char *browser, *address, *seen, *since;
	bool current;
};

static const struct field device_fields[] = {
	FIELD_ID(struct device, id),
	FIELD(struct device, browser),
	FIELD(struct device, address),
	FIELD(struct device, seen),
	FIELD(struct device, since),
	FIELD(struct device, current),
	FIELD_END,
};

struct device_list_view {
	struct device *items;
	size_t nitems;
};

static const struct field device_list_view_fields[] = {
	FIELD_LIST(struct device_list_view, items, nitems, device_fields),
	FIELD_END,
};
struct page device_page = { .path = "account/device_list",
	.fields = device_list_view_fields };

static const struct form_field device_input_fields[] = {
	FORM_ID(struct device_input, id, REQUIRED),
};
const struct form device_form = FORM(struct device_input, device_input_fields);

void
device_read(struct request *r)
{
	device_list_send(r->db);
}

enum status
device_show(struct request *r)
{
	struct device_list_view view;
	struct device_list_row *rows = device_list_get(r->db, &view.nitems);

	view.items = arena_alloc(r->arena, view.nitems, sizeof(*view.items));
	for (size_t i = 0; i < view.nitems; i++)
		view.items[i] = (struct device){
			.id = rows[i].id,
			.browser = browser_words(r->arena, rows[i].user_agent),
			.address = rows[i].remote_addr,
			.seen =
			    when_ago(r->arena, rows[i].last_seen_at, r->now),
			.since = when_day(r->arena, rows[i].created_at,
			    r->session->timezone, r->now),
			.current = !r->session->is_token &&
				   rows[i].id == r->session->session_id,
		};
	return request_render(r, &device_page, &view);
}

enum status
device_end_post(struct request *r)
{
	const struct device_input *in = r->form;

	if (device_end(r->db, in->id) == 0)
		return NOT_FOUND;
	request_audit(
	    r, &(struct deed){ "session.end", "session", in->id, NULL });
	request_flash(r, tr("That device is signed out."));
	return request_done(
	    r, &(struct outcome){ .status = NO_CONTENT }, "/settings/devices");
}

enum status
device_end_others_post(struct request *r)
{
	sessions_end_others(
	    r->db, r->session->is_token ? 0 : r->session->session_id);
	request_audit(r, &(struct deed){ "session.end_others", "user",
			     r->session->user_id, NULL });
	request_flash(r, tr("All other devices are signed out."));
	return request_done(
	    r, &(struct outcome){ .status = NO_CONTENT }, "/settings/devices");
}
