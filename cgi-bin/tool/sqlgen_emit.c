#include <ctype.h>
#include <string.h>

#include "tool/sqlgen.h"

/* C11 promises no longer string literal. */
enum { PORTABLE_LITERAL = 4095 };

#define NAME(slice) (int)(slice).len, (slice).s

static void
put_table_name(FILE *out, const char *stem)
{
	for (; *stem != '\0'; stem++)
		putc(*stem == '/' ? '_' : *stem, out);
	fputs("_stmts", out);
}

static void
put_value(FILE *out, const struct sql_value *v)
{
	fprintf(out, "%s%.*s", v->is_nullable ? v->type->maybe_c : v->type->c,
	    NAME(v->name));
}

static void
put_row(FILE *out, const struct sql_stmt *st)
{
	const struct sql_value *v;

	fprintf(out, "struct %.*s_row {\n", NAME(st->name));
	for (v = st->columns; v < st->columns + st->ncolumns; v++) {
		fputs("\t", out);
		put_value(out, v);
		fputs(";\n", out);
		if (v->type->is_array)
			fprintf(out, "\tsize_t n%.*s;\n", NAME(v->name));
	}
	fprintf(out, "};\nextern const struct field %.*s_fields[];\n",
	    NAME(st->name));
}

/* What the reading functions give back, up to their name. */
static void
put_result(FILE *out, const struct sql_stmt *st)
{
	switch (st->verb) {
	case SQL_ONE:
		fputs("bool ", out);
		break;
	case SQL_MANY:
		fprintf(out, "struct %.*s_row *", NAME(st->name));
		break;
	case SQL_EXEC:
		fputs("int64_t ", out);
		break;
	}
}

static void
put_params(FILE *out, const struct sql_stmt *st)
{
	for (size_t i = 0; i < st->nparams; i++) {
		fputs(", ", out);
		put_value(out, &st->params[i]);
	}
}

static void
put_target(FILE *out, const struct sql_stmt *st)
{
	if (st->verb == SQL_ONE)
		fprintf(out, ", struct %.*s_row *row_", NAME(st->name));
	if (st->verb == SQL_MANY)
		fputs(", size_t *n_", out);
}

/* The names of the generated parameters end with _, which no name of a file
 * does. */
static void
put_direct_head(FILE *out, const struct sql_stmt *st)
{
	put_result(out, st);
	fprintf(out, "%.*s(struct db *db_", NAME(st->name));
	put_params(out, st);
	put_target(out, st);
	fputs(")", out);
}

static void
put_send_head(FILE *out, const struct sql_stmt *st)
{
	fprintf(out, "void %.*s_send(struct db *db_", NAME(st->name));
	put_params(out, st);
	fputs(")", out);
}

static void
put_get_head(FILE *out, const struct sql_stmt *st)
{
	put_result(out, st);
	fprintf(out, "%.*s_get(struct db *db_", NAME(st->name));
	put_target(out, st);
	fputs(")", out);
}

void
sql_emit_header(FILE *out, const struct sql_file *f, const char *stem)
{
	const struct sql_stmt *st;

	fputs("#ifndef GEN_", out);
	for (const char *c = stem; *c != '\0'; c++)
		putc(*c == '/' ? '_' : toupper((unsigned char)*c), out);
	fprintf(out, "_SQL_H\n#define GEN_");
	for (const char *c = stem; *c != '\0'; c++)
		putc(*c == '/' ? '_' : toupper((unsigned char)*c), out);
	fprintf(out,
	    "_SQL_H\n\n/* Made from %s.sql by sqlgen. */\n"
	    "#include \"lib/db/db.h\"\n\n",
	    stem);
	for (st = f->stmts; st < f->stmts + f->n; st++) {
		if (st->ncolumns > 0)
			put_row(out, st);
		put_direct_head(out, st);
		fputs(";\n", out);
		put_send_head(out, st);
		fputs(";\n", out);
		put_get_head(out, st);
		fputs(";\n\n", out);
	}
	fputs("extern const struct stmt *const ", out);
	put_table_name(out, stem);
	fputs("[];\n\n#endif\n", out);
}

/* Octal takes three digits, so that a digit behind it stays one; ?? would be
 * the start of a trigraph. */
static void
put_literal(FILE *out, struct sql_slice sql)
{
	char c;

	putc('"', out);
	for (size_t i = 0; i < sql.len; i++) {
		c = sql.s[i];
		if (c == '\n' && i + 1 < sql.len)
			fputs("\\n\"\n\t\"", out);
		else if (c == '"' || c == '\\' || c == '?')
			fprintf(out, "\\%c", c);
		else if (c == '\r')
			continue;
		else if ((unsigned char)c < ' ' && c != '\t')
			fprintf(out, "\\%03o", (unsigned)(unsigned char)c);
		else
			putc(c, out);
	}
	putc('"', out);
}

