#!/bin/bash
# restore.sh FILE [CONNINFO]: bring back what backup.sh wrote, into a database
# without any tables and the folder BELAY_VAR.  Migrations that are newer than
# the backup are applied at the next start.  CONNINFO is a superuser's; without
# it the installed platform, for which it is run as root while that is stopped.
. "$(dirname "$0")/common.sh"
. "$TOOL/cluster.sh"

# The database of this machine's own server, unless it is there.
make_database() {
	[ -n "$(admin_sql "$SERVER dbname=postgres" -At \
		-c "SELECT 1 FROM pg_database WHERE datname = 'belay'")" ] ||
		admin_sql "$SERVER dbname=postgres" -c 'CREATE DATABASE belay'
}

file=$(realpath "${1:?usage: restore.sh FILE [CONNINFO]}")
CLUSTER_USER=$(id -un)
ADMIN=${2:-}
VAR=${BELAY_VAR:-}
if [ -z "$ADMIN" ]; then
	find_installed
	VAR=$(setting BELAY_VAR /var/lib/belay)
	[ -z "$SERVER" ] || make_database
fi
[ -r "$file" ] || die "cannot read $file"
[ "$(admin_sql "$ADMIN" -At -c "SELECT count(*) FROM pg_class
	WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'")" = 0 ] ||
	die 'there are tables in the database already: restore into an empty one'
admin_sql "$ADMIN" <sql/roles.sql >/dev/null
tar -xOf "$file" database.dump |
	as_cluster "$PG_BIN/pg_restore" --exit-on-error -d "$ADMIN" ||
	die 'the database cannot be restored: empty it before the next try'
# The files belong to whose folder it is.
tar -xf "$file" -C "$VAR" --no-same-owner --exclude=database.dump
if is_root; then
	chown -R "$(stat -c %u:%g "$VAR")" "$VAR/media" "$VAR"/secrets*
fi
# Installed, what is made there is of nginx's group.
[ ! -g "$VAR" ] || find "$VAR/media" -type d -exec chmod g+s {} +
