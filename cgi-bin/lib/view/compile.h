#ifndef LIB_VIEW_COMPILE_H
#define LIB_VIEW_COMPILE_H

#include "lib/view/margin.h"
#include "lib/view/partial.h"
#include "lib/view/scope.h"

/* A page being compiled: operations so far, and text that the next shows. */
struct compiler {
	struct partials partials;
	struct mistake mistake;
	struct buf text;
	size_t pending; /* where in `text` the next operation's begins */
	struct op *ops;
	size_t nops, size;
	struct scopes scopes;
};

/* An operation after the pending text; it stays where it is until the next. */
struct op *emit(struct compiler *, enum op_kind);
/* Text that a jump must not skip or reach. */
void emit_pending(struct compiler *);
/* A value, and what precedes it. */
struct op *emit_at(struct compiler *, enum op_kind, const struct target *);

/* The operations of a value tag. */
bool compile_value(struct compiler *, const struct node *);

#endif
