#ifndef LIB_BASE_BANNED_H
#define LIB_BASE_BANNED_H

/* Functions that don't compile here: they overflow, are not reentrant, or hide
 * an error.  The Makefile includes this first everywhere; what declares them
 * comes before. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#pragma GCC poison strcpy strcat sprintf vsprintf strtok gets tmpnam mktemp
#pragma GCC poison asctime ctime gmtime localtime atoi atol atof

#endif
