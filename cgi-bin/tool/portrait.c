#include <sodium.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sysexits.h>
#include <vips/vips.h>

#include "lib/base/buf.h"

/*
 * portrait LIST FOLDER: faces for the demo's people, drawn from flat shapes in
 * the house's colours, as WebP files in two sizes.  A line of the list is a
 * handle, a tab and a look: "SKIN HAIR COLOUR EXTRAS", 1 to 6, a style, a
 * colour, and letters (b beard, m moustache, s stubble, g glasses, e earrings;
 * - none).  A file's name is made from the handle as sql/demo/people.sql does.
 */
enum { MEMORY = 64 * 1024 * 1024, LINE = 200, SMALL = 256, LARGE = 512 };

/* A shape's colours are letters after @; 100 by 100 units. */
struct palette {
	const char *letters; /* "HKSTCGI" */
	const char *colours[8];
};

static const struct {
	const char *skin, *shade;
} skins[] = {
	{ "#f7dccb", "#e8bfa6" },
	{ "#efc8a9", "#dba783" },
	{ "#dfae86", "#c58f66" },
	{ "#c08a62", "#a36f4a" },
	{ "#976142", "#7c4c31" },
	{ "#71482f", "#583521" },
};

static const struct {
	const char *name, *hair, *dark;
} tints[] = {
	{ "black", "#2b2a2c", "#1b1a1c" },
	{ "brown", "#6b4630", "#543522" },
	{ "auburn", "#a4532d", "#853f1f" },
	{ "blond", "#deb76a", "#c2994c" },
	{ "grey", "#9a9d9b", "#7f8280" },
	{ "white", "#e6e5df", "#cbcac3" },
	{ "spruce", "#0f7a60", "#0a5845" },
	{ "plum", "#6d4fa8", "#5a3f92" },
	{ "sky", "#3b6bb0", "#2c5492" },
	{ "rose", "#b0467a", "#8c2f5a" },
	{ "marigold", "#e29a16", "#bd7d0b" },
};

static const struct {
	const char *ground, *ring, *shirt, *fold;
} grounds[] = {
	{ "#d8ece4", "#c3e0d4", "#27518c", "#1d3f70" },
	{ "#dee8f6", "#cbdaef", "#0b6650", "#084f3e" },
	{ "#f7e8c8", "#f0dbab", "#5a3f92", "#483177" },
	{ "#f8e1eb", "#f0cddc", "#4e5a2a", "#3d4720" },
	{ "#e9e3f6", "#dacff0", "#a8650a", "#8a5206" },
	{ "#eaeed9", "#dbe2c0", "#8c2f5a", "#722447" },
};

