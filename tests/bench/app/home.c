#include "bench.h"
#include "gen/bench/app/home_sql.h"

/* W2: a member's start page with the kit's four reads. */
struct home_user {
	const char *name, *email, *role, *csrf;
};

static const struct field home_user_fields[] = {
	FIELD(struct home_user, name),
	FIELD(struct home_user, email),
	FIELD(struct home_user, role),
	FIELD(struct home_user, csrf),
	FIELD_END,
};

struct home_view {
	struct home_user *user;
	int64_t unread;
	struct upcoming_list_row *upcoming;
	struct pack_list_row *packs;
	struct inbox_list_row *inbox;
	size_t nupcoming, npacks, ninbox;
};

static const struct field home_fields[] = {
	{ .name = "user",
	    .kind = KIND_POINTER,
	    .offset = offsetof(struct home_view, user),
	    .item = home_user_fields },
	FIELD(struct home_view, unread),
	FIELD_LIST(struct home_view, upcoming, nupcoming, upcoming_list_fields),
	FIELD_LIST(struct home_view, packs, npacks, pack_list_fields),
	FIELD_LIST(struct home_view, inbox, ninbox, inbox_list_fields),
	FIELD_END,
};
struct page home_page = { .path = "bench/w2", .fields = home_fields };

void
home_read(struct request *r)
{
	upcoming_list_send(r->db);
	pack_list_send(r->db);
	inbox_list_send(r->db);
}

enum status
home_show(struct request *r)
{
	struct home_user user = {
		.name = r->session->display_name,
		.email = r->session->email,
		.role = r->session->nroles > 0 ? r->session->roles[0] : NULL,
		.csrf = r->session->csrf,
	};
	struct home_view view = { .user = &user, .unread = r->session->unread };

	view.upcoming = upcoming_list_get(r->db, &view.nupcoming);
	view.packs = pack_list_get(r->db, &view.npacks);
	view.inbox = inbox_list_get(r->db, &view.ninbox);
	return request_render(r, &home_page, &view);
}
