#include <stdint.h>
#include <stdlib.h>

#include "tool/sqlgen_emit.c"
#include "tool/sqlgen_parse.c"
#include "tool/sqlgen_scan.c"

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

/* Any bytes are read, or refused with a reason and a line that is there. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static FILE *nowhere;
	struct sql_file f;
	char *text = malloc(size + 1);
	int lines = 1;

	if (nowhere == NULL && (nowhere = fopen("/dev/null", "w")) == NULL)
		abort();
	for (size_t i = 0; i < size; i++) {
		text[i] = (char)data[i];
		lines += data[i] == '\n';
	}
	if (sql_parse(&f, text, size)) {
		sql_emit_header(nowhere, &f, "fuzz/any");
		sql_emit_source(nowhere, &f, "fuzz/any");
	} else if (f.why[0] == '\0' || f.line < 1 || f.line > lines) {
		abort();
	}
	sql_release(&f);
	free(text);
	return 0;
}
