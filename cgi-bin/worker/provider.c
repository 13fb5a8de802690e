#include <string.h>

#include "gen/worker/provider_sql.h"
#include "lib/base/log.h"
#include "worker/provider.h"

static const struct provider *const providers[] = { &stripe_provider,
	&paypal_provider, NULL };

/* What is asked in a job, and what came of it. */
struct errand {
	const struct provider *provider;
	struct provider_question question;
	int64_t number; /* of a look */
	enum provider_verdict verdict;
	bool is_repeated; /* the answer to an earlier attempt, once more */
	bool is_gone;     /* there is no such thing */
	const char *said; /* JSON; NULL: none */
	const char *why;
	int64_t wait_seconds; /* at least, as the provider asks for */
};

static const struct provider *
find_provider(const char *name)
{
	for (size_t i = 0; providers[i] != NULL; i++)
		if (strcmp(providers[i]->name, name) == 0)
			return providers[i];
	return NULL;
}

static void
put_object(void *object)
{
	json_object_put(object);
}

static struct json_object *
read_json(struct arena *a, const char *text)
{
	struct json_object *object =
	    text != NULL ? json_tokener_parse(text) : NULL;

	arena_defer(a, put_object, object);
	return object;
}

/* An answer that can't be read is none. */
static void
take_answer(struct errand *e, struct arena *a, const struct net_answer *answer)
{
	struct json_object *said = read_json(a, answer->body.data);

	e->verdict = provider_judge(answer);
	e->is_gone = answer->status == 404;
	e->is_repeated =
	    net_answer_header(answer, "Idempotent-Replayed") != NULL;
	e->wait_seconds = answer->retry_after_seconds;
	e->why = provider_why(a, answer, said);
	if (json_object_is_type(said, json_type_object))
		e->said = answer->body.data;
	else if (answer->status != 204)
		e->verdict = PROVIDER_AGAIN;
}

/* The one step outside of transactions. */
static enum work_result
ask(struct work *w)
{
	struct errand *e = w->state;
	struct net_answer answer;

	if (e == NULL)
		return WORK_DONE;
	if (!payment_provider_is_configured(e->provider->name)) {
		e->verdict = PROVIDER_AGAIN;
		e->why = "the provider is not configured";
		return WORK_DONE;
	}
	e->provider->ask(w->arena, &e->question, &answer);
	take_answer(e, w->arena, &answer);
	if (e->verdict != PROVIDER_DONE)
		log_warn("%s %s %s: %s", e->provider->name, e->question.method,
		    e->question.resource, e->why);
	return WORK_DONE;
}

/* What only reads is done again by its job. */
static enum work_result
ask_to_read(struct work *w)
{
	const struct errand *e;

	ask(w);
	e = w->state;
	if (e == NULL || e->verdict == PROVIDER_DONE || e->is_gone)
		return WORK_DONE;
	w->why = e->why;
	return e->verdict == PROVIDER_AGAIN ? WORK_AGAIN : WORK_NEVER;
}

static struct errand *
errand_new(struct work *w, const char *provider)
{
	struct errand *e = arena_alloc(w->arena, 1, sizeof(*e));

	e->provider = find_provider(provider);
	return e->provider != NULL ? e : NULL;
}

/* --- provider.call: what changes something there ---------------------------------- */

enum work_result
provider_call_load(struct work *w)
{
	struct provider_call_begin_row row;
	struct errand *e;

	w->state = NULL;
	if (!provider_call_begin(w->db, work_id(w, "call_id"), &row))
		return WORK_DONE;
	e = errand_new(w, row.provider);
	if (e == NULL)
		return WORK_NEVER;
	e->question = (struct provider_question){ .method = row.method,
		.resource = row.resource,
		.key = row.key,
		.account = row.account,
		.body = read_json(w->arena, row.body) };
	w->state = e;
	return WORK_DONE;
}

enum work_result
provider_call_call(struct work *w)
{
	return ask(w);
}

/* Another attempt is a job of its own: this one is done either way. */
enum work_result
provider_call_finish(struct work *w)
{
	const struct errand *e = w->state;
	int64_t id = work_id(w, "call_id");

	if (e == NULL)
		return WORK_DONE;
	if (e->verdict == PROVIDER_AGAIN)
		provider_call_unanswered(
		    w->db, id, e->why, e->wait_seconds, e->is_repeated);
	else
		provider_answered(w->db, id,
		    e->verdict == PROVIDER_DONE ? "done" : "failed", e->said,
		    e->verdict == PROVIDER_DONE ? NULL : e->why);
	return WORK_DONE;
}

/* --- provider.look: how something is ---------------------------------------------- */

enum work_result
provider_look_load(struct work *w)
{
	const char *provider = work_text(w, "provider");
	struct provider_look_begin_row row;
	struct errand *e = errand_new(w, provider);

	w->state = NULL;
	if (e == NULL)
		return WORK_NEVER;
	if (!provider_look_begin(w->db, provider, work_text(w, "kind"),
		work_text(w, "ref"), &row))
		return WORK_DONE;
	e->number = row.number;
	e->question = (struct provider_question){ .method = "GET",
		.resource = row.resource,
		.account = work_text(w, "account") };
	w->state = e;
	return WORK_DONE;
}

enum work_result
provider_look_call(struct work *w)
{
	return ask_to_read(w);
}

enum work_result
provider_look_finish(struct work *w)
{
	const struct errand *e = w->state;
	struct provider_look_end_row row;

	if (e != NULL)
		provider_look_end(w->db, e->provider->name,
		    work_text(w, "kind"), work_text(w, "ref"), e->number,
		    e->is_gone ? NULL : e->said,
		    work_text(w, "by_night") != NULL, &row);
	return WORK_DONE;
}

/* --- payments --------------------------------------------------------------------- */

enum work_result
payment_begin_do(struct work *w)
{
	payment_ask(
	    w->db, work_id(w, "payment_id"), setting_text("BELAY_PUBLIC_URL"));
	return WORK_DONE;
}

enum work_result
payment_check_do(struct work *w)
{
	payment_look(w->db, work_id(w, "payment_id"));
	return WORK_DONE;
}

/* --- by night --------------------------------------------------------------------- */

/* Of providers that this site has. */
enum work_result
provider_reconcile_do(struct work *w)
{
	for (size_t i = 0; providers[i] != NULL; i++)
		if (payment_provider_is_configured(providers[i]->name))
			provider_reconcile(w->db, providers[i]->name);
	provider_clean(w->db);
	return WORK_DONE;
}

/* A page of a provider's events. */
enum work_result
provider_list_call(struct work *w)
{
	struct errand *e = errand_new(w, work_text(w, "provider"));

	w->state = e;
	if (e == NULL)
		return WORK_NEVER;
	e->question = (struct provider_question){ .method = "GET",
		.resource = work_text(w, "resource") };
	return ask_to_read(w);
}

enum work_result
provider_list_finish(struct work *w)
{
	const struct errand *e = w->state;

	if (e->verdict == PROVIDER_DONE)
		provider_list_end(w->db, e->provider->name,
		    work_text(w, "resource"), work_id(w, "page"),
		    work_text(w, "until"), e->said);
	return WORK_DONE;
}

enum work_result
money_repairs_do(struct work *w)
{
	struct money_repairs_tell_row row;

	if (money_repairs_tell(w->db, &row) && row.repaired != 0)
		log_warn("%lld things that providers told had been missed",
		    (long long)row.repaired);
	return WORK_DONE;
}
