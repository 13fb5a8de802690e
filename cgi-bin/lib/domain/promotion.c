#include <stdlib.h>
#include <string.h>

#include "lib/base/words.h"
#include "lib/domain/money.h"
#include "lib/domain/promotion.h"
#include "lib/domain/when.h"

static const char *const kinds[] = { "percent", "amount", NULL };

#define T struct promotion_input
#define TERMS                                                \
	FORM_FIELD(T, code, REQUIRED, 3, 40),                \
	    FORM_ONE_OF(T, kind, REQUIRED, kinds),           \
	    FORM_FIELD(T, value, REQUIRED, 1, 20),           \
	    FORM_FIELD(T, currency, OPTIONAL, 3, 3),         \
	    FORM_FIELD(T, product, OPTIONAL, 1, 40),         \
	    FORM_FIELD(T, max_uses, OPTIONAL, 1, 1000000),   \
	    FORM_FIELD(T, max_per_buyer, OPTIONAL, 1, 1000), \
	    FORM_FIELD(T, starts_on, OPTIONAL, 0, 0),        \
	    FORM_FIELD(T, ends_on, OPTIONAL, 0, 0),          \
	    FORM_FIELD(T, auto_apply, OPTIONAL, 0, 0),       \
	    FORM_FIELD(T, activate, OPTIONAL, 0, 0)
static const struct form_field inputs[] = { FORM_ID(T, id, OPTIONAL), TERMS };
const struct form promotion_form = FORM(T, inputs);
#undef T

const struct field promotion_item_fields[] = {
	FIELD_ID(struct promotion_item, id),
	FIELD(struct promotion_item, code),
	FIELD(struct promotion_item, owner),
	FIELD(struct promotion_item, kind),
	FIELD(struct promotion_item, status),
	FIELD(struct promotion_item, percent),
	FIELD(struct promotion_item, amount),
	FIELD(struct promotion_item, product_kind),
	FIELD(struct promotion_item, link),
	FIELD(struct promotion_item, starts_at),
	FIELD(struct promotion_item, ends_at),
	FIELD(struct promotion_item, max_uses),
	FIELD(struct promotion_item, max_per_buyer),
	FIELD(struct promotion_item, uses),
	FIELD(struct promotion_item, auto_apply),
	FIELD_ONLY(struct promotion_item, gives, ONLY_HTML),
	FIELD_ONLY(struct promotion_item, for_words, ONLY_HTML),
	FIELD_ONLY(struct promotion_item, until_words, ONLY_HTML),
	FIELD_ONLY(struct promotion_item, uses_words, ONLY_HTML),
	FIELD_ONLY(struct promotion_item, status_words, ONLY_HTML),
	FIELD_END,
};

/* --- writing ---------------------------------------------------------------------- */

static struct instant
midnight(struct date day, const char *zone)
{
	return when_instant(&(struct local_time){ .date = day }, zone);
}

/* "pack:12", or a kind alone; false when the number is none. */
static bool
read_product(struct arena *a, const char *product, struct promotion_terms *t)
{
	char *kind = arena_strdup(a, product), *end;
	char *colon = strchr(kind, ':');

	t->product_kind = kind;
	if (colon == NULL)
		return true;
	*colon = '\0';
	t->product_id = strtoll(colon + 1, &end, 10);
	return *end == '\0' && t->product_id > 0;
}

const char *
promotion_read(struct arena *a, const struct promotion_input *in,
    const char *zone, struct promotion_terms *t)
{
	bool is_percent = strcmp(in->kind, "percent") == 0;
	char *end;

	*t = (struct promotion_terms){ 0 };
	if (is_percent) {
		t->value = strtoll(in->value, &end, 10);
		if (end == in->value || *end != '\0')
			return "value";
	} else if (!money_from_decimal(in->value,
		       in->currency != NULL ? in->currency : "USD", &t->value))
		return "value";
	if (in->product != NULL && !read_product(a, in->product, t))
		return "product";
	if (in->starts_on.year != 0)
		t->starts_at = midnight(in->starts_on, zone);
	if (in->ends_on.year != 0)
		t->ends_at = midnight(date_add_days(in->ends_on, 1), zone);
	return NULL;
}

static struct date
local_day(struct instant at, const char *zone)
{
	struct date none = { .year = 0 };

	return at.us == 0 ? none : when_local(at, zone).date;
}

