#include <string.h>

#include "admin/admin.h"
#include "gen/admin/mail_sql.h"

/* /admin/mail/suppressions: addresses that are not written to. */

struct suppression_item {
	const char *address, *reason, *reason_words, *since;
	struct instant created_at;
};

static const struct field suppression_item_fields[] = {
	FIELD(struct suppression_item, address),
	FIELD(struct suppression_item, reason),
	FIELD(struct suppression_item, created_at),
	FIELD_ONLY(struct suppression_item, reason_words, ONLY_HTML),
	FIELD_ONLY(struct suppression_item, since, ONLY_HTML),
	FIELD_END,
};

struct suppression_view {
	struct desk desk;
	struct suppression_item *items;
	size_t nitems;
};

static const struct field suppression_fields[] = {
	DESK_FIELD(struct suppression_view),
	FIELD_LIST(
	    struct suppression_view, items, nitems, suppression_item_fields),
	FIELD_END,
};

struct suppression_input {
	const char *address;
};

static const struct form_field suppression_input_fields[] = {
	FORM_FIELD_AS(struct suppression_input, address, REQUIRED, 3, 254,
	    .check = CHECK_EMAIL),
};
const struct form suppression_form =
    FORM(struct suppression_input, suppression_input_fields);
struct page suppression_page = { .path = "admin/suppression_list",
	.fields = suppression_fields,
	.form = &suppression_form };

static const char *
reason_words(const char *reason)
{
	if (strcmp(reason, "bounce") == 0)
		return tr("The address does not exist");
	if (strcmp(reason, "complaint") == 0)
		return tr("Marked as spam");
	return tr("By an admin");
}

enum status
suppression_show(struct request *r)
{
	struct suppression_view v;
	struct suppression_list_row *rows = suppression_list(r->db, &v.nitems);

	v.items = arena_alloc(r->arena, v.nitems, sizeof(*v.items));
	for (size_t i = 0; i < v.nitems; i++)
		v.items[i] = (struct suppression_item){
			.address = rows[i].address,
			.reason = rows[i].reason,
			.reason_words = reason_words(rows[i].reason),
			.created_at = rows[i].created_at,
			.since = moment(r, rows[i].created_at),
		};
	desk_fill(r, &v.desk);
	return request_render(r, &suppression_page, &v);
}

static enum status
suppression_done(struct request *r, const char *action, const char *words)
{
	const struct suppression_input *in = r->form;

	request_audit(
	    r, &(struct deed){ action, "mail", 0,
		   json_of(r->arena, TEXTS("address", in->address)) });
	request_flash(r, words);
	return request_done(r, &(struct outcome){ .status = NO_CONTENT },
	    "/admin/mail/suppressions");
}

enum status
suppression_add_post(struct request *r)
{
	const struct suppression_input *in = r->form;

	suppression_add(r->db, in->address);
	return suppression_done(
	    r, "mail.suppress", tr("This address gets no mail any more."));
}

enum status
suppression_remove_post(struct request *r)
{
	const struct suppression_input *in = r->form;

	if (suppression_remove(r->db, in->address) == 0)
		return NOT_FOUND;
	return suppression_done(
	    r, "mail.unsuppress", tr("This address gets mail again."));
}
