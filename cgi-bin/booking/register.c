#include <string.h>

#include "booking/availability_page.h"
#include "booking/document.h"
#include "booking/expert.h"
#include "booking/language.h"
#include "booking/profile.h"
#include "booking/profile_rows.h"
#include "booking/register.h"
#include "booking/vocabulary.h"
#include "gen/booking/register_sql.h"
#include "lib/base/words.h"
#include "lib/domain/when.h"

/* --- what comes in ------------------------------------------------------------ */

struct register_input {
	const char *kind, *headline, *bio, *experience, *timezone;
	const char **companies;
	size_t ncompanies;
	const char *company_words; /* from the page: "Acme, Globex" */
	struct maybe_int years;
	struct skill_input *skills;
	size_t nskills;
	struct type_input *session_types;
	size_t nsession_types;
	struct rule_input *weekly;
	size_t nweekly;
	bool draft;               /* keep it, send later */
	const char *add, *remove; /* buttons of the page */
};

static const char *const kinds[] = { "interviewer", "mentor", "concierge",
	NULL };

static const struct form_field show_inputs[] = {
	FORM_ONE_OF(struct register_input, kind, OPTIONAL, kinds),
};
const struct form register_show_form = FORM(struct register_input, show_inputs);

static const struct form_field register_inputs[] = {
	FORM_ONE_OF(struct register_input, kind, OPTIONAL, kinds),
	FORM_FIELD(struct register_input, headline, OPTIONAL, 1, 120),
	FORM_FIELD(struct register_input, bio, OPTIONAL, 1, 5000),
	FORM_FIELD(struct register_input, experience, OPTIONAL, 1, 5000),
	FORM_TEXTS(struct register_input, companies, ncompanies, 20),
	FORM_FIELD(struct register_input, company_words, OPTIONAL, 1, 500),
	FORM_FIELD(struct register_input, years, OPTIONAL, 0, 80),
	FORM_LIST(struct register_input, skills, nskills, 60, &skill_form),
	FORM_LIST(struct register_input, session_types, nsession_types, 60,
	    &type_form),
	FORM_FIELD(struct register_input, timezone, OPTIONAL, 1, 64),
	FORM_LIST(
	    struct register_input, weekly, nweekly, WEEKLY_MAX, &rule_form),
	FORM_FIELD(struct register_input, draft, OPTIONAL, 0, 1),
	FORM_FIELD(struct register_input, add, OPTIONAL, 1, 60),
	FORM_FIELD(struct register_input, remove, OPTIONAL, 1, 60),
};
const struct form register_form = FORM(struct register_input, register_inputs);

/* --- the page --------------------------------------------------------------------- */

struct register_view {
	/* and as JSON */
	const char *kind, *status, *reason;
	bool may_apply;
	/* on the page only */
	const char *heading, *status_words, *wait_words;
	struct choice *kinds;
	size_t nkinds;
	struct profile_rows rows;
	struct availability_view week;
	const char *const *skill_names;
	size_t nskill_names;
	struct zone_name *zones;
	size_t nzones;
	bool is_verified, has_hours;
};

#define VIEW struct register_view
#define ROWS(as, m, n, fields)                                                \
	{                                                                     \
		.name = (as), .kind = KIND_LIST, .offset = offsetof(VIEW, m), \
		.item = (fields), .item_size = sizeof(*((VIEW *)0)->m),       \
		.count_offset = offsetof(VIEW, n), .only = ONLY_HTML          \
	}

static const struct field register_fields[] = {
	FIELD(VIEW, kind),
	FIELD(VIEW, status),
	FIELD(VIEW, reason),
	FIELD(VIEW, may_apply),
	FIELD_ONLY(VIEW, heading, ONLY_HTML),
	FIELD_ONLY(VIEW, status_words, ONLY_HTML),
	FIELD_ONLY(VIEW, wait_words, ONLY_HTML),
	FIELD_LIST_ONLY(VIEW, kinds, nkinds, choice_fields, ONLY_HTML),
	ROWS("skills", rows.skills, rows.nskills, skill_row_fields),
	ROWS("types", rows.types, rows.ntypes, type_row_fields),
	ROWS("days", week.days, week.ndays, week_day_fields),
	{ .name = "skill_names",
	    .kind = KIND_TEXTS,
	    .offset = offsetof(VIEW, skill_names),
	    .item_size = sizeof(const char *),
	    .count_offset = offsetof(VIEW, nskill_names),
	    .only = ONLY_HTML },
	FIELD_LIST_ONLY(VIEW, zones, nzones, zone_name_fields, ONLY_HTML),
	FIELD_ONLY(VIEW, is_verified, ONLY_HTML),
	FIELD_ONLY(VIEW, has_hours, ONLY_HTML),
	FIELD_END,
};
struct page register_page = { .path = "booking/expert_register",
	.fields = register_fields,
	.form = &register_form };

