#include <string.h>
#include <strings.h>

#include "lib/app/internal.h"
#include "lib/base/log.h"
#include "lib/job/job.h"

/* "booking:read" in a token's scopes, by the program's name. */
static bool
token_reaches(const struct request *r)
{
	const struct session *s = r->session;
	const char *need = arena_printf(r->arena, "%s:%s", r->area,
	    strcmp(r->http->method, "GET") == 0 ? "read" : "write");

	for (size_t i = 0; i < s->nscopes; i++)
		if (strcmp(s->scopes[i], need) == 0)
			return true;
	return false;
}

/* The page of ours that a form was sent from; NULL: not known. */
static const char *
sent_from(const struct request *r)
{
	const char *from = http_header(r->http, "Referer"), *host;
	size_t len;

	if (from == NULL || r->http->host == NULL ||
	    (host = strstr(from, "://")) == NULL)
		return NULL;
	host += 3;
	len = strlen(r->http->host);
	if (strncasecmp(host, r->http->host, len) != 0 ||
	    !http_is_local_path(host + len))
		return NULL;
	return host + len;
}

static enum status
to_sign_in(struct request *r, const char *page)
{
	const char *back =
	    strcmp(r->http->method, "GET") == 0 ? r->http->uri : sent_from(r);
	struct buf next;

	if (r->json || r->http->is_api)
		return request_refuse(r, UNAUTHORIZED, tr("Sign in first."));
	buf_init(&next, r->arena, 256);
	if (back == NULL)
		back = "/dashboard";
	buf_put_url(&next, back, strlen(back));
	return request_redirect(r, "%s?next=%s", page, next.data);
}

static enum status
check_signed_out(struct request *r)
{
	if (r->session->user_id == 0 || r->json)
		return OK;
	return request_redirect(r, "/dashboard");
}

static enum status
check_member(struct request *r)
{
	const struct session *s = r->session;

	if (s->user_id == 0)
		return to_sign_in(r, "/login");
	if (s->suspended && (r->route->flags & ROUTE_SUSPENDED) == 0)
		return request_refuse(r, FORBIDDEN,
		    tr("Your account is suspended. The mail you got says why "
		       "and how to appeal."));
	if (s->is_token && !token_reaches(r))
		return request_refuse(
		    r, FORBIDDEN, tr("This token does not reach here."));
	if (r->route->access != MEMBER && !s->verified)
		return request_refuse(r, FORBIDDEN,
		    tr("Verify your e-mail address first: the link is in your "
		       "mail."));
	return OK;
}

static enum status
check_staff(struct request *r)
{
	if (r->session->has_second_factor)
		return OK;
	if (r->json)
		return request_refuse(
		    r, FORBIDDEN, tr("These pages need a second factor."));
	return request_redirect(r, "/settings/security?need=second_factor");
}

/* Behind ROUTE_SUDO too: a token that could do these would be worth as much as
 * its owner. */
static bool
needs_person(const struct request *r)
{
	return (r->route->flags & (ROUTE_IN_PERSON | ROUTE_SUDO)) != 0;
}

static enum status
check_sudo(struct request *r)
{
	if (r->session->sudo_until.us >= r->now.us)
		return OK;
	if (r->json)
		return request_refuse(
		    r, FORBIDDEN, tr("Give your password again first."));
	return to_sign_in(r, "/login/confirm");
}

/* Reading is all that an admin acting as another may do: no writes, by whatever
 * method, and nothing that asks for the member's own password. */
static bool
is_out_of_reach(const struct request *r)
{
	unsigned flags = r->route->flags;

	return r->session->impersonator_id != 0 &&
	       (flags & ROUTE_IMPERSONATED) == 0 &&
	       (strcmp(r->http->method, "GET") != 0 ||
		   (flags & (ROUTE_WRITES | ROUTE_SUDO)) != 0);
}

enum status
access_check(struct request *r)
{
	const struct route *route = r->route;
	enum status status;

	if (route->access == NOBODY)
		return request_refuse(r, FORBIDDEN, tr("Nobody may."));
	if (is_out_of_reach(r))
		return request_refuse(r, FORBIDDEN,
		    tr("You are acting as someone else: look, but don't "
		       "touch."));
	if (route->access == PUBLIC)
		return OK;
	if (route->access == SIGNED_OUT)
		return check_signed_out(r);
	if ((status = check_member(r)) != OK)
		return status;
	if (route->permission != NULL &&
	    !session_may(r->session, route->permission))
		return request_refuse(
		    r, FORBIDDEN, tr("Your roles do not open this."));
	if (route->access == STAFF && (status = check_staff(r)) != OK)
		return status;
	if (needs_person(r) && r->session->is_token)
		return request_refuse(
		    r, FORBIDDEN, tr("This needs you, not a token."));
	return (route->flags & ROUTE_SUDO) != 0 ? check_sudo(r) : OK;
}

bool
access_is_logged(struct request *r)
{
	const struct route *route = r->route;
	const bool writes = strcmp(r->http->method, "GET") != 0 ||
			    (route->flags & ROUTE_WRITES) != 0;

	if (route->access != STAFF || !writes || db_error(r->db) != NULL ||
	    audit_is_written(r->db))
		return true;
	log_error("%s %s left no row in the audit log: undone", route->method,
	    route->path);
	return false;
}
