#include "gen/journeys/marketplace_sql.h"
#include "journeys/journeys.h"

struct marketplace_view {
	struct marketplace_category_list_row *categories;
	size_t ncategories;
};

static const struct field marketplace_fields[] = {
	FIELD_LIST(struct marketplace_view, categories, ncategories,
	    marketplace_category_list_fields),
	FIELD_END,
};
struct page marketplace_page = { .path = "journeys/marketplace",
	.fields = marketplace_fields };

enum status
marketplace_show(struct request *r)
{
	struct marketplace_view view = { 0 };

	view.categories = marketplace_category_list(r->db, &view.ncategories);
	return request_render(r, &marketplace_page, &view);
}
