#include <string.h>

#include "admin/rule.h"
#include "lib/app/moderate.h"

enum { TRIED_MOST = 2000 };

struct rule_list_input {
	const char *kind, *category, *q, *after, *text, *context;
};

static const struct form_field rule_list_inputs[] = {
	FORM_ONE_OF(struct rule_list_input, kind, OPTIONAL, rule_kinds),
	FORM_ONE_OF(
	    struct rule_list_input, category, OPTIONAL, moderation_categories),
	FORM_FIELD(struct rule_list_input, q, OPTIONAL, 1, 100),
	FORM_FIELD(struct rule_list_input, after, OPTIONAL, 1, 60),
	FORM_FIELD(struct rule_list_input, text, OPTIONAL, 1, TRIED_MOST),
	FORM_ONE_OF(
	    struct rule_list_input, context, OPTIONAL, moderation_contexts),
};
const struct form rule_list_form =
    FORM(struct rule_list_input, rule_list_inputs);

struct rule_item {
	int64_t id;
	const char *code, *kind, *category, *language, *about, *decisions_words,
	    *kind_words, *category_words, *terms_words, *hits_words;
	int64_t hits;
	bool active, has_draft;
};

static const struct field rule_item_fields[] = {
	FIELD_ID(struct rule_item, id),
	FIELD(struct rule_item, code),
	FIELD(struct rule_item, kind),
	FIELD(struct rule_item, category),
	FIELD(struct rule_item, language),
	FIELD(struct rule_item, about),
	FIELD(struct rule_item, hits),
	FIELD(struct rule_item, active),
	FIELD(struct rule_item, has_draft),
	FIELD_ONLY(struct rule_item, decisions_words, ONLY_HTML),
	FIELD_ONLY(struct rule_item, kind_words, ONLY_HTML),
	FIELD_ONLY(struct rule_item, category_words, ONLY_HTML),
	FIELD_ONLY(struct rule_item, terms_words, ONLY_HTML),
	FIELD_ONLY(struct rule_item, hits_words, ONLY_HTML),
	FIELD_END,
};

/* What a text that was typed comes to. */
struct tried {
	const char *decision_words, *decision, *sanitized;
	struct rule_reason *reasons;
	size_t nreasons;
};

static const struct field tried_fields[] = {
	FIELD(struct tried, decision),
	FIELD(struct tried, sanitized),
	FIELD_ONLY(struct tried, decision_words, ONLY_HTML),
	FIELD_LIST(struct tried, reasons, nreasons, rule_reason_fields),
	FIELD_END,
};

struct rule_list_view {
	struct desk desk;
	struct rule_item *items;
	size_t nitems;
	const char *next;
	struct pager *pager;
	struct choice *kinds, *categories, *contexts, *new_categories;
	size_t nkinds, ncategories, ncontexts, nnew_categories;
	struct tried *tried;
	bool can_change;
};

static const struct field rule_list_view_fields[] = {
	DESK_FIELD(struct rule_list_view),
	FIELD_LIST(struct rule_list_view, items, nitems, rule_item_fields),
	FIELD_ONLY(struct rule_list_view, next, ONLY_JSON),
	FIELD_POINTER_ONLY(
	    struct rule_list_view, pager, pager_fields, ONLY_HTML),
	FIELD_LIST_ONLY(
	    struct rule_list_view, kinds, nkinds, choice_fields, ONLY_HTML),
	FIELD_LIST_ONLY(struct rule_list_view, categories, ncategories,
	    choice_fields, ONLY_HTML),
	FIELD_LIST_ONLY(struct rule_list_view, contexts, ncontexts,
	    choice_fields, ONLY_HTML),
	FIELD_LIST_ONLY(struct rule_list_view, new_categories, nnew_categories,
	    choice_fields, ONLY_HTML),
	FIELD_POINTER(struct rule_list_view, tried, tried_fields),
	FIELD_ONLY(struct rule_list_view, can_change, ONLY_HTML),
	FIELD_END,
};
struct page rule_list_page = { .path = "admin/rule_list",
	.fields = rule_list_view_fields,
	.form = &rule_list_form };

static const char *
typed_or_null(const struct request *r, const char *field)
{
	const char *text = typed(r, field);

	return *text != '\0' ? text : NULL;
}

void
rule_list_read(struct request *r)
{
	rule_list_send(r->db, typed_or_null(r, "kind"),
	    typed_or_null(r, "category"), typed_or_null(r, "q"),
	    typed_or_null(r, "after"), LIST_PAGE);
}

