#ifndef LIB_APP_CHROME_H
#define LIB_APP_CHROME_H

#include "lib/app/app.h"
#include "lib/view/parts.h"

/*
 * What every page shows around its own content: the layout's scope, filled by
 * the loop from the session.  Templates see these names after the page's own
 * fields and the form's.  A page's view needs none of them.
 */
struct chrome_link {
	const char *href, *label, *icon;
	bool current;
};
struct chrome {
	const char *csrf; /* for every form: name="csrf" */
	bool signed_in;
	const char *user_name, *user_initials, *user_avatar;
	int64_t user_hue; /* data-hue of the initials, 0 to 5 */
	const char *user_handle;
	const char *theme, *text_size,
	    *language;           /* data-theme, data-text, lang */
	int64_t unread;          /* notifications; 0 shows no badge */
	const char *unread_text; /* "3", "99+" */
	struct chrome_link *nav; /* main navigation, by role; 5 at most */
	size_t nnav;
	struct chrome_link *menu; /* the account menu: all areas of the roles */
	size_t nmenu;
	const char *flash;   /* toast from the request before */
	const char *refusal; /* words of a 409 or 403 on this page */
	bool has_errors;     /* a 422: the summary of `errors` is shown */
	struct form_message *errors; /* field and text, in page order */
	size_t nerrors;
	const char *banner;    /* the demo's warning, "verify your address" */
	bool unverified;       /* with a form to send the link again */
	const char *acting_as; /* impersonation: the name; else NULL */
	const char *timezone;  /* the viewer's, "Europe/Lisbon" */
	struct choice *themes; /* of the appearance form; theme chosen */
	size_t nthemes;
	struct choice *text_sizes; /* the same for text_size */
	size_t ntext_sizes;
	bool shortcuts_off; /* the keyboard shortcuts, by preference */
	const char *path;   /* of this page, for theme forms and next= */
	const char *request_id;
};
extern const struct field chrome_fields[];

void chrome_fill(struct request *, struct chrome *);

#endif
