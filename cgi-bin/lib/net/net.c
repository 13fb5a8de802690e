#include <ctype.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>

#include "lib/base/log.h"
#include "lib/net/net.h"
#include "lib/net/net_handle.h"

enum { TIMEOUT_MS = 15000, ANSWER_MAX = 1024 * 1024, MOST_HEADERS = 100 };

/* What one call collects. */
struct exchange {
	struct arena *arena;
	struct buf body;
	size_t body_max;
	struct net_header *headers; /* MOST_HEADERS and the end */
	size_t nheaders;
	bool is_too_large, is_private;
};

static size_t
take_body(char *data, size_t one, size_t len, void *user)
{
	struct exchange *x = user;

	(void)one;
	if (len > x->body_max - x->body.len) {
		x->is_too_large = true;
		return 0;
	}
	buf_put(&x->body, data, len);
	return len;
}

/* One line with its end; a status line starts anew (100 Continue). */
static size_t
take_header(char *line, size_t one, size_t len, void *user)
{
	const char *colon = memchr(line, ':', len), *end = line + len;
	struct exchange *x = user;
	struct net_header *h;

	(void)one;
	if (len > 5 && memcmp(line, "HTTP/", 5) == 0)
		x->nheaders = 0;
	else if (colon != NULL && x->nheaders < MOST_HEADERS) {
		h = &x->headers[x->nheaders++];
		h->name = arena_strndup(x->arena, line, (size_t)(colon - line));
		while (++colon < end && isspace((unsigned char)*colon))
			;
		while (end > colon && isspace((unsigned char)end[-1]))
			end--;
		h->value =
		    arena_strndup(x->arena, colon, (size_t)(end - colon));
	}
	return len;
}

static curl_socket_t
open_public(void *user, curlsocktype purpose, struct curl_sockaddr *address)
{
	struct exchange *x = user;

	(void)purpose;
	if (!net_address_is_public(&address->addr)) {
		x->is_private = true;
		return CURL_SOCKET_BAD;
	}
	return socket(address->family, address->socktype | SOCK_CLOEXEC,
	    address->protocol);
}

static bool
may_be_private(void)
{
	return setting_on("NET_ALLOW_PRIVATE") &&
	       !setting_on("BELAY_PRODUCTION");
}

/* A connection made by another call may lead anywhere, so it is not shared. */
static void
restrict_to_public(CURL *c, struct exchange *x)
{
	if (may_be_private())
		return;
	net_check(curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, "https"));
	net_check(curl_easy_setopt(c, CURLOPT_FRESH_CONNECT, 1L));
	net_check(curl_easy_setopt(c, CURLOPT_OPENSOCKETFUNCTION, open_public));
	net_check(curl_easy_setopt(c, CURLOPT_OPENSOCKETDATA, x));
}

static bool
is_one_line(const char *text)
{
	return text[strcspn(text, "\r\n")] == '\0';
}

static void
add_header(struct curl_slist **list, const char *line)
{
	struct curl_slist *longer = curl_slist_append(*list, line);

	if (longer == NULL)
		log_fatal("net: out of memory");
	*list = longer;
}

/* libcurl's own Expect and Content-Type stay away.  False: a header that would
 * be two. */
static bool
make_headers(
    struct arena *a, const struct net_call *call, struct curl_slist **list)
{
	const struct net_header *h = call->headers;
	bool has_type = false;

	add_header(list, "Expect:");
	for (; h != NULL && h->name != NULL; h++) {
		if (!is_one_line(h->name) || !is_one_line(h->value))
			return false;
		has_type |= strcasecmp(h->name, "Content-Type") == 0;
		add_header(
		    list, *h->value == '\0'
			      ? arena_printf(a, "%s;", h->name)
			      : arena_printf(a, "%s: %s", h->name, h->value));
	}
	if (!has_type)
		add_header(list, "Content-Type:");
	return true;
}

