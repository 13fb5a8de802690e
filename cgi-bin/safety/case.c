#include "safety/case.h"
#include "gen/safety/case_sql.h"
#include "lib/base/words.h"
#include "lib/domain/when.h"
#include "safety/case_parts.h"

/* /safety/admin/reports/:id: the thing as it was, who said what of it, who they
 * are, what was decided in such cases, and what can be decided. */

struct case_view {
	struct desk desk;
	int64_t id, version, severity, people, target_id, author_id,
	    duplicate_of;
	double weight;
	const char *kind, *kind_words, *status, *resolution, *state,
	    *state_words, *category, *label, *rule, *template, *title,
	    *shown_name, *url, *taken, *opened, *age, *held_by, *held_until,
	    *resolved, *resolver, *decision_words, *undo_words, *picture;
	struct instant opened_at, first_action_at, resolved_at, lease_until;
	struct case_person *assignee;
	struct text_part *parts, *context, *now_parts, *edits;
	struct finding *findings;
	struct report_row *reports;
	struct event_row *history;
	struct enforced_row *enforcements;
	struct people_row *all_people;
	struct similar_row *similar;
	struct appeal_row *appeal;
	struct choice *choices, *staff, *templates;
	const char *const *moves, *const *actions;
	size_t nparts, ncontext, nnow_parts, nedits, nfindings, nreports,
	    nhistory, nenforcements, nall_people, nsimilar, nchoices, nstaff,
	    ntemplates, nmoves, nactions;
	bool is_hidden, now_hidden, is_gone, is_changed, is_mine, may_claim,
	    may_release, may_resolve, may_ignore, may_undo, may_decide,
	    may_assign, has_days, has_edits, has_context;
};

#define LIST(m, fields) FIELD_LIST(struct case_view, m, n##m, fields)
#define ONLY_PAGE_LIST(m, fields) \
	FIELD_LIST_ONLY(struct case_view, m, n##m, fields, ONLY_HTML)
#define HTML(m) FIELD_ONLY(struct case_view, m, ONLY_HTML)

static const struct field case_person_fields[] = {
	FIELD_ID(struct case_person, id),
	FIELD(struct case_person, display_name),
	FIELD_END,
};

static const struct field case_view_fields[] = {
	DESK_FIELD(struct case_view),
	FIELD_ID(struct case_view, id),
	FIELD(struct case_view, version),
	FIELD(struct case_view, kind),
	FIELD_ID(struct case_view, target_id),
	FIELD(struct case_view, status),
	FIELD(struct case_view, resolution),
	FIELD(struct case_view, category),
	FIELD(struct case_view, severity),
	FIELD(struct case_view, weight),
	FIELD(struct case_view, people),
	FIELD(struct case_view, rule),
	FIELD(struct case_view, title),
	FIELD(struct case_view, shown_name),
	FIELD(struct case_view, url),
	FIELD_ID(struct case_view, author_id),
	FIELD_ID(struct case_view, duplicate_of),
	FIELD_POINTER_ONLY(
	    struct case_view, assignee, case_person_fields, ONLY_JSON),
	FIELD(struct case_view, opened_at),
	FIELD(struct case_view, first_action_at),
	FIELD(struct case_view, resolved_at),
	FIELD_ONLY(struct case_view, lease_until, ONLY_JSON),
	FIELD(struct case_view, is_hidden),
	FIELD(struct case_view, is_gone),
	FIELD(struct case_view, is_changed),
	FIELD(struct case_view, decision_words),
	FIELD_TEXTS(struct case_view, moves, nmoves),
	FIELD_TEXTS(struct case_view, actions, nactions),
	LIST(parts, text_part_fields),
	LIST(context, text_part_fields),
	LIST(now_parts, text_part_fields),
	LIST(findings, finding_fields),
	LIST(reports, report_row_fields),
	LIST(history, event_row_fields),
	LIST(enforcements, enforced_row_fields),
	FIELD_LIST(
	    struct case_view, all_people, nall_people, people_row_fields),
	LIST(similar, similar_row_fields),
	FIELD_POINTER(struct case_view, appeal, appeal_row_fields),
	ONLY_PAGE_LIST(edits, text_part_fields),
	ONLY_PAGE_LIST(choices, choice_fields),
	ONLY_PAGE_LIST(staff, choice_fields),
	ONLY_PAGE_LIST(templates, choice_fields),
	HTML(kind_words),
	HTML(state),
	HTML(state_words),
	HTML(label),
	HTML(template),
	HTML(taken),
	HTML(opened),
	HTML(age),
	HTML(held_by),
	HTML(held_until),
	HTML(resolved),
	HTML(resolver),
	HTML(undo_words),
	HTML(picture),
	HTML(now_hidden),
	HTML(is_mine),
	HTML(may_claim),
	HTML(may_release),
	HTML(may_resolve),
	HTML(may_ignore),
	HTML(may_undo),
	HTML(may_decide),
	HTML(has_days),
	HTML(has_edits),
	HTML(has_context),
	HTML(may_assign),
	FIELD_END,
};
struct page case_page = { .path = "safety/case",
	.fields = case_view_fields,
	.form = &case_decide_form };

static bool
has(const char *const *list, size_t n, const char *name)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(list[i], name) == 0)
			return true;
	return false;
}

