#include "bench.h"
#include "gen/bench/app/note_sql.h"

/* W3: a note in a session.  Nothing can be refused behind it, so the commit goes
 * with it. */
struct note_input {
	int64_t session;
	const char *words;
};

static const struct form_field note_fields[] = {
	FORM_ID(struct note_input, session, REQUIRED),
	FORM_FIELD(struct note_input, words, REQUIRED, 1, 10000),
};
const struct form note_form = FORM(struct note_input, note_fields);

enum status
note_post(struct request *r)
{
	const struct note_input *in = r->form;
	struct note_write_row made;

	note_write_send(r->db, in->session, in->words);
	db_commit_send(r->db);
	if (!note_write_get(r->db, &made))
		return CONFLICT;
	return request_done(r, &(struct outcome){ .status = CREATED },
	    "/sessions/%lld", (long long)in->session);
}
