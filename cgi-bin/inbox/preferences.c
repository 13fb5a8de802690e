#include <string.h>

#include "gen/inbox/preferences_sql.h"
#include "inbox/inbox.h"
#include "lib/base/words.h"
#include "lib/view/parts.h"

enum { MOST_TYPES = 200, MOST_AREAS = 20, MINUTES_A_DAY = 24 * 60 };

static const char *const digests[] = { "none", "daily", "weekly", NULL };

struct preferences_input {
	const char *const *email;
	size_t nemail;
	struct minute quiet_from, quiet_to;
	const char *digest;
	bool email_marketing;
};

static const struct form_field preferences_form_fields[] = {
	FORM_TEXTS(struct preferences_input, email, nemail, MOST_TYPES),
	FORM_FIELD(struct preferences_input, quiet_from, OPTIONAL, 0, 0),
	FORM_FIELD(struct preferences_input, quiet_to, OPTIONAL, 0, 0),
	FORM_ONE_OF(struct preferences_input, digest, REQUIRED, digests),
	FORM_FIELD(struct preferences_input, email_marketing, OPTIONAL, 0, 1),
};
const struct form preferences_form =
    FORM(struct preferences_input, preferences_form_fields);

/* --- the view -------------------------------------------------------------------- */

struct area_view {
	const char *title;
	struct preference_types_row *types;
	size_t ntypes;
};

static const struct field area_fields[] = {
	FIELD(struct area_view, title),
	FIELD_LIST(struct area_view, types, ntypes, preference_types_fields),
	FIELD_END,
};

struct preferences_view {
	const char **email; /* the names of types that are on */
	size_t nemail;
	struct preference_types_row *types;
	size_t ntypes;
	struct area_view *areas;
	size_t nareas;
	struct minute quiet_from, quiet_to;
	const char *digest;
	bool email_marketing;
	struct choice *digests;
	size_t ndigests;
};

static const struct field preferences_fields[] = {
	{ .name = "email",
	    .kind = KIND_TEXTS,
	    .offset = offsetof(struct preferences_view, email),
	    .item_size = sizeof(const char *),
	    .count_offset = offsetof(struct preferences_view, nemail),
	    .only = ONLY_JSON },
	FIELD_LIST_ONLY(struct preferences_view, types, ntypes,
	    preference_types_fields, ONLY_JSON),
	FIELD_LIST_ONLY(
	    struct preferences_view, areas, nareas, area_fields, ONLY_HTML),
	FIELD_ONLY(struct preferences_view, quiet_from, ONLY_JSON),
	FIELD_ONLY(struct preferences_view, quiet_to, ONLY_JSON),
	FIELD_ONLY(struct preferences_view, digest, ONLY_JSON),
	FIELD_ONLY(struct preferences_view, email_marketing, ONLY_JSON),
	FIELD_LIST_ONLY(struct preferences_view, digests, ndigests,
	    choice_fields, ONLY_HTML),
	FIELD_END,
};
struct page preferences_page = { .path = "inbox/preferences",
	.fields = preferences_fields,
	.form = &preferences_form };

static const struct word areas[] = {
	{ "account", WORDS("Your account") },
	{ "booking", WORDS("Sessions") },
	{ "house", WORDS("The platform") },
	{ "journeys", WORDS("Journeys") },
	{ "money", WORDS("Payments") },
	{ "packs", WORDS("Packs and seats") },
	{ "reviews", WORDS("Reviews") },
	{ "safety", WORDS("Safety") },
	{ NULL, NULL },
};

/* Types come sorted by area. */
static void
fill_areas(struct request *r, struct preferences_view *v)
{
	struct area_view *a = NULL;
	struct preference_types_row *t = v->types;

	v->areas = arena_alloc(r->arena, MOST_AREAS, sizeof(*v->areas));
	v->email = arena_alloc(r->arena, v->ntypes + 1, sizeof(*v->email));
	for (; t < v->types + v->ntypes; t++) {
		if (t->wanted)
			v->email[v->nemail++] = t->name;
		t->title = tr(t->title);
		if (a == NULL || strcmp(a->types->area, t->area) != 0) {
			a = &v->areas[v->nareas++];
			a->title = word_of(areas, t->area);
			a->types = t;
		}
		a->ntypes++;
	}
}

