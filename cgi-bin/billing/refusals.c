#include "billing/billing.h"
#include "lib/base/words.h"

const struct refusal billing_refusals[] = {
	/* Buying. */
	{ "price_changed", WORDS("The price has changed: look at it again.") },
	{ "order_kind_unknown", WORDS("That is not sold here.") },
	{ "order_item_unknown", WORDS("That is no longer sold.") },
	{ "provider_unknown", WORDS("Choose how to pay.") },
	{ "member_not_active",
	    WORDS("Your account may not do this at the moment.") },
	{ "member_not_verified",
	    WORDS("Verify your e-mail address first: the link is in your "
		  "mail.") },
	{ "split_exceeds_price",
	    WORDS("This can't be sold at its price at the moment.") },
	/* Promotion codes. */
	{ "promotion_unknown", WORDS("There is no such code.") },
	{ "promotion_ended", WORDS("This code has ended.") },
	{ "promotion_not_yet", WORDS("This code is not valid yet.") },
	{ "promotion_not_yours", WORDS("This code is for somebody else.") },
	{ "promotion_not_for_this", WORDS("This code is not for this.") },
	{ "promotion_used_up",
	    WORDS("This code has been used as often as it may be.") },
	/* An order, by its status. */
	{ "order_is_pending", WORDS("This order is not paid yet.") },
	{ "order_is_processing",
	    WORDS("A payment of this order is under way.") },
	{ "order_is_paid", WORDS("This order is paid.") },
	{ "order_is_fulfilled", WORDS("This order is paid and delivered.") },
	{ "order_is_partially_refunded",
	    WORDS("A part of this order's money went back.") },
	{ "order_is_refunded", WORDS("This order's money went back.") },
	{ "order_is_failed", WORDS("The payment of this order failed.") },
	{ "order_is_canceled", WORDS("This order is cancelled.") },
	{ "order_is_expired", WORDS("This order ran out: begin again.") },
	{ "order_is_disputed",
	    WORDS("A bank disputes this order's payment; that comes first.") },
	{ "order_is_charged_back",
	    WORDS("The bank took this order's payment back.") },
	/* Money back. */
	{ "refund_is_requested",
	    WORDS("You have asked for money back already; somebody looks at "
		  "it.") },
	{ "refund_nothing", WORDS("By its terms nothing comes back now. Say "
				  "how much you ask for, and why.") },
	{ "refund_too_much", WORDS("That is more than is left of it.") },
	{ "refund_without_payment",
	    WORDS("The payment of this order can't be found: write to us.") },
	{ "reason_words_missing", WORDS("Say why, in a few words.") },
	/* A session to be paid for, by its status. */
	{ "session_move_held",
	    WORDS("This time is only held so far; finish the booking first.") },
	{ "session_move_requested",
	    WORDS("This session is paid, or nothing is to be paid for it.") },
	{ "session_move_scheduled",
	    WORDS("This session is booked; nothing is to be paid for it.") },
	{ "session_move_in_progress",
	    WORDS("This session has begun; nothing is to be paid for it.") },
	{ "session_move_completed",
	    WORDS("This session is completed; nothing is to be paid for "
		  "it.") },
	{ "session_move_canceled", WORDS("This session was cancelled.") },
	{ "session_move_no_show",
	    WORDS("This session is reported as a no-show.") },
	{ "session_move_declined", WORDS("This request was declined.") },
	{ "session_move_expired",
	    WORDS("The time was kept for as long as it could be and is free "
		  "again. Choose a time anew.") },
	{ NULL, NULL },
};
