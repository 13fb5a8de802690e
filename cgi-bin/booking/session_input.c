#include <string.h>

#include "booking/session.h"

static const struct form_field session_fields[] = {
	FORM_ID(struct session_input, id, REQUIRED),
};
const struct form session_form = FORM(struct session_input, session_fields);

enum status
session_paid_or_moved(struct request *r, int64_t id, const char *flash)
{
	struct session_find_row row;

	if (!r->json && session_find(r->db, id, &row) &&
	    strcmp(row.status, "awaiting_payment") == 0)
		return request_redirect(
		    r, "/checkout/session/%lld", (long long)id);
	return session_moved(r, id, flash);
}

enum status
session_moved(struct request *r, int64_t id, const char *flash)
{
	struct session_find_row row;
	struct session_card card;

	/* A refusal must not carry the words of success to the next page. */
	if (db_error(r->db) != NULL)
		return CONFLICT;
	if (!r->json) {
		request_flash(r, flash);
		return request_done(r, &(struct outcome){ .status = OK },
		    "/sessions/%lld", (long long)id);
	}
	if (!session_find(r->db, id, &row))
		return NOT_FOUND;
	session_card_fill(r, &card, &row);
	return request_json(r, OK, session_card_fields, &card);
}
