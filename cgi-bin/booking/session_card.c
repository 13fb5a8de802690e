#include <string.h>

#include "booking/expert_card.h"
#include "booking/session.h"
#include "lib/base/setting.h"
#include "lib/base/words.h"
#include "lib/domain/avatar.h"
#include "lib/domain/when.h"

const struct field session_person_fields[] = {
	FIELD_ID(struct session_person, id),
	FIELD(struct session_person, display_name),
	FIELD(struct session_person, handle),
	FIELD(struct session_person, picture),
	FIELD_END,
};

const struct field session_type_of_fields[] = {
	FIELD_ID(struct session_type_of, id),
	FIELD(struct session_type_of, kind),
	FIELD(struct session_type_of, minutes),
	FIELD_END,
};

const struct field session_join_fields[] = {
	FIELD(struct session_join, opens),
	FIELD(struct session_join, closes),
	FIELD(struct session_join, url),
	FIELD_END,
};

const struct field session_card_fields[] = {
	SESSION_CARD_FIELDS,
	FIELD_END,
};

static bool
is_client(const struct session_find_row *s)
{
	return strcmp(s->side, "client") == 0;
}

static const char *
picture_address(struct request *r, const char *picture)
{
	return picture == NULL ? NULL
			       : arena_printf(r->arena, "/media/%s", picture);
}

const char *
session_other_name(const struct session_find_row *s)
{
	return is_client(s) ? s->expert_name : s->client_name;
}

struct face
session_other_face(struct request *r, const struct session_find_row *s)
{
	const char *seed = is_client(s) ? s->expert_seed : s->client_seed;
	const char *picture =
	    is_client(s) ? s->expert_picture : s->client_picture;

	if (seed != NULL)
		return face_of_alias(r->arena, session_other_name(s), seed);
	return face_of(r->arena, session_other_name(s), picture);
}

static bool
is_agreed(const struct session_find_row *s)
{
	return strcmp(s->status, "scheduled") == 0 ||
	       strcmp(s->status, "in_progress") == 0;
}

/* Where it takes place: the expert's own link, else the platform's room. */
static const char *
join_url(struct request *r, const struct session_find_row *s)
{
	if (s->meeting_link != NULL)
		return s->meeting_link;
	return arena_printf(r->arena, "%s/sessions/%lld/room",
	    setting_text("BELAY_PUBLIC_URL"), (long long)s->id);
}

static void
fill_join(
    struct request *r, struct session_card *c, const struct session_find_row *s)
{
	if (!is_agreed(s))
		return;
	c->join = arena_alloc(r->arena, 1, sizeof(*c->join));
	*c->join = (struct session_join){ s->join_opens_at, s->join_closes_at,
		join_url(r, s) };
	if (r->now.us >= s->join_closes_at.us)
		return;
	if (r->now.us >= s->join_opens_at.us) {
		c->join_href = c->join->url;
		c->join_words = tr("Join");
		return;
	}
	if (s->join_opens_at.us - r->now.us < (int64_t)24 * 3600 * 1000000)
		c->join_words = arena_printf(r->arena, tr("Join from %s"),
		    when_clock(
			r->arena, s->join_opens_at, r->session->timezone));
}

const char *
session_until(struct request *r, struct instant until)
{
	const char *zone = r->session->timezone;
	const char *clock = when_clock(r->arena, until, zone);

	if (until.us - r->now.us < (int64_t)12 * 3600 * 1000000)
		return clock;
	return arena_printf(
	    r->arena, "%s, %s", when_day(r->arena, until, zone, r->now), clock);
}

/* What waits for somebody's answer, and until when. */
static const char *
next_words(struct request *r, const struct session_find_row *s)
{
	const char *zone = r->session->timezone, *day, *clock;

	if (s->expires_at.us == 0)
		return NULL;
	day = when_day(r->arena, s->expires_at, zone, r->now);
	clock = when_clock(r->arena, s->expires_at, zone);
	if (strcmp(s->status, "held") == 0)
		return arena_printf(r->arena, tr("Held until %s"), clock);
	if (strcmp(s->status, "awaiting_payment") == 0)
		return arena_printf(r->arena, tr("To be paid until %s"),
		    session_until(r, s->expires_at));
	if (strcmp(s->status, "requested") != 0)
		return NULL;
	return is_client(s)
		   ? arena_printf(
			 r->arena, tr("Answer expected by %s, %s"), day, clock)
		   : arena_printf(r->arena, tr("Answer by %s, %s"), day, clock);
}

static void
fill_row(
    struct request *r, struct session_card *c, const struct session_find_row *s)
{
	const char *zone = r->session->timezone;
	struct local_time at = when_local(s->starts_at, zone);

	c->href = arena_printf(r->arena, "/sessions/%lld", (long long)s->id);
	c->weekday = weekday_short(at.weekday);
	c->day = arena_printf(r->arena, "%d", at.date.day);
	c->month = month_short(at.date.month);
	c->type_words = session_kind_words(s->type_kind);
	c->time_words = when_range(r->arena, s->starts_at, s->ends_at, zone);
	c->with = session_other_name(s);
	c->side_words = is_client(s) ? NULL : tr("You hold it");
	c->status_words = session_status_words(s->status);
	c->next_words = next_words(r, s);
	c->face = session_other_face(r, s);
}

void
session_card_fill(
    struct request *r, struct session_card *c, const struct session_find_row *s)
{
	*c = (struct session_card){
		.id = s->id,
		.kind = s->kind,
		.session_type = { s->session_type_id, s->type_kind,
		    s->minutes },
		.status = s->status,
		.side = s->side,
		.start = s->starts_at,
		.end = s->ends_at,
		.expires_at = s->expires_at,
		.completed_at = s->completed_at,
		.canceled_at = s->canceled_at,
		.expert = { s->expert_ref, s->expert_name, s->expert_handle,
		    picture_address(r, s->expert_picture) },
		.client = { s->client_id, s->client_name, s->client_handle,
		    picture_address(r, s->client_picture) },
		.sequence = s->sequence,
		.version = s->version,
		.uid = s->uid,
		.reschedules_left = s->reschedules_left,
		.no_show_by = s->no_show_by,
		.disputed = s->disputed,
		.goals = s->goals,
		.anonymous = s->anonymous,
		.reveal = s->reveal,
		.price = { s->price_amount, s->price_currency },
	};
	if (s->paid_by != NULL && strcmp(s->paid_by, "order") == 0)
		c->order_id = s->paid_ref;
	fill_join(r, c, s);
	if (!r->json)
		fill_row(r, c, s);
}

struct session_card *
session_cards(struct request *r, const struct session_find_row *rows, size_t n)
{
	struct session_card *cards = arena_alloc(r->arena, n, sizeof(*cards));

	for (size_t i = 0; i < n; i++)
		session_card_fill(r, &cards[i], &rows[i]);
	return cards;
}
