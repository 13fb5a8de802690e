#include <json-c/json.h>
#include <string.h>

#include "gen/worker/moderation_sql.h"
#include "lib/base/log.h"
#include "lib/net/net.h"
#include "worker/worker.h"

/*
 * The model that may look at texts besides the rules: OpenAI's moderation call,
 * or another server that answers like it.  Its switch is the setting
 * moderation_model; without a key or an answer the rules are what counts.
 */
const struct setting moderation_settings[] = {
	{ "OPENAI_API_KEY", SETTING_TEXT, NULL, true,
	    "Key for the model that looks at texts besides the rules." },
	{ "OPENAI_BASE_URL", SETTING_URL, "https://api.openai.com/v1", false,
	    "Where that model is; any server with the same calls." },
	{ "OPENAI_MODEL", SETTING_TEXT, "omni-moderation-latest", false,
	    "Its name." },
	{ NULL, SETTING_TEXT, NULL, false, NULL },
};

enum { TIMEOUT_MS = 5000, ANSWER_MAX = 64 << 10 };
static const double LEAST_SCORE = 0.3;

struct asked {
	const char *body;
	size_t length; /* characters */
	struct net_answer answer;
};

enum work_result
moderation_model_load(struct work *w)
{
	struct moderation_model_text_row row;
	struct asked *q;

	w->state = NULL;
	if (setting_text("OPENAI_API_KEY") == NULL ||
	    !moderation_model_text(w->db, work_id(w, "text_id"), &row))
		return WORK_DONE;
	q = arena_alloc(w->arena, 1, sizeof(*q));
	q->body = row.body;
	q->length = (size_t)row.length;
	w->state = q;
	return WORK_DONE;
}

static const char *
question(struct arena *a, const char *text)
{
	struct buf b;
	const char *model = setting_text("OPENAI_MODEL");

	buf_init(&b, a, strlen(text) + 128);
	buf_puts(&b, "{\"model\":\"");
	buf_put_json(&b, model, strlen(model));
	buf_puts(&b, "\",\"input\":\"");
	buf_put_json(&b, text, strlen(text));
	buf_puts(&b, "\"}");
	return b.data;
}

enum work_result
moderation_model_call(struct work *w)
{
	struct asked *q = w->state;
	struct net_call call = { .method = "POST",
		.timeout_ms = TIMEOUT_MS,
		.answer_max = ANSWER_MAX };
	struct net_header headers[] = {
		{ "Authorization", NULL },
		{ "Content-Type", "application/json" },
		{ NULL, NULL },
	};

	if (q == NULL)
		return WORK_DONE;
	headers[0].value =
	    arena_printf(w->arena, "Bearer %s", setting_text("OPENAI_API_KEY"));
	call.url = arena_printf(
	    w->arena, "%s/moderations", setting_text("OPENAI_BASE_URL"));
	call.headers = headers;
	call.body = question(w->arena, q->body);
	call.body_len = strlen(call.body);
	if (!net_fetch(w->arena, &call, &q->answer)) {
		w->why = q->answer.error;
		return WORK_AGAIN;
	}
	if (q->answer.status == 200)
		return WORK_DONE;
	w->why = arena_printf(
	    w->arena, "the model answered %lld", (long long)q->answer.status);
	return q->answer.status == 429 || q->answer.status >= 500 ? WORK_AGAIN
								  : WORK_NEVER;
}

/* --- what it said ------------------------------------------------------------------ */

/* Its categories as ours; the first that begins so. */
static const char *
category_of(const char *name)
{
	static const struct {
		const char *theirs, *ours;
	} all[] = {
		{ "harassment/threatening", "violence" },
		{ "harassment", "abuse" },
		{ "hate", "hate" },
		{ "self-harm", "self_harm" },
		{ "sexual", "sexual" },
		{ "violence", "violence" },
		{ "illicit", "scam" },
	};

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		if (strncmp(name, all[i].theirs, strlen(all[i].theirs)) == 0)
			return all[i].ours;
	return NULL;
}

static bool
is_flagged(struct json_object *flags, const char *name)
{
	struct json_object *flag;

	return json_object_object_get_ex(flags, name, &flag) &&
	       json_object_get_boolean(flag);
}

static void
put_reasons(struct buf *b, struct json_object *flags,
    struct json_object *scores, size_t length)
{
	const char *category;

	json_object_object_foreach(scores, name, score)
	{
		category = category_of(name);
		if (category == NULL || !is_flagged(flags, name) ||
		    json_object_get_double(score) < LEAST_SCORE)
			continue;
		buf_printf(b,
		    "%s{\"rule\":\"model\",\"category\":\"%s\",\"span\":[0,%zu],"
		    "\"score\":%.2f}",
		    b->len > 1 ? "," : "", category, length,
		    json_object_get_double(score));
	}
}

/* [reason, …]; NULL when it is no answer of such a model. */
static const char *
reasons_of(struct work *w, const struct asked *q)
{
	struct json_object *top = json_tokener_parse(q->answer.body.data);
	struct json_object *results, *first, *flags, *scores;
	struct buf b;
	bool is_answer =
	    json_object_object_get_ex(top, "results", &results) &&
	    json_object_is_type(results, json_type_array) &&
	    (first = json_object_array_get_idx(results, 0)) != NULL &&
	    json_object_object_get_ex(first, "categories", &flags) &&
	    json_object_is_type(flags, json_type_object) &&
	    json_object_object_get_ex(first, "category_scores", &scores) &&
	    json_object_is_type(scores, json_type_object);

	buf_init(&b, w->arena, 256);
	buf_putc(&b, '[');
	if (is_answer)
		put_reasons(&b, flags, scores, q->length);
	buf_putc(&b, ']');
	json_object_put(top);
	return is_answer ? b.data : NULL;
}

enum work_result
moderation_model_finish(struct work *w)
{
	struct moderation_model_said_row row;
	const struct asked *q = w->state;
	const char *reasons;

	if (q == NULL)
		return WORK_DONE;
	reasons = reasons_of(w, q);
	if (reasons == NULL) {
		log_warn("the moderation model's answer is none of its kind");
		return WORK_DONE;
	}
	moderation_model_said(w->db, work_id(w, "text_id"), reasons, &row);
	return WORK_DONE;
}

enum work_result
moderation_clean_do(struct work *w)
{
	struct moderation_clean_row row;

	moderation_clean(w->db, &row);
	return WORK_DONE;
}
