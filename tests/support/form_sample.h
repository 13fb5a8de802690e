#ifndef SUPPORT_FORM_SAMPLE_H
#define SUPPORT_FORM_SAMPLE_H

#include "lib/form/form.h"

/* A form with a field of each kind and check, for the tests of forms. */
#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

struct window {
	int64_t day;
	struct minute start, end;
};

static const struct form_field window_fields[] = {
	FORM_FIELD(struct window, day, REQUIRED, 1, 7),
	FORM_FIELD(struct window, start, REQUIRED, 0, 0),
	FORM_FIELD(struct window, end, REQUIRED, 0, 0),
};
static const struct form window_form = FORM(struct window, window_fields);

struct sample {
	int64_t amount, mentor;
	const char *note, *label, *secret, *email, *url, *kind, *slug, *zone,
	    *next;
	bool on, agreed;
	struct date day;
	struct instant at;
	struct minute opens;
	struct maybe_int limit;
	struct upload *file;
	const struct window *weekly;
	size_t nweekly;
	const char **tags;
	size_t ntags;
	const int64_t *ids;
	size_t nids;
};

static const char *const kinds[] = { "mentor", "concierge", NULL };

#define AS(m, must, lo, hi, ...) \
	FORM_FIELD_AS(struct sample, m, must, lo, hi, __VA_ARGS__)

static const struct form_field fields[] = {
	FORM_FIELD(struct sample, amount, OPTIONAL, 20, 500),
	FORM_ID(struct sample, mentor, OPTIONAL),
	FORM_FIELD(struct sample, note, OPTIONAL, 0, 5),
	FORM_FIELD(struct sample, label, OPTIONAL, 2, 5),
	AS(secret, OPTIONAL, 0, 20, .keep_space = true, .no_refill = true),
	AS(email, OPTIONAL, 0, 300, .check = CHECK_EMAIL),
	AS(url, OPTIONAL, 0, 300, .check = CHECK_URL),
	FORM_ONE_OF(struct sample, kind, OPTIONAL, kinds),
	AS(slug, OPTIONAL, 0, 30, .check = CHECK_SLUG),
	AS(zone, OPTIONAL, 0, 60, .check = CHECK_ZONE),
	AS(next, OPTIONAL, 0, 300, .check = CHECK_PATH),
	FORM_FIELD(struct sample, on, OPTIONAL, 0, 0),
	FORM_FIELD(struct sample, agreed, OPTIONAL, 1, 1),
	FORM_FIELD(struct sample, day, OPTIONAL, 0, 0),
	FORM_FIELD(struct sample, at, OPTIONAL, 0, 0),
	FORM_FIELD(struct sample, opens, OPTIONAL, 0, 0),
	FORM_FIELD(struct sample, limit, OPTIONAL, -5, 5),
	FORM_FIELD(struct sample, file, OPTIONAL, 0, 2048),
	FORM_LIST(struct sample, weekly, nweekly, 20, &window_form),
	FORM_TEXTS(struct sample, tags, ntags, 3),
	FORM_IDS(struct sample, ids, nids, 3),
};
static const struct form form = FORM(struct sample, fields);

static struct form_result
parse(struct arena *a, const struct form *f, const char *encoded)
{
	struct form_result result;
	struct pairs pairs;

	pairs_init(&pairs, a);
	assert_int_equal(
	    pairs_from_urlencoded(&pairs, encoded, strlen(encoded)), FORM_FINE);
	form_parse(f, &pairs, a, false, &result);
	return result;
}

/* Exactly one message, for this field, of these words. */
static void
refused(
    struct arena *a, const char *encoded, const char *field, const char *words)
{
	struct form_result result = parse(a, &form, encoded);

	if (result.nmessages != 1 || result.values != NULL ||
	    strcmp(result.messages[0].field, field) != 0 ||
	    strcmp(result.messages[0].text, words) != 0)
		fail_msg("%s: %zu: %s: %s", encoded, result.nmessages,
		    result.nmessages ? result.messages[0].field : "-",
		    result.nmessages ? result.messages[0].text : "-");
}

#endif
