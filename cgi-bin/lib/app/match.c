#include <string.h>

#include "lib/app/internal.h"

/* The next segment of a path; NULL at the end. */
static const char *
segment(const char **path, size_t *len)
{
	const char *s = *path;

	if (*s == '/')
		s++;
	if (*s == '\0')
		return NULL;
	*len = strcspn(s, "/");
	*path = s + *len;
	return s;
}

/* How well a pattern fits: 0 not at all, else more for each exact segment
 * and more for earlier ones, so that /sessions/new wins over /sessions/:id. */
static unsigned
fit(const char *pattern, const char *path, struct pairs *params)
{
	const char *want, *have;
	size_t nwant, nhave;
	unsigned score = 1;

	for (;;) {
		want = segment(&pattern, &nwant);
		have = segment(&path, &nhave);
		if (want == NULL || have == NULL)
			break;
		score <<= 1;
		if (*want == ':') {
			if (params != NULL)
				pairs_add(params,
				    arena_strndup(
					params->arena, want + 1, nwant - 1),
				    PAIR_FORM,
				    arena_strndup(params->arena, have, nhave),
				    nhave);
		} else if (nwant == nhave && memcmp(want, have, nhave) == 0) {
			score |= 1;
		} else {
			return 0;
		}
	}
	return want == NULL && have == NULL ? score : 0;
}

static const char *
add_method(struct arena *a, const char *allow, const char *method)
{
	const char *head = strcmp(method, "GET") == 0 ? "GET, HEAD" : method;

	if (allow == NULL)
		return head;
	return arena_printf(a, "%s, %s", allow, head);
}

void
route_match(const struct route *routes, const struct http_request *http,
    struct arena *a, struct match *m)
{
	const struct route *r;
	unsigned score, best = 0, best_any = 0;

	*m = (struct match){ .route = NULL };
	pairs_init(&m->params, a);
	for (r = routes; r->method != NULL; r++) {
		score = fit(r->path, http->path, NULL);
		if (score == 0)
			continue;
		if (score > best_any) {
			best_any = score;
			m->allow = NULL;
		}
		if (score == best_any)
			m->allow = add_method(a, m->allow, r->method);
		if (score > best && strcmp(r->method, http->method) == 0) {
			best = score;
			m->route = r;
		}
	}
	if (m->route != NULL && best == best_any)
		fit(m->route->path, http->path, &m->params);
	else if (best < best_any)
		m->route = NULL;
}
