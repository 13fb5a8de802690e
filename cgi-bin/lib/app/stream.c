#include "lib/app/internal.h"
#include "lib/base/log.h"

/* Of one piece: its rows and its text. */
enum { PIECE_LIMIT = 8 * 1024 * 1024 };

/* One piece in a transaction of its own; false when it could not be made. */
static bool
make_piece(struct request *r, struct buf *b, bool *more)
{
	const struct session *kept = r->session;
	const char *token = r->fresh_token;
	bool same;

	db_begin_send(r->db, DB_READ_ONLY);
	visit_again(r);
	same = r->session->user_id == kept->user_id;
	r->session = kept;
	r->fresh_token = token;
	*more = same && r->stream->next(r, r->stream->data, b);
	return db_commit(r->db) && same;
}

static bool
send_pieces(struct request *r, struct arena *part)
{
	struct buf b;
	bool more = true;

	while (more) {
		buf_init(&b, part, 0);
		if (!make_piece(r, &b, &more)) {
			log_error("a download broke off: %s",
			    db_error(r->db) != NULL ? db_error(r->db)
						    : "signed out");
			return false;
		}
		if (!response_piece(r->http, &b))
			return false;
		arena_reset(part);
	}
	return true;
}

void
stream_send(struct request *r)
{
	struct arena *whole = r->arena, *part = arena_new(PIECE_LIMIT);
	bool sent;

	sent = response_start(r->out, r->http);
	r->arena = part;
	db_use_arena(r->db, part);
	if (sent && !r->http->is_head)
		sent = send_pieces(r, part);
	db_use_arena(r->db, whole);
	r->arena = whole;
	arena_free(part);
	if (sent)
		response_finish(r->http);
}
