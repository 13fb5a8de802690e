#include <string.h>

#include "booking/booking.h"
#include "booking/document.h"
#include "booking/language.h"
#include "booking/profile.h"
#include "booking/vocabulary.h"
#include "lib/app/moderate.h"
#include "lib/domain/language.h"
#include "lib/domain/money.h"

/* --- what comes in: nested members as JSON, one form from the page ---------------- */

enum { SKILLS = 60, TYPES = 60, TICKS = 40 };

static const struct form_field skill_inputs[] = {
	FORM_FIELD(struct skill_input, name, OPTIONAL, 0, 60),
	FORM_FIELD(struct skill_input, level, OPTIONAL, 1, 5),
};
const struct form skill_form = FORM(struct skill_input, skill_inputs);

#define AS(T, m, as, must, lo, hi)                                             \
	{                                                                      \
		.name = (as), .kind = KIND_OF(T, m), .offset = offsetof(T, m), \
		.required = (must), .min = (lo), .max = (hi)                   \
	}

static const struct form_field type_inputs[] = {
	FORM_FIELD(struct type_input, kind, OPTIONAL, 0, 40),
	FORM_FIELD(struct type_input, minutes, OPTIONAL, 0, 1000),
	AS(struct type_input, amount, "price.amount", OPTIONAL, 0, 100000000),
	AS(struct type_input, currency, "price.currency", OPTIONAL, 0, 3),
	FORM_FIELD(struct type_input, cost, OPTIONAL, 0, 20),
};
const struct form type_form = FORM(struct type_input, type_inputs);

#define P struct profile_input
#define TEXTS_AS(m, n, as, most)                                            \
	{                                                                   \
		.name = (as), .kind = KIND_TEXTS, .offset = offsetof(P, m), \
		.count_offset = offsetof(P, n), .max = (most)               \
	}
#define LIST_AS(m, n, as, most, of)                                         \
	{                                                                   \
		.name = (as), .kind = KIND_LIST, .offset = offsetof(P, m),  \
		.count_offset = offsetof(P, n), .max = (most), .item = (of) \
	}
#define BOTH                                                                  \
	FORM_FIELD(P, headline, OPTIONAL, 0, 120),                            \
	    FORM_FIELD(P, bio, OPTIONAL, 0, 5000),                            \
	    FORM_FIELD(P, meeting_link, OPTIONAL, 0, 500),                    \
	    TEXTS_AS(industries, nindustries, "industries", TICKS),           \
	    TEXTS_AS(                                                         \
		specialisations, nspecialisations, "specialisations", TICKS), \
	    LIST_AS(skills, nskills, "skills", SKILLS, &skill_form),          \
	    FORM_FIELD(P, anonymous, OPTIONAL, 0, 1),                         \
	    FORM_FIELD(P, seats, OPTIONAL, 0, 1000),                          \
	    FORM_FIELD(P, takes_reviews, OPTIONAL, 0, 1),                     \
	    FORM_FIELD(P, sells_packs, OPTIONAL, 0, 1),                       \
	    FORM_FIELD(P, late_return_percent, OPTIONAL, 0, 100)

/* Of the contract's "booking"; the page leaves out the prefix. */
#define BOOKING(prefix, must)                                                  \
	AS(P, horizon_days, prefix "horizon_days", must, 1, 366),              \
	    AS(P, min_notice_hours, prefix "min_notice_hours", must, 0, 720),  \
	    AS(P, buffer_before_minutes, prefix "buffer_before_minutes", must, \
		0, 240),                                                       \
	    AS(P, buffer_after_minutes, prefix "buffer_after_minutes", must,   \
		0, 240),                                                       \
	    AS(P, max_per_day, prefix "max_per_day", OPTIONAL, 1, 48),         \
	    AS(P, max_per_week, prefix "max_per_week", OPTIONAL, 1, 336),      \
	    AS(P, confirm_by_hand, prefix "confirm_by_hand", OPTIONAL, 0, 1)

static const struct form_field patch_inputs[] = {
	BOTH,
	BOOKING("booking.", REQUIRED),
	FORM_FIELD(P, timezone, OPTIONAL, 1, 64),
	TEXTS_AS(languages, nlanguages, "languages", TICKS),
	LIST_AS(types, ntypes, "session_types", TYPES, &type_form),
};
const struct form profile_patch_form = FORM(P, patch_inputs);

static const struct form_field post_inputs[] = {
	BOTH,
	BOOKING("", REQUIRED),
	AS(P, language_words, "languages", OPTIONAL, 0, 200),
	LIST_AS(types, ntypes, "session_types", TYPES, &type_form),
	FORM_FIELD(P, is_mentor, OPTIONAL, 0, 1),
	FORM_FIELD(P, add, OPTIONAL, 1, 40),
};
const struct form profile_post_form = FORM(P, post_inputs);

struct page profile_page = { .path = "booking/expert_profile",
	.fields = profile_page_fields,
	.form = &profile_post_form };

