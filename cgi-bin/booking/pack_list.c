#include "booking/pack.h"
#include "lib/domain/avatar.h"
#include "lib/domain/session_words.h"

#include <string.h>

/* /packs: what one has bought of mentors and interviewers, and the seats that go
 * with it.  /session-packs/me is the same. */
enum { PAGE = 20 };

static const char *const kinds[] = { "pack", "package", NULL };

struct pack_list_input {
	const char *kind;
	int64_t after;
};

static const struct form_field pack_list_inputs[] = {
	FORM_ONE_OF(struct pack_list_input, kind, OPTIONAL, kinds),
	FORM_ID(struct pack_list_input, after, OPTIONAL),
};
const struct form pack_list_form =
    FORM(struct pack_list_input, pack_list_inputs);

struct pack_use {
	int64_t id;
	struct instant start;
	const char *status;
	bool used;
	const char *words, *status_words;
};

static const struct field pack_use_fields[] = {
	FIELD_ID(struct pack_use, id),
	FIELD(struct pack_use, start),
	FIELD(struct pack_use, status),
	FIELD(struct pack_use, used),
	FIELD_ONLY(struct pack_use, words, ONLY_HTML),
	FIELD_ONLY(struct pack_use, status_words, ONLY_HTML),
	FIELD_END,
};

struct pack_card {
	int64_t id;
	const char *kind, *name, *status;
	struct pack_expert mentor;
	struct pack_type session_type;
	int64_t total, held, consumed, remaining;
	struct instant started_at, expires_at;
	struct pack_use *sessions;
	size_t nsessions;
	/* on the page only */
	struct face face;
	const char *expert_href, *status_words, *type_words, *left_words,
	    *until_words, *used, *book_href, *renew_href, *order_href;
};

// clang-format off
#define CARD_FIELDS \
	FIELD_ID(struct pack_card, id), \
	FIELD(struct pack_card, kind), \
	FIELD(struct pack_card, name), \
	FIELD_OBJECT(struct pack_card, mentor, pack_expert_fields), \
	FIELD_OBJECT(struct pack_card, session_type, pack_type_fields), \
	FIELD(struct pack_card, total), \
	FIELD(struct pack_card, held), \
	FIELD(struct pack_card, consumed), \
	FIELD(struct pack_card, remaining), \
	FIELD(struct pack_card, status), \
	FIELD(struct pack_card, started_at), \
	FIELD(struct pack_card, expires_at), \
	FIELD_OBJECT_ONLY(struct pack_card, face, face_fields, ONLY_HTML), \
	FIELD_ONLY(struct pack_card, expert_href, ONLY_HTML), \
	FIELD_ONLY(struct pack_card, status_words, ONLY_HTML), \
	FIELD_ONLY(struct pack_card, type_words, ONLY_HTML), \
	FIELD_ONLY(struct pack_card, left_words, ONLY_HTML), \
	FIELD_ONLY(struct pack_card, until_words, ONLY_HTML), \
	FIELD_ONLY(struct pack_card, used, ONLY_HTML), \
	FIELD_ONLY(struct pack_card, book_href, ONLY_HTML), \
	FIELD_ONLY(struct pack_card, renew_href, ONLY_HTML), \
	FIELD_ONLY(struct pack_card, order_href, ONLY_HTML)
// clang-format on
static const struct field pack_card_fields[] = {
	CARD_FIELDS,
	FIELD_END,
};
static const struct field pack_usage_fields[] = {
	CARD_FIELDS,
	FIELD_LIST(struct pack_card, sessions, nsessions, pack_use_fields),
	FIELD_END,
};

struct seat_card {
	const char *name, *href, *status, *status_words, *words;
	const char *leave_href, *unwait_action;
	bool is_offer, is_grace;
	struct face face;
};

