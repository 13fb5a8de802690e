#ifndef LIB_FORM_JSON_SCAN_H
#define LIB_FORM_JSON_SCAN_H

#include <stdbool.h>
#include <stddef.h>

/*
 * What json-c's strict mode still lets through, refused before it is asked:
 * 'quoted' strings, NaN and Infinity, numbers such as 1. and -00, control
 * characters and lone surrogates inside strings, invalid UTF-8, NUL.  Text that
 * passes here need not be JSON.
 *
 * If the text is JSON, it has `members` object members, each equal key counted
 * (one colon each outside of strings), and `leaves` scalars and empty
 * containers (one more than commas): known before a tree of many times the
 * text's size is built.
 */
struct json_count {
	size_t members, leaves;
};
bool json_scan(const char *text, size_t len, struct json_count *);

#endif
