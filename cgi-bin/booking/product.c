#include "booking/product.h"
#include "booking/desk.h"
#include "booking/pack.h"
#include "lib/domain/money.h"

#include <string.h>

/* /instructor/packs: what a mentor sells, and to how many at once. */
struct seats_input {
	int64_t seats;
	bool closed;
};

static const struct form_field seats_inputs[] = {
	FORM_FIELD(struct seats_input, seats, REQUIRED, 0, 1000),
	FORM_FIELD(struct seats_input, closed, OPTIONAL, 0, 0),
};
const struct form seats_form = FORM(struct seats_input, seats_inputs);

struct product_card {
	int64_t id;
	const char *name, *about, *currency;
	struct pack_type session_type;
	int64_t sessions, valid_days, sold, running;
	struct money price;
	bool active;
	/* on the page only */
	const char *href, *price_words, *words, *state, *state_words,
	    *sold_words;
};

static const struct field product_card_fields[] = {
	FIELD_ID(struct product_card, id),
	FIELD(struct product_card, name),
	FIELD(struct product_card, about),
	FIELD_OBJECT(struct product_card, session_type, pack_type_fields),
	FIELD(struct product_card, sessions),
	FIELD(struct product_card, valid_days),
	FIELD(struct product_card, price),
	FIELD(struct product_card, active),
	FIELD(struct product_card, sold),
	FIELD(struct product_card, running),
	FIELD_ONLY(struct product_card, href, ONLY_HTML),
	FIELD_ONLY(struct product_card, price_words, ONLY_HTML),
	FIELD_ONLY(struct product_card, words, ONLY_HTML),
	FIELD_ONLY(struct product_card, state, ONLY_HTML),
	FIELD_ONLY(struct product_card, state_words, ONLY_HTML),
	FIELD_ONLY(struct product_card, sold_words, ONLY_HTML),
	FIELD_END,
};

struct seats_shown {
	int64_t total, taken, active, grace, waiting;
	bool closed;
};

static const struct field seats_shown_fields[] = {
	FIELD(struct seats_shown, total),
	FIELD(struct seats_shown, taken),
	FIELD(struct seats_shown, active),
	FIELD(struct seats_shown, grace),
	FIELD(struct seats_shown, waiting),
	FIELD(struct seats_shown, closed),
	FIELD_END,
};

struct product_list_view {
	struct product_card *items;
	size_t nitems;
	struct seats_shown seats;
	bool sells, anonymous;
	const char *public_href;
};

static const struct field product_list_view_fields[] = {
	FIELD_LIST(
	    struct product_list_view, items, nitems, product_card_fields),
	FIELD_OBJECT(struct product_list_view, seats, seats_shown_fields),
	FIELD(struct product_list_view, sells),
	FIELD_ONLY(struct product_list_view, anonymous, ONLY_HTML),
	FIELD_ONLY(struct product_list_view, public_href, ONLY_HTML),
	FIELD_END,
};
struct page product_list_page = { .path = "booking/product_list",
	.fields = product_list_view_fields,
	.form = &seats_form };

const char *
share_words(struct request *r, struct money price, int64_t fee_bp)
{
	int64_t fee = (price.amount * fee_bp + 5000) / 10000;
	struct money rest = { price.amount - fee, price.currency };
	const char *percent =
	    fee_bp % 100 == 0 ? arena_printf(r->arena, "%d", (int)fee_bp / 100)
			      : arena_printf(r->arena, "%d.%02d",
				    (int)fee_bp / 100, (int)fee_bp % 100);

	return arena_printf(r->arena,
	    tr("Students pay %s, the platform's fee is %s (%s %%), you receive "
	       "%s."),
	    money_text(r->arena, price),
	    money_text(r->arena, (struct money){ fee, price.currency }),
	    percent, money_text(r->arena, rest));
}

static void
fill_card(
    struct request *r, struct product_card *c, const struct product_list_row *p)
{
	*c = (struct product_card){
		.id = p->id,
		.name = p->name,
		.about = p->about,
		.session_type = { p->type_kind, p->minutes },
		.sessions = p->sessions,
		.valid_days = p->valid_days,
		.sold = p->sold,
		.running = p->running,
		.price = { p->amount.value, p->currency },
		.active = p->active,
		.href = arena_printf(
		    r->arena, "/instructor/packs/%lld", (long long)p->id),
		.state = p->is_sold ? "active" : "ended",
		.state_words = p->is_sold ? tr("On sale") : tr("Not on sale"),
	};
	c->price_words = money_text(r->arena, c->price);
	c->words = arena_printf(r->arena, tr("%d sessions, %s, within %d days"),
	    (int)p->sessions, pack_type_words(r, p->type_kind, p->minutes),
	    (int)p->valid_days);
	c->sold_words = arena_printf(r->arena, tr("Sold: %d, running: %d"),
	    (int)p->sold, (int)p->running);
}

static enum status
render(struct request *r, const struct product_list_row *rows, size_t n,
    const struct seat_counts_row *s)
{
	struct product_list_view view = { .nitems = n };

	view.items = arena_alloc(r->arena, n, sizeof(*view.items));
	for (size_t i = 0; i < n; i++)
		fill_card(r, &view.items[i], &rows[i]);
	view.seats = (struct seats_shown){ s->total.value, s->taken.value,
		s->active.value, s->grace.value, s->waiting.value, s->closed };
	view.sells = s->sells;
	view.anonymous = s->anonymous;
	if (s->sells)
		view.public_href = arena_printf(
		    r->arena, "/mentors/%lld/packs", (long long)s->ref);
	return request_render(r, &product_list_page, &view);
}

void
product_list_read(struct request *r)
{
	product_list_send(r->db, "pack");
	seat_counts_send(r->db);
}

enum status
product_list_show(struct request *r)
{
	struct product_list_row *rows;
	struct seat_counts_row seats;
	size_t n;

	if (!desk_is_open(r))
		return FORBIDDEN;
	rows = product_list_get(r->db, &n);
	if (!seat_counts_get(r->db, &seats))
		return NOT_FOUND;
	request_fill(r, &seats_form,
	    &(struct seats_input){ seats.total.value, seats.closed });
	return render(r, rows, n, &seats);
}

enum status
product_list_refused(struct request *r)
{
	struct product_list_row *rows;
	struct seat_counts_row seats;
	size_t n;

	rows = product_list(r->db, "pack", &n);
	if (!seat_counts(r->db, &seats))
		return NOT_FOUND;
	return render(r, rows, n, &seats);
}

enum status
seats_post(struct request *r)
{
	const struct seats_input *in = r->form;

	if (!desk_is_open(r))
		return FORBIDDEN;
	seats_set(r->db, in->seats, in->closed);
	if (db_error(r->db) != NULL)
		return CONFLICT;
	request_flash(r, tr("Your seats are saved."));
	return request_done(
	    r, &(struct outcome){ .status = NO_CONTENT }, "/instructor/packs");
}
