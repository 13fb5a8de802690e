#include <stdlib.h>
#include <string.h>

#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/uspoof.h>
#include <unicode/ustring.h>

#include "lib/base/log.h"
#include "lib/domain/folding.h"
#include "lib/form/utf8.h"

#define L FOLD_IS_LETTER
#define D FOLD_IS_DIGIT
#define X FOLD_IS_LEET
#define S FOLD_IS_SPACE
#define C FOLD_IS_CODE

const uint8_t fold_class[256] = {
	['a'] = L,
	['b'] = L,
	['c'] = L,
	['d'] = L,
	['e'] = L,
	['f'] = L,
	['g'] = L,
	['h'] = L,
	['i'] = L,
	['j'] = L,
	['k'] = L,
	['l'] = L,
	['m'] = L,
	['n'] = L,
	['o'] = L,
	['p'] = L,
	['q'] = L,
	['r'] = L,
	['s'] = L,
	['t'] = L,
	['u'] = L,
	['v'] = L,
	['w'] = L,
	['x'] = L,
	['y'] = L,
	['z'] = L,
	[FOLD_LETTER] = L,
	['0'] = D,
	['1'] = D,
	['2'] = D,
	['3'] = D,
	['4'] = D,
	['5'] = D,
	['6'] = D,
	['7'] = D,
	['8'] = D,
	['9'] = D,
	['$'] = X,
	['!'] = X,
	['+'] = X,
	['|'] = X,
	['('] = X,
	['*'] = X,
	['@'] = X | FOLD_IS_AT,
	[' '] = S,
	['\n'] = S,
	['.'] = FOLD_IS_DOT,
	[';'] = C,
	['{'] = C,
	['}'] = C,
	['='] = C,
	['<'] = C,
	['>'] = C,
	['_'] = C,
	['`'] = C,
	['['] = C,
	[']'] = C,
};

#undef L
#undef D
#undef X
#undef S
#undef C

/* What a code point beyond ASCII becomes: at most three bytes. */
enum { MOST = 3, KNOWN = 1, LIKENESS = 2, CAPITAL = 4, FOREIGN = 8 };
struct entry {
	uint8_t flags, n;
	char s[MOST];
};

/* Made for each code point when it is first met, in blocks of 256. */
static struct {
	struct entry *blocks[0x1100];
	const UNormalizer2 *casefold, *decompose;
	USpoofChecker *spoof;
} tables;

static void
open_tables(void)
{
	UErrorCode e = U_ZERO_ERROR;

	tables.casefold = unorm2_getNFKCCasefoldInstance(&e);
	tables.decompose = unorm2_getNFKDInstance(&e);
	tables.spoof = uspoof_open(&e);
	if (U_FAILURE(e))
		log_fatal("folding: %s", u_errorName(e));
}

static bool
is_invisible(UChar32 c)
{
	int8_t type = u_charType(c);

	return u_hasBinaryProperty(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT) ||
	       type == U_NON_SPACING_MARK || type == U_ENCLOSING_MARK ||
	       type == U_FORMAT_CHAR || type == U_CONTROL_CHAR;
}

static void
add(struct entry *e, int c)
{
	if (e->n < MOST)
		e->s[e->n++] = (char)c;
}

/* Letters in squares, circles and flags, which ICU takes for pictures. */
static int
pictured(UChar32 c)
{
	static const UChar32 from[] = { 0x1f130, 0x1f150, 0x1f170, 0x1f1e6 };

	for (size_t i = 0; i < sizeof(from) / sizeof(from[0]); i++)
		if (c >= from[i] && c < from[i] + 26)
			return 'a' + (int)(c - from[i]);
	return 0;
}

/* Signs that are written for another. */
static int
sign_like(UChar32 c)
{
	static const struct {
		UChar32 from, to;
		char sign;
	} likes[] = {
		{ 0x00b7, 0x00b7, '.' },
		{ 0x2010, 0x2015, '-' },
		{ 0x2018, 0x201b, '\'' },
		{ 0x201c, 0x201f, '"' },
		{ 0x2022, 0x2024, '.' },
		{ 0x2027, 0x2027, '.' },
		{ 0x2044, 0x2044, '/' },
		{ 0x2212, 0x2212, '-' },
		{ 0x2215, 0x2215, '/' },
		{ 0x22c5, 0x22c5, '.' },
		{ 0x25cf, 0x25cf, '.' },
		{ 0x26ab, 0x26ab, '.' },
		{ 0x3002, 0x3002, '.' },
		{ 0x3010, 0x3010, '[' },
		{ 0x3011, 0x3011, ']' },
		{ 0x30fb, 0x30fb, '.' },
		{ 0x02bc, 0x02bc, '\'' },
		{ 0x0192, 0x0192, 'f' },
		{ 0x0131, 0x0131, 'i' },
		{ 0x20ac, 0x20ac, '$' },
		{ 0x00a3, 0x00a5, '$' },
	};

	for (size_t i = 0; i < sizeof(likes) / sizeof(likes[0]); i++)
		if (c >= likes[i].from && c <= likes[i].to)
			return likes[i].sign;
	return pictured(c);
}

