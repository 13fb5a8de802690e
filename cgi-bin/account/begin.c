#include <string.h>

#include "account/account.h"
#include "gen/account/email_link_sql.h"
#include "gen/account/sign_in_sql.h"
#include "lib/auth/secret.h"
#include "lib/base/setting.h"
#include "lib/job/job.h"

static const struct field message_fields[] = {
	FIELD(struct message_view, heading),
	FIELD(struct message_view, words),
	FIELD_ONLY(struct message_view, link, ONLY_HTML),
	FIELD_ONLY(struct message_view, link_words, ONLY_HTML),
	FIELD_END,
};
struct page message_page = { .path = "account/message",
	.fields = message_fields };

struct signed_in_view {
	const char *csrf;
	struct signed_in_person_row user;
};

static const struct field signed_in_fields[] = {
	FIELD(struct signed_in_view, csrf),
	FIELD_OBJECT(struct signed_in_view, user, signed_in_person_fields),
	FIELD_END,
};

enum status
sign_in_finish(struct request *r, const struct sign_in *in)
{
	const char *token = token_new(r->arena), *agent = r->http->user_agent;
	struct session_begin_row session;
	struct signed_in_view view;

	session_begin(r->db, in->user_id, token_hash(r->arena, token), agent,
	    r->http->remote_addr, in->second_factor, &session);
	signed_in_person(r->db, in->user_id, &view.user);
	view.csrf = secret_sign(r->arena, "csrf", token);
	referral_take(r, in->user_id);
	request_cookie(r, &(struct cookie){ .name = SESSION_COOKIE,
			      .value = token,
			      .max_age_seconds = SESSION_COOKIE_SECONDS });
	return request_done(r, &(struct outcome){ OK, signed_in_fields, &view },
	    "%s", in->next != NULL ? in->next : "/dashboard");
}

void
security_changed(struct request *r, const struct security_change *c)
{
	bool is_member = c->target_kind == NULL;

	notice_send(r->db,
	    &(struct notice){ .user_id = r->session->user_id,
		.type = "security_changed",
		.link = c->link,
		.data = arena_printf(r->arena, "{\"what\":\"%s\"}", c->what) });
	request_audit(
	    r, &(struct deed){ c->action, is_member ? "user" : c->target_kind,
		   is_member ? r->session->user_id : c->target_id, NULL });
}

void
session_token_rotate(struct request *r)
{
	const char *token = token_new(r->arena);

	session_rotate(
	    r->db, r->session->session_id, token_hash(r->arena, token));
	request_cookie(r, &(struct cookie){ .name = SESSION_COOKIE,
			      .value = token,
			      .max_age_seconds = SESSION_COOKIE_SECONDS });
}

enum status
message_render(struct request *r, const struct message_view *m)
{
	return request_render(r, &message_page, m);
}

void
link_mail_send(struct request *r, const struct link_mail *m)
{
	const char *token = token_new(r->arena);
	struct buf data;

	email_token_make(r->db, m->user_id, m->purpose,
	    token_hash(r->arena, token), m->address, m->ttl_seconds);
	buf_init(&data, r->arena, 512);
	buf_puts(&data, "{\"name\":\"");
	buf_put_json(&data, m->name, strlen(m->name));
	buf_printf(&data, "\",\"link\":\"%s%s?token=%s\"}",
	    setting_text("BELAY_PUBLIC_URL"), m->path, token);
	mail_queue(r->db, &(struct queued_mail){ .user_id = m->user_id,
			      .address = m->address,
			      .template = m->template,
			      .data = data.data });
}
