#ifndef ADMIN_DESK_H
#define ADMIN_DESK_H

#include "lib/app/desk.h"
#include "lib/domain/session_words.h"

/* What all pages below /admin share. */
void desk_fill(struct request *, struct desk *);

/* --- words ---------------------------------------------------------------------- */
extern const char *const role_names[],
    *const account_states[], *const session_states[],
				 *const expert_states[],
				     *const mail_states[],
					 *const job_states[],
					     *const webhook_states[],
						 *const webhook_providers[];
const char *role_words(const char *);
const char *account_words(const char *);
const char *expert_words(const char *);
const char *mail_words(const char *);
const char *job_words(const char *);
const char *webhook_words(const char *);
/* Of a state's pill; NULL: none. */
const char *webhook_tone(const char *);
/* "paypal" as PayPal writes itself. */
const char *provider_words(const char *);

#endif
