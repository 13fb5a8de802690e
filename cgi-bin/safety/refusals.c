#include "lib/base/words.h"
#include "safety/safety.h"

const struct refusal safety_refusals[] = {
	{ NULL, NULL },
};
