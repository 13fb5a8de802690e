#include <string.h>

#include "journeys/progress.h"
#include "lib/auth/secret.h"
#include "lib/base/words.h"
#include "lib/domain/when.h"

struct progress_input {
	const char *slug;
};
static const struct form_field progress_form_fields[] = {
	FORM_FIELD(struct progress_input, slug, REQUIRED, 1, 60),
};
const struct form progress_form =
    FORM(struct progress_input, progress_form_fields);

/* --- the view --------------------------------------------------------------------- */

struct progress_section {
	const char *key, *title, *href, *words, *score_words;
	int64_t progress, ring;
	struct maybe_real score;
	bool complete;
};
static const struct field progress_section_fields[] = {
	FIELD(struct progress_section, key),
	FIELD(struct progress_section, title),
	FIELD_ONLY(struct progress_section, href, ONLY_HTML),
	FIELD_ONLY(struct progress_section, words, ONLY_HTML),
	FIELD(struct progress_section, progress),
	FIELD(struct progress_section, score),
	FIELD_ONLY(struct progress_section, score_words, ONLY_HTML),
	FIELD(struct progress_section, complete),
	FIELD_END,
};

/* The sections of one kind together. */
struct progress_ring {
	const char *title;
	int64_t progress, required, answered;
};
static const struct field progress_ring_fields[] = {
	FIELD(struct progress_ring, title),
	FIELD(struct progress_ring, progress),
	FIELD_END,
};

struct progress_event {
	const char *words, *day;
};
static const struct field progress_event_fields[] = {
	FIELD(struct progress_event, words),
	FIELD(struct progress_event, day),
	FIELD_END,
};

struct progress_view {
	const char *slug, *title, *href, *status, *status_words, *tier_words;
	const char *account, *locked, *rule_words, *score_words,
	    *answered_words;
	const char *next_href, *next_words, *next_section, *streak_words;
	const char *average_words, *trend, *offer_words, *reached_words;
	int64_t progress, required, answered, streak, version, reached;
	struct maybe_real score;
	struct maybe_int members, average;
	bool complete, is_new, nps, may_settle, offered;
	struct progress_section *sections;
	struct progress_ring *rings;
	struct progress_week *weeks;
	struct progress_row *heat;
	struct progress_milestone *milestones;
	struct progress_event *events;
	struct choice *scores;
	size_t nsections, nrings, nweeks, nheat, nmilestones, nevents, nscores;
};
static const struct field progress_fields[] = {
	FIELD(struct progress_view, slug),
	FIELD(struct progress_view, title),
	FIELD_ONLY(struct progress_view, href, ONLY_HTML),
	FIELD(struct progress_view, status),
	FIELD_ONLY(struct progress_view, status_words, ONLY_HTML),
	FIELD_ONLY(struct progress_view, tier_words, ONLY_HTML),
	FIELD_ONLY(struct progress_view, account, ONLY_HTML),
	FIELD(struct progress_view, locked),
	FIELD_ONLY(struct progress_view, rule_words, ONLY_HTML),
	FIELD_ONLY(struct progress_view, score_words, ONLY_HTML),
	FIELD_ONLY(struct progress_view, answered_words, ONLY_HTML),
	FIELD_ONLY(struct progress_view, next_href, ONLY_HTML),
	FIELD_ONLY(struct progress_view, next_words, ONLY_HTML),
	FIELD(struct progress_view, next_section),
	FIELD_ONLY(struct progress_view, streak_words, ONLY_HTML),
	FIELD_ONLY(struct progress_view, average_words, ONLY_HTML),
	FIELD_ONLY(struct progress_view, trend, ONLY_HTML),
	FIELD_ONLY(struct progress_view, offer_words, ONLY_HTML),
	FIELD_ONLY(struct progress_view, reached_words, ONLY_HTML),
	FIELD(struct progress_view, progress),
	FIELD(struct progress_view, required),
	FIELD(struct progress_view, answered),
	FIELD(struct progress_view, streak),
	FIELD_ID(struct progress_view, version),
	FIELD_ONLY(struct progress_view, reached, ONLY_HTML),
	FIELD(struct progress_view, score),
	FIELD(struct progress_view, members),
	FIELD(struct progress_view, average),
	FIELD(struct progress_view, complete),
	FIELD_ONLY(struct progress_view, is_new, ONLY_HTML),
	FIELD(struct progress_view, nps),
	FIELD_ONLY(struct progress_view, may_settle, ONLY_HTML),
	FIELD(struct progress_view, offered),
	FIELD_LIST(
	    struct progress_view, sections, nsections, progress_section_fields),
	FIELD_LIST(struct progress_view, rings, nrings, progress_ring_fields),
	FIELD_LIST(struct progress_view, weeks, nweeks, progress_week_fields),
	FIELD_LIST(struct progress_view, heat, nheat, progress_row_fields),
	FIELD_LIST(struct progress_view, milestones, nmilestones,
	    progress_milestone_fields),
	FIELD_LIST(
	    struct progress_view, events, nevents, progress_event_fields),
	FIELD_LIST_ONLY(
	    struct progress_view, scores, nscores, choice_fields, ONLY_HTML),
	FIELD_END,
};
struct page progress_page = { .path = "journeys/progress",
	.fields = progress_fields };

