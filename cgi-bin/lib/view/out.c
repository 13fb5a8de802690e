#include "lib/view/out.h"

/* For JSON: control bytes too, and 0xe2, which may begin U+2028. */
// clang-format off
static const struct out_stops html_stops = { {
	[0] = 1, ['&'] = 1, ['<'] = 1, ['>'] = 1, ['"'] = 1, ['\''] = 1,
} };
static const struct out_stops json_stops = { {
	1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
	1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
	['&'] = 1, ['<'] = 1, ['>'] = 1, ['"'] = 1, ['\\'] = 1,
	[127] = 1, [0xe2] = 1,
} };
// clang-format on

void
out_html(struct buf *out, const char *s)
{
	while (*(s = out_run(out, s, &html_stops)) != '\0')
		if (html_stops.is_stop[(uint8_t)*s])
			buf_put_html(out, s++, 1);
}

void
out_json(struct buf *out, const char *s)
{
	size_t len;

	while (*(s = out_run(out, s, &json_stops)) != '\0') {
		if (!json_stops.is_stop[(uint8_t)*s])
			continue;
		len = *s == (char)0xe2 ? strnlen(s, 3) : 1;
		buf_put_json(out, s, len);
		s += len;
	}
}

void
out_int(struct buf *out, int64_t n)
{
	static const char pairs[] =
	    "00010203040506070809101112131415161718192021222324"
	    "25262728293031323334353637383940414243444546474849"
	    "50515253545556575859606162636465666768697071727374"
	    "75767778798081828384858687888990919293949596979899";
	char digits[24], *at = digits + sizeof(digits);
	uint64_t rest = n < 0 ? 0 - (uint64_t)n : (uint64_t)n;

	for (; rest >= 10; rest /= 100) {
		at -= 2;
		memcpy(at, pairs + rest % 100 * 2, 2);
	}
	if (rest > 0 || at == digits + sizeof(digits))
		*--at = (char)('0' + rest);
	if (n < 0)
		*--at = '-';
	out_put(out, at, (size_t)(digits + sizeof(digits) - at));
}
