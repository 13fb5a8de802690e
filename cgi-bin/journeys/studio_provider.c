#include <string.h>

#include "gen/journeys/studio_price_sql.h"
#include "gen/journeys/studio_provider_sql.h"
#include "journeys/studio_price.h"
#include "lib/base/words.h"
#include "lib/domain/avatar.h"
#include "lib/domain/money.h"
#include "lib/domain/when.h"

/* /creator/journeys/:id/providers: who applies to help on a journey, who does, and
 * at what rate. */
static const char *const kinds[] = { "mentor", "concierge", NULL };
static const char *const decisions[] = { "in_review", "verified", "rejected",
	"suspended", "removed", NULL };

struct provider_input {
	int64_t id, provider;
	const char *handle, *kind, *rate, *decision, *words;
};

static const struct form_field appoint_inputs[] = {
	FORM_ID(struct provider_input, id, REQUIRED),
	FORM_FIELD(struct provider_input, handle, REQUIRED, 1, 60),
	FORM_ONE_OF(struct provider_input, kind, REQUIRED, kinds),
	FORM_FIELD(struct provider_input, rate, OPTIONAL, 0, 20),
};
const struct form studio_appoint_form =
    FORM(struct provider_input, appoint_inputs);
static const struct form_field decide_inputs[] = {
	FORM_ID(struct provider_input, id, REQUIRED),
	FORM_ID(struct provider_input, provider, REQUIRED),
	FORM_ONE_OF(struct provider_input, decision, REQUIRED, decisions),
	FORM_FIELD(struct provider_input, words, OPTIONAL, 0, 2000),
	FORM_FIELD(struct provider_input, rate, OPTIONAL, 0, 20),
};
const struct form studio_decide_form =
    FORM(struct provider_input, decide_inputs);
static const struct form_field rate_inputs[] = {
	FORM_ID(struct provider_input, id, REQUIRED),
	FORM_ID(struct provider_input, provider, REQUIRED),
	FORM_FIELD(struct provider_input, rate, OPTIONAL, 0, 20),
};
const struct form studio_provider_rate_form =
    FORM(struct provider_input, rate_inputs);

struct provider_item {
	int64_t id;
	const char *kind, *status, *name, *handle, *motivation, *expertise,
	    *sample, *words, *rate, *proposed;
	/* on the page only */
	const char *kind_words, *status_words, *rating_words, *when, *href,
	    *action;
	struct face face;
	bool waits, helps, is_over;
};

#define BOTH(m) FIELD(struct provider_item, m)
#define HTML(m) FIELD_ONLY(struct provider_item, m, ONLY_HTML)

static const struct field provider_item_fields[] = {
	FIELD_ID(struct provider_item, id),
	BOTH(kind),
	BOTH(status),
	BOTH(name),
	BOTH(handle),
	BOTH(motivation),
	BOTH(expertise),
	BOTH(sample),
	BOTH(words),
	BOTH(rate),
	BOTH(proposed),
	HTML(kind_words),
	HTML(status_words),
	HTML(rating_words),
	HTML(when),
	HTML(href),
	HTML(action),
	FIELD_OBJECT_ONLY(struct provider_item, face, face_fields, ONLY_HTML),
	HTML(waits),
	HTML(helps),
	HTML(is_over),
	FIELD_END,
};

struct provider_view {
	struct studio studio;
	struct provider_item *items;
	size_t nitems;
	struct choice *kinds;
	size_t nkinds;
	int64_t waiting;
	const char *currency;
};

static const struct field provider_view_fields[] = {
	STUDIO_FIELD(struct provider_view),
	FIELD_LIST(struct provider_view, items, nitems, provider_item_fields),
	FIELD(struct provider_view, waiting),
	FIELD(struct provider_view, currency),
	FIELD_LIST_ONLY(
	    struct provider_view, kinds, nkinds, choice_fields, ONLY_HTML),
	FIELD_END,
};
struct page studio_provider_page = { .path = "journeys/studio_provider",
	.fields = provider_view_fields,
	.form = &studio_appoint_form };

static const struct word states[] = {
	{ "submitted", WORDS("Applies") },
	{ "in_review", WORDS("Being looked at") },
	{ "verified", WORDS("Helps") },
	{ "rejected", WORDS("Rejected") },
	{ "paused", WORDS("Paused") },
	{ "suspended", WORDS("Suspended") },
	{ "removed", WORDS("Removed") },
	{ NULL, NULL },
};

static const char *
rate_words(struct request *r, struct maybe_int rate, const char *currency)
{
	return rate.set ? money_decimal(
			      r->arena, (struct money){ rate.value, currency })
			: NULL;
}

static bool
is(const char *one, const char *other)
{
	return strcmp(one, other) == 0;
}

