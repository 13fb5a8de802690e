#include <stdio.h>
#include <string.h>

#include "gen/worker/mail_sql.h"
#include "lib/auth/secret.h"
#include "lib/base/log.h"
#include "lib/domain/invoice.h"
#include "lib/net/net.h"
#include "worker/rules.h"
#include "worker/worker.h"

const struct setting mail_settings[] = {
	{ "SMTP_URL", SETTING_URL, NULL, true,
	    "Mail server: smtp://user:password@host:587 or smtps://…; unset, "
	    "mails go to the folder mail of BELAY_VAR." },
	{ "SMTP_FROM", SETTING_TEXT, NULL, false,
	    "Sender: Name <address>; unset, no-reply at the site's host." },
	{ "SMTP_CA_FILE", SETTING_TEXT, NULL, false,
	    "Certificates to trust instead of the system's." },
	{ "SMTP_TLS_REQUIRED", SETTING_BOOL, "1", false,
	    "Refuse to send over a connection without TLS." },
	{ NULL, SETTING_TEXT, NULL, false, NULL },
};

/* A mail on its way. */
struct letter {
	struct mail_find_row row;
	struct paper invoice; /* that goes with it; no number: none */
	bool is_over;         /* nothing is to be sent */
	enum mail_outcome outcome;
	char why[400];
};

static bool
has_ended(const char *state)
{
	return strcmp(state, "sent") == 0 || strcmp(state, "failed") == 0 ||
	       strcmp(state, "suppressed") == 0;
}

enum work_result
mail_load(struct work *w)
{
	struct letter *l = arena_alloc(w->arena, 1, sizeof(*l));
	struct mail_find_row *m = &l->row;
	const char *why;

	w->state = l;
	l->is_over =
	    !mail_find(w->db, work_id(w, "mail_id"), m) || has_ended(m->state);
	if (l->is_over)
		return WORK_DONE;
	why = mail_refusal(&(struct mail_case){ .template = m->template,
	    .suppressed = m->suppressed,
	    .has_person = m->user_id != 0,
	    .status = m->status,
	    .verified = m->verified,
	    .is_notice = m->notice_type != NULL,
	    .required = m->required,
	    .wanted = m->wanted,
	    .read = m->is_read });
	l->is_over = why != NULL;
	if (l->is_over)
		mail_ended(w->db, m->id, "suppressed", why);
	else
		mail_sending(w->db, m->id);
	if (!l->is_over && m->invoice_id != 0) {
		catalogue_use(m->language);
		invoice_find(
		    w->db, w->arena, m->invoice_id, m->language, &l->invoice);
	}
	return WORK_DONE;
}

/* --- its words --------------------------------------------------------------- */

/* The site's host, without scheme and port. */
static const char *
host(struct arena *a)
{
	const char *at = strstr(setting_text("BELAY_PUBLIC_URL"), "://") + 3;

	return arena_strndup(a, at, strcspn(at, ":/"));
}

const char *
mail_sender(struct arena *a)
{
	const char *from = setting_text("SMTP_FROM"), *at;

	if (from == NULL)
		return arena_printf(a, "no-reply@%s", host(a));
	if ((at = strrchr(from, '<')) == NULL)
		return from;
	return arena_strndup(a, at + 1, strcspn(at + 1, ">"));
}

static const char *
message_id(const struct work *w, const struct mail_find_row *m)
{
	return arena_printf(w->arena, "<%s@%s>", m->message_id, host(w->arena));
}

/* The one-click link (RFC 8058); NULL for mails that nobody subscribed to. */
static const char *
unsubscribe_url(struct work *w, const struct mail_find_row *m)
{
	const char *topic = mail_topic(m->template, m->notice_type), *whose;

	if (topic == NULL || m->user_id == 0 || m->required)
		return NULL;
	whose = arena_printf(w->arena, "%lld:%s", (long long)m->user_id, topic);
	return arena_printf(w->arena,
	    "%s/notifications/unsubscribe?u=%lld&t=%s&s=%s",
	    setting_text("BELAY_PUBLIC_URL"), (long long)m->user_id, topic,
	    secret_sign(w->arena, "unsubscribe", whose));
}

static struct json_object *
data_of(struct work *w, const struct mail_find_row *m)
{
	const struct reader reader = {
		m->timezone != NULL ? m->timezone : "UTC", m->asked_at
	};
	struct json_object *data;

	catalogue_use(m->language);
	data = wording_data(w->arena, m->data, &reader);
	if (!json_object_object_get_ex(data, "name", NULL))
		wording_set(data, "name", m->name);
	wording_set(data, "platform", m->platform);
	wording_set(data, "site", setting_text("BELAY_PUBLIC_URL"));
	wording_set(data, "unsubscribe", unsubscribe_url(w, m));
	return data;
}

