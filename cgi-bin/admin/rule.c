#include <string.h>

#include "admin/rule.h"

struct rule_input {
	int64_t id;
	struct maybe_int seen, percent;
	const char *language, *terms, *allowed, *about;
	bool active;
	const char *decisions[CONTEXTS];
};

/* One field a context: what the rule does there. */
#define CONTEXT_FIELD(i, word)                                       \
	{                                                            \
		.name = word, .kind = KIND_TEXT,                     \
		.offset = offsetof(struct rule_input, decisions) +   \
			  (i) * sizeof(const char *),                \
		.required = true, .max = 100, .check = CHECK_ONE_OF, \
		.names = moderation_decisions                        \
	}

static const struct form_field rule_inputs[] = {
	FORM_ID(struct rule_input, id, REQUIRED),
	FORM_FIELD(struct rule_input, seen, REQUIRED, 1, INT32_MAX),
	FORM_FIELD(struct rule_input, percent, REQUIRED, 1, 100),
	FORM_FIELD(struct rule_input, language, OPTIONAL, 2, 2),
	FORM_FIELD(struct rule_input, terms, OPTIONAL, 0, 200000),
	FORM_FIELD(struct rule_input, allowed, OPTIONAL, 0, 50000),
	FORM_FIELD(struct rule_input, about, REQUIRED, 1, 300),
	FORM_FIELD(struct rule_input, active, OPTIONAL, 0, 1),
	CONTEXT_FIELD(CONTEXT_MESSAGE, "message"),
	CONTEXT_FIELD(CONTEXT_ANONYMOUS, "anonymous"),
	CONTEXT_FIELD(CONTEXT_PROFILE, "profile"),
	CONTEXT_FIELD(CONTEXT_REVIEW, "review"),
	CONTEXT_FIELD(CONTEXT_COMMENT, "comment"),
	CONTEXT_FIELD(CONTEXT_JOURNEY, "journey"),
	CONTEXT_FIELD(CONTEXT_JOB, "job"),
};
const struct form rule_form = FORM(struct rule_input, rule_inputs);

static const struct form_field rule_id_inputs[] = {
	FORM_ID(struct rule_input, id, REQUIRED),
};
const struct form rule_id_form = FORM(struct rule_input, rule_id_inputs);

struct rule_undo_input {
	int64_t id, change;
};
static const struct form_field rule_undo_inputs[] = {
	FORM_ID(struct rule_undo_input, id, REQUIRED),
	FORM_ID(struct rule_undo_input, change, REQUIRED),
};
const struct form rule_undo_form =
    FORM(struct rule_undo_input, rule_undo_inputs);

struct rule_context {
	const char *name, *label;
	struct choice *choices;
	size_t nchoices;
};

static const struct field rule_context_fields[] = {
	FIELD(struct rule_context, name),
	FIELD(struct rule_context, label),
	FIELD_LIST(struct rule_context, choices, nchoices, choice_fields),
	FIELD_END,
};

struct rule_change {
	int64_t id;
	const char *when, *who, *undo_href;
};

static const struct field rule_change_fields[] = {
	FIELD_ID(struct rule_change, id),
	FIELD(struct rule_change, when),
	FIELD(struct rule_change, who),
	FIELD_ONLY(struct rule_change, undo_href, ONLY_HTML),
	FIELD_END,
};

struct rule_view {
	struct desk desk;
	int64_t id, version;
	const char *code, *kind, *category, *language, *decisions, *terms,
	    *allowed, *about, *kind_words, *category_words, *saved_words;
	bool active, is_draft, has_decisions, has_allowed, can_change;
	struct rule_context *contexts;
	size_t ncontexts;
	struct rule_change *history;
	size_t nhistory;
	struct rule_trial trial;
};

#define HTML(m) FIELD_ONLY(struct rule_view, m, ONLY_HTML)

static const struct field rule_fields[] = {
	DESK_FIELD(struct rule_view),
	FIELD_ID(struct rule_view, id),
	FIELD(struct rule_view, version),
	FIELD(struct rule_view, code),
	FIELD(struct rule_view, kind),
	FIELD(struct rule_view, category),
	FIELD(struct rule_view, language),
	FIELD(struct rule_view, decisions),
	FIELD(struct rule_view, terms),
	FIELD(struct rule_view, allowed),
	FIELD(struct rule_view, about),
	FIELD(struct rule_view, active),
	FIELD(struct rule_view, is_draft),
	FIELD_OBJECT(struct rule_view, trial, rule_trial_fields),
	FIELD_LIST(struct rule_view, history, nhistory, rule_change_fields),
	HTML(kind_words),
	HTML(category_words),
	HTML(saved_words),
	HTML(has_decisions),
	HTML(has_allowed),
	HTML(can_change),
	FIELD_LIST_ONLY(struct rule_view, contexts, ncontexts,
	    rule_context_fields, ONLY_HTML),
	FIELD_END,
};
struct page rule_page = { .path = "admin/rule",
	.fields = rule_fields,
	.form = &rule_form };

/* --- showing one -------------------------------------------------------------------- */

