#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "lib/auth/secret.h"
#include "lib/base/words.h"

enum { SHORTEST = 10, LONGEST_WORD = 64, SHORTEST_LOCAL_PART = 3 };

/* The list of common passwords, sorted by byte, a line each. */
extern const char common_start[], common_end[];
__asm__(".section .rodata\n"
	".global common_start\n"
	".global common_end\n"
	"common_start:\n"
	".incbin \"cgi-bin/lib/auth/common_passwords.txt\"\n"
	"common_end:\n"
	".byte 0\n"
	".text\n");

/* Compare a word with the line at `line`, as strcmp() would. */
static int
compare_line(const char *word, size_t len, const char *line)
{
	size_t line_len = strcspn(line, "\n");
	int order = memcmp(word, line, len < line_len ? len : line_len);

	if (order != 0 || len == line_len)
		return order;
	return len < line_len ? -1 : 1;
}

static bool
is_common(const char *word, size_t len)
{
	const char *low = common_start, *mid;
	const char *high =
	    low + ((uintptr_t)common_end - (uintptr_t)common_start);
	int order;

	while (low < high) {
		mid = low + (high - low) / 2;
		while (mid > low && mid[-1] != '\n')
			mid--;
		if ((order = compare_line(word, len, mid)) == 0)
			return true;
		if (order < 0)
			high = mid;
		else
			low = mid + strcspn(mid, "\n") + 1;
	}
	return false;
}

/* "Password2024!" is the common word with a tail that everybody adds. */
static bool
is_common_with_tail(const char *password)
{
	char word[LONGEST_WORD];
	size_t len = strlen(password);

	if (len >= sizeof(word))
		return false;
	for (size_t i = 0; i < len; i++)
		word[i] = (char)tolower((unsigned char)password[i]);
	if (is_common(word, len))
		return true;
	while (len > 0 && !isalpha((unsigned char)word[len - 1]))
		len--;
	return len >= 6 && is_common(word, len);
}

/* The same character or two over and over. */
static bool
is_monotonous(const char *password)
{
	return strspn(password, (char[]){ password[0], password[1], '\0' }) ==
	       strlen(password);
}

static size_t
code_points(const char *s)
{
	size_t n = 0;

	for (; *s != '\0'; s++)
		n += (*s & 0xc0) != 0x80;
	return n;
}

static bool
contains_local_part(const char *password, const char *email)
{
	size_t len = strcspn(email, "@");

	if (len < SHORTEST_LOCAL_PART)
		return false;
	for (; strlen(password) >= len; password++)
		if (strncasecmp(password, email, len) == 0)
			return true;
	return false;
}

const char *
password_refusal(const char *password, const char *email)
{
	if (code_points(password) < SHORTEST)
		return WORDS("Use at least 10 characters. A few words are easy "
			     "to remember.");
	if (is_common_with_tail(password) || is_monotonous(password))
		return WORDS("This password is on the lists that attackers try "
			     "first. Choose another.");
	if (email != NULL && contains_local_part(password, email))
		return WORDS("Don't use your e-mail address in the password.");
	return NULL;
}
