#include "lib/domain/trust.h"

enum {
	MESSAGES_NEW = 20,
	MESSAGES_KNOWN = 100,
	MESSAGES_TRUSTED = 500,
	REPORTS = 5,
	WEIGHT = 50,
	WEIGHT_STEP = 25
};

struct trust_rights
trust_rights(int64_t level)
{
	int64_t at = level < 0               ? 0
		     : level >= TRUST_LEVELS ? TRUST_LEVELS - 1
					     : level;

	return (struct trust_rights){
		.links = at > 0,
		.attachments = at > 0,
		.messages_a_day = at == 0   ? MESSAGES_NEW
				  : at == 1 ? MESSAGES_KNOWN
					    : MESSAGES_TRUSTED,
		.reports_a_day = (int64_t)REPORTS << at,
		.report_weight_percent = WEIGHT + WEIGHT_STEP * at,
	};
}