static void
fill_rights(
    struct request *r, struct case_view *v, const struct case_find_row *c)
{
	v->is_mine = c->assignee_id == r->session->user_id;
	v->may_claim = !v->is_mine && (has(c->moves, c->nmoves, "claim") ||
					  has(c->moves, c->nmoves, "assign"));
	v->may_release = has(c->moves, c->nmoves, "release");
	v->may_resolve = has(c->moves, c->nmoves, "resolve");
	v->may_ignore = has(c->moves, c->nmoves, "ignore");
	v->may_undo = has(c->moves, c->nmoves, "undo");
	v->may_decide = has(c->moves, c->nmoves, "decide");
	v->may_assign = has(c->moves, c->nmoves, "assign");
	v->has_edits = c->nedits != 0;
	v->has_days = has(c->actions, c->nactions, "silence");
}

/* The content as it was; a picture is shown and not written out. */
static void
fill_content(
    struct request *r, struct case_view *v, const struct case_find_row *c)
{
	v->parts = text_parts(
	    r, c->part_labels, c->part_texts, c->npart_texts, &v->nparts);
	for (size_t i = 0; i < c->npart_texts; i++)
		if (strcmp(c->part_names[i], "picture") == 0)
			v->picture = arena_printf(
			    r->arena, "/media/%s", c->part_texts[i]);
	if (v->picture != NULL && !r->json)
		v->nparts = 0;
	v->context = text_parts(r, c->context_labels, c->context_texts,
	    c->ncontext_texts, &v->ncontext);
	v->has_context = v->ncontext != 0;
	v->now_parts = text_parts(
	    r, c->now_labels, c->now_texts, c->nnow_texts, &v->nnow_parts);
	v->is_changed = c->nnow_texts != 0;
	v->findings = findings_of(r, c->finding_rules, c->finding_scores,
	    c->nfinding_rules, &v->nfindings);
	v->edits = arena_alloc(r->arena, c->nedits, sizeof(*v->edits));
	for (size_t i = 0; i < c->nedits; i++)
		for (size_t p = 0; p < c->npart_names; p++)
			if (strcmp(c->part_names[p], c->edits[i]) == 0)
				v->edits[v->nedits++] = (struct text_part){
					.name = c->edits[i],
					.label = words(c->part_labels[p]),
					.text = c->part_texts[p],
				};
}

static void
fill_choices(
    struct request *r, struct case_view *v, const struct case_find_row *c)
{
	static const struct word notes[] = { { "none",
						 WORDS("Nobody is touched") },
		{ "hide",
		    WORDS("Nobody sees it; told which rule, can appeal") },
		{ "edit", WORDS("It shows without what was wrong") },
		{ "remove", WORDS("Hidden, and its words are cleared") },
		{ "warn", WORDS("Told which rule; counts for half a year") },
		{ "silence", WORDS("Can't write for some days") },
		{ "suspend", WORDS("Can't use the account for some days") },
		{ "ban", WORDS("The account is closed for good") },
		{ "refund", WORDS("What was paid goes back; not undone") },
		{ NULL, NULL } };
	struct moderators_row *staff = moderators(r->db, &v->nstaff);
	struct case_templates_row *t = case_templates(r->db, &v->ntemplates);

