#include "booking/pack.h"
#include "booking/refusals.h"
#include "lib/domain/avatar.h"
#include "lib/domain/money.h"
#include "lib/domain/session_words.h"

#include <string.h>

/* /coaching: bundles of one interviewer's sessions of one type. */
enum { PAGE = 20, SIZES = 3 };

struct coaching_input {
	int64_t expert, after;
	const char *type, *code;
};

static const struct form_field coaching_inputs[] = {
	FORM_ID(struct coaching_input, expert, OPTIONAL),
	FORM_ID(struct coaching_input, after, OPTIONAL),
	FORM_ONE_OF(struct coaching_input, type, OPTIONAL, session_kinds),
	FORM_FIELD(struct coaching_input, code, OPTIONAL, 1, 40),
};
const struct form coaching_form = FORM(struct coaching_input, coaching_inputs);

struct bundle {
	int64_t id, sessions;
	struct money price;
	const char *href, *words, *price_words, *off_words;
};

static const struct field bundle_fields[] = {
	FIELD_ID(struct bundle, id),
	FIELD(struct bundle, sessions),
	FIELD(struct bundle, price),
	FIELD_ONLY(struct bundle, href, ONLY_HTML),
	FIELD_ONLY(struct bundle, words, ONLY_HTML),
	FIELD_ONLY(struct bundle, price_words, ONLY_HTML),
	FIELD_ONLY(struct bundle, off_words, ONLY_HTML),
	FIELD_END,
};

struct coach {
	struct pack_expert expert;
	struct pack_type session_type;
	struct money single_price;
	struct bundle *packages;
	size_t npackages;
	const char *href, *headline, *type_words, *single_words;
	struct face face;
};

static const struct field coach_fields[] = {
	FIELD_OBJECT(struct coach, expert, pack_expert_fields),
	FIELD_OBJECT(struct coach, session_type, pack_type_fields),
	FIELD(struct coach, single_price),
	FIELD_LIST(struct coach, packages, npackages, bundle_fields),
	FIELD_ONLY(struct coach, href, ONLY_HTML),
	FIELD_ONLY(struct coach, headline, ONLY_HTML),
	FIELD_ONLY(struct coach, type_words, ONLY_HTML),
	FIELD_ONLY(struct coach, single_words, ONLY_HTML),
	FIELD_OBJECT_ONLY(struct coach, face, face_fields, ONLY_HTML),
	FIELD_END,
};

struct coaching_view {
	struct coach *items;
	size_t nitems;
	const char *next;
	struct choice *types;
	size_t ntypes;
	struct pager *pager;
	bool signed_in;
};

static const struct field coaching_fields[] = {
	FIELD_LIST(struct coaching_view, items, nitems, coach_fields),
	FIELD_ONLY(struct coaching_view, next, ONLY_JSON),
	FIELD_LIST_ONLY(
	    struct coaching_view, types, ntypes, choice_fields, ONLY_HTML),
	FIELD_POINTER_ONLY(
	    struct coaching_view, pager, pager_fields, ONLY_HTML),
	FIELD_ONLY(struct coaching_view, signed_in, ONLY_HTML),
	FIELD_END,
};
struct page coaching_page = { .path = "booking/coaching",
	.fields = coaching_fields };

/* --- the list ---------------------------------------------------------------------- */

static int
percent_off(int64_t sessions)
{
	return sessions == 3 ? 5 : sessions == 5 ? 10 : 15;
}

static void
fill_bundles(
    struct request *r, struct coach *c, const struct coaching_list_row *row)
{
	const struct coaching_input *in = r->form;

	c->npackages = row->nids;
	c->packages = arena_alloc(r->arena, row->nids, sizeof(*c->packages));
	for (size_t i = 0; i < row->nids; i++) {
		struct bundle *b = &c->packages[i];
		struct buf to;

		*b = (struct bundle){ .id = row->ids[i],
			.sessions = row->sizes[i],
			.price = { row->amounts[i], row->currency } };
		buf_init(&to, r->arena, 80);
		buf_printf(&to, "/checkout/package/%lld", (long long)b->id);
		if (in->code != NULL)
			buf_put_query(&to, "code", in->code);
		b->href = to.data;
		b->words =
		    arena_printf(r->arena, tr("%d sessions"), (int)b->sessions);
		b->price_words = money_text(r->arena, b->price);
		b->off_words = arena_printf(
		    r->arena, tr("%d %% off"), percent_off(b->sessions));
	}
}