static struct provider_item
make_item(struct request *r, const struct provider_view *v,
    const struct studio_provider_list_row *p)
{
	return (struct provider_item){
		.id = p->id,
		.kind = p->kind,
		.status = p->status,
		.name = p->name,
		.handle = p->handle,
		.motivation = p->motivation,
		.expertise = p->expertise,
		.sample = p->sample,
		.words = p->words,
		.rate = rate_words(r, p->rate, v->currency),
		.proposed = rate_words(r, p->proposed_rate, v->currency),
		.kind_words =
		    is(p->kind, "mentor") ? tr("Mentor") : tr("Concierge"),
		.status_words = word_of(states, p->status),
		.rating_words =
		    p->rating_count > 0
			? arena_printf(r->arena, tr("%.1f of 5, %d ratings"),
			      p->rating_mean.value, (int)p->rating_count)
			: NULL,
		.when = when_ago(r->arena, p->submitted_at, r->now),
		.href = p->handle == NULL
			    ? NULL
			    : arena_printf(r->arena, "/u/%s", p->handle),
		.action = arena_printf(r->arena, "%s/providers/%lld",
		    v->studio.base, (long long)p->id),
		.face = face_of(r->arena, p->name, p->picture),
		.waits =
		    is(p->status, "submitted") || is(p->status, "in_review"),
		.helps = is(p->status, "verified") || is(p->status, "paused"),
		.is_over = is(p->status, "suspended"),
	};
}

void
studio_provider_read(struct request *r)
{
	int64_t id = typed_id(r, "id");

	studio_send(r, id);
	studio_rates_find_send(r->db, id);
}

enum status
studio_provider_show(struct request *r)
{
	const char *const labels[] = { tr("Mentor"), tr("Concierge"), NULL };
	struct provider_view v = { 0 };
	struct studio_rates_find_row rates;
	struct studio_provider_list_row *rows;

	if (!studio_open(r, &v.studio) || !studio_rates_find_get(r->db, &rates))
		return NOT_FOUND;
	v.currency = rates.currency;
	rows = studio_provider_list(r->db, v.studio.id, &v.nitems);
	v.items = arena_alloc(r->arena, v.nitems, sizeof(*v.items));
	for (size_t i = 0; i < v.nitems; i++) {
		v.items[i] = make_item(r, &v, &rows[i]);
		v.waiting += v.items[i].waits;
	}
	v.kinds =
	    choices_make(r->arena, kinds, labels, typed(r, "kind"), &v.nkinds);
	return request_render(r, &studio_provider_page, &v);
}

enum status
studio_provider_refused(struct request *r)
{
	studio_provider_read(r);
	return studio_provider_show(r);
}

/* An empty rate is the journey's own. */
static bool
read_rate(struct request *r, int64_t id, const char *text,
    struct maybe_int *rate, enum status *wrong)
{
	struct studio_rates_find_row row;

	*rate = (struct maybe_int){ 0, false };
	if (!studio_rates_find(r->db, id, &row)) {
		*wrong = NOT_FOUND;
		return false;
	}
	if (text == NULL || *text == '\0')
		return true;
	rate->set = money_from_decimal(text, row.currency, &rate->value);
	if (!rate->set)
		*wrong = request_invalid(
		    r, "rate", tr("Write the price like 29.00."));
	return rate->set;
}

static enum status
to_providers(struct request *r, const char *action, const char *words)
{
	const struct provider_input *in = r->form;

	if (db_error(r->db) != NULL)
		return CONFLICT;
	request_audit(r, &(struct deed){ action, "journey", in->id, NULL });
	request_flash(r, words);
	return request_done(r, &(struct outcome){ .status = NO_CONTENT },
	    "/creator/journeys/%lld/providers", (long long)in->id);
}

enum status
studio_appoint_post(struct request *r)
{
	const struct provider_input *in = r->form;
	struct studio_appoint_row row;
	struct maybe_int rate;
	enum status wrong;

	if (!read_rate(r, in->id, in->rate, &rate, &wrong))
		return wrong;
	(void)studio_appoint(r->db, in->id, in->handle, in->kind, rate, &row);
	return to_providers(r, "provider.appoint", tr("They can help now."));
}

enum status
studio_provider_decide_post(struct request *r)
{
	const struct provider_input *in = r->form;
	struct maybe_int rate;
	enum status wrong;

	if (!read_rate(r, in->id, in->rate, &rate, &wrong))
		return wrong;
	studio_provider_decide(
	    r->db, in->provider, in->decision, in->words, rate);
	return to_providers(r, "provider.decide", tr("That is decided."));
}

enum status
studio_provider_rate_post(struct request *r)
{
	const struct provider_input *in = r->form;
	struct maybe_int rate;
	enum status wrong;

	if (!read_rate(r, in->id, in->rate, &rate, &wrong))
		return wrong;
	studio_provider_rate(r->db, in->provider, rate);
	return to_providers(r, "provider.rate", tr("The rate is saved."));
}
