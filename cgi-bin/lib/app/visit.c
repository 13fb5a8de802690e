#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "gen/lib/auth/session_sql.h"
#include "lib/app/internal.h"
#include "lib/auth/secret.h"
#include "lib/base/log.h"
#include "lib/base/setting.h"
#include "lib/domain/when.h"

static const char bearer[] = "Bearer ";

static const char *
read_zone(struct request *r)
{
	const char *zone = cookie_find(r->arena, r->http->cookie, ZONE_COOKIE);

	return when_zone_is_known(zone) ? zone : "UTC";
}

/* "dark:large:Europe/Lisbon"; what does not fit counts as not chosen. */
static void
read_look(struct request *r, struct visit *v)
{
	static const char *const themes[] = { "auto", "light", "dark",
		"contrast", NULL };
	static const char *const sizes[] = { "normal", "large", "larger",
		NULL };
	char theme[16], size[16], zone[64];
	const char *look = cookie_find(r->arena, r->http->cookie, LOOK_COOKIE);

	r->visitor_zone = r->browser_zone = read_zone(r);
	if (look == NULL ||
	    sscanf(look, "%15[^:]:%15[^:]:%63s", theme, size, zone) != 3)
		return;
	for (size_t i = 0; themes[i] != NULL; i++)
		if (strcmp(theme, themes[i]) == 0)
			v->theme = themes[i];
	for (size_t i = 0; sizes[i] != NULL; i++)
		if (strcmp(size, sizes[i]) == 0)
			v->text_size = sizes[i];
	if (when_zone_is_known(zone))
		r->visitor_zone = arena_strdup(r->arena, zone);
}

void
visit_read(struct request *r, struct visit *v)
{
	const struct http_request *h = r->http;
	const char *token;

	*v = (struct visit){ .token = NULL };
	r->visitor_zone = r->browser_zone = "UTC";
	if ((r->route->flags & ROUTE_RAW) != 0)
		return; /* Authorization is the other system's */
	if (h->authorization != NULL &&
	    strncasecmp(h->authorization, bearer, sizeof(bearer) - 1) == 0) {
		v->token = h->authorization + sizeof(bearer) - 1;
		v->is_bearer = true;
	} else {
		v->token = cookie_find(r->arena, h->cookie, SESSION_COOKIE);
	}
	if (v->token != NULL)
		v->hash = token_hash(r->arena, v->token);
	token = cookie_find(r->arena, h->cookie, VISIT_COOKIE);
	v->anchor = v->token != NULL ? v->token : token;
	read_look(r, v);
}

void
visit_send(struct request *r, const struct visit *v)
{
	if (v->hash == NULL)
		return;
	if (v->is_bearer)
		token_open_send(r->db, v->hash);
	else
		session_open_send(r->db, v->hash);
}

static void
from_cookie(struct request *r, struct session *s)
{
	struct session_open_row row;

	if (!session_open_get(r->db, &row) || row.user_id == 0)
		return;
	*s = (struct session){
		.session_id = row.session_id,
		.user_id = row.user_id,
		.display_name = row.display_name,
		.handle = row.handle,
		.email = row.email,
		.verified = row.verified,
		.suspended = row.suspended,
		.has_second_factor =
		    row.second_factor || setting_on("BELAY_DEMO"),
		.roles = row.roles,
		.nroles = row.nroles,
		.permissions = row.permissions,
		.npermissions = row.npermissions,
		.timezone = row.timezone,
		.language = row.language,
		.theme = row.theme,
		.text_size = row.text_size,
		.shortcuts_off = !row.shortcuts,
		.unread = row.unread.value,
		.sudo_until = row.sudo_until,
		.stale = row.stale,
		.impersonator_id = row.impersonator_id,
		.avatar = row.picture,
		.rotate = row.rotate,
	};
}

static void
from_bearer(struct request *r, struct session *s)
{
	struct token_open_row row;

	if (!token_open_get(r->db, &row) || row.user_id == 0)
		return;
	*s = (struct session){
		.session_id = row.token_id,
		.user_id = row.user_id,
		.display_name = row.display_name,
		.handle = row.handle,
		.email = row.email,
		.verified = row.verified,
		.suspended = row.suspended,
		.has_second_factor = true,
		.roles = row.roles,
		.nroles = row.nroles,
		.permissions = row.permissions,
		.npermissions = row.npermissions,
		.timezone = row.timezone,
		.language = row.language,
		.stale = row.stale,
		.is_token = true,
		.scopes = row.scopes,
		.nscopes = row.nscopes,
	};
}

