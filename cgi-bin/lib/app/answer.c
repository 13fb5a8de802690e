#include <stdarg.h>
#include <string.h>

#include "lib/app/internal.h"
#include "lib/base/words.h"
#include "lib/job/job.h"

static const struct {
	enum status status;
	const char *title;
} titles[] = {
	{ BAD_REQUEST, WORDS("Malformed request") },
	{ UNAUTHORIZED, WORDS("Sign in first") },
	{ FORBIDDEN, WORDS("Not allowed") },
	{ NOT_FOUND, WORDS("Not found") },
	{ METHOD_NOT_ALLOWED, WORDS("Method not allowed") },
	{ CONFLICT, WORDS("That no longer fits") },
	{ GONE, WORDS("No longer here") },
	{ TOO_LARGE, WORDS("Too large") },
	{ UNSUPPORTED_TYPE, WORDS("Unsupported type") },
	{ INVALID, WORDS("Some fields need another look") },
	{ TOO_MANY, WORDS("Too many requests") },
	{ INTERNAL_ERROR, WORDS("Something went wrong here") },
	{ UNAVAILABLE, WORDS("Back in a moment") },
};

const char *
status_title(enum status status)
{
	for (size_t i = 0; i < sizeof(titles) / sizeof(titles[0]); i++)
		if (titles[i].status == status)
			return tr(titles[i].title);
	return tr("Not possible");
}

/* What the handler said is not to be sent: its cookies (a toast, a session) are
 * of something that did not happen. */
void
answer_forget(struct request *r)
{
	size_t languages;

	r->stream = NULL;
	response_reset(r->out);
	r->body = response_body(r->out);
	response_header(r->out, "Cache-Control", "private, no-cache");
	catalogue_codes(&languages);
	response_header(r->out, "Vary",
	    languages > 1 ? "Accept, Accept-Language, Cookie"
			  : "Accept, Cookie");
}

/* What every answer starts with. */
void
answer_begin(struct request *r)
{
	answer_forget(r);
	r->status = OK;
	r->refusal = NULL;
	r->extra = NULL;
	r->problem_type = r->problem_detail = NULL;
	r->after = NULL;
	r->moderated = NULL;
}

static void
begin_body(struct request *r, enum status status, const char *type)
{
	response_status(r->out, (int)status);
	response_header(r->out, "Content-Type", type);
	r->body->len = 0;
}

static void
render_page(struct request *r, const struct page *page, const void *view)
{
	struct chrome chrome = { .path = NULL };
	const struct form_state *states = r->parsed.states;
	const void *models[3];

	if (page->form != NULL && page->form != r->parsed.form)
		states = form_states(page->form, NULL, r->arena);
	chrome_fill(r, &chrome);
	models[0] = view;
	models[1] = states;
	models[2] = &chrome;
	begin_body(r, r->status, "text/html; charset=utf-8");
	view_render(page->views[catalogue_used()], models, r->body);
}

enum status
request_render(struct request *r, const struct page *page, const void *view)
{
	if (r->json)
		return request_json(r, r->status, page->fields, view);
	render_page(r, page, view);
	if ((r->route->flags & ROUTE_CACHED) != 0 && r->status == OK &&
	    r->session->user_id == 0) {
		response_header(r->out, "Cache-Control", "public, max-age=0");
		response_header(r->out, "X-Accel-Expires", "10");
	}
	return r->status;
}

enum status
request_json(struct request *r, enum status status, const struct field *fields,
    const void *view)
{
	begin_body(r, status, "application/json");
	view_json(fields, view, r->body);
	return status;
}

enum status
request_text(struct request *r, const char *type, const char *filename,
    const struct buf *text)
{
	begin_body(r, OK, type);
	if (filename != NULL)
		response_header(r->out, "Content-Disposition",
		    arena_printf(
			r->arena, "attachment; filename=\"%s\"", filename));
	buf_put(r->body, text->data, text->len);
	return OK;
}

enum status
request_stream(struct request *r, const struct stream *s)
{
	struct stream *kept = arena_alloc(r->arena, 1, sizeof(*kept));
	struct visit *visit = arena_alloc(r->arena, 1, sizeof(*visit));

	/* Both are needed when the caller has returned. */
	*kept = *s;
	*visit = *r->visit;
	r->stream = kept;
	r->visit = visit;
	begin_body(r, OK, s->type);
	response_header(r->out, "Content-Disposition",
	    arena_printf(r->arena, "attachment; filename=\"%s\"", s->filename));
	return OK;
}

static enum status
redirect(struct request *r, const char *location)
{
	begin_body(r, SEE_OTHER, "text/html; charset=utf-8");
	response_header(r->out, "Location", location);
	return SEE_OTHER;
}

enum status
request_redirect(struct request *r, const char *location, ...)
{
	va_list ap;
	char *to;

	va_start(ap, location);
	to = arena_vprintf(r->arena, location, ap);
	va_end(ap);
	return redirect(r, to);
}

enum status
request_done(
    struct request *r, const struct outcome *o, const char *location, ...)
{
	va_list ap;
	char *to;

	va_start(ap, location);
	to = arena_vprintf(r->arena, location, ap);
	va_end(ap);
	if (!r->json)
		return redirect(r, to);
	if (o->view != NULL)
		return request_json(r, o->status, o->fields, o->view);
	begin_body(r, NO_CONTENT, "application/json");
	return NO_CONTENT;
}

void
request_flash(struct request *r, const char *words)
{
	struct buf value;

	if (r->json)
		return;
	buf_init(&value, r->arena, 256);
	buf_put_url(&value, words, strlen(words));
	response_cookie(r->out, &(struct cookie){ .name = FLASH_COOKIE,
				    .value = value.data,
				    .max_age_seconds = 60 });
}

