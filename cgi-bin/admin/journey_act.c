#include <string.h>

#include "admin/admin.h"
#include "admin/desk.h"
#include "admin/journey.h"
#include "lib/domain/money.h"

/* Decisions about a journey; each is in the audit log, and its creator is told by
 * the database. */
static const char *const targets[] = { "unpublished", "suspended", "published",
	"archived", NULL };

struct act_input {
	int64_t id;
	const char *reason, *target, *fee;
	bool safety, is_on;
};

static const struct form_field approve_inputs[] = {
	FORM_ID(struct act_input, id, REQUIRED),
	FORM_FIELD(struct act_input, safety, OPTIONAL, 0, 0),
};
const struct form journey_approve_form = FORM(struct act_input, approve_inputs);
static const struct form_field changes_inputs[] = {
	FORM_ID(struct act_input, id, REQUIRED),
	FORM_FIELD(struct act_input, reason, REQUIRED, 1, 5000),
};
const struct form journey_changes_form = FORM(struct act_input, changes_inputs);
static const struct form_field decide_inputs[] = {
	FORM_ID(struct act_input, id, REQUIRED),
	FORM_ONE_OF(struct act_input, target, REQUIRED, targets),
	FORM_FIELD(struct act_input, reason, OPTIONAL, 0, 5000),
};
const struct form journey_decide_form = FORM(struct act_input, decide_inputs);
static const struct form_field feature_inputs[] = {
	FORM_ID(struct act_input, id, REQUIRED),
	FORM_FIELD(struct act_input, is_on, OPTIONAL, 0, 0),
};
const struct form journey_feature_form = FORM(struct act_input, feature_inputs);
static const struct form_field fee_inputs[] = {
	FORM_ID(struct act_input, id, REQUIRED),
	FORM_FIELD(struct act_input, fee, OPTIONAL, 0, 6),
};
const struct form journey_fee_form = FORM(struct act_input, fee_inputs);

static enum status
decided(struct request *r, int64_t id, const char *action, const char *reason,
    const char *words)
{
	if (db_error(r->db) != NULL)
		return CONFLICT;
	request_audit(r, &(struct deed){ action, "journey", id,
			     json_of(r->arena, TEXTS("reason", reason)) });
	request_flash(r, words);
	return request_done(r, &(struct outcome){ .status = NO_CONTENT },
	    "/admin/journeys/%lld", (long long)id);
}

enum status
journey_approve_post(struct request *r)
{
	const struct act_input *in = r->form;

	journey_approve(r->db, in->id, in->safety);
	return decided(r, in->id,
	    in->safety ? "journey.approve_safety" : "journey.approve", NULL,
	    tr("It is approved and public."));
}

enum status
journey_changes_post(struct request *r)
{
	const struct act_input *in = r->form;

	journey_ask_changes(r->db, in->id, in->reason);
	return decided(r, in->id, "journey.changes", in->reason,
	    tr("The creator is asked for changes."));
}

enum status
journey_decide_post(struct request *r)
{
	const struct act_input *in = r->form;

	journey_decide(r->db, in->id, in->target, in->reason);
	return decided(r, in->id,
	    arena_printf(r->arena, "journey.%s", in->target), in->reason,
	    tr("That is decided. The creator is told."));
}

enum status
journey_feature_post(struct request *r)
{
	const struct act_input *in = r->form;

	journey_feature(r->db, in->id, in->is_on);
	return decided(r, in->id,
	    in->is_on ? "journey.feature" : "journey.unfeature", NULL,
	    in->is_on ? tr("It stands in the featured row.")
		      : tr("It is not featured any more."));
}

enum status
journey_fee_post(struct request *r)
{
	const struct act_input *in = r->form;
	struct maybe_int bp = { 0, false };

	if (in->fee != NULL && *in->fee != '\0') {
		bp.set = money_from_decimal(in->fee, "USD", &bp.value) &&
			 bp.value <= 10000;
		if (!bp.set)
			return request_invalid(
			    r, "fee", tr("Use a percentage from 0 to 100."));
	}
	journey_fee_save(r->db, in->id, bp);
	return decided(
	    r, in->id, "journey.fee", in->fee, tr("The fee is saved."));
}

enum status
journey_safety_post(struct request *r)
{
	const struct id_input *in = r->form;
	struct journey_safety_fix_row row;

	if (!journey_safety_fix(r->db, in->id, &row))
		return CONFLICT;
	return decided(r, in->id, "journey.safety_fix",
	    arena_printf(r->arena, "%d", (int)row.moved),
	    tr("Everybody is on the public version now, and told."));
}
