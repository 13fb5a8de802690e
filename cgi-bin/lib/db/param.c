#include <endian.h>
#include <string.h>

#include "lib/base/log.h"
#include "lib/db/internal.h"

enum { TEXT_FORMAT, BINARY_FORMAT };

/* Texts take the type that the SQL around them wants: text, jsonb, inet …. */
Oid
db_param_type(enum kind kind)
{
	switch (kind) {
	case KIND_INT:
	case KIND_ID:
		return OID_INT8;
	case KIND_BOOL:
		return OID_BOOL;
	case KIND_INSTANT:
		return OID_TIMESTAMPTZ;
	case KIND_DATE:
		return OID_DATE;
	case KIND_MINUTE:
		return OID_TIME;
	case KIND_REAL:
		return OID_FLOAT8;
	default:
		return 0;
	}
}

static bool
is_absent(const struct param *p)
{
	switch (p->kind) {
	case KIND_TEXT:
		return p->text == NULL;
	case KIND_INSTANT:
		return p->instant.us == 0;
	case KIND_DATE:
		return p->date.year == 0;
	case KIND_MINUTE:
		return !p->minute.set;
	default:
		return false;
	}
}

/* Beyond PostgreSQL's times on either side is its infinity. */
static int64_t
instant_number(struct instant t)
{
	int64_t us;

	if (t.us == INT64_MAX)
		return INT64_MAX;
	return __builtin_sub_overflow(t.us, EPOCH_US, &us) ? INT64_MIN : us;
}

/* Days since 2000-01-01; years of March to February, in eras of 400 years. */
static int64_t
date_number(struct date d)
{
	int64_t year = d.month > 2 ? d.year : (int64_t)d.year - 1;
	int64_t era = (year >= 0 ? year : year - 399) / 400;
	int64_t year_of_era = year - era * 400;
	int64_t month = d.month > 2 ? d.month - 3 : d.month + 9;
	int64_t day = (153 * month + 2) / 5 + d.day - 1;

	return era * 146097 + year_of_era * 365 + year_of_era / 4 -
	       year_of_era / 100 + day - 719468 - EPOCH_DAYS;
}

/* Too far for PostgreSQL either way: it says so. */
static uint32_t
date_bits(struct date d)
{
	int64_t days = date_number(d);

	return days > INT32_MAX - 1 || days < INT32_MIN + 1
		   ? (uint32_t)INT32_MAX - 1
		   : (uint32_t)(int32_t)days;
}

static uint64_t
number_bits(const struct param *p)
{
	uint64_t bits;

	switch (p->kind) {
	case KIND_INSTANT:
		return (uint64_t)instant_number(p->instant);
	case KIND_MINUTE:
		return (uint64_t)(p->minute.of_day * MINUTE_US);
	case KIND_REAL:
		memcpy(&bits, &p->real, sizeof(bits));
		return bits;
	default:
		return (uint64_t)p->number;
	}
}

static int
write_raw(const struct param *p, char *raw)
{
	uint64_t bits;
	uint32_t days;

	if (p->kind == KIND_BOOL) {
		raw[0] = p->number != 0 ? 1 : 0;
		return 1;
	}
	if (p->kind == KIND_DATE) {
		days = htobe32(date_bits(p->date));
		memcpy(raw, &days, sizeof(days));
		return (int)sizeof(days);
	}
	bits = htobe64(number_bits(p));
	memcpy(raw, &bits, sizeof(bits));
	return (int)sizeof(bits);
}

bool
db_bind(struct db *db, const struct stmt *st, const struct param *params,
    struct bound *b)
{
	const struct param *p;

	if (st->nparams > DB_MAX_PARAMS)
		log_fatal("db: %s: more than %d parameters", st->name,
		    (int)DB_MAX_PARAMS);
	for (size_t i = 0; i < st->nparams; i++) {
		p = &params[i];
		b->formats[i] =
		    p->kind == KIND_TEXT ? TEXT_FORMAT : BINARY_FORMAT;
		b->values[i] = NULL;
		b->lengths[i] = 0;
		if (p->null)
			continue;
		if (is_absent(p)) {
			db_mistake(
			    db, st, "$%zu is absent, but has no ?", i + 1);
			return false;
		}
		b->values[i] = p->kind == KIND_TEXT ? p->text : b->raw[i];
		if (p->kind != KIND_TEXT)
			b->lengths[i] = write_raw(p, b->raw[i]);
	}
	return true;
}
