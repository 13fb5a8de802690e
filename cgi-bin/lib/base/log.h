#ifndef LIB_BASE_LOG_H
#define LIB_BASE_LOG_H

/*
 * Structured log: one JSON object a line on stderr with time, level, program,
 * request id and message.  Never passwords, tokens, bodies.
 */
enum log_level { LOG_DEBUG_, LOG_INFO_, LOG_WARN_, LOG_ERROR_ };

void log_program(const char *name);  /* once at start */
void log_request_id(const char *id); /* NULL: none; copied, 64 bytes at most */
void log_debug(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
void log_info(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
void log_warn(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
void log_error(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
/* Log and leave: a mistake of the programmer, or no memory.  Never for input. */
void
log_fatal(const char *fmt, ...) __attribute__((noreturn, format(printf, 1, 2)));

#endif
