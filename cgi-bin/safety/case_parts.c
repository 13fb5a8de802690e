#include "safety/case_parts.h"
#include "gen/safety/case_sql.h"
#include "lib/base/words.h"
#include "lib/domain/avatar.h"
#include "lib/domain/when.h"

/* --- content ------------------------------------------------------------------------ */

const struct field text_part_fields[] = {
	FIELD(struct text_part, name),
	FIELD(struct text_part, label),
	FIELD(struct text_part, text),
	FIELD_END,
};

struct text_part *
text_parts(struct request *r, const char *const *labels,
    const char *const *texts, size_t n, size_t *count)
{
	struct text_part *all = arena_alloc(r->arena, n, sizeof(*all));

	for (size_t i = 0; i < n; i++)
		all[i] = (struct text_part){ .label = words(labels[i]),
			.text = texts[i] };
	*count = n;
	return all;
}

const struct field finding_fields[] = {
	FIELD(struct finding, rule),
	FIELD(struct finding, percent),
	FIELD_END,
};

struct finding *
findings_of(struct request *r, const char *const *rules, const int64_t *scores,
    size_t n, size_t *count)
{
	struct finding *all = arena_alloc(r->arena, n, sizeof(*all));

	for (size_t i = 0; i < n; i++)
		all[i] = (struct finding){ rules[i], scores[i] };
	*count = n;
	return all;
}

/* --- reports -------------------------------------------------------------------------- */

const struct field report_row_fields[] = {
	FIELD_ID(struct report_row, id),
	FIELD_ID(struct report_row, reporter_id),
	FIELD(struct report_row, reporter),
	FIELD(struct report_row, label),
	FIELD(struct report_row, words),
	FIELD(struct report_row, weight),
	FIELD(struct report_row, created_at),
	FIELD(struct report_row, withdrawn),
	FIELD(struct report_row, by_rule),
	FIELD_ONLY(struct report_row, at_words, ONLY_HTML),
	FIELD_ONLY(struct report_row, weight_words, ONLY_HTML),
	FIELD_OBJECT_ONLY(struct report_row, face, face_fields, ONLY_HTML),
	FIELD_END,
};

struct report_row *
case_report_rows(struct request *r, int64_t id, size_t *n)
{
	struct case_reports_row *rows = case_reports(r->db, id, n);
	struct report_row *all = arena_alloc(r->arena, *n, sizeof(*all));

	for (size_t i = 0; i < *n; i++) {
		all[i] = (struct report_row){ .id = rows[i].id,
			.reporter_id = rows[i].reporter_id,
			.reporter = rows[i].reporter != NULL
					? rows[i].reporter
					: tr("Automatic check"),
			.by_rule = rows[i].reporter == NULL,
			.label = words(rows[i].label),
			.words = rows[i].words,
			.weight = rows[i].weight,
			.created_at = rows[i].created_at,
			.withdrawn = rows[i].withdrawn };
		if (r->json)
			continue;
		all[i].at_words = moment(r, rows[i].created_at);
		all[i].weight_words =
		    arena_printf(r->arena, tr("weight %.2f"), rows[i].weight);
		all[i].face = face_of(r->arena, all[i].reporter, NULL);
	}
	return all;
}

/* --- history -------------------------------------------------------------------------- */

const struct field event_row_fields[] = {
	FIELD(struct event_row, at),
	FIELD(struct event_row, actor),
	FIELD(struct event_row, event),
	FIELD(struct event_row, words),
	FIELD(struct event_row, resolution),
	FIELD_ONLY(struct event_row, event_words, ONLY_HTML),
	FIELD_ONLY(struct event_row, detail_words, ONLY_HTML),
	FIELD_ONLY(struct event_row, at_words, ONLY_HTML),
	FIELD_END,
};

static const char *
actions_words(struct arena *a, const char *const *kinds, size_t n)
{
	struct buf b;

	buf_init(&b, a, 64);
	for (size_t i = 0; i < n; i++)
		buf_printf(
		    &b, "%s%s", i > 0 ? ", " : "", action_words(kinds[i]));
	return b.data;
}

static const char *
detail_words(struct request *r, const struct case_events_row *e)
{
	if (e->assignee != NULL)
		return e->assignee;
	if (e->resolution == NULL)
		return NULL;
	if (e->naction_kinds == 0)
		return case_outcome_words(e->resolution);
	return arena_printf(r->arena, "%s: %s",
	    case_outcome_words(e->resolution),
	    actions_words(r->arena, e->action_kinds, e->naction_kinds));
}

struct event_row *
case_event_rows(struct request *r, int64_t id, size_t *n)
{
	struct case_events_row *rows = case_events(r->db, id, n);
	struct event_row *all = arena_alloc(r->arena, *n, sizeof(*all));

	for (size_t i = 0; i < *n; i++)
		all[i] = (struct event_row){ .at = rows[i].at,
			.actor = rows[i].actor,
			.event = rows[i].event,
			.event_words = case_event_words(rows[i].event),
			.words = rows[i].words,
			.resolution = rows[i].resolution,
			.detail_words = detail_words(r, &rows[i]),
			.at_words = moment(r, rows[i].at) };
	return all;
}

/* --- enforcement ------------------------------------------------------------------------ */

const struct field enforced_row_fields[] = {
	FIELD_ID(struct enforced_row, id),
	FIELD(struct enforced_row, kind),
	FIELD(struct enforced_row, days),
	FIELD(struct enforced_row, status),
	FIELD(struct enforced_row, by_rule),
	FIELD(struct enforced_row, starts_at),
	FIELD(struct enforced_row, ends_at),
	FIELD_ONLY(struct enforced_row, kind_words, ONLY_HTML),
	FIELD_ONLY(struct enforced_row, state_words, ONLY_HTML),
	FIELD_END,
};