/* What was ticked when the rest of the form was refused. */
static void
keep_ticks(struct preferences_view *v, const struct preferences_input *in)
{
	struct preference_types_row *t = v->types;

	for (; t < v->types + v->ntypes; t++) {
		t->wanted = t->required;
		for (size_t i = 0; i < in->nemail; i++)
			if (strcmp(in->email[i], t->name) == 0)
				t->wanted = true;
	}
}

void
preferences_read(struct request *r)
{
	preference_find_send(r->db);
	preference_types_send(r->db);
}

enum status
preferences_show(struct request *r)
{
	const char *const labels[] = { tr("One by one"),
		tr("Together, every morning"), tr("Together, on Sundays") };
	const struct preferences_input *typed =
	    r->status != OK ? r->form : NULL;
	struct preferences_view v = { .digest = NULL };
	struct preferences_input now;
	struct preference_find_row row;

	if (!preference_find_get(r->db, &row))
		return NOT_FOUND;
	v.types = preference_types_get(r->db, &v.ntypes);
	if (typed != NULL)
		keep_ticks(&v, typed);
	fill_areas(r, &v);
	v.quiet_from = row.quiet_from;
	v.quiet_to = row.quiet_to;
	v.digest = typed != NULL ? typed->digest : row.digest;
	v.email_marketing = row.email_marketing;
	v.digests =
	    choices_make(r->arena, digests, labels, v.digest, &v.ndigests);
	now = (struct preferences_input){ .quiet_from = row.quiet_from,
		.quiet_to = row.quiet_to,
		.digest = row.digest,
		.email_marketing = row.email_marketing };
	request_fill(r, &preferences_form, &now);
	return request_render(r, &preferences_page, &v);
}

enum status
preferences_refused(struct request *r)
{
	preferences_read(r);
	return preferences_show(r);
}

/* --- saving ------------------------------------------------------------------------- */

static enum status
refuse_hours(struct request *r, const struct preferences_input *in)
{
	if (in->quiet_from.set && !in->quiet_to.set)
		return request_invalid(
		    r, "quiet_to", tr("Say when the quiet hours end."));
	if (in->quiet_to.set && !in->quiet_from.set)
		return request_invalid(
		    r, "quiet_from", tr("Say when the quiet hours begin."));
	if (in->quiet_from.set &&
	    in->quiet_from.of_day == in->quiet_to.of_day % MINUTES_A_DAY)
		return request_invalid(
		    r, "quiet_to", tr("Choose another end than the begin."));
	return OK;
}

static const char *
names_json(struct request *r, const struct preferences_input *in)
{
	struct buf b;

	buf_init(&b, r->arena, 512);
	buf_putc(&b, '[');
	for (size_t i = 0; i < in->nemail; i++) {
		buf_puts(&b, i == 0 ? "\"" : ",\"");
		buf_put_json(&b, in->email[i], strlen(in->email[i]));
		buf_putc(&b, '"');
	}
	buf_putc(&b, ']');
	return b.data;
}

/* The whole of the preferences: in a form, a box that is not ticked is off. */
enum status
preferences_save(struct request *r)
{
	const struct preferences_input *in = r->form;
	struct minute from = in->quiet_from, to = in->quiet_to;
	enum status status = refuse_hours(r, in);

	if (status != OK)
		return status;
	if (r->json && !form_has(&preferences_form, &r->parsed, "email"))
		return request_invalid(r, "email", tr("This is needed."));
	from.of_day %= MINUTES_A_DAY; /* 24:00 is a midnight */
	to.of_day %= MINUTES_A_DAY;
	preference_save(r->db, from, to, in->digest, in->email_marketing);
	preference_types_clear(r->db);
	preference_types_save(r->db, names_json(r, in));
	request_flash(r, tr("Saved."));
	return request_done(r, &(struct outcome){ .status = NO_CONTENT },
	    "/notifications/preferences");
}
