#include "common.h"
#include <ctype.h>
#include <json-c/json.h>
#include <stdio.h>
#include <stdlib.h>
void
buf_need(buf *b, size_t n)
{
	size_t c = b->cap ? b->cap : 32768;
	while (c - b->n < n)
		c *= 2;
	b->p = realloc(b->p, c);
	if (!b->p)
		abort();
	b->cap = c;
}
static const unsigned char
    ESC[256] = { ['&'] = 1, ['<'] = 2, ['>'] = 3, ['"'] = 4, ['\''] = 5 };
static const struct {
	const char *s;
	size_t n;
} ENT[] = { { 0, 0 }, { "&amp;", 5 }, { "&lt;", 4 }, { "&gt;", 4 },
	{ "&quot;", 6 }, { "&#39;", 5 } };
void
put_html(buf *b, const char *s, size_t n)
{
	if (b->cap - b->n < n * 6)
		buf_need(b, n * 6);
	char *o = b->p + b->n;
	size_t run = 0;
	for (size_t i = 0; i < n; i++) {
		unsigned char e = ESC[(unsigned char)s[i]];
		if (e) {
			memcpy(o, s + run, i - run);
			o += i - run;
			memcpy(o, ENT[e].s, ENT[e].n);
			o += ENT[e].n;
			run = i + 1;
		}
	}
	memcpy(o, s + run, n - run);
	o += n - run;
	b->n = (size_t)(o - b->p);
}
void
put_json(buf *b, const char *s, size_t n)
{
	if (b->cap - b->n < n * 6 + 2)
		buf_need(b, n * 6 + 2);
	char *o = b->p + b->n;
	*o++ = '"';
	for (size_t i = 0; i < n; i++) {
		unsigned char c = (unsigned char)s[i];
		if (c == '"' || c == '\\') {
			*o++ = '\\';
			*o++ = (char)c;
		} else if (c < 0x20)
			o += sprintf(o, "\\u%04x", c);
		else
			*o++ = (char)c;
	}
	*o++ = '"';
	b->n = (size_t)(o - b->p);
}
void
put_cents(buf *b, const char *c, size_t n)
{
	if (n > 2) {
		put(b, c, n - 2);
		put(b, ".", 1);
		put(b, c + n - 2, 2);
	} else {
		put(b, n == 2 ? "0." : "0.0", n == 2 ? 2 : 3);
		put(b, c, n);
	}
}
/* --- sha256 (FIPS 180-4), one shot --- */
static const uint32_t K[64] = { 0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5,
	0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5, 0xd807aa98, 0x12835b01,
	0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
	0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa,
	0x5cb0a9dc, 0x76f988da, 0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7,
	0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967, 0x27b70a85, 0x2e1b2138,
	0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
	0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624,
	0xf40e3585, 0x106aa070, 0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5,
	0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3, 0x748f82ee, 0x78a5636f,
	0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7,
	0xc67178f2 };
