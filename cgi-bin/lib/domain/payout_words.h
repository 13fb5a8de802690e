#ifndef LIB_DOMAIN_PAYOUT_WORDS_H
#define LIB_DOMAIN_PAYOUT_WORDS_H

#include "lib/base/arena.h"

/* What earnings and payouts are called wherever they are shown.  The lists end with
 * NULL; an unknown name is its own word. */

extern const char *const payout_states[],
    *const payout_kinds[], *const earning_types[], *const earning_states[];

/* "Second approval" is a pending payout's that waits for another admin. */
const char *payout_state_words(const char *state);
/* good, info, warn, bad of a pill; NULL: none. */
const char *payout_tone(const char *state);
/* "Monthly" */
const char *payout_kind_words(const char *kind);
/* "November 2026" of '2026-11', "Week 47, 2026" of '2026-W47', "21 November 2026" */
const char *payout_period_words(struct arena *, const char *period);
/* "Bank transfer" */
const char *payout_way_words(const char *provider);
/* "Mentoring", "Commission" */
const char *earning_type_words(const char *type);
const char *earning_state_words(const char *state);
/* "Verified" of a payout account. */
const char *payout_account_words(const char *state);
const char *payout_account_tone(const char *state);
/* What Stripe still asks for, in plain words: "Your bank account" of
 * "external_account". */
const char *payout_need_words(const char *need);

/* --- bank details -------------------------------------------------------------- */

/* An account number as people write it (IBAN or a country's own), without its
 * spaces and in capitals; NULL when it can't be one: an IBAN whose check digits are
 * wrong, too short, too long, other signs. */
const char *bank_number(struct arena *, const char *typed);
/* "•••• 6789" of such a number; "a•••@example.com" of an address. */
const char *bank_hint(struct arena *, const char *number);

#endif
