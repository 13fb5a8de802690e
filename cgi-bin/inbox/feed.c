#include <string.h>

#include "gen/inbox/feed_sql.h"
#include "inbox/inbox.h"
#include "lib/domain/when.h"
#include "lib/domain/wording.h"
#include "lib/view/parts.h"

enum { PAGE = 20 };

struct feed_input {
	int64_t after;
	bool unread, count;
};

static const struct form_field feed_form_fields[] = {
	FORM_ID(struct feed_input, after, OPTIONAL),
	FORM_FIELD(struct feed_input, unread, OPTIONAL, 0, 1),
	FORM_FIELD(struct feed_input, count, OPTIONAL, 0, 1),
};
const struct form feed_form = FORM(struct feed_input, feed_form_fields);

/* --- the view: by day, and within a day by type ------------------------------ */

struct feed_item {
	int64_t id;
	const char *type, *title, *words, *link, *icon, *clock;
	struct instant created_at;
	bool read;
};

static const struct field item_fields[] = {
	FIELD_ID(struct feed_item, id),
	FIELD(struct feed_item, type),
	FIELD(struct feed_item, title),
	FIELD(struct feed_item, words),
	FIELD_ONLY(struct feed_item, icon, ONLY_HTML),
	FIELD_ONLY(struct feed_item, clock, ONLY_HTML),
	FIELD(struct feed_item, link),
	FIELD(struct feed_item, created_at),
	FIELD(struct feed_item, read),
	FIELD_END,
};

struct feed_group {
	const char *about;
	int64_t count;
	bool is_several;
	struct feed_item *items;
	size_t nitems;
};

static const struct field group_fields[] = {
	FIELD(struct feed_group, about),
	FIELD(struct feed_group, count),
	FIELD(struct feed_group, is_several),
	FIELD_LIST(struct feed_group, items, nitems, item_fields),
	FIELD_END,
};

struct feed_day {
	const char *name;
	struct feed_group *groups;
	size_t ngroups;
};

static const struct field day_fields[] = {
	FIELD(struct feed_day, name),
	FIELD_LIST(struct feed_day, groups, ngroups, group_fields),
	FIELD_END,
};

struct feed_view {
	struct feed_item *items;
	size_t nitems;
	struct feed_day *days;
	size_t ndays;
	const char *next;
	int64_t unread_count; /* of all pages, up to 100 */
	bool only_unread;
	struct pager *pager;
};

static const struct field feed_fields[] = {
	FIELD_LIST_ONLY(
	    struct feed_view, items, nitems, item_fields, ONLY_JSON),
	FIELD_LIST_ONLY(struct feed_view, days, ndays, day_fields, ONLY_HTML),
	FIELD_ONLY(struct feed_view, next, ONLY_JSON),
	FIELD_ONLY(struct feed_view, unread_count, ONLY_JSON),
	FIELD_ONLY(struct feed_view, only_unread, ONLY_HTML),
	FIELD_POINTER_ONLY(struct feed_view, pager, pager_fields, ONLY_HTML),
	FIELD_END,
};
struct page feed_page = { .path = "inbox/feed", .fields = feed_fields };

struct count_view {
	int64_t unread;
};

static const struct field count_fields[] = {
	FIELD(struct count_view, unread),
	FIELD_END,
};

/* --- filling it ----------------------------------------------------------------- */

/* An icon by the beginning of a type's name. */
static const char *
icon_of(const char *type)
{
	static const struct {
		const char *begins, *icon;
	} icons[] = {
		{ "session_", "calendar" },
		{ "feedback_", "star" },
		{ "reveal_", "venetian-mask" },
		{ "expert_", "badge-check" },
		{ "calendar_", "calendar-sync" },
		{ "new_sign_in", "monitor" },
		{ "security_", "shield" },
		{ "sign_in_", "triangle-alert" },
		{ "export_", "package" },
		{ "account_", "user" },
		{ "role_", "users" },
		{ "order_", "credit-card" },
		{ "refund_", "banknote" },
		{ "payment_", "banknote" },
		{ "money_", "banknote" },
	};

	for (size_t i = 0; i < sizeof(icons) / sizeof(icons[0]); i++)
		if (strncmp(type, icons[i].begins, strlen(icons[i].begins)) ==
		    0)
			return icons[i].icon;
	return "bell";
}

