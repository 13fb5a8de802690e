#include "booking/pack.h"
#include "booking/refusals.h"
#include "lib/domain/when.h"

#include <string.h>

/* Why it does not pay, in the words of the refusal. */
static const char *
why_not(const char *word)
{
	return words_of_refusal(booking_refusals, word);
}

struct choice *
pack_choices(struct request *r, int64_t session_id, size_t more, size_t *n)
{
	struct pack_pay_list_row *rows = pack_pay_list(r->db, session_id, n);
	struct choice *all = arena_alloc(r->arena, *n + more, sizeof(*all));

	for (size_t i = 0; i < *n; i++) {
		const struct pack_pay_list_row *p = &rows[i];
		bool pays = p->refusal == NULL;

		all[i] = (struct choice){
			.value = arena_printf(
			    r->arena, "%s:%lld", p->kind, (long long)p->id),
			.label = arena_printf(
			    r->arena, tr("Use your pack: %s"), p->name),
			.note = pays
				    ? arena_printf(r->arena, tr("%s, until %s"),
					  pack_left_words(
					      r, p->remaining, p->total),
					  pack_when(r, p->expires_at))
				    : why_not(p->refusal),
			.end = tr("Paid for"),
			.refused = !pays,
			.chosen = pays && i == 0,
		};
	}
	return all;
}