/* The kind asked for, whether or not the rest was valid. */
static const char *
kind_wanted(const struct request *r)
{
	const char *kind = typed(r, "kind");

	for (const char *const *k = kinds; *k != NULL; k++)
		if (strcmp(*k, kind) == 0)
			return *k;
	return kinds[0];
}

static const char *
heading(const char *kind)
{
	return strcmp(kind, "mentor") == 0      ? tr("Become a mentor")
	       : strcmp(kind, "concierge") == 0 ? tr("Become a concierge")
						: tr("Become an interviewer");
}

void
register_read(struct request *r)
{
	register_find_send(r->db, kind_wanted(r));
	if (r->json)
		return;
	profile_find_send(r->db);
	availability_rules_send(r->db);
	vocabulary_read(r);
}

static void
fill_kinds(struct request *r, struct register_view *v)
{
	v->kinds = choices_make(r->arena, kinds, NULL, v->kind, &v->nkinds);
	for (size_t i = 0; i < v->nkinds; i++)
		v->kinds[i].label = expert_kind_words(v->kinds[i].value);
}

static bool
is_one_of(const char *word, const char *const *list)
{
	for (; *list != NULL; list++)
		if (strcmp(*list, word) == 0)
			return true;
	return false;
}

static void
fill_status(struct request *r, struct register_view *v,
    const struct register_find_row *row)
{
	static const char *const open[] = { "draft", "rejected", NULL };
	static const char *const done[] = { "verified", "paused", NULL };

	v->status = row->status;
	v->reason = row->reason;
	v->may_apply = row->again_at.us == 0 &&
		       (row->status == NULL || is_one_of(row->status, open));
	v->has_hours = row->has_hours;
	if (row->status == NULL)
		return;
	v->status_words = kind_status_words(row->status);
	v->is_verified = is_one_of(row->status, done);
	if (row->again_at.us != 0)
		v->wait_words = arena_printf(r->arena,
		    tr("You have applied again three times within 30 days. "
		       "The next time is possible from %s on."),
		    when_day(
			r->arena, row->again_at, r->session->timezone, r->now));
}

static void
fill_form(struct request *r, const struct register_find_row *row)
{
	request_fill(r, &register_form,
	    &(struct register_input){
		.headline = row->headline,
		.bio = row->bio,
		.experience = row->experience,
		.company_words = row->companies,
		.years = row->years,
		.timezone = row->timezone,
	    });
}

static void
fill_page(struct request *r, struct register_view *v,
    const struct register_find_row *row, bool as_typed)
{
	struct availability_saved saved = { .nrules = 0 };
	struct profile_find_row profile;
	const struct vocabulary_find_row *words;
	bool is_expert = profile_find_get(r->db, &profile);

	saved.rules = availability_rules_get(r->db, &saved.nrules);
	words = vocabulary_get(r);
	v->skill_names = words->skills;
	v->nskill_names = words->nskills;
	v->zones = zone_list(&v->nzones);
	v->heading = heading(v->kind);
	fill_kinds(r, v);
	if (as_typed) {
		profile_rows_typed(r, &v->rows);
		week_from_typed(r, &v->week);
		return;
	}
	profile_rows_saved(r, &v->rows, is_expert ? &profile : NULL);
	week_from_saved(r, &v->week, &saved);
	fill_form(r, row);
}

static enum status
show(struct request *r, bool as_typed)
{
	struct register_view view = { .kind = kind_wanted(r) };
	struct register_find_row row;

	if (!register_find_get(r->db, &row))
		return NOT_FOUND;
	fill_status(r, &view, &row);
	if (!r->json)
		fill_page(r, &view, &row, as_typed);
	return request_render(r, &register_page, &view);
}