static void
set_method(CURL *c, const struct net_call *call)
{
	if (call->body != NULL || strcmp(call->method, "POST") == 0 ||
	    strcmp(call->method, "PUT") == 0) {
		net_check(curl_easy_setopt(c, CURLOPT_POSTFIELDSIZE_LARGE,
		    (curl_off_t)call->body_len));
		net_check(curl_easy_setopt(c, CURLOPT_POSTFIELDS,
		    call->body != NULL ? call->body : ""));
	} else if (strcmp(call->method, "HEAD") == 0)
		net_check(curl_easy_setopt(c, CURLOPT_NOBODY, 1L));
	net_check(curl_easy_setopt(c, CURLOPT_CUSTOMREQUEST, call->method));
}

static const char *
words_of(
    struct arena *a, CURLcode code, const struct exchange *x, const char *error)
{
	if (x->is_too_large)
		return "the answer is too large";
	if (x->is_private)
		return "the address is not public";
	return arena_strdup(
	    a, *error != '\0' ? error : curl_easy_strerror(code));
}

static void
read_answer(CURL *c, struct exchange *x, struct net_answer *out)
{
	curl_off_t wait = 0;
	long status = 0;

	curl_easy_getinfo(c, CURLINFO_RESPONSE_CODE, &status);
	curl_easy_getinfo(c, CURLINFO_RETRY_AFTER, &wait);
	buf_put(&x->body, "", 0);
	out->status = status;
	out->body = x->body;
	out->headers = x->headers;
	x->headers[x->nheaders].name = NULL;
	out->retry_after_seconds = wait;
}

static bool
perform(CURL *c, const struct net_call *call, struct exchange *x,
    struct net_answer *out, const char *error)
{
	struct curl_slist *headers = NULL;
	CURLcode code;

	if (!make_headers(x->arena, call, &headers)) {
		curl_slist_free_all(headers);
		out->error = "a header has a line break";
		return false;
	}
	net_check(curl_easy_setopt(c, CURLOPT_HTTPHEADER, headers));
	code = curl_easy_perform(c);
	net_check(curl_easy_setopt(c, CURLOPT_HTTPHEADER, NULL));
	curl_slist_free_all(headers);
	if (code == CURLE_OK)
		read_answer(c, x, out);
	else
		out->error = words_of(x->arena, code, x, error);
	return code == CURLE_OK;
}

bool
net_fetch(struct arena *a, const struct net_call *call, struct net_answer *out)
{
	char error[CURL_ERROR_SIZE] = "";
	struct exchange x = { .arena = a };
	CURL *c;

	*out = (struct net_answer){ .status = 0 };
	x.body_max = call->answer_max == 0 ? ANSWER_MAX : call->answer_max;
	x.headers = arena_alloc(a, MOST_HEADERS + 1, sizeof(*x.headers));
	buf_init(&x.body, a, 0);
	c = net_handle(&(struct net_basics){ .protocols = "http,https",
	    .timeout_ms = call->timeout_ms == 0 ? TIMEOUT_MS : call->timeout_ms,
	    .error = error });
	net_check(curl_easy_setopt(c, CURLOPT_URL, call->url));
	net_check(curl_easy_setopt(c, CURLOPT_USERAGENT, "Belay"));
	net_check(curl_easy_setopt(c, CURLOPT_WRITEFUNCTION, take_body));
	net_check(curl_easy_setopt(c, CURLOPT_WRITEDATA, &x));
	net_check(curl_easy_setopt(c, CURLOPT_HEADERFUNCTION, take_header));
	net_check(curl_easy_setopt(c, CURLOPT_HEADERDATA, &x));
	set_method(c, call);
	if (call->is_foreign)
		restrict_to_public(c, &x);
	return perform(c, call, &x, out, error);
}

const char *
net_answer_header(const struct net_answer *answer, const char *name)
{
	const struct net_header *h = answer->headers;

	for (; h != NULL && h->name != NULL; h++)
		if (strcasecmp(h->name, name) == 0)
			return h->value;
	return NULL;
}
