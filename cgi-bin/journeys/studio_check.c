#include <json-c/json.h>
#include <string.h>

#include "gen/journeys/studio_publish_sql.h"
#include "journeys/studio_look.h"
#include "journeys/studio_publish.h"
#include "lib/base/words.h"
#include "lib/journey/problem.h"
#include "lib/journey/version.h"

/* What stands in the way of publishing, each with the way to where it is mended:
 * lib/journey's static check of the parts, the guard of states 4.8, the colours. */
const struct field check_item_fields[] = {
	FIELD(struct check_item, text),
	FIELD(struct check_item, href),
	FIELD_ONLY(struct check_item, place, ONLY_HTML),
	FIELD(struct check_item, stops),
	FIELD_END,
};

static const struct word lacks[] = {
	{ "description",
	    WORDS("Describe the journey: members read it first.") },
	{ "category", WORDS("Choose a category, so that it is found.") },
	{ "price", WORDS("Switch a tier on; its price may be 0.") },
	{ "field", WORDS("Add a section with a field.") },
	{ NULL, NULL },
};

static void
add(struct checks *c, struct check_item item)
{
	c->items[c->n++] = item;
	c->stop = c->stop || item.stops;
}

static void
add_problem(struct request *r, const struct studio *s, struct checks *c,
    const struct problem *p)
{
	struct check_item item = {
		.text = p->text, .href = s->base, .stops = p->stops
	};

	if (p->section != NULL && p->field != NULL)
		item.href = field_href(r, s->id, p->section, p->field);
	else if (p->section != NULL)
		item.href = arena_printf(
		    r->arena, "%s/edit", section_href(r, s->id, p->section));
	item.place = p->field != NULL     ? arena_printf(r->arena, "%s, %s",
						p->section, p->field)
		     : p->section != NULL ? p->section
					  : tr("The journey");
	add(c, item);
}

void
studio_checks(struct request *r, const struct studio *s, int64_t version_id,
    struct checks *c)
{
	size_t nlacks, nproblems = 0;
	struct studio_lack_list_row *rows =
	    studio_lack_list(r->db, s->id, &nlacks);
	const struct definition *d =
	    version_definition(r->db, r->arena, version_id);
	struct problem *problems =
	    d == NULL ? NULL : definition_problems(r->arena, d, &nproblems);

	*c = (struct checks){ .items = arena_alloc(r->arena,
				  nlacks + nproblems + 2, sizeof(*c->items)) };
	for (size_t i = 0; i < nlacks; i++)
		add(c,
		    (struct check_item){ word_of(lacks, rows[i].word),
			arena_printf(r->arena, "%s%s%s", s->base,
			    *rows[i].place == '\0' ? "" : "/", rows[i].place),
			tr("The journey"), true });
	if (d == NULL)
		add(c, (struct check_item){ tr("The draft can't be read."),
			   s->base, tr("The journey"), true });
	if (theme_problem(r, s->row.theme) != NULL)
		add(c, (struct check_item){ theme_problem(r, s->row.theme),
			   arena_printf(r->arena, "%s/look", s->base),
			   tr("Look"), true });
	for (size_t i = 0; i < nproblems; i++)
		add_problem(r, s, c, &problems[i]);
}
