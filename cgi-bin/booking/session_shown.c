#include "booking/session_note.h"
#include "gen/booking/session_note_sql.h"
#include "lib/app/moderate.h"

/* What one side of a session writes for the other is checked before it is
 * stored; what leads to somebody outside only where names are hidden. */

struct shown_text {
	const char *field, *words, *kind;
	enum moderation_context open; /* the context when names are known */
};

static enum status
check(struct request *r, int64_t id, const struct shown_text *t)
{
	struct session_hidden_row row;

	if (t->words == NULL || !session_hidden(r->db, id, &row))
		return OK; /* what there is no session for is refused anyway */
	if (request_check(r, t->field, t->words,
		row.hidden ? CONTEXT_ANONYMOUS : t->open) != OK)
		return INVALID;
	request_shown(r, t->kind, id);
	return OK;
}

enum status
session_words_check(
    struct request *r, int64_t id, const char *field, const char *words)
{
	return check(r, id,
	    &(struct shown_text){ field, words, "session", CONTEXT_MESSAGE });
}

enum status
session_feedback_check(struct request *r, int64_t id, const char *words)
{
	return check(r, id,
	    &(struct shown_text){
		"comment", words, "feedback", CONTEXT_REVIEW });
}
