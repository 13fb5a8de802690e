#include "gen/webhooks/delivery_sql.h"
#include "lib/base/log.h"
#include "webhooks/webhooks.h"

struct received_view {
	bool received;
};

static const struct field received_fields[] = {
	FIELD(struct received_view, received),
	FIELD_END,
};

struct delivery *
delivery_new(struct request *r, const char *provider, struct signed_body *body)
{
	struct delivery *d = arena_alloc(r->arena, 1, sizeof(*d));

	d->provider = provider;
	r->prepared = d;
	*body = (struct signed_body){ r->raw->data, r->raw->len };
	return d;
}

void
delivery_judge(struct request *r, struct delivery *d, const char *why,
    const struct event_shape *shape)
{
	d->why = why;
	d->is_verified = why == NULL;
	if (d->is_verified)
		d->why = event_read(
		    r->arena, r->raw->data, r->raw->len, shape, &d->event);
}

enum status
delivery_refuse(struct request *r, enum status status)
{
	const struct delivery *d = r->prepared;

	log_warn("%s: a call is refused: %s", d->provider, d->why);
	return request_refuse(r, status,
	    d->is_verified
		? tr("The call is signed, but it holds no event.")
		: tr("The call could not be verified by its signature."));
}

bool
delivery_keep(struct request *r, bool *is_fresh)
{
	struct webhook_receive_row row = { .fresh = { .set = false } };
	struct delivery *d = r->prepared;
	const struct event *e = &d->event;

	webhook_receive(r->db, d->provider, e->id, e->kind, e->text, &row);
	*is_fresh = row.fresh.value != 0;
	if (row.fresh.set || db_error(r->db) != NULL)
		return true; /* the loop answers for the database */
	d->why = "JSON that the database does not take";
	return false;
}

static enum status
acknowledge(struct request *r)
{
	return request_json(r, OK, received_fields,
	    &(struct received_view){ .received = true });
}

enum status
delivery_store(struct request *r)
{
	const struct delivery *d = r->prepared;
	bool is_fresh;

	if (d->is_away)
		return UNAVAILABLE;
	if (d->why != NULL)
		return delivery_refuse(r, BAD_REQUEST);
	if (d->is_foreign)
		return acknowledge(r);
	if (!delivery_keep(r, &is_fresh))
		return delivery_refuse(r, BAD_REQUEST);
	if (db_error(r->db) == NULL)
		log_info("%s: %s %s%s", d->provider, d->event.kind, d->event.id,
		    is_fresh ? "" : " again");
	return acknowledge(r);
}
