#ifndef COMMON_H
#define COMMON_H
#include <libpq-fe.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
typedef struct {
	char *p;
	size_t n, cap;
} buf;
void buf_need(buf *b, size_t n);
static inline void
put(buf *b, const char *s, size_t n)
{
	if (b->cap - b->n < n)
		buf_need(b, n);
	memcpy(b->p + b->n, s, n);
	b->n += n;
}
static inline void
puts_(buf *b, const char *s)
{
	put(b, s, strlen(s));
}
void put_html(buf *b, const char *s, size_t n);
void put_json(buf *b, const char *s, size_t n);
void put_cents(buf *b, const char *cents, size_t n);
void sha256_hex(const void *data, size_t n, char out[65]);
typedef struct {
	const char *method, *path, *query, *cookie, *body;
	size_t body_n;
} request;
enum { ROUTE_NONE, ROUTE_W1, ROUTE_W2, ROUTE_W3, ROUTE_W4 };
enum {
	Q_LIST,
	Q_SESSION,
	Q_UPCOMING,
	Q_UNREAD,
	Q_PACKS,
	Q_INBOX,
	Q_SEND,
	Q_MSG,
	Q_NOTIF,
	Q_OUTBOX,
	Q_N
};
extern const char *const Q_SQL[Q_N];
extern const char *const Q_NAME[Q_N];
extern const int Q_NP[Q_N];
bool db_prepare(PGconn *c);
/* one request in flight: everything both front ends share */
typedef struct {
	request rq;
	int route;
	char tag[32];
	char hash[65];
	char uid[24], to[24];
	char text[4096];
	char csrf[64];
	PGresult *r[6];
} work;
bool work_parse(work *w); /* false: 404/400 */
void render_html_w1(buf *o, const char *tag, PGresult *list);
void render_html_w2(buf *o, PGresult *u, PGresult *up, PGresult *unread,
    PGresult *packs, PGresult *inbox);
void render_json_w4(buf *o, PGresult *list);
void render_json_w4_jsonc(buf *o, PGresult *list);
void vm_init(const char *dir);
void vm_w1(buf *o, const char *tag, PGresult *list);
void vm_w2(buf *o, PGresult *u, PGresult *up, PGresult *unread, PGresult *packs,
    PGresult *inbox);
bool csrf_ok(const work *w, PGresult *u);
void
finish_headers(buf *o, int status, const char *ctype, const char *location);
#endif