/* A visitor without a session gets a cookie to bind forms to; not on pages
 * that are kept for everybody. */
static const char *
visit_anchor(struct request *r, const struct visit *v)
{
	const char *token;

	if (v->anchor != NULL)
		return v->anchor;
	if ((r->route->flags & ROUTE_CACHED) != 0 || r->json)
		return NULL;
	token = token_new(r->arena);
	response_cookie(
	    r->out, &(struct cookie){ .name = VISIT_COOKIE, .value = token });
	return token;
}

/* A page's forms are bound to the token that the browser will have then; a form
 * that was sent, or a script's call, still goes by the old one. */
static bool
gets_new_token(const struct request *r, const struct session *s)
{
	return s->rotate && !r->json && !r->http->is_head &&
	       strcmp(r->http->method, "GET") == 0;
}

void
visit_get(struct request *r, const struct visit *v)
{
	struct session *s = arena_alloc(r->arena, 1, sizeof(*s));
	const char *anchor;

	if (v->hash != NULL && v->is_bearer)
		from_bearer(r, s);
	else if (v->hash != NULL)
		from_cookie(r, s);
	if (s->user_id == 0) {
		s->timezone = r->visitor_zone;
		s->theme = v->theme;
		s->text_size = v->text_size;
	}
	r->fresh_token = gets_new_token(r, s) ? token_new(r->arena) : NULL;
	anchor = r->fresh_token != NULL ? r->fresh_token : visit_anchor(r, v);
	if (!s->is_token && anchor != NULL)
		s->csrf = secret_sign(r->arena, "csrf", anchor);
	r->session = s;
}

void
visit_again(struct request *r)
{
	const struct session *was = r->session;

	visit_send(r, r->visit);
	visit_get(r, r->visit);
	if (r->session->user_id != was->user_id)
		log_warn("the session ended between two transactions");
}

/* A page of another site may make the browser send a form, but not with our
 * Origin, and newer browsers say where it comes from. */
static bool
comes_from_here(const struct http_request *h)
{
	const char *site = h->sec_fetch_site, *host;

	if (site != NULL && strcmp(site, "same-origin") != 0 &&
	    strcmp(site, "none") != 0)
		return false;
	if (h->origin == NULL)
		return true;
	host = strstr(h->origin, "://");
	return host != NULL && h->host != NULL &&
	       strcasecmp(host + 3, h->host) == 0;
}

bool
visit_csrf_is_right(
    struct request *r, const struct visit *v, const struct pairs *body)
{
	const struct pair *field = pairs_find(body, "csrf");
	const char *sent = r->http->csrf_header;

	if (v->is_bearer ||
	    (r->route->flags & (ROUTE_NO_CSRF | ROUTE_RAW)) != 0)
		return true;
	if (!comes_from_here(r->http))
		return false;
	if (r->json && v->token == NULL &&
	    (r->route->flags & ROUTE_JSON_NO_CSRF) != 0)
		return true;
	if (sent == NULL && field != NULL)
		sent = arena_strndup(r->arena, field->value, field->len);
	return v->anchor != NULL && secret_verify("csrf", v->anchor, sent);
}

void
visit_renew(struct request *r)
{
	struct session_renew_row row = { .renewed = false };

	if (r->fresh_token == NULL || !db_is_connected(r->db))
		return;
	db_begin(r->db, DB_READ_WRITE);
	session_renew(
	    r->db, r->visit->hash, token_hash(r->arena, r->fresh_token), &row);
	if (db_commit(r->db) && row.renewed)
		response_cookie(
		    r->out, &(struct cookie){ .name = SESSION_COOKIE,
				.value = r->fresh_token,
				.max_age_seconds = SESSION_COOKIE_SECONDS });
}

void
visit_touch(struct request *r)
{
	const struct session *s = r->session;

	if (s == NULL || s->user_id == 0 || !s->stale)
		return;
	db_begin_send(r->db, DB_READ_WRITE);
	if (s->is_token)
		token_touch_send(r->db, s->session_id);
	else
		session_touch_send(r->db, s->session_id, r->http->user_agent,
		    r->http->remote_addr);
	db_commit_send(r->db);
	db_finish(r->db);
}
