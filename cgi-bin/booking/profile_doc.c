#include <string.h>

#include "booking/expert_card.h"
#include "booking/profile.h"
#include "lib/base/words.h"

/* The JSON of one's own: the Expert, "booking", and what nobody else sees. */

struct booking_doc {
	int64_t horizon_days, min_notice_hours, buffer_before_minutes,
	    buffer_after_minutes;
	struct maybe_int max_per_day, max_per_week;
	bool confirm_by_hand;
};

static const struct field booking_fields[] = {
	FIELD(struct booking_doc, horizon_days),
	FIELD(struct booking_doc, min_notice_hours),
	FIELD(struct booking_doc, buffer_before_minutes),
	FIELD(struct booking_doc, buffer_after_minutes),
	FIELD(struct booking_doc, max_per_day),
	FIELD(struct booking_doc, max_per_week),
	FIELD(struct booking_doc, confirm_by_hand),
	FIELD_END,
};

struct kind_doc {
	const char *kind, *status, *reason;
};

static const struct field kind_doc_fields[] = {
	FIELD(struct kind_doc, kind),
	FIELD(struct kind_doc, status),
	FIELD(struct kind_doc, reason),
	FIELD_END,
};

struct profile_doc {
	struct expert_card expert;
	struct booking_doc booking;
	const char *bio, *meeting_link;
	const char **languages, **industries, **specialisations;
	size_t nlanguages, nindustries, nspecialisations;
	bool anonymous, takes_reviews, sells_packs;
	int64_t seats, late_return_percent;
	struct kind_doc *applications;
	size_t napplications;
};

#define OWN(m, as)                                                    \
	{                                                             \
		.name = (as), .kind = KIND_OF(struct profile_doc, m), \
		.offset = offsetof(struct profile_doc, m)             \
	}

static const struct field profile_doc_fields[] = {
	{ .name = "id",
	    .kind = KIND_ID,
	    .offset = offsetof(struct profile_doc, expert.id) },
	OWN(expert.display_name, "display_name"),
	OWN(expert.headline, "headline"),
	{ .name = "kinds",
	    .kind = KIND_TEXTS,
	    .offset = offsetof(struct profile_doc, expert.kinds),
	    .item_size = sizeof(const char *),
	    .count_offset = offsetof(struct profile_doc, expert.nkinds) },
	{ .name = "skills",
	    .kind = KIND_LIST,
	    .offset = offsetof(struct profile_doc, expert.skills),
	    .item = skill_level_fields,
	    .item_size = sizeof(struct skill_level),
	    .count_offset = offsetof(struct profile_doc, expert.nskills) },
	{ .name = "rating",
	    .kind = KIND_OBJECT,
	    .offset = offsetof(struct profile_doc, expert.rating),
	    .item = rating_fields },
	OWN(expert.timezone, "timezone"),
	{ .name = "session_types",
	    .kind = KIND_LIST,
	    .offset = offsetof(struct profile_doc, expert.session_types),
	    .item = offer_fields,
	    .item_size = sizeof(struct offer),
	    .count_offset =
		offsetof(struct profile_doc, expert.nsession_types) },
	{ .name = "next_slots",
	    .kind = KIND_INSTANTS,
	    .offset = offsetof(struct profile_doc, expert.next_slots),
	    .item_size = sizeof(struct instant),
	    .count_offset = offsetof(struct profile_doc, expert.nnext_slots) },
	FIELD_OBJECT(struct profile_doc, booking, booking_fields),
	FIELD(struct profile_doc, bio),
	FIELD_TEXTS(struct profile_doc, languages, nlanguages),
	FIELD_TEXTS(struct profile_doc, industries, nindustries),
	FIELD_TEXTS(struct profile_doc, specialisations, nspecialisations),
	FIELD(struct profile_doc, meeting_link),
	FIELD(struct profile_doc, anonymous),
	FIELD(struct profile_doc, seats),
	FIELD(struct profile_doc, takes_reviews),
	FIELD(struct profile_doc, sells_packs),
	FIELD(struct profile_doc, late_return_percent),
	FIELD_LIST(
	    struct profile_doc, applications, napplications, kind_doc_fields),
	FIELD_END,
};