static const struct field seat_card_fields[] = {
	FIELD(struct seat_card, name),
	FIELD(struct seat_card, href),
	FIELD(struct seat_card, status),
	FIELD(struct seat_card, status_words),
	FIELD(struct seat_card, words),
	FIELD(struct seat_card, leave_href),
	FIELD(struct seat_card, unwait_action),
	FIELD(struct seat_card, is_offer),
	FIELD(struct seat_card, is_grace),
	FIELD_OBJECT(struct seat_card, face, face_fields),
	FIELD_END,
};

struct pack_list_view {
	struct pack_card *items;
	size_t nitems;
	const char *next;
	struct seat_card *seats;
	size_t nseats;
	struct pager *pager;
};

// clang-format off
#define LIST_FIELDS(card) \
	FIELD_LIST(struct pack_list_view, items, nitems, card), \
	FIELD_ONLY(struct pack_list_view, next, ONLY_JSON), \
	FIELD_POINTER_ONLY( \
	    struct pack_list_view, pager, pager_fields, ONLY_HTML)
// clang-format on
static const struct field pack_list_view_fields[] = {
	LIST_FIELDS(pack_card_fields),
	FIELD_LIST_ONLY(
	    struct pack_list_view, seats, nseats, seat_card_fields, ONLY_HTML),
	FIELD_END,
};
static const struct field pack_usage_view_fields[] = {
	LIST_FIELDS(pack_usage_fields),
	FIELD_END,
};
struct page pack_list_page = { .path = "booking/pack_list",
	.fields = pack_list_view_fields };
struct page pack_usage_page = { .path = "booking/pack_usage",
	.fields = pack_usage_view_fields };

/* --- one pack ------------------------------------------------------------------- */

static const char *
until_words(struct request *r, const struct pack_list_row *p)
{
	if (strcmp(p->status, "queued") == 0)
		return arena_printf(r->arena,
		    tr("Begins when the one before it ends, for %d days"),
		    (int)p->valid_days);
	if (strcmp(p->status, "active") == 0)
		return arena_printf(
		    r->arena, tr("Until %s"), pack_when(r, p->expires_at));
	return arena_printf(
	    r->arena, tr("Ran until %s"), pack_when(r, p->expires_at));
}

static void
fill_links(
    struct request *r, struct pack_card *c, const struct pack_list_row *p)
{
	bool is_active = strcmp(p->status, "active") == 0;
	bool is_over = strcmp(p->status, "depleted") == 0 ||
		       strcmp(p->status, "expired") == 0;

	c->expert_href = arena_printf(r->arena, "%s/%lld",
	    strcmp(p->kind, "pack") == 0 ? "/mentors" : "/interviewers",
	    (long long)p->expert_ref);
	c->order_href =
	    arena_printf(r->arena, "/checkout/order/%s", p->order_ref);
	if (is_active && p->remaining > 0 && p->session_type_id != 0 &&
	    (p->seat_status == NULL || strcmp(p->seat_status, "active") == 0))
		c->book_href = arena_printf(r->arena, "/book/%lld?type=%lld",
		    (long long)p->expert_ref, (long long)p->session_type_id);
	if (p->is_sold && (is_over || (is_active && p->remaining <= 1)))
		c->renew_href = arena_printf(r->arena, "/checkout/%s/%lld",
		    p->kind, (long long)p->product_id);
}

static void
fill_card(struct request *r, struct pack_card *c, const struct pack_list_row *p)
{
	*c = (struct pack_card){
		.id = p->id,
		.kind = p->kind,
		.name = p->name,
		.status = p->status,
		.mentor = { p->expert_ref, p->expert_name },
		.session_type = { p->type_kind, p->minutes },
		.total = p->total,
		.held = p->held,
		.consumed = p->consumed,
		.remaining = p->remaining,
		.started_at = p->started_at,
		.expires_at = p->expires_at,
	};
	if (r->json)
		return;
	c->face = p->expert_seed != NULL
		      ? face_of_alias(r->arena, p->expert_name, p->expert_seed)
		      : face_of(r->arena, p->expert_name, p->expert_picture);
	c->status_words = pack_status_words(p->status);
	c->type_words = pack_type_words(r, p->type_kind, p->minutes);
	c->left_words = pack_left_words(r, p->remaining, p->total);
	c->until_words = until_words(r, p);
	c->used = arena_printf(
	    r->arena, "%lld", (long long)(p->total - p->remaining));
	fill_links(r, c, p);
}

