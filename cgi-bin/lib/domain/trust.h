#ifndef LIB_DOMAIN_TRUST_H
#define LIB_DOMAIN_TRUST_H

#include <stdbool.h>
#include <stdint.h>

/*
 * What a trust level opens (spec: safety, Decided).  A person's level is the SQL
 * function trust_level(person), 1 for who is new; trust_rights(level) says the
 * same as this in SQL.
 */
enum { TRUST_LEVELS = 5, TRUST_STEP = 20, TRUST_MOST = 100 };

struct trust_rights {
	bool links, attachments;
	int64_t messages_a_day, reports_a_day;
	int64_t report_weight_percent; /* 50 + 25 for each level */
};

/* A level outside of 0 to 4 counts as the nearest. */
struct trust_rights trust_rights(int64_t level);

#endif
