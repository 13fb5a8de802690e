#include <json-c/json.h>
#include <string.h>

#include "lib/app/internal.h"
#include "lib/base/words.h"

/* What several programs refuse in the same words. */
static const struct refusal shared[] = {
	{ "feature_applications_off",
	    WORDS("Applications are closed at the moment.") },
	{ "feature_pay_off",
	    WORDS(
		"This way to pay is not offered at the moment. Choose another.") },
	{ "feature_sales_off",
	    WORDS("Nothing is sold at the moment. Please come back later.") },
	{ "member_not_active",
	    WORDS("Your account may not do this at the moment.") },
	{ "member_not_verified",
	    WORDS(
		"Verify your e-mail address first: the link is in your mail.") },
	{ "member_silenced",
	    WORDS("A moderator has silenced you for now, so you can't write "
		  "this. Why stands on your page of decisions.") },
	{ "not_a_number", WORDS("Use a whole number.") },
	{ "out_of_range", WORDS("This is outside of what is possible.") },
	{ "pack_not_sold", WORDS("This is not on sale at the moment.") },
	{ "promotion_code",
	    WORDS("Use three to forty letters, digits, - or _.") },
	{ "promotion_code_taken", WORDS("There is such a code already.") },
	{ "promotion_dates", WORDS("The last day is over already.") },
	{ "promotion_ended", WORDS("This code has ended.") },
	{ "promotion_is_ended", WORDS("This code has ended.") },
	{ "promotion_kind", WORDS("Choose percent or amount.") },
	{ "promotion_not_for_this", WORDS("This code is not for this.") },
	{ "promotion_not_yet", WORDS("This code is not valid yet.") },
	{ "promotion_not_yours", WORDS("This code is for somebody else.") },
	{ "promotion_product", WORDS("Choose something that you sell.") },
	{ "promotion_unknown", WORDS("There is no such code.") },
	{ "promotion_used_up",
	    WORDS("This code has been used as often as it may be.") },
	{ "promotion_value", WORDS("Use 1 to 100 percent, or an amount.") },
	{ "promotions_are_sellers",
	    WORDS("Codes are given by those who sell something.") },
	{ "reason_words_missing", WORDS("Say why, in a few words.") },
	{ "refund_too_much", WORDS("That is more than is left of it.") },
	{ "session_move_awaiting_payment",
	    WORDS("This session waits for its payment.") },
	{ "slot_past", WORDS("That time has passed.") },
	{ "trust_links",
	    WORDS("Links are open from trust level 1 on. Your page of trust "
		  "says what is missing.") },
	{ "unknown_currency", WORDS("Use a currency code such as USD.") },
	{ "unknown_zone",
	    WORDS("This is no time zone. Write it like Europe/Lisbon.") },
	{ NULL, NULL },
};

static const char *
find(const struct refusal *table, const char *code)
{
	for (; table != NULL && table->code != NULL; table++)
		if (strcmp(table->code, code) == 0)
			return tr(table->english);
	return NULL;
}

const char *
words_of_refusal(const struct refusal *own, const char *code)
{
	const char *words = find(own, code);

	return words != NULL ? words : find(shared, code);
}

/* --- what the database's refusal means -------------------------------------- */

static bool
is(const char *state, const char *prefix)
{
	return state != NULL && strncmp(state, prefix, strlen(prefix)) == 0;
}

/* What people read for a machine word; the word itself when nobody wrote it. */
static const char *
words_for(struct request *r, const char *code)
{
	const char *words = words_of_refusal(r->app->refusals, code);

	return words != NULL ? words : arena_strdup(r->arena, code);
}

static void
field_refused(struct request *r, const char *name, struct json_object *words)
{
	const char *field = arena_strdup(r->arena, name);

	for (size_t i = 0; i < json_object_array_length(words); i++)
		request_invalid(r, field,
		    words_for(r, json_object_get_string(
				     json_object_array_get_idx(words, i))));
}

/* {"errors": {"field": ["word", …]}}: a document whose mistakes were collected.
 * False when the refusal's detail is something else. */
static bool
fields_refused(struct request *r, const char *detail)
{
	struct json_object *top =
	    detail != NULL ? json_tokener_parse(detail) : NULL;
	struct json_object *errors;
	bool found = json_object_object_get_ex(top, "errors", &errors);

	if (found) {
		json_object_object_foreach(errors, name, words)
		{
			field_refused(r, name, words);
		}
	}
	json_object_put(top);
	return found;
}

/* A SQL function refused by rule: SQLSTATE BLnnn, the machine word as message,
 * more members of the problem document as detail, a field as hint. */
static enum status
rule_refused(struct request *r, const char *state)
{
	const char *code = db_error_message(r->db), *field;
	const char *words = words_for(r, code);
	enum status status = is(state, "BL403")   ? FORBIDDEN
			     : is(state, "BL404") ? NOT_FOUND
			     : is(state, "BL410") ? GONE
			     : is(state, "BL422") ? INVALID
						  : CONFLICT;

	r->problem_type = arena_printf(r->arena, "/problems/%s", code);
	if (status == INVALID && fields_refused(r, db_error_detail(r->db)))
		return INVALID;
	r->problem_detail = arena_strdup(r->arena, db_error_detail(r->db));
	field = arena_strdup(r->arena, db_error_hint(r->db));
	if (status == INVALID && field != NULL)
		return request_invalid(r, field, words);
	return request_refuse(r, status, status == NOT_FOUND ? NULL : words);
}

enum status
database_refused(struct request *r)
{
	const char *state = db_error(r->db);

	answer_forget(r);
	if (is(state, "BL"))
		return rule_refused(r, state);
	if (is(state, "23505") || is(state, "23P01"))
		return request_refuse(r, CONFLICT,
		    tr("Somebody was faster. Look again and choose anew."));
	if (is(state, "08") || is(state, "57P"))
		return request_refuse(r, UNAVAILABLE,
		    tr("The database went away. If you sent something, look "
		       "whether it was done before you send it again."));
	return INTERNAL_ERROR;
}