static void
fill_coach(
    struct request *r, struct coach *c, const struct coaching_list_row *row)
{
	*c = (struct coach){
		.expert = { row->expert_ref, row->expert_name },
		.session_type = { row->type_kind, row->minutes },
		.single_price = { row->single_amount, row->currency },
		.href = arena_printf(
		    r->arena, "/interviewers/%lld", (long long)row->expert_ref),
		.headline = row->headline,
		.type_words = pack_type_words(r, row->type_kind, row->minutes),
		.face = row->expert_seed != NULL
			    ? face_of_alias(
				  r->arena, row->expert_name, row->expert_seed)
			    : face_of(r->arena, row->expert_name,
				  row->expert_picture),
	};
	c->single_words = arena_printf(r->arena, tr("instead of %s each"),
	    money_text(r->arena, c->single_price));
	fill_bundles(r, c, row);
}

static const char *
address(struct request *r, const char *base, int64_t after)
{
	const struct coaching_input *in = r->form;
	struct buf b;

	buf_init(&b, r->arena, 100);
	buf_puts(&b, base);
	if (in->expert != 0)
		buf_put_query(&b, "expert",
		    arena_printf(r->arena, "%lld", (long long)in->expert));
	buf_put_query(&b, "type", in->type);
	buf_put_query(&b, "code", in->code);
	if (after != 0)
		buf_put_query(&b, "after",
		    arena_printf(r->arena, "%lld", (long long)after));
	return b.data;
}

static void
fill_types(struct request *r, struct coaching_view *v)
{
	static const char *const words[] = { "", "technical_coding",
		"system_design", "behavioural", "resume", NULL };
	const struct coaching_input *in = r->form;

	v->types = choices_make(r->arena, words, NULL,
	    in->type != NULL ? in->type : "", &v->ntypes);
	v->types[0].label = tr("All session types");
	for (size_t i = 1; i < v->ntypes; i++)
		v->types[i].label = session_kind_words(v->types[i].value);
}

void
coaching_read(struct request *r)
{
	const struct coaching_input *in = r->form;

	coaching_list_send(r->db, in->expert, in->type, in->after, PAGE + 1);
}

enum status
coaching_show(struct request *r)
{
	const struct coaching_input *in = r->form;
	struct coaching_view view = { .signed_in = r->session->user_id != 0 };
	struct coaching_list_row *rows;
	size_t n;

	rows = coaching_list_get(r->db, &n);
	view.nitems = n > PAGE ? PAGE : n;
	view.items = arena_alloc(r->arena, view.nitems, sizeof(*view.items));
	for (size_t i = 0; i < view.nitems; i++)
		fill_coach(r, &view.items[i], &rows[i]);
	if (n > PAGE)
		view.next =
		    address(r, r->json ? "/api/coaching/packages" : "/coaching",
			rows[PAGE - 1].key);
	if (view.next != NULL || in->after != 0) {
		view.pager = arena_alloc(r->arena, 1, sizeof(*view.pager));
		view.pager->range = arena_printf(
		    r->arena, tr("Offers here: %d"), (int)view.nitems);
		view.pager->next = view.next;
		if (in->after != 0)
			view.pager->first = address(r, "/coaching", 0);
	}
	fill_types(r, &view);
	return request_render(r, &coaching_page, &view);
}

/* --- buying ------------------------------------------------------------------------- */

struct coaching_buy_input {
	int64_t package_id;
	const char *code;
};

static const struct form_field coaching_buy_inputs[] = {
	FORM_ID(struct coaching_buy_input, package_id, REQUIRED),
	FORM_FIELD(struct coaching_buy_input, code, OPTIONAL, 1, 40),
};
const struct form coaching_buy_form =
    FORM(struct coaching_buy_input, coaching_buy_inputs);

struct bought {
	int64_t order_id;
	const char *url;
};

static const struct field bought_fields[] = {
	FIELD_ID(struct bought, order_id),
	FIELD(struct bought, url),
	FIELD_END,
};

/* The order is made; how it is paid is chosen at its checkout. */
enum status
coaching_buy_post(struct request *r)
{
	const struct coaching_buy_input *in = r->form;
	struct product_buy_row made;
	struct bought bought;

	if (!product_buy(r->db, "package", in->package_id, in->code, &made))
		return CONFLICT;
	bought.order_id = made.id;
	bought.url = arena_printf(
	    r->arena, "/checkout/package/%lld", (long long)in->package_id);
	return request_done(r,
	    &(struct outcome){ CREATED, bought_fields, &bought }, "%s",
	    bought.url);
}