#define RR(x, n) (((x) >> (n)) | ((x) << (32 - (n))))
static void
blk(uint32_t h[8], const unsigned char *p)
{
	uint32_t w[64], a = h[0], b = h[1], c = h[2], d = h[3], e = h[4],
			f = h[5], g = h[6], q = h[7];
	for (int i = 0; i < 16; i++)
		w[i] = (uint32_t)p[4 * i] << 24 | (uint32_t)p[4 * i + 1] << 16 |
		       (uint32_t)p[4 * i + 2] << 8 | p[4 * i + 3];
	for (int i = 16; i < 64; i++)
		w[i] =
		    w[i - 16] + w[i - 7] +
		    (RR(w[i - 15], 7) ^ RR(w[i - 15], 18) ^ (w[i - 15] >> 3)) +
		    (RR(w[i - 2], 17) ^ RR(w[i - 2], 19) ^ (w[i - 2] >> 10));
	for (int i = 0; i < 64; i++) {
		uint32_t t1 = q + (RR(e, 6) ^ RR(e, 11) ^ RR(e, 25)) +
			      ((e & f) ^ (~e & g)) + K[i] + w[i],
			 t2 = (RR(a, 2) ^ RR(a, 13) ^ RR(a, 22)) +
			      ((a & b) ^ (a & c) ^ (b & c));
		q = g;
		g = f;
		f = e;
		e = d + t1;
		d = c;
		c = b;
		b = a;
		a = t1 + t2;
	}
	h[0] += a;
	h[1] += b;
	h[2] += c;
	h[3] += d;
	h[4] += e;
	h[5] += f;
	h[6] += g;
	h[7] += q;
}
void
sha256_hex(const void *data, size_t n, char out[65])
{
	uint32_t h[8] = { 0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
		0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19 };
	const unsigned char *p = data;
	size_t i = 0;
	for (; i + 64 <= n; i += 64)
		blk(h, p + i);
	unsigned char t[128] = { 0 };
	size_t r = n - i;
	memcpy(t, p + i, r);
	t[r] = 0x80;
	size_t L = r < 56 ? 64 : 128;
	uint64_t bits = (uint64_t)n * 8;
	for (int k = 0; k < 8; k++)
		t[L - 1 - k] = (unsigned char)(bits >> (8 * k));
	blk(h, t);
	if (L == 128)
		blk(h, t + 64);
	static const char X[] = "0123456789abcdef";
	for (int k = 0; k < 32; k++) {
		unsigned v = (h[k / 4] >> (24 - 8 * (k % 4))) & 255;
		out[2 * k] = X[v >> 4];
		out[2 * k + 1] = X[v & 15];
	}
	out[64] = 0;
}
const char *const Q_SQL[Q_N] = {
	[Q_LIST] =
	    "select m.id, m.slug, m.name, m.headline, m.rating, m.reviews, m.price_cents, array_to_string(m.tags,'|') as tags from mentor_tags mt join mentors m on m.id = mt.mentor_id where mt.tag = $1 order by mt.rating desc, mt.mentor_id limit 20",
	[Q_SESSION] =
	    "select u.id, u.name, u.email, u.role, s.csrf_token from sessions s join users u on u.id = s.user_id where s.token_hash = decode($1,'hex') and s.expires_at > now()",
	[Q_UPCOMING] =
	    "select b.id, to_char(b.starts_at at time zone 'UTC','YYYY-MM-DD HH24.MI') as starts, b.topic, m.name as mentor from bookings b join mentors m on m.id = b.mentor_id where b.user_id = $1 and b.starts_at > now() order by b.starts_at, b.id limit 5",
	[Q_UNREAD] =
	    "select count(*) as n from notifications where user_id = $1 and read_at is null",
	[Q_PACKS] =
	    "select p.id, p.title, p.sessions_total, p.sessions_used, m.name as mentor from packs p join mentors m on m.id = p.mentor_id where p.user_id = $1 and p.active order by p.id limit 3",
	[Q_INBOX] =
	    "select g.id, g.body, u.name as sender, to_char(g.created_at at time zone 'UTC','YYYY-MM-DD HH24.MI') as at from messages g join users u on u.id = g.sender_id where g.recipient_id = $1 order by g.id desc limit 5",
	[Q_SEND] =
	    "with m as (insert into messages (sender_id, recipient_id, body) values ($1,$2,$3) returning id), n as (insert into notifications (user_id, kind, ref_id) select $2,'message',id from m) insert into outbox (topic, payload) select 'message.created', jsonb_build_object('id',id,'to',$2::bigint) from m",
	[Q_MSG] =
	    "insert into messages (sender_id, recipient_id, body) values ($1,$2,$3) returning id",
	[Q_NOTIF] =
	    "insert into notifications (user_id, kind, ref_id) values ($1,'message',$2)",
	[Q_OUTBOX] =
	    "insert into outbox (topic, payload) values ('message.created', jsonb_build_object('id',$1::bigint,'to',$2::bigint))"
};
const char *const Q_NAME[Q_N] = { "list", "session", "upcoming", "unread",
	"packs", "inbox", "send", "msg", "notif", "outbox" };
