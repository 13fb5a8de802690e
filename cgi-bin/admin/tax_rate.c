#include <stdlib.h>

#include "admin/rate.h"
#include "admin/rules_rate.h"
#include "gen/admin/rate_sql.h"
#include "lib/domain/country.h"

struct tax_rate_input {
	const char *country, *name, *percent;
};

static const struct form_field country_fields[] = {
	FORM_FIELD(struct tax_rate_input, country, REQUIRED, 2, 2),
};
const struct form tax_country_form =
    FORM(struct tax_rate_input, country_fields);

static const struct form_field tax_rate_input_fields[] = {
	FORM_FIELD(struct tax_rate_input, country, REQUIRED, 2, 2),
	FORM_FIELD(struct tax_rate_input, name, REQUIRED, 1, 30),
	FORM_FIELD(struct tax_rate_input, percent, REQUIRED, 1, 6),
};
const struct form tax_rate_form =
    FORM(struct tax_rate_input, tax_rate_input_fields);

struct tax_item {
	const char *country, *country_words, *name, *percent;
};

static const struct field tax_item_fields[] = {
	FIELD(struct tax_item, country),
	FIELD(struct tax_item, name),
	FIELD(struct tax_item, percent),
	FIELD_ONLY(struct tax_item, country_words, ONLY_HTML),
	FIELD_END,
};

struct tax_list_view {
	struct desk desk;
	struct tax_item *items;
	struct choice *countries;
	size_t nitems, ncountries;
};

static const struct field tax_list_fields[] = {
	DESK_FIELD(struct tax_list_view),
	FIELD_LIST(struct tax_list_view, items, nitems, tax_item_fields),
	FIELD_LIST_ONLY(struct tax_list_view, countries, ncountries,
	    choice_fields, ONLY_HTML),
	FIELD_END,
};
struct page tax_rate_list_page = { .path = "admin/tax_rate_list",
	.fields = tax_list_fields,
	.form = &tax_rate_form };

struct tax_view {
	struct desk desk;
	const char *country, *country_words, *name, *percent;
	bool is_set;
	struct rate_change *history;
	size_t nhistory;
};

static const struct field tax_fields[] = {
	DESK_FIELD(struct tax_view),
	FIELD(struct tax_view, country),
	FIELD(struct tax_view, name),
	FIELD(struct tax_view, percent),
	FIELD_ONLY(struct tax_view, country_words, ONLY_HTML),
	FIELD_ONLY(struct tax_view, is_set, ONLY_HTML),
	FIELD_LIST(struct tax_view, history, nhistory, rate_change_fields),
	FIELD_END,
};
struct page tax_rate_page = { .path = "admin/tax_rate",
	.fields = tax_fields,
	.form = &tax_rate_form };

static const char *
country_words(struct request *r, const char *code)
{
	return country_name(r->arena, r->session->language, code);
}

/* --- all of them -------------------------------------------------------------- */

enum status
tax_rate_list_show(struct request *r)
{
	struct tax_list_view v;
	struct tax_rates_row *rows = tax_rates(r->db, &v.nitems);

	v.items = arena_alloc(r->arena, v.nitems, sizeof(*v.items));
	for (size_t i = 0; i < v.nitems; i++)
		v.items[i] = (struct tax_item){
			.country = rows[i].country,
			.country_words = country_words(r, rows[i].country),
			.name = rows[i].name,
			.percent = percent_write(r->arena, rows[i].bp),
		};
	v.countries = country_choices(r->arena, r->session->language,
	    tr("Choose a country"), typed(r, "country"), &v.ncountries);
	desk_fill(r, &v.desk);
	return request_render(r, &tax_rate_list_page, &v);
}

/* --- one of them ---------------------------------------------------------------- */

static const char *
percent_said(struct request *r, const char *stored)
{
	return percent_write(r->arena, strtoll(stored, NULL, 10));
}

enum status
tax_rate_show(struct request *r)
{
	const char *country = typed(r, "country");
	struct tax_rate_find_row row = { .name = "" };
	struct tax_view v = { .country = country };

	if (!country_is_known(country))
		return NOT_FOUND;
	v.is_set = tax_rate_find(r->db, country, &row);
	v.country_words = country_words(r, country);
	v.name = v.is_set ? row.name : NULL;
	v.percent = v.is_set ? percent_write(r->arena, row.bp) : NULL;
	v.history =
	    rate_history(r, "tax_rate", country, percent_said, &v.nhistory);
	if (!v.is_set && v.nhistory == 0 && !r->json)
		return NOT_FOUND;
	if (r->refusal == NULL)
		request_fill(r, &tax_rate_form,
		    &(struct tax_rate_input){ .country = country,
			.name = v.name,
			.percent = v.percent });
	desk_fill(r, &v.desk);
	return request_render(r, &tax_rate_page, &v);
}

/* What it was and what it becomes, as the log and the way back have it. */
static void
tell(struct request *r, const char *country, const char *becomes)
{
	struct tax_rate_find_row was;
	bool is_set = tax_rate_find(r->db, country, &was);

	request_audit(
	    r, &(struct deed){ "tax.change", "tax_rate", 0,
		   json_of(r->arena, TEXTS("of", country, "was",
					 is_set ? arena_printf(r->arena, "%lld",
						      (long long)was.bp)
						: NULL,
					 "was_name", is_set ? was.name : NULL,
					 "becomes", becomes)) });
}

enum status
tax_rate_post(struct request *r)
{
	const struct tax_rate_input *in = r->form;
	const int64_t bp = percent_read(in->percent);

	if (!country_is_known(in->country))
		return request_invalid(r, "country", tr("Choose a country."));
	if (bp < 0)
		return request_invalid(r, "percent",
		    tr("Write a percentage from 0 to 50, such as 19 or 8.1."));
	tell(r, in->country, arena_printf(r->arena, "%lld", (long long)bp));
	tax_rate_save(r->db, in->country, in->name, bp);
	request_flash(r, tr("The rate holds for what is ordered from now on."));
	return request_done(r, &(struct outcome){ .status = NO_CONTENT },
	    "/admin/tax-rates/%s", in->country);
}

enum status
tax_rate_remove_post(struct request *r)
{
	const struct tax_rate_input *in = r->form;

	tell(r, in->country, NULL);
	tax_rate_remove(r->db, in->country);
	request_flash(r, tr("Nothing is added there from now on."));
	return request_done(
	    r, &(struct outcome){ .status = NO_CONTENT }, "/admin/tax-rates");
}