/* --- the document for the database ----------------------------------------------- */

static bool
is_empty(const char *text)
{
	return text == NULL || *text == '\0';
}

void
skills_put(struct request *r, struct json_object *doc,
    const struct skill_input *skills, size_t n)
{
	struct json_object *list = doc_list(doc, "skills"), *item;

	for (size_t i = 0; i < n; i++) {
		if (!r->json && is_empty(skills[i].name))
			continue;
		item = doc_item(list);
		doc_text(item, "name", skills[i].name);
		doc_int(item, "level", skills[i].level);
	}
}

/* A page gives the price as a decimal. */
static enum status
put_price(struct request *r, struct json_object *to, const struct type_input *t,
    size_t nth)
{
	const char *currency = is_empty(t->currency) ? "USD" : t->currency;
	struct json_object *price = doc_object(to, "price");
	struct maybe_int amount = t->amount;

	doc_text(price, "currency", currency);
	if (!is_empty(t->cost)) {
		amount.set = true;
		if (!money_from_decimal(t->cost, currency, &amount.value))
			return request_invalid(r,
			    arena_printf(r->arena,
				"session_types.%zu.price.amount", nth),
			    tr("Write the price like 90 or 47.50."));
	}
	doc_int(price, "amount", amount);
	return OK;
}

enum status
types_put(struct request *r, struct json_object *doc,
    const struct type_input *types, size_t n)
{
	struct json_object *list = doc_list(doc, "session_types"), *item;
	enum status status = OK;
	size_t nth = 0;

	for (size_t i = 0; i < n; i++) {
		if (!r->json && is_empty(types[i].kind))
			continue;
		item = doc_item(list);
		doc_text(item, "kind", types[i].kind);
		doc_int(item, "minutes", types[i].minutes);
		if (put_price(r, item, &types[i], nth++) != OK)
			status = INVALID;
	}
	return status;
}

/* A page sends all it shows; JSON only what is to change. */
static bool
is_given(struct request *r, const char *name)
{
	return r->route->form != &profile_patch_form ||
	       form_has(&profile_patch_form, &r->parsed, name);
}

static void
put_text(struct request *r, struct json_object *doc, const char *name,
    const char *text)
{
	if (!is_given(r, name))
		return;
	if (is_empty(text))
		doc_null(doc, name);
	else
		doc_text(doc, name, text);
}

/* Null clears a maximum; elsewhere it is refused before it comes here. */
static void
put_number(struct request *r, struct json_object *to, const char *name,
    struct maybe_int n)
{
	if (!is_given(r, arena_printf(r->arena, "booking.%s", name)))
		return;
	if (n.set)
		doc_int(to, name, n);
	else
		doc_null(to, name);
}

static void
put_booking(struct request *r, struct json_object *doc)
{
	const struct profile_input *in = r->form;
	struct json_object *b = doc_object(doc, "booking");

	put_number(r, b, "horizon_days", in->horizon_days);
	put_number(r, b, "min_notice_hours", in->min_notice_hours);
	put_number(r, b, "buffer_before_minutes", in->buffer_before_minutes);
	put_number(r, b, "buffer_after_minutes", in->buffer_after_minutes);
	put_number(r, b, "max_per_day", in->max_per_day);
	put_number(r, b, "max_per_week", in->max_per_week);
	if (is_given(r, "booking.confirm_by_hand"))
		doc_bool(b, "confirm_by_hand", in->confirm_by_hand);
}

/* What only mentors choose: their part of the page, or named in JSON. */
static void
put_mentor(struct request *r, struct json_object *doc)
{
	const struct profile_input *in = r->form;
	bool page = r->route->form == &profile_post_form;

	if (page && !in->is_mentor)
		return;
	doc_int(doc, "seats", in->seats);
	if (is_given(r, "takes_reviews"))
		doc_bool(doc, "takes_reviews", in->takes_reviews);
	if (is_given(r, "sells_packs"))
		doc_bool(doc, "sells_packs", in->sells_packs);
}

static enum status
put_languages(struct request *r, struct json_object *doc)
{
	const struct profile_input *in = r->form;
	const char **list = in->languages, *wrong;
	size_t n = in->nlanguages;

	if (!is_given(r, "languages"))
		return OK;
	if (in->language_words != NULL) {
		wrong = language_list(r->arena, in->language_words, &list, &n);
		if (wrong != NULL)
			return request_invalid(r, "languages",
			    arena_printf(
				r->arena, tr("We don't know “%s”."), wrong));
	}
	doc_texts(doc, "languages", list, n);
	return OK;
}

