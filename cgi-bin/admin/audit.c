#include <string.h>

#include "admin/admin.h"
#include "gen/admin/audit_sql.h"
#include "lib/domain/csv.h"
#include "lib/domain/when.h"

/* /admin/audit: who did what, by person, action, target and time; as CSV too. */

enum { CSV_BATCH = 200, CSV_MOST_BYTES = 1500 * 1024 };

struct audit_input {
	const char *who, *action, *target;
	int64_t person, target_id, after;
	struct date from, to;
};

static const struct form_field audit_form_fields[] = {
	FORM_FIELD(struct audit_input, who, OPTIONAL, 1, 254),
	FORM_FIELD(struct audit_input, action, OPTIONAL, 1, 60),
	FORM_FIELD(struct audit_input, target, OPTIONAL, 1, 40),
	FORM_ID(struct audit_input, target_id, OPTIONAL),
	FORM_ID(struct audit_input, person, OPTIONAL),
	FORM_FIELD(struct audit_input, from, OPTIONAL, 0, 0),
	FORM_FIELD(struct audit_input, to, OPTIONAL, 0, 0),
	FORM_ID(struct audit_input, after, OPTIONAL),
};
const struct form audit_form = FORM(struct audit_input, audit_form_fields);

struct audit_item {
	int64_t id, actor_id, target_id;
	struct instant at;
	const char *action, *when, *actor, *actor_href, *impersonator, *target,
	    *target_kind, *target_href, *detail, *remote_addr, *request_id;
};

#define HTML(m) FIELD_ONLY(struct audit_item, m, ONLY_HTML)

static const struct field audit_item_fields[] = {
	FIELD_ID(struct audit_item, id),
	FIELD(struct audit_item, at),
	FIELD(struct audit_item, action),
	FIELD_ID(struct audit_item, actor_id),
	FIELD(struct audit_item, actor),
	FIELD(struct audit_item, impersonator),
	FIELD(struct audit_item, target_kind),
	FIELD_ID(struct audit_item, target_id),
	FIELD(struct audit_item, detail),
	FIELD(struct audit_item, remote_addr),
	FIELD(struct audit_item, request_id),
	HTML(when),
	HTML(actor_href),
	HTML(target),
	HTML(target_href),
	FIELD_END,
};

struct audit_view {
	struct desk desk;
	struct audit_item *items;
	size_t nitems;
	const char *next, *csv_href;
	struct pager *pager;
};

static const struct field audit_fields[] = {
	DESK_FIELD(struct audit_view),
	FIELD_LIST(struct audit_view, items, nitems, audit_item_fields),
	FIELD_ONLY(struct audit_view, next, ONLY_JSON),
	FIELD_ONLY(struct audit_view, csv_href, ONLY_HTML),
	FIELD_POINTER_ONLY(struct audit_view, pager, pager_fields, ONLY_HTML),
	FIELD_END,
};
struct page audit_page = { .path = "admin/audit",
	.fields = audit_fields,
	.form = &audit_form };

/* Midnight of the reader's zone; absent for an absent date. */
static struct instant
day_start(const struct request *r, struct date day)
{
	if (day.year == 0)
		return (struct instant){ 0 };
	return when_instant(
	    &(struct local_time){ .date = day }, r->session->timezone);
}

/* Both days are meant. */
static struct instant
day_end(const struct request *r, struct date day)
{
	return day_start(r, day.year == 0 ? day : date_add_days(day, 1));
}

static void
send_list(struct request *r, int64_t after, int64_t most)
{
	const struct audit_input *in = r->form;

	audit_list_send(r->db, in->who, in->person, in->action, in->target,
	    in->target_id, day_start(r, in->from), day_end(r, in->to), after,
	    most);
}

static const char *
target_address(struct arena *a, const char *kind, int64_t id)
{
	static const struct {
		const char *kind, *base;
	} pages[] = { { "user", "/admin/people" },
		{ "booking", "/admin/sessions" }, { "mail", "/admin/mail" },
		{ "job", "/admin/jobs" } };

	if (kind == NULL || id == 0)
		return NULL;
	for (size_t i = 0; i < sizeof(pages) / sizeof(pages[0]); i++)
		if (strcmp(kind, pages[i].kind) == 0)
			return arena_printf(
			    a, "%s/%lld", pages[i].base, (long long)id);
	return NULL;
}

