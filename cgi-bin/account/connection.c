#include <string.h>

#include "account/account.h"
#include "account/oidc_provider.h"
#include "gen/account/oidc_sql.h"
#include "lib/domain/when.h"

/* Accounts at providers that a member signs in by. */

struct connection_input {
	const char *provider;
};

static const struct form_field connection_input_fields[] = {
	FORM_FIELD(struct connection_input, provider, REQUIRED, 1, 40),
};
const struct form connection_form =
    FORM(struct connection_input, connection_input_fields);

struct connection {
	const char *name, *label, *email, *since;
	bool connected;
};

static const struct field connection_fields[] = {
	FIELD(struct connection, name),
	FIELD(struct connection, label),
	FIELD(struct connection, email),
	FIELD_ONLY(struct connection, since, ONLY_HTML),
	FIELD(struct connection, connected),
	FIELD_END,
};

struct connections_view {
	struct connection *items;
	size_t nitems;
};

static const struct field connections_fields[] = {
	FIELD_LIST(struct connections_view, items, nitems, connection_fields),
	FIELD_END,
};
struct page connections_page = { .path = "account/connections",
	.fields = connections_fields };

static void
fill_connection(struct request *r, struct connection *c,
    const struct identity_list_row *rows, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (strcmp(rows[i].provider, c->name) != 0)
			continue;
		c->connected = true;
		c->email = rows[i].email;
		c->since = when_day(
		    r->arena, rows[i].linked_at, r->session->timezone, r->now);
	}
}

enum status
connections_show(struct request *r)
{
	struct oidc_provider *all;
	struct connections_view v = { .nitems =
					  oidc_providers(r->arena, &all) };
	size_t n;
	struct identity_list_row *rows = identity_list(r->db, &n);

	v.items = arena_alloc(r->arena, v.nitems, sizeof(*v.items));
	for (size_t i = 0; i < v.nitems; i++) {
		v.items[i].name = all[i].name;
		v.items[i].label = all[i].label;
		fill_connection(r, &v.items[i], rows, n);
	}
	return request_render(r, &connections_page, &v);
}

enum status
connection_remove_post(struct request *r)
{
	const struct connection_input *in = r->form;
	struct ways_in_row left;

	ways_in(r->db, in->provider, 0, &left);
	if (left.n == 0)
		return request_refuse(r, CONFLICT,
		    tr("This is your only way in. Set a password or add a "
		       "passkey first."));
	if (identity_remove(r->db, in->provider) == 0)
		return NOT_FOUND;
	security_changed(
	    r, &(struct security_change){ "identity.remove", "disconnected",
		   "/settings/connections", NULL, 0 });
	request_flash(r, tr("The account is not connected any more."));
	return request_done(r, &(struct outcome){ .status = NO_CONTENT },
	    "/settings/connections");
}
