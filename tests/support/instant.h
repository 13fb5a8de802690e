#ifndef SUPPORT_INSTANT_H
#define SUPPORT_INSTANT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "lib/domain/when.h"

/* "2026-11-24T18:00:00Z", which a test may not get wrong. */
static struct instant
at(const char *text)
{
	struct instant i = instant_from_rfc3339(text);

	if (i.us == 0)
		fail_msg("%s is no instant", text);
	return i;
}

#endif
