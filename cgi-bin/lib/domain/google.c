#include <json-c/json.h>
#include <sodium.h>
#include <string.h>

#include "lib/domain/google.h"

const struct setting google_settings[] = {
	{ "GOOGLE_CLIENT_ID", SETTING_TEXT, NULL, false,
	    "OAuth client of the site at Google, for experts' calendars; its "
	    "redirect address is /calendar/google/callback below "
	    "BELAY_PUBLIC_URL." },
	{ "GOOGLE_CLIENT_SECRET", SETTING_TEXT, NULL, true,
	    "Secret of that client." },
	{ "GOOGLE_BASE_URL", SETTING_URL, NULL, false,
	    "Another server in place of Google's; for tests." },
	{ "GOOGLE_OAUTH_BASE_URL", SETTING_URL, NULL, false,
	    "Another server for the consent and tokens only; for tests." },
	{ NULL, SETTING_TEXT, NULL, false, NULL },
};

#define EVENTS_SCOPE "https://www.googleapis.com/auth/calendar.events"
#define SCOPES       EVENTS_SCOPE " https://www.googleapis.com/auth/calendar.readonly"

bool
google_is_configured(void)
{
	return setting_text("GOOGLE_CLIENT_ID") != NULL &&
	       setting_text("GOOGLE_CLIENT_SECRET") != NULL;
}

/* --- addresses ---------------------------------------------------------------- */

static const char *
joined(struct arena *a, const char *base, const char *path)
{
	size_t len = strlen(base);

	while (len > 0 && base[len - 1] == '/')
		len--;
	return arena_printf(a, "%.*s%s", (int)len, base, path);
}

/* At the server that stands in for Google's, or at the usual one. */
static const char *
oauth_url(struct arena *a, const char *usual, const char *path)
{
	const char *base = setting_text("GOOGLE_OAUTH_BASE_URL");

	if (base == NULL)
		base = setting_text("GOOGLE_BASE_URL");
	return joined(a, base != NULL ? base : usual, path);
}

const char *
google_token_url(struct arena *a)
{
	return oauth_url(a, "https://oauth2.googleapis.com", "/token");
}

const char *
google_revoke_url(struct arena *a)
{
	return oauth_url(a, "https://oauth2.googleapis.com", "/revoke");
}

static const char *
consent_address(struct arena *a)
{
	return oauth_url(a, "https://accounts.google.com", "/o/oauth2/v2/auth");
}

const char *
google_consent_origin(struct arena *a)
{
	const char *url = consent_address(a);
	const char *host = strstr(url, "://") + 3;

	return arena_strndup(
	    a, url, (size_t)(host - url) + strcspn(host, "/?#"));
}

const char *
google_api_url(struct arena *a, const char *path)
{
	const char *base = setting_text("GOOGLE_BASE_URL");

	return joined(a, base != NULL ? base : "https://www.googleapis.com",
	    arena_printf(a, "/calendar/v3%s", path));
}

/* --- consent -------------------------------------------------------------------- */

static void
put(struct buf *b, const char *name, const char *value)
{
	buf_printf(b, "%s%s=", b->len == 0 ? "" : "&", name);
	buf_put_url(b, value, strlen(value));
}

static void
put_redirect(struct buf *b)
{
	put(b, "redirect_uri",
	    joined(b->arena, setting_text("BELAY_PUBLIC_URL"),
		"/calendar/google/callback"));
}

static void
put_client(struct buf *b)
{
	put(b, "client_id", setting_text("GOOGLE_CLIENT_ID"));
}

static const char *
challenge(struct arena *a, const char *verifier)
{
	unsigned char digest[crypto_hash_sha256_BYTES];
	const int form = sodium_base64_VARIANT_URLSAFE_NO_PADDING;
	size_t size = sodium_base64_encoded_len(sizeof(digest), form);
	char *text = arena_alloc(a, size, 1);

	crypto_hash_sha256(
	    digest, (const unsigned char *)verifier, strlen(verifier));
	return sodium_bin2base64(text, size, digest, sizeof(digest), form);
}

/* prompt=consent: only a fresh consent gives a refresh token. */
const char *
google_consent_url(struct arena *a, const char *state, const char *verifier)
{
	struct buf b;

	buf_init(&b, a, 1024);
	put(&b, "response_type", "code");
	put_client(&b);
	put_redirect(&b);
	put(&b, "scope", SCOPES);
	put(&b, "access_type", "offline");
	put(&b, "prompt", "consent");
	put(&b, "state", state);
	put(&b, "code_challenge", challenge(a, verifier));
	put(&b, "code_challenge_method", "S256");
	return arena_printf(a, "%s?%s", consent_address(a), b.data);
}

const char *
google_code_body(struct arena *a, const char *code, const char *verifier)
{
	struct buf b;

	buf_init(&b, a, 1024);
	put(&b, "grant_type", "authorization_code");
	put(&b, "code", code);
	put(&b, "code_verifier", verifier);
	put_redirect(&b);
	put_client(&b);
	put(&b, "client_secret", setting_text("GOOGLE_CLIENT_SECRET"));
	return b.data;
}

const char *
google_refresh_body(struct arena *a, const char *refresh_token)
{
	struct buf b;

	buf_init(&b, a, 1024);
	put(&b, "grant_type", "refresh_token");
	put(&b, "refresh_token", refresh_token);
	put_client(&b);
	put(&b, "client_secret", setting_text("GOOGLE_CLIENT_SECRET"));
	return b.data;
}
