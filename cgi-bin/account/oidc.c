#include <json-c/json.h>
#include <string.h>

#include "account/account.h"
#include "account/oidc_provider.h"
#include "gen/account/oidc_sql.h"
#include "lib/auth/bytes.h"
#include "lib/auth/id_token.h"
#include "lib/auth/secret.h"
#include "lib/base/log.h"
#include "lib/base/setting.h"
#include "lib/base/words.h"

/*
 * Signing in, or connecting an account, by OpenID Connect: authorization code
 * with PKCE.  What was begun is sealed in a cookie of the browser that began
 * it, so that the way back needs no database before the provider was asked.
 */
#define OIDC_COOKIE "__Host-oidc"
enum { OIDC_SECONDS = 600 };

struct oidc_input {
	const char *provider, *next, *code, *state, *error, *iss;
};

static const struct form_field oidc_fields[] = {
	FORM_FIELD(struct oidc_input, provider, REQUIRED, 1, 40),
	FORM_FIELD(struct oidc_input, next, OPTIONAL, 0, 2000),
	FORM_FIELD(struct oidc_input, code, OPTIONAL, 0, 4000),
	FORM_FIELD(struct oidc_input, state, OPTIONAL, 0, 200),
	FORM_FIELD(struct oidc_input, error, OPTIONAL, 0, 200),
	FORM_FIELD(struct oidc_input, iss, OPTIONAL, 0, 2000),
};
const struct form oidc_form = FORM(struct oidc_input, oidc_fields);

static const char *
redirect_uri(struct arena *a, const struct oidc_provider *p)
{
	return arena_printf(a, "%s/login/oidc/%s/callback",
	    setting_text("BELAY_PUBLIC_URL"), p->name);
}

/* --- going there ------------------------------------------------------------------ */

/* What was begun. */
struct flow {
	const char *provider, *state, *nonce, *verifier, *next;
	int64_t user_id; /* who connects; 0: signs in */
	int64_t until;   /* seconds since 1970 */
};

/* Found out before it is known who asks. */
struct way_there {
	struct oidc_provider provider;
	const char *address; /* NULL: the provider can't be asked now */
};

void
oidc_begin_before(struct request *r)
{
	const struct oidc_input *in = r->form;
	struct way_there *way = arena_alloc(r->arena, 1, sizeof(*way));

	if (!oidc_provider(r->arena, in->provider, &way->provider))
		return;
	way->address = oidc_authorize_address(r->arena, &way->provider);
	r->prepared = way;
}

static void
put_member(struct buf *b, const char *name, const char *value)
{
	buf_printf(b, "%c\"%s\":\"", b->len == 0 ? '{' : ',', name);
	buf_put_json(b, value, strlen(value));
	buf_putc(b, '"');
}

static void
keep_flow(struct request *r, const struct flow *f)
{
	struct buf b;

	buf_init(&b, r->arena, 512);
	put_member(&b, "provider", f->provider);
	put_member(&b, "state", f->state);
	put_member(&b, "nonce", f->nonce);
	put_member(&b, "verifier", f->verifier);
	put_member(&b, "next", f->next != NULL ? f->next : "");
	buf_printf(&b, ",\"user_id\":%lld,\"until\":%lld}",
	    (long long)f->user_id, (long long)f->until);
	request_cookie(r, &(struct cookie){ .name = OIDC_COOKIE,
			      .value = secret_seal(r->arena, b.data),
			      .max_age_seconds = OIDC_SECONDS });
}

static enum status
send_there(struct request *r, const struct way_there *way, const struct flow *f)
{
	const struct oidc_provider *p = &way->provider;
	struct buf url;

	buf_init(&url, r->arena, 1024);
	buf_puts(&url, way->address);
	buf_put_query(&url, "response_type", "code");
	buf_put_query(&url, "scope", "openid email profile");
	buf_put_query(&url, "client_id", p->client_id);
	buf_put_query(&url, "redirect_uri", redirect_uri(r->arena, p));
	buf_put_query(&url, "state", f->state);
	buf_put_query(&url, "nonce", f->nonce);
	buf_put_query(&url, "code_challenge",
	    base64_from_hex(r->arena, token_hash(r->arena, f->verifier)));
	buf_put_query(&url, "code_challenge_method", "S256");
	keep_flow(r, f);
	return request_redirect(r, "%s", url.data);
}

