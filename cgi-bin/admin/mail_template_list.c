#include <dirent.h>
#include <stdlib.h>
#include <string.h>

#include "admin/admin.h"
#include "gen/admin/mail_template_sql.h"
#include "lib/base/log.h"
#include "lib/base/setting.h"

/* /admin/mail/templates: what the mails say; a file each, or an admin's words. */

#define SUFFIX ".subject.mustache"

struct template_item {
	const char *name, *changed;
	bool is_changed;
};

static const struct field template_item_fields[] = {
	FIELD(struct template_item, name),
	FIELD(struct template_item, is_changed),
	FIELD_ONLY(struct template_item, changed, ONLY_HTML),
	FIELD_END,
};

struct template_list_view {
	struct desk desk;
	struct template_item *items;
	size_t nitems;
};

static const struct field template_list_fields[] = {
	DESK_FIELD(struct template_list_view),
	FIELD_LIST(
	    struct template_list_view, items, nitems, template_item_fields),
	FIELD_END,
};
struct page mail_template_list_page = { .path = "admin/mail_template_list",
	.fields = template_list_fields };

static int
is_subject(const struct dirent *e)
{
	size_t len = strlen(e->d_name), end = strlen(SUFFIX);

	return e->d_name[0] != '_' && e->d_name[0] != '.' && len > end &&
	       strcmp(e->d_name + len - end, SUFFIX) == 0;
}

static void
fill_names(struct request *r, struct template_list_view *v)
{
	const char *folder =
	    arena_printf(r->arena, "%s/_mail", setting_text("BELAY_TEMPLATES"));
	struct dirent **files;
	int n = scandir(folder, &files, is_subject, alphasort);

	if (n < 0) {
		log_error("%s can't be read", folder);
		return;
	}
	v->items = arena_alloc(r->arena, (size_t)n, sizeof(*v->items));
	v->nitems = (size_t)n;
	for (int i = 0; i < n; i++) {
		v->items[i].name = arena_strndup(r->arena, files[i]->d_name,
		    strlen(files[i]->d_name) - strlen(SUFFIX));
		free(files[i]);
	}
	free(files);
}

static void
mark_changed(struct request *r, struct template_list_view *v)
{
	size_t n;
	struct mail_template_list_row *rows = mail_template_list(r->db, &n);

	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j < v->nitems; j++) {
			if (strcmp(rows[i].name, v->items[j].name) != 0)
				continue;
			v->items[j].is_changed = true;
			v->items[j].changed = arena_printf(r->arena, "%s, %s",
			    moment(r, rows[i].changed_at),
			    rows[i].changer != NULL ? rows[i].changer : "-");
		}
}

enum status
mail_template_list_show(struct request *r)
{
	struct template_list_view v = { .nitems = 0 };

	fill_names(r, &v);
	mark_changed(r, &v);
	desk_fill(r, &v.desk);
	return request_render(r, &mail_template_list_page, &v);
}
