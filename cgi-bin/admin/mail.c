#include <stdio.h>
#include <string.h>

#include "admin/admin.h"
#include "admin/mail_words.h"
#include "admin/rules_message.h"
#include "gen/admin/mail_sql.h"
#include "lib/base/setting.h"
#include "lib/domain/wording.h"

/*
 * /admin/mail/:id: one mail, as it lies in the spool when there is no mail
 * server, else as it would be worded now (without links that worked once).
 */
enum { SPOOLED_MAX = 1024 * 1024 };

struct mail_event {
	const char *label, *when;
};

static const struct field mail_event_fields[] = {
	FIELD(struct mail_event, label),
	FIELD(struct mail_event, when),
	FIELD_END,
};

static const struct field header_fields[] = {
	FIELD(struct message_header, name),
	FIELD(struct message_header, value),
	FIELD_END,
};

enum { MOST_EVENTS = 7 };

struct mail_view {
	struct desk desk;
	int64_t id, user_id, attempts;
	const char *person, *to_address, *template, *state, *state_words,
	    *last_error, *subject, *text;
	bool spooled, has_html, is_invitation, suppressed, may_again,
	    may_manage;
	struct mail_event *events;
	struct message_header *headers;
	size_t nevents, nheaders;
	struct instant created_at, sent_at;
};

#define BOTH(m) FIELD(struct mail_view, m)
#define HTML(m) FIELD_ONLY(struct mail_view, m, ONLY_HTML)

static const struct field mail_fields[] = {
	DESK_FIELD(struct mail_view),
	FIELD_ID(struct mail_view, id),
	FIELD_ID(struct mail_view, user_id),
	BOTH(to_address),
	BOTH(template),
	BOTH(state),
	BOTH(attempts),
	BOTH(last_error),
	BOTH(created_at),
	BOTH(sent_at),
	BOTH(subject),
	BOTH(text),
	BOTH(spooled),
	FIELD_LIST(struct mail_view, headers, nheaders, header_fields),
	FIELD_LIST_ONLY(
	    struct mail_view, events, nevents, mail_event_fields, ONLY_HTML),
	HTML(person),
	HTML(state_words),
	HTML(has_html),
	HTML(is_invitation),
	HTML(suppressed),
	HTML(may_again),
	HTML(may_manage),
	FIELD_END,
};
struct page mail_page = { .path = "admin/mail", .fields = mail_fields };

/* --- the spool -------------------------------------------------------------------- */

/* The name the worker gives it: the message id and ".eml". */
static const char *
spool_path(struct request *r, const struct mail_find_row *row)
{
	const char *host = strstr(setting_text("BELAY_PUBLIC_URL"), "://") + 3;

	return arena_printf(r->arena, "%s/mail/%s@%.*s.eml",
	    setting_text("BELAY_VAR"), row->message_id,
	    (int)strcspn(host, ":/"), host);
}

static bool
read_spooled(struct request *r, const struct mail_find_row *row, struct buf *b)
{
	FILE *f = fopen(spool_path(r, row), "re");

	if (f == NULL)
		return false;
	buf_init(b, r->arena, SPOOLED_MAX);
	b->len = fread(buf_reserve(b, SPOOLED_MAX), 1, SPOOLED_MAX - 1, f);
	b->data[b->len] = '\0';
	fclose(f);
	return b->len > 0;
}

/* What the mail says; false when its template is gone too. */
static bool
read_message(struct request *r, const struct mail_find_row *row,
    struct message *m, bool *spooled)
{
	struct mail_wording wording;
	struct mail_parts parts;
	struct json_object *data;
	struct buf raw;

