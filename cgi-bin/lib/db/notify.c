#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "lib/base/log.h"
#include "lib/db/internal.h"

static const struct stmt listen_stmt = { .name = "listen" };

bool
db_listen(struct db *db, const char *channel)
{
	char sql[80];
	PGresult *res;

	if (strspn(channel, "abcdefghijklmnopqrstuvwxyz_0123456789") !=
		strlen(channel) ||
	    strlen(channel) > 63)
		log_fatal("db: %s is no channel", channel);
	snprintf(sql, sizeof(sql), "LISTEN \"%s\"", channel);
	res = db_text(db, &listen_stmt, sql);
	PQclear(res);
	return res != NULL;
}

static bool
take_notifications(struct db *db)
{
	PGnotify *note;
	bool any = false;

	while ((note = PQnotifies(db->conn)) != NULL) {
		any = true;
		PQfreemem(note);
	}
	return any;
}

static int64_t
now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* False for the time being over, a signal or a lost connection. */
static bool
wait_readable(struct db *db, int64_t until_ms)
{
	struct pollfd p = { .fd = PQsocket(db->conn), .events = POLLIN };
	int64_t left = until_ms - now_ms();

	if (poll(&p, 1, left > 0 ? (int)left : 0) != 1)
		return false;
	if (PQconsumeInput(db->conn) == 1)
		return true;
	db_lost(db);
	return false;
}

bool
db_wait_notify(struct db *db, int timeout_ms)
{
	int64_t until_ms = now_ms() + timeout_ms;

	while (!db->is_lost) {
		if (take_notifications(db))
			return true;
		if (!wait_readable(db, until_ms))
			return false;
	}
	return false;
}

/* The server's last words come before the end. */
bool
db_is_alive(struct db *db)
{
	struct pollfd p = { .fd = PQsocket(db->conn), .events = POLLIN };

	while (!db->is_lost && poll(&p, 1, 0) == 1)
		if (PQconsumeInput(db->conn) != 1)
			db_lost(db);
	return !db->is_lost;
}

int
db_socket(const struct db *db)
{
	return db->is_lost ? -1 : PQsocket(db->conn);
}
