#ifndef LIB_APP_MODERATE_H
#define LIB_APP_MODERATE_H

#include "lib/app/app.h"
#include "lib/domain/moderation.h"

/*
 * Automated moderation (lib/domain/moderation.h) for a request.  The rules are
 * read once by each process and again, at the latest half a second after
 * somebody changed one.
 *
 * A program that shows what people write says in its form which fields others
 * will see, and who they are to each other:
 *
 *	FORM_SHOWN(struct profile_input, about, OPTIONAL, 1, 4000,
 *	    CONTEXT_PROFILE),
 *
 * The loop checks them before the handler runs: what is blocked is a 422 beside
 * the field.  When the handler has stored them it says of what they are a part,
 * as report_kind calls it:
 *
 *	request_shown(r, "profile", r->session->user_id);
 *
 * A text whose context is known only inside the handler is checked there:
 *
 *	if (request_check(r, "goals", in->goals, CONTEXT_ANONYMOUS) != OK)
 *		return INVALID;
 *
 * Either way such a program lists lib_app_moderate_stmts.
 */

/* The rules as they are now. */
const struct moderation_rules *moderate_rules(struct db *, struct arena *);

/* One text with what is known of its author; nothing is stored. */
void moderate_text(
    struct request *, struct moderation_text *, struct moderation_verdict *);

/* OK, or INVALID with words beside the field; NULL and "" are fine. */
enum status request_check(struct request *, const char *field, const char *text,
    enum moderation_context);

/* What was checked in this request is a part of this thing now.  True: it is
 * hidden until somebody has looked. */
bool request_shown(struct request *, const char *kind, int64_t ref);

#endif