static bool
is_printable(UChar32 c)
{
	return c > ' ' && c < 0x7f;
}

/* The look-alike in ASCII of one code point, '\0' for none. */
static int
likeness(UChar32 c)
{
	UChar from[2], to[16];
	UErrorCode e = U_ZERO_ERROR;
	int32_t n = 0, len;
	UBool failed = false;

	U16_APPEND(from, n, 2, c, failed);
	if (failed)
		return 0;
	len = uspoof_getSkeleton(tables.spoof, 0, from, n, to, 16, &e);
	if (U_FAILURE(e) || len < 1)
		return 0;
	if (len == 2 && to[0] == 'r' && to[1] == 'n')
		return 'm';
	return len == 1 && is_printable(to[0]) ? u_tolower(to[0]) : 0;
}

static void
fold_part(struct entry *e, UChar32 c)
{
	int like;

	if (is_invisible(c))
		return;
	if (is_printable(c)) {
		add(e, u_tolower(c));
	} else if (u_isUWhiteSpace(c)) {
		add(e, ' ');
	} else if (u_charDigitValue(c) >= 0) {
		add(e, '0' + u_charDigitValue(c));
	} else if ((like = sign_like(c)) != 0) {
		add(e, like);
	} else if ((like = likeness(c)) != 0) {
		add(e, like);
		e->flags |= u_isalpha(c) ? LIKENESS : 0;
	} else if (u_isalpha(c)) {
		add(e, FOLD_LETTER);
		e->flags |= FOREIGN;
	} else {
		add(e, FOLD_SIGN);
	}
}

static void
make_entry(struct entry *e, UChar32 c)
{
	UChar one[2], folded[64], parts[64];
	UChar32 points[64];
	UErrorCode err = U_ZERO_ERROR;
	int32_t n = 0, len;
	UBool failed = false;

	e->flags = KNOWN;
	if (u_isUUppercase(c))
		e->flags |= CAPITAL;
	if (sign_like(c) != 0) {
		add(e, sign_like(c));
		return;
	}
	U16_APPEND(one, n, 2, c, failed);
	len = failed
		  ? 0
		  : unorm2_normalize(tables.casefold, one, n, folded, 64, &err);
	len = unorm2_normalize(tables.decompose, folded, len, parts, 64, &err);
	u_strToUTF32(points, 64, &n, parts, len, &err);
	if (U_FAILURE(err)) {
		add(e, FOLD_SIGN);
		return;
	}
	for (int32_t i = 0; i < n; i++)
		fold_part(e, points[i]);
}

/* Ideographs and syllables are letters of other scripts, all of them. */
static bool
is_plainly_foreign(int32_t c)
{
	return (c >= 0x3400 && c <= 0x9fff) || (c >= 0xac00 && c <= 0xd7a3) ||
	       (c >= 0x20000 && c <= 0x3ffff);
}

static const struct entry *
entry_of(int32_t c)
{
	static const struct entry foreign = { KNOWN | FOREIGN, 1,
		{ FOLD_LETTER } };
	struct entry **block = &tables.blocks[c >> 8], *e;

	if (is_plainly_foreign(c))
		return &foreign;
	if (*block == NULL) {
		if (tables.spoof == NULL)
			open_tables();
		*block = calloc(256, sizeof(**block));
		if (*block == NULL)
			log_fatal("folding: no memory");
	}
	e = &(*block)[c & 255];
	if (e->flags == 0)
		make_entry(e, c);
	return e;
}

/* --- a text --------------------------------------------------------------------- */

/* What the word at the end of the folded text has in it. */
struct folding {
	struct folded *f;
	bool has_likeness, is_foreign;
};

/* A word of Cyrillic with a letter that is like none of ours is Cyrillic, and
 * its other letters are not ours either. */
static void
end_word(struct folding *w)
{
	struct folded *f = w->f;
	size_t i = f->n;

	if (i > 0 && !fold_is_word(f->s[i - 1]))
		i--;
	for (; w->has_likeness && w->is_foreign && i > 0 &&
	       fold_is_word(f->s[i - 1]);
	     i--)
		if (fold_is_letter(f->s[i - 1]) &&
		    (f->text[f->at[i - 1]] & 0x80) != 0)
			f->s[i - 1] = FOLD_LETTER;
	w->has_likeness = w->is_foreign = false;
}

