#include <string.h>

#include "admin/mail_words.h"
#include "gen/admin/mail_template_sql.h"
#include "lib/base/setting.h"
#include "lib/domain/wording.h"

static const char *
file_part(struct request *r, const char *name, const char *part)
{
	return wording_source(
	    arena_printf(r->arena, "_mail/%s.%s", name, part));
}

/* A name leads to a file: letters, digits and _ only, and a whole mail. */
static bool
is_template(struct request *r, const char *name)
{
	size_t len = strlen(name);

	return len > 0 && len <= 60 && *name != '_' &&
	       strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_") == len &&
	       file_part(r, name, "subject") != NULL &&
	       file_part(r, name, "text") != NULL &&
	       file_part(r, name, "html") != NULL;
}

bool
mail_wording_find(struct request *r, const char *name, struct mail_wording *w)
{
	struct mail_template_find_row row;

	if (!is_template(r, name))
		return false;
	if (mail_template_find(r->db, name, &row)) {
		*w = (struct mail_wording){ row.subject, row.text_body,
			row.html_body, true };
		return true;
	}
	*w = (struct mail_wording){ file_part(r, name, "subject"),
		file_part(r, name, "text"), file_part(r, name, "html"), false };
	return true;
}

struct json_object *
mail_data(
    struct request *r, const char *json, const char *zone, const char *name)
{
	const struct reader reader = { zone, r->now };
	struct json_object *data = wording_data(r->arena, json, &reader);

	if (!json_object_object_get_ex(data, "name", NULL))
		wording_set(data, "name", name);
	wording_set(data, "site", setting_text("BELAY_PUBLIC_URL"));
	return data;
}

void
mail_parts_fill(struct request *r, const struct mail_wording *w,
    struct json_object *data, struct mail_parts *p)
{
	*p = (struct mail_parts){
		wording_fill(r->arena, "subject", w->subject, data),
		wording_fill(r->arena, "text", w->text_body, data),
		wording_fill(r->arena, "html", w->html_body, data),
	};
}

enum status
mail_html(struct request *r, const char *html)
{
	struct buf b;

	buf_init(&b, r->arena, strlen(html) + 1);
	buf_puts(&b, html);
	request_header(r, "Content-Security-Policy",
	    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; "
	    "frame-ancestors 'none'; base-uri 'none'; sandbox");
	return request_text(r, "text/html; charset=utf-8", NULL, &b);
}
