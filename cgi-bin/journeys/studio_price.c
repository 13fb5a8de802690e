#include "journeys/studio_price.h"

#include <stdlib.h>
#include <string.h>

#include "gen/journeys/studio_price_sql.h"
#include "lib/domain/money.h"

/* /creator/journeys/:id/pricing: three tiers, what help costs, and what is left of
 * each price. */
static const char *const tiers[] = { "essentials", "guided", "premium", NULL };

struct tier_input {
	int64_t id, reviews, sessions, session_minutes;
	const char *tier, *month, *year;
	bool is_on;
};

static const struct form_field tier_inputs[] = {
	FORM_ID(struct tier_input, id, REQUIRED),
	FORM_ONE_OF(struct tier_input, tier, REQUIRED, tiers),
	FORM_FIELD(struct tier_input, is_on, OPTIONAL, 0, 0),
	FORM_FIELD(struct tier_input, month, REQUIRED, 1, 20),
	FORM_FIELD(struct tier_input, year, OPTIONAL, 0, 20),
	FORM_FIELD(struct tier_input, reviews, OPTIONAL, 0, 100),
	FORM_FIELD(struct tier_input, sessions, OPTIONAL, 0, 100),
	FORM_FIELD(struct tier_input, session_minutes, REQUIRED, 15, 240),
};
const struct form studio_tier_form = FORM(struct tier_input, tier_inputs);

struct rates_input {
	int64_t id, review_due_hours;
	const char *review, *session, *commission, *affiliate, *currency;
	bool shows_split;
};

static const struct form_field rates_inputs[] = {
	FORM_ID(struct rates_input, id, REQUIRED),
	FORM_FIELD(struct rates_input, review, REQUIRED, 1, 20),
	FORM_FIELD(struct rates_input, session, REQUIRED, 1, 20),
	FORM_FIELD(struct rates_input, commission, REQUIRED, 1, 6),
	FORM_FIELD(struct rates_input, affiliate, REQUIRED, 1, 6),
	FORM_FIELD(struct rates_input, currency, REQUIRED, 3, 3),
	FORM_FIELD(struct rates_input, review_due_hours, REQUIRED, 1, 720),
	FORM_FIELD(struct rates_input, shows_split, OPTIONAL, 0, 0),
};
const struct form studio_rates_form = FORM(struct rates_input, rates_inputs);

struct split_item {
	const char *every, *price_words, *fee_words, *reserve_words,
	    *affiliate_words, *seller_words, *without_words;
	int64_t price, fee, reserve, affiliate, seller, without;
};

static const struct field split_item_fields[] = {
	FIELD(struct split_item, every),
	FIELD(struct split_item, price),
	FIELD(struct split_item, fee),
	FIELD(struct split_item, reserve),
	FIELD(struct split_item, affiliate),
	FIELD(struct split_item, seller),
	FIELD(struct split_item, without),
	FIELD_ONLY(struct split_item, price_words, ONLY_HTML),
	FIELD_ONLY(struct split_item, fee_words, ONLY_HTML),
	FIELD_ONLY(struct split_item, reserve_words, ONLY_HTML),
	FIELD_ONLY(struct split_item, affiliate_words, ONLY_HTML),
	FIELD_ONLY(struct split_item, seller_words, ONLY_HTML),
	FIELD_ONLY(struct split_item, without_words, ONLY_HTML),
	FIELD_END,
};

struct tier_item {
	const char *tier, *tier_words, *action, *month, *year;
	int64_t reviews, sessions, session_minutes;
	bool is_on;
	struct split_item *splits;
	size_t nsplits;
};

static const struct field tier_item_fields[] = {
	FIELD(struct tier_item, tier),
	FIELD(struct tier_item, is_on),
	FIELD(struct tier_item, month),
	FIELD(struct tier_item, year),
	FIELD(struct tier_item, reviews),
	FIELD(struct tier_item, sessions),
	FIELD(struct tier_item, session_minutes),
	FIELD_ONLY(struct tier_item, tier_words, ONLY_HTML),
	FIELD_ONLY(struct tier_item, action, ONLY_HTML),
	FIELD_LIST(struct tier_item, splits, nsplits, split_item_fields),
	FIELD_END,
};

struct price_view {
	struct studio studio;
	struct tier_item *tiers;
	size_t ntiers;
	struct choice *currencies;
	size_t ncurrencies;
	const char *currency;
};

