#include <string.h>

#include "admin/admin.h"
#include "admin/expert.h"
#include "gen/admin/expert_sql.h"
#include "lib/base/words.h"
#include "lib/domain/avatar.h"
#include "lib/domain/money.h"
#include "lib/domain/wording.h"

/* /admin/interviewers/:id and its kin: one application, its history, and the
 * decisions that its state allows. */

static const struct decision {
	const char *name, *status, *label, *note, *done;
} decisions[] = {
	{ "approve", "verified", WORDS("Approve"),
	    WORDS("They get the role and appear in the directory once they "
		  "offer times."),
	    WORDS("Approved.") },
	{ "reject", "rejected", WORDS("Reject"),
	    WORDS("They are told why and may apply again."),
	    WORDS("Rejected.") },
	{ "review", "in_review", WORDS("Take into review"),
	    WORDS("Others see that somebody looks at it."),
	    WORDS("In review.") },
	{ "restore", "verified", WORDS("End the suspension"),
	    WORDS("They are in the directory again."), WORDS("Restored.") },
	{ "suspend", "suspended", WORDS("Suspend"),
	    WORDS("They leave the directory; sessions to come are cancelled."),
	    WORDS("Suspended.") },
	{ "remove", "removed", WORDS("Remove for good"),
	    WORDS("The role goes, sessions to come are cancelled. There is no "
		  "way back."),
	    WORDS("Removed.") },
};

enum { NDECISIONS = sizeof(decisions) / sizeof(decisions[0]) };

static const char *const decision_names[] = { "approve", "reject", "review",
	"restore", "suspend", "remove", NULL };

struct expert_input {
	int64_t id;
	const char *decision, *reason;
};

static const struct form_field expert_form_fields[] = {
	FORM_ID(struct expert_input, id, REQUIRED),
	FORM_ONE_OF(struct expert_input, decision, REQUIRED, decision_names),
	FORM_FIELD(struct expert_input, reason, OPTIONAL, 1, 1000),
};
const struct form expert_form = FORM(struct expert_input, expert_form_fields);

struct history_item {
	const char *when, *actor, *from_words, *status, *status_words, *reason;
	struct instant at;
};

static const struct field history_item_fields[] = {
	FIELD(struct history_item, at),
	FIELD(struct history_item, actor),
	FIELD(struct history_item, status),
	FIELD(struct history_item, reason),
	FIELD_ONLY(struct history_item, when, ONLY_HTML),
	FIELD_ONLY(struct history_item, from_words, ONLY_HTML),
	FIELD_ONLY(struct history_item, status_words, ONLY_HTML),
	FIELD_END,
};

struct expert_view {
	struct desk desk;
	int64_t id, user_id;
	const char *kind, *kind_words, *base, *heading, *display_name, *alias,
	    *email, *headline, *bio, *zone, *status, *status_words, *reason,
	    *submitted, *decided, *rating_words, *person_href, *action;
	const char **types, **skills;
	size_t ntypes, nskills;
	const char **languages;
	size_t nlanguages;
	struct answer_item *application;
	struct history_item *history;
	struct choice *decisions;
	size_t napplication, nhistory, ndecisions;
	struct face face;
};

#define HTML(m) FIELD_ONLY(struct expert_view, m, ONLY_HTML)

static const struct field expert_fields[] = {
	DESK_FIELD(struct expert_view),
	FIELD_ID(struct expert_view, id),
	FIELD_ID(struct expert_view, user_id),
	FIELD(struct expert_view, kind),
	FIELD(struct expert_view, display_name),
	FIELD(struct expert_view, alias),
	FIELD(struct expert_view, email),
	FIELD(struct expert_view, headline),
	FIELD(struct expert_view, bio),
	FIELD(struct expert_view, zone),
	FIELD(struct expert_view, status),
	FIELD(struct expert_view, reason),
	FIELD_TEXTS(struct expert_view, languages, nlanguages),
	FIELD_TEXTS(struct expert_view, skills, nskills),
	FIELD_TEXTS(struct expert_view, types, ntypes),
	FIELD_LIST(
	    struct expert_view, application, napplication, answer_item_fields),
	FIELD_LIST(struct expert_view, history, nhistory, history_item_fields),
	FIELD_LIST_ONLY(struct expert_view, decisions, ndecisions,
	    choice_fields, ONLY_HTML),
	HTML(kind_words),
	HTML(base),
	HTML(heading),
	HTML(status_words),
	HTML(submitted),
	HTML(decided),
	HTML(rating_words),
	HTML(person_href),
	HTML(action),
	{ .name = "face",
	    .kind = KIND_OBJECT,
	    .offset = offsetof(struct expert_view, face),
	    .item = face_fields,
	    .only = ONLY_HTML },
	FIELD_END,
};
struct page expert_page = { .path = "admin/expert",
	.fields = expert_fields,
	.form = &expert_form };

/* --- the page ----------------------------------------------------------------- */

static bool
is_offered(const struct decision *d, const char *status,
    const struct expert_moves_row *moves, size_t n)
{
	bool is_back = strcmp(status, "suspended") == 0;

	if ((strcmp(d->name, "approve") == 0 && is_back) ||
	    (strcmp(d->name, "restore") == 0 && !is_back))
		return false;
	for (size_t i = 0; i < n; i++)
		if (strcmp(moves[i].to_status, d->status) == 0)
			return true;
	return false;
}

