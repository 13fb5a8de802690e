#include <json-c/json.h>
#include <string.h>

#include "journeys/journey.h"
#include "lib/domain/money.h"

static void
put(struct json_object *o, const char *name, const char *text)
{
	if (text != NULL)
		json_object_object_add(o, name, json_object_new_string(text));
}

static struct json_object *
thing(const char *type)
{
	struct json_object *o = json_object_new_object();

	put(o, "@type", type);
	return o;
}

static struct json_object *
offer(struct request *r, const struct tier_list_row *t, const char *currency)
{
	struct json_object *o = thing("Offer");
	struct money price = { t->month_amount, currency };

	put(o, "name", t->title);
	put(o, "price", money_decimal(r->arena, price));
	put(o, "priceCurrency", currency);
	put(o, "category", t->month_amount == 0 ? "Free" : "Subscription");
	return o;
}

static struct json_object *
rating(struct request *r, const struct journey_find_row *j)
{
	struct json_object *o = thing("AggregateRating");

	put(o, "ratingValue", arena_printf(r->arena, "%.2f", j->rating_mean));
	json_object_object_add(
	    o, "ratingCount", json_object_new_int64(j->rating_count));
	return o;
}

/* Text of a script element: "<" never stands in it, whatever people wrote. */
static const char *
script_text(struct arena *a, struct json_object *o)
{
	const char *text =
	    json_object_to_json_string_ext(o, JSON_C_TO_STRING_PLAIN);
	struct buf b;

	buf_init(&b, a, strlen(text) + 64);
	for (; *text != '\0'; text++)
		if (*text == '<')
			buf_puts(&b, "\\u003c");
		else
			buf_putc(&b, *text);
	return b.data;
}

/* https://schema.org/Course */
struct html
journey_data(struct request *r, const struct journey_find_row *j,
    const struct tier_list_row *tiers, size_t n)
{
	struct json_object *course = thing("Course");
	struct json_object *provider = thing("Person");
	struct json_object *offers = json_object_new_array();
	struct html data;

	put(course, "@context", "https://schema.org");
	put(course, "name", j->title);
	put(course, "description", j->summary);
	put(provider, "name", j->creator);
	json_object_object_add(course, "provider", provider);
	for (size_t i = 0; i < n; i++)
		json_object_array_add(offers, offer(r, &tiers[i], j->currency));
	json_object_object_add(course, "offers", offers);
	if (j->rating_count >= 3)
		json_object_object_add(course, "aggregateRating", rating(r, j));
	data.text = script_text(r->arena, course);
	json_object_put(course);
	return data;
}