/* --- its parts ---------------------------------------------------------------------- */

static const struct word status_names[] = { { "active", WORDS("Under way") },
	{ "completed", WORDS("Complete") }, { "paused", WORDS("Paused") },
	{ "ended", WORDS("Ended") }, { NULL, NULL } };
static const struct word tier_names[] = { { "essentials", WORDS("Essentials") },
	{ "guided", WORDS("Guided") }, { "premium", WORDS("Premium") },
	{ NULL, NULL } };

static const char *
score_words(struct request *r, struct maybe_real score)
{
	return score.set ? arena_printf(r->arena, "%.0f", score.value) : NULL;
}

static void
fill_sections(
    struct request *r, const struct taking *t, struct progress_view *v)
{
	const struct section_state *s;

	v->sections = arena_alloc(
	    r->arena, t->definition->nsections, sizeof(*v->sections));
	for (size_t i = 0; i < t->definition->nsections; i++) {
		s = &t->state->sections[i];
		if (!s->visible)
			continue;
		v->sections[v->nsections++] = (struct progress_section){
			.key = s->section->key,
			.title = s->section->title,
			.href = arena_printf(
			    r->arena, "%s/%s", t->href, s->section->key),
			.words = s->required == 0
				     ? tr("Nothing is required here")
				     : arena_printf(r->arena,
					   tr("%lld of %lld answered"),
					   (long long)s->answered_required,
					   (long long)s->required),
			.score_words = score_words(r, s->score),
			.progress = s->progress,
			.score = s->score,
			.complete = s->complete,
		};
	}
}

/* "home-buying" as people read it. */
static const char *
kind_title(struct arena *a, const char *kind)
{
	char *title = arena_strdup(a, kind != NULL ? kind : tr("Other"));

	for (char *s = title; *s != '\0'; s++)
		if (*s == '-')
			*s = ' ';
	if (*title >= 'a' && *title <= 'z')
		*title = (char)(*title - 'a' + 'A');
	return title;
}

static struct progress_ring *
ring_of(struct progress_view *v, const char *title)
{
	for (size_t i = 0; i < v->nrings; i++)
		if (strcmp(v->rings[i].title, title) == 0)
			return &v->rings[i];
	v->rings[v->nrings] = (struct progress_ring){ .title = title };
	return &v->rings[v->nrings++];
}

static void
fill_rings(struct request *r, const struct taking *t, struct progress_view *v)
{
	const struct section_state *s;
	struct progress_ring *ring;

	v->rings = arena_alloc(
	    r->arena, t->definition->nsections + 1, sizeof(*v->rings));
	for (size_t i = 0; i < t->definition->nsections; i++) {
		s = &t->state->sections[i];
		if (!s->visible)
			continue;
		ring = ring_of(v, kind_title(r->arena, s->section->kind));
		ring->required += s->required;
		ring->answered += s->answered_required;
	}
	for (size_t i = 0; i < v->nrings; i++)
		v->rings[i].progress =
		    v->rings[i].required == 0
			? 100
			: v->rings[i].answered * 100 / v->rings[i].required;
	if (v->nrings < 2)
		v->nrings = 0; /* the whole says it already */
}

static void
fill_next(struct request *r, const struct taking *t, struct progress_view *v)
{
	const struct section_state *s = t->state->next.section;
	const struct record_state *record = t->state->next.record;
	const char *query = "";

	if (s == NULL)
		return;
	if (record != NULL && record->id > 0)
		query = arena_printf(
		    r->arena, "?record=%lld", (long long)record->id);
	else if (s->section->is_list)
		query = "?record=new";
	v->next_section = s->section->key;
	v->next_href = arena_printf(r->arena, "%s/%s%s%s", t->href,
	    s->section->key, query,
	    t->state->next.field != NULL ? arena_printf(r->arena, "#f.%s",
					       t->state->next.field->field->key)
					 : "");
	v->next_words = t->state->next.field != NULL
			    ? t->state->next.field->field->label
			    : s->section->title;
}

static void
add_event(struct request *r, struct progress_view *v, const char *words,
    struct instant at)
{
	if (at.us != 0)
		v->events[v->nevents++] = (struct progress_event){ words,
			when_day(r->arena, at, r->session->timezone, r->now) };
}

static void
fill_time(struct request *r, const struct taking *t, struct progress_view *v)
{
	size_t ndays;
	struct progress_days_row *days = progress_days_get(r->db, &ndays);

	v->weeks = progress_trend(r, t, &v->trend);
	v->nweeks = TREND_WEEKS;
	v->heat = progress_heat(r, days, ndays, &v->nheat);
	v->streak = progress_streak(r, days, ndays);
	v->streak_words = v->streak == 1
			      ? tr("One day in a row")
			      : arena_printf(r->arena, tr("%lld days in a row"),
				    (long long)v->streak);
	v->milestones = progress_milestones(r, t, &v->nmilestones);
	for (size_t i = 0; i < v->nmilestones; i++)
		if (v->milestones[i].day != NULL) {
			v->reached = v->milestones[i].percent;
			v->reached_words = v->milestones[i].words;
		}
	v->events = arena_alloc(r->arena, 3, sizeof(*v->events));
	add_event(r, v, tr("You began"), t->row.started_at);
	add_event(r, v, tr("Last answer"), t->row.last_at);
	add_event(r, v, tr("Complete"), t->row.completed_at);
}