static void
fill_decisions(struct request *r, struct expert_view *v)
{
	const struct decision *d;
	size_t n;
	struct expert_moves_row *moves = expert_moves(r->db, v->status, &n);

	v->decisions = arena_alloc(r->arena, NDECISIONS, sizeof(*v->decisions));
	for (d = decisions; d < decisions + NDECISIONS; d++)
		if (is_offered(d, v->status, moves, n))
			v->decisions[v->ndecisions++] =
			    (struct choice){ .value = d->name,
				    .label = tr(d->label),
				    .note = tr(d->note) };
	choices_pick(v->decisions, v->ndecisions, typed(r, "decision"));
}

static void
fill_history(struct request *r, struct expert_view *v)
{
	struct expert_history_row *rows =
	    expert_history(r->db, v->kind, v->id, &v->nhistory);

	v->history = arena_alloc(r->arena, v->nhistory, sizeof(*v->history));
	for (size_t i = 0; i < v->nhistory; i++)
		v->history[i] = (struct history_item){
			.at = rows[i].at,
			.when = moment(r, rows[i].at),
			.actor = rows[i].actor,
			.from_words = expert_words(rows[i].from_status),
			.status = rows[i].to_status,
			.status_words = expert_words(rows[i].to_status),
			.reason = rows[i].reason,
		};
}

static const char *
rating_words(struct request *r, const struct expert_find_row *row)
{
	if (row->rating_count == 0)
		return tr("No ratings yet");
	return arena_printf(r->arena,
	    tr("%.2f from %d ratings, reliability %d %%"), row->rating_mean,
	    (int)row->rating_count, (int)row->reliability);
}

/* "Mentoring, 45 min, USD 90.00" each. */
static void
fill_types(
    struct request *r, struct expert_view *v, const struct expert_find_row *row)
{
	v->ntypes = row->ntype_kinds;
	v->types = arena_alloc(r->arena, v->ntypes, sizeof(char *));
	for (size_t i = 0; i < v->ntypes; i++)
		v->types[i] = arena_printf(r->arena, tr("%s, %d min, %s"),
		    type_words(row->type_kinds[i]), (int)row->type_minutes[i],
		    money_text(r->arena, (struct money){ row->type_prices[i],
					     row->type_currencies[i] }));
}

static void
fill_expert(
    struct request *r, struct expert_view *v, const struct expert_find_row *row)
{
	const struct expert_desk *d = expert_desk_of(r);

	*v = (struct expert_view){
		.id = row->ref,
		.user_id = row->user_id,
		.kind = d->kind,
		.kind_words = role_words(d->kind),
		.base = d->base,
		.heading = tr(d->heading),
		.display_name = row->display_name,
		.alias = row->is_anonymous ? row->alias : NULL,
		.email = row->email,
		.headline = row->headline,
		.bio = row->bio,
		.zone = row->timezone,
		.status = row->status,
		.status_words = expert_words(row->status),
		.reason = row->reason,
		.submitted = moment(r, row->submitted_at),
		.decided = row->decider == NULL
			       ? moment(r, row->decided_at)
			       : arena_printf(r->arena, tr("%s, by %s"),
				     moment(r, row->decided_at), row->decider),
		.rating_words = rating_words(r, row),
		.languages = row->languages,
		.nlanguages = row->nlanguages,
		.skills = row->skills,
		.nskills = row->nskills,
		.person_href = arena_printf(
		    r->arena, "/admin/people/%lld", (long long)row->user_id),
		.action = expert_address(r->arena, d->kind, row->ref),
		.face = face_of(r->arena, row->display_name, row->picture),
	};
	fill_types(r, v, row);
	v->application =
	    application_fill(r->arena, row->application, &v->napplication);
}

enum status
expert_show(struct request *r)
{
	struct expert_find_row row;
	struct expert_view v;

	if (!expert_find(
		r->db, expert_desk_of(r)->kind, typed_id(r, "id"), &row))
		return NOT_FOUND;
	fill_expert(r, &v, &row);
	fill_history(r, &v);
	fill_decisions(r, &v);
	desk_fill(r, &v.desk);
	request_fill(r, &expert_form, NULL);
	return request_render(r, &expert_page, &v);
}

/* --- a decision ------------------------------------------------------------------ */

struct decided_view {
	int64_t id;
	const char *kind, *status, *reason;
};

static const struct field decided_fields[] = {
	FIELD_ID(struct decided_view, id),
	FIELD(struct decided_view, kind),
	FIELD(struct decided_view, status),
	FIELD(struct decided_view, reason),
	FIELD_END,
};

static const struct decision *
find_decision(const char *name)
{
	const struct decision *d;

	for (d = decisions; d < decisions + NDECISIONS - 1; d++)
		if (strcmp(d->name, name) == 0)
			break;
	return d;
}

enum status
expert_decide_post(struct request *r)
{
	const struct expert_input *in = r->form;
	const char *kind = expert_desk_of(r)->kind;
	struct expert_find_row row;
	const struct decision *d;
	struct decided_view view;

	if (in->decision == NULL) /* a PATCH may leave it out */
		return request_invalid(r, "decision", tr("This is needed."));
	if (!expert_find(r->db, kind, in->id, &row))
		return NOT_FOUND;
	d = find_decision(in->decision);
	expert_decide(r->db, row.user_id, kind, d->status, in->reason);
	request_audit(r,
	    &(struct deed){ arena_printf(r->arena, "expert.%s", d->name),
		"user", row.user_id,
		json_of(r->arena, TEXTS("kind", kind, "reason", in->reason)) });
	request_flash(r, tr(d->done));
	view = (struct decided_view){ in->id, kind, d->status, in->reason };
	return request_done(r, &(struct outcome){ OK, decided_fields, &view },
	    "%s", expert_address(r->arena, kind, in->id));
}
