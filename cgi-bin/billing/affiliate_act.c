#include "billing/affiliate.h"
#include "gen/billing/affiliate_sql.h"

/* What an affiliate does: join a programme, leave it, make and end links. */

struct affiliate_join_input {
	int64_t seller;
	const char *words;
};

static const struct form_field affiliate_join_fields[] = {
	FORM_ID(struct affiliate_join_input, seller, REQUIRED),
	FORM_FIELD(struct affiliate_join_input, words, OPTIONAL, 1, 1000),
};
const struct form affiliate_join_form =
    FORM(struct affiliate_join_input, affiliate_join_fields);

struct affiliate_id_input {
	int64_t id;
};

static const struct form_field affiliate_id_fields[] = {
	FORM_ID(struct affiliate_id_input, id, REQUIRED),
};
const struct form affiliate_id_form =
    FORM(struct affiliate_id_input, affiliate_id_fields);

struct affiliate_link_input {
	int64_t id;
	const char *kind;
};

static const struct form_field affiliate_link_fields[] = {
	FORM_ID(struct affiliate_link_input, id, REQUIRED),
	FORM_ONE_OF(
	    struct affiliate_link_input, kind, REQUIRED, affiliate_link_kinds),
};
const struct form affiliate_link_form =
    FORM(struct affiliate_link_input, affiliate_link_fields);

static enum status
done(struct request *r, const char *words)
{
	request_flash(r, words);
	return request_done(
	    r, &(struct outcome){ .status = NO_CONTENT }, "/affiliate");
}

enum status
affiliate_join_post(struct request *r)
{
	const struct affiliate_join_input *in = r->form;
	struct affiliate_ask_row row;

	affiliate_ask(r->db, in->seller, in->words, &row);
	return done(r, tr("They are asked. You hear when they have decided."));
}

enum status
affiliate_leave_post(struct request *r)
{
	const struct affiliate_id_input *in = r->form;

	affiliate_leave(r->db, in->id);
	return done(r, tr("You have left. What you have earned stays yours."));
}

enum status
affiliate_link_post(struct request *r)
{
	const struct affiliate_link_input *in = r->form;
	struct affiliate_link_add_row row;

	affiliate_link_add(r->db, in->id, in->kind, &row);
	return done(r, tr("The link is made."));
}

enum status
affiliate_link_end_post(struct request *r)
{
	const struct affiliate_id_input *in = r->form;

	affiliate_link_end(r->db, in->id);
	return done(r, tr("The link counts no more."));
}
