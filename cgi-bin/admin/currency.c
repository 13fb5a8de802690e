#include <stdlib.h>

#include "admin/rate.h"
#include "gen/admin/rate_sql.h"
#include "lib/domain/money.h"

struct currency_input {
	const char *code, *minimum, *q;
};

static const struct form_field list_input_fields[] = {
	FORM_FIELD(struct currency_input, q, OPTIONAL, 1, 3),
};
const struct form currency_list_form =
    FORM(struct currency_input, list_input_fields);

static const struct form_field currency_input_fields[] = {
	FORM_FIELD(struct currency_input, code, REQUIRED, 3, 3),
	FORM_FIELD(struct currency_input, minimum, OPTIONAL, 1, 20),
};
const struct form currency_form =
    FORM(struct currency_input, currency_input_fields);

struct currency_item {
	const char *code, *minimum_words;
	struct money minimum;
};

static const struct field currency_item_fields[] = {
	FIELD(struct currency_item, code),
	FIELD(struct currency_item, minimum),
	FIELD_ONLY(struct currency_item, minimum_words, ONLY_HTML),
	FIELD_END,
};

struct currency_list_view {
	struct desk desk;
	struct currency_item *items;
	size_t nitems;
};

static const struct field currency_list_fields[] = {
	DESK_FIELD(struct currency_list_view),
	FIELD_LIST(
	    struct currency_list_view, items, nitems, currency_item_fields),
	FIELD_END,
};
struct page currency_list_page = { .path = "admin/currency_list",
	.fields = currency_list_fields,
	.form = &currency_list_form };

struct currency_view {
	struct desk desk;
	const char *code;
	struct money minimum;
	struct rate_change *history;
	size_t nhistory;
};

static const struct field currency_fields[] = {
	DESK_FIELD(struct currency_view),
	FIELD(struct currency_view, code),
	FIELD(struct currency_view, minimum),
	FIELD_LIST(struct currency_view, history, nhistory, rate_change_fields),
	FIELD_END,
};
struct page currency_page = { .path = "admin/currency",
	.fields = currency_fields,
	.form = &currency_form };

enum status
currency_list_show(struct request *r)
{
	const struct currency_input *in = r->form;
	struct currency_list_view v;
	struct currencies_row *rows = currencies(r->db, in->q, &v.nitems);

	v.items = arena_alloc(r->arena, v.nitems, sizeof(*v.items));
	for (size_t i = 0; i < v.nitems; i++) {
		struct money least = { rows[i].minimum, rows[i].code };

		v.items[i] = (struct currency_item){ .code = rows[i].code,
			.minimum = least,
			.minimum_words = money_text(r->arena, least) };
	}
	desk_fill(r, &v.desk);
	return request_render(r, &currency_list_page, &v);
}

/* Stored in minor units; the currency is the page's. */
static const char *
amount_said(struct request *r, const char *stored)
{
	return money_decimal(r->arena,
	    (struct money){ strtoll(stored, NULL, 10), typed(r, "code") });
}

enum status
currency_show(struct request *r)
{
	const char *code = typed(r, "code");
	struct currency_find_row row;
	struct currency_view v = { .code = code };

	if (!currency_find(r->db, code, &row))
		return NOT_FOUND;
	v.minimum = (struct money){ row.minimum, code };
	v.history = rate_history(r, "currency", code, amount_said, &v.nhistory);
	if (r->refusal == NULL)
		request_fill(r, &currency_form,
		    &(struct currency_input){ .code = code,
			.minimum = money_decimal(r->arena, v.minimum) });
	desk_fill(r, &v.desk);
	return request_render(r, &currency_page, &v);
}

enum status
currency_post(struct request *r)
{
	const struct currency_input *in = r->form;
	struct currency_find_row was;
	int64_t least;

	if (!currency_find(r->db, in->code, &was))
		return NOT_FOUND;
	if (in->minimum == NULL ||
	    !money_from_decimal(in->minimum, in->code, &least))
		return request_invalid(r, "minimum",
		    tr("Write an amount of this currency, such as 1.00."));
	currency_minimum_save(r->db, in->code, least);
	request_audit(r,
	    &(struct deed){ "currency.change", "currency", 0,
		json_of(r->arena,
		    TEXTS("of", in->code, "was",
			arena_printf(r->arena, "%lld", (long long)was.minimum),
			"becomes",
			arena_printf(r->arena, "%lld", (long long)least))) });
	request_flash(
	    r, tr("The minimum holds for what is ordered from now on."));
	return request_done(r, &(struct outcome){ .status = NO_CONTENT },
	    "/admin/currencies/%s", in->code);
}
