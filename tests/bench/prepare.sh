#!/bin/bash
# prepare.sh stage FOLDER: build the release and copy what runs there, with the
# benchmark's pages.
# prepare.sh seed SERVER: make the database belay, migrated and filled, where it
# is missing or of other files; SERVER is a superuser's connection without a
# database.
# prepare.sh site FOLDER: write nginx's configuration and a certificate there.
export MODE=release
. "$(dirname "$0")/../../cgi-bin/tool/common.sh"
. "$TOOL/cluster.sh"

stage() {
	build all assets routes bench-app
	copy_tree "$1"
	cp -a --parents tests/bench "$1"
	mkdir -p "$1/templates/bench"
	python3 tests/bench/kit/gen.py mustache "$1/templates/bench"
	cp ".build/$MODE/bench/app" "$1/.build/$MODE/bin/bench"
	"$1/.build/$MODE/bin/bench" --routes | sed 's/^/bench\t/' \
		>>"$1/.build/$MODE/routes.tsv"
}

seed() {
	local to="$1 dbname=belay" sum
	sum=$(cat sql/roles.sql sql/migrations/*.sql tests/bench/seed.psql | cksum)
	[ "$(sql "$1 dbname=postgres" -At -c "SELECT shobj_description(oid,
		'pg_database') FROM pg_database WHERE datname = 'belay'")" != "$sum" ] ||
		return 0
	sql "$1 dbname=postgres" -c 'DROP DATABASE IF EXISTS belay'
	database_make "$1" belay
	database_fill "$to"
	as_owner "$PG_BIN/psql" -X -q -1 -v ON_ERROR_STOP=1 -d "$to" \
		-f tests/bench/seed.psql
	sql "$to" -v "sum=$sum" <<-'SQL'
		DO $$ BEGIN
			IF to_regrole('belay_bench') IS NULL THEN
				CREATE ROLE belay_bench LOGIN IN ROLE belay_booking;
			END IF;
		END $$;
		ALTER ROLE belay_bench SET plan_cache_mode = force_generic_plan;
		VACUUM ANALYZE;
		COMMENT ON DATABASE belay IS :'sum';
	SQL
}

site() {
	mkdir -p "$1/tls"
	[ -s "$1/tls/cert.pem" ] || openssl req -x509 -newkey ec \
		-pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 30 \
		-subj /CN=localhost -keyout "$1/tls/key.pem" -out "$1/tls/cert.pem" \
		2>/dev/null
	"$TOOL/site.sh" "$1/nginx"
}

"$@"
