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
 * *members is the number of object members of the text if it is JSON, each
 * equal key counted: one colon each outside of strings.
 */
bool json_scan(const char *text, size_t len, size_t *members);

#endif