static const struct field price_view_fields[] = {
	STUDIO_FIELD(struct price_view),
	FIELD_LIST(struct price_view, tiers, ntiers, tier_item_fields),
	FIELD(struct price_view, currency),
	FIELD_LIST_ONLY(struct price_view, currencies, ncurrencies,
	    choice_fields, ONLY_HTML),
	FIELD_END,
};
struct page studio_price_page = { .path = "journeys/studio_price",
	.fields = price_view_fields,
	.form = &studio_rates_form };

void
studio_price_read(struct request *r)
{
	int64_t id = typed_id(r, "id");

	studio_send(r, id);
	studio_rates_find_send(r->db, id);
	studio_tier_list_send(r->db, id);
	studio_split_list_send(r->db, id);
	studio_currency_list_send(r->db);
}

static const char *
money(struct request *r, int64_t amount, const char *currency)
{
	return money_text(r->arena, (struct money){ amount, currency });
}

static struct split_item
make_split(struct request *r, const struct studio_split_list_row *s)
{
	return (struct split_item){
		.every =
		    strcmp(s->every, "month") == 0 ? tr("Month") : tr("Year"),
		.price = s->price,
		.fee = s->fee,
		.reserve = s->reserve,
		.affiliate = s->affiliate,
		.seller = s->seller,
		.without = s->without,
		.price_words = money(r, s->price, s->currency),
		.fee_words = money(r, s->fee, s->currency),
		.reserve_words = money(r, s->reserve, s->currency),
		.affiliate_words = money(r, s->affiliate, s->currency),
		.seller_words = money(r, s->seller, s->currency),
		.without_words = money(r, s->without, s->currency),
	};
}

static const char *
tier_label(const char *tier)
{
	return strcmp(tier, "guided") == 0    ? tr("Guided")
	       : strcmp(tier, "premium") == 0 ? tr("Premium")
					      : tr("Essentials");
}

static const char *
decimal(struct request *r, struct maybe_int amount, const char *currency)
{
	return amount.set ? money_decimal(r->arena,
				(struct money){ amount.value, currency })
			  : "";
}

static void
fill_tiers(struct request *r, struct price_view *v)
{
	struct studio_tier_list_row *rows =
	    studio_tier_list_get(r->db, &v->ntiers);
	size_t n;
	struct studio_split_list_row *splits = studio_split_list_get(r->db, &n);
	struct tier_item *t;

	v->tiers = arena_alloc(r->arena, v->ntiers, sizeof(*v->tiers));
	for (size_t i = 0; i < v->ntiers; i++) {
		t = &v->tiers[i];
		*t = (struct tier_item){
			.tier = rows[i].tier,
			.tier_words = tier_label(rows[i].tier),
			.action = arena_printf(r->arena, "%s/pricing/%s",
			    v->studio.base, rows[i].tier),
			.month = decimal(r, rows[i].month_amount, v->currency),
			.year = decimal(r, rows[i].year_amount, v->currency),
			.reviews = rows[i].reviews,
			.sessions = rows[i].sessions,
			.session_minutes = rows[i].session_minutes,
			.is_on = rows[i].is_on,
			.splits =
			    arena_alloc(r->arena, n + 1, sizeof(*t->splits)),
		};
		for (size_t k = 0; k < n; k++)
			if (strcmp(splits[k].tier, t->tier) == 0)
				t->splits[t->nsplits++] =
				    make_split(r, &splits[k]);
	}
}

/* What was typed into the tier that was refused. */
static void
keep_typed(struct request *r, struct price_view *v)
{
	for (size_t i = 0; i < v->ntiers; i++)
		if (strcmp(v->tiers[i].tier, typed(r, "tier")) == 0) {
			v->tiers[i].month = typed(r, "month");
			v->tiers[i].year = typed(r, "year");
			v->tiers[i].is_on =
			    strcmp(typed(r, "is_on"), "true") == 0;
		}
}

static const char *
percent(struct request *r, int64_t bp)
{
	return bp % 100 == 0 ? arena_printf(r->arena, "%d", (int)(bp / 100))
			     : arena_printf(r->arena, "%d.%02d",
				   (int)(bp / 100), (int)(bp % 100));
}

