#include <string.h>

#include "admin/admin.h"
#include "admin/mail_words.h"
#include "gen/admin/mail_template_sql.h"
#include "lib/domain/wording.h"
#include "lib/job/job.h"

/* /admin/mail/templates/:name: edit a mail's words, see them filled, try them on
 * oneself, or go back to the file. */

enum { WORDS_MAX = 40000 };

/* Everything that any mail is filled from. */
static const char sample[] =
    "{\"link\":\"https://example.org/a-link-that-works-once\","
    "\"title\":\"Your mentoring session with Ines Duarte is booked\","
    "\"words\":\"Tuesday 24 November, 18:00 to 18:45, Lisbon.\","
    "\"count\":\"2\",\"several\":true,\"unsubscribe\":"
    "\"https://example.org/unsubscribe\",\"items\":[{\"title\":"
    "\"A session is near\",\"words\":\"Tomorrow at 18:00.\",\"link\":"
    "\"https://example.org/sessions/1\"},{\"title\":\"How was it?\","
    "\"words\":\"\",\"link\":\"https://example.org/sessions/2\"}]}";

struct template_input {
	const char *name, *subject, *text_body, *html_body;
};

static const struct form_field template_input_fields[] = {
	FORM_FIELD(struct template_input, name, REQUIRED, 1, 60),
	FORM_FIELD(struct template_input, subject, REQUIRED, 1, 500),
	FORM_FIELD(struct template_input, text_body, REQUIRED, 1, WORDS_MAX),
	FORM_FIELD(struct template_input, html_body, REQUIRED, 1, WORDS_MAX),
};
const struct form mail_template_form =
    FORM(struct template_input, template_input_fields);

struct template_name_input {
	const char *name;
};

static const struct form_field template_name_fields[] = {
	FORM_FIELD(struct template_name_input, name, REQUIRED, 1, 60),
};
const struct form mail_template_name_form =
    FORM(struct template_name_input, template_name_fields);

struct template_view {
	struct desk desk;
	const char *name, *subject, *text_body, *html_body, *seen_subject,
	    *seen_text, *to;
	bool is_changed;
};

#define HTML(m) FIELD_ONLY(struct template_view, m, ONLY_HTML)

static const struct field template_fields[] = {
	DESK_FIELD(struct template_view),
	FIELD(struct template_view, name),
	FIELD(struct template_view, is_changed),
	FIELD_ONLY(struct template_view, subject, ONLY_JSON),
	FIELD_ONLY(struct template_view, text_body, ONLY_JSON),
	FIELD_ONLY(struct template_view, html_body, ONLY_JSON),
	HTML(seen_subject),
	HTML(seen_text),
	HTML(to),
	FIELD_END,
};
struct page mail_template_page = { .path = "admin/mail_template",
	.fields = template_fields,
	.form = &mail_template_form };

static struct json_object *
sample_data(struct request *r)
{
	const struct session *s = r->session;
	struct json_object *data =
	    mail_data(r, sample, s->timezone, s->display_name);
	struct mail_platform_row platform;

	if (mail_platform(r->db, &platform))
		wording_set(data, "platform", platform.name);
	return data;
}

enum status
mail_template_show(struct request *r)
{
	const char *name = typed(r, "name");
	struct mail_wording w;
	struct mail_parts parts;
	struct template_view v;

	if (!mail_wording_find(r, name, &w))
		return NOT_FOUND;
	mail_parts_fill(r, &w, sample_data(r), &parts);
	v = (struct template_view){
		.name = name,
		.subject = w.subject,
		.text_body = w.text_body,
		.html_body = w.html_body,
		.is_changed = w.is_changed,
		.seen_subject = parts.subject,
		.seen_text = parts.text,
		.to = r->session->email,
	};
	desk_fill(r, &v.desk);
	request_fill(r, &mail_template_form,
	    &(struct template_input){
		name, w.subject, w.text_body, w.html_body });
	return request_render(r, &mail_template_page, &v);
}

/* The HTML part, filled, as a page of its own. */
enum status
mail_template_html(struct request *r)
{
	const struct template_name_input *in = r->form;
	struct mail_wording w;
	struct mail_parts parts;

	if (!mail_wording_find(r, in->name, &w))
		return NOT_FOUND;
	mail_parts_fill(r, &w, sample_data(r), &parts);
	return parts.html != NULL ? mail_html(r, parts.html) : NOT_FOUND;
}

/* --- saving ---------------------------------------------------------------------- */

/* True when the words fill; else a message beside the field. */
static bool
fills(struct request *r, const char *field, const char *source,
    struct json_object *data)
{
	const char *why = wording_mistake(r->arena, source, data);

	if (why != NULL)
		request_invalid(r, field, why);
	return why == NULL;
}

static enum status
template_done(struct request *r, const char *action, const char *words)
{
	const struct template_name_input *in = r->form; /* begins alike */

	request_audit(r, &(struct deed){ action, "mail_template", 0,
			     json_of(r->arena, TEXTS("name", in->name)) });
	request_flash(r, words);
	return request_done(r, &(struct outcome){ .status = NO_CONTENT },
	    "/admin/mail/templates/%s", in->name);
}

enum status
mail_template_post(struct request *r)
{
	const struct template_input *in = r->form;
	struct json_object *data = sample_data(r);
	struct mail_wording was;
	bool fine;

	if (!mail_wording_find(r, in->name, &was))
		return NOT_FOUND;
	fine = fills(r, "subject", in->subject, data);
	fine = fills(r, "text_body", in->text_body, data) && fine;
	fine = fills(r, "html_body", in->html_body, data) && fine;
	if (!fine)
		return INVALID;
	mail_template_save(
	    r->db, in->name, in->subject, in->text_body, in->html_body);
	return template_done(
	    r, "mail_template.save", tr("The wording is saved."));
}

enum status
mail_template_reset_post(struct request *r)
{
	const struct template_name_input *in = r->form;

	if (mail_template_reset(r->db, in->name) == 0)
		return NOT_FOUND;
	return template_done(
	    r, "mail_template.reset", tr("The wording is the file's again."));
}

enum status
mail_template_test_post(struct request *r)
{
	const struct template_name_input *in = r->form;
	struct mail_wording w;

	if (!mail_wording_find(r, in->name, &w))
		return NOT_FOUND;
	mail_queue(r->db, &(struct queued_mail){ .user_id = r->session->user_id,
			      .address = r->session->email,
			      .template = in->name,
			      .data = sample });
	return template_done(
	    r, "mail_template.test", tr("A test mail is on its way to you."));
}