const int Q_NP[Q_N] = { 1, 1, 1, 1, 1, 1, 3, 3, 2, 2 };
bool
db_prepare(PGconn *c)
{
	for (int i = 0; i < Q_N; i++) {
		PGresult *r = PQprepare(c, Q_NAME[i], Q_SQL[i], 0, NULL);
		bool ok = PQresultStatus(r) == PGRES_COMMAND_OK;
		if (!ok)
			fprintf(stderr, "%s: %s", Q_NAME[i],
			    PQresultErrorMessage(r));
		PQclear(r);
		if (!ok)
			return false;
	}
	return true;
}
static int
hexv(int c)
{
	return c >= '0' && c <= '9'   ? c - '0'
	       : c >= 'a' && c <= 'f' ? c - 'a' + 10
	       : c >= 'A' && c <= 'F' ? c - 'A' + 10
				      : -1;
}
static bool
form_get(const char *s, size_t n, const char *key, char *out, size_t cap)
{
	size_t kl = strlen(key);
	const char *e = s + n;
	while (s < e) {
		const char *amp = memchr(s, '&', (size_t)(e - s));
		const char *end = amp ? amp : e;
		if ((size_t)(end - s) > kl && !memcmp(s, key, kl) &&
		    s[kl] == '=') {
			s += kl + 1;
			size_t o = 0;
			for (; s < end; s++) {
				int c = (unsigned char)*s;
				if (c == '+')
					c = ' ';
				else if (c == '%' && end - s > 2) {
					int a = hexv(s[1]), b = hexv(s[2]);
					if (a < 0 || b < 0)
						return false;
					c = a * 16 + b;
					s += 2;
					if (!c)
						return false;
				}
				if (o + 1 >= cap)
					return false;
				out[o++] = (char)c;
			}
			out[o] = 0;
			return true;
		}
		s = end + 1;
	}
	return false;
}
static bool
cookie_hash(work *w)
{
	const char *c = w->rq.cookie ? strstr(w->rq.cookie, "sid=") : NULL;
	if (!c)
		return false;
	c += 4;
	size_t n = strcspn(c, "; ");
	if (n < 16 || n > 128)
		return false;
	sha256_hex(c, n, w->hash);
	return true;
}
bool
work_parse(work *w)
{
	const char *p = w->rq.path;
	w->route = ROUTE_NONE;
	bool get = !strcmp(w->rq.method, "GET");
	if (get && (!strcmp(p, "/mentors") || !strcmp(p, "/api/mentors"))) {
		w->route = p[1] == 'm' ? ROUTE_W1 : ROUTE_W4;
		return form_get(w->rq.query, strlen(w->rq.query), "tag", w->tag,
		    sizeof w->tag);
	}
	if (get && !strcmp(p, "/dashboard")) {
		w->route = ROUTE_W2;
		return cookie_hash(w);
	}
	if (!strcmp(w->rq.method, "POST") && !strcmp(p, "/messages")) {
		w->route = ROUTE_W3;
		if (!cookie_hash(w))
			return false;
		if (!form_get(w->rq.body, w->rq.body_n, "csrf", w->csrf,
			sizeof w->csrf) ||
		    !form_get(
			w->rq.body, w->rq.body_n, "to", w->to, sizeof w->to) ||
		    !form_get(w->rq.body, w->rq.body_n, "body", w->text,
			sizeof w->text) ||
		    !w->text[0])
			return false;
		for (char *q = w->to; *q; q++)
			if (!isdigit((unsigned char)*q))
				return false;
		return w->to[0] != 0;
	}
	return false;
}
bool
csrf_ok(const work *w, PGresult *u)
{
	const char *a = PQgetvalue(u, 0, 4);
	size_t n = (size_t)PQgetlength(u, 0, 4);
	if (strlen(w->csrf) != n)
		return false;
	unsigned d = 0;
	for (size_t i = 0; i < n; i++)
		d |= (unsigned)(a[i] ^ w->csrf[i]);
	return d == 0;
}
void
finish_headers(buf *o, int status, const char *ctype, const char *loc)
{
	char h[512];
	int n = snprintf(h, sizeof h,
	    "Status: %d\r\n%s%s%s%s%s%sX-Content-Type-Options: nosniff\r\nCache-Control: no-store\r\n\r\n",
	    status, ctype ? "Content-Type: " : "", ctype ? ctype : "",
	    ctype ? "\r\n" : "", loc ? "Location: " : "", loc ? loc : "",
	    loc ? "\r\n" : "");
	put(o, h, (size_t)n);
}
/* --- generated templates over PGresult --- */
typedef struct {
	const char *tag;
	PGresult *list;
} w1_data;
typedef struct {
	PGresult *u, *up, *unread, *packs_, *inbox_;
} w2_data;
#define LIT(s) put(o, s, sizeof(s) - 1)
#define CELL(r, i, c) \
	put_html(o, PQgetvalue(r, i, c), (size_t)PQgetlength(r, i, c))