/* One part of it: as an admin worded it, or else as the file does. */
static const char *
part(struct work *w, const struct mail_find_row *m, const char *which,
    const char *own, struct json_object *data)
{
	const char *name =
	    arena_printf(w->arena, "_mail/%s.%s", m->template, which);
	const char *text = NULL, *source;

	if (own != NULL)
		text = wording_fill(w->arena, name, own, data);
	if (text == NULL && (source = wording_source(name)) != NULL)
		text = wording_fill(w->arena, name, source, data);
	return text;
}

/* What is attached: an invitation as two parts, an invoice as a file. */
static bool
attach(struct work *w, struct letter *l, struct mail *mail)
{
	const struct mail_find_row *m = &l->row;
	struct mail_part *parts = arena_alloc(w->arena, 2, sizeof(*parts));
	struct buf file;

	buf_init(&file, w->arena, 1024);
	mail->parts = parts;
	if (m->attachment != NULL && m->method != NULL) {
		buf_puts(&file, m->attachment);
		mail_invite(w->arena, parts, m->method, &file);
		mail->nparts = 2;
	} else if (l->invoice.number != NULL) {
		if (!paper_pdf(w->arena, &l->invoice, &file))
			return false;
		parts[0] = (struct mail_part){ .type = "application/pdf",
			.filename = paper_filename(w->arena, &l->invoice),
			.data = file.data,
			.len = file.len };
		mail->nparts = 1;
	}
	return true;
}

static bool
compose(struct work *w, struct letter *l, struct mail *mail, struct buf *out)
{
	const struct mail_find_row *m = &l->row;
	struct json_object *data = data_of(w, m);
	const char *from = setting_text("SMTP_FROM");

	*mail = (struct mail){
		.from = from != NULL ? from
				     : arena_printf(w->arena, "%s <%s>",
					   m->platform, mail_sender(w->arena)),
		.to = m->to_address,
		.message_id = message_id(w, m),
		.subject = part(w, m, "subject", m->subject, data),
		.text = part(w, m, "text", m->text_body, data),
		.html = part(w, m, "html", m->html_body, data),
		.unsubscribe_url = unsubscribe_url(w, m),
		.date = m->asked_at,
	};
	if (mail->subject == NULL || mail->text == NULL || mail->html == NULL ||
	    !attach(w, l, mail))
		return false;
	buf_init(out, w->arena, (size_t)16 * 1024);
	return mail_compose(mail, out);
}

/* --- its way ------------------------------------------------------------------- */

const char *
mail_notes(struct arena *a)
{
	return arena_printf(a, "%s/mail/.sent", setting_text("BELAY_VAR"));
}

static enum mail_outcome
send(const struct work *w, struct letter *l, const struct mail *mail,
    const struct buf *message)
{
	const struct smtp smtp = { .url = setting_text("SMTP_URL"),
		.require_tls = setting_on("SMTP_TLS_REQUIRED"),
		.ca_file = setting_text("SMTP_CA_FILE"),
		.notes = mail_notes(w->arena) };

	if (smtp.url != NULL)
		return mail_send_once(
		    &smtp, mail, message, l->why, sizeof(l->why));
	return mail_spool(
	    arena_printf(w->arena, "%s/mail", setting_text("BELAY_VAR")), mail,
	    message, l->why, sizeof(l->why));
}

enum work_result
mail_call(struct work *w)
{
	struct letter *l = w->state;
	struct buf message;
	struct mail mail;

	if (l->is_over)
		return WORK_DONE;
	if (!compose(w, l, &mail, &message)) {
		w->why = "the mail can't be composed: see the log";
		return WORK_NEVER;
	}
	l->outcome = send(w, l, &mail, &message);
	if (l->outcome != MAIL_DEFERRED)
		return WORK_DONE;
	w->why = l->why;
	db_begin(w->db, DB_READ_WRITE);
	mail_deferred(w->db, l->row.id, l->why);
	db_commit(w->db);
	return WORK_AGAIN;
}

enum work_result
mail_finish(struct work *w)
{
	struct letter *l = w->state;

	if (l->is_over)
		return WORK_DONE;
	if (l->outcome == MAIL_SENT) {
		mail_ended(w->db, l->row.id, "sent", NULL);
		return WORK_DONE;
	}
	log_warn("mail %lld: %s", (long long)l->row.id, l->why);
	mail_ended(w->db, l->row.id, "failed", l->why);
	if (is_dead_address(l->why))
		mail_suppress(w->db, l->row.to_address);
	return WORK_DONE;
}

void
mail_settled(struct work *w)
{
	const struct letter *l = w->state;

	if (l->outcome == MAIL_SENT && !l->is_over)
		mail_forget_note(mail_notes(w->arena), message_id(w, &l->row));
}

void
mail_gave_up(struct work *w)
{
	mail_ended(w->db, work_id(w, "mail_id"), "failed",
	    w->why != NULL ? w->why : "failed");
}
