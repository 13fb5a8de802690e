#include <stdlib.h>
#include <string.h>

#include "account/account.h"
#include "gen/account/referral_sql.h"

/* "CODE.SECONDS" of the cookie that a short link left (billing/referral.c): who
 * signs up or in had followed it. */
void
referral_take(struct request *r, int64_t user_id)
{
	const char *value =
	    cookie_find(r->arena, r->http->cookie, REFERRAL_COOKIE);
	const char *dot = value != NULL ? strchr(value, '.') : NULL;
	struct instant at;

	if (dot == NULL || dot - value > 40)
		return;
	at.us = strtoll(dot + 1, NULL, 10);
	if (at.us <= 0 || at.us > r->now.us / 1000000)
		return;
	at.us *= 1000000;
	referral_claim(r->db, user_id,
	    arena_strndup(r->arena, value, (size_t)(dot - value)), at);
}
