#include <string.h>

#include "admin/person.h"
#include "lib/domain/browser.h"
#include "lib/domain/when.h"

const struct field device_item_fields[] = {
	FIELD_ID(struct device_item, id),
	FIELD(struct device_item, browser),
	FIELD(struct device_item, address),
	FIELD(struct device_item, since),
	FIELD(struct device_item, seen),
	FIELD(struct device_item, impersonator),
	FIELD_END,
};

const struct field booking_item_fields[] = {
	FIELD_ID(struct booking_item, id),
	FIELD(struct booking_item, status),
	FIELD(struct booking_item, start),
	FIELD(struct booking_item, disputed),
	FIELD(struct booking_item, other),
	FIELD_ONLY(struct booking_item, href, ONLY_HTML),
	FIELD_ONLY(struct booking_item, side_words, ONLY_HTML),
	FIELD_ONLY(struct booking_item, type_words, ONLY_HTML),
	FIELD_ONLY(struct booking_item, status_words, ONLY_HTML),
	FIELD_ONLY(struct booking_item, when, ONLY_HTML),
	FIELD_ONLY(struct booking_item, other_href, ONLY_HTML),
	FIELD_END,
};

const struct field log_item_fields[] = {
	FIELD_ID(struct log_item, id),
	FIELD(struct log_item, at),
	FIELD(struct log_item, action),
	FIELD(struct log_item, actor),
	FIELD(struct log_item, detail),
	FIELD(struct log_item, address),
	FIELD_ONLY(struct log_item, when, ONLY_HTML),
	FIELD_ONLY(struct log_item, actor_href, ONLY_HTML),
	FIELD_END,
};

const struct field kind_item_fields[] = {
	FIELD(struct kind_item, kind),
	FIELD(struct kind_item, status),
	FIELD_ONLY(struct kind_item, kind_words, ONLY_HTML),
	FIELD_ONLY(struct kind_item, status_words, ONLY_HTML),
	FIELD_ONLY(struct kind_item, href, ONLY_HTML),
	FIELD_END,
};

const struct field role_item_fields[] = {
	FIELD(struct role_item, role),
	FIELD_ONLY(struct role_item, role_words, ONLY_HTML),
	FIELD_ONLY(struct role_item, since, ONLY_HTML),
	FIELD_ONLY(struct role_item, is_expert, ONLY_HTML),
	FIELD_END,
};

const char *
roles_line(struct arena *a, const char *const *roles, size_t n)
{
	struct buf b;

	buf_init(&b, a, 64);
	for (size_t i = 0; i < n; i++) {
		buf_puts(&b, i > 0 ? ", " : "");
		buf_puts(&b, role_words(roles[i]));
	}
	return n > 0 ? b.data : NULL;
}

bool
is_expert_role(const char *role)
{
	return strcmp(role, "mentor") == 0 || strcmp(role, "concierge") == 0 ||
	       strcmp(role, "interviewer") == 0;
}

const char *
expert_address(struct arena *a, const char *kind, int64_t ref)
{
	return arena_printf(a, "/admin/%ss/%lld", kind, (long long)ref);
}

static const char *
person_address(struct arena *a, int64_t id)
{
	return id != 0 ? arena_printf(a, "/admin/people/%lld", (long long)id)
		       : NULL;
}

struct device_item *
person_devices_fill(struct request *r, size_t *n)
{
	struct person_devices_row *rows = person_devices_get(r->db, n);
	struct device_item *all = arena_alloc(r->arena, *n, sizeof(*all));

	for (size_t i = 0; i < *n; i++)
		all[i] = (struct device_item){
			.id = rows[i].id,
			.browser = browser_words(r->arena, rows[i].user_agent),
			.address = rows[i].remote_addr,
			.since = moment(r, rows[i].created_at),
			.seen =
			    when_ago(r->arena, rows[i].last_seen_at, r->now),
			.impersonator = rows[i].impersonator,
		};
	return all;
}

struct booking_item *
person_bookings_fill(struct request *r, size_t *n)
{
	struct person_bookings_row *rows = person_bookings_get(r->db, n);
	struct booking_item *all = arena_alloc(r->arena, *n, sizeof(*all));

	for (size_t i = 0; i < *n; i++)
		all[i] = (struct booking_item){
			.id = rows[i].id,
			.href = arena_printf(r->arena, "/admin/sessions/%lld",
			    (long long)rows[i].id),
			.side_words = strcmp(rows[i].side, "client") == 0
					  ? tr("booked")
					  : tr("holds"),
			.type_words = type_words(rows[i].type_kind),
			.status = rows[i].status,
			.status_words = session_words(rows[i].status),
			.when = moment(r, rows[i].starts_at),
			.start = rows[i].starts_at,
			.other = rows[i].other,
			.other_href =
			    person_address(r->arena, rows[i].other_id),
			.disputed = rows[i].disputed,
		};
	return all;
}

struct log_item *
person_log_fill(struct request *r, size_t *n)
{
	struct person_log_row *rows = person_log_get(r->db, n);
	struct log_item *all = arena_alloc(r->arena, *n, sizeof(*all));

	for (size_t i = 0; i < *n; i++)
		all[i] = (struct log_item){
			.id = rows[i].id,
			.at = rows[i].at,
			.action = rows[i].action,
			.when = moment(r, rows[i].at),
			.actor = rows[i].actor,
			.actor_href =
			    person_address(r->arena, rows[i].actor_id),
			.detail = rows[i].detail,
			.address = rows[i].remote_addr,
		};
	return all;
}

struct kind_item *
person_kinds_fill(struct request *r, size_t *n)
{
	struct person_kinds_row *rows = person_kinds_get(r->db, n);
	struct kind_item *all = arena_alloc(r->arena, *n, sizeof(*all));

	for (size_t i = 0; i < *n; i++)
		all[i] = (struct kind_item){
			.kind = rows[i].kind,
			.kind_words = role_words(rows[i].kind),
			.status = rows[i].status,
			.status_words = expert_words(rows[i].status),
			.href =
			    expert_address(r->arena, rows[i].kind, rows[i].ref),
		};
	return all;
}

struct role_item *
person_roles_fill(struct request *r, size_t *n)
{
	struct person_roles_row *rows = person_roles_get(r->db, n);
	struct role_item *all = arena_alloc(r->arena, *n, sizeof(*all));

	for (size_t i = 0; i < *n; i++)
		all[i] = (struct role_item){
			.role = rows[i].role,
			.role_words = role_words(rows[i].role),
			.since =
			    rows[i].granter != NULL
				? arena_printf(r->arena, tr("since %s, by %s"),
				      moment(r, rows[i].granted_at),
				      rows[i].granter)
				: arena_printf(r->arena, tr("since %s"),
				      moment(r, rows[i].granted_at)),
			.is_expert = is_expert_role(rows[i].role),
		};
	return all;
}