static enum status
begin(struct request *r, int64_t user_id)
{
	const struct oidc_input *in = r->form;
	const struct way_there *way = r->prepared;
	struct flow f = { .user_id = user_id };

	if (way == NULL)
		return NOT_FOUND;
	if (way->address == NULL)
		return request_refuse(r, UNAVAILABLE,
		    arena_printf(r->arena,
			tr("%s does not answer just now. Try again soon, or "
			   "sign in another way."),
			way->provider.label));
	f.provider = way->provider.name;
	f.state = token_new(r->arena);
	f.nonce = token_new(r->arena);
	f.verifier = token_new(r->arena);
	f.next =
	    in->next != NULL && http_is_local_path(in->next) ? in->next : NULL;
	f.until = r->now.us / 1000000 + OIDC_SECONDS;
	return send_there(r, way, &f);
}

enum status
oidc_begin_show(struct request *r)
{
	return begin(r, 0);
}

enum status
oidc_connect_show(struct request *r)
{
	return begin(r, r->session->user_id);
}

/* --- coming back -------------------------------------------------------------------- */

struct way_back {
	struct oidc_provider provider;
	struct flow flow;
	struct id_token token;
	const char *why; /* for the log, when it did not work */
};

static const char *
text_of(struct arena *a, struct json_object *object, const char *name)
{
	struct json_object *value;

	return json_object_object_get_ex(object, name, &value)
		   ? arena_strdup(a, json_object_get_string(value))
		   : "";
}

static int64_t
number_of(struct json_object *object, const char *name)
{
	struct json_object *value;

	return json_object_object_get_ex(object, name, &value)
		   ? json_object_get_int64(value)
		   : 0;
}

static bool
read_flow(struct request *r, struct flow *f)
{
	const char *cookie =
	    cookie_find(r->arena, r->http->cookie, OIDC_COOKIE);
	const char *text =
	    cookie != NULL ? secret_open(r->arena, cookie) : NULL;
	struct json_object *o;

	if (text == NULL)
		return false;
	o = json_tokener_parse(text);
	*f = (struct flow){ .provider = text_of(r->arena, o, "provider"),
		.state = text_of(r->arena, o, "state"),
		.nonce = text_of(r->arena, o, "nonce"),
		.verifier = text_of(r->arena, o, "verifier"),
		.next = text_of(r->arena, o, "next"),
		.user_id = number_of(o, "user_id"),
		.until = number_of(o, "until") };
	json_object_put(o);
	if (!http_is_local_path(f->next))
		f->next = NULL;
	return f->until > r->now.us / 1000000;
}

/* Keys may be new since they were last asked for. */
static const char *
check_token(struct request *r, struct way_back *way, const char *token)
{
	struct id_token_asked asked = { .issuer = way->provider.issuer,
		.client_id = way->provider.client_id,
		.nonce = way->flow.nonce,
		.now = r->now };
	enum id_token_result result = ID_TOKEN_UNKNOWN_KEY;
	const char *why = "its keys can't be asked for";

	for (int i = 0; i < 2 && result == ID_TOKEN_UNKNOWN_KEY; i++) {
		asked.keys = oidc_keys(r->arena, &way->provider, i != 0);
		if (asked.keys != NULL)
			result = id_token_verify(
			    r->arena, token, &asked, &way->token, &why);
	}
	return result == ID_TOKEN_FINE ? NULL : why;
}

static const char *
ask(struct request *r, struct way_back *way)
{
	const struct oidc_input *in = r->form;
	const char *token;

	if (!oidc_provider(r->arena, in->provider, &way->provider))
		return "no such provider";
	if (!read_flow(r, &way->flow))
		return "nothing was begun here, or too long ago";
	if (in->state == NULL || strcmp(in->state, way->flow.state) != 0 ||
	    strcmp(way->provider.name, way->flow.provider) != 0)
		return "another state";
	if (in->iss != NULL && *in->iss != '\0' &&
	    strcmp(in->iss, way->provider.issuer) != 0)
		return "by another issuer";
	if (in->error != NULL && *in->error != '\0')
		return arena_printf(r->arena, "%.100s", in->error);
	if (in->code == NULL || *in->code == '\0')
		return "no code";
	token = oidc_exchange(r->arena, &way->provider,
	    &(struct oidc_code){ in->code, way->flow.verifier,
		redirect_uri(r->arena, &way->provider) });
	return token == NULL ? "no token for the code"
			     : check_token(r, way, token);
}

