#include <string.h>

#include "admin/payout.h"
#include "gen/admin/payout_sql.h"
#include "lib/auth/secret.h"
#include "lib/domain/csv.h"
#include "lib/domain/money.h"
#include "lib/domain/when.h"

enum { BATCH = 300, MOST_BYTES = 1500 * 1024 };

struct payout_tax_input {
	int64_t year;
};

static const struct form_field payout_tax_fields[] = {
	FORM_FIELD(struct payout_tax_input, year, REQUIRED, 2000, 2999),
};
const struct form payout_tax_form =
    FORM(struct payout_tax_input, payout_tax_fields);

/* "holder\nnumber\nbank" of a bank account, each NULL when missing. */
struct bank {
	char *holder, *number, *name;
};

static struct bank
bank_of(struct arena *a, const char *sealed)
{
	const char *opened = sealed != NULL ? secret_open(a, sealed) : NULL;
	struct bank b = { NULL, NULL, NULL };

	if (opened == NULL)
		return b;
	b.holder = arena_strdup(a, opened);
	b.number = strchr(b.holder, '\n');
	if (b.number == NULL)
		return b;
	*b.number++ = '\0';
	b.name = strchr(b.number, '\n');
	if (b.name != NULL)
		*b.name++ = '\0';
	return b;
}

static const char *
number(struct request *r, int64_t n)
{
	return arena_printf(r->arena, "%lld", (long long)n);
}

static void
put_payout(
    struct request *r, struct buf *b, const struct payout_export_list_row *row)
{
	struct bank bank = bank_of(r->arena, row->details_sealed);
	char made[32], done[32] = "";
	const char *cells[] = { number(r, row->id), row->period, row->type,
		number(r, row->user_id), row->name, row->currency,
		money_decimal(
		    r->arena, (struct money){ row->amount, row->currency }),
		row->status, row->provider, bank.holder, bank.number, bank.name,
		row->country, row->provider_ref, made, done };

	instant_print_rfc3339(row->created_at, made);
	if (row->completed_at.us != 0)
		instant_print_rfc3339(row->completed_at, done);
	csv_put_row(b, cells, sizeof(cells) / sizeof(cells[0]));
}

/* With the accounts' numbers, for the bank: who took it is in the audit log. */
enum status
payout_csv(struct request *r)
{
	static const char *const heads[] = { "payout", "period", "kind",
		"user_id", "name", "currency", "amount", "status", "provider",
		"holder", "account", "bank", "country", "reference", "made_at",
		"completed_at" };
	const struct payout_list_input *in = r->form;
	struct payout_export_list_row *rows;
	int64_t after = in->after;
	struct buf b;
	size_t n;

	buf_init(&b, r->arena, (size_t)64 * 1024);
	csv_put_row(&b, heads, sizeof(heads) / sizeof(heads[0]));
	do {
		rows = payout_export_list(
		    r->db, in->status, in->kind, in->period, after, BATCH, &n);
		for (size_t i = 0; i < n; i++)
			put_payout(r, &b, &rows[i]);
		if (n > 0)
			after = rows[n - 1].id;
	} while (n == BATCH && b.len < MOST_BYTES);
	if (n == BATCH)
		request_header(r, "X-Next-After", number(r, after));
	export_logged(r, "payout.export", "payouts");
	return request_text(r, "text/csv; charset=utf-8", "payouts.csv", &b);
}

enum status
payout_tax_csv(struct request *r)
{
	static const char *const heads[] = { "year", "user_id", "name",
		"address", "country", "tax_id", "type", "currency", "amount",
		"payouts" };
	const struct payout_tax_input *in = r->form;
	const char *year = number(r, in->year);
	struct tax_report_row *rows;
	struct buf b;
	size_t n;

	rows = tax_report(r->db, in->year, &n);
	buf_init(&b, r->arena, (size_t)64 * 1024);
	csv_put_row(&b, heads, sizeof(heads) / sizeof(heads[0]));
	for (size_t i = 0; i < n; i++) {
		const char *cells[] = { year, number(r, rows[i].user_id),
			rows[i].name, rows[i].address, rows[i].country,
			rows[i].tax_id, rows[i].type, rows[i].currency,
			money_decimal(r->arena,
			    (struct money){ rows[i].amount, rows[i].currency }),
			number(r, rows[i].payouts) };

		csv_put_row(&b, cells, sizeof(cells) / sizeof(cells[0]));
	}
	export_logged(r, "payout.tax", "payouts");
	return request_text(r, "text/csv; charset=utf-8",
	    arena_printf(r->arena, "payments-%s.csv", year), &b);
}
