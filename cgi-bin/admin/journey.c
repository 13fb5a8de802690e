#include <string.h>

#include "admin/admin.h"
#include "admin/desk.h"
#include "admin/journey.h"
#include "lib/domain/markdown.h"
#include "lib/domain/money.h"
#include "lib/journey/difference.h"
#include "lib/journey/problem.h"
#include "lib/journey/version.h"

/* /admin/journeys/:id: what its creator wants to publish, what that changes, and
 * every decision about it. */
struct journey_price {
	const char *tier, *month, *year, *words;
	bool is_on;
};

static const struct field journey_price_fields[] = {
	FIELD(struct journey_price, tier),
	FIELD(struct journey_price, month),
	FIELD(struct journey_price, year),
	FIELD(struct journey_price, words),
	FIELD(struct journey_price, is_on),
	FIELD_END,
};

struct journey_step {
	const char *words, *detail, *when;
};

static const struct field journey_step_fields[] = {
	FIELD(struct journey_step, words),
	FIELD(struct journey_step, detail),
	FIELD(struct journey_step, when),
	FIELD_END,
};

struct journey_part {
	const char *title;
	const char **labels;
	size_t nlabels;
};

static const struct field journey_part_fields[] = {
	FIELD(struct journey_part, title),
	FIELD_TEXTS(struct journey_part, labels, nlabels),
	FIELD_END,
};

struct journey_view {
	struct desk desk;
	int64_t id, creator_id, members, behind, latest;
	const char *title, *status, *status_words, *reason_words, *summary,
	    *creator, *version_words, *change_words, *public_href, *fee;
	struct html description;
	bool is_new_version, has_difference, may_approve, may_feature,
	    is_featured, may_suspend, may_unpublish, may_restore, may_archive,
	    may_fix, is_safety_fix;
	struct difference difference;
	struct problem *problems;
	size_t nproblems;
	struct journey_part *parts;
	size_t nparts;
	struct journey_price *prices;
	size_t nprices;
	struct journey_step *history;
	size_t nhistory;
};

#define BOTH(m) FIELD(struct journey_view, m)
#define HTML(m) FIELD_ONLY(struct journey_view, m, ONLY_HTML)

static const struct field journey_view_fields[] = {
	DESK_FIELD(struct journey_view),
	FIELD_ID(struct journey_view, id),
	FIELD_ID(struct journey_view, creator_id),
	BOTH(title),
	BOTH(status),
	BOTH(reason_words),
	BOTH(summary),
	BOTH(creator),
	BOTH(members),
	BOTH(behind),
	BOTH(latest),
	BOTH(fee),
	BOTH(change_words),
	BOTH(is_new_version),
	BOTH(is_safety_fix),
	BOTH(is_featured),
	HTML(status_words),
	HTML(version_words),
	HTML(public_href),
	HTML(description),
	HTML(has_difference),
	HTML(may_approve),
	HTML(may_feature),
	HTML(may_suspend),
	HTML(may_unpublish),
	HTML(may_restore),
	HTML(may_archive),
	HTML(may_fix),
	FIELD_OBJECT(struct journey_view, difference, difference_fields),
	FIELD_LIST(struct journey_view, problems, nproblems, problem_fields),
	FIELD_LIST(struct journey_view, parts, nparts, journey_part_fields),
	FIELD_LIST(struct journey_view, prices, nprices, journey_price_fields),
	FIELD_LIST(struct journey_view, history, nhistory, journey_step_fields),
	FIELD_END,
};
struct page journey_page = { .path = "admin/journey",
	.fields = journey_view_fields };

static bool
is(const struct journey_find_row *j, const char *status)
{
	return strcmp(j->status, status) == 0;
}

static void
fill_moves(struct journey_view *v, const struct journey_find_row *j)
{
	v->may_approve = is(j, "in_review") || j->is_asked;
	v->is_new_version = j->is_asked;
	v->may_feature = is(j, "published");
	v->is_featured = j->featured_at.us != 0;
	v->may_suspend = v->may_unpublish = is(j, "published");
	v->may_restore = is(j, "suspended");
	v->may_archive = j->members == 0 &&
			 (is(j, "suspended") || is(j, "unpublished") ||
			     is(j, "draft") || is(j, "changes_requested"));
	v->may_fix = j->published_id != 0 && j->behind > 0;
	v->is_safety_fix = j->is_safety_fix;
}

