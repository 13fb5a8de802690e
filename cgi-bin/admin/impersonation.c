#include "admin/admin.h"
#include "gen/admin/impersonation_sql.h"
#include "gen/admin/person_act_sql.h"
#include "lib/auth/secret.h"

/*
 * Looking at the site as a member: another session of that member in the same
 * browser, read-only and short.  The admin's own token waits in a second cookie,
 * under the same protection as the first.
 */
enum { ACTING_SECONDS = 30 * 60, SESSION_SECONDS = 12 * 3600 };

struct impersonation_view {
	struct desk desk;
	int64_t id;
	const char *name, *email;
};

static const struct field impersonation_fields[] = {
	DESK_FIELD(struct impersonation_view),
	FIELD_ID(struct impersonation_view, id),
	FIELD(struct impersonation_view, name),
	FIELD(struct impersonation_view, email),
	FIELD_END,
};
struct page impersonation_page = { .path = "admin/impersonation",
	.fields = impersonation_fields,
	.form = &reason_form };

enum status
impersonation_show(struct request *r)
{
	struct impersonation_view v = { .id = typed_id(r, "id") };
	struct person_brief_row row;

	if (!person_brief(r->db, v.id, &row))
		return NOT_FOUND;
	v.name = row.display_name;
	v.email = row.email;
	desk_fill(r, &v.desk);
	request_fill(r, &reason_form, NULL);
	return request_render(r, &impersonation_page, &v);
}

/* Set a cookie that ends with the sign-in, or delete it (value ""). */
static void
set_cookie(struct request *r, const char *name, const char *value)
{
	request_cookie(
	    r, &(struct cookie){ .name = name,
		   .value = value,
		   .max_age_seconds = *value != '\0' ? SESSION_SECONDS : -1 });
}

enum status
impersonation_post(struct request *r)
{
	const struct reason_input *in = r->form;
	const char *token = token_new(r->arena);
	const char *own =
	    cookie_find(r->arena, r->http->cookie, SESSION_COOKIE);

	if (own == NULL || r->session->is_token)
		return request_refuse(r, FORBIDDEN,
		    tr("This needs a browser that is signed in."));
	impersonation_begin(r->db, in->id, token_hash(r->arena, token),
	    r->http->user_agent, r->http->remote_addr, in->reason);
	request_audit(r, &(struct deed){ "impersonation.begin", "user", in->id,
			     json_of(r->arena, TEXTS("reason", in->reason)) });
	set_cookie(r, OWN_COOKIE, own);
	request_cookie(r, &(struct cookie){ .name = SESSION_COOKIE,
			      .value = token,
			      .max_age_seconds = ACTING_SECONDS });
	return request_done(
	    r, &(struct outcome){ .status = NO_CONTENT }, "/dashboard");
}

/* Also after the half hour is over, when nobody is signed in any more. */
enum status
impersonation_stop_post(struct request *r)
{
	const char *acting =
	    cookie_find(r->arena, r->http->cookie, SESSION_COOKIE);
	const char *own = cookie_find(r->arena, r->http->cookie, OWN_COOKIE);
	struct impersonation_end_row ended = { .id = 0 };

	if (r->session->user_id != 0 && r->session->impersonator_id == 0)
		return request_refuse(
		    r, CONFLICT, tr("You are not acting as somebody else."));
	if (r->session->impersonator_id != 0 && acting != NULL) {
		request_audit(r, &(struct deed){ "impersonation.end", "user",
				     r->session->user_id, NULL });
		impersonation_end(r->db, token_hash(r->arena, acting), &ended);
	}
	set_cookie(r, SESSION_COOKIE, own != NULL ? own : "");
	set_cookie(r, OWN_COOKIE, "");
	if (ended.id == 0)
		return request_done(
		    r, &(struct outcome){ .status = NO_CONTENT }, "/admin");
	return request_done(r, &(struct outcome){ .status = NO_CONTENT },
	    "/admin/people/%lld", (long long)ended.id);
}