enum status
request_refuse(struct request *r, enum status status, const char *words)
{
	r->refusal = words;
	return status;
}

void
request_problem_extra(
    struct request *r, const struct field *fields, const void *view)
{
	r->extra_fields = fields;
	r->extra = view;
}

enum status
request_invalid(struct request *r, const char *field, const char *words)
{
	struct form_result *p = &r->parsed;
	struct form_message *more =
	    arena_alloc(r->arena, p->nmessages + 1, sizeof(*more));
	const struct form *form = p->form;

	if (p->nmessages != 0)
		memcpy(more, p->messages, p->nmessages * sizeof(*more));
	more[p->nmessages] = (struct form_message){ field, words };
	p->messages = more;
	p->nmessages++;
	for (size_t i = 0; form != NULL && i < form->nfields; i++)
		if (strcmp(form->fields[i].name, field) == 0)
			p->states[i].error = words;
	return INVALID;
}

void
request_fill(struct request *r, const struct form *form, const void *values)
{
	if (r->status != OK) /* a refusal keeps what was typed */
		return;
	r->parsed.states = form_states(form, values, r->arena);
	r->parsed.form = form;
}

enum status
request_file(struct request *r, const struct download *d)
{
	struct buf path;

	buf_init(&path, r->arena, 256);
	buf_puts(&path, "/-/media/");
	for (const char *s = d->path; *s != '\0'; s++)
		if (*s == '/')
			buf_putc(&path, '/');
		else
			buf_put_url(&path, s, 1);
	begin_body(r, OK, d->type);
	response_header(r->out, "X-Accel-Redirect", path.data);
	response_header(
	    r->out, "Content-Security-Policy", "default-src 'none'; sandbox");
	response_header(r->out, "Content-Disposition",
	    arena_printf(r->arena, "%s; filename=\"%s\"",
		d->inline_ok ? "inline" : "attachment", d->filename));
	return OK;
}

void
request_header(struct request *r, const char *name, const char *value)
{
	response_header(r->out, name, value);
}

void
request_cookie(struct request *r, const struct cookie *c)
{
	response_cookie(r->out, c);
}

void
request_audit(struct request *r, const struct deed *d)
{
	audit_write(r->db, &(struct audit){ .action = d->action,
			       .target_kind = d->target_kind,
			       .target_id = d->target_id,
			       .detail = d->detail,
			       .remote_addr = r->http->remote_addr,
			       .request_id = r->http->request_id });
}

void
after_refusal(
    struct request *r, void (*fn)(struct request *, void *), void *data)
{
	r->after = fn;
	r->after_data = data;
}

/* --- refusals ------------------------------------------------------------ */

static void
put_member(struct buf *b, const char *name, const char *text)
{
	buf_printf(b, "\"%s\":\"", name);
	buf_put_json(b, text, strlen(text));
	buf_putc(b, '"');
}

static bool
is_first_of_field(const struct form_result *p, const struct form_message *m)
{
	const struct form_message *before;

	for (before = p->messages; before < m; before++)
		if (strcmp(before->field, m->field) == 0)
			return false;
	return true;
}

/* {"email":["…","…"],…}: the messages of one field stand together. */
static void
put_errors(struct buf *b, const struct form_result *p)
{
	const struct form_message *m = p->messages, *end = m + p->nmessages;
	const char *comma = "";

	buf_puts(b, ",\"errors\":{");
	for (; m < end; m++) {
		if (!is_first_of_field(p, m))
			continue;
		buf_puts(b, comma);
		comma = ",";
		buf_putc(b, '"');
		buf_put_json(b, m->field, strlen(m->field));
		buf_puts(b, "\":[");
		for (const struct form_message *of = p->messages; of < end;
		     of++)
			if (strcmp(of->field, m->field) == 0) {
				buf_puts(b, of == m ? "\"" : ",\"");
				buf_put_json(b, of->text, strlen(of->text));
				buf_putc(b, '"');
			}
		buf_putc(b, ']');
	}
	buf_putc(b, '}');
}

/* The members of a JSON object, without its braces. */
static void
put_members(struct buf *b, const char *object)
{
	size_t len = strlen(object);

	if (len <= 2 || *object != '{')
		return;
	buf_putc(b, ',');
	buf_put(b, object + 1, len - 2);
}

static void
put_extra(struct request *r)
{
	struct buf members;

	buf_init(&members, r->arena, 1024);
	view_json(r->extra_fields, r->extra, &members);
	put_members(r->body, members.data);
}

static void
problem(struct request *r, enum status status, const char *words)
{
	begin_body(r, status, "application/problem+json");
	buf_putc(r->body, '{');
	put_member(r->body, "type",
	    r->problem_type != NULL ? r->problem_type : "about:blank");
	buf_putc(r->body, ',');
	put_member(r->body, "title", status_title(status));
	buf_printf(r->body, ",\"status\":%d,", (int)status);
	put_member(r->body, "detail", words);
	if (status == INVALID && r->parsed.nmessages != 0)
		put_errors(r->body, &r->parsed);
	if (r->extra != NULL)
		put_extra(r);
	if (r->problem_detail != NULL)
		put_members(r->body, r->problem_detail);
	buf_putc(r->body, '}');
}

void
answer_refusal(struct request *r, enum status status)
{
	const char *words =
	    r->refusal != NULL ? r->refusal : status_title(status);
	struct error_view view = {
		.code = (int64_t)status,
		.heading = status_title(status),
		.words = words,
	};

	if (status == UNAVAILABLE)
		response_header(r->out, "Retry-After", "5");
	response_header(r->out, "Cache-Control", "no-store");
	if (r->json) {
		problem(r, status, words);
		return;
	}
	r->status = status;
	r->refusal = NULL;
	render_page(r, &error_page, &view);
}