void
promotion_prefill(struct arena *a, struct promotion_input *in,
    const struct promotion_row *p, const char *zone)
{
	struct instant last = { p->ends_at.us == 0 ? 0 : p->ends_at.us - 1 };

	*in = (struct promotion_input){
		.id = p->id,
		.code = p->code,
		.kind = p->kind,
		.currency = p->currency,
		.max_uses = p->max_uses,
		.max_per_buyer = p->max_per_buyer,
		.starts_on = local_day(p->starts_at, zone),
		.ends_on = local_day(last, zone),
		.auto_apply = p->auto_apply,
		.activate = strcmp(p->status, "draft") != 0,
	};
	in->value =
	    strcmp(p->kind, "percent") == 0
		? arena_printf(a, "%lld", (long long)p->value)
		: money_decimal(a, (struct money){ p->value, p->currency });
	if (p->product_id != 0)
		in->product = arena_printf(
		    a, "%s:%lld", p->product_kind, (long long)p->product_id);
	else
		in->product = p->product_kind;
}

/* --- reading ---------------------------------------------------------------------- */

const char *
promotion_product_words(const char *kind)
{
	static const struct word all[] = {
		{ "session", WORDS("Single sessions") },
		{ "pack", WORDS("Packs") },
		{ "package", WORDS("Coaching packages") },
		{ "subscription", WORDS("Subscriptions") },
		{ "tier", WORDS("Journeys") },
		{ "credits", WORDS("Credits") },
		{ "review", WORDS("Reviews") },
		{ "company", WORDS("Company plans") },
		{ NULL, NULL },
	};

	return word_of(all, kind);
}

static const char *
status_words(const char *status)
{
	static const struct word all[] = {
		{ "draft", WORDS("Draft") },
		{ "active", WORDS("Active") },
		{ "ended", WORDS("Ended") },
		{ NULL, NULL },
	};

	return word_of(all, status);
}

static const char *
for_words(struct arena *a, const struct promotion_row *p)
{
	if (p->product_name != NULL)
		return arena_printf(a, "%s: %s",
		    promotion_product_words(p->product_kind), p->product_name);
	if (p->product_kind != NULL)
		return promotion_product_words(p->product_kind);
	return words("Everything");
}

static const char *
until_words(struct arena *a, const struct promotion_row *p, const char *zone,
    struct instant now)
{
	if (p->starts_at.us > now.us)
		return words_with(a, words("From {day}"), "day",
		    when_day(a, p->starts_at, zone, now));
	if (p->ends_at.us == 0)
		return words("No end");
	return words_with(a, words("Until {day}"), "day",
	    when_day(a, (struct instant){ p->ends_at.us - 1 }, zone, now));
}

static const char *
number(struct arena *a, int64_t n)
{
	return arena_printf(a, "%lld", (long long)n);
}

static const char *
uses_words(struct arena *a, const struct promotion_row *p)
{
	const char *n = p->max_uses.set
			    ? arena_printf(a, "%lld / %lld", (long long)p->uses,
				  (long long)p->max_uses.value)
			    : number(a, p->uses);
	const char *used = words_with(a, words("Used: {times}"), "times", n);

	if (!p->given.set || p->given.value == 0)
		return used;
	return arena_printf(a, "%s, %s", used,
	    words_with(a, words("{amount} given"), "amount",
		money_text(
		    a, (struct money){ p->given.value, p->given_currency })));
}

void
promotion_fill(struct arena *a, struct promotion_item *v,
    const struct promotion_row *p, const char *zone, struct instant now)
{
	bool is_percent = strcmp(p->kind, "percent") == 0;

	*v = (struct promotion_item){
		.id = p->id,
		.code = p->code,
		.owner = p->owner_name,
		.kind = p->kind,
		.status = p->status,
		.percent = is_percent ? p->value : 0,
		.product_kind = p->product_kind,
		.link = strcmp(p->status, "active") == 0 ? p->link : NULL,
		.starts_at = p->starts_at,
		.ends_at = p->ends_at,
		.max_uses = p->max_uses,
		.max_per_buyer = p->max_per_buyer,
		.uses = p->uses,
		.auto_apply = p->auto_apply,
		.for_words = for_words(a, p),
		.until_words = until_words(a, p, zone, now),
		.uses_words = uses_words(a, p),
		.status_words = status_words(p->status),
	};
	if (!is_percent)
		v->amount = (struct money){ p->value, p->currency };
	v->gives = is_percent ? words_with(a, words("{percent} % off"),
				    "percent", number(a, p->value))
			      : words_with(a, words("{amount} off"), "amount",
				    money_text(a, v->amount));
}