static size_t
fold_wide(struct folding *w, size_t at)
{
	struct folded *f = w->f;
	size_t used;
	int32_t c = utf8_next(f->text + at, f->len - at, &used);
	const struct entry *e = entry_of(c < 0 ? 0xfffd : c);

	w->has_likeness = w->has_likeness || (e->flags & LIKENESS) != 0;
	w->is_foreign = w->is_foreign || (e->flags & FOREIGN) != 0;
	f->capitals += (e->flags & CAPITAL) != 0;
	for (int i = 0; i < e->n; i++) {
		f->s[f->n] = e->s[i];
		f->at[f->n++] = (uint32_t)at;
		f->seen |= fold_class[(unsigned char)e->s[i]];
		f->letters += i == 0 && fold_is_letter(e->s[i]);
		if (!fold_is_word(e->s[i]))
			end_word(w);
	}
	return used;
}

/* ASCII as it is, but small, and without what controls. */
static inline char
small(char c)
{
	if (c >= ' ' && c != 0x7f)
		return (char)(c | (c >= 'A' && c <= 'Z') << 5);
	return c == '\n' || c == '\r' ? '\n' : ' ';
}

static void
fold_one(struct folded *f, size_t at)
{
	char c = small(f->text[at]);
	unsigned class = fold_class[(unsigned char)c];

	f->s[f->n] = c;
	f->at[f->n++] = (uint32_t)at;
	f->seen |= class;
	f->letters += class & FOLD_IS_LETTER;
	f->capitals += f->text[at] >= 'A' && f->text[at] <= 'Z';
}

/* The same for all ASCII from `at` on: most texts are nothing else. */
static size_t
fold_ascii(struct folded *f, size_t at)
{
	const char *text = f->text;
	size_t end = at, len = f->len, letters = 0, capitals = 0;
	char *s = f->s + f->n, c;
	uint32_t *to = f->at + f->n;
	unsigned seen = 0, class;

	for (; end < len && (text[end] & 0x80) == 0; end++) {
		c = small(text[end]);
		class = fold_class[(unsigned char)c];
		*s++ = c;
		*to++ = (uint32_t)end;
		seen |= class;
		letters += class & FOLD_IS_LETTER;
		capitals += text[end] >= 'A' && text[end] <= 'Z';
	}
	f->n += end - at;
	f->seen |= seen;
	f->letters += letters;
	f->capitals += capitals;
	return end;
}

static size_t
fold_narrow(struct folding *w, size_t at)
{
	struct folded *f = w->f;
	const char *text = f->text;

	while ((w->has_likeness || w->is_foreign) && at < f->len &&
	       (text[at] & 0x80) == 0) {
		fold_one(f, at++);
		if (!fold_is_word(f->s[f->n - 1]))
			end_word(w);
	}
	return fold_ascii(f, at);
}

/* What stands in a row, and what stands alone.  Without branches: of a word's
 * end nobody can tell. */
static void
look_again(struct folded *f)
{
	size_t singles = 0, last = 0;
	unsigned was = 0, word = 0, is;
	bool run = false;

	for (size_t i = 0; i <= f->n; i++, was = word, word = is) {
		is = fold_is_word(f->s[i]);
		if (i >= 2)
			run |=
			    (f->s[i] == f->s[i - 1]) & (f->s[i] == f->s[i - 2]);
		if ((word & ~is & ~was & 1) == 0)
			continue;
		singles = i - last <= 5 ? singles + 1 : 1;
		last = i;
		if (singles > f->singles)
			f->singles = singles;
	}
	f->has_run = run;
}

void
fold(struct arena *a, const char *text, size_t len, struct folded *f)
{
	struct folding w = { .f = f };
	size_t at = 0;

	/* no code point becomes more bytes than its UTF-8 has, but three */
	*f = (struct folded){ .text = text, .len = len };
	f->s = arena_room(a, len * 3 / 2 + 4 + FOLD_ROOM);
	f->at = arena_room(a, (len * 3 / 2 + 4) * sizeof(*f->at));
	while (at < len) {
		at = fold_narrow(&w, at);
		if (at < len)
			at += fold_wide(&w, at);
	}
	end_word(&w);
	memset(f->s + f->n, 0, 1 + FOLD_ROOM);
	f->at[f->n] = (uint32_t)len;
	look_again(f);
}

size_t
fold_end(const struct folded *f, size_t end)
{
	size_t last = end;

	while (end > 0 && end < f->n && f->at[end] == f->at[last - 1])
		end++;
	return f->at[end];
}

bool
fold_is_capital(const struct folded *f, size_t i)
{
	char c = f->text[f->at[i]];
	size_t used;
	int32_t wide;

	if ((c & 0x80) == 0)
		return c >= 'A' && c <= 'Z';
	wide = utf8_next(f->text + f->at[i], f->len - f->at[i], &used);
	return wide >= 0 && (entry_of(wide)->flags & CAPITAL) != 0;
}
