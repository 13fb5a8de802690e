#include <string.h>

#include "gen/inbox/unsubscribe_sql.h"
#include "inbox/inbox.h"
#include "lib/auth/secret.h"

/*
 * The link of a mail's List-Unsubscribe header and footer.  Its signature is
 * the proof, so it works in any browser, and without one: mail programs post to
 * it (RFC 8058).  Everything is in the address; a body is not looked at.
 */
struct link_input {
	int64_t u;
	const char *t, *s;
};

static const struct form_field link_fields[] = {
	FORM_ID(struct link_input, u, REQUIRED),
	FORM_FIELD(struct link_input, t, REQUIRED, 1, 60),
	FORM_FIELD(struct link_input, s, REQUIRED, 1, 100),
};
static const struct form link_form = FORM(struct link_input, link_fields);

struct unsubscribe_view {
	const char *topic, *address;
	bool done;
};

static const struct field unsubscribe_fields[] = {
	FIELD(struct unsubscribe_view, topic),
	FIELD(struct unsubscribe_view, done),
	FIELD_ONLY(struct unsubscribe_view, address, ONLY_HTML),
	FIELD_END,
};
struct page unsubscribe_page = { .path = "inbox/unsubscribe",
	.fields = unsubscribe_fields };

/* NULL when the link is not one of ours. */
static const struct link_input *
read_link(struct request *r)
{
	const char *query = r->http->query;
	const struct link_input *in;
	struct form_result result;
	struct pairs pairs;

	pairs_init(&pairs, r->arena);
	if (pairs_from_urlencoded(&pairs, query, strlen(query)) != FORM_FINE)
		return NULL;
	form_parse(&link_form, &pairs, r->arena, false, &result);
	if ((in = result.values) == NULL ||
	    !secret_verify("unsubscribe",
		arena_printf(r->arena, "%lld:%s", (long long)in->u, in->t),
		in->s))
		return NULL;
	return in;
}

static const char *
topic_words(struct request *r, const char *topic)
{
	struct topic_find_row row;

	if (strcmp(topic, "digest") == 0)
		return tr("What is new, collected");
	if (strcmp(topic, "marketing") == 0)
		return tr("News and offers");
	return topic_find(r->db, topic, &row) ? tr(row.title) : NULL;
}

static enum status
answer(struct request *r, bool does)
{
	struct unsubscribe_view view = { .done = does };
	const struct link_input *in = read_link(r);

	if (in == NULL)
		return request_refuse(r, NOT_FOUND,
		    tr("This link is not whole. Open it from the mail again."));
	if ((view.topic = topic_words(r, in->t)) == NULL)
		return NOT_FOUND;
	if (does)
		unsubscribe(r->db, in->u, in->t);
	view.address = arena_printf(
	    r->arena, "/notifications/unsubscribe?%s", r->http->query);
	return request_render(r, &unsubscribe_page, &view);
}

enum status
unsubscribe_show(struct request *r)
{
	return answer(r, false);
}

enum status
unsubscribe_post(struct request *r)
{
	return answer(r, true);
}
