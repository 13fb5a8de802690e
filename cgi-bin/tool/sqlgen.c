#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "tool/sqlgen.h"

/* sqlgen h|c FILE.sql STEM: the header or source of a file's statements, to
 * stdout.  A mistake is told as file:line: why. */

static char *
read_file(const char *path, size_t *len)
{
	size_t size = 4096, n;
	char *text = malloc(size), *grown;
	FILE *f = fopen(path, "rb");

	*len = 0;
	while (f != NULL && text != NULL &&
	       (n = fread(text + *len, 1, size - *len, f)) > 0)
		if ((*len += n) == size) {
			if ((grown = realloc(text, size *= 2)) == NULL)
				abort();
			text = grown;
		}
	if (f == NULL || ferror(f) != 0) {
		fprintf(stderr, "%s: %s\n", path, strerror(errno));
		free(text);
		text = NULL;
	}
	if (f != NULL)
		fclose(f);
	return text;
}

static bool
is_stem(const char *stem)
{
	return *stem != '\0' &&
	       strspn(stem, "abcdefghijklmnopqrstuvwxyz0123456789_/") ==
		   strlen(stem);
}

int
main(int argc, char **argv)
{
	struct sql_file file;
	size_t len;
	char *text;
	bool fine;

	if (argc != 4 || !is_stem(argv[3]) ||
	    (strcmp(argv[1], "h") != 0 && strcmp(argv[1], "c") != 0)) {
		fputs("usage: sqlgen h|c FILE.sql STEM\n", stderr);
		return 2;
	}
	if ((text = read_file(argv[2], &len)) == NULL)
		return 1;
	fine = sql_parse(&file, text, len);
	if (!fine)
		fprintf(stderr, "%s:%d: %s\n", argv[2], file.line, file.why);
	else if (argv[1][0] == 'h')
		sql_emit_header(stdout, &file, argv[3]);
	else
		sql_emit_source(stdout, &file, argv[3]);
	sql_release(&file);
	free(text);
	return fine && fflush(stdout) == 0 && ferror(stdout) == 0 ? 0 : 1;
}
