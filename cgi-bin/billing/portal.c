#include <string.h>

#include "billing/provider.h"
#include "billing/subscription.h"
#include "lib/base/setting.h"
#include "lib/domain/payment_provider.h"

enum { GIVE_UP_SECONDS = 60, LOOK_SECONDS = 2 };

struct portal_input {
	int64_t id;
};

static const struct form_field portal_fields[] = {
	FORM_ID(struct portal_input, id, REQUIRED),
};
const struct form portal_form = FORM(struct portal_input, portal_fields);

struct portal_view {
	const char *status, *url;
	bool is_waiting, has_failed;
};

static const struct field portal_view_fields[] = {
	FIELD_ONLY(struct portal_view, status, ONLY_JSON),
	FIELD(struct portal_view, url),
	FIELD_ONLY(struct portal_view, is_waiting, ONLY_HTML),
	FIELD_ONLY(struct portal_view, has_failed, ONLY_HTML),
	FIELD_END,
};
struct page portal_page = { .path = "billing/portal",
	.fields = portal_view_fields };

struct portal_answer {
	const char *url;
};

static const struct field portal_answer_fields[] = {
	FIELD(struct portal_answer, url),
	FIELD_END,
};

/* The provider's page for who has an account there, by way of one that waits for
 * its address; else our own. */
enum status
portal_post(struct request *r)
{
	const char *site = setting_text("BELAY_PUBLIC_URL");
	const char *path = "/account/billing";
	struct portal_open_row made = { .id = 0 };
	struct portal_answer a;

	if (payment_provider_is_configured("stripe") &&
	    !portal_open(r->db, site, &made))
		return CONFLICT;
	if (made.id != 0)
		path = arena_printf(
		    r->arena, "/billing/portal/%lld", (long long)made.id);
	a.url = arena_printf(r->arena, "%s%s", site, path);
	return request_done(
	    r, &(struct outcome){ OK, portal_answer_fields, &a }, "%s", path);
}

enum status
portal_show(struct request *r)
{
	const struct portal_input *in = r->form;
	struct portal_find_row row;
	struct portal_view v = { .url = NULL };

	if (!portal_find(r->db, in->id, &row))
		return NOT_FOUND;
	v.status = row.status;
	v.url = row.url;
	v.has_failed =
	    strcmp(row.status, "failed") == 0 ||
	    (row.url == NULL && r->now.us - row.created_at.us >
				    (int64_t)GIVE_UP_SECONDS * 1000000);
	v.is_waiting = row.url == NULL && !v.has_failed;
	if (row.url != NULL)
		provider_go(r, row.url);
	else if (v.is_waiting)
		request_header(r, "Refresh",
		    arena_printf(r->arena, "%d", (int)LOOK_SECONDS));
	return request_render(r, &portal_page, &v);
}
