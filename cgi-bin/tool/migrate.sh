#!/bin/bash
# migrate.sh: bring the database up to date, as a superuser of the server: the
# one DATABASE_URL names, else the system's own.  Makes it when it is missing.
. "$(dirname "$0")/common.sh"
. "$TOOL/cluster.sh"

MODE=${MODE:-release}
url=$(setting DATABASE_URL '')
if [ -z "$url" ]; then
	url='host=/run/postgresql dbname=belay'
	database_make 'host=/run/postgresql' belay
fi
database_fill "$url"