static void
fill_parts(
    struct request *r, struct journey_view *v, const struct definition *d)
{
	v->parts = arena_alloc(r->arena, d->nsections, sizeof(*v->parts));
	v->nparts = d->nsections;
	for (size_t i = 0; i < d->nsections; i++) {
		const struct journey_section *s = &d->sections[i];
		struct journey_part *part = &v->parts[i];

		part->title = s->title;
		part->labels =
		    arena_alloc(r->arena, s->nfields, sizeof(*part->labels));
		part->nlabels = s->nfields;
		for (size_t k = 0; k < s->nfields; k++)
			part->labels[k] = s->fields[k].label;
	}
}

static void
fill_version(
    struct request *r, struct journey_view *v, const struct journey_find_row *j)
{
	const struct definition *after, *before;

	after = version_definition(r->db, r->arena, j->latest_id);
	if (after == NULL)
		return;
	v->problems = definition_problems(r->arena, after, &v->nproblems);
	fill_parts(r, v, after);
	if (j->published_id == 0 || j->published_id == j->latest_id)
		return;
	before = version_definition(r->db, r->arena, j->published_id);
	if (before == NULL)
		return;
	definition_difference(r->arena, before, after, &v->difference);
	v->has_difference = true;
}

static void
fill_prices(
    struct request *r, struct journey_view *v, const struct journey_find_row *j)
{
	struct journey_tier_list_row *rows =
	    journey_tier_list(r->db, j->id, &v->nprices);

	v->prices = arena_alloc(r->arena, v->nprices, sizeof(*v->prices));
	for (size_t i = 0; i < v->nprices; i++)
		v->prices[i] = (struct journey_price){
			.tier = rows[i].tier,
			.month = money_text(
			    r->arena, (struct money){ rows[i].month_amount,
					  j->currency }),
			.year =
			    rows[i].year_amount.set
				? money_text(r->arena,
				      (struct money){ rows[i].year_amount.value,
					  j->currency })
				: NULL,
			.words = arena_printf(r->arena,
			    tr("%d reviews, %d sessions a month"),
			    (int)rows[i].reviews, (int)rows[i].sessions),
			.is_on = rows[i].is_on,
		};
}

static void
fill_history(struct request *r, struct journey_view *v)
{
	struct journey_history_list_row *rows =
	    journey_history_list(r->db, v->id, &v->nhistory);

	v->history = arena_alloc(r->arena, v->nhistory, sizeof(*v->history));
	for (size_t i = 0; i < v->nhistory; i++)
		v->history[i] = (struct journey_step){
			.words = arena_printf(r->arena, "%s (%s)",
			    journey_words(rows[i].to_status), rows[i].side),
			.detail = rows[i].words,
			.when = moment(r, rows[i].at),
		};
}

static const char *
fee_words(struct request *r, struct maybe_int bp)
{
	if (!bp.set)
		return "";
	return bp.value % 100 == 0
		   ? arena_printf(r->arena, "%d", (int)bp.value / 100)
		   : arena_printf(r->arena, "%d.%02d", (int)bp.value / 100,
			 (int)bp.value % 100);
}

enum status
journey_show(struct request *r)
{
	struct journey_find_row j;
	struct journey_view v = { 0 };

	if (!journey_find(r->db, typed_id(r, "id"), &j))
		return NOT_FOUND;
	v = (struct journey_view){
		.id = j.id,
		.creator_id = j.creator_id,
		.members = j.members,
		.behind = j.behind,
		.latest = j.latest,
		.title = j.title,
		.status = j.status,
		.status_words = journey_words(j.status),
		.reason_words = j.status_words,
		.summary = j.summary,
		.creator = j.creator,
		.change_words = j.latest_summary,
		.version_words =
		    arena_printf(r->arena, tr("Version %d"), (int)j.latest),
		.fee = fee_words(r, j.fee_bp),
	};
	if (is(&j, "published"))
		v.public_href =
		    arena_printf(r->arena, "/marketplace/%s", j.slug);
	if (j.description != NULL)
		v.description = markdown(r->arena, j.description);
	desk_fill(r, &v.desk);
	fill_moves(&v, &j);
	fill_version(r, &v, &j);
	fill_prices(r, &v, &j);
	fill_history(r, &v);
	return request_render(r, &journey_page, &v);
}

enum status
journey_refused(struct request *r)
{
	return journey_show(r);
}