#define ESC_TOP(f)     TOP_##f
#define TOP_tag        put_html(o, d->tag, strlen(d->tag))
#define TOP_user_name  CELL(d->u, 0, 1)
#define TOP_user_email CELL(d->u, 0, 2)
#define TOP_user_role  CELL(d->u, 0, 3)
#define TOP_user_csrf  CELL(d->u, 0, 4)
#define TOP_unread     CELL(d->unread, 0, 0)
#define EACH_M         for (int i = 0, n_ = PQntuples(d->list); i < n_; i++)
#define ESC_M(f)       M_##f
#define M_id           CELL(d->list, i, 0)
#define M_slug         CELL(d->list, i, 1)
#define M_name         CELL(d->list, i, 2)
#define M_headline     CELL(d->list, i, 3)
#define M_rating       CELL(d->list, i, 4)
#define M_reviews      CELL(d->list, i, 5)
#define M_price    \
	put_cents( \
	    o, PQgetvalue(d->list, i, 6), (size_t)PQgetlength(d->list, i, 6))
#define EACH_T                                                     \
	for (const char *t_ = PQgetvalue(d->list, i, 7), *e_; *t_; \
	     t_ = *e_ ? e_ + 1 : e_)                               \
		if ((e_ = t_ + strcspn(t_, "|")), 1)
