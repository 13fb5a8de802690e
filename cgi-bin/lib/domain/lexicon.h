#ifndef LIB_DOMAIN_LEXICON_H
#define LIB_DOMAIN_LEXICON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/base/arena.h"

/* The words that detectors of automated moderation know, each with the parts it
 * can play.  A word may play several. */
enum role {
	ROLE_AT = 1 << 0,       /* "at" */
	ROLE_AT_SURE = 1 << 1,  /* "arroba": nothing else but the sign */
	ROLE_DOT = 1 << 2,      /* "dot", "punkt" */
	ROLE_PROVIDER = 1 << 3, /* "gmail" */
	ROLE_TLD = 1 << 4,      /* "com" */
	ROLE_TLD_WEAK = 1 << 5, /* one that is also a word or a file's end */
	ROLE_PLATFORM = 1 << 6, /* "instagram" */
	ROLE_PRIVATE = 1 << 7,  /* one for chats with people one knows */
	ROLE_WEAK = 1 << 8,     /* "signal", "line": mostly something else */
	ROLE_MINE = 1 << 9,     /* "my", "me" */
	ROLE_PHONE = 1 << 10,   /* "telefon" */
	ROLE_CALL = 1 << 11,    /* "call", "text": with "me" */
	ROLE_NUMBER = 1 << 12,  /* "number": with "my" */
	ROLE_MAIL = 1 << 13,    /* "email", "correo" */
	ROLE_ASK = 1 << 14,     /* "add", "find": with "me" */
	ROLE_ASK_ME = 1 << 15,  /* "escribeme" */
	ROLE_HANDLE = 1 << 16,  /* "username" */
	ROLE_IS = 1 << 17,      /* "is" */
	ROLE_DIGIT = 1 << 18,   /* "seven" */
	ROLE_TWICE = 1 << 19,   /* "double" */
	ROLE_UNIT = 1 << 20, /* "euro", "requests": a number's, not a phone's */
	ROLE_LABEL = 1 << 21,       /* "order", "isbn": says what a number is */
	ROLE_CODE = 1 << 22,        /* "override": an @ of programs */
	ROLE_STOP = 1 << 23,        /* "the", "look": no name of anybody */
	ROLE_MOVE = 1 << 24,        /* "let's", "continue" */
	ROLE_TO = 1 << 25,          /* "on", "via" */
	ROLE_PLACEHOLDER = 1 << 26, /* "example", "user": of documentation */
	ROLE_PACKAGE = 1 << 27,     /* "java", "asp": what stands before .io */
	ROLE_STREET = 1 << 28,      /* "street", "calle" */
	ROLE_NOBODY = 1 << 29,      /* "user": whose address is an example */
	ROLE_BUILD =
	    1 << 30 /* "design", "select": before a name, of programs */
};

struct lexicon;

struct lexicon *lexicon_new(struct arena *);
/* False: no such part.  Behind a word FOLD_ROOM bytes can be read, here and
 * below. */
bool lexicon_add(struct lexicon *, const char *part, const char *word);

/* A folded word's roles, and the digit it is, or -1.  With `leet`, digits in it
 * may stand for letters. */
struct known {
	uint32_t roles;
	int digit;
};
struct known lexicon_find(const struct lexicon *, const char *word, size_t len);

#endif
