#include <string.h>
#include <strings.h>

#include "billing/affiliate.h"
#include "gen/billing/affiliate_sql.h"
#include "lib/auth/secret.h"

/* /r/:code: a short link.  It counts a person once a day, remembers who is not
 * signed in by a cookie, and leads to a page of ours, whatever it says. */

enum { KEEP_SECONDS = 30 * 24 * 3600 };

struct referral_input {
	const char *code;
};

static const struct form_field referral_fields[] = {
	FORM_FIELD(struct referral_input, code, REQUIRED, 1, 40),
};
const struct form referral_form = FORM(struct referral_input, referral_fields);

/* What fetches links without anybody having followed them. */
static bool
is_robot(const struct http_request *h)
{
	static const char *const marks[] = { "bot", "crawl", "spider", "slurp",
		"preview", "facebookexternalhit", "whatsapp", "telegram",
		"curl", "wget", "python", "go-http", "java/", "headless",
		"lighthouse", "monitor", "scan", "fetch", NULL };
	const char *purpose = http_header(h, "Sec-Purpose");

	if (purpose == NULL)
		purpose = http_header(h, "Purpose");
	if (h->is_head || h->user_agent == NULL ||
	    (purpose != NULL && strstr(purpose, "prefetch") != NULL))
		return true;
	for (size_t i = 0; marks[i] != NULL; i++)
		if (strcasestr(h->user_agent, marks[i]) != NULL)
			return true;
	return false;
}

/* One browser on one day; nobody can tell whose, or that it is the same
 * tomorrow. */
static const char *
visitor_of(struct request *r)
{
	int64_t day = r->now.us / ((int64_t)24 * 3600 * 1000000);

	if (is_robot(r->http))
		return NULL;
	if (r->session->user_id != 0)
		return secret_sign(r->arena, "click",
		    arena_printf(r->arena, "%lld user %lld", (long long)day,
			(long long)r->session->user_id));
	return secret_sign(r->arena, "click",
	    arena_printf(r->arena, "%lld %s %s", (long long)day,
		r->http->remote_addr, r->http->user_agent));
}

enum status
referral_show(struct request *r)
{
	const struct referral_input *in = r->form;
	struct referral_click_row row;

	if (!referral_click(r->db, in->code, visitor_of(r), &row) ||
	    row.location == NULL)
		return NOT_FOUND;
	if (row.counts && r->session->user_id == 0)
		request_cookie(
		    r, &(struct cookie){ .name = REFERRAL_COOKIE,
			   .value = arena_printf(r->arena, "%s.%lld", in->code,
			       (long long)(r->now.us / 1000000)),
			   .max_age_seconds = KEEP_SECONDS });
	request_header(r, "X-Robots-Tag", "noindex");
	return request_redirect(r, "%s", row.location);
}
