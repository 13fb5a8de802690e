# shellcheck shell=bash
# A private PostgreSQL cluster: made, started, filled.  Sourced after common.sh.
# It listens on a unix socket in a folder that only its user may enter, which is
# why it trusts whom it meets there.
PG_BIN=/usr/lib/postgresql/15/bin

# cluster_init DATA SOCKETS [safe|fast]: fast forgets everything in a crash.
cluster_init() {
	local data=$1 sockets=$2 unsafe=
	[ -s "$data/PG_VERSION" ] && return
	rm -rf "$data.new"
	"$PG_BIN/initdb" -D "$data.new" -U postgres -A trust --no-sync \
		--encoding=UTF8 --locale=C.UTF-8 >"$data.log" 2>&1 ||
		die "initdb failed, see $data.log"
	[ "${3:-safe}" = safe ] ||
		unsafe='fsync = off
synchronous_commit = off
full_page_writes = off
autovacuum_naptime = 1h'
	cat >>"$data.new/postgresql.conf" <<-CONF
		# Written by cgi-bin/tool/cluster.sh
		listen_addresses = ''
		unix_socket_directories = '$sockets'
		unix_socket_permissions = 0700
		max_connections = 200
		shared_buffers = 256MB
		jit = off
		timezone = 'UTC'
		log_timezone = 'UTC'
		log_min_duration_statement = 250
		log_line_prefix = '%m [%p] %q%u@%d %a '
		$unsafe
	CONF
	rm -f "$data.log"
	mv "$data.new" "$data"
}

# cluster_wait SOCKETS PID: until it answers; fails when the process is gone.
cluster_wait() {
	until "$PG_BIN/pg_isready" -q -h "$1"; do
		kill -0 "$2" 2>/dev/null || return 1
		pause 0.1
	done
}

# sql CONNINFO ARGUMENT…: psql that stops at the first mistake.
sql() {
	local database=$1
	shift
	PGOPTIONS='-c client_min_messages=warning' \
		"$PG_BIN/psql" -X -q -v ON_ERROR_STOP=1 -d "$database" "$@"
}

# database_exists CONNINFO NAME
database_exists() {
	[ -n "$(sql "$1" -At -c "SELECT 1 FROM pg_database WHERE datname = '$2'")" ]
}

# database_fill CONNINFO: roles and migrations.  The caller is a superuser, or on
# a server of someone else's a role that may create roles.
database_fill() {
	sql "$1" -f sql/roles.sql &&
		".build/$MODE/tool/migrate" "$1" sql/migrations
}

# database_demo CONNINFO: the demo's data, once.
database_demo() {
	local name
	name=$(sql "$1" -At -c "SELECT coalesce(shobj_description(oid,
		'pg_database'), '') FROM pg_database
		WHERE datname = current_database()")
	[ "$name" != 'Belay demo' ] && [ -e sql/seed.sql ] || return 0
	sql "$1" -1 -f sql/seed.sql \
		-c "DO \$\$ BEGIN EXECUTE format('COMMENT ON DATABASE %I IS %L',
			current_database(), 'Belay demo'); END \$\$" >/dev/null
}
