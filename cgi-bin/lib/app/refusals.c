#include <string.h>

#include "lib/app/app.h"
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