enum status
register_show(struct request *r)
{
	return show(r, false);
}

enum status
register_refused(struct request *r)
{
	register_read(r);
	return show(r, true);
}

/* --- sending ------------------------------------------------------------------------ */

/* A draft may lack anything; what is sent may not. */
static enum status
check(struct request *r)
{
	const struct register_input *in = r->form;
	const char *needed = tr("This is needed.");
	enum status status = OK;

	if (in->draft)
		return OK;
	if (in->headline == NULL)
		status = request_invalid(r, "headline", needed);
	if (in->experience == NULL)
		status = request_invalid(r, "experience", needed);
	return status;
}

/* At least one row that counts; what is wrong with them the database says. */
static enum status
check_list(struct request *r, struct json_object *doc, const char *name,
    const char *words)
{
	const struct register_input *in = r->form;
	struct json_object *list;

	json_object_object_get_ex(doc, name, &list);
	if (in->draft || json_object_array_length(list) > 0)
		return OK;
	return request_invalid(r, name, words);
}

static void
put_companies(struct request *r, struct json_object *doc)
{
	const struct register_input *in = r->form;
	size_t n;
	char **parts;

	if (in->company_words == NULL) {
		doc_texts(doc, "companies", in->companies, in->ncompanies);
		return;
	}
	parts = text_parts(r->arena, in->company_words, &n);
	doc_texts(doc, "companies", (const char *const *)parts, n);
}

/* What the profile takes, or INVALID with the messages made. */
static enum status
profile_document(struct request *r, struct json_object *doc)
{
	const struct register_input *in = r->form;
	enum status status = check(r);

	doc_text(doc, "headline", in->headline);
	doc_text(doc, "bio", in->bio);
	skills_put(r, doc, in->skills, in->nskills);
	if (types_put(r, doc, in->session_types, in->nsession_types) != OK)
		status = INVALID;
	if (check_list(r, doc, "skills", tr("Name at least one skill.")) != OK)
		status = INVALID;
	if (check_list(r, doc, "session_types",
		tr("Offer at least one session type.")) != OK)
		status = INVALID;
	return status;
}

/* What whoever decides reads: all that was sent, as it was sent. */
static const char *
application(
    struct request *r, struct json_object *profile, struct json_object *week)
{
	const struct register_input *in = r->form;
	struct json_object *doc = doc_new(r->arena);

	doc_text(doc, "experience", in->experience);
	put_companies(r, doc);
	doc_int(doc, "years", in->years);
	json_object_object_add(doc, "profile", json_object_get(profile));
	json_object_object_add(doc, "availability", json_object_get(week));
	return doc_json(doc);
}

struct registered {
	int64_t id;
	const char *kind, *status;
};

static const struct field registered_fields[] = {
	FIELD_ID(struct registered, id),
	FIELD(struct registered, kind),
	FIELD(struct registered, status),
	FIELD_END,
};

static enum status
save(struct request *r)
{
	const struct register_input *in = r->form;
	struct json_object *profile = doc_new(r->arena);
	struct json_object *week = doc_new(r->arena);
	struct registered done = { .kind = kind_wanted(r),
		.status = in->draft ? "draft" : "submitted" };
	struct register_save_row row = { .ref = 0 };
	enum status status = profile_document(r, profile);

	if (status != OK)
		return status;
	week_put(r, week, in->timezone, in->weekly, in->nweekly);
	register_save(
	    r->db, done.kind, application(r, profile, week), !in->draft, &row);
	if (in->nweekly > 0)
		availability_save_week(r->db, doc_json(week));
	doc_text(profile, "timezone", zone_given(r, in->timezone));
	profile_save(r->db, doc_json(profile));
	if (profile_words_check(r, in->headline, in->bio) != OK)
		return INVALID;
	done.id = row.ref;
	request_flash(r,
	    in->draft ? tr("Your application is kept. Nobody has read it yet.")
		      : tr("Your application is sent. We will tell you."));
	return request_done(r,
	    &(struct outcome){ CREATED, registered_fields, &done },
	    "/interviewer/register?kind=%s", done.kind);
}

enum status
register_post(struct request *r)
{
	const struct register_input *in = r->form;

	if (!r->json && (in->add != NULL || in->remove != NULL))
		return register_refused(r);
	return save(r);
}
