#include <string.h>

#include "lib/base/words.h"
#include "lib/journey/entry_type.h"
#include "lib/journey/host.h"
#include "lib/journey/phone.h"
#include "lib/journey/text.h"

enum {
	LOCAL_MOST = 64,
	EMAIL_MOST = 254,
	URL_MOST = 2048,
	PORT_MOST = 65535,
	TYPED_MOST = 40
};

/* The part before @ is ASCII. */
static bool
local_fits(const char *s, size_t len)
{
	static const char allowed[] = "abcdefghijklmnopqrstuvwxyz"
				      "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				      "0123456789.!#$%&'*+/=?^_`{|}~-";
	size_t i;

	if (len == 0 || len > LOCAL_MOST || s[0] == '.' || s[len - 1] == '.')
		return false;
	for (i = 0; i < len; i++)
		if (strchr(allowed, s[i]) == NULL ||
		    (s[i] == '.' && s[i + 1] == '.'))
			return false;
	return true;
}

/* The address as machines write it; NULL when it is none. */
static const char *
email_canonical(struct arena *a, const char *text)
{
	const char *at = strrchr(text, '@'), *host, *whole;

	if (at == NULL || !local_fits(text, (size_t)(at - text)) ||
	    (host = host_canonical(a, at + 1)) == NULL)
		return NULL;
	whole = arena_printf(a, "%.*s@%s", (int)(at - text), text, host);
	return strlen(whole) <= EMAIL_MOST ? whole : NULL;
}

static const char *
take_email(struct entry_at *at, struct json_object **stored)
{
	const char *text = NULL, *error, *canonical;

	error = entry_take_text(at, entry_string(at->value), false, &text);
	if (error != NULL)
		return error;
	canonical = email_canonical(at->arena, text);
	*stored =
	    entry_new_string(at->arena, canonical != NULL ? canonical : text);
	return NULL;
}

static bool
is_of_any(const char *host, const struct rule_list *list)
{
	size_t i;

	for (i = 0; i < list->n; i++)
		if (host_is_of(host, list->items[i]))
			return true;
	return false;
}

static const char *
check_email(struct entry_at *at)
{
	const struct field_rules *r = at->rules;
	const char *text = entry_string(at->value), *canonical, *host;

	if (text == NULL)
		return words("Enter text.");
	if (text_length(text) > EMAIL_MOST)
		return entry_too_long(at, EMAIL_MOST, text_length(text));
	if (at->stage == ENTRY_DRAFT)
		return NULL;
	canonical = email_canonical(at->arena, text);
	if (canonical == NULL)
		return words(
		    "Enter an e-mail address such as name@example.org.");
	host = strrchr(canonical, '@') + 1;
	if ((r->allow_domains.n > 0 && !is_of_any(host, &r->allow_domains)) ||
	    is_of_any(host, &r->deny_domains))
		return words("Addresses of this domain are not taken here.");
	return NULL;
}

const struct entry_type email_entry = { take_email, check_email, NULL,
	entry_show_string, NULL };

struct url {
	const char *scheme, *host, *port, *rest; /* port: "" or ":8080" */
};

static bool
port_fits(const char *s)
{
	size_t digits = strspn(s, "0123456789");

	return digits > 0 && digits <= 5 && s[digits] == '\0' &&
	       strtol(s, NULL, 10) >= 1 && strtol(s, NULL, 10) <= PORT_MOST;
}

/* Bytes that never stand in an address; others beyond ASCII are escaped. */
static const char *
url_rest(struct arena *a, const char *s)
{
	struct buf b;

	buf_init(&b, a, strlen(s) + 8);
	for (; *s != '\0'; s++) {
		if ((unsigned char)*s <= ' ' || strchr("\"<>\\^`{|}", *s))
			return NULL;
		if ((unsigned char)*s < 0x80)
			buf_putc(&b, *s);
		else
			buf_printf(&b, "%%%02X", (unsigned char)*s);
	}
	return b.len > 0 ? b.data : "";
}