	*m = (struct message){ .nheaders = 0 };
	*spooled = read_spooled(r, row, &raw);
	if (*spooled) {
		message_read(r->arena, raw.data, raw.len, m);
		return true;
	}
	if (!mail_wording_find(r, row->template, &wording))
		return false;
	data = mail_data(r, row->data,
	    row->timezone != NULL ? row->timezone : "UTC", row->person);
	wording_set(data, "platform", row->platform);
	mail_parts_fill(r, &wording, data, &parts);
	m->headers = arena_alloc(r->arena, 1, sizeof(*m->headers));
	m->headers[0] = (struct message_header){ "Subject", parts.subject };
	m->nheaders = parts.subject != NULL;
	m->text = parts.text;
	m->html = parts.html;
	return true;
}

/* --- the page ------------------------------------------------------------------------ */

static void
add_event(struct request *r, struct mail_view *v, const char *label,
    struct instant at)
{
	if (at.us != 0)
		v->events[v->nevents++] =
		    (struct mail_event){ label, moment(r, at) };
}

static void
fill_events(
    struct request *r, struct mail_view *v, const struct mail_find_row *row)
{
	v->events = arena_alloc(r->arena, MOST_EVENTS, sizeof(*v->events));
	add_event(r, v, tr("Made"), row->created_at);
	add_event(r, v, tr("Sent"), row->sent_at);
	add_event(r, v, tr("Delivered"), row->delivered_at);
	add_event(r, v, tr("Opened"), row->opened_at);
	add_event(r, v, tr("Clicked"), row->clicked_at);
	add_event(r, v, tr("Failed"), row->bounced_at);
	add_event(r, v, tr("Complained about"), row->complained_at);
}

static enum status
render_mail(struct request *r, const struct mail_find_row *row)
{
	struct message m;
	struct mail_view v = {
		.id = row->id,
		.user_id = row->user_id,
		.person = row->person,
		.to_address = row->to_address,
		.template = row->template,
		.state = row->state,
		.state_words = mail_words(row->state),
		.attempts = row->attempts,
		.last_error = row->last_error,
		.created_at = row->created_at,
		.sent_at = row->sent_at,
		.is_invitation = row->is_invitation,
		.suppressed = row->suppressed,
		.may_manage = session_may(r->session, "mail.manage"),
	};

	read_message(r, row, &m, &v.spooled);
	v.headers = m.headers;
	v.nheaders = v.spooled ? m.nheaders : 0;
	v.subject = message_header(&m, "Subject");
	v.text = m.text;
	v.has_html = m.html != NULL;
	v.may_again = v.may_manage && (strcmp(row->state, "failed") == 0 ||
					  strcmp(row->state, "deferred") == 0);
	fill_events(r, &v, row);
	desk_fill(r, &v.desk);
	return request_render(r, &mail_page, &v);
}

enum status
mail_show(struct request *r)
{
	struct mail_find_row row;

	return mail_find(r->db, typed_id(r, "id"), &row) ? render_mail(r, &row)
							 : NOT_FOUND;
}

/* --- its parts ---------------------------------------------------------------------- */

enum status
mail_html_show(struct request *r)
{
	const struct id_input *in = r->form;
	struct mail_find_row row;
	struct message m;
	bool spooled;

	if (!mail_find(r->db, in->id, &row) ||
	    !read_message(r, &row, &m, &spooled) || m.html == NULL)
		return NOT_FOUND;
	return mail_html(r, m.html);
}

enum status
mail_file(struct request *r)
{
	const struct id_input *in = r->form;
	struct mail_find_row row;
	struct buf raw;

	if (!mail_find(r->db, in->id, &row) || !read_spooled(r, &row, &raw))
		return NOT_FOUND;
	return request_text(r, "message/rfc822",
	    arena_printf(r->arena, "mail-%lld.eml", (long long)row.id), &raw);
}

enum status
mail_again_post(struct request *r)
{
	const struct id_input *in = r->form;

	mail_again(r->db, in->id);
	request_audit(r, &(struct deed){ "mail.again", "mail", in->id, NULL });
	request_flash(r, tr("The mail is on its way again."));
	return request_done(r, &(struct outcome){ .status = NO_CONTENT },
	    "/admin/mail/%lld", (long long)in->id);
}