static void
fill_items(struct request *r, struct pack_list_view *v, const char *path)
{
	const struct pack_list_input *in = r->form;
	size_t n;
	struct pack_list_row *rows = pack_list_get(r->db, &n);
	const char *base = arena_printf(r->arena, "%s%s", path,
	    in->kind == NULL ? "?"
			     : arena_printf(r->arena, "?kind=%s&", in->kind));

	v->nitems = n > PAGE ? PAGE : n;
	v->items = arena_alloc(r->arena, v->nitems, sizeof(*v->items));
	for (size_t i = 0; i < v->nitems; i++)
		fill_card(r, &v->items[i], &rows[i]);
	if (n > PAGE)
		v->next = arena_printf(r->arena, "%s%safter=%lld",
		    r->json ? "/api" : "", base, (long long)rows[PAGE - 1].id);
	if (v->next == NULL && in->after == 0)
		return;
	v->pager = arena_alloc(r->arena, 1, sizeof(*v->pager));
	v->pager->range =
	    arena_printf(r->arena, tr("Packs here: %d"), (int)v->nitems);
	v->pager->next = v->next;
	if (in->after != 0)
		v->pager->first = path;
}

/* --- seats ------------------------------------------------------------------------ */

static const char *
seat_words(struct request *r, const struct seat_list_row *s)
{
	if (strcmp(s->status, "grace") == 0)
		return arena_printf(r->arena,
		    tr("Kept until %s. Renew your pack before then to stay."),
		    pack_when(r, s->grace_until));
	if (strcmp(s->status, "offered") == 0)
		return arena_printf(r->arena,
		    tr("A seat is yours if you buy a pack before %s."),
		    pack_when(r, s->offer_until));
	if (strcmp(s->status, "waiting") == 0 && s->ahead.value == 0)
		return tr("You are the next in line.");
	if (strcmp(s->status, "waiting") == 0)
		return arena_printf(r->arena, tr("People before you: %d."),
		    (int)s->ahead.value);
	return tr("You can book as long as your pack runs.");
}

static void
fill_seats(struct request *r, struct pack_list_view *v)
{
	struct seat_list_row *rows = seat_list_get(r->db, &v->nseats);

	v->seats = arena_alloc(r->arena, v->nseats, sizeof(*v->seats));
	for (size_t i = 0; i < v->nseats; i++) {
		const struct seat_list_row *s = &rows[i];
		long long ref = (long long)s->expert_ref;
		bool is_line = strcmp(s->status, "waiting") == 0 ||
			       strcmp(s->status, "offered") == 0;

		v->seats[i] = (struct seat_card){
			.name = s->expert_name,
			.href =
			    arena_printf(r->arena, "/mentors/%lld/packs", ref),
			.status = s->status,
			.status_words = seat_status_words(s->status),
			.words = seat_words(r, s),
			.is_offer = strcmp(s->status, "offered") == 0,
			.is_grace = strcmp(s->status, "grace") == 0,
			.face = face_of(
			    r->arena, s->expert_name, s->expert_picture),
		};
		if (is_line)
			v->seats[i].unwait_action = arena_printf(
			    r->arena, "/seats/%lld/waiting/leave", ref);
		else
			v->seats[i].leave_href =
			    arena_printf(r->arena, "/seats/%lld/leave", ref);
	}
}

/* --- the pages --------------------------------------------------------------------- */