/* Behind the head, and before the face. */
static const struct hair {
	const char *name, *behind, *before;
} hairs[] = {
	{ "short", "",
	    "<path fill='@H' d='M32 45C28 26 38 18 51 18c13 0 21 8 17 27-1-6-3-10-6-"
	    "13-7 3-17 1-23-1-4 3-6 8-7 14z'/>" },
	{ "side", "",
	    "<path fill='@H' d='M32 46C27 27 37 16 53 18c13 1 19 11 15 28-1-7-3-12-7-"
	    "16-8 5-17 3-24 1-3 4-4 9-5 15z'/><path fill='@K' d='M61 30c-8 5-17 3-24 "
	    "1 6-1 14-3 19-8 1 3 3 5 5 7z'/>" },
	{ "crop", "",
	    "<path fill='@H' d='M32.5 42C31 27 39 21 50 21s19 6 17.5 21c-1-5-3-8-5-"
	    "10-4-2-8-3-12.5-3s-9 1-12.5 3c-2 2-4 5-5 10z'/>" },
	{ "fade", "",
	    "<path fill='@K' d='M32.5 44c-.5-6 0-10 1.5-13h32c1.5 3 2 7 1.5 13l-3-"
	    "10h-29z'/><path fill='@H' d='M34 33c-2-10 5-16 16-16s18 6 16 16c-5-3-10-4-"
	    "16-4s-11 1-16 4z'/>" },
	{ "bald", "",
	    "<path fill='#fff' opacity='.22' d='M40 29c4-4 9-5 14-4-5 1-9 3-12 6z'/>" },
	{ "curls",
	    "<g fill='@K'><circle cx='33' cy='40' r='7'/><circle cx='67' cy='40' "
	    "r='7'/><circle cx='32' cy='50' r='5.5'/><circle cx='68' cy='50' "
	    "r='5.5'/></g>",
	    "<g fill='@H'><circle cx='34' cy='34' r='7'/><circle cx='38' cy='26' "
	    "r='8'/><circle cx='47' cy='21.5' r='8'/><circle cx='57' cy='22.5' "
	    "r='8'/><circle cx='65' cy='29' r='7.5'/><circle cx='67' cy='37' "
	    "r='5.5'/></g><g fill='@K' opacity='.5'><circle cx='41' cy='27' "
	    "r='2.5'/><circle cx='51' cy='24' r='2.5'/><circle cx='61' cy='29' "
	    "r='2.5'/></g>" },
	{ "afro", "<circle fill='@H' cx='50' cy='36' r='28'/>",
	    "<path fill='@H' d='M32.5 42C33 30 40 25 50 25s17 5 17.5 17c-3-5-6-8-"
	    "9-9-6 1-11 1-17 0-3 1-6 4-9 9z'/>" },
	{ "bun",
	    "<circle fill='@K' cx='50' cy='14.5' r='8.5'/>"
	    "<path fill='@K' d='M32 50c-3-18 4-30 18-30s21 12 18 30z'/>",
	    "<path fill='@H' d='M32 46C29 29 37 19 50 19s21 10 18 27c-2-8-7-14-18-"
	    "17-11 3-16 9-18 17z'/><path fill='@K' d='M43 19.5c4 2 10 2 14 0-2-1-12-1-"
	    "14 0z'/>" },
	{ "bob",
	    "<path fill='@K' d='M29 62c-3-10-2-20 0-28 3-11 11-16 21-16s18 5 21 16c2 8 "
	    "3 18 0 28-3 4-8 4-10 1H39c-2 3-7 3-10-1z'/>",
	    "<path fill='@H' d='M29.5 60c-3-9-2.5-19-.5-26 3-11 11-16 21-16s18 5 21 "
	    "16c2 7 2.5 17-.5 26-2-9-3-18-6-24-8 0-15-3-20-9-2 6-6 9-9 12-2 6-4 13-6 "
	    "21z'/>" },
	{ "long",
	    "<path fill='@K' d='M27 84c-2-18-1-38 2-50 3-11 11-16 21-16s18 5 21 16c3 12 "
	    "4 32 2 50-5 3-10 2-12 0V60H39v24c-2 2-7 3-12 0z'/>",
	    "<path fill='@H' d='M29 64c-2-10-2-22 0-30 3-11 11-16 21-16s18 5 21 16c2 8 "
	    "2 20 0 30-2-9-2-18-5-26-7-2-13-6-17-12-3 6-9 10-15 12-3 8-3 17-5 26z'/>" },
	{ "waves",
	    "<path fill='@K' d='M28 78c-5-3-4-8-2-12-3-4-2-9 1-12-2-5-1-9 2-12-1-6 1-24 "
	    "21-24s22 18 21 24c3 3 4 7 2 12 3 3 4 8 1 12 2 4 3 9-2 12-6 3-12 1-13-"
	    "3H41c-1 4-7 6-13 3z'/>",
	    "<path fill='@H' d='M30 52c-3-6-3-14-1-19 3-10 11-15 21-15s18 5 21 15c2 5 2 "
	    "13-1 19-1-7-2-12-6-16-5 0-9-1-14-7-5 6-9 7-14 7-4 4-5 9-6 16z'/>" },
	{ "fringe",
	    "<path fill='@K' d='M29 66c-3-11-2-24 0-32 3-11 11-16 21-16s18 5 21 16c2 8 "
	    "3 21 0 32-3 2-7 2-9 0H38c-2 2-6 2-9 0z'/>",
	    "<path fill='@H' d='M29.5 56c-2-8-2-16-.5-22 3-11 11-16 21-16s18 5 21 "
	    "16c1.5 6 1.5 14-.5 22-2-6-2-11-3-16-11-3-24-3-35 0-1 5-1 10-3 16z'/>" },
	{ "scarf",
	    "<path fill='@K' d='M25 84c-1-20 0-36 4-48 4-11 12-16 21-16s17 5 21 16c4 12 "
	    "5 28 4 48z'/>",
	    "<path fill='@H' fill-rule='evenodd' d='M50 16c14 0 22 9 23 25 1 14 0 26-5 "
	    "36H32c-5-10-6-22-5-36 1-16 9-25 23-25zm0 12c-9 0-15 6-15 18 0 11 6 19 15 "
	    "19s15-8 15-19c0-12-6-18-15-18z'/><path fill='@K' opacity='.7' d='M34 "
	    "55c3 8 9 12 17 12 7 0 12-3 15-9 0 9-5 16-14 17-9 0-16-8-18-20z'/>" },
	{ "wrap",
	    "<path fill='@K' d='M50 22c6-14 22-12 20 0-1 8-12 10-20 7z'/>",
	    "<path fill='@H' d='M31 40C27 22 38 14 51 15c13 0 21 9 18 25-10-8-28-8-38 "
	    "0z'/><path fill='@K' d='M31 38c8-12 24-17 37-9l1 4c-12-7-27-3-37 7z'/>" },
	{ "locs",
	    "<g fill='@K'><rect x='26' y='34' width='6.5' height='34' rx='3.2'/>"
	    "<rect x='31' y='36' width='6' height='38' rx='3'/><rect x='67.5' y='34' "
	    "width='6.5' height='34' rx='3.2'/><rect x='63' y='36' width='6' "
	    "height='38' rx='3'/></g>",
	    "<path fill='@H' d='M29 48C26 28 35 17 50 17s24 11 21 31c-2-7-4-12-7-16-9 "
	    "2-19 2-28 0-3 4-5 9-7 16z'/><g stroke='@K' stroke-width='1.2' "
	    "fill='none'><path d='M41 19c-3 3-4 8-4 13M50 17.5v15M59 19c3 3 4 8 4 "
	    "13'/></g>" },
};