const char *
kind_status_words(const char *status)
{
	static const struct word list[] = { { "draft", WORDS("Not sent") },
		{ "submitted", WORDS("Sent") },
		{ "in_review", WORDS("Being read") },
		{ "verified", WORDS("Verified") },
		{ "rejected", WORDS("Not accepted") },
		{ "paused", WORDS("Paused") },
		{ "suspended", WORDS("Suspended") },
		{ "removed", WORDS("Ended") }, { NULL, NULL } };

	return word_of(list, status);
}

const char *
expert_kind_words(const char *kind)
{
	return strcmp(kind, "mentor") == 0        ? tr("Mentor")
	       : strcmp(kind, "interviewer") == 0 ? tr("Interviewer")
						  : tr("Concierge");
}

static void
fill_lists(struct request *r, struct profile_doc *d,
    const struct profile_find_row *row)
{
	struct expert_card *c = &d->expert;

	c->nskills = row->nskill_names;
	c->skills = arena_alloc(r->arena, c->nskills, sizeof(*c->skills));
	for (size_t i = 0; i < c->nskills; i++)
		c->skills[i] = (struct skill_level){ row->skill_names[i],
			row->skill_levels[i] };
	c->nsession_types = row->ntype_ids;
	c->session_types =
	    arena_alloc(r->arena, c->nsession_types, sizeof(*c->session_types));
	for (size_t i = 0; i < c->nsession_types; i++)
		c->session_types[i] = (struct offer){
			.id = row->type_ids[i],
			.kind = row->type_names[i],
			.minutes = row->type_minutes[i],
			.price = { row->type_prices[i],
			    row->type_currencies[i] },
		};
}

/* Verified kinds are the Expert's; all of them are one's own. */
static void
fill_kinds(struct request *r, struct profile_doc *d,
    const struct profile_find_row *row)
{
	struct expert_card *c = &d->expert;
	size_t n = row->nkind_names;

	c->kinds = arena_alloc(r->arena, n, sizeof(*c->kinds));
	d->napplications = n;
	d->applications = arena_alloc(r->arena, n, sizeof(*d->applications));
	for (size_t i = 0; i < n; i++) {
		d->applications[i] = (struct kind_doc){
			row->kind_names[i],
			row->kind_statuses[i],
			*row->kind_reasons[i] != '\0' ? row->kind_reasons[i]
						      : NULL,
		};
		if (strcmp(row->kind_statuses[i], "verified") == 0)
			c->kinds[c->nkinds++] = row->kind_names[i];
	}
}

enum status
profile_doc_show(struct request *r, const struct profile_find_row *row)
{
	struct profile_doc doc = {
		.expert = { .id = row->ref,
		    .display_name = row->display_name,
		    .headline = row->headline,
		    .rating = { row->rating_mean, row->rating_count },
		    .timezone = row->timezone,
		    .next_slots = row->next_slots,
		    .nnext_slots = row->nnext_slots },
		.booking = { .horizon_days = row->horizon_days,
		    .min_notice_hours = row->min_notice_hours,
		    .buffer_before_minutes = row->buffer_before_minutes,
		    .buffer_after_minutes = row->buffer_after_minutes,
		    .max_per_day = row->max_per_day,
		    .max_per_week = row->max_per_week,
		    .confirm_by_hand = row->confirm_by_hand },
		.bio = row->bio,
		.languages = row->languages,
		.nlanguages = row->nlanguages,
		.industries = row->industries,
		.nindustries = row->nindustries,
		.specialisations = row->specialisations,
		.nspecialisations = row->nspecialisations,
		.meeting_link = row->meeting_link,
		.anonymous = row->anonymous,
		.seats = row->seats,
		.takes_reviews = row->takes_reviews,
		.sells_packs = row->sells_packs,
		.late_return_percent = row->late_return_percent,
	};

	fill_lists(r, &doc, row);
	fill_kinds(r, &doc, row);
	return request_json(r, OK, profile_doc_fields, &doc);
}
