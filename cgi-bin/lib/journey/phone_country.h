#ifndef LIB_JOURNEY_PHONE_COUNTRY_H
#define LIB_JOURNEY_PHONE_COUNTRY_H

/* How numbers are built where: a table that ends with a NULL country. */
struct phone_country {
	const char *country; /* ISO 3166-1 */
	const char *code;    /* behind the + */
	const char *trunk;   /* dialled before a number inside; "" for none */
	unsigned lengths;    /* bit n: n digits behind the code */
	const char *first;   /* first digits, where countries share a code */
};
extern const struct phone_country phone_countries[];

#endif
