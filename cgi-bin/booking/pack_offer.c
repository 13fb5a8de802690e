#include "booking/expert.h"
#include "booking/expert_card.h"
#include "booking/expert_row.h"
#include "booking/pack.h"
#include "booking/refusals.h"
#include "gen/booking/expert_show_sql.h"
#include "lib/domain/avatar.h"
#include "lib/domain/money.h"

#include <string.h>

/* /mentors/ID/packs: what a mentor sells, how full the house is, and the line. */
struct pack_offer_input {
	int64_t id;
	const char *code;
};

static const struct form_field pack_offer_inputs[] = {
	FORM_ID(struct pack_offer_input, id, REQUIRED),
	FORM_FIELD(struct pack_offer_input, code, OPTIONAL, 1, 40),
};
const struct form pack_offer_form =
    FORM(struct pack_offer_input, pack_offer_inputs);

const struct field pack_offer_fields[] = {
	FIELD_ID(struct pack_offer, id),
	FIELD(struct pack_offer, name),
	FIELD(struct pack_offer, about),
	FIELD_OBJECT(struct pack_offer, session_type, pack_type_fields),
	FIELD(struct pack_offer, sessions),
	FIELD(struct pack_offer, valid_days),
	FIELD(struct pack_offer, price),
	FIELD(struct pack_offer, list_price),
	FIELD(struct pack_offer, discount_code),
	FIELD_ONLY(struct pack_offer, href, ONLY_HTML),
	FIELD_ONLY(struct pack_offer, sessions_words, ONLY_HTML),
	FIELD_ONLY(struct pack_offer, type_words, ONLY_HTML),
	FIELD_ONLY(struct pack_offer, price_words, ONLY_HTML),
	FIELD_ONLY(struct pack_offer, was_words, ONLY_HTML),
	FIELD_ONLY(struct pack_offer, note, ONLY_HTML),
	FIELD_END,
};

struct pack_offer_view {
	struct pack_offer *items;
	size_t nitems;
	struct seat_facts seats;
	/* on the page only */
	const char *name, *href, *headline, *code, *code_refusal;
	struct face face;
	const char *seat_words, *your_words, *join_action, *unwait_action;
	bool can_buy, is_full, is_closed, is_offered, is_waiting, in_grace;
};

#define VIEW struct pack_offer_view
static const struct field pack_offer_view_fields[] = {
	FIELD_LIST(VIEW, items, nitems, pack_offer_fields),
	FIELD_OBJECT(VIEW, seats, seat_facts_fields),
	FIELD_ONLY(VIEW, name, ONLY_HTML),
	FIELD_ONLY(VIEW, href, ONLY_HTML),
	FIELD_ONLY(VIEW, headline, ONLY_HTML),
	FIELD_ONLY(VIEW, code, ONLY_HTML),
	FIELD_ONLY(VIEW, code_refusal, ONLY_HTML),
	FIELD_OBJECT_ONLY(VIEW, face, face_fields, ONLY_HTML),
	FIELD_ONLY(VIEW, seat_words, ONLY_HTML),
	FIELD_ONLY(VIEW, your_words, ONLY_HTML),
	FIELD_ONLY(VIEW, join_action, ONLY_HTML),
	FIELD_ONLY(VIEW, unwait_action, ONLY_HTML),
	FIELD_ONLY(VIEW, can_buy, ONLY_HTML),
	FIELD_ONLY(VIEW, is_full, ONLY_HTML),
	FIELD_ONLY(VIEW, is_closed, ONLY_HTML),
	FIELD_ONLY(VIEW, is_offered, ONLY_HTML),
	FIELD_ONLY(VIEW, is_waiting, ONLY_HTML),
	FIELD_ONLY(VIEW, in_grace, ONLY_HTML),
	FIELD_END,
};
#undef VIEW
struct page pack_offer_page = { .path = "booking/pack_offer",
	.fields = pack_offer_view_fields };

/* --- what is sold ----------------------------------------------------------------- */

static void
fill_offer(struct request *r, struct pack_offer *o,
    const struct product_offers_row *p, const char *kind, const char *code)
{
	struct buf to;

	*o = (struct pack_offer){
		.id = p->id,
		.name = p->name,
		.about = p->about,
		.session_type = { p->type_kind, p->minutes },
		.sessions = p->sessions,
		.valid_days = p->valid_days,
		.price = { p->amount, p->currency },
		.list_price = { p->plain_amount, p->currency },
		.discount_code = p->discount_code,
	};
	buf_init(&to, r->arena, 80);
	buf_printf(&to, "/checkout/%s/%lld", kind, (long long)p->id);
	if (code != NULL && p->code_refusal == NULL)
		buf_put_query(&to, "code", code);
	o->href = to.data;
	o->sessions_words = arena_printf(r->arena,
	    tr("%d sessions, to be booked within %d days"), (int)p->sessions,
	    (int)p->valid_days);
	o->type_words = pack_type_words(r, p->type_kind, p->minutes);
	o->price_words = price_words(r, o->price);
	if (p->amount < p->plain_amount)
		o->was_words = money_text(r->arena, o->list_price);
	if (p->discount_code != NULL)
		o->note = arena_printf(
		    r->arena, tr("With the code %s"), p->discount_code);
	else if (p->list_amount > p->amount)
		o->note = tr("Your earlier price");
}