static void
fill_around(struct request *r, const struct taking *t, struct progress_view *v)
{
	static const char *const scores[] = { "0", "1", "2", "3", "4", "5", "6",
		"7", "8", "9", "10", NULL };
	struct progress_around_row row = { 0 };

	progress_around_get(r->db, &row);
	v->nps = row.nps;
	v->members = row.members;
	v->average = row.average;
	v->scores = choices_make(r->arena, scores, NULL, NULL, &v->nscores);
	if (row.members.set && row.average.set)
		v->average_words = arena_printf(r->arena,
		    tr("You have given %lld answers. The %lld members of this "
		       "journey have given %lld on average."),
		    (long long)t->row.answered, (long long)row.members.value,
		    (long long)row.average.value);
}

static void
fill(struct request *r, const struct taking *t, struct progress_view *v)
{
	const struct journey_state *s = t->state;

	v->slug = t->row.slug;
	v->title = t->row.title;
	v->href = t->href;
	v->status = t->row.status;
	v->status_words = word_of(status_names, t->row.status);
	v->tier_words = word_of(tier_names, t->row.tier);
	v->account = arena_strndup(r->arena,
	    secret_sign(r->arena, "account",
		arena_printf(r->arena, "%lld", (long long)r->session->user_id)),
	    16);
	v->locked = t->locked;
	v->progress = s->progress;
	v->required = s->required;
	v->answered = t->row.answered;
	v->score = s->score;
	v->score_words = score_words(r, s->score);
	v->complete = s->complete;
	v->is_new = t->row.answered == 0;
	v->version = t->row.version_id;
	v->offered = t->row.offered_id != 0 && t->locked == NULL;
	v->may_settle = t->locked == NULL && s->complete &&
			strcmp(t->row.status, "completed") != 0;
	v->answered_words =
	    arena_printf(r->arena, tr("%lld of %lld required answers"),
		(long long)s->answered_required, (long long)s->required);
	v->rule_words = tr("This journey is complete when every required "
			   "answer of every section that is shown to you is "
			   "there and valid.");
	fill_sections(r, t, v);
	fill_rings(r, t, v);
	fill_next(r, t, v);
}

/* --- the page ------------------------------------------------------------------------- */

void
progress_read(struct request *r)
{
	const struct progress_input *in = r->form;

	taking_send(r, in->slug);
	progress_days_send(r->db, in->slug);
	progress_around_send(r->db, in->slug);
}

enum status
progress_show(struct request *r)
{
	const struct progress_input *in = r->form;
	struct progress_view view = { 0 };
	struct taking t;

	if (!taking_get(r, &t))
		return NOT_FOUND;
	if (strcmp(t.row.slug, in->slug) != 0)
		return request_redirect(r, "%s", t.href);
	fill(r, &t, &view);
	fill_time(r, &t, &view);
	fill_around(r, &t, &view);
	return request_render(r, &progress_page, &view);
}

/* Everything is there by script: the enrolment follows. */
enum status
progress_settle_post(struct request *r)
{
	const struct progress_input *in = r->form;
	struct enrolment_settle_row row;
	struct taking t;

	if (!taking_load(r, in->slug, &t))
		return NOT_FOUND;
	enrolment_settle(r->db, in->slug, t.state->complete, &row);
	return request_done(
	    r, &(struct outcome){ .status = NO_CONTENT }, "%s", t.href);
}

/* --- how likely it is that they recommend it -------------------------------------------- */

struct nps_input {
	const char *slug, *why, *skip;
	struct maybe_int score;
};
static const struct form_field nps_fields[] = {
	FORM_FIELD(struct nps_input, slug, REQUIRED, 1, 60),
	FORM_FIELD(struct nps_input, score, OPTIONAL, 0, 10),
	FORM_FIELD(struct nps_input, why, OPTIONAL, 0, 2000),
	FORM_FIELD(struct nps_input, skip, OPTIONAL, 0, 5),
};
const struct form nps_form = FORM(struct nps_input, nps_fields);

enum status
nps_post(struct request *r)
{
	const struct nps_input *in = r->form;
	bool skips = in->skip != NULL && *in->skip != '\0';

	if (!skips && !in->score.set)
		return request_invalid(r, "score", tr("Choose a number."));
	nps_answer(r->db, in->slug,
	    skips ? (struct maybe_int){ 0, false } : in->score, in->why);
	request_flash(r, skips ? tr("You will not be asked again soon.")
			       : tr("Thank you. The creator sees it without "
				    "your name."));
	return request_done(r, &(struct outcome){ .status = NO_CONTENT },
	    "/journeys/%s", in->slug);
}