static const char *
enforced_state(struct request *r, const struct case_enforcements_row *e)
{
	if (strcmp(e->status, "lifted") == 0)
		return arena_printf(
		    r->arena, tr("lifted %s"), moment(r, e->ended_at));
	if (strcmp(e->status, "expired") == 0)
		return arena_printf(
		    r->arena, tr("over since %s"), moment(r, e->ended_at));
	return e->ends_at.us != 0 ? arena_printf(r->arena, tr("until %s"),
					moment(r, e->ends_at))
	       : e->by_rule       ? tr("until reviewed")
				  : tr("in force");
}

struct enforced_row *
case_enforced_rows(struct request *r, int64_t id, size_t *n)
{
	struct case_enforcements_row *rows = case_enforcements(r->db, id, n);
	struct enforced_row *all = arena_alloc(r->arena, *n, sizeof(*all));

	for (size_t i = 0; i < *n; i++)
		all[i] = (struct enforced_row){ .id = rows[i].id,
			.kind = rows[i].kind,
			.kind_words = action_words(rows[i].kind),
			.days = rows[i].days.value,
			.status = rows[i].status,
			.state_words = enforced_state(r, &rows[i]),
			.by_rule = rows[i].by_rule,
			.starts_at = rows[i].starts_at,
			.ends_at = rows[i].ends_at };
	return all;
}

/* --- people ------------------------------------------------------------------------------ */

const struct field people_row_fields[] = {
	FIELD_ID(struct people_row, id),
	FIELD(struct people_row, name),
	FIELD(struct people_row, is_author),
	FIELD(struct people_row, status),
	FIELD(struct people_row, score),
	FIELD(struct people_row, level),
	FIELD(struct people_row, sessions),
	FIELD(struct people_row, upheld),
	FIELD(struct people_row, reports_sent),
	FIELD(struct people_row, reports_right),
	FIELD_ONLY(struct people_row, status_words, ONLY_HTML),
	FIELD_ONLY(struct people_row, joined, ONLY_HTML),
	FIELD_ONLY(struct people_row, last_words, ONLY_HTML),
	FIELD_END,
};

struct people_row *
case_people_rows(struct request *r, int64_t id, size_t *n)
{
	struct case_people_row *rows = case_people(r->db, id, n);
	struct people_row *all = arena_alloc(r->arena, *n, sizeof(*all));

	for (size_t i = 0; i < *n; i++)
		all[i] = (struct people_row){ .id = rows[i].person_id,
			.name = rows[i].name,
			.is_author = rows[i].is_author,
			.status = rows[i].account_status,
			.status_words =
			    account_state_words(rows[i].account_status),
			.score = rows[i].score,
			.level = rows[i].level,
			.sessions = rows[i].sessions,
			.upheld = rows[i].upheld,
			.reports_sent = rows[i].reports_sent,
			.reports_right = rows[i].reports_right,
			.joined = when_day(r->arena, rows[i].joined,
			    r->session->timezone, r->now),
			.last_words = rows[i].last_kind == NULL
					  ? tr("none")
					  : arena_printf(r->arena, "%s, %s, %s",
						action_words(rows[i].last_kind),
						when_ago(r->arena,
						    rows[i].last_at, r->now),
						words(rows[i].last_rule)) };
	return all;
}

/* --- other cases ---------------------------------------------------------------------------- */

const struct field similar_row_fields[] = {
	FIELD_ID(struct similar_row, id),
	FIELD(struct similar_row, title),
	FIELD(struct similar_row, label),
	FIELD(struct similar_row, state),
	FIELD(struct similar_row, same_author),
	FIELD(struct similar_row, appealed),
	FIELD_ONLY(struct similar_row, state_words, ONLY_HTML),
	FIELD_ONLY(struct similar_row, done_words, ONLY_HTML),
	FIELD_END,
};

struct similar_row *
case_similar_rows(struct request *r, int64_t id, size_t *n)
{
	struct case_similar_row *rows = case_similar(r->db, id, n);
	struct similar_row *all = arena_alloc(r->arena, *n, sizeof(*all));

	for (size_t i = 0; i < *n; i++)
		all[i] = (struct similar_row){ .id = rows[i].id,
			.title = rows[i].title,
			.label = words(rows[i].label),
			.state = rows[i].resolution != NULL ? rows[i].resolution
							    : rows[i].status,
			.state_words =
			    rows[i].resolution != NULL
				? case_outcome_words(rows[i].resolution)
				: case_state_words(rows[i].status),
			.done_words =
			    rows[i].nactions != 0
				? actions_words(r->arena, rows[i].actions,
				      rows[i].nactions)
				: NULL,
			.same_author = rows[i].same_author,
			.appealed = rows[i].appealed };
	return all;
}

const struct field appeal_row_fields[] = {
	FIELD(struct appeal_row, words),
	FIELD(struct appeal_row, created_at),
	FIELD(struct appeal_row, outcome),
	FIELD(struct appeal_row, decided_at),
	FIELD(struct appeal_row, decider),
	FIELD(struct appeal_row, decision_words),
	FIELD_ONLY(struct appeal_row, sent, ONLY_HTML),
	FIELD_END,
};

struct appeal_row *
appeal_of(struct request *r, int64_t id)
{
	struct case_appeal_row row;
	struct appeal_row *a;

	if (!case_appeal(r->db, id, &row))
		return NULL;
	a = arena_alloc(r->arena, 1, sizeof(*a));
	*a = (struct appeal_row){ .words = row.words,
		.sent = moment(r, row.created_at),
		.created_at = row.created_at,
		.outcome = row.outcome,
		.decided_at = row.decided_at,
		.decider = row.decider,
		.decision_words = row.decision_words };
	return a;
}
