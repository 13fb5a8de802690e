#include <string.h>

#include "lib/base/buf.h"
#include "lib/domain/money.h"

static const int64_t largest = 1000000000000000;

/* The currencies of ISO 4217 whose minor digits are not two. */
static const struct {
	const char *codes;
	int digits;
} unusual[] = {
	{ "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF",
	    0 },
	{ "BHD IQD JOD KWD LYD OMR TND", 3 },
	{ "CLF UYW", 4 },
};

int
money_digits(const char *currency)
{
	if (currency == NULL || strlen(currency) != 3 ||
	    strchr(currency, ' ') != NULL)
		return 2;
	for (size_t i = 0; i < sizeof(unusual) / sizeof(unusual[0]); i++)
		if (strstr(unusual[i].codes, currency) != NULL)
			return unusual[i].digits;
	return 2;
}

/* The digits of the amount without its sign, a point before the last `minor`,
 * a comma (when wanted) between thousands. */
static void
put_amount(struct buf *b, int64_t amount, int minor, bool grouped)
{
	uint64_t rest = amount < 0 ? 0 - (uint64_t)amount : (uint64_t)amount;
	char text[40], *at = text + sizeof(text);
	int n = 0;

	for (; n < minor; n++, rest /= 10)
		*--at = (char)('0' + rest % 10);
	if (minor > 0)
		*--at = '.';
	for (n = 0; n == 0 || rest != 0; n++, rest /= 10) {
		if (grouped && n > 0 && n % 3 == 0)
			*--at = ',';
		*--at = (char)('0' + rest % 10);
	}
	buf_put(b, at, (size_t)(text + sizeof(text) - at));
}

const char *
money_text(struct arena *a, struct money m)
{
	struct buf b;

	if (m.currency == NULL)
		return "";
	buf_init(&b, a, 48);
	buf_puts(&b, m.currency);
	buf_puts(&b, m.amount < 0 ? " \u2212" : " ");
	put_amount(&b, m.amount, money_digits(m.currency), true);
	return b.data;
}

const char *
money_decimal(struct arena *a, struct money m)
{
	struct buf b;

	buf_init(&b, a, 32);
	if (m.amount < 0)
		buf_putc(&b, '-');
	put_amount(&b, m.amount, money_digits(m.currency), false);
	return b.data;
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Digits up to the point; a comma only where three digits follow it. */
static const char *
read_whole(const char *s, int64_t *amount)
{
	if (!is_digit(*s))
		return NULL;
	for (; is_digit(*s) || *s == ','; s++) {
		if (*s == ',') {
			if (!is_digit(s[1]) || !is_digit(s[2]) ||
			    !is_digit(s[3]) || is_digit(s[4]))
				return NULL;
			continue;
		}
		if ((*amount = *amount * 10 + (*s - '0')) > largest)
			return NULL;
	}
	return s;
}

bool
money_from_decimal(const char *s, const char *currency, int64_t *amount)
{
	bool minus = *s == '-';
	int minor = money_digits(currency);
	int64_t n = 0;

	if ((s = read_whole(s + minus, &n)) == NULL)
		return false;
	if (*s == '.' && !is_digit(*++s))
		return false;
	for (; is_digit(*s) && minor > 0; s++, minor--)
		n = n * 10 + (*s - '0');
	if (*s != '\0')
		return false;
	for (; minor > 0; minor--)
		n *= 10;
	if (n > largest)
		return false;
	*amount = minus ? -n : n;
	return true;
}
