#include <ctype.h>
#include <json-c/json.h>
#include <sodium.h>
#include <string.h>
#include <time.h>

#include "account/oidc_provider.h"
#include "lib/base/buf.h"
#include "lib/base/log.h"
#include "lib/net/net.h"

enum {
	MOST_PROVIDERS = 16,
	KEEP_SECONDS = 3600,
	FAILED_SECONDS = 30,
	AGAIN_SECONDS = 10,
	TIMEOUT_MS = 5000,
	ANSWER_MAX = 256 * 1024
};

const struct setting oidc_settings[] = {
	{ "OIDC_*_ISSUER", SETTING_URL, NULL, false,
	    "An OpenID Connect provider to sign in with, such as "
	    "https://accounts.google.com; * is your name for it." },
	{ "OIDC_*_CLIENT_ID", SETTING_TEXT, NULL, false,
	    "What that provider knows this site by; its redirect address is "
	    "BELAY_PUBLIC_URL/login/oidc/NAME/callback, NAME in small letters." },
	{ "OIDC_*_CLIENT_SECRET", SETTING_TEXT, NULL, true,
	    "The password to that; without one the client is a public one." },
	{ NULL, SETTING_TEXT, NULL, false, NULL },
};

/* --- which there are ------------------------------------------------------------ */

static const char *
setting_of(struct arena *a, const char *part, const char *what)
{
	return setting_text(arena_printf(a, "OIDC_%s_%s", part, what));
}

static bool
is_reachable(const char *url)
{
	return strncmp(url, "https://", 8) == 0 ||
	       strncmp(url, "http://127.0.0.1:", 17) == 0 ||
	       strncmp(url, "http://localhost:", 17) == 0;
}

/* GOOGLE as "google" and "Google". */
static bool
read_provider(struct arena *a, const char *part, struct oidc_provider *p)
{
	char *name = arena_strdup(a, part), *label;

	for (char *s = name; *s != '\0'; s++)
		*s = (char)tolower((unsigned char)*s);
	label = arena_strdup(a, name);
	*label = (char)toupper((unsigned char)*label);
	*p = (struct oidc_provider){ name, label, setting_of(a, part, "ISSUER"),
		setting_of(a, part, "CLIENT_ID"),
		setting_of(a, part, "CLIENT_SECRET") };
	return p->issuer != NULL && p->client_id != NULL &&
	       is_reachable(p->issuer);
}

size_t
oidc_providers(struct arena *a, struct oidc_provider **all)
{
	const char *part;
	size_t i, n = 0;

	*all = arena_alloc(a, MOST_PROVIDERS, sizeof(**all));
	for (i = 0; n < MOST_PROVIDERS &&
		    (part = setting_part("OIDC_*_ISSUER", i)) != NULL;
	     i++)
		if (read_provider(a, part, &(*all)[n]))
			n++;
	return n;
}

bool
oidc_provider(struct arena *a, const char *name, struct oidc_provider *p)
{
	struct oidc_provider *all;
	size_t i, n = oidc_providers(a, &all);

	for (i = 0; i < n; i++)
		if (strcmp(all[i].name, name) == 0) {
			*p = all[i];
			return true;
		}
	return false;
}

/* --- what they publish ------------------------------------------------------------- */

/* Kept by a process for its life, one row per provider. */
struct published {
	char *issuer, *authorize, *token, *keys_address, *keys;
	bool posts_secret; /* the only way it takes the client's password */
	int64_t document_at, failed_at, keys_at,
	    again_at; /* seconds; 0: never */
};

static struct {
	struct published rows[MOST_PROVIDERS];
	size_t n;
} state;

static int64_t
seconds_now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec + 1;
}

static struct published *
row_of(const struct oidc_provider *p)
{
	for (size_t i = 0; i < state.n; i++)
		if (strcmp(state.rows[i].issuer, p->issuer) == 0)
			return &state.rows[i];
	if (state.n == MOST_PROVIDERS)
		log_fatal("oidc: more than %d providers", MOST_PROVIDERS);
	if ((state.rows[state.n].issuer = strdup(p->issuer)) == NULL)
		log_fatal("oidc: out of memory");
	return &state.rows[state.n++];
}

static void
replace(char **kept, const char *text)
{
	free(*kept);
	if ((*kept = strdup(text)) == NULL)
		log_fatal("oidc: out of memory");
}

static bool
fetch(struct arena *a, const char *url, struct net_answer *answer)
{
	const struct net_header headers[] = { { "Accept", "application/json" },
		{ NULL, NULL } };
	struct net_call call = { .method = "GET",
		.url = url,
		.headers = headers,
		.timeout_ms = TIMEOUT_MS,
		.answer_max = ANSWER_MAX };

	if (net_fetch(a, &call, answer) && answer->status == 200)
		return true;
	log_warn("oidc: %s: %s", url,
	    answer->status == 0 ? answer->error : "no 200");
	return false;
}

static const char *
text_of(struct json_object *object, const char *name)
{
	struct json_object *value;

	return json_object_object_get_ex(object, name, &value) &&
		       json_object_is_type(value, json_type_string)
		   ? json_object_get_string(value)
		   : "";
}

/* By what is said, or by what it means when nothing is. */
static bool
takes_only_posted(struct json_object *document)
{
	struct json_object *list;
	bool posts = false;
	size_t i, n;

	if (!json_object_object_get_ex(
		document, "token_endpoint_auth_methods_supported", &list) ||
	    !json_object_is_type(list, json_type_array))
		return false;
	n = json_object_array_length(list);
	for (i = 0; i < n; i++) {
		const char *way =
		    json_object_get_string(json_object_array_get_idx(list, i));

		if (way != NULL && strcmp(way, "client_secret_basic") == 0)
			return false;
		if (way != NULL && strcmp(way, "client_secret_post") == 0)
			posts = true;
	}
	return posts;
}

