#include <string.h>

#include "gen/worker/account_sql.h"
#include "lib/auth/secret.h"
#include "lib/base/log.h"
#include "lib/job/job.h"
#include "worker/worker.h"

enum { RESET_SECONDS = 3600 };

/* A link to set a new password, if the address has an account. */
enum work_result
account_forgot_do(struct work *w)
{
	const char *address = work_text(w, "email"), *token;
	struct account_by_email_row person;
	struct json_object *data;

	if (address == NULL || !account_by_email(w->db, address, &person) ||
	    person.user_id == 0)
		return WORK_DONE;
	token = token_new(w->arena);
	email_token_make(w->db, person.user_id, "reset",
	    token_hash(w->arena, token), address, RESET_SECONDS);
	data = work_object(w);
	wording_set(data, "name", person.display_name);
	wording_set(data, "link",
	    arena_printf(w->arena, "%s/account/reset?token=%s",
		setting_text("BELAY_PUBLIC_URL"), token));
	mail_queue(w->db, &(struct queued_mail){ .user_id = person.user_id,
			      .address = address,
			      .template = "reset",
			      .data = json_object_to_json_string(data) });
	return WORK_DONE;
}

/* Suspensions end, erasures fall due. */
enum work_result
account_tick_do(struct work *w)
{
	struct account_tick_row row;

	account_tick(w->db, &row);
	return WORK_DONE;
}

enum work_result
account_clean_do(struct work *w)
{
	struct account_clean_row row;

	if (account_clean(w->db, &row))
		files_remove_later(w->db, row.paths, row.npaths);
	job_clean(w->db);
	return WORK_DONE;
}

/* The member is told at the address that is being forgotten. */
static void
say_goodbye(struct work *w, const char *address)
{
	mail_queue(w->db,
	    &(struct queued_mail){ .address = address, .template = "erased" });
}

/* One that is blocked is found again by the next account.tick. */
enum work_result
account_erase_do(struct work *w)
{
	int64_t user_id = work_id(w, "user_id");
	struct account_erase_row row;

	if (!account_erase(w->db, user_id, &row))
		return WORK_DONE;
	log_info("account %lld: %s", (long long)user_id, row.outcome);
	if (strcmp(row.outcome, "erased") != 0)
		return WORK_DONE;
	files_remove_later(w->db, row.paths, row.npaths);
	say_goodbye(w, row.address);
	return WORK_DONE;
}