static void
fill_currencies(struct request *r, struct price_view *v, const char *chosen)
{
	struct studio_currency_list_row *rows =
	    studio_currency_list_get(r->db, &v->ncurrencies);

	v->currencies =
	    arena_alloc(r->arena, v->ncurrencies, sizeof(*v->currencies));
	for (size_t i = 0; i < v->ncurrencies; i++)
		v->currencies[i] = (struct choice){ .value = rows[i].code,
			.label = rows[i].code,
			.chosen = strcmp(rows[i].code, chosen) == 0 };
}

/* The page has four forms: the one that was refused keeps what was typed. */
static enum status
render(struct request *r, bool is_typed)
{
	struct price_view v = { 0 };
	struct studio_rates_find_row row;
	struct rates_input in;

	if (!studio_open(r, &v.studio) || !studio_rates_find_get(r->db, &row))
		return NOT_FOUND;
	v.currency = row.currency;
	fill_tiers(r, &v);
	fill_currencies(r, &v, row.currency);
	in = (struct rates_input){
		.review = money_decimal(
		    r->arena, (struct money){ row.review_rate, row.currency }),
		.session = money_decimal(
		    r->arena, (struct money){ row.session_rate, row.currency }),
		.commission = percent(r, row.commission_bp),
		.affiliate = percent(r, row.affiliate_bp),
		.currency = row.currency,
		.review_due_hours = row.review_due_hours,
		.shows_split = row.shows_split,
	};
	if (is_typed)
		keep_typed(r, &v);
	if (!is_typed || r->parsed.form == &studio_tier_form) {
		r->parsed.states =
		    form_states(&studio_rates_form, &in, r->arena);
		r->parsed.form = &studio_rates_form;
	}
	return request_render(r, &studio_price_page, &v);
}

enum status
studio_price_show(struct request *r)
{
	return render(r, false);
}

enum status
studio_price_refused(struct request *r)
{
	studio_price_read(r);
	return render(r, true);
}

/* --- saving ------------------------------------------------------------------------- */

static enum status
to_prices(struct request *r, int64_t id, const char *words)
{
	if (db_error(r->db) != NULL)
		return CONFLICT;
	request_flash(r, words);
	return request_done(r, &(struct outcome){ .status = NO_CONTENT },
	    "/creator/journeys/%lld/pricing", (long long)id);
}

enum status
studio_tier_post(struct request *r)
{
	const struct tier_input *in = r->form;
	struct studio_rates_find_row row;
	struct maybe_int year = { 0, false };
	int64_t month;

	if (!studio_rates_find(r->db, in->id, &row))
		return NOT_FOUND;
	if (!money_from_decimal(in->month, row.currency, &month))
		return request_invalid(
		    r, "month", tr("Write the price like 29.00."));
	if (in->year != NULL && *in->year != '\0') {
		year.set = true;
		if (!money_from_decimal(in->year, row.currency, &year.value))
			return request_invalid(
			    r, "year", tr("Write the price like 29.00."));
	}
	studio_tier_write(r->db, in->id, in->tier, in->is_on, month, year,
	    in->reviews, in->sessions, in->session_minutes);
	return to_prices(r, in->id, tr("The tier is saved."));
}

/* "12.5" percent as 1250; less than 0: it is none. */
static int64_t
basis_points(const char *text)
{
	int64_t n;

	return money_from_decimal(text, "USD", &n) && n <= 10000 ? n : -1;
}

enum status
studio_rates_post(struct request *r)
{
	const struct rates_input *in = r->form;
	int64_t review, session, commission = basis_points(in->commission),
				 affiliate = basis_points(in->affiliate);

	if (!money_from_decimal(in->review, in->currency, &review))
		return request_invalid(
		    r, "review", tr("Write the price like 29.00."));
	if (!money_from_decimal(in->session, in->currency, &session))
		return request_invalid(
		    r, "session", tr("Write the price like 29.00."));
	if (commission < 0)
		return request_invalid(
		    r, "commission", tr("Use a percentage from 0 to 100."));
	if (affiliate < 0 || affiliate > 5000)
		return request_invalid(
		    r, "affiliate", tr("Use a percentage from 0 to 50."));
	studio_rates_save(r->db, in->id, review, session, commission, affiliate,
	    in->currency, in->shows_split, in->review_due_hours);
	return to_prices(r, in->id, tr("The rates are saved."));
}