static bool
take_document(
    struct published *row, const struct oidc_provider *p, const char *text)
{
	struct json_object *document = json_tokener_parse(text);
	const char *authorize = text_of(document, "authorization_endpoint"),
		   *token = text_of(document, "token_endpoint"),
		   *keys = text_of(document, "jwks_uri");
	bool fine = json_object_is_type(document, json_type_object) &&
		    strcmp(text_of(document, "issuer"), p->issuer) == 0 &&
		    is_reachable(authorize) && is_reachable(token) &&
		    is_reachable(keys);

	if (fine) {
		replace(&row->authorize, authorize);
		replace(&row->token, token);
		replace(&row->keys_address, keys);
		row->posts_secret = takes_only_posted(document);
		row->document_at = seconds_now();
	} else {
		log_warn(
		    "oidc: %s publishes no document of its own", p->issuer);
	}
	json_object_put(document);
	return fine;
}

static struct published *
discover(struct arena *a, const struct oidc_provider *p)
{
	struct published *row = row_of(p);
	int64_t now = seconds_now();
	struct net_answer answer;
	size_t len = strlen(p->issuer);

	if (row->document_at != 0 && now - row->document_at < KEEP_SECONDS)
		return row;
	if (row->failed_at != 0 && now - row->failed_at < FAILED_SECONDS)
		return row->document_at != 0 ? row : NULL;
	while (len > 0 && p->issuer[len - 1] == '/')
		len--;
	if (fetch(a,
		arena_printf(a, "%.*s/.well-known/openid-configuration",
		    (int)len, p->issuer),
		&answer) &&
	    take_document(row, p, answer.body.data)) {
		row->failed_at = 0;
		return row;
	}
	row->failed_at = now;
	return row->document_at != 0 ? row : NULL;
}

const char *
oidc_authorize_address(struct arena *a, const struct oidc_provider *p)
{
	const struct published *row = discover(a, p);

	return row != NULL ? row->authorize : NULL;
}

const char *
oidc_keys(struct arena *a, const struct oidc_provider *p, bool again)
{
	struct published *row = discover(a, p);
	int64_t now = seconds_now();
	struct net_answer answer;

	if (row == NULL)
		return NULL;
	if (row->keys != NULL && !again && now - row->keys_at < KEEP_SECONDS)
		return row->keys;
	if (again && row->again_at != 0 && now - row->again_at < AGAIN_SECONDS)
		return row->keys;
	if (again)
		row->again_at = now;
	if (fetch(a, row->keys_address, &answer)) {
		replace(&row->keys, answer.body.data);
		row->keys_at = now;
	}
	return row->keys;
}

/* --- a code for a token ---------------------------------------------------------------- */

static void
put_field(struct buf *b, const char *name, const char *value)
{
	buf_printf(b, "%s%s=", b->len == 0 ? "" : "&", name);
	buf_put_url(b, value, strlen(value));
}

/* RFC 6749, 2.3.1: both halves are form-encoded first. */
static const char *
basic_words(struct arena *a, const struct oidc_provider *p)
{
	struct buf pair;
	size_t size;
	char *text;

	buf_init(&pair, a, 256);
	buf_put_url(&pair, p->client_id, strlen(p->client_id));
	buf_putc(&pair, ':');
	buf_put_url(&pair, p->client_secret, strlen(p->client_secret));
	size =
	    sodium_base64_encoded_len(pair.len, sodium_base64_VARIANT_ORIGINAL);
	text = arena_alloc(a, 1, size);
	sodium_bin2base64(text, size, (const unsigned char *)pair.data,
	    pair.len, sodium_base64_VARIANT_ORIGINAL);
	return arena_printf(a, "Basic %s", text);
}

static const char *
token_of(struct arena *a, const char *text)
{
	struct json_object *answer = json_tokener_parse(text);
	const char *token = json_object_is_type(answer, json_type_object)
				? arena_strdup(a, text_of(answer, "id_token"))
				: "";

	json_object_put(answer);
	return *token != '\0' ? token : NULL;
}

const char *
oidc_exchange(struct arena *a, const struct oidc_provider *p,
    const struct oidc_code *code)
{
	const struct published *row = discover(a, p);
	bool basic =
	    p->client_secret != NULL && row != NULL && !row->posts_secret;
	struct net_header headers[] = { { "Content-Type",
					    "application/x-www-form-"
					    "urlencoded" },
		{ "Accept", "application/json" },
		{ basic ? "Authorization" : NULL,
		    basic ? basic_words(a, p) : NULL },
		{ NULL, NULL } };
	struct net_call call = { .method = "POST",
		.headers = headers,
		.timeout_ms = TIMEOUT_MS,
		.answer_max = ANSWER_MAX };
	struct net_answer answer;
	struct buf body;

	if (row == NULL)
		return NULL;
	buf_init(&body, a, 1024);
	put_field(&body, "grant_type", "authorization_code");
	put_field(&body, "code", code->code);
	put_field(&body, "redirect_uri", code->redirect_uri);
	put_field(&body, "code_verifier", code->verifier);
	if (!basic)
		put_field(&body, "client_id", p->client_id);
	if (!basic && p->client_secret != NULL)
		put_field(&body, "client_secret", p->client_secret);
	call.url = row->token;
	call.body = body.data;
	call.body_len = body.len;
	if (net_fetch(a, &call, &answer) && answer.status == 200)
		return token_of(a, answer.body.data);
	log_warn("oidc: %s gives no token: %s", p->issuer,
	    answer.status == 0 ? answer.error : "refused");
	return NULL;
}
