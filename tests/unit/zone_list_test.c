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
test_zones_have_their_country(void **state)
{
	static const struct {
		const char *zone, *country;
	} examples[] = {
		{ "Europe/Lisbon", "Portugal" },
		{ "Europe/Berlin", "Germany" },
		{ "America/Los_Angeles", "United States" },
		{ "Asia/Kolkata", "India" },
		{ "Asia/Calcutta", NULL },
		{ "UTC", NULL },
	};
	const struct zone_name *zones;
	size_t n, i;

	(void)state;
	zones = zone_list(&n);
	for (size_t k = 0; k < sizeof(examples) / sizeof(examples[0]); k++) {
		for (i = 0; i < n; i++)
			if (strcmp(zones[i].name, examples[k].zone) == 0)
				break;
		assert_true(i < n);
		if (examples[k].country == NULL)
			assert_null(zones[i].country);
		else
			assert_string_equal(
			    zones[i].country, examples[k].country);
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
		cmocka_unit_test(test_zones_have_their_country),
		cmocka_unit_test(test_what_people_mean),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
