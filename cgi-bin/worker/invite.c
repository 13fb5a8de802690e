#include <ctype.h>
#include <string.h>

#include "gen/worker/invite_sql.h"
#include "lib/domain/ical.h"
#include "lib/domain/when.h"
#include "lib/job/job.h"
#include "worker/rules.h"
#include "worker/worker.h"

/*
 * A session in its members' calendars: a mail to each side, from the platform
 * and never from the other side, with nothing of the other that is hidden.  It
 * stands for the notice that says the same, so that nobody gets two mails.
 */
struct invite {
	int64_t session_id, sequence;
	const char *method, *type;
	bool cancels;
};

static struct invite
invite_of(const struct work *w)
{
	struct invite i = { .session_id = work_id(w, "session_id"),
		.sequence = work_id(w, "sequence"),
		.method = work_text(w, "method") };

	i.cancels = i.method != NULL && strcmp(i.method, "CANCEL") == 0;
	i.type = i.cancels         ? "session_canceled"
		 : i.sequence == 0 ? "session_booked"
				   : "session_changed";
	return i;
}

/* --- what it says ------------------------------------------------------------------ */

static struct json_object *
words_data(struct work *w, const struct invite_list_row *p)
{
	const struct reader reader = { p->timezone, p->asked_at };
	struct json_object *data = work_object(w);
	char start[32], end[32];

	if (p->notice_data != NULL)
		return wording_data(w->arena, p->notice_data, &reader);
	instant_print_rfc3339(p->starts_at, start);
	instant_print_rfc3339(p->ends_at, end);
	wording_set(data, "start", start);
	wording_set(data, "end", end);
	wording_set(data, "type", p->type_kind);
	wording_set(data, "side", p->side);
	wording_set(data, "other", p->other_name);
	return wording_data(
	    w->arena, json_object_to_json_string(data), &reader);
}

static const char *
member(struct json_object *data, const char *name)
{
	struct json_object *value;

	return json_object_object_get_ex(data, name, &value)
		   ? json_object_get_string(value)
		   : NULL;
}

const char *
session_title(struct work *w, const char *other_name, struct json_object *data)
{
	const char *type = member(data, "type_name");
	char *text = arena_printf(w->arena, "%s with %s",
	    type != NULL ? type : "session", other_name);

	text[0] = (char)toupper((unsigned char)text[0]);
	return text;
}

static const char *
page_of(struct work *w, const struct invite *i)
{
	return arena_printf(w->arena, "%s/sessions/%lld",
	    setting_text("BELAY_PUBLIC_URL"), (long long)i->session_id);
}

static const char *
calendar(struct work *w, const struct invite *i,
    const struct invite_list_row *p, struct json_object *data)
{
	const char *page = page_of(w, i);
	const struct ical_person attendee = {
		.name = p->person_name, .email = p->address, .accepted = true
	};
	/* an expert's own meeting room may carry their name */
	const char *where =
	    p->anonymous || p->meeting_link == NULL ? page : p->meeting_link;
	const struct ical_event event = { .uid = p->uid,
		.sequence = p->sequence,
		.stamp = p->asked_at,
		.start = p->starts_at,
		.end = p->ends_at,
		.summary = session_title(w, p->other_name, data),
		.description = p->goals,
		.location = where,
		.url = page,
		.organizer = { p->platform, mail_sender(w->arena), true },
		.attendees = &attendee,
		.nattendees = 1,
		.cancelled = i->cancels };
	struct buf out;

	buf_init(&out, w->arena, 2048);
	ical_write(
	    &(struct ical_calendar){
		.method = i->cancels ? CALENDAR_CANCEL : CALENDAR_REQUEST,
		.events = &event,
		.nevents = 1 },
	    &out);
	return out.data;
}

static void
queue_mail(
    struct work *w, const struct invite *i, const struct invite_list_row *p)
{
	struct json_object *data, *mail = work_object(w);
	struct notice_words words;

	catalogue_use(p->language);
	data = words_data(w, p);
	notice_words(w->arena, i->type, data, &words);
	wording_set(mail, "title", words.title);
	wording_set(mail, "words", words.words);
	wording_set(mail, "link",
	    p->notice_id == 0
		? page_of(w, i)
		: arena_printf(w->arena, "%s/notifications/%lld/open",
		      setting_text("BELAY_PUBLIC_URL"),
		      (long long)p->notice_id));
	mail_queue(w->db,
	    &(struct queued_mail){ .user_id = p->person_id,
		.address = p->address,
		.template = "invitation",
		.data = json_object_to_json_string(mail),
		.unique = arena_printf(w->arena, "invite:%lld:%lld:%s:%lld",
		    (long long)i->session_id, (long long)i->sequence, i->method,
		    (long long)p->person_id),
		.calendar = calendar(w, i, p, data),
		.calendar_method = i->method });
}

/* --- to whom, and when --------------------------------------------------------------- */

static void
send_later(struct work *w, const struct invite *i,
    const struct invite_list_row *p, struct instant at)
{
	json_object_object_add(
	    w->payload, "person_id", json_object_new_int64(p->person_id));
	job_enqueue(
	    w->db, &(struct job){ .kind = "session.invite",
		       .payload = json_object_to_json_string(w->payload),
		       .unique = arena_printf(w->arena, "%lld:%lld:%s:%lld",
			   (long long)i->session_id, (long long)i->sequence,
			   i->method, (long long)p->person_id),
		       .run_at = at });
}

/* A later change has an invitation of its own. */
static bool
is_stale(const struct invite *i, const struct invite_list_row *p)
{
	return p->sequence != i->sequence ||
	       (!i->cancels && strcmp(p->status, "scheduled") != 0);
}

enum work_result
invite_send(struct work *w)
{
	const struct invite i = invite_of(w);
	int64_t only = work_id(w, "person_id");
	struct invite_list_row *people;
	struct instant end;
	size_t n;

	if (i.method == NULL) {
		w->why = "no method";
		return WORK_NEVER;
	}
	people = invite_list(w->db, i.session_id, i.type, &n);
	for (size_t k = 0; k < n; k++) {
		if (is_stale(&i, &people[k]) || !people[k].wanted ||
		    (only != 0 && only != people[k].person_id))
			continue;
		end = quiet_end(people[k].asked_at, people[k].timezone,
		    people[k].quiet_from, people[k].quiet_to);
		if (end.us != 0 && !people[k].urgent)
			send_later(w, &i, &people[k], end);
		else
			queue_mail(w, &i, &people[k]);
	}
	return WORK_DONE;
}
