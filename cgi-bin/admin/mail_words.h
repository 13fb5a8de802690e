#ifndef ADMIN_MAIL_WORDS_H
#define ADMIN_MAIL_WORDS_H

#include <json-c/json.h>

#include "admin/desk.h"

/* The wording of a mail as an admin changed it, else the file's. */
struct mail_wording {
	const char *subject, *text_body, *html_body;
	bool is_changed;
};
/* False when there is no template of that name. */
bool
mail_wording_find(struct request *, const char *name, struct mail_wording *);

/* A mail's parts filled from its data, as the worker would do it now. */
struct mail_parts {
	const char *subject, *text, *html; /* NULL after a mistake */
};
void mail_parts_fill(struct request *, const struct mail_wording *,
    struct json_object *data, struct mail_parts *);
/* Data as the worker adds to it: platform, site, name. */
struct json_object *mail_data(
    struct request *, const char *json, const char *zone, const char *name);

/* The HTML of a mail as a page of its own, in which nothing runs. */
enum status mail_html(struct request *, const char *html);

#endif
