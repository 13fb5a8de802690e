#include <string.h>

#include "gen/webhooks/delivery_sql.h"
#include "lib/base/log.h"
#include "webhooks/webhooks.h"

/*
 * Discord's interactions: what somebody asks our bot.  They are answered at once;
 * one that something acts on (a webhook_kind) is stored and its answer promised.
 */
const struct setting discord_settings[] = {
	{ "DISCORD_PUBLIC_KEY", SETTING_TEXT, NULL, false,
	    "Public key of the Discord application, in hex." },
	{ NULL, SETTING_TEXT, NULL, false, NULL },
};

/* What an interaction is, and what its answer may be (Discord's numbers). */
enum { PING = 1, COMMAND, COMPONENT, AUTOCOMPLETE, MODAL };
enum { PONG = 1, MESSAGE = 4, LATER = 5, CHOICES = 8 };
enum { ONLY_FOR_THEM = 64, NAME_MAX_LEN = 80, CUSTOM_ID_MAX = 400 };

static int64_t
type_of(const struct event *e)
{
	struct json_object *type;

	return json_object_object_get_ex(e->body, "type", &type) &&
		       json_object_is_type(type, json_type_int)
		   ? json_object_get_int64(type)
		   : 0;
}

static const char *
word_of(int64_t type)
{
	switch (type) {
	case COMMAND:
		return "command";
	case COMPONENT:
		return "button";
	case AUTOCOMPLETE:
		return "choices";
	case MODAL:
		return "form";
	default:
		return NULL;
	}
}

/* "command:my-sessions", "button:cancel" of the id "cancel:77"; NULL: no kind. */
static const char *
kind_of(struct arena *a, const struct event *e)
{
	int64_t type = type_of(e);
	struct json_object *data = NULL;
	const char *name, *word = word_of(type);
	size_t len;

	if (type == PING)
		return "ping";
	json_object_object_get_ex(e->body, "data", &data);
	name = event_text(data,
	    type == COMMAND || type == AUTOCOMPLETE ? "name" : "custom_id",
	    CUSTOM_ID_MAX);
	if (word == NULL || name == NULL)
		return NULL;
	len = strcspn(name, ":");
	return len <= NAME_MAX_LEN
		   ? arena_printf(a, "%s:%.*s", word, (int)len, name)
		   : NULL;
}

void
discord_check(struct request *r)
{
	static const struct event_shape shape = { "id", NULL };
	const struct discord_headers headers = {
		.timestamp = http_header(r->http, "X-Signature-Timestamp"),
		.signature = http_header(r->http, "X-Signature-Ed25519"),
	};
	struct signed_body body;
	struct delivery *d = delivery_new(r, "discord", &body);

	delivery_judge(r, d,
	    signature_discord(
		r->arena, &body, &headers, setting_text("DISCORD_PUBLIC_KEY")),
	    &shape);
	if (d->why == NULL &&
	    (d->event.kind = kind_of(r->arena, &d->event)) == NULL)
		d->why = "an interaction of no known type";
}

/* --- answers -------------------------------------------------------------------------- */

struct mentions {
	const char *const *parse;
	size_t nparse;
};
struct message {
	const char *content;
	int64_t flags;
	struct mentions allowed_mentions; /* nobody is called by name */
};
struct choice_list {
	const char *const *choices;
	size_t nchoices;
};
struct answer {
	int64_t type;
	struct message data;
	struct choice_list list;
};

static const struct field mentions_fields[] = {
	FIELD_TEXTS(struct mentions, parse, nparse),
	FIELD_END,
};
static const struct field message_fields[] = {
	FIELD(struct message, content),
	FIELD(struct message, flags),
	FIELD_OBJECT(struct message, allowed_mentions, mentions_fields),
	FIELD_END,
};
static const struct field promise_fields[] = {
	FIELD(struct message, flags),
	FIELD_END,
};
static const struct field list_fields[] = {
	FIELD_TEXTS(struct choice_list, choices, nchoices),
	FIELD_END,
};
static const struct field pong_fields[] = {
	FIELD(struct answer, type),
	FIELD_END,
};
static const struct field answer_fields[] = {
	FIELD(struct answer, type),
	FIELD_OBJECT(struct answer, data, message_fields),
	FIELD_END,
};
static const struct field later_fields[] = {
	FIELD(struct answer, type),
	FIELD_OBJECT(struct answer, data, promise_fields),
	FIELD_END,
};
static const struct field choices_fields[] = {
	FIELD(struct answer, type),
	{ .name = "data",
	    .kind = KIND_OBJECT,
	    .offset = offsetof(struct answer, list),
	    .item = list_fields },
	FIELD_END,
};

static enum status
say(struct request *r, const char *words)
{
	const struct answer answer = { .type = MESSAGE,
		.data = { .content = words, .flags = ONLY_FOR_THEM } };

	return request_json(r, OK, answer_fields, &answer);
}

static enum status
act(struct request *r)
{
	const struct delivery *d = r->prepared;
	const struct answer later = { .type = LATER,
		.data = { .flags = ONLY_FOR_THEM } };
	struct webhook_is_known_row row = { .known = false };
	bool is_fresh;

	webhook_is_known(r->db, d->provider, d->event.kind, &row);
	if (!row.known)
		return say(
		    r, type_of(&d->event) == COMMAND
			   ? tr("This platform doesn't know that command.")
			   : tr("This does nothing any more."));
	if (!delivery_keep(r, &is_fresh))
		return delivery_refuse(r, BAD_REQUEST);
	return request_json(r, OK, later_fields, &later);
}

enum status
discord_answer(struct request *r)
{
	const struct delivery *d = r->prepared;
	struct answer answer = { .type = PONG };

	if (d->why != NULL)
		return delivery_refuse(
		    r, d->is_verified ? BAD_REQUEST : UNAUTHORIZED);
	switch (type_of(&d->event)) {
	case PING:
		return request_json(r, OK, pong_fields, &answer);
	case AUTOCOMPLETE:
		answer.type = CHOICES;
		return request_json(r, OK, choices_fields, &answer);
	default:
		return act(r);
	}
}
