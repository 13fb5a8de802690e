#include <string.h>

#include "account/account.h"
#include "gen/account/data_sql.h"
#include "gen/account/email_link_sql.h"
#include "lib/auth/secret.h"
#include "lib/base/words.h"
#include "lib/domain/when.h"
#include "lib/job/job.h"

enum { DAYS_TO_CHANGE_ONES_MIND = 14 };

/* --- the page ---------------------------------------------------------------- */

struct export_item {
	int64_t id, progress;
	const char *state, *state_words, *made, *href, *until;
	struct instant created_at, expires_at;
	bool working;
};

static const struct field export_item_fields[] = {
	FIELD_ID(struct export_item, id),
	FIELD(struct export_item, state),
	FIELD(struct export_item, progress),
	FIELD_ONLY(struct export_item, created_at, ONLY_JSON),
	FIELD_ONLY(struct export_item, expires_at, ONLY_JSON),
	FIELD(struct export_item, href),
	FIELD_ONLY(struct export_item, working, ONLY_HTML),
	FIELD_ONLY(struct export_item, state_words, ONLY_HTML),
	FIELD_ONLY(struct export_item, made, ONLY_HTML),
	FIELD_ONLY(struct export_item, until, ONLY_HTML),
	FIELD_END,
};

struct data_view {
	struct export_item *items;
	size_t nitems;
	const char *erased_on; /* NULL: not asked for */
	struct instant erased_at;
	bool working, expected;
};

static const struct field data_view_fields[] = {
	FIELD_LIST(struct data_view, items, nitems, export_item_fields),
	FIELD_ONLY(struct data_view, erased_at, ONLY_JSON),
	FIELD_ONLY(struct data_view, erased_on, ONLY_HTML),
	FIELD_ONLY(struct data_view, working, ONLY_HTML),
	FIELD_ONLY(struct data_view, expected, ONLY_HTML),
	FIELD_END,
};
struct page data_page = { .path = "account/data", .fields = data_view_fields };

static const struct word states[] = {
	{ "waiting", WORDS("Waiting") },
	{ "running", WORDS("Being made") },
	{ "ready", WORDS("Ready") },
	{ "failed", WORDS("Did not work") },
	{ "expired", WORDS("Link over") },
	{ NULL, NULL },
};

static struct export_item
export_item(struct request *r, const struct export_list_row *row)
{
	const char *zone = r->session->timezone;
	bool is_ready = strcmp(row->state, "ready") == 0;

	return (struct export_item){
		.id = row->id,
		.progress = row->progress,
		.state = row->state,
		.state_words = word_of(states, row->state),
		.created_at = row->created_at,
		.expires_at = row->expires_at,
		.working = strcmp(row->state, "waiting") == 0 ||
			   strcmp(row->state, "running") == 0,
		.made = when_day(r->arena, row->created_at, zone, r->now),
		.href = is_ready ? arena_printf(r->arena,
				       "/settings/data/exports/%lld",
				       (long long)row->id)
				 : NULL,
		.until = is_ready
			     ? when_day(r->arena, row->expires_at, zone, r->now)
			     : NULL,
	};
}

void
data_read(struct request *r)
{
	account_state_send(r->db);
	export_list_send(r->db);
}

enum status
data_show(struct request *r)
{
	struct account_state_row state;
	struct export_list_row *rows;
	struct data_view v = { .nitems = 0 };

	account_state_get(r->db, &state);
	rows = export_list_get(r->db, &v.nitems);
	v.items = arena_alloc(r->arena, v.nitems, sizeof(*v.items));
	for (size_t i = 0; i < v.nitems; i++) {
		v.items[i] = export_item(r, &rows[i]);
		v.working = v.working || v.items[i].working;
	}
	v.expected = state.expected;
	if (strcmp(state.status, "deletion_requested") == 0) {
		v.erased_at = state.status_until;
		v.erased_on = when_day(
		    r->arena, state.status_until, r->session->timezone, r->now);
	}
	return request_render(r, &data_page, &v);
}

enum status
data_refused(struct request *r)
{
	data_read(r);
	return data_show(r);
}

