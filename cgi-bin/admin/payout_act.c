#include <string.h>

#include "admin/payout.h"
#include "gen/admin/payout_sql.h"
#include "lib/base/words.h"

/* /admin/payouts/:id/ACT: called off, paid by hand, sent back by a bank. */

struct payout_act_input {
	int64_t id;
	const char *words;
};

static const struct form_field payout_act_fields[] = {
	FORM_ID(struct payout_act_input, id, REQUIRED),
	FORM_FIELD(struct payout_act_input, words, REQUIRED, 1, 500),
};
const struct form payout_act_form =
    FORM(struct payout_act_input, payout_act_fields);

static const struct act {
	const char *name, *heading, *words, *label, *button, *done;
	int64_t (*run)(struct db *, int64_t id, const char *words);
} acts[] = {
	{ "cancel", WORDS("Call this payout off"),
	    WORDS(
		"Everything in it goes back to the person's balance, and they "
		"read why."),
	    WORDS("Reason"), WORDS("Call off"),
	    WORDS("The payout is called off."), payout_cancel },
	{ "paid", WORDS("Mark as paid"),
	    WORDS("You have sent the money by the bank or at PayPal."),
	    WORDS("Reference on the statement"), WORDS("Mark as paid"),
	    WORDS("The payout is paid."), payout_mark_paid },
	{ "returned", WORDS("The money came back"),
	    WORDS("It is owed again: send it once more, or call the payout "
		  "off."),
	    WORDS("What the bank says"), WORDS("It came back"),
	    WORDS("The payout has failed: it came back."), payout_returned },
};

struct payout_act_view {
	struct desk desk;
	int64_t id;
	const char *act, *heading, *words, *label, *button, *name, *sum, *hint;
};

#define HTML(m) FIELD_ONLY(struct payout_act_view, m, ONLY_HTML)

static const struct field payout_act_view_fields[] = {
	DESK_FIELD(struct payout_act_view),
	FIELD_ID(struct payout_act_view, id),
	FIELD(struct payout_act_view, act),
	FIELD(struct payout_act_view, name),
	HTML(heading),
	FIELD_NAMED(struct payout_act_view, words, "lede", ONLY_HTML),
	HTML(label),
	HTML(button),
	HTML(sum),
	HTML(hint),
	FIELD_END,
};
struct page payout_act_page = { .path = "admin/payout_act",
	.fields = payout_act_view_fields,
	.form = &payout_act_form };

static const struct act *
act_of(const struct request *r)
{
	const char *name = strrchr(r->route->path, '/') + 1;
	const struct act *a = acts;

	while (strcmp(a->name, name) != 0)
		a++;
	return a;
}

enum status
payout_act_show(struct request *r)
{
	const struct act *a = act_of(r);
	struct payout_find_row row;
	struct payout_act_view v;

	if (!payout_find(r->db, typed_id(r, "id"), &row))
		return NOT_FOUND;
	v = (struct payout_act_view){ .id = row.id,
		.act = a->name,
		.heading = tr(a->heading),
		.words = tr(a->words),
		.label = tr(a->label),
		.button = tr(a->button),
		.name = row.name,
		.sum = payout_money(r, row.amount, row.currency),
		.hint = row.account_hint };
	desk_fill(r, &v.desk);
	return request_render(r, &payout_act_page, &v);
}

enum status
payout_act_post(struct request *r)
{
	const struct payout_act_input *in = r->form;
	const struct act *a = act_of(r);

	a->run(r->db, in->id, in->words);
	if (db_error(r->db) != NULL)
		return CONFLICT;
	request_audit(
	    r, &(struct deed){ arena_printf(r->arena, "payout.%s", a->name),
		   "payout", in->id,
		   json_of(r->arena, TEXTS("words", in->words)) });
	request_flash(r, tr(a->done));
	return request_done(r, &(struct outcome){ .status = NO_CONTENT },
	    "/admin/payouts/%lld", (long long)in->id);
}