void
oidc_callback_before(struct request *r)
{
	struct way_back *way = arena_alloc(r->arena, 1, sizeof(*way));

	way->why = ask(r, way);
	r->prepared = way;
}

/* A page of words, {provider} in them named. */
static enum status
say(struct request *r, const struct way_back *way, const char *sentence)
{
	bool connects = way->flow.user_id != 0;

	return message_render(
	    r, &(struct message_view){ .heading = tr("That did not work"),
		   .words = words_with(
		       r->arena, sentence, "provider", way->provider.label),
		   .link = connects ? "/settings/connections" : "/login",
		   .link_words =
		       connects ? tr("Connected accounts") : tr("Sign in") });
}

static enum status
connect_them(struct request *r, const struct way_back *way)
{
	struct identity_connect_row row;

	if (r->session->user_id != way->flow.user_id || r->session->is_token)
		return say(r, way,
		    tr("Somebody else is signed in here by now. Begin again."));
	identity_connect(r->db, way->provider.name, way->token.subject,
	    way->token.email, &row);
	if (!row.connected)
		return say(r, way,
		    tr("This account at {provider} is another member's, or you have "
		       "connected one there already."));
	security_changed(
	    r, &(struct security_change){ "identity.add", "connected",
		   "/settings/connections", NULL, 0 });
	request_flash(r, arena_printf(r->arena, tr("%s is connected."),
			     way->provider.label));
	return request_redirect(r, "/settings/connections");
}

/* The name people get until they choose: theirs there, else their address's. */
static const char *
first_name(struct arena *a, const struct id_token *token)
{
	const char *name = token->name;
	size_t len;

	if (name == NULL || *name == '\0')
		return arena_strndup(
		    a, token->email, strcspn(token->email, "@"));
	for (len = strlen(name); len > 80;)
		do
			len--;
		while (len > 0 && (name[len] & 0xc0) == 0x80);
	return arena_strndup(a, name, len);
}

static enum status
sign_up(struct request *r, const struct way_back *way)
{
	const struct id_token *token = &way->token;
	struct identity_sign_up_row row;

	if (token->email == NULL || !token->email_verified ||
	    strlen(token->email) > 254 || strchr(token->email, '@') == NULL)
		return say(r, way,
		    tr("{provider} has not confirmed an e-mail address of yours. Sign "
		       "up with your address, then connect the account."));
	if (!sign_up_is_open(r))
		return sign_up_closed(r);
	identity_sign_up(r->db, way->provider.name, token->subject,
	    token->email, first_name(r->arena, token), r->visitor_zone, &row);
	if (row.made == 0)
		return say(r, way,
		    tr("Your address has an account here. Sign in to it the "
		       "way you know, then connect {provider} in the settings."));
	return sign_in_finish(r,
	    &(struct sign_in){ .user_id = row.made, .next = way->flow.next });
}

static enum status
sign_in_by(struct request *r, const struct way_back *way)
{
	const char *next = way->flow.next;
	struct login_identity_row person;

	login_identity(r->db, way->provider.name, way->token.subject, &person);
	if (person.user_id == 0)
		return sign_up(r, way);
	if (strcmp(person.status, "banned") == 0)
		return request_refuse(r, FORBIDDEN,
		    tr("This account is closed. The mail you got says why and "
		       "how to appeal."));
	if (person.second_factor &&
	    !second_factor_is_excused(r, person.user_id))
		return ask_second_factor(r, person.user_id, next);
	return sign_in_finish(
	    r, &(struct sign_in){ .user_id = person.user_id, .next = next });
}

enum status
oidc_callback_show(struct request *r)
{
	const struct way_back *way = r->prepared;

	if (way->provider.name == NULL)
		return NOT_FOUND;
	request_cookie(
	    r, &(struct cookie){
		   .name = OIDC_COOKIE, .value = "", .max_age_seconds = -1 });
	if (way->why != NULL) {
		log_info("oidc: %s: %s", way->provider.name, way->why);
		return say(r, way,
		    tr("Signing in by {provider} was not finished. Try again, or sign "
		       "in another way."));
	}
	return way->flow.user_id != 0 ? connect_them(r, way)
				      : sign_in_by(r, way);
}
