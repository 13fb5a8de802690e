#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "lib/base/log.h"
#include "lib/form/utf8.h"
#include "lib/http/path.h"
#include "lib/http/server.h"

/* The request while it is read, with what becomes something else. */
struct raw {
	struct http_request request;
	const char *content_length, *https;
	struct buf cookies; /* used from the second header on */
};

struct param {
	const char *name;
	size_t offset;
};

#define TO(member) offsetof(struct raw, member)

/* Sorted by name; the rest of what nginx passes is looked up by http_header. */
static const struct param params[] = {
	{ "CONTENT_LENGTH", TO(content_length) },
	{ "CONTENT_TYPE", TO(request.content_type) },
	{ "HTTPS", TO(https) },
	{ "HTTP_ACCEPT", TO(request.accept) },
	{ "HTTP_ACCEPT_LANGUAGE", TO(request.accept_language) },
	{ "HTTP_AUTHORIZATION", TO(request.authorization) },
	{ "HTTP_COOKIE", TO(request.cookie) },
	{ "HTTP_HOST", TO(request.host) },
	{ "HTTP_IDEMPOTENCY_KEY", TO(request.idempotency_key) },
	{ "HTTP_IF_NONE_MATCH", TO(request.if_none_match) },
	{ "HTTP_ORIGIN", TO(request.origin) },
	{ "HTTP_SEC_FETCH_SITE", TO(request.sec_fetch_site) },
	{ "HTTP_USER_AGENT", TO(request.user_agent) },
	{ "HTTP_X_CSRF_TOKEN", TO(request.csrf_header) },
	{ "QUERY_STRING", TO(request.query) },
	{ "REMOTE_ADDR", TO(request.remote_addr) },
	{ "REQUEST_ID", TO(request.request_id) },
	{ "REQUEST_METHOD", TO(request.method) },
	{ "REQUEST_SCHEME", TO(request.scheme) },
	{ "REQUEST_URI", TO(request.uri) },
};

struct key {
	const char *name;
	size_t len;
};

static int
compare(const void *key, const void *param)
{
	const struct key *k = key;
	const char *name = ((const struct param *)param)->name;
	int order = strncmp(k->name, name, k->len);

	return order != 0 ? order : -(name[k->len] != '\0');
}

static const char *
clean(struct arena *a, const char *value)
{
	size_t i, used, len = strlen(value);
	char *copy;

	if (utf8_is_text(value, len))
		return value;
	copy = arena_strndup(a, value, len);
	for (i = 0; i < len; i += used)
		if (utf8_next(copy + i, len - i, &used) < 0)
			copy[i] = '?';
	return copy;
}

static void
add_cookie(struct raw *raw, const char *value, struct arena *a)
{
	struct buf *b = &raw->cookies;

	if (b->data == NULL) {
		buf_init(b, a, 0);
		buf_puts(b, raw->request.cookie);
	}
	buf_puts(b, "; ");
	buf_puts(b, clean(a, value));
	raw->request.cookie = b->data;
}

/* A second Cookie header is a second line of the first; of any other header the
 * first counts. */
static void
take_param(struct raw *raw, const char *entry, struct arena *a)
{
	const char *eq = strchr(entry, '='), **to;
	struct key key = { entry, eq == NULL ? 0 : (size_t)(eq - entry) };
	const struct param *p = bsearch(&key, params,
	    sizeof(params) / sizeof(params[0]), sizeof(params[0]), compare);

	if (eq == NULL || p == NULL || eq[1] == '\0')
		return;
	to = (const char **)(void *)((char *)raw + p->offset);
	if (p->offset == TO(request.query))
		*to = eq + 1;
	else if (*to == NULL)
		*to = clean(a, eq + 1);
	else if (p->offset == TO(request.cookie))
		add_cookie(raw, eq + 1, a);
}

/* -1 for none; what is no number counts as more than any limit. */
static int64_t
length_of(const char *text)
{
	int64_t n;

	if (text == NULL)
		return -1;
	if (text[strspn(text, "0123456789")] != '\0')
		return INT64_MAX;
	errno = 0;
	n = strtoll(text, NULL, 10);
	return errno != 0 ? INT64_MAX : n;
}

static const char *
request_id_of(const char *given, struct arena *a)
{
	uint64_t random[2];

	if (given != NULL && strlen(given) == 32 &&
	    strspn(given, "0123456789abcdef") == 32)
		return given;
	if (getrandom(random, sizeof(random), 0) != sizeof(random))
		log_fatal("http: no random bytes");
	return arena_printf(a, "%016llx%016llx", (unsigned long long)random[0],
	    (unsigned long long)random[1]);
}

static const char *
or_else(const char *value, const char *otherwise)
{
	return value != NULL ? value : otherwise;
}

static void
complete(struct raw *raw, struct arena *a)
{
	struct http_request *r = &raw->request;
	const char *path;

	r->request_id = request_id_of(r->request_id, a);
	r->content_length = length_of(raw->content_length);
	r->query = or_else(r->query, "");
	r->method = or_else(r->method, "GET");
	r->scheme = or_else(r->scheme, raw->https != NULL ? "https" : "http");
	if ((r->is_head = strcmp(r->method, "HEAD") == 0))
		r->method = "GET";
	r->uri = or_else(r->uri, "");
	path = path_decode(a, r->uri);
	if (path == NULL)
		r->path_fault = PATH_MALFORMED;
	r->path = path_strip_api(or_else(path, "/"), &r->is_api);
}

const struct http_request *
request_read(struct http_server *s, struct arena *a)
{
	struct raw *raw = arena_alloc(a, 1, sizeof(*raw));
	char **entry;

	for (entry = s->fcgi.envp; *entry != NULL; entry++)
		take_param(raw, *entry, a);
	complete(raw, a);
	raw->request.transport = s;
	s->body_is_read = raw->request.content_length <= 0;
	return &raw->request;
}

const char *
http_header(const struct http_request *r, const char *name)
{
	char param[80] = "HTTP_";
	size_t i, len = strlen(name);
	const char *value;

	if (r->transport == NULL || len + 6 > sizeof(param))
		return NULL;
	for (i = 0; i < len; i++) {
		param[5 + i] = name[i];
		if (name[i] == '-')
			param[5 + i] = '_';
		else if (name[i] >= 'a' && name[i] <= 'z')
			param[5 + i] = (char)(name[i] - ('a' - 'A'));
	}
	value = FCGX_GetParam(param, r->transport->fcgi.envp);
	if (value == NULL || *value == '\0' ||
	    !utf8_is_text(value, strlen(value)))
		return NULL;
	return value;
}