static const char body[] =
    "<path fill='@T' d='M42 56h16v13c0 6-16 6-16 0z'/>"
    "<path fill='@C' d='M13 102c0-19 12-26 29-29 3 5 13 5 16 0 17 3 29 10 29 29z'/>"
    "<path fill='@F' d='M42 73c3 5 13 5 16 0l3 .7c-4 8-18 8-22 0z'/>";

static const char face[] =
    "<g fill='@T'><circle cx='33' cy='46' r='4'/><circle cx='67' cy='46' "
    "r='4'/></g><path fill='@S' d='M33 40c0-12 7-18 17-18s17 6 17 18c0 15-6 "
    "26-17 26S33 55 33 40z'/>";

static const char features[] =
    "<g fill='none' stroke='@I' stroke-linecap='round'>"
    "<path stroke='@B' stroke-width='1.7' d='M40.5 39.800q3-1.8 6-.5M53.5 "
    "39.300q3-1.3 6 .5'/>"
    "<path stroke='@T' stroke-width='1.6' d='M50.3 46q1.6 4-.9 5'/>"
    "<path stroke-width='1.5' d='M45 56.5q5 3.6 10 0'/></g>"
    "<g fill='@I'><circle cx='43.6' cy='44.8' r='1.5'/><circle cx='56.4' "
    "cy='44.8' r='1.5'/></g>";

static const struct {
	char letter;
	const char *shape;
} extras[] = {
	{ 'b',
	    "<path fill='@H' d='M33 43c0 16 5 25 17 25s17-9 17-25c-1 5-2 8-4 9-8-"
	    "3-18-3-26 0-2-1-3-4-4-9z'/><path fill='@S' d='M44 56.5q6 4.5 12 "
	    "0-6-2-12 0z'/>" },
	{ 's',
	    "<path fill='@K' opacity='.2' d='M33 44c0 15 5 23 17 23s17-8 17-23c-1 "
	    "5-2 7-4 8-8-3-18-3-26 0-2-1-3-3-4-8z'/>" },
	{ 'm',
	    "<path fill='@H' d='M50 52.5c3-1.5 7 0 8 2.5-3-.5-5 0-8 0s-5-.5-8 "
	    "0c1-2.5 5-4 8-2.5z'/>" },
	{ 'g',
	    "<g fill='#fff' fill-opacity='.18' stroke='#2b2f2d' stroke-width="
	    "'1.3'><rect x='37.5' y='40.5' width='11' height='9' rx='3.8'/>"
	    "<rect x='51.5' y='40.5' width='11' height='9' rx='3.8'/><path "
	    "fill='none' d='M48.5 44q1.5-1 3 0M37.5 44l-4-.6M62.5 44l4-.6'/>"
	    "</g>" },
	{ 'e',
	    "<g fill='#e29a16'><circle cx='33' cy='51.5' r='1.5'/><circle cx="
	    "'67' cy='51.5' r='1.5'/></g>" },
};

static void
put_shape(struct buf *out, const char *shape, const struct palette *p)
{
	for (; *shape != '\0'; shape++) {
		if (*shape == '@')
			buf_puts(out, p->colours[strchr(p->letters, *++shape) -
						 p->letters]);
		else
			buf_putc(out, *shape);
	}
}

static const struct hair *
find_hair(const char *name)
{
	for (size_t i = 0; i < sizeof(hairs) / sizeof(hairs[0]); i++)
		if (strcmp(hairs[i].name, name) == 0)
			return &hairs[i];
	return NULL;
}

static size_t
find_tint(const char *name)
{
	size_t i, n = sizeof(tints) / sizeof(tints[0]);

	for (i = 0; i < n && strcmp(tints[i].name, name) != 0; i++)
		;
	return i;
}

