/* libfcgi front end: P processes x T threads, blocking, one database connection per thread.
   usage: fcgi_app SOCKET PROCS THREADS seq|pipe  (env JSONC=1: json-c output, env TPL=dir: interpreted templates) */
#include "common.h"
#include <fcgiapp.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
static int lsock;
static bool pipe_mode, jsonc, vm;
static PGresult *
ex(PGconn *c, int q, const char *const *v)
{
	return PQexecPrepared(c, Q_NAME[q], Q_NP[q], v, NULL, NULL, 0);
}
static void
serve(PGconn *c, work *w, buf *o)
{
	static const char *HTML = "text/html; charset=utf-8";
	if (!work_parse(w)) {
		finish_headers(o,
		    w->route == ROUTE_NONE ? 404
		    : w->route == ROUTE_W2 ? 401
					   : 400,
		    "text/plain", NULL);
		return;
	}
	const char *v[4];
	PGresult *l;
	switch (w->route) {
	case ROUTE_W1:
	case ROUTE_W4:
		v[0] = w->tag;
		l = ex(c, Q_LIST, v);
		if (PQresultStatus(l) != PGRES_TUPLES_OK) {
			finish_headers(o, 500, "text/plain", NULL);
			PQclear(l);
			return;
		}
		if (w->route == ROUTE_W1) {
			finish_headers(o, 200, HTML, NULL);
			if (vm)
				vm_w1(o, w->tag, l);
			else
				render_html_w1(o, w->tag, l);
		} else {
			finish_headers(o, 200, "application/json", NULL);
			if (jsonc)
				render_json_w4_jsonc(o, l);
			else
				render_json_w4(o, l);
		}
		PQclear(l);
		return;
	default:
		break;
	}
	v[0] = w->hash;
	PGresult *u = ex(c, Q_SESSION, v);
	if (PQresultStatus(u) != PGRES_TUPLES_OK || PQntuples(u) != 1) {
		finish_headers(o, 401, "text/plain", NULL);
		PQclear(u);
		return;
	}
	const char *uid = PQgetvalue(u, 0, 0);
	if (w->route == ROUTE_W3) {
		if (!csrf_ok(w, u)) {
			finish_headers(o, 403, "text/plain", NULL);
			PQclear(u);
			return;
		}
		v[0] = uid;
		v[1] = w->to;
		v[2] = w->text;
		bool ok;
		if (pipe_mode) {
			PGresult *r = ex(c, Q_SEND, v);
			ok = PQresultStatus(r) == PGRES_COMMAND_OK;
			PQclear(r);
		} else {
			PQclear(PQexec(c, "begin"));
			PGresult *r = ex(c, Q_MSG, v);
			ok = PQresultStatus(r) == PGRES_TUPLES_OK;
			if (ok) {
				const char *id = PQgetvalue(r, 0, 0);
				const char *a[2] = { w->to, id };
				PGresult *n = ex(c, Q_NOTIF, a);
				ok = PQresultStatus(n) == PGRES_COMMAND_OK;
				PQclear(n);
				const char *b[2] = { id, w->to };
				n = ex(c, Q_OUTBOX, b);
				ok =
				    ok && PQresultStatus(n) == PGRES_COMMAND_OK;
				PQclear(n);
			}
			PQclear(r);
			PQclear(PQexec(c, ok ? "commit" : "rollback"));
		}
		finish_headers(o, ok ? 303 : 500, ok ? NULL : "text/plain",
		    ok ? "/messages" : NULL);
		PQclear(u);
		return;
	}
	v[0] = uid;
	PGresult *r[4];
	bool ok = true;
	if (pipe_mode) {
		PQenterPipelineMode(c);
		for (int i = 0; i < 4; i++)
			PQsendQueryPrepared(
			    c, Q_NAME[Q_UPCOMING + i], 1, v, NULL, NULL, 0);
		PQpipelineSync(c);
		for (int i = 0; i < 4; i++) {
			r[i] = PQgetResult(c);
			PGresult *z = PQgetResult(c);
			if (z)
				PQclear(z);
		}
		PQclear(PQgetResult(c));
		PQexitPipelineMode(c);
	} else
		for (int i = 0; i < 4; i++)
			r[i] = ex(c, Q_UPCOMING + i, v);
	for (int i = 0; i < 4; i++)
		ok = ok && PQresultStatus(r[i]) == PGRES_TUPLES_OK;
	if (!ok)
		finish_headers(o, 500, "text/plain", NULL);
	else {
		finish_headers(o, 200, HTML, NULL);
		if (vm)
			vm_w2(o, u, r[0], r[1], r[2], r[3]);
		else
			render_html_w2(o, u, r[0], r[1], r[2], r[3]);
	}
	for (int i = 0; i < 4; i++)
		PQclear(r[i]);
	PQclear(u);
}
static void *
loop(void *arg)
{
	(void)arg;
	PGconn *c = PQconnectdb(getenv("BENCH_DSN"));
	if (PQstatus(c) != CONNECTION_OK || !db_prepare(c)) {
		fprintf(stderr, "%s", PQerrorMessage(c));
		exit(1);
	}
	FCGX_Request rq;
	FCGX_InitRequest(&rq, lsock, 0);
	buf o = { 0 };
	work *w = calloc(1, sizeof *w);
	char body[8192];
	while (FCGX_Accept_r(&rq) == 0) {
		const char *x;
		memset(&w->rq, 0, sizeof w->rq);
		w->rq.method =
		    (x = FCGX_GetParam("REQUEST_METHOD", rq.envp)) ? x : "";
		w->rq.path =
		    (x = FCGX_GetParam("DOCUMENT_URI", rq.envp)) ? x : "";
		w->rq.query =
		    (x = FCGX_GetParam("QUERY_STRING", rq.envp)) ? x : "";
		w->rq.cookie = FCGX_GetParam("HTTP_COOKIE", rq.envp);
		w->rq.body = body;
		if (w->rq.method[0] == 'P') {
			int n = FCGX_GetStr(body, sizeof body, rq.in);
			w->rq.body_n = (size_t)(n > 0 ? n : 0);
		}
		o.n = 0;
		serve(c, w, &o);
		FCGX_PutStr(o.p, (int)o.n, rq.out);
		FCGX_Finish_r(&rq);
	}
	return NULL;
}
int
main(int ac, char **av)
{
	if (ac < 5)
		return 2;
	int P = atoi(av[2]), T = atoi(av[3]);
	pipe_mode = !strcmp(av[4], "pipe");
	jsonc = getenv("JSONC");
	vm = getenv("TPL");
	if (vm)
		vm_init(getenv("TPL"));
	FCGX_Init();
	umask(0);
	lsock = FCGX_OpenSocket(av[1], 1024);
	if (lsock < 0)
		return 1;
	for (int i = 1; i < P; i++)
		if (fork() == 0) {
			prctl(PR_SET_PDEATHSIG, SIGTERM);
			break;
		}
	pthread_t t;
	for (int i = 1; i < T; i++)
		pthread_create(&t, NULL, loop, NULL);
	loop(NULL);
	return 0;
}