static void
fill_items(struct request *r, struct rule_list_view *v)
{
	struct rule_list_row *rows = rule_list_get(r->db, &v->nitems);

	v->items = arena_alloc(r->arena, v->nitems, sizeof(*v->items));
	for (size_t i = 0; i < v->nitems; i++)
		v->items[i] = (struct rule_item){
			.id = rows[i].id,
			.code = rows[i].code,
			.kind = rows[i].kind,
			.category = rows[i].category,
			.language = rows[i].language,
			.about = rows[i].about,
			.hits = rows[i].hits,
			.active = rows[i].active,
			.has_draft = rows[i].has_draft,
			.decisions_words =
			    strcmp(rows[i].kind, "vocabulary") == 0
				? NULL
				: rule_decisions_words(r, rows[i].decisions),
			.kind_words = rule_kind_words(rows[i].kind),
			.category_words = rule_category_words(rows[i].category),
			.terms_words =
			    rows[i].terms == 0
				? NULL
				: arena_printf(r->arena, tr("%d terms"),
				      (int)rows[i].terms),
			.hits_words = arena_printf(
			    r->arena, tr("%d in 7 days"), (int)rows[i].hits),
		};
}

static void
fill_tried(struct request *r, struct rule_list_view *v)
{
	const struct rule_list_input *in = r->form;
	struct moderation_text text = { .text = in->text };
	struct moderation_verdict verdict;
	const struct moderation_rules *rules;
	int c = 0;

	if (in->text == NULL)
		return;
	while (in->context != NULL && moderation_contexts[c] != in->context)
		c++;
	text.len = strlen(in->text);
	text.context = (enum moderation_context)c;
	rules = moderate_rules(r->db, r->arena);
	if (rules == NULL)
		return;
	moderation_check(rules, r->arena, &text, &verdict);
	v->tried = arena_alloc(r->arena, 1, sizeof(*v->tried));
	*v->tried = (struct tried){
		.decision = moderation_decisions[verdict.decision],
		.decision_words =
		    rule_decision_words(moderation_decisions[verdict.decision]),
		.sanitized = verdict.sanitized,
		.reasons = rule_reasons(r, in->text, &verdict),
		.nreasons = verdict.nreasons,
	};
}

static struct choice *
choices_of(struct request *r, const char *const *values,
    const char *(*say)(const char *), const char *chosen, size_t *n)
{
	struct choice *all = choices_make(r->arena, values, NULL, chosen, n);

	for (size_t i = 0; i < *n; i++)
		all[i].label = say(all[i].value);
	return all;
}

enum status
rule_list_show(struct request *r)
{
	struct rule_list_view v = { .can_change = session_may(
					r->session, "moderation.manage") };

	fill_items(r, &v);
	v.kinds =
	    filter_choices(r, "kind", rule_kinds, rule_kind_words, &v.nkinds);
	v.categories = filter_choices(r, "category", moderation_categories,
	    rule_category_words, &v.ncategories);
	v.contexts = choices_of(r, moderation_contexts, rule_context_words,
	    *typed(r, "context") != '\0' ? typed(r, "context") : "message",
	    &v.ncontexts);
	v.new_categories = choices_of(r, moderation_categories,
	    rule_category_words, NULL, &v.nnew_categories);
	v.pager = list_pager(r,
	    &(struct list_end){ "/admin/moderation",
		v.nitems == LIST_PAGE ? v.items[v.nitems - 1].code : NULL,
		v.nitems },
	    &v.next);
	fill_tried(r, &v);
	desk_fill(r, &v.desk);
	return request_render(r, &rule_list_page, &v);
}

/* --- a new one -------------------------------------------------------------------- */

struct rule_make_input {
	const char *code, *new_category;
};

static const struct form_field rule_make_inputs[] = {
	FORM_FIELD(struct rule_make_input, code, REQUIRED, 2, 60),
	FORM_ONE_OF(struct rule_make_input, new_category, REQUIRED,
	    moderation_categories),
};
const struct form rule_make_form =
    FORM(struct rule_make_input, rule_make_inputs);

enum status
rule_make_post(struct request *r)
{
	const struct rule_make_input *in = r->form;
	struct rule_make_row row;

	if (strspn(in->code, "abcdefghijklmnopqrstuvwxyz0123456789_") !=
		strlen(in->code) ||
	    in->code[0] < 'a')
		return request_invalid(
		    r, "code", tr("Name it with small letters, digits and _."));
	if (!rule_make(r->db, in->code, in->new_category, &row))
		return CONFLICT;
	request_audit(
	    r, &(struct deed){ "moderation.rule_make", "moderation_rule",
		   row.id, json_of(r->arena, TEXTS("code", in->code)) });
	return request_done(r,
	    &(struct outcome){ CREATED, rule_make_fields, &row },
	    "/admin/moderation/%lld", (long long)row.id);
}
