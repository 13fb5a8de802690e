#include <stdlib.h>
#include <string.h>

#include "admin/rules_rate.h"

enum { WHOLE_DIGITS = 2, DECIMALS = 2, MOST_BP = 5000 };

int64_t
percent_read(const char *text)
{
	size_t whole = strspn(text, "0123456789"), decimals = 0;
	const char *end = text + whole;
	int64_t bp;

	if (whole < 1 || whole > WHOLE_DIGITS)
		return -1;
	bp = (int64_t)strtol(text, NULL, 10) * 100;
	if (*end == '.' || *end == ',') {
		end++;
		decimals = strspn(end, "0123456789");
		if (decimals < 1 || decimals > DECIMALS)
			return -1;
		bp += (int64_t)strtol(end, NULL, 10) * (decimals == 1 ? 10 : 1);
	}
	return end[decimals] == '\0' && bp <= MOST_BP ? bp : -1;
}

const char *
percent_write(struct arena *a, int64_t bp)
{
	if (bp % 100 == 0)
		return arena_printf(a, "%lld", (long long)bp / 100);
	if (bp % 10 == 0)
		return arena_printf(a, "%lld.%lld", (long long)bp / 100,
		    (long long)bp % 100 / 10);
	return arena_printf(
	    a, "%lld.%02lld", (long long)bp / 100, (long long)bp % 100);
}
