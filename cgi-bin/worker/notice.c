#include <string.h>

#include "gen/worker/notice_sql.h"
#include "lib/job/job.h"
#include "worker/rules.h"
#include "worker/worker.h"

static void
put_object(void *object)
{
	json_object_put(object);
}

struct json_object *
work_object(struct work *w)
{
	struct json_object *object = json_object_new_object();

	arena_defer(w->arena, put_object, object);
	return object;
}

static bool
is_set(struct json_object *data, const char *name)
{
	struct json_object *value;

	return json_object_object_get_ex(data, name, &value) &&
	       json_object_get_boolean(value);
}

static void
queue_mail(
    struct work *w, const struct notice_find_row *n, struct json_object *data)
{
	const char *id = arena_printf(w->arena, "%lld", (long long)n->id);
	struct json_object *mail = work_object(w);
	struct notice_words words;

	notice_words(w->arena, n->type, data, &words);
	wording_set(mail, "notice_id", id);
	wording_set(mail, "title", words.title);
	wording_set(mail, "words", words.words);
	wording_set(mail, "link",
	    arena_printf(w->arena, "%s/notifications/%s/open",
		setting_text("BELAY_PUBLIC_URL"), id));
	mail_queue(
	    w->db, &(struct queued_mail){ .user_id = n->user_id,
		       .address = n->email,
		       .template = "notice",
		       .data = json_object_to_json_string(mail),
		       .unique = arena_printf(w->arena, "notice:%s", id) });
}

static void
deliver_later(
    struct work *w, const struct notice_find_row *n, struct instant at)
{
	job_enqueue(w->db,
	    &(struct job){ .kind = "notice.deliver",
		.payload = json_object_to_json_string(w->payload),
		.unique = arena_printf(w->arena, "%lld", (long long)n->id),
		.run_at = at });
}

enum work_result
notice_deliver(struct work *w)
{
	struct notice_find_row n;
	struct json_object *data;
	struct instant end;
	struct notice_case c;

	if (!notice_find(w->db, work_id(w, "notification_id"), &n) ||
	    n.is_erased)
		return WORK_DONE;
	catalogue_use(n.language);
	data = wording_data(
	    w->arena, n.data, &(struct reader){ n.timezone, n.asked_at });
	end = quiet_end(n.asked_at, n.timezone, n.quiet_from, n.quiet_to);
	c = (struct notice_case){ .email_initial = n.email_initial,
		.urgent = n.urgent,
		.required = n.required,
		.has_chosen = n.has_chosen,
		.chosen = n.chosen,
		.in_good_standing = n.in_good_standing,
		.verified = n.verified,
		.read = n.is_read,
		.invited = is_set(data, "invite"),
		.collected = n.collected,
		.quiet = end.us != 0 };
	switch (notice_mail_of(&c)) {
	case NOTICE_MAIL_NOW:
		queue_mail(w, &n, data);
		break;
	case NOTICE_MAIL_LATER:
		deliver_later(w, &n, end);
		break;
	case NOTICE_NO_MAIL:
	case NOTICE_IN_DIGEST:
		break;
	}
	return WORK_DONE;
}
