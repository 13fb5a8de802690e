#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "lib/domain/when.h"
#include "lib/domain/zone_list.h"

static void
test_every_zone_once_in_order(void **state)
{
	size_t n;
	const struct zone_name *zones = zone_list(&n);

	(void)state;
	assert_true(n > 500);
	for (size_t i = 0; i < n; i++) {
		assert_true(when_zone_is_known(zones[i].name));
		assert_null(strchr(zones[i].city, '_'));
		assert_null(strchr(zones[i].city, '/'));
		if (i > 0)
			assert_true(
			    strcmp(zones[i - 1].name, zones[i].name) < 0);
	}
}

static void
test_what_people_mean(void **state)
{
	static const struct {
		const char *typed, *zone;
	} examples[] = {
		{ "Europe/Berlin", "Europe/Berlin" },
		{ "europe/berlin", "Europe/Berlin" },
		{ "berlin", "Europe/Berlin" },
		{ "Los Angeles", "America/Los_Angeles" },
		{ "america/los angeles", "America/Los_Angeles" },
		{ "Buenos Aires", "America/Argentina/Buenos_Aires" },
		{ "Asia/Calcutta", "Asia/Calcutta" },
		{ "japan", "Japan" },
		{ "utc", "UTC" },
		{ "Atlantis", NULL },
		{ "CET", NULL },
		{ "", NULL },
		{ NULL, NULL },
		{ "../../etc/passwd", NULL },
		{ "a name that is longer than any zone of this world could ever "
		  "be",
		    NULL },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(examples) / sizeof(examples[0]); i++) {
		const char *found = zone_meant(examples[i].typed);

		if (examples[i].zone == NULL)
			assert_null(found);
		else
			assert_string_equal(found, examples[i].zone);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_zone_once_in_order),
		cmocka_unit_test(test_what_people_mean),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
