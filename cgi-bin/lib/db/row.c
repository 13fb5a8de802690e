#include <endian.h>
#include <string.h>

#include "lib/db/internal.h"

/* Bytes of one value that are still to be read. */
struct bytes {
	const char *at;
	size_t len;
};

static int64_t
read_number(struct bytes b)
{
	uint64_t n64 = 0;
	uint32_t n32 = 0;
	uint16_t n16 = 0;

	switch (b.len) {
	case sizeof(n64):
		memcpy(&n64, b.at, sizeof(n64));
		return (int64_t)be64toh(n64);
	case sizeof(n32):
		memcpy(&n32, b.at, sizeof(n32));
		return (int32_t)be32toh(n32);
	case sizeof(n16):
		memcpy(&n16, b.at, sizeof(n16));
		return (int16_t)be16toh(n16);
	default:
		return 0;
	}
}

static double
read_real(struct bytes b)
{
	int64_t bits = read_number(b);
	uint32_t short_bits = (uint32_t)bits;
	double real;
	float short_real;

	if (b.len == sizeof(short_real)) {
		memcpy(&short_real, &short_bits, sizeof(short_real));
		return (double)short_real;
	}
	memcpy(&real, &bits, sizeof(real));
	return real;
}

/* Infinity stays the greatest or least of all instants. */
static struct instant
read_instant(struct bytes b)
{
	int64_t us = read_number(b);
	struct instant t;

	if (us == INT64_MIN || __builtin_add_overflow(us, EPOCH_US, &t.us))
		t.us = us;
	return t;
}

/* The reverse of date_number() in param.c. */
static struct date
read_date(struct bytes b)
{
	int64_t days = read_number(b) + EPOCH_DAYS + 719468;
	int64_t era = (days >= 0 ? days : days - 146096) / 146097;
	int64_t day = days - era * 146097;
	int64_t year = (day - day / 1460 + day / 36524 - day / 146096) / 365;
	int64_t month;

	day -= 365 * year + year / 4 - year / 100;
	month = (5 * day + 2) / 153;
	day -= (153 * month + 2) / 5;
	month = month < 10 ? month + 3 : month - 9;
	return (struct date){ (int32_t)(year + era * 400 + (month <= 2)),
		(int32_t)month, (int32_t)day + 1 };
}

/* A time of day, or a number of minutes. */
static struct minute
read_minute(struct bytes b, Oid type)
{
	int64_t n = read_number(b);

	return (struct minute){ (int32_t)(type == OID_TIME ? n / MINUTE_US : n),
		true };
}

/* --- arrays -------------------------------------------------------------- */

static int64_t
next_number(struct bytes *b)
{
	int64_t n;

	if (b->len < 4) {
		b->len = 0;
		return 0;
	}
	n = read_number((struct bytes){ b->at, 4 });
	b->at += 4;
	b->len -= 4;
	return n;
}

/* Dimensions, a flag, the type; for each dimension its length and first index;
 * then every item behind its length. */
static size_t
array_length(struct bytes *b)
{
	int64_t ndims = next_number(b), n = ndims > 0 ? 1 : 0;

	b->at += b->len >= 8 ? 8 : 0;
	b->len -= b->len >= 8 ? 8 : 0;
	for (; ndims > 0 && b->len > 0; ndims--) {
		n *= next_number(b);
		next_number(b);
		if (n < 0 || (size_t)n > b->len / 4)
			return b->len / 4;
	}
	return (size_t)n;
}

static bool
next_item(struct bytes *b, struct bytes *item)
{
	int64_t len = next_number(b);

	if (len < 0 || (size_t)len > b->len)
		return false;
	*item = (struct bytes){ b->at, (size_t)len };
	b->at += len;
	b->len -= (size_t)len;
	return true;
}

static void
read_item(struct db *db, enum kind kind, struct bytes item, void *to)
{
	switch (kind) {
	case KIND_TEXTS:
		*(const char **)to =
		    arena_strndup(db->arena, item.at, item.len);
		break;
	case KIND_INSTANTS:
		*(struct instant *)to = read_instant(item);
		break;
	default:
		*(int64_t *)to = read_number(item);
		break;
	}
}

static bool
read_array(struct db *db, const struct field *f, struct bytes b, char *row)
{
	size_t n = array_length(&b);
	char *items = arena_alloc(db->arena, n, f->item_size);
	struct bytes item;

	for (size_t i = 0; i < n; i++) {
		if (!next_item(&b, &item))
			return false;
		read_item(db, f->kind, item, items + i * f->item_size);
	}
	memcpy(row + f->offset, &items, sizeof(items));
	memcpy(row + f->count_offset, &n, sizeof(n));
	return true;
}

/* --- rows ---------------------------------------------------------------- */

/* jsonb has its version before the text. */
static const char *
read_text(struct bytes b, Oid type)
{
	return type == OID_JSONB && b.len > 0 ? b.at + 1 : b.at;
}

static bool
read_value(
    struct db *db, const struct field *f, struct bytes b, Oid type, char *row)
{
	void *to = row + f->offset;

	switch (f->kind) {
	case KIND_INT:
	case KIND_ID:
		*(int64_t *)to = read_number(b);
		break;
	case KIND_MAYBE_INT:
		*(struct maybe_int *)to =
		    (struct maybe_int){ read_number(b), true };
		break;
	case KIND_TEXT:
		*(const char **)to = read_text(b, type);
		break;
	case KIND_BOOL:
		*(bool *)to = b.len > 0 && b.at[0] != 0;
		break;
	case KIND_INSTANT:
		*(struct instant *)to = read_instant(b);
		break;
	case KIND_DATE:
		*(struct date *)to = read_date(b);
		break;
	case KIND_MINUTE:
		*(struct minute *)to = read_minute(b, type);
		break;
	case KIND_REAL:
		*(double *)to = read_real(b);
		break;
	case KIND_MAYBE_REAL:
		*(struct maybe_real *)to =
		    (struct maybe_real){ read_real(b), true };
		break;
	default:
		return read_array(db, f, b, row);
	}
	return true;
}

bool
db_read_row(
    struct db *db, const struct stmt *st, const PGresult *res, int r, char *row)
{
	const struct field *f;
	struct bytes b;

	for (int c = 0; (f = &st->columns[c])->name != NULL; c++) {
		if (PQgetisnull(res, r, c)) {
			if (st->nullable[c])
				continue;
			db_mistake(db, st, "%s is NULL, but has no ?", f->name);
			return false;
		}
		b.at = PQgetvalue(res, r, c);
		b.len = (size_t)PQgetlength(res, r, c);
		if (!read_value(db, f, b, PQftype(res, c), row)) {
			db_mistake(db, st, "%s has a NULL inside", f->name);
			return false;
		}
	}
	return true;
}