static void
fill_contexts(struct request *r, struct rule_view *v, const char *decisions)
{
	v->ncontexts = CONTEXTS;
	v->contexts = arena_alloc(r->arena, CONTEXTS, sizeof(*v->contexts));
	for (size_t i = 0; i < CONTEXTS; i++) {
		struct rule_context *c = &v->contexts[i];
		const char *sent;

		c->name = moderation_contexts[i];
		c->label = rule_context_words(c->name);
		sent = r->status == OK ? "" : typed(r, c->name);
		c->choices = choices_make(r->arena, moderation_decisions, NULL,
		    *sent != '\0'
			? sent
			: moderation_decisions[moderation_decision_for(
			      decisions, c->name)],
		    &c->nchoices);
		for (size_t j = 0; j < c->nchoices; j++)
			c->choices[j].label =
			    rule_decision_words(c->choices[j].value);
	}
}

static void
fill_history(struct request *r, struct rule_view *v)
{
	struct rule_changes_row *rows =
	    rule_changes(r->db, v->id, &v->nhistory);

	v->history = arena_alloc(r->arena, v->nhistory, sizeof(*v->history));
	for (size_t i = 0; i < v->nhistory; i++)
		v->history[i] = (struct rule_change){
			.id = rows[i].id,
			.when = moment(r, rows[i].changed_at),
			.who = rows[i].changer,
			.undo_href = arena_printf(r->arena,
			    "/admin/moderation/%lld/undo", (long long)v->id),
		};
}

static void
fill_form(struct request *r, const struct rule_find_row *row)
{
	request_fill(r, &rule_form,
	    &(struct rule_input){ .id = row->id,
		.seen = { row->version, true },
		.percent = { (int64_t)(row->score * 100 + 0.5), true },
		.language = row->language,
		.terms = row->terms,
		.allowed = row->allowed,
		.about = row->about,
		.active = row->active });
}

enum status
rule_show(struct request *r)
{
	struct rule_find_row row;
	struct rule_view v;

	if (!rule_find(r->db, typed_id(r, "id"), &row))
		return NOT_FOUND;
	v = (struct rule_view){
		.id = row.id,
		.version = row.version,
		.code = row.code,
		.kind = row.kind,
		.category = row.category,
		.language = row.language,
		.decisions = row.decisions,
		.terms = row.terms,
		.allowed = row.allowed,
		.about = row.about,
		.active = row.active,
		.is_draft = row.is_draft,
		.kind_words = rule_kind_words(row.kind),
		.category_words = rule_category_words(row.category),
		.has_decisions = strcmp(row.kind, "vocabulary") != 0,
		.has_allowed = strcmp(row.kind, "words") == 0,
		.can_change = session_may(r->session, "moderation.manage"),
	};
	if (row.is_draft)
		v.saved_words =
		    arena_printf(r->arena, "%s, %s", moment(r, row.saved_at),
			row.saver != NULL ? row.saver : "");
	fill_contexts(r, &v, row.decisions);
	fill_history(r, &v);
	rule_try(r, &row, &v.trial);
	fill_form(r, &row);
	desk_fill(r, &v.desk);
	return request_render(r, &rule_page, &v);
}

/* --- changing it -------------------------------------------------------------------- */

static const char *
content_json(struct request *r, const struct rule_input *in)
{
	struct buf decisions, b;
	const char *texts;

	buf_init(&decisions, r->arena, 128);
	buf_puts(&decisions, "");
	for (size_t i = 0; i < CONTEXTS; i++)
		if (strcmp(in->decisions[i], "allow") != 0)
			buf_printf(&decisions, "%s%s:%s",
			    decisions.len > 0 ? " " : "",
			    moderation_contexts[i], in->decisions[i]);
	texts = json_of(r->arena,
	    TEXTS("decisions", decisions.len > 0 ? decisions.data : "", "terms",
		in->terms != NULL ? in->terms : "", "allowed",
		in->allowed != NULL ? in->allowed : "", "about", in->about,
		"language", in->language));
	buf_init(&b, r->arena, strlen(texts) + 64);
	buf_put(&b, texts, strlen(texts) - 1);
	buf_printf(&b, ",\"score\":%d.%02d,\"is_active\":%s}",
	    (int)in->percent.value / 100, (int)in->percent.value % 100,
	    in->active ? "true" : "false");
	return b.data;
}

static enum status
done(struct request *r, int64_t id, const char *action, const char *words)
{
	request_audit(r, &(struct deed){ action, "moderation_rule", id, NULL });
	request_flash(r, words);
	return request_done(r, &(struct outcome){ .status = NO_CONTENT },
	    "/admin/moderation/%lld", (long long)id);
}

enum status
rule_save_post(struct request *r)
{
	const struct rule_input *in = r->form;

	rule_draft_save(r->db, in->id, content_json(r, in), in->seen.value);
	return done(r, in->id, "moderation.rule_draft",
	    tr("The draft is saved. Below is what it would find."));
}

enum status
rule_publish_post(struct request *r)
{
	const struct rule_input *in = r->form;

	rule_publish(r->db, in->id);
	return done(
	    r, in->id, "moderation.rule_publish", tr("The rule is live."));
}

enum status
rule_drop_post(struct request *r)
{
	const struct rule_input *in = r->form;

	rule_drop(r->db, in->id);
	return done(r, in->id, "moderation.rule_drop",
	    tr("The draft is gone; the rule is as it was."));
}

enum status
rule_undo_post(struct request *r)
{
	const struct rule_undo_input *in = r->form;

	rule_undo(r->db, in->id, in->change);
	return done(r, in->id, "moderation.rule_undo",
	    tr("The rule from before is back."));
}
