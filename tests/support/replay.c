#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/*
 * Runs a fuzz target on every file of the folder it is given: what a fuzzer
 * once found stays found, without needing the fuzzer.
 */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
replay(const char *path)
{
	FILE *f = fopen(path, "rb");
	uint8_t *data = NULL;
	size_t size = 0;

	if (f == NULL)
		exit(1);
	for (size_t got = 1; got != 0; size += got) {
		data = realloc(data, size + 65536);
		if (data == NULL)
			exit(1);
		got = fread(data + size, 1, 65536, f);
	}
	fclose(f);
	/* Exactly as long as the file, so that a read beyond it is seen. */
	data = realloc(data, size > 0 ? size : 1);
	LLVMFuzzerTestOneInput(data, size);
	free(data);
}

int
main(int argc, char **argv)
{
	char path[4096];
	struct dirent *entry;
	DIR *dir = argc > 1 ? opendir(argv[1]) : NULL;

	if (dir == NULL)
		return 0;
	while ((entry = readdir(dir)) != NULL) {
		if (entry->d_type != DT_REG)
			continue;
		snprintf(path, sizeof(path), "%s/%s", argv[1], entry->d_name);
		fprintf(stderr, "%s\n", path);
		replay(path);
	}
	closedir(dir);
	return 0;
}