static bool
url_read(struct arena *a, const char *text, struct url *u)
{
	const char *lower = text_lower(a, text);
	size_t scheme = strncmp(lower, "https://", 8) == 0  ? 8
			: strncmp(lower, "http://", 7) == 0 ? 7
							    : 0;
	const char *at = text + scheme, *port;
	size_t len = strcspn(at, "/?#"), host;

	if (scheme == 0 || memchr(at, '@', len) != NULL)
		return false;
	host = strcspn(at, ":");
	host = host < len ? host : len;
	port = arena_strndup(a, at + host, len - host);
	u->scheme = arena_strndup(a, lower, scheme);
	u->host = host_canonical(a, arena_strndup(a, at, host));
	u->port = port;
	u->rest = url_rest(a, at + len);
	return u->host != NULL && u->rest != NULL &&
	       (*port == '\0' || port_fits(port + 1));
}

static const char *
url_canonical(struct arena *a, const char *text, const char **host)
{
	const char *whole;
	struct url u;

	if (!url_read(a, text, &u))
		return NULL;
	whole = arena_printf(a, "%s%s%s%s", u.scheme, u.host, u.port, u.rest);
	*host = u.host;
	return strlen(whole) <= URL_MOST ? whole : NULL;
}

static const char *
take_url(struct entry_at *at, struct json_object **stored)
{
	const char *text = NULL, *error, *canonical, *host;

	error = entry_take_text(at, entry_string(at->value), false, &text);
	if (error != NULL)
		return error;
	canonical = url_canonical(at->arena, text, &host);
	*stored =
	    entry_new_string(at->arena, canonical != NULL ? canonical : text);
	return NULL;
}

static const char *
check_url(struct entry_at *at)
{
	const char *text = entry_string(at->value), *host = NULL;

	if (text == NULL)
		return words("Enter text.");
	if (text_length(text) > URL_MOST)
		return entry_too_long(at, URL_MOST, text_length(text));
	if (at->stage == ENTRY_DRAFT)
		return NULL;
	if (url_canonical(at->arena, text, &host) == NULL)
		return words("Enter an address that begins with https://.");
	if (at->rules->hosts.n > 0 && !is_of_any(host, &at->rules->hosts))
		return words("Addresses of this host are not taken here.");
	return NULL;
}

const struct entry_type url_entry = { take_url, check_url, NULL,
	entry_show_string, NULL };

static const char *
take_phone(struct entry_at *at, struct json_object **stored)
{
	const char *typed = entry_string(at->value), *text = NULL, *error;
	const char *e164 = entry_member(at->value, "e164");

	if (typed == NULL && (typed = entry_member(at->value, "typed")) == NULL)
		typed = e164;
	error = entry_take_text(at, typed, false, &text);
	if (error != NULL || *text == '\0')
		return error;
	if (e164 == NULL || !phone_fits(e164))
		e164 = phone_e164(at->arena, text, at->rules->country);
	*stored = e164 == NULL
		      ? entry_new_object(at->arena, "typed", text, NULL)
		      : entry_new_object(
			    at->arena, "e164", e164, "typed", text, NULL);
	return NULL;
}

static const char *
check_phone(struct entry_at *at)
{
	const char *typed = entry_member(at->value, "typed");
	const char *e164 = entry_member(at->value, "e164");

	if (typed == NULL)
		return words("Enter text.");
	if (text_length(typed) > TYPED_MOST)
		return entry_too_long(at, TYPED_MOST, text_length(typed));
	if (at->stage == ENTRY_DRAFT)
		return NULL;
	if (e164 == NULL || !phone_fits(e164))
		return at->rules->country != NULL
			   ? words(
				 "Enter a phone number; one of another country "
				 "begins with + and its code.")
			   : words(
				 "Enter a phone number that begins with + and the "
				 "country's code.");
	if (!phone_is_of(e164, &at->rules->countries))
		return words("Numbers of this country are not taken here.");
	return NULL;
}

static const char *
show_phone(struct entry_at *at)
{
	const char *e164 = entry_member(at->value, "e164");
	const char *typed = entry_member(at->value, "typed");

	if (e164 == NULL)
		return typed != NULL ? typed : "";
	return e164;
}

const struct entry_type phone_entry = { take_phone, check_phone, NULL,
	show_phone, NULL };