/* Append the face as an SVG; false when the look names something unknown. */
static bool
draw(struct buf *out, unsigned char dice, const char *look)
{
	char style[16], tint[16], more[8];
	unsigned skin;
	size_t colour, ground = dice % (sizeof(grounds) / sizeof(grounds[0]));
	const struct hair *hair;
	struct palette p = { .letters = "HKSTCFIB" };

	if (sscanf(look, "%u %15s %15s %7s", &skin, style, tint, more) != 4 ||
	    skin < 1 || skin > 6 || (hair = find_hair(style)) == NULL ||
	    (colour = find_tint(tint)) == sizeof(tints) / sizeof(tints[0]))
		return false;
	p.colours[0] = tints[colour].hair;
	p.colours[1] = tints[colour].dark;
	p.colours[2] = skins[skin - 1].skin;
	p.colours[3] = skins[skin - 1].shade;
	p.colours[4] = grounds[ground].shirt;
	p.colours[5] = grounds[ground].fold;
	p.colours[6] = skin > 4 ? "#1d1512" : "#3a2a24";
	p.colours[7] = colour < 6 && skin < 5 ? tints[colour].dark : "#1d1512";
	buf_printf(out,
	    "<svg xmlns='http://www.w3.org/2000/svg' viewBox='8 5 84 84' "
	    "width='100' height='100'><rect width='100' height='100' "
	    "fill='%s'/><circle cx='50' cy='52' r='41' fill='%s'/>",
	    grounds[ground].ground, grounds[ground].ring);
	put_shape(out, hair->behind, &p);
	put_shape(out, body, &p);
	put_shape(out, face, &p);
	for (size_t i = 0; i < 2; i++)
		if (strchr(more, extras[i].letter) != NULL)
			put_shape(out, extras[i].shape, &p);
	put_shape(out, features, &p);
	put_shape(out, hair->before, &p);
	for (size_t i = 2; i < sizeof(extras) / sizeof(extras[0]); i++)
		if (strchr(more, extras[i].letter) != NULL)
			put_shape(out, extras[i].shape, &p);
	buf_puts(out, "</svg>");
	return true;
}

static bool
write_picture(const struct buf *svg, const char *path, int size)
{
	VipsImage *image, *flat;
	bool fine = false;

	if (vips_svgload_buffer(
		svg->data, svg->len, &image, "scale", size / 100.0, NULL) != 0)
		return false;
	if (vips_flatten(image, &flat, NULL) == 0) {
		fine = vips_webpsave(flat, path, "Q", 88, NULL) == 0;
		g_object_unref(flat);
	}
	g_object_unref(image);
	return fine;
}

static bool
make_portrait(
    struct arena *a, const char *folder, const char *handle, const char *look)
{
	const char *seed = arena_printf(a, "portrait of %s", handle);
	unsigned char hash[crypto_hash_sha256_BYTES];
	char name[64];
	struct buf svg;

	crypto_hash_sha256(hash, (const unsigned char *)seed, strlen(seed));
	sodium_bin2base64(name, sizeof(name), hash, sizeof(hash),
	    sodium_base64_VARIANT_URLSAFE_NO_PADDING);
	buf_init(&svg, a, 8192);
	if (!draw(&svg, hash[0], look)) {
		(void)fprintf(stderr, "portrait: %s: %s\n", handle, look);
		return false;
	}
	if (!write_picture(
		&svg, arena_printf(a, "%s/%s.webp", folder, name), SMALL) ||
	    !write_picture(
		&svg, arena_printf(a, "%s/%s-512.webp", folder, name), LARGE)) {
		(void)fprintf(stderr, "portrait: %s\n", vips_error_buffer());
		return false;
	}
	return true;
}

static bool
make_all(FILE *list, const char *folder)
{
	struct arena *a = arena_new(MEMORY);
	char line[LINE], *tab;
	bool fine = true;

	while (fine && fgets(line, sizeof(line), list) != NULL) {
		line[strcspn(line, "\n")] = '\0';
		fine = (tab = strchr(line, '\t')) != NULL;
		if (!fine)
			break;
		*tab = '\0';
		fine = make_portrait(a, folder, line, tab + 1);
		arena_reset(a);
	}
	arena_free(a);
	return fine;
}

int
main(int argc, char **argv)
{
	FILE *list;
	bool fine;

	if (argc != 3) {
		(void)fputs("usage: portrait LIST FOLDER\n", stderr);
		return EX_USAGE;
	}
	if (sodium_init() < 0 || VIPS_INIT(argv[0]) != 0)
		return EX_UNAVAILABLE;
	if ((list = fopen(argv[1], "re")) == NULL) {
		perror(argv[1]);
		vips_shutdown();
		return EX_NOINPUT;
	}
	vips_concurrency_set(1);
	fine = make_all(list, argv[2]);
	vips_shutdown();
	(void)fclose(list);
	return fine ? EXIT_SUCCESS : EX_DATAERR;
}
