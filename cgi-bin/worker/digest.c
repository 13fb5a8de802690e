#include "gen/worker/digest_sql.h"
#include "lib/job/job.h"
#include "worker/worker.h"

enum { MOST_NOTICES = 50 };

enum work_result
digest_daily(struct work *w)
{
	digest_enqueue(w->db, "daily");
	return WORK_DONE;
}

enum work_result
digest_weekly(struct work *w)
{
	digest_enqueue(w->db, "weekly");
	return WORK_DONE;
}

static struct json_object *
item(struct work *w, const struct digest_notices_row *n,
    const struct reader *reader)
{
	struct json_object *data = wording_data(w->arena, n->data, reader);
	struct json_object *item = json_object_new_object();
	struct notice_words words;

	notice_words(w->arena, n->type, data, &words);
	wording_set(item, "title", words.title);
	wording_set(item, "words", words.words);
	wording_set(item, "link",
	    arena_printf(w->arena, "%s/notifications/%lld/open",
		setting_text("BELAY_PUBLIC_URL"), (long long)n->id));
	return item;
}

enum work_result
digest_send(struct work *w)
{
	int64_t user_id = work_id(w, "user_id");
	struct json_object *mail = work_object(w),
			   *items = json_object_new_array();
	struct digest_person_row person;
	struct digest_notices_row *notices;
	size_t n;

	json_object_object_add(mail, "items", items);
	if (!digest_person(w->db, user_id, &person))
		return WORK_DONE;
	notices = digest_notices(w->db, user_id, MOST_NOTICES, &n);
	digest_sent(w->db, user_id);
	if (n == 0)
		return WORK_DONE;
	catalogue_use(person.language);
	for (size_t i = 0; i < n; i++)
		json_object_array_add(items,
		    item(w, &notices[i],
			&(struct reader){ person.timezone, person.asked_at }));
	json_object_object_add(
	    mail, "count", json_object_new_int64((int64_t)n));
	json_object_object_add(mail, "several", json_object_new_boolean(n > 1));
	mail_queue(w->db, &(struct queued_mail){ .user_id = user_id,
			      .address = person.email,
			      .template = "digest",
			      .data = json_object_to_json_string(mail),
			      .unique = arena_printf(w->arena, "digest:%lld:%s",
				  (long long)user_id, person.today) });
	return WORK_DONE;
}
