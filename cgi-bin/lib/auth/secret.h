#ifndef LIB_AUTH_SECRET_H
#define LIB_AUTH_SECRET_H

#include "lib/base/arena.h"
#include "lib/base/kind.h"

/*
 * Secrets: passwords (Argon2id by libsodium), random tokens, what is derived
 * from the platform's key (BELAY_SECRET_KEY: 32 bytes in hex).
 */

/* Call once at start; false when the key is missing or malformed. */
bool secret_init(const char *key_hex);
/* The key before this one (BELAY_SECRET_KEY_OLD): opens what it sealed, seals
 * and signs nothing.  NULL: there is none; false when it is malformed. */
bool secret_init_old(const char *key_hex);

/* 256 random bits as 43 base64url characters. */
const char *token_new(struct arena *);
/* SHA-256 of a token as 64 hex digits: what the database keeps. */
const char *token_hash(struct arena *, const char *token);

/* libsodium's own string form, parameters included. */
const char *password_hash(struct arena *, const char *password);
/* Takes the same time for a NULL hash (no such account) as for a wrong one. */
bool password_verify(const char *hash, const char *password);
bool password_needs_rehash(const char *hash);
/* NULL when fine, else the words to show: too short, too common, contains the
 * local part of the address. */
const char *password_refusal(const char *password, const char *email);

/* A keyed digest (BLAKE2b-256, base64url) of `text` for one purpose ("csrf",
 * "unsubscribe", …): a forger without the key can't make it. */
const char *secret_sign(struct arena *, const char *purpose, const char *text);
bool
secret_verify(const char *purpose, const char *text, const char *signature);

/* Encrypt what must be kept but not be readable in a dump (OAuth tokens):
 * secretbox, random nonce, "k1:" and base64.  open gives NULL when forged. */
const char *secret_seal(struct arena *, const char *text);
const char *secret_open(struct arena *, const char *sealed);

#endif