static struct feed_item
item_of(struct request *r, const struct feed_list_row *row)
{
	const struct reader reader = { r->session->timezone, r->now };
	struct notice_words text;

	notice_words(r->arena, row->type,
	    wording_data(r->arena, row->data, &reader), &text);
	return (struct feed_item){ .id = row->id,
		.type = row->type,
		.title = text.title,
		.words = text.words,
		.link = row->link,
		.icon = icon_of(row->type),
		.clock =
		    when_clock(r->arena, row->created_at, r->session->timezone),
		.created_at = row->created_at,
		.read = row->read_at.us != 0 };
}

static const char *
day_name(struct request *r, struct instant i)
{
	const char *zone = r->session->timezone;
	int32_t ago = date_days_between(
	    when_local(i, zone).date, when_local(r->now, zone).date);

	if (ago == 0)
		return tr("Today");
	if (ago == 1)
		return tr("Yesterday");
	return when_day(r->arena, i, zone, r->now);
}

/* Items come newest first; those of a type stand together within their day. */
static void
add_to_day(struct request *r, struct feed_view *v, struct feed_item *item,
    const char *about)
{
	const char *name = day_name(r, item->created_at);
	struct feed_day *day = v->ndays == 0 ? NULL : &v->days[v->ndays - 1];
	struct feed_group *g;

	if (day == NULL || strcmp(day->name, name) != 0) {
		day = &v->days[v->ndays++];
		day->name = name;
		day->groups = arena_alloc(r->arena, PAGE, sizeof(*day->groups));
	}
	for (g = day->groups; g < day->groups + day->ngroups; g++)
		if (strcmp(g->items[0].type, item->type) == 0)
			break;
	if (g == day->groups + day->ngroups) {
		day->ngroups++;
		g->about = about;
		g->items = arena_alloc(r->arena, PAGE, sizeof(*g->items));
	}
	g->items[g->nitems++] = *item;
	g->count = (int64_t)g->nitems;
	g->is_several = g->nitems > 1;
}

static void
fill_pager(struct request *r, struct feed_view *v, const struct feed_input *in)
{
	const char *also = in->unread ? "&unread=1" : "";
	long long last = (long long)v->items[v->nitems - 1].id;

	if (in->after == 0 && v->next == NULL)
		return; /* it is all on one page */
	v->pager = arena_alloc(r->arena, 1, sizeof(*v->pager));
	v->pager->range =
	    in->after != 0 ? tr("Earlier ones") : tr("The newest");
	if (in->after != 0)
		v->pager->first =
		    in->unread ? "/notifications?unread=1" : "/notifications";
	if (v->next == NULL)
		return;
	v->next = arena_printf(
	    r->arena, "/api/notifications?after=%lld%s", last, also);
	v->pager->next = v->next + strlen("/api");
}

void
feed_read(struct request *r)
{
	const struct feed_input *in = r->form;

	if (!in->count)
		feed_list_send(r->db, in->unread, in->after, PAGE + 1);
}

enum status
feed_show(struct request *r)
{
	const struct feed_input *in = r->form;
	struct feed_view v = { .only_unread = in->unread,
		.unread_count = r->session->unread };
	struct count_view count = { .unread = r->session->unread };
	const struct feed_list_row *rows;
	size_t n;

	if (in->count)
		return request_json(r, OK, count_fields, &count);
	rows = feed_list_get(r->db, &n);
	v.next = n > PAGE ? "" : NULL;
	n = n > PAGE ? PAGE : n;
	v.items = arena_alloc(r->arena, PAGE, sizeof(*v.items));
	v.days = arena_alloc(r->arena, PAGE, sizeof(*v.days));
	for (; v.nitems < n; v.nitems++) {
		v.items[v.nitems] = item_of(r, &rows[v.nitems]);
		add_to_day(r, &v, &v.items[v.nitems], rows[v.nitems].about);
	}
	if (n != 0)
		fill_pager(r, &v, in);
	return request_render(r, &feed_page, &v);
}
