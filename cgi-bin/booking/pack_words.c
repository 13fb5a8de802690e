#include <string.h>

#include "booking/pack.h"
#include "lib/base/words.h"
#include "lib/domain/session_words.h"
#include "lib/domain/when.h"

const struct field pack_expert_fields[] = {
	FIELD_ID(struct pack_expert, id),
	FIELD(struct pack_expert, display_name),
	FIELD_END,
};
const struct field pack_type_fields[] = {
	FIELD(struct pack_type, kind),
	FIELD(struct pack_type, minutes),
	FIELD_END,
};

const char *
pack_status_words(const char *status)
{
	static const struct word all[] = {
		{ "queued", WORDS("Next in line") },
		{ "active", WORDS("Running") },
		{ "depleted", WORDS("Used up") },
		{ "expired", WORDS("Ended") },
		{ "refunded", WORDS("Refunded") },
		{ "renewed", WORDS("Renewed") },
		{ NULL, NULL },
	};

	return word_of(all, status);
}

const char *
seat_status_words(const char *status)
{
	static const struct word all[] = {
		{ "reserved", WORDS("Kept during payment") },
		{ "active", WORDS("Active") },
		{ "grace", WORDS("In grace") },
		{ "released", WORDS("Released") },
		{ "waiting", WORDS("Waiting") },
		{ "offered", WORDS("Offered") },
		{ "passed", WORDS("Passed on") },
		{ NULL, NULL },
	};

	return word_of(all, status);
}

const char *
pack_when(struct request *r, struct instant at)
{
	const char *zone = r->session->timezone;

	if (at.us == 0)
		return "";
	return arena_printf(r->arena, tr("%s, %s"),
	    when_day(r->arena, at, zone, r->now),
	    when_clock(r->arena, at, zone));
}

const char *
pack_type_words(struct request *r, const char *kind, int64_t minutes)
{
	return arena_printf(r->arena, tr("%s, %d minutes"),
	    session_kind_words(kind), (int)minutes);
}

const char *
pack_left_words(struct request *r, int64_t remaining, int64_t total)
{
	return arena_printf(
	    r->arena, tr("%d of %d sessions left"), (int)remaining, (int)total);
}