/* OK with the document, or INVALID with the messages made. */
static enum status
document(struct request *r, const char **json)
{
	const struct profile_input *in = r->form;
	struct json_object *doc = doc_new(r->arena);
	enum status status = put_languages(r, doc);

	put_text(r, doc, "headline", in->headline);
	put_text(r, doc, "bio", in->bio);
	put_text(r, doc, "meeting_link", in->meeting_link);
	doc_text(doc, "timezone", in->timezone);
	doc_int(doc, "late_return_percent", in->late_return_percent);
	if (is_given(r, "anonymous"))
		doc_bool(doc, "anonymous", in->anonymous);
	if (is_given(r, "industries"))
		doc_texts(doc, "industries", in->industries, in->nindustries);
	if (is_given(r, "specialisations"))
		doc_texts(doc, "specialisations", in->specialisations,
		    in->nspecialisations);
	if (is_given(r, "skills"))
		skills_put(r, doc, in->skills, in->nskills);
	if (is_given(r, "session_types") &&
	    types_put(r, doc, in->types, in->ntypes) != OK)
		status = INVALID;
	put_mentor(r, doc);
	put_booking(r, doc);
	*json = doc_json(doc);
	return status;
}

void
profile_fill(struct request *r, const struct profile_find_row *row)
{
	request_fill(r, &profile_post_form,
	    &(struct profile_input){
		.headline = row->headline,
		.bio = row->bio,
		.meeting_link = row->meeting_link,
		.language_words =
		    language_words(r->arena, row->languages, row->nlanguages),
		.anonymous = row->anonymous,
		.confirm_by_hand = row->confirm_by_hand,
		.takes_reviews = row->takes_reviews,
		.sells_packs = row->sells_packs,
		.seats = { row->seats, true },
		.late_return_percent = { row->late_return_percent, true },
		.horizon_days = { row->horizon_days, true },
		.min_notice_hours = { row->min_notice_hours, true },
		.buffer_before_minutes = { row->buffer_before_minutes, true },
		.buffer_after_minutes = { row->buffer_after_minutes, true },
		.max_per_day = row->max_per_day,
		.max_per_week = row->max_per_week,
	    });
}

/* --- handlers ------------------------------------------------------------------------ */

void
profile_read(struct request *r)
{
	profile_find_send(r->db);
	if (!r->json)
		vocabulary_read(r);
}

static enum status
no_expert(struct request *r)
{
	return r->json ? NOT_FOUND
		       : request_redirect(r, "/interviewer/register");
}

enum status
profile_show(struct request *r)
{
	struct profile_find_row row;

	if (!profile_find_get(r->db, &row))
		return no_expert(r);
	return r->json ? profile_doc_show(r, &row)
		       : profile_page_show(r, &row, false);
}

enum status
profile_refused(struct request *r)
{
	struct profile_find_row row;

	profile_read(r);
	if (!profile_find_get(r->db, &row))
		return no_expert(r);
	return profile_page_show(r, &row, true);
}

/* Of an anonymous expert they must not say who it is. */
enum status
profile_words_check(struct request *r, const char *headline, const char *bio)
{
	struct profile_shown_row row;
	enum moderation_context context;
	enum status status;

	if (!profile_shown(r->db, &row))
		return OK;
	context = row.anonymous ? CONTEXT_ANONYMOUS : CONTEXT_PROFILE;
	status = request_check(r, "headline", headline, context);
	if (request_check(r, "bio", bio, context) != OK || status != OK)
		return INVALID;
	request_shown(r, "expert", row.ref);
	return OK;
}

enum status
profile_save_post(struct request *r)
{
	const struct profile_input *in = r->form;
	struct profile_find_row row;
	const char *doc;
	enum status status;

	if (!r->json && in->add != NULL)
		return profile_refused(r);
	status = document(r, &doc);
	if (status != OK)
		return status;
	profile_save(r->db, doc);
	if (profile_words_check(r, in->headline, in->bio) != OK)
		return INVALID;
	if (!r->json) {
		request_flash(r, tr("Your profile is saved."));
		return request_done(r,
		    &(struct outcome){ .status = NO_CONTENT },
		    "/interviewer/profile");
	}
	return profile_find(r->db, &row) ? profile_doc_show(r, &row)
					 : NOT_FOUND;
}

/* --- a kind pauses or comes back ------------------------------------------------- */

struct pause_input {
	const char *kind;
	bool pause;
};

static const char *const kinds[] = { "mentor", "interviewer", "concierge",
	NULL };

static const struct form_field pause_inputs[] = {
	FORM_ONE_OF(struct pause_input, kind, REQUIRED, kinds),
	FORM_FIELD(struct pause_input, pause, REQUIRED, 0, 1),
};
const struct form profile_pause_form = FORM(struct pause_input, pause_inputs);

enum status
profile_pause_post(struct request *r)
{
	const struct pause_input *in = r->form;

	profile_pause(r->db, in->kind, in->pause);
	request_flash(
	    r, in->pause ? tr("You are paused: nobody finds you, and booked "
			      "sessions stay.")
			 : tr("You can be found and booked again."));
	return request_done(r, &(struct outcome){ .status = NO_CONTENT },
	    "/interviewer/profile");
}