static void
put_fields(FILE *out, const struct sql_stmt *st)
{
	const struct sql_value *v;

	fprintf(out, "const struct field %.*s_fields[] = {\n", NAME(st->name));
	for (v = st->columns; v < st->columns + st->ncolumns; v++) {
		fprintf(out,
		    "\t{ .name = \"%.*s\", .kind = %s,\n"
		    "\t    .offset = offsetof(struct %.*s_row, %.*s)",
		    NAME(v->name),
		    v->is_nullable ? v->type->maybe_kind : v->type->kind,
		    NAME(st->name), NAME(v->name));
		if (v->type->is_array)
			fprintf(out,
			    ",\n\t    .item_size = "
			    "sizeof(*((struct %.*s_row *)0)->%.*s),\n"
			    "\t    .count_offset = "
			    "offsetof(struct %.*s_row, n%.*s)",
			    NAME(st->name), NAME(v->name), NAME(st->name),
			    NAME(v->name));
		fputs(" },\n", out);
	}
	fprintf(out, "\tFIELD_END\n};\nstatic const bool %.*s_nullable[] = {",
	    NAME(st->name));
	for (v = st->columns; v < st->columns + st->ncolumns; v++)
		fputs(v->is_nullable ? " true," : " false,", out);
	fputs(" };\n", out);
}

static void
put_kinds(FILE *out, const struct sql_stmt *st)
{
	const struct sql_value *v;

	fprintf(
	    out, "static const enum kind %.*s_params[] = {", NAME(st->name));
	for (v = st->params; v < st->params + st->nparams; v++)
		fprintf(out, " %s,", v->type->kind);
	fputs(" };\n", out);
}

static void
put_stmt(FILE *out, const struct sql_stmt *st)
{
	fprintf(out,
	    "static const struct stmt %.*s_stmt = {\n\t.name = \"%.*s\",\n"
	    "\t.sql = ",
	    NAME(st->name), NAME(st->name));
	put_literal(out, st->sql);
	if (st->nparams > 0)
		fprintf(out, ",\n\t.nparams = %zu,\n\t.params = %.*s_params",
		    st->nparams, NAME(st->name));
	if (st->ncolumns > 0)
		fprintf(out,
		    ",\n\t.columns = %.*s_fields,\n"
		    "\t.nullable = %.*s_nullable,\n"
		    "\t.row_size = sizeof(struct %.*s_row)",
		    NAME(st->name), NAME(st->name), NAME(st->name));
	fputs(",\n};\n\n", out);
}

static void
put_param(FILE *out, const struct sql_value *v)
{
	char name[SQL_MAX_NAME + 1];

	snprintf(name, sizeof(name), "%.*s", NAME(v->name));
	fprintf(out, "\t\t{ .kind = %s, .%s = %s%s", v->type->kind,
	    v->type->member, name, v->is_nullable ? v->type->value : "");
	if (v->is_nullable) {
		const char *hole = strstr(v->type->is_absent, "%s");

		fprintf(out, ", .null = %.*s%s%s",
		    (int)(hole - v->type->is_absent), v->type->is_absent, name,
		    hole + 2);
	}
	fputs(" },\n", out);
}

static void
put_param_array(FILE *out, const struct sql_stmt *st)
{
	if (st->nparams == 0)
		return;
	fputs("\tconst struct param params_[] = {\n", out);
	for (size_t i = 0; i < st->nparams; i++)
		put_param(out, &st->params[i]);
	fputs("\t};\n\n", out);
}

static void
put_functions(FILE *out, const struct sql_stmt *st)
{
	static const char *const verbs[] = {
		[SQL_ONE] = "one", [SQL_MANY] = "many", [SQL_EXEC] = "exec"
	};
	static const char *const targets[] = {
		[SQL_ONE] = ", row_", [SQL_MANY] = ", n_", [SQL_EXEC] = ""
	};
	const char *params = st->nparams > 0 ? "params_" : "NULL";

	put_direct_head(out, st);
	fputs("\n{\n", out);
	put_param_array(out, st);
	fprintf(out, "\treturn db_%s(db_, &%.*s_stmt, %s%s);\n}\n\n",
	    verbs[st->verb], NAME(st->name), params, targets[st->verb]);
	put_send_head(out, st);
	fputs("\n{\n", out);
	put_param_array(out, st);
	fprintf(out, "\tdb_send(db_, &%.*s_stmt, %s);\n}\n\n", NAME(st->name),
	    params);
	put_get_head(out, st);
	fprintf(out, "\n{\n\treturn db_get_%s(db_, &%.*s_stmt%s);\n}\n\n",
	    verbs[st->verb], NAME(st->name), targets[st->verb]);
}

void
sql_emit_source(FILE *out, const struct sql_file *f, const char *stem)
{
	const struct sql_stmt *st;
	bool has_long = false;

	fprintf(out, "/* Made from %s.sql by sqlgen. */\n", stem);
	fprintf(out, "#include \"gen/%s_sql.h\"\n\n", stem);
	for (st = f->stmts; st < f->stmts + f->n; st++)
		has_long = has_long || st->sql.len > PORTABLE_LITERAL;
	if (has_long)
		fputs("#pragma GCC diagnostic ignored "
		      "\"-Woverlength-strings\"\n\n",
		    out);
	for (st = f->stmts; st < f->stmts + f->n; st++) {
		if (st->ncolumns > 0)
			put_fields(out, st);
		if (st->nparams > 0)
			put_kinds(out, st);
		put_stmt(out, st);
		put_functions(out, st);
	}
	fputs("const struct stmt *const ", out);
	put_table_name(out, stem);
	fputs("[] = {\n", out);
	for (st = f->stmts; st < f->stmts + f->n; st++)
		fprintf(out, "\t&%.*s_stmt,\n", NAME(st->name));
	fputs("\tNULL\n};\n", out);
}
