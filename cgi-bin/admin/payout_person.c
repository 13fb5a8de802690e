#include <string.h>

#include "admin/payout.h"
#include "gen/admin/payout_sql.h"
#include "lib/auth/secret.h"
#include "lib/base/words.h"

/* /admin/payouts/people/:id: where somebody's money goes, and whether it may. */

static const char *const verdicts[] = { "verify", "refuse", NULL };

struct payout_account_input {
	int64_t id;
	const char *verdict, *reason;
};

static const struct form_field payout_account_fields[] = {
	FORM_ID(struct payout_account_input, id, REQUIRED),
	FORM_ONE_OF(struct payout_account_input, verdict, REQUIRED, verdicts),
	FORM_FIELD(struct payout_account_input, reason, OPTIONAL, 1, 300),
};
const struct form payout_account_form =
    FORM(struct payout_account_input, payout_account_fields);

struct payout_hold_input {
	int64_t id;
	const char *why;
};

static const struct form_field payout_hold_fields[] = {
	FORM_ID(struct payout_hold_input, id, REQUIRED),
	FORM_FIELD(struct payout_hold_input, why, OPTIONAL, 1, 300),
};
const struct form payout_hold_form =
    FORM(struct payout_hold_input, payout_hold_fields);

struct owed {
	const char *words, *sum;
	struct money amount;
};

static const struct field owed_fields[] = {
	FIELD(struct owed, words),
	FIELD(struct owed, amount),
	FIELD_ONLY(struct owed, sum, ONLY_HTML),
	FIELD_END,
};

struct payout_person_view {
	struct desk desk;
	int64_t id;
	const char *name, *email, *status, *provider, *country, *holder, *hint,
	    *reason, *held;
	struct owed *owed;
	size_t nowed;
	/* on the page */
	const char *status_words, *tone, *way, *details, *reference, *changed;
	bool has_account, is_stripe, can_verify;
};

#define BOTH(m) FIELD(struct payout_person_view, m)
#define HTML(m) FIELD_ONLY(struct payout_person_view, m, ONLY_HTML)

static const struct field payout_person_fields[] = {
	DESK_FIELD(struct payout_person_view),
	FIELD_ID(struct payout_person_view, id),
	BOTH(name),
	BOTH(email),
	BOTH(status),
	BOTH(provider),
	BOTH(country),
	BOTH(holder),
	BOTH(hint),
	BOTH(reason),
	BOTH(held),
	FIELD_LIST(struct payout_person_view, owed, nowed, owed_fields),
	HTML(status_words),
	HTML(tone),
	HTML(way),
	HTML(details),
	HTML(reference),
	HTML(changed),
	HTML(has_account),
	HTML(is_stripe),
	HTML(can_verify),
	FIELD_END,
};
struct page payout_person_page = { .path = "admin/payout_person",
	.fields = payout_person_fields };

static void
fill_account(struct request *r, struct payout_person_view *v,
    const struct payout_person_find_row *row)
{
	v->has_account = true;
	v->status = row->status;
	v->provider = row->provider;
	v->country = row->country;
	v->holder = row->holder;
	v->hint = row->hint;
	v->reason = row->reason;
	v->held = row->held_reason;
	v->status_words = payout_account_words(row->status);
	v->tone = payout_account_tone(row->status);
	v->way = payout_way_words(row->provider);
	v->reference = row->provider_ref;
	v->changed = moment(r, row->changed_at);
	v->is_stripe = strcmp(row->provider, "stripe") == 0;
	v->can_verify = !v->is_stripe && strcmp(row->status, "verified") != 0;
	if (row->details_sealed != NULL)
		v->details = secret_open(r->arena, row->details_sealed);
}

static void
fill_owed(struct request *r, struct payout_person_view *v)
{
	struct payout_owed_list_row *rows =
	    payout_owed_list(r->db, v->id, &v->nowed);

	v->owed = arena_alloc(r->arena, v->nowed, sizeof(*v->owed));
	for (size_t i = 0; i < v->nowed; i++)
		v->owed[i] = (struct owed){ earning_state_words(rows[i].status),
			payout_money(r, rows[i].amount, rows[i].currency),
			{ rows[i].amount, rows[i].currency } };
}

enum status
payout_person_show(struct request *r)
{
	struct payout_person_find_row row;
	struct payout_person_view v;

	if (!payout_person_find(r->db, typed_id(r, "id"), &row))
		return NOT_FOUND;
	v = (struct payout_person_view){
		.id = row.user_id, .name = row.name, .email = row.email
	};
	if (row.status != NULL)
		fill_account(r, &v, &row);
	fill_owed(r, &v);
	desk_fill(r, &v.desk);
	return request_render(r, &payout_person_page, &v);
}

static enum status
done(struct request *r, int64_t id, const char *action, const char *words)
{
	if (db_error(r->db) != NULL)
		return CONFLICT;
	request_audit(r, &(struct deed){ action, "user", id, NULL });
	request_flash(r, words);
	return request_done(r, &(struct outcome){ .status = NO_CONTENT },
	    "/admin/payouts/people/%lld", (long long)id);
}

enum status
payout_account_post(struct request *r)
{
	const struct payout_account_input *in = r->form;
	bool agreed = strcmp(in->verdict, "verify") == 0;

	if (!agreed && in->reason == NULL)
		return request_invalid(r, "reason", tr("Say why."));
	payout_account_decide(r->db, in->id, agreed, in->reason);
	return done(r, in->id,
	    agreed ? "payout.account.verify" : "payout.account.refuse",
	    agreed ? tr("The account is verified.")
		   : tr("The account is refused, and the person reads why."));
}

/* Without words it is let go again. */
enum status
payout_hold_post(struct request *r)
{
	const struct payout_hold_input *in = r->form;

	payout_hold(r->db, in->id, in->why);
	return done(r, in->id,
	    in->why != NULL ? "payout.hold" : "payout.release",
	    in->why != NULL ? tr("Nothing goes to this person any more.")
			    : tr("Payouts to this person go on."));
}
