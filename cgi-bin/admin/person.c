#include <string.h>

#include "admin/admin.h"
#include "admin/person.h"
#include "lib/domain/avatar.h"
#include "lib/domain/when.h"

/* /admin/people/:id: all about one person, and what can be done. */

struct person_view {
	struct desk desk;
	int64_t id;
	const char *display_name, *handle, *headline, *email, *zone, *country,
	    *status, *status_words, *status_note, *joined, *guard, *role_line;
	const char **roles;
	size_t nroles;
	bool verified, is_you, is_erased;
	struct instant created_at;
	struct face face;
	struct role_item *role_items;
	struct kind_item *kinds;
	struct device_item *devices;
	struct booking_item *sessions;
	struct log_item *log;
	size_t nrole_items, nkinds, ndevices, nsessions, nlog;
	/* what the asking person may do now */
	bool may_warn, may_suspend, may_lift, may_roles, may_verify,
	    may_impersonate, may_sign_out, may_audit;
};

#define LIST(m, n, fields) FIELD_LIST(struct person_view, m, n, fields)
#define HTML(m)            FIELD_ONLY(struct person_view, m, ONLY_HTML)

static const struct field person_fields[] = {
	DESK_FIELD(struct person_view),
	FIELD_ID(struct person_view, id),
	FIELD(struct person_view, display_name),
	FIELD(struct person_view, handle),
	FIELD(struct person_view, headline),
	FIELD(struct person_view, email),
	FIELD(struct person_view, verified),
	FIELD(struct person_view, status),
	FIELD(struct person_view, status_note),
	FIELD(struct person_view, zone),
	FIELD(struct person_view, country),
	FIELD(struct person_view, created_at),
	FIELD_TEXTS(struct person_view, roles, nroles),
	LIST(kinds, nkinds, kind_item_fields),
	LIST(devices, ndevices, device_item_fields),
	LIST(sessions, nsessions, booking_item_fields),
	LIST(log, nlog, log_item_fields),
	FIELD_LIST_ONLY(struct person_view, role_items, nrole_items,
	    role_item_fields, ONLY_HTML),
	{ .name = "face",
	    .kind = KIND_OBJECT,
	    .offset = offsetof(struct person_view, face),
	    .item = face_fields,
	    .only = ONLY_HTML },
	HTML(status_words),
	HTML(joined),
	HTML(guard),
	HTML(role_line),
	HTML(is_you),
	HTML(is_erased),
	HTML(may_warn),
	HTML(may_suspend),
	HTML(may_lift),
	HTML(may_roles),
	HTML(may_verify),
	HTML(may_impersonate),
	HTML(may_sign_out),
	HTML(may_audit),
	FIELD_END,
};
struct page person_page = { .path = "admin/person", .fields = person_fields };

void
person_read(struct request *r)
{
	const struct id_input *in = r->form;

	person_find_send(r->db, in->id);
	person_roles_send(r->db, in->id);
	person_kinds_send(r->db, in->id);
	person_devices_send(r->db, in->id);
	person_bookings_send(r->db, in->id);
	person_log_send(r->db, in->id);
}

static bool
holds(const struct person_find_row *row, const char *role)
{
	for (size_t i = 0; i < row->nroles; i++)
		if (strcmp(row->roles[i], role) == 0)
			return true;
	return false;
}

/* The database decides (person_take); this only hides what it would refuse. */
static void
fill_rights(
    struct request *r, struct person_view *v, const struct person_find_row *row)
{
	const struct session *s = r->session;
	bool is_active = strcmp(row->status, "active") == 0;
	bool is_out = strcmp(row->status, "suspended") == 0 ||
		      strcmp(row->status, "banned") == 0;
	bool is_above =
	    holds(row, "admin") ||
	    (holds(row, "moderator") && !session_has_role(s, "admin"));
	bool may_act = session_may(s, "people.suspend") && !v->is_you &&
		       !is_above && !v->is_erased;

	v->may_warn = may_act;
	v->may_suspend = may_act && is_active;
	v->may_lift = may_act && is_out;
	v->may_sign_out = session_may(s, "people.suspend") && !v->is_erased;
	v->may_roles = session_may(s, "people.roles") && !v->is_erased;
	v->may_verify =
	    session_may(s, "people.roles") && !v->verified && !v->is_erased;
	v->may_impersonate = session_may(s, "people.impersonate") &&
			     !v->is_you && !holds(row, "admin") &&
			     !holds(row, "moderator") && !is_out &&
			     !v->is_erased;
	v->may_audit = session_may(s, "audit.view");
}

static const char *
guard_words(struct request *r, const struct person_find_row *row)
{
	const char *first =
		       row->has_password ? tr("Password") : tr("No password"),
		   *second = row->has_app ? tr("with an authenticator app")
					  : tr("no authenticator app");

	return arena_printf(r->arena, tr("%s, %s, passkeys: %d, tokens: %d"),
	    first, second, (int)row->passkeys, (int)row->tokens);
}

static const char *
status_note(struct request *r, const struct person_find_row *row)
{
	const char *until = moment(r, row->status_until);

	if (row->status_reason != NULL && *until != '\0')
		return arena_printf(
		    r->arena, tr("until %s: %s"), until, row->status_reason);
	if (*until != '\0')
		return arena_printf(r->arena, tr("until %s"), until);
	return row->status_reason;
}

static void
fill_person(
    struct request *r, struct person_view *v, const struct person_find_row *row)
{
	*v = (struct person_view){
		.id = row->id,
		.display_name = row->display_name,
		.handle = row->handle,
		.headline = row->headline,
		.email = row->email,
		.zone = row->timezone,
		.country = row->country,
		.status = row->status,
		.status_words = account_words(row->status),
		.status_note = status_note(r, row),
		.joined = moment(r, row->created_at),
		.created_at = row->created_at,
		.guard = guard_words(r, row),
		.roles = row->roles,
		.nroles = row->nroles,
		.role_line = roles_line(r->arena, row->roles, row->nroles),
		.verified = row->verified_at.us != 0,
		.is_you = row->id == r->session->user_id,
		.is_erased = strcmp(row->status, "erased") == 0,
		.face = face_of(r->arena, row->display_name, row->picture),
	};
	fill_rights(r, v, row);
}

enum status
person_show(struct request *r)
{
	struct person_find_row row;
	struct person_view v;

	if (!person_find_get(r->db, &row))
		return NOT_FOUND;
	fill_person(r, &v, &row);
	v.role_items = person_roles_fill(r, &v.nrole_items);
	v.kinds = person_kinds_fill(r, &v.nkinds);
	v.devices = person_devices_fill(r, &v.ndevices);
	v.sessions = person_bookings_fill(r, &v.nsessions);
	v.log = person_log_fill(r, &v.nlog);
	desk_fill(r, &v.desk);
	return request_render(r, &person_page, &v);
}