static void
fill_item(
    struct request *r, struct audit_item *a, const struct audit_list_row *row)
{
	*a = (struct audit_item){
		.id = row->id,
		.at = row->at,
		.action = row->action,
		.when = moment(r, row->at),
		.actor_id = row->actor_id,
		.actor = row->actor,
		.actor_href = target_address(r->arena, "user", row->actor_id),
		.impersonator = row->impersonator,
		.target_kind = row->target_kind,
		.target_id = row->target_id,
		.target_href =
		    target_address(r->arena, row->target_kind, row->target_id),
		.detail = row->detail,
		.remote_addr = row->remote_addr,
		.request_id = row->request_id,
	};
	if (row->target_kind != NULL)
		a->target =
		    row->target_id == 0
			? row->target_kind
			: arena_printf(r->arena, "%s %lld", row->target_kind,
			      (long long)row->target_id);
}

enum status
audit_show(struct request *r)
{
	const struct audit_input *in = r->form;
	struct list_end end = { .base = "/admin/audit" };
	struct audit_view v = { .nitems = 0 };
	struct audit_list_row *rows;
	size_t n;

	send_list(r, in->after, LIST_PAGE + 1);
	rows = audit_list_get(r->db, &n);
	end.n = v.nitems = n > LIST_PAGE ? LIST_PAGE : n;
	v.items = arena_alloc(r->arena, v.nitems, sizeof(*v.items));
	for (size_t i = 0; i < v.nitems; i++)
		fill_item(r, &v.items[i], &rows[i]);
	if (n > LIST_PAGE)
		end.last = arena_printf(
		    r->arena, "%lld", (long long)rows[LIST_PAGE - 1].id);
	v.pager = list_pager(r, &end, &v.next);
	v.csv_href = list_address(r, "/admin/audit.csv", NULL);
	desk_fill(r, &v.desk);
	return request_render(r, &audit_page, &v);
}

static void
put_csv_row(struct request *r, struct buf *b, const struct audit_list_row *row)
{
	char at[32];
	const char *cells[] = { arena_printf(
				    r->arena, "%lld", (long long)row->id),
		at, row->action,
		row->actor_id != 0
		    ? arena_printf(r->arena, "%lld", (long long)row->actor_id)
		    : NULL,
		row->actor, row->impersonator, row->target_kind,
		row->target_id != 0
		    ? arena_printf(r->arena, "%lld", (long long)row->target_id)
		    : NULL,
		row->detail, row->remote_addr, row->request_id };

	instant_print_rfc3339(row->at, at);
	csv_put_row(b, cells, sizeof(cells) / sizeof(cells[0]));
}

/* The newest that fit; "X-Next-After" says where the next file begins. */
enum status
audit_csv(struct request *r)
{
	static const char *const heads[] = { "id", "at", "action", "actor_id",
		"actor", "impersonator", "target_kind", "target_id", "detail",
		"remote_addr", "request_id" };
	const struct audit_input *in = r->form;
	struct audit_list_row *rows;
	int64_t after = in->after;
	struct buf b;
	size_t n;

	buf_init(&b, r->arena, CSV_MOST_BYTES + CSV_BATCH * 2048);
	csv_put_row(&b, heads, sizeof(heads) / sizeof(heads[0]));
	do {
		send_list(r, after, CSV_BATCH);
		rows = audit_list_get(r->db, &n);
		for (size_t i = 0; i < n; i++)
			put_csv_row(r, &b, &rows[i]);
		if (n > 0)
			after = rows[n - 1].id;
	} while (n == CSV_BATCH && b.len < CSV_MOST_BYTES);
	if (n == CSV_BATCH)
		request_header(r, "X-Next-After",
		    arena_printf(r->arena, "%lld", (long long)after));
	export_logged(r, "audit.export", "audit");
	return request_text(r, "text/csv; charset=utf-8", "audit.csv", &b);
}
