#include <string.h>

#include "account/account.h"
#include "gen/account/token_sql.h"
#include "lib/auth/secret.h"
#include "lib/domain/when.h"

/* Personal access tokens: for programs, in place of a browser's cookie. */

enum { DEFAULT_DAYS = 90, MOST_SCOPES = 20 };

/* One pair per program that answers JSON. */
static const char *const scope_names[] = { "account:read", "account:write",
	"booking:read", "booking:write", "inbox:read", "inbox:write",
	"safety:read", "safety:write", "admin:read", "admin:write", NULL };

struct token_add_input {
	const char *name;
	const char **scopes;
	size_t nscopes;
	struct maybe_int days;
};

static const struct form_field token_add_fields[] = {
	FORM_FIELD(struct token_add_input, name, REQUIRED, 1, 60),
	FORM_TEXTS(struct token_add_input, scopes, nscopes, MOST_SCOPES),
	FORM_FIELD(struct token_add_input, days, OPTIONAL, 1, 366),
};
const struct form token_add_form =
    FORM(struct token_add_input, token_add_fields);

struct token_item {
	int64_t id;
	const char *name;
	const char **scopes;
	size_t nscopes;
	struct instant created_at, expires_at;
	const char *used, *expires;
	const char *token; /* only in the answer that made it */
};

static const struct field token_item_fields[] = {
	FIELD_ID(struct token_item, id),
	FIELD(struct token_item, name),
	FIELD_TEXTS(struct token_item, scopes, nscopes),
	FIELD(struct token_item, created_at),
	FIELD(struct token_item, expires_at),
	FIELD(struct token_item, token),
	FIELD_ONLY(struct token_item, used, ONLY_HTML),
	FIELD_ONLY(struct token_item, expires, ONLY_HTML),
	FIELD_END,
};

struct token_list_view {
	struct token_item *items;
	size_t nitems;
	const char *made; /* shown once */
	struct choice *scopes;
	size_t nscopes;
};

static const struct field token_list_view_fields[] = {
	FIELD_LIST(struct token_list_view, items, nitems, token_item_fields),
	FIELD_ONLY(struct token_list_view, made, ONLY_HTML),
	FIELD_LIST_ONLY(
	    struct token_list_view, scopes, nscopes, choice_fields, ONLY_HTML),
	FIELD_END,
};
struct page token_list_page = { .path = "account/token_list",
	.fields = token_list_view_fields,
	.form = &token_add_form };

static enum status
show_list(struct request *r, const char *made)
{
	struct token_list_view view = { .made = made };
	struct access_token_list_row *rows =
	    access_token_list(r->db, &view.nitems);

	view.items = arena_alloc(r->arena, view.nitems, sizeof(*view.items));
	for (size_t i = 0; i < view.nitems; i++)
		view.items[i] = (struct token_item){
			.id = rows[i].id,
			.name = rows[i].name,
			.scopes = rows[i].scopes,
			.nscopes = rows[i].nscopes,
			.created_at = rows[i].created_at,
			.expires_at = rows[i].expires_at,
			.expires = when_day(r->arena, rows[i].expires_at,
			    r->session->timezone, r->now),
			.used = rows[i].last_used_at.us == 0
				    ? NULL
				    : when_ago(r->arena, rows[i].last_used_at,
					  r->now),
		};
	view.scopes =
	    choices_make(r->arena, scope_names, NULL, NULL, &view.nscopes);
	/* the last two: nothing there is for others */
	if (!session_has_role(r->session, "admin") &&
	    !session_has_role(r->session, "moderator"))
		view.nscopes -= 2;
	if (r->status != OK)
		pick_ticked(r, "scopes", view.scopes, view.nscopes);
	return request_render(r, &token_list_page, &view);
}

enum status
token_list_show(struct request *r)
{
	return show_list(r, NULL);
}

static bool
is_known_scope(const char *scope)
{
	for (size_t i = 0; scope_names[i] != NULL; i++)
		if (strcmp(scope_names[i], scope) == 0)
			return true;
	return false;
}

static const char *
scopes_json(struct arena *a, const struct token_add_input *in)
{
	struct buf b;

	buf_init(&b, a, 256);
	buf_putc(&b, '[');
	for (size_t i = 0; i < in->nscopes; i++)
		buf_printf(&b, "%s\"%s\"", i == 0 ? "" : ",", in->scopes[i]);
	buf_putc(&b, ']');
	return b.data;
}

enum status
token_add_post(struct request *r)
{
	const struct token_add_input *in = r->form;
	const char *token =
	    arena_printf(r->arena, "belay_%s", token_new(r->arena));
	struct access_token_add_row row;
	struct token_item item;

	if (in->nscopes == 0)
		return request_invalid(
		    r, "scopes", tr("Choose what the token may reach."));
	for (size_t i = 0; i < in->nscopes; i++)
		if (!is_known_scope(in->scopes[i]))
			return request_invalid(
			    r, "scopes", tr("Choose one of the list."));
	access_token_add(r->db, in->name, token_hash(r->arena, token),
	    scopes_json(r->arena, in),
	    in->days.set ? in->days.value : DEFAULT_DAYS, &row);
	request_audit(
	    r, &(struct deed){ "token.add", "access_token", row.id, NULL });
	if (!r->json)
		return show_list(r, token);
	item = (struct token_item){ .id = row.id,
		.name = row.name,
		.scopes = row.scopes,
		.nscopes = row.nscopes,
		.created_at = row.created_at,
		.expires_at = row.expires_at,
		.token = token };
	return request_json(r, CREATED, token_item_fields, &item);
}

enum status
token_revoke_post(struct request *r)
{
	const struct device_input *in = r->form;

	if (access_token_revoke(r->db, in->id) == 0)
		return NOT_FOUND;
	request_audit(
	    r, &(struct deed){ "token.revoke", "access_token", in->id, NULL });
	request_flash(r, tr("The token no longer works."));
	return request_done(
	    r, &(struct outcome){ .status = NO_CONTENT }, "/tokens");
}
