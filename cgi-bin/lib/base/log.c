#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sysexits.h>
#include <time.h>
#include <unistd.h>

#include "lib/base/log.h"

enum { LINE_MAX_BYTES = 2048 };

static struct {
	char program[32], request_id[65];
} state = { .program = "belay" };

static const char *const level_names[] = { "debug", "info", "warn", "error" };

void
log_program(const char *name)
{
	snprintf(state.program, sizeof(state.program), "%s", name);
}

void
log_request_id(const char *id)
{
	snprintf(state.request_id, sizeof(state.request_id), "%s",
	    id != NULL ? id : "");
}

/* JSON text without an arena: the log must work when there is no memory. */
static size_t
escape(char *to, size_t size, const char *s)
{
	size_t len = 0;

	for (; *s != '\0' && len + 8 < size; s++) {
		if (*s == '"' || *s == '\\') {
			to[len++] = '\\';
			to[len++] = *s;
		} else if ((unsigned char)*s < ' ') {
			len += (size_t)snprintf(
			    to + len, size - len, "\\u%04x", (unsigned)*s);
		} else {
			to[len++] = *s;
		}
	}
	to[len] = '\0';
	return len;
}

static void
write_line(enum log_level level, const char *fmt, va_list ap)
{
	char text[LINE_MAX_BYTES], safe[LINE_MAX_BYTES], at[32];
	char line[2 * LINE_MAX_BYTES];
	struct timespec now;
	struct tm tm;
	int len;

	vsnprintf(text, sizeof(text), fmt, ap);
	text[strcspn(text, "\n")] = '\0';
	escape(safe, sizeof(safe), text);
	clock_gettime(CLOCK_REALTIME, &now);
	gmtime_r(&now.tv_sec, &tm);
	strftime(at, sizeof(at), "%Y-%m-%dT%H:%M:%S", &tm);
	len = snprintf(line, sizeof(line),
	    "{\"time\":\"%s.%03ldZ\",\"level\":\"%s\",\"program\":\"%s\","
	    "\"pid\":%d,\"request_id\":\"%s\",\"message\":\"%s\"}\n",
	    at, now.tv_nsec / 1000000, level_names[level], state.program,
	    (int)getpid(), state.request_id, safe);
	if (write(STDERR_FILENO, line, (size_t)len) < 0)
		return; /* nowhere left to say so */
}

#define DEFINE_LOG(name, level)               \
	void name(const char *fmt, ...)       \
	{                                     \
		va_list ap;                   \
                                              \
		va_start(ap, fmt);            \
		write_line((level), fmt, ap); \
		va_end(ap);                   \
	}                                     \
	struct log_end

DEFINE_LOG(log_debug, LOG_DEBUG_);
DEFINE_LOG(log_info, LOG_INFO_);
DEFINE_LOG(log_warn, LOG_WARN_);
DEFINE_LOG(log_error, LOG_ERROR_);

void
log_fatal(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	write_line(LOG_ERROR_, fmt, ap);
	va_end(ap);
	_exit(EX_SOFTWARE);
}
