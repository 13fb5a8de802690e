#include <sodium.h>
#include <string.h>
#include <time.h>

#include "worker/provider.h"

enum { MOST_HEADERS = 5, TOKEN_BYTES = 4096, EARLY_SECONDS = 60 };

/* Of this process, for the hours that it lasts. */
static struct {
	char token[TOKEN_BYTES];
	time_t until;
} access;

/* --- the token -------------------------------------------------------------------- */

static const char *
basic(struct arena *a)
{
	const char *pair =
	    arena_printf(a, "%s:%s", setting_text("PAYPAL_CLIENT_ID"),
		setting_text("PAYPAL_CLIENT_SECRET"));
	const int form = sodium_base64_VARIANT_ORIGINAL;
	size_t size = sodium_base64_encoded_len(strlen(pair), form);
	char *text = arena_alloc(a, size, 1);

	sodium_bin2base64(
	    text, size, (const unsigned char *)pair, strlen(pair), form);
	return arena_printf(a, "Basic %s", text);
}

static bool
keep_token(const struct net_answer *answer)
{
	struct json_object *said = json_tokener_parse(answer->body.data);
	struct json_object *token, *lasts;
	bool is_one = json_object_object_get_ex(said, "access_token", &token) &&
		      json_object_object_get_ex(said, "expires_in", &lasts) &&
		      json_object_get_string_len(token) < TOKEN_BYTES;

	if (is_one) {
		memcpy(access.token, json_object_get_string(token),
		    (size_t)json_object_get_string_len(token) + 1);
		access.until = time(NULL) +
			       (time_t)json_object_get_int64(lasts) -
			       EARLY_SECONDS;
	}
	json_object_put(said);
	return is_one;
}

/* False: the answer says why there is none. */
static bool
have_token(struct arena *a, struct net_answer *answer)
{
	static const char body[] = "grant_type=client_credentials";
	const struct net_header headers[] = {
		{ "Authorization", basic(a) },
		{ "Content-Type", "application/x-www-form-urlencoded" },
		{ NULL, NULL },
	};

	if (time(NULL) < access.until)
		return true;
	if (!net_fetch(a,
		&(struct net_call){ .method = "POST",
		    .url = arena_printf(a, "%s/v1/oauth2/token",
			payment_provider_url(a, "paypal")),
		    .headers = headers,
		    .body = body,
		    .body_len = strlen(body),
		    .timeout_ms = PROVIDER_TIMEOUT_MS },
		answer) ||
	    answer->status != 200)
		return false;
	if (keep_token(answer))
		return true;
	*answer = (struct net_answer){ .error = "no token in the answer" };
	return false;
}

/* --- the API ---------------------------------------------------------------------- */

static void
put_headers(
    struct net_header *h, struct arena *a, const struct provider_question *q)
{
	*h++ = (struct net_header){ "Authorization",
		arena_printf(a, "Bearer %s", access.token) };
	*h++ = (struct net_header){ "Prefer", "return=representation" };
	if (q->key != NULL)
		*h++ = (struct net_header){ "PayPal-Request-Id", q->key };
	if (q->body != NULL)
		*h = (struct net_header){ "Content-Type", "application/json" };
}

static void
fetch(struct arena *a, const struct provider_question *q,
    struct net_answer *answer)
{
	struct net_header headers[MOST_HEADERS] = { { NULL, NULL } };
	const char *body =
	    q->body != NULL ? json_object_to_json_string(q->body) : NULL;

	put_headers(headers, a, q);
	net_fetch(a,
	    &(struct net_call){ .method = q->method,
		.url = arena_printf(
		    a, "%s%s", payment_provider_url(a, "paypal"), q->resource),
		.headers = headers,
		.body = body,
		.body_len = body != NULL ? strlen(body) : 0,
		.timeout_ms = PROVIDER_TIMEOUT_MS },
	    answer);
}

/* A token may end early: once more with a fresh one. */
static void
paypal_ask(struct arena *a, const struct provider_question *q,
    struct net_answer *answer)
{
	if (!have_token(a, answer))
		return;
	fetch(a, q, answer);
	if (answer->status != 401)
		return;
	access.until = 0;
	if (have_token(a, answer))
		fetch(a, q, answer);
}

const struct provider paypal_provider = { "paypal", paypal_ask };
