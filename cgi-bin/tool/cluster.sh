# shellcheck shell=bash
# A private PostgreSQL cluster: made, started, filled.  Sourced after common.sh.
# It listens on a unix socket in a folder that only its user may enter, which is
# why it trusts whom it meets there.
# CLUSTER_USER runs it when the caller is root.
PG_BIN=/usr/lib/postgresql/15/bin

as_cluster() {
	(cd / && as_user "${CLUSTER_USER:-$(id -un)}" "$@")
}

# cluster_init DATA SOCKETS [safe|fast]: fast forgets everything in a crash.
cluster_init() {
	local data=$1 sockets=$2 unsafe=
	[ -s "$data/PG_VERSION" ] && return
	rm -rf "$data.new"
	as_cluster "$PG_BIN/initdb" -D "$data.new" -U postgres -A trust --no-sync \
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

# admin_sql CONNINFO ARGUMENT…: the same by CLUSTER_USER, who may not read our files.
admin_sql() {
	local database=$1
	shift
	as_cluster env PGOPTIONS='-c client_min_messages=warning' \
		"$PG_BIN/psql" -X -q -v ON_ERROR_STOP=1 -d "$database" "$@"
}

# database_exists CONNINFO NAME
database_exists() {
	[ -n "$(sql "$1" -At -c "SELECT 1 FROM pg_database WHERE datname = '$2'")" ]
}

# as_owner COMMAND…: with connections that act as the owner of everything.
as_owner() {
	PGOPTIONS='-c role=belay_owner -c client_min_messages=warning' "$@"
}

# database_make SERVER NAME: an empty database; SERVER is a superuser's conninfo
# without a database.
database_make() {
	database_exists "$1 dbname=postgres" "$2" ||
		sql "$1 dbname=postgres" -c "CREATE DATABASE $2"
}

# database_fill CONNINFO: roles, then migrations as the owner.
database_fill() {
	sql "$1" -f sql/roles.sql >/dev/null &&
		sql "$1" >/dev/null <<-'SQL' &&
			GRANT ALL ON DATABASE :"DBNAME" TO belay_owner;
			ALTER SCHEMA public OWNER TO belay_owner;
		SQL
		as_owner ".build/$MODE/tool/migrate" "$1" sql/migrations
}

# find_installed: the database of an installed platform, for root: ADMIN is a
# superuser's conninfo, SERVER the same without a database when it is this
# machine's own, CLUSTER_USER who may use it.
find_installed() {
	export BELAY_ENV_FILE=${BELAY_ENV_FILE:-/etc/belay/belay.env}
	[ -r "$BELAY_ENV_FILE" ] || die "cannot read $BELAY_ENV_FILE"
	SERVER=
	ADMIN=$(setting DATABASE_URL '')
	[ -z "$ADMIN" ] || return 0
	SERVER='host=/run/postgresql user=postgres'
	ADMIN="$SERVER dbname=belay"
	# shellcheck disable=SC2034
	CLUSTER_USER=postgres
}

# runs_in VAR: does a copy run there?
runs_in() {
	[ -e "$1/lock" ] && ! flock -n "$1/lock" true
}

# find_copy: VAR and, unless it is set, ADMIN: of the copy that runs in BELAY_VAR,
# else of the installed platform.
find_copy() {
	VAR=$(default_var)
	[ -z "$ADMIN" ] || return 0
	if ! runs_in "$VAR"; then
		[ -r /etc/belay/belay.env ] || die "nothing runs in $VAR"
		find_installed
		VAR=$(setting BELAY_VAR /var/lib/belay)
		return
	fi
	ADMIN=$(setting DATABASE_URL '')
	ADMIN=${ADMIN:-host=$(socket_folder "$VAR") user=postgres dbname=belay}
}

# database_demo CONNINFO: the demo's data, once, and never among real people.
database_demo() {
	[ -e sql/seed.sql ] || return 0
	[ "$(sql "$1" -At -c 'SELECT EXISTS (SELECT FROM users)')" = f ] || return 0
	say 'Making the demo data'
	as_owner "$PG_BIN/psql" -X -q -1 -v ON_ERROR_STOP=1 -d "$1" \
		-f sql/seed.sql >/dev/null
}
