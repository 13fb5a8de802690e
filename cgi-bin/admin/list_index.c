#include "admin/list.h"
#include "gen/admin/list_sql.h"

struct list_index_view {
	struct desk desk;
	struct list_counts_row *items;
	size_t nitems;
};

static const struct field list_index_fields[] = {
	DESK_FIELD(struct list_index_view),
	FIELD_LIST(struct list_index_view, items, nitems, list_counts_fields),
	FIELD_END,
};
struct page list_index_page = { .path = "admin/list_index",
	.fields = list_index_fields };

enum status
list_index_show(struct request *r)
{
	struct list_index_view v;

	v.items = list_counts(r->db, &v.nitems);
	for (size_t i = 0; i < v.nitems; i++) {
		v.items[i].title = tr(v.items[i].title);
		v.items[i].about = tr(v.items[i].about);
	}
	desk_fill(r, &v.desk);
	return request_render(r, &list_index_page, &v);
}
