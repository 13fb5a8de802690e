#include <json-c/json.h>
#include <string.h>

#include "gen/journeys/studio_exchange_sql.h"
#include "journeys/studio_exchange.h"
#include "lib/journey/reading.h"
#include "lib/journey/version.h"

/* /creator/journeys/:id/export: the same document that can be imported again. */
static struct json_object *
parse(struct request *r, const char *json)
{
	return json_kept(r->arena, json_tokener_parse(json));
}

static struct rule_list
list_of(struct request *r, const char *json)
{
	struct json_object *o = parse(r, json);
	struct rule_list list = { NULL, json_object_array_length(o) };

	list.items = arena_alloc(r->arena, list.n + 1, sizeof(*list.items));
	for (size_t i = 0; i < list.n; i++)
		list.items[i] =
		    json_object_get_string(json_object_array_get_idx(o, i));
	return list;
}

static const char *
member(struct json_object *o, const char *name)
{
	struct json_object *m = NULL;

	return json_object_object_get_ex(o, name, &m)
		   ? json_object_get_string(m)
		   : NULL;
}

const struct buf *
studio_document(
    struct request *r, int64_t id, const char **slug, const char **title)
{
	struct studio_export_find_row row;
	const struct definition *d;
	struct definition whole;
	struct json_object *theme;
	struct buf *b = arena_alloc(r->arena, 1, sizeof(*b));

	if (!studio_export_find(r->db, id, &row))
		return NULL;
	d = version_definition(r->db, r->arena, row.version_id);
	if (d == NULL)
		return NULL;
	theme = parse(r, row.theme);
	whole = *d;
	whole.about = (struct journey_about){
		.name = row.title,
		.description = row.description,
		.icon = row.icon,
		.categories = list_of(r, row.categories),
		.tags = list_of(r, row.tags),
		.estimated_minutes = row.estimate_minutes.value,
		.primary = member(theme, "primary"),
		.secondary = member(theme, "secondary"),
		.accent = member(theme, "accent"),
		.font = member(theme, "font"),
	};
	buf_init(b, r->arena, 16 * 1024);
	definition_put(b, &whole);
	*slug = row.slug;
	*title = row.title;
	return b;
}

enum status
studio_export(struct request *r)
{
	const char *slug, *title;
	const struct buf *b =
	    studio_document(r, typed_id(r, "id"), &slug, &title);

	if (b == NULL)
		return NOT_FOUND;
	return request_text(
	    r, "application/json", arena_printf(r->arena, "%s.json", slug), b);
}