void
pack_list_read(struct request *r)
{
	const struct pack_list_input *in = r->form;
	bool is_packs = strcmp(r->route->path, "/session-packs/me") == 0;

	pack_list_send(
	    r->db, is_packs ? "pack" : in->kind, in->after, PAGE + 1);
	if (!r->json)
		seat_list_send(r->db);
}

enum status
pack_list_show(struct request *r)
{
	struct pack_list_view view = { .nitems = 0 };

	fill_items(r, &view, "/packs");
	if (!r->json)
		fill_seats(r, &view);
	return request_render(r, &pack_list_page, &view);
}

void
pack_usage_read(struct request *r)
{
	const struct pack_list_input *in = r->form;

	pack_list_send(r->db, "package", in->after, PAGE + 1);
}

/* The sessions of all of them come in the order of their packs' numbers. */
static void
fill_uses(struct request *r, struct pack_list_view *v)
{
	struct pack_session_list_row *rows;
	struct pack_use *uses;
	struct buf ids;
	size_t n;

	if (v->nitems == 0)
		return;
	buf_init(&ids, r->arena, 256);
	for (size_t i = 0; i < v->nitems; i++)
		buf_printf(
		    &ids, i == 0 ? "%lld" : ",%lld", (long long)v->items[i].id);
	rows = pack_session_list(r->db, ids.data, &n);
	uses = arena_alloc(r->arena, n, sizeof(*uses));
	for (size_t i = 0; i < n; i++) {
		uses[i] = (struct pack_use){ rows[i].session_id,
			rows[i].starts_at, rows[i].status, rows[i].used,
			pack_when(r, rows[i].starts_at),
			session_status_words(rows[i].status) };
		for (size_t j = 0; j < v->nitems; j++) {
			struct pack_card *c = &v->items[j];

			if (c->id != rows[i].pack_id)
				continue;
			if (c->nsessions++ == 0)
				c->sessions = &uses[i];
		}
	}
}

enum status
pack_usage_show(struct request *r)
{
	struct pack_list_view view = { .nitems = 0 };

	fill_items(r, &view, "/coaching/usage");
	fill_uses(r, &view);
	return request_render(r, &pack_usage_page, &view);
}

/* --- for other parts of the platform ------------------------------------------------- */

struct pack_provide_input {
	const char *order_id;
};

static const struct form_field pack_provide_inputs[] = {
	FORM_FIELD(struct pack_provide_input, order_id, REQUIRED, 1, 40),
};
const struct form pack_provide_form =
    FORM(struct pack_provide_input, pack_provide_inputs);

struct pack_recount_input {
	int64_t package_id;
};

static const struct form_field pack_recount_inputs[] = {
	FORM_ID(struct pack_recount_input, package_id, REQUIRED),
};
const struct form pack_recount_form =
    FORM(struct pack_recount_input, pack_recount_inputs);

static enum status
answer(struct request *r, enum status status, int64_t id)
{
	struct pack_seen_row p;
	struct pack_card c;

	if (!pack_seen(r->db, id, &p))
		return NOT_FOUND;
	c = (struct pack_card){
		.id = p.id,
		.kind = p.kind,
		.status = p.status,
		.mentor = { p.expert_ref, p.expert_name },
		.total = p.total,
		.held = p.held,
		.consumed = p.consumed,
		.remaining = p.remaining,
		.expires_at = p.expires_at,
	};
	return request_json(r, status, pack_card_fields, &c);
}

enum status
pack_provide_post(struct request *r)
{
	const struct pack_provide_input *in = r->form;
	struct pack_provide_row made;

	if (!pack_provide(r->db, in->order_id, &made))
		return CONFLICT;
	return answer(r, CREATED, made.id);
}

enum status
pack_recount_post(struct request *r)
{
	const struct pack_recount_input *in = r->form;

	pack_recount(r->db, in->package_id);
	if (db_error(r->db) != NULL)
		return CONFLICT;
	return answer(r, OK, in->package_id);
}