#define ESC_T(f)    put_html(o, t_, (size_t)(e_ - t_))
#define IF_UPCOMING if (PQntuples(d->up))
#define IF_PACKS    if (PQntuples(d->packs_))
#define IF_INBOX    if (PQntuples(d->inbox_))
#define EACH_B      for (int i = 0, n_ = PQntuples(d->up); i < n_; i++)
#define ESC_B(f)    CELL(d->up, i, B_##f)
enum { B_id, B_starts, B_topic, B_mentor };
#define EACH_P   for (int i = 0, n_ = PQntuples(d->packs_); i < n_; i++)
#define ESC_P(f) CELL(d->packs_, i, P_##f)
enum { P_id, P_title, P_sessions_total, P_sessions_used, P_mentor };
#define EACH_G   for (int i = 0, n_ = PQntuples(d->inbox_); i < n_; i++)
#define ESC_G(f) CELL(d->inbox_, i, G_##f)
enum { G_id, G_body, G_sender, G_at };
#include "templates.h"
void
render_html_w1(buf *o, const char *tag, PGresult *l)
{
	w1_data d = { tag, l };
	render_w1(o, &d);
}
void
render_html_w2(
    buf *o, PGresult *u, PGresult *up, PGresult *un, PGresult *pk, PGresult *in)
{
	w2_data d = { u, up, un, pk, in };
	render_w2(o, &d);
}
#define V(c) PQgetvalue(l, i, c), (size_t)PQgetlength(l, i, c)
void
render_json_w4(buf *o, PGresult *l)
{
	LIT("{\"items\":[");
	for (int i = 0, n = PQntuples(l); i < n; i++) {
		if (i)
			LIT(",");
		LIT("{\"id\":");
		put(o, V(0));
		LIT(",\"slug\":");
		put_json(o, V(1));
		LIT(",\"name\":");
		put_json(o, V(2));
		LIT(",\"headline\":");
		put_json(o, V(3));
		LIT(",\"rating\":");
		put_json(o, V(4));
		LIT(",\"reviews\":");
		put(o, V(5));
		LIT(",\"priceCents\":");
		put(o, V(6));
		LIT(",\"tags\":[");
		const char *t = PQgetvalue(l, i, 7);
		for (int k = 0; *t; k++) {
			size_t m = strcspn(t, "|");
			if (k)
				LIT(",");
			put_json(o, t, m);
			t += m;
			if (*t)
				t++;
		}
		LIT("]}");
	}
	LIT("]}");
}
static json_object *
js(PGresult *l, int i, int c)
{
	return json_object_new_string_len(
	    PQgetvalue(l, i, c), PQgetlength(l, i, c));
}
static json_object *
ji(PGresult *l, int i, int c)
{
	return json_object_new_int64(atoll(PQgetvalue(l, i, c)));
}
static json_object *
jtags(PGresult *l, int i)
{
	json_object *a = json_object_new_array();
	const char *t = PQgetvalue(l, i, 7);
	while (*t) {
		size_t m = strcspn(t, "|");
		json_object_array_add(a, json_object_new_string_len(t, (int)m));
		t += m;
		if (*t)
			t++;
	}
	return a;
}
static json_object *
jlist(PGresult *l, bool price)
{
	json_object *a = json_object_new_array_ext(PQntuples(l));
	for (int i = 0, n = PQntuples(l); i < n; i++) {
		json_object *m = json_object_new_object();
		json_object_object_add(m, "id", ji(l, i, 0));
		json_object_object_add(m, "slug", js(l, i, 1));
		json_object_object_add(m, "name", js(l, i, 2));
		json_object_object_add(m, "headline", js(l, i, 3));
		json_object_object_add(m, "rating", js(l, i, 4));
		json_object_object_add(m, "reviews", ji(l, i, 5));
		if (price) {
			buf b = { 0 };
			char t[64];
			b.p = t;
			b.cap = 64;
			put_cents(&b, PQgetvalue(l, i, 6),
			    (size_t)PQgetlength(l, i, 6));
			json_object_object_add(m, "price",
			    json_object_new_string_len(t, (int)b.n));
		} else
			json_object_object_add(m, "priceCents", ji(l, i, 6));
		json_object_object_add(m, "tags", jtags(l, i));
		json_object_array_add(a, m);
	}
	return a;
}
void
render_json_w4_jsonc(buf *o, PGresult *l)
{
	json_object *r = json_object_new_object();
	json_object_object_add(r, "items", jlist(l, false));
	size_t n;
	const char *s = json_object_to_json_string_length(
	    r, JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE, &n);
	put(o, s, n);
	json_object_put(r);
}
/* --- interpreted templates over json-c: what a mustache library costs --- */
typedef struct {
	int kind;
	const char *s;
	size_t n;
	int jump;
	char path[4][24];
	int np;
} op; /* 0 lit 1 val 2 each 3 end 4 if 5 endif */
static op VM[2][256];
static int VMN[2];
static char *
slurp(const char *d, const char *f)
{
	char p[512];
	snprintf(p, sizeof p, "%s/%s", d, f);
	FILE *h = fopen(p, "r");
	if (!h)
		return NULL;
	char *b = malloc(65536);
	size_t n = fread(b, 1, 65535, h);
	b[n] = 0;
	fclose(h);
	return b;
}
static void
split(op *o, char *p)
{
	o->np = 0;
	for (char *t = strtok(p, "."); t; t = strtok(NULL, "."))
		snprintf(o->path[o->np++], 24, "%s", t);
}
void
vm_init(const char *dir)
{
	const char *pg[2] = { "w1.tpl", "w2.tpl" },
		   *ti[2] = { "Mentors", "Dashboard" };
	for (int k = 0; k < 2; k++) {
		char *h = slurp(dir, "head.inc"), *m = slurp(dir, pg[k]),
		     *f = slurp(dir, "foot.inc");
		if (!h || !m || !f)
			return;
		char *all = malloc(200000);
		char *q = strstr(h, "{{title}}");
		*q = 0;
		sprintf(all, "%s%s%s%s%s", h, ti[k], q + 9, m, f);
		op *v = VM[k];
		int n = 0, st[8], sp = 0;
		char *s = all;
		for (;;) {
			char *e = strstr(s, "{{");
			v[n].kind = 0;
			v[n].s = s;
			v[n].n = e ? (size_t)(e - s) : strlen(s);
			n++;
			if (!e)
				break;
			char *c = strstr(e, "}}");
			char t[128];
			snprintf(t, sizeof t, "%.*s", (int)(c - e - 2), e + 2);
			op *o = &v[n];
			if (!strncmp(t, "#each ", 6)) {
				char *as = strstr(t, " as ");
				*as = 0;
				o->kind = 2;
				split(o, t + 6);
				snprintf(o->path[3], 24, "%s", as + 4);
				st[sp++] = n;
			} else if (!strcmp(t, "/each")) {
				o->kind = 3;
				int b = st[--sp];
				o->jump = b;
				v[b].jump = n;
			} else if (!strncmp(t, "#if ", 4)) {
				o->kind = 4;
				split(o, t + 4);
				st[sp++] = n;
			} else if (!strcmp(t, "/if")) {
				o->kind = 5;
				v[st[--sp]].jump = n;
			} else {
				o->kind = 1;
				split(o, t);
			}
			n++;
			s = c + 2;
		}
		VMN[k] = n;
	}
}
typedef struct {
	const char *name;
	json_object *v;
} scope;
static json_object *
look(op *o, scope *sc, int ns, json_object *root)
{
	json_object *v = NULL;
	int i = 0;
	for (int k = ns - 1; k >= 0; k--)
		if (!strcmp(sc[k].name, o->path[0])) {
			v = sc[k].v;
			i = 1;
			break;
		}
	if (!v)
		v = root;
	for (; i < o->np; i++)
		if (!json_object_object_get_ex(v, o->path[i], &v))
			return NULL;
	return v;
}
static void
run(buf *b, op *v, int from, int to, scope *sc, int ns, json_object *root)
{
	for (int i = from; i < to; i++) {
		op *o = &v[i];
		switch (o->kind) {
		case 0:
			put(b, o->s, o->n);
			break;
		case 1: {
			json_object *x = look(o, sc, ns, root);
			if (!x)
				break;
			if (json_object_get_type(x) == json_type_string)
				put_html(b, json_object_get_string(x),
				    (size_t)json_object_get_string_len(x));
			else {
				const char *s = json_object_get_string(x);
				put_html(b, s, strlen(s));
			}
			break;
		}
		case 2: {
			json_object *x = look(o, sc, ns, root);
			size_t n = x ? json_object_array_length(x) : 0;
			for (size_t k = 0; k < n; k++) {
				sc[ns].name = o->path[3];
				sc[ns].v = json_object_array_get_idx(x, k);
				run(b, v, i + 1, o->jump, sc, ns + 1, root);
			}
			i = o->jump;
			break;
		}
		case 4: {
			json_object *x = look(o, sc, ns, root);
			if (!x || !json_object_array_length(x))
				i = o->jump;
			break;
		}
		default:
			break;
		}
	}
}
void
vm_w1(buf *o, const char *tag, PGresult *l)
{
	json_object *r = json_object_new_object();
	json_object_object_add(r, "tag", json_object_new_string(tag));
	json_object_object_add(r, "mentors", jlist(l, true));
	scope sc[8];
	run(o, VM[0], 0, VMN[0], sc, 0, r);
	json_object_put(r);
}
static json_object *
rows(PGresult *r, const char *const *k)
{
	json_object *a = json_object_new_array();
	for (int i = 0; i < PQntuples(r); i++) {
		json_object *m = json_object_new_object();
		for (int c = 0; k[c]; c++)
			json_object_object_add(m, k[c], js(r, i, c));
		json_object_array_add(a, m);
	}
	return a;
}
void
vm_w2(
    buf *o, PGresult *u, PGresult *up, PGresult *un, PGresult *pk, PGresult *in)
{
	static const char *const B[] = { "id", "starts", "topic", "mentor", 0 },
				 *const P[] = { "id", "title", "sessions_total",
					 "sessions_used", "mentor", 0 },
				 *const G[] = { "id", "body", "sender", "at",
					 0 };
	json_object *r = json_object_new_object(),
		    *us = json_object_new_object();
	json_object_object_add(us, "name", js(u, 0, 1));
	json_object_object_add(us, "email", js(u, 0, 2));
	json_object_object_add(us, "role", js(u, 0, 3));
	json_object_object_add(us, "csrf", js(u, 0, 4));
	json_object_object_add(r, "user", us);
	json_object_object_add(r, "unread", js(un, 0, 0));
	json_object_object_add(r, "upcoming", rows(up, B));
	json_object_object_add(r, "packs", rows(pk, P));
	json_object_object_add(r, "inbox", rows(in, G));
	scope sc[8];
	run(o, VM[1], 0, VMN[1], sc, 0, r);
	json_object_put(r);
}
