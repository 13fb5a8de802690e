#include <string.h>

#include "lib/base/buf.h"
#include "lib/domain/avatar.h"

uint32_t
avatar_hash(const char *name)
{
	uint32_t hash = 2166136261u;

	for (; *name != '\0'; name++)
		hash = (hash ^ (unsigned char)*name) * 16777619u;
	return hash;
}

int64_t
avatar_hue(const char *name)
{
	return avatar_hash(name) % AVATAR_HUES;
}

static uint32_t
xorshift(uint32_t *state)
{
	uint32_t x = *state;

	x ^= x << 13;
	x ^= x >> 17;
	x ^= x << 5;
	return *state = x;
}

static void
put_arc(struct buf *out, unsigned x, unsigned y, unsigned r, unsigned sweep)
{
	buf_printf(out, "M%u %uA%u %u 0 0 %u ", x, y, r, r, sweep);
}

/* Round the top right and bottom left corners, or the other two. */
static void
put_tile(struct buf *out, unsigned x, unsigned y, unsigned size, bool turned)
{
	unsigned r = size / 2;

	put_arc(out, x + r, y, r, turned);
	if (turned) {
		buf_printf(out, "%u %u", x, y + r);
		put_arc(out, x + size, y + r, r, 0);
	} else {
		buf_printf(out, "%u %u", x + size, y + r);
		put_arc(out, x, y + r, r, 1);
	}
	buf_printf(out, "%u %u", x + r, y + size);
}

const char *
avatar_pattern(
    struct arena *a, const char *name, const struct avatar_tiles *tiles)
{
	uint32_t state = avatar_hash(name);
	unsigned column, row;
	struct buf out;

	/* xorshift never leaves zero */
	if (state == 0)
		state = 1;
	buf_init(&out, a, 48 * tiles->columns * tiles->rows + 1);
	buf_puts(&out, "");
	for (row = 0; row < tiles->rows; row++)
		for (column = 0; column < tiles->columns; column++)
			put_tile(&out, column * tiles->size, row * tiles->size,
			    tiles->size, xorshift(&state) >> 16 & 1);
	return out.data;
}

static bool
starts_word(unsigned char c)
{
	return c >= 0x80 || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
	       (c >= 'a' && c <= 'z');
}

static size_t
letter_length(const char *at)
{
	size_t n = 1;

	while (((unsigned char)at[n] & 0xc0) == 0x80)
		n++;
	return n;
}

static void
put_letter(struct buf *out, const char *at)
{
	if (*at >= 'a' && *at <= 'z')
		buf_putc(out, (char)(*at - 'a' + 'A'));
	else
		buf_put(out, at, letter_length(at));
}

const char *
avatar_initials(struct arena *a, const char *name)
{
	const char *first = NULL, *last = NULL, *at;
	struct buf out;
	bool inside = false;

	for (at = name; *at != '\0'; at++) {
		if (!inside && starts_word((unsigned char)*at)) {
			first = first == NULL ? at : first;
			last = at;
		}
		inside = *at != ' ' && *at != '-';
	}
	buf_init(&out, a, 16);
	if (first == NULL)
		buf_putc(&out, '?');
	else
		put_letter(&out, first);
	if (last != first)
		put_letter(&out, last);
	return out.data;
}

struct face
face_of(struct arena *a, const char *name, const char *picture)
{
	if (picture != NULL && *picture != '/')
		picture = arena_printf(a, "/media/%s", picture);
	return (struct face){ .picture = picture,
		.initials = avatar_initials(a, name),
		.hue = avatar_hue(name) };
}

struct face
face_of_alias(struct arena *a, const char *alias, const char *seed)
{
	static const struct avatar_tiles tiles = { 3, 3, 20 };

	if (seed == NULL)
		seed = alias;
	return (struct face){ .pattern = avatar_pattern(a, seed, &tiles),
		.initials = avatar_initials(a, alias),
		.hue = avatar_hue(seed) };
}
