#include <string.h>

#include "admin/admin.h"
#include "gen/admin/person_act_sql.h"
#include "lib/base/words.h"

/*
 * /admin/people/:id/ACT: a decision about one person is a page that asks for the
 * reason, and its post.  The rules are the database's (person_take and its kin);
 * here are the words.
 */
struct person_act_input {
	int64_t id;
	const char *reason;
	struct maybe_int days;
};

static const struct form_field person_act_fields[] = {
	FORM_ID(struct person_act_input, id, REQUIRED),
	FORM_FIELD(struct person_act_input, reason, REQUIRED, 1, 1000),
	FORM_FIELD(struct person_act_input, days, OPTIONAL, 1, 365),
};
const struct form person_act_form =
    FORM(struct person_act_input, person_act_fields);

struct act {
	const char *name; /* last segment of the path */
	const char *heading, *words, *button, *done;
	bool has_days, is_danger;
	/* Gives the audit row's detail. */
	const char *(*run)(struct request *, const struct person_act_input *);
};

struct person_act_view {
	struct desk desk;
	int64_t id;
	const char *name, *email, *status_words, *role_line, *act, *heading,
	    *words, *button;
	bool has_days, is_danger;
};

#define HTML(m) FIELD_ONLY(struct person_act_view, m, ONLY_HTML)

static const struct field person_act_view_fields[] = {
	DESK_FIELD(struct person_act_view),
	FIELD_ID(struct person_act_view, id),
	FIELD(struct person_act_view, name),
	FIELD(struct person_act_view, act),
	HTML(email),
	HTML(status_words),
	HTML(role_line),
	HTML(heading),
	HTML(words),
	HTML(button),
	HTML(has_days),
	HTML(is_danger),
	FIELD_END,
};
struct page person_act_page = { .path = "admin/person_act",
	.fields = person_act_view_fields,
	.form = &person_act_form };

/* --- what each does --------------------------------------------------------- */

static const char *
number(struct request *r, int64_t n)
{
	return arena_printf(r->arena, "%lld", (long long)n);
}

static const char *
run_warn(struct request *r, const struct person_act_input *in)
{
	person_warn(r->db, in->id, in->reason);
	return json_of(r->arena, TEXTS("reason", in->reason));
}

static const char *
run_suspend(struct request *r, const struct person_act_input *in)
{
	struct person_suspend_row done = { .canceled = 0 };

	person_suspend(r->db, in->id, in->days, in->reason, &done);
	return json_of(r->arena,
	    TEXTS("reason", in->reason, "days", number(r, in->days.value),
		"sessions_canceled", number(r, done.canceled)));
}

static const char *
run_ban(struct request *r, const struct person_act_input *in)
{
	struct person_ban_row done = { .canceled = 0 };

	person_ban(r->db, in->id, in->reason, &done);
	return json_of(
	    r->arena, TEXTS("reason", in->reason, "sessions_canceled",
			  number(r, done.canceled)));
}

static const char *
run_lift(struct request *r, const struct person_act_input *in)
{
	person_lift(r->db, in->id, in->reason);
	return json_of(r->arena, TEXTS("reason", in->reason));
}

static const char *
run_verify(struct request *r, const struct person_act_input *in)
{
	person_verify(r->db, in->id, in->reason);
	return json_of(r->arena, TEXTS("reason", in->reason));
}

static const struct act acts[] = {
	{ "warn", WORDS("Warn {name}"),
	    WORDS("They are told by mail, with your reason. Nothing else "
		  "changes."),
	    WORDS("Send the warning"), WORDS("The warning is sent."), false,
	    false, run_warn },
	{ "suspend", WORDS("Suspend {name}"),
	    WORDS("Until the days are over they can sign in to read why, and "
		  "nothing else. Their sessions to come are cancelled with "
		  "full return, and they leave the directory."),
	    WORDS("Suspend the account"), WORDS("The account is suspended."),
	    true, true, run_suspend },
	{ "ban", WORDS("Ban {name}"),
	    WORDS("The account is closed until somebody lifts it: every "
		  "sign-in ends, sessions to come are cancelled with full "
		  "return."),
	    WORDS("Ban the account"), WORDS("The account is banned."), false,
	    true, run_ban },
	{ "lift", WORDS("Open the account of {name} again"),
	    WORDS("They can do everything again and are told so. Sessions "
		  "that were cancelled stay cancelled."),
	    WORDS("Open it again"), WORDS("The account is open again."), false,
	    false, run_lift },
	{ "verify", WORDS("Confirm the address of {name}"),
	    WORDS("Only when you know by other means that the address is "
		  "theirs: they can then book, and set a new password by it."),
	    WORDS("Confirm the address"), WORDS("The address is confirmed."),
	    false, false, run_verify },
};

static const struct act *
act_of(const struct request *r)
{
	const char *name = strrchr(r->http->path, '/') + 1;
	size_t i, n = sizeof(acts) / sizeof(acts[0]);

	for (i = 0; i + 1 < n; i++)
		if (strcmp(acts[i].name, name) == 0)
			break;
	return &acts[i];
}

enum status
person_act_show(struct request *r)
{
	const struct act *a = act_of(r);
	struct person_brief_row row;
	struct person_act_view v;

	if (!person_brief(r->db, typed_id(r, "id"), &row))
		return NOT_FOUND;
	v = (struct person_act_view){
		.id = row.id,
		.name = row.display_name,
		.email = row.email,
		.status_words = account_words(row.status),
		.role_line = roles_line(r->arena, row.roles, row.nroles),
		.act = a->name,
		.heading = words_with(
		    r->arena, tr(a->heading), "name", row.display_name),
		.words = tr(a->words),
		.button = tr(a->button),
		.has_days = a->has_days,
		.is_danger = a->is_danger,
	};
	desk_fill(r, &v.desk);
	request_fill(r, &person_act_form, NULL);
	return request_render(r, &person_act_page, &v);
}

enum status
person_act_post(struct request *r)
{
	const struct person_act_input *in = r->form;
	const struct act *a = act_of(r);
	const char *detail = a->run(r, in);

	request_audit(
	    r, &(struct deed){ arena_printf(r->arena, "person.%s", a->name),
		   "user", in->id, detail });
	request_flash(r, tr(a->done));
	return request_done(r, &(struct outcome){ .status = NO_CONTENT },
	    "/admin/people/%lld", (long long)in->id);
}

enum status
person_sign_out_post(struct request *r)
{
	const struct id_input *in = r->form;
	struct person_sign_out_row done = { .ended = 0 };

	person_sign_out(r->db, in->id, &done);
	request_audit(r,
	    &(struct deed){ "person.sign_out", "user", in->id,
		json_of(r->arena, TEXTS("sessions", number(r, done.ended))) });
	request_flash(r, tr("They are signed out everywhere."));
	return request_done(r, &(struct outcome){ .status = NO_CONTENT },
	    "/admin/people/%lld", (long long)in->id);
}