static const char *
refusal_words(const char *code)
{
	const char *words = words_of_refusal(booking_refusals, code);

	return words != NULL ? words : tr("This code can't be used here.");
}

struct pack_offer *
pack_offers_fill(struct request *r, const char *kind, const char *code,
    size_t *n, const char **code_refusal)
{
	struct product_offers_row *rows = product_offers_get(r->db, n);
	struct pack_offer *all = arena_alloc(r->arena, *n, sizeof(*all));
	bool is_used = false;

	for (size_t i = 0; i < *n; i++) {
		fill_offer(r, &all[i], &rows[i], kind, code);
		if (rows[i].code_refusal == NULL)
			is_used = true;
		else
			*code_refusal = refusal_words(rows[i].code_refusal);
	}
	if (is_used)
		*code_refusal = NULL;
	return all;
}

/* --- seats ------------------------------------------------------------------------- */

static const char *
your_words(struct request *r, const struct seat_availability_row *s)
{
	if (s->your_line != NULL && strcmp(s->your_line, "offered") == 0)
		return arena_printf(r->arena,
		    tr("A seat is yours if you buy a pack before %s."),
		    pack_when(r, s->offer_until));
	if (s->your_line != NULL && s->ahead.value == 0)
		return tr("You are the next in line.");
	if (s->your_line != NULL)
		return arena_printf(r->arena, tr("People before you: %d."),
		    (int)s->ahead.value);
	if (s->your_status == NULL)
		return NULL;
	if (strcmp(s->your_status, "grace") == 0)
		return arena_printf(r->arena,
		    tr("Your seat is kept until %s. Buy a pack before then to "
		       "stay."),
		    pack_when(r, s->grace_until));
	if (strcmp(s->your_status, "reserved") == 0)
		return tr("A seat is kept for you while you pay.");
	return tr("You have a seat. A pack that you buy now begins when the "
		  "one before it ends.");
}

static void
fill_seats(struct request *r, struct pack_offer_view *v, int64_t mentor,
    const struct seat_availability_row *s)
{
	bool is_mine = s->your_status != NULL;

	seat_facts_fill(r, &v->seats, mentor, s);
	v->your_words = your_words(r, s);
	v->is_closed = s->closed && !is_mine;
	v->can_buy = s->can_buy;
	v->is_full = !v->can_buy && !v->is_closed;
	v->is_offered =
	    s->your_line != NULL && strcmp(s->your_line, "offered") == 0;
	v->is_waiting = s->your_line != NULL;
	v->in_grace = is_mine && strcmp(s->your_status, "grace") == 0;
	v->seat_words = arena_printf(r->arena, tr("%d of %d seats are free"),
	    (int)s->available.value, (int)s->total.value);
	v->unwait_action = arena_printf(
	    r->arena, "/seats/%lld/waiting/leave", (long long)mentor);
	if (!v->can_buy && !v->is_waiting)
		v->join_action = arena_printf(
		    r->arena, "/seats/%lld/waiting", (long long)mentor);
}

/* --- the page ------------------------------------------------------------------------ */

static void
send(struct request *r, int64_t id, const char *code)
{
	expert_find_send(r->db, id, "mentor");
	seat_availability_send(r->db, id);
	product_offers_send(r->db, id, "pack", code);
}

static enum status
render(struct request *r, int64_t id, const char *code)
{
	struct pack_offer_view view = { .code = code };
	struct expert_find_row e;
	struct expert_row card;
	struct seat_availability_row seats;

	if (!expert_find_get(r->db, &e) ||
	    !seat_availability_get(r->db, &seats) || !seats.total.set)
		return NOT_FOUND;
	view.items =
	    pack_offers_fill(r, "pack", code, &view.nitems, &view.code_refusal);
	fill_seats(r, &view, id, &seats);
	if (e.is_mine) {
		view.can_buy = false;
		view.join_action = NULL;
	}
	card = expert_row_read(r->arena, e.card);
	view.name = e.display_name;
	view.headline = card.headline;
	view.href = arena_printf(r->arena, "/mentors/%lld", (long long)id);
	view.face = e.alias_seed != NULL
			? face_of_alias(r->arena, e.display_name, e.alias_seed)
			: face_of(r->arena, e.display_name, card.picture);
	return request_render(r, &pack_offer_page, &view);
}

void
pack_offer_read(struct request *r)
{
	const struct pack_offer_input *in = r->form;

	send(r, in->id, in->code);
}

enum status
pack_offer_show(struct request *r)
{
	const struct pack_offer_input *in = r->form;

	return render(r, in->id, in->code);
}

/* After a refusal of the line. */
enum status
pack_offer_refused(struct request *r)
{
	int64_t id = typed_id(r, "mentor");

	send(r, id, NULL);
	return render(r, id, NULL);
}
