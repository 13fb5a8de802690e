#include "gen/inbox/notice_sql.h"
#include "inbox/inbox.h"

enum { MOST_IDS = 100 };

struct notice_follow_input {
	int64_t id;
};

static const struct form_field notice_follow_fields[] = {
	FORM_ID(struct notice_follow_input, id, REQUIRED),
};
const struct form notice_follow_form =
    FORM(struct notice_follow_input, notice_follow_fields);

/* A link that people follow from the feed or a mail: what it tells of, marked
 * read on the way.  An admin who looks at the site as a member leaves no mark. */
enum status
notice_follow(struct request *r)
{
	const struct notice_follow_input *in = r->form;
	struct notice_open_row row;

	if (!notice_open(r->db, in->id, r->session->impersonator_id == 0, &row))
		return NOT_FOUND;
	return request_redirect(
	    r, "%s", row.link != NULL ? row.link : "/notifications");
}

struct notice_read_input {
	const int64_t *ids;
	size_t nids;
	bool all;
};

static const struct form_field notice_read_fields[] = {
	FORM_IDS(struct notice_read_input, ids, nids, MOST_IDS),
	FORM_FIELD(struct notice_read_input, all, OPTIONAL, 0, 1),
};
const struct form notice_read_form =
    FORM(struct notice_read_input, notice_read_fields);

enum status
notice_read_post(struct request *r)
{
	const struct notice_read_input *in = r->form;
	struct buf ids;

	if (in->all) {
		notice_read_all(r->db);
	} else if (in->nids == 0) {
		return request_invalid(
		    r, "ids", tr("Say which, or that you mean all."));
	} else {
		buf_init(&ids, r->arena, 256);
		for (size_t i = 0; i < in->nids; i++)
			buf_printf(&ids, "%c%lld", i == 0 ? '[' : ',',
			    (long long)in->ids[i]);
		buf_putc(&ids, ']');
		notice_read(r->db, ids.data);
	}
	request_flash(r, tr("Marked as read."));
	return request_done(
	    r, &(struct outcome){ .status = NO_CONTENT }, "/notifications");
}