	v->choices = arena_alloc(r->arena, c->nactions, sizeof(*v->choices));
	for (size_t i = 0; i < c->nactions; i++)
		if (strcmp(c->actions[i], "none") != 0)
			v->choices[v->nchoices++] = (struct choice){
				.value = c->actions[i],
				.label = action_words(c->actions[i]),
				.note = word_of(notes, c->actions[i]),
			};
	pick_ticked(r, "act", v->choices, v->nchoices);
	v->staff = arena_alloc(r->arena, v->nstaff, sizeof(*v->staff));
	for (size_t i = 0; i < v->nstaff; i++)
		v->staff[i] = (struct choice){
			.value = arena_printf(
			    r->arena, "%lld", (long long)staff[i].id),
			.label = arena_printf(r->arena, tr("%s, holds %d"),
			    staff[i].display_name, (int)staff[i].held),
			.chosen = staff[i].id == c->assignee_id,
		};
	v->templates =
	    arena_alloc(r->arena, v->ntemplates, sizeof(*v->templates));
	for (size_t i = 0; i < v->ntemplates; i++)
		v->templates[i] = (struct choice){ .value = t[i].name,
			.label = words(t[i].rule),
			.note = words(t[i].template),
			.chosen = strcmp(t[i].name, c->category) == 0 };
}

static void
fill_head(struct request *r, struct case_view *v, const struct case_find_row *c)
{
	v->state = c->resolution != NULL && strcmp(c->status, "appealed") != 0
		       ? c->resolution
		       : c->status;
	v->state_words = v->state == c->resolution
			     ? case_outcome_words(c->resolution)
			     : case_state_words(c->status);
	v->taken = moment(r, c->taken_at);
	v->opened = moment(r, c->opened_at);
	v->age = span_words(r->arena, (r->now.us - c->opened_at.us) / 1000000);
	v->resolved = moment(r, c->resolved_at);
	v->undo_words = moment(r, c->undo_until);
	if (c->assignee_id != 0) {
		v->assignee = arena_alloc(r->arena, 1, sizeof(*v->assignee));
		*v->assignee =
		    (struct case_person){ c->assignee_id, c->assignee };
		v->held_by = c->assignee;
		v->held_until =
		    when_clock(r->arena, c->lease_until, r->session->timezone);
	}
}

static struct case_view
view_of(const struct case_find_row *c)
{
	return (struct case_view){ .id = c->id,
		.version = c->version,
		.kind = c->kind,
		.kind_words = words(c->kind_name),
		.target_id = c->target_id,
		.status = c->status,
		.resolution = c->resolution,
		.category = c->category,
		.label = words(c->label),
		.rule = words(c->rule),
		.template = words(c->template),
		.severity = c->severity,
		.weight = c->weight,
		.people = c->people,
		.title = c->title,
		.shown_name = c->shown_name,
		.url = c->url,
		.author_id = c->author_id,
		.duplicate_of = c->duplicate_of,
		.opened_at = c->opened_at,
		.first_action_at = c->first_action_at,
		.resolved_at = c->resolved_at,
		.resolver = c->resolver,
		.lease_until = c->lease_until,
		.decision_words = c->decision_words,
		.is_hidden = c->is_hidden,
		.now_hidden = c->now_hidden,
		.is_gone = c->is_gone,
		.moves = c->moves,
		.nmoves = c->nmoves,
		.actions = c->actions,
		.nactions = c->nactions };
}

enum status
case_show(struct request *r)
{
	int64_t id = typed_id(r, "id");
	struct case_find_row c;
	struct case_view v;

	if (!case_find(r->db, id, &c))
		return NOT_FOUND;
	v = view_of(&c);
	fill_head(r, &v, &c);
	fill_rights(r, &v, &c);
	fill_content(r, &v, &c);
	v.reports = case_report_rows(r, id, &v.nreports);
	v.history = case_event_rows(r, id, &v.nhistory);
	v.enforcements = case_enforced_rows(r, id, &v.nenforcements);
	v.all_people = case_people_rows(r, id, &v.nall_people);
	v.similar = case_similar_rows(r, id, &v.nsimilar);
	v.appeal = appeal_of(r, id);
	if (!r->json)
		fill_choices(r, &v, &c);
	safety_desk(r, &v.desk);
	request_fill(r, &case_decide_form, NULL);
	return request_render(r, &case_page, &v);
}
