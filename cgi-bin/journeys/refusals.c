#include "journeys/refusals.h"
#include "lib/base/words.h"

const struct refusal journeys_refusals[] = {
	/* The studio. */
	{ "journey_unknown", WORDS("There is no such journey of yours.") },
	{ "journeys_too_many",
	    WORDS("You have 200 journeys: archive one first.") },
	{ "journey_changed",
	    WORDS("This was changed meanwhile, in another window or by "
		  "somebody else.") },
	{ "journey_slug_taken", WORDS("This address is taken.") },
	{ "journey_slug_malformed",
	    WORDS("Use small letters, digits and hyphens, such as "
		  "care-for-a-parent.") },
	{ "journey_tags",
	    WORDS("Use twelve tags at most, each of 40 letters at most.") },
	{ "journey_categories", WORDS("Choose up to three categories.") },
	{ "journey_was_taken",
	    WORDS("Members were on this journey: archive it instead.") },
	{ "journey_has_members",
	    WORDS("Members are on this journey. It can be archived when the "
		  "last of them has left.") },
	{ "journey_is_draft", WORDS("This journey is a draft.") },
	{ "journey_is_in_review",
	    WORDS("This journey waits for approval: withdraw it to change "
		  "something.") },
	{ "journey_is_changes_requested",
	    WORDS("An admin has asked for changes of this journey.") },
	{ "journey_is_published", WORDS("This journey is published.") },
	{ "journey_is_unpublished", WORDS("This journey is not public.") },
	{ "journey_is_suspended", WORDS("An admin suspended this journey.") },
	{ "journey_is_archived", WORDS("This journey is archived.") },
	{ "version_is_asked",
	    WORDS("This version waits for approval: withdraw it to change "
		  "something.") },
	{ "version_is_published",
	    WORDS("What is published stays as it is: change the draft.") },
	{ "version_unknown", WORDS("There is no such version.") },
	{ "part_changed",
	    WORDS("This was changed meanwhile, in another window or by "
		  "somebody else.") },
	{ "section_unknown", WORDS("There is no such section any more.") },
	{ "field_unknown", WORDS("There is no such field any more.") },
	{ "sections_too_many", WORDS("A journey has 100 sections at most.") },
	{ "fields_too_many",
	    WORDS("A section has 200 fields at most, a journey 2,000.") },
	{ "section_kind_is_fixed",
	    WORDS("Members have answered here: whether it is a list can't "
		  "change any more.") },
	{ "key_malformed", WORDS("Use only a to z, 0 to 9 and _.") },
	{ "key_is_public",
	    WORDS("Answers are kept by this key: it can't change any more.") },
	{ "key_is_taken", WORDS("This key is taken.") },
	{ "key_of_another_type",
	    WORDS("Members answered another kind of question under this key. "
		  "Choose another key.") },
	/* Taking one. */
	{ "enrolment_is_paused",
	    WORDS("Your subscription is paused, so this can be read but not "
		  "changed.") },
	{ "enrolment_is_ended",
	    WORDS("Your subscription has ended, so this can be read but not "
		  "changed.") },
	{ "version_changed",
	    WORDS("This journey has changed meanwhile. Load the page "
		  "again.") },
	{ "record_unknown", WORDS("There is no such entry.") },
	{ "records_are_full",
	    WORDS("This list has as many entries as it may have.") },
	{ "not_for_others",
	    WORDS("Only the member can do this, not somebody who looks as "
		  "them.") },
	{ "member_not_active", WORDS("This account can't do this now.") },
	{ "member_not_verified", WORDS("Confirm your e-mail address first.") },
	/* The marketplace. */
	{ "journey_not_sold",
	    WORDS("This journey is not on the marketplace at present.") },
	{ "tier_unknown", WORDS("There is no such tier.") },
	{ "tier_is_paid", WORDS("This tier has a price: it begins at the "
				"checkout.") },
	{ "subscription_exists",
	    WORDS("You have a paid tier of this journey.") },
	{ "journey_not_taken",
	    WORDS("Only who takes a journey says how it is.") },
	{ "journey_too_new",
	    WORDS("Take it for a week first, then say how it is.") },
	{ "journey_too_little",
	    WORDS("Answer a quarter of it first, then say how it is.") },
	{ "review_unknown", WORDS("There is no such review.") },
	{ "review_replied", WORDS("You have answered this review.") },
	{ NULL, NULL },
};
