#include <string.h>

#include "booking/session_note.h"
#include "booking/session_show.h"

static const char *const kinds[] = { "preparation", "private", "shared",
	"action", "resource", "recording", NULL };

struct session_note_input {
	int64_t id, note;
	const char *kind, *words, *link;
	bool done;
};

/* Both forms are of this struct; only one has the note in its path. */
static const struct form_field session_note_add_fields[] = {
	FORM_ID(struct session_note_input, id, REQUIRED),
	FORM_ONE_OF(struct session_note_input, kind, REQUIRED, kinds),
	FORM_FIELD(struct session_note_input, words, OPTIONAL, 1, 10000),
	FORM_FIELD_AS(struct session_note_input, link, OPTIONAL, 1, 2048,
	    .check = CHECK_URL),
	FORM_FIELD(struct session_note_input, done, OPTIONAL, 0, 1),
};
const struct form session_note_add_form =
    FORM(struct session_note_input, session_note_add_fields);

static const struct form_field session_note_fields[] = {
	FORM_ID(struct session_note_input, id, REQUIRED),
	FORM_ID(struct session_note_input, note, REQUIRED),
	FORM_FIELD(struct session_note_input, words, OPTIONAL, 1, 10000),
	FORM_FIELD_AS(struct session_note_input, link, OPTIONAL, 1, 2048,
	    .check = CHECK_URL),
	FORM_FIELD(struct session_note_input, done, OPTIONAL, 0, 1),
};
const struct form session_note_form =
    FORM(struct session_note_input, session_note_fields);

static const char *
done_word(struct request *r)
{
	const struct session_note_input *in = r->form;

	if (!form_has(r->route->form, &r->parsed, "done"))
		return NULL;
	return in->done ? "true" : "false";
}

/* JSON: the note as it is now.  A page: back to the session. */
static enum status
written(struct request *r, enum status status, int64_t id, int64_t note)
{
	struct session_find_row session;
	struct session_note_find_row row;
	struct session_note_item item;

	if (!r->json)
		return request_done(r, &(struct outcome){ .status = OK },
		    "/sessions/%lld", (long long)id);
	if (!session_find(r->db, id, &session) ||
	    !session_note_find(r->db, id, note, &row))
		return NOT_FOUND;
	/* session_note_find has the columns of session_note_list. */
	session_note_item_fill(
	    r, &session, (const struct session_note_list_row *)&row, &item);
	return request_json(r, status, session_note_item_fields, &item);
}

enum status
session_note_add(struct request *r)
{
	const struct session_note_input *in = r->form;
	const char *words = in->words != NULL ? in->words : in->link;
	bool is_link = strcmp(in->kind, "resource") == 0 ||
		       strcmp(in->kind, "recording") == 0;
	struct session_note_write_row made;

	if (is_link && in->link == NULL)
		return request_invalid(r, "link", tr("Give an address."));
	if (words == NULL)
		return request_invalid(r, "words", tr("Write something."));
	if (strcmp(in->kind, "private") != 0 &&
	    session_words_check(r, in->id, "words", words) != OK)
		return INVALID;
	session_note_write_send(
	    r->db, in->id, 0, in->kind, words, in->link, done_word(r));
	if (!r->json) /* a page reads nothing more: the commit goes along */
		db_commit_send(r->db);
	if (!session_note_write_get(r->db, &made))
		return CONFLICT;
	return written(r, CREATED, in->id, made.id);
}

enum status
session_note_edit(struct request *r)
{
	const struct session_note_input *in = r->form;
	struct session_note_write_row made;
	struct session_note_find_row was;

	if (!session_note_find(r->db, in->id, in->note, &was))
		return NOT_FOUND;
	if (strcmp(was.kind, "private") != 0 &&
	    session_words_check(r, in->id, "words", in->words) != OK)
		return INVALID;
	if (!session_note_write(r->db, in->id, in->note, NULL, in->words,
		in->link, done_word(r), &made))
		return CONFLICT;
	return written(r, OK, in->id, made.id);
}

enum status
session_note_remove(struct request *r)
{
	const struct session_note_input *in = r->form;
	struct session_note_find_row row;

	if (!session_note_find(r->db, in->id, in->note, &row))
		return NOT_FOUND;
	session_note_delete(r->db, in->note);
	return request_done(r, &(struct outcome){ .status = NO_CONTENT },
	    "/sessions/%lld", (long long)in->id);
}