/* --- taking everything along --------------------------------------------------- */

enum status
export_post(struct request *r)
{
	struct export_add_row made;

	if (!export_add(r->db, &made))
		return request_refuse(
		    r, CONFLICT, tr("An export is being made already."));
	job_enqueue(
	    r->db, &(struct job){ .kind = "account.export",
		       .payload = arena_printf(r->arena, "{\"export_id\":%lld}",
			   (long long)made.id) });
	request_audit(
	    r, &(struct deed){ "export.ask", "data_export", made.id, NULL });
	request_flash(
	    r, tr("We make your export and tell you when it is ready."));
	return request_done(
	    r, &(struct outcome){ .status = NO_CONTENT }, "/settings/data");
}

struct export_input {
	int64_t id;
};

static const struct form_field export_fields[] = {
	FORM_ID(struct export_input, id, REQUIRED),
};
const struct form export_form = FORM(struct export_input, export_fields);

enum status
export_show(struct request *r)
{
	const struct export_input *in = r->form;
	struct export_file_row file;

	if (!export_file(r->db, in->id, &file))
		return NOT_FOUND;
	if (!file.fresh || file.path == NULL)
		return request_refuse(r, GONE,
		    tr("This link worked for 7 days. Ask for a new export."));
	return request_file(r, &(struct download){ .path = file.path,
				   .type = "application/zip",
				   .filename = "belay-data.zip" });
}

/* --- being forgotten -------------------------------------------------------------- */

enum status
deletion_post(struct request *r)
{
	const struct session *s = r->session;
	struct deletion_request_row row;

	if (!deletion_request(r->db, s->session_id, &row))
		return INTERNAL_ERROR;
	link_mail_send(r,
	    &(struct link_mail){ .user_id = s->user_id,
		.address = s->email,
		.purpose = "cancel_deletion",
		.template = "cancel_deletion",
		.path = "/account/keep",
		.name = s->display_name,
		.ttl_seconds = (int64_t)DAYS_TO_CHANGE_ONES_MIND * 24 * 3600 });
	request_flash(r, tr("Your account will be deleted in 14 days."));
	return request_done(
	    r, &(struct outcome){ .status = NO_CONTENT }, "/settings/data");
}

enum status
deletion_keep_post(struct request *r)
{
	struct deletion_keep_row row;

	deletion_keep(r->db, r->session->user_id, &row);
	request_flash(r, tr("Your account stays."));
	return request_done(
	    r, &(struct outcome){ .status = NO_CONTENT }, "/settings/data");
}

/* --- the link in the mail ----------------------------------------------------------- */

struct keep_view {
	const char *token;
};

static const struct field keep_view_fields[] = {
	FIELD_ONLY(struct keep_view, token, ONLY_HTML),
	FIELD_END,
};
struct page keep_page = { .path = "account/keep", .fields = keep_view_fields };

enum status
keep_show(struct request *r)
{
	const struct token_input *in = r->form;
	struct keep_view v = { .token = in->token };

	return request_render(r, &keep_page, &v);
}

enum status
keep_post(struct request *r)
{
	const struct token_input *in = r->form;
	const char *hash = token_hash(r->arena, in->token);
	struct email_token_look_row link;
	struct email_token_use_row use;
	struct deletion_keep_row row;

	email_token_look(r->db, hash, "cancel_deletion", &link);
	email_token_use(r->db, hash, "cancel_deletion", &use);
	if (!use.used)
		return request_refuse(
		    r, GONE, tr("This link was used already or is too old."));
	deletion_keep(r->db, link.user_id, &row);
	request_flash(r, tr("Your account stays."));
	return request_done(r, &(struct outcome){ .status = NO_CONTENT }, "%s",
	    r->session->user_id != 0 ? "/settings/data" : "/login");
}

const struct refusal account_refusals[] = {
	{ "session_due",
	    WORDS("You are expected in a session. Cancel it or let it take "
		  "place first.") },
	{ "account_not_active",
	    WORDS("This account can't be deleted just now.") },
	{ NULL, NULL },
};
