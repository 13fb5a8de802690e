#ifndef LIB_BASE_BANNED_H
#define LIB_BASE_BANNED_H

/* Functions that don't compile here, each with what to call instead; every
 * compilation includes this first (-include in the Makefile). */
#pragma GCC poison strcpy strcat sprintf vsprintf strtok gets tmpnam mktemp
#pragma GCC poison asctime ctime atoi atol atof alloca

#endif
