#!/bin/bash
# migrate.sh: bring the database up to date, as a superuser of the server: the
# one DATABASE_URL names, else the system's own.  Makes it when it is missing.
. "$(dirname "$0")/common.sh"
. "$TOOL/cluster.sh"

export MODE=${MODE:-release}
# Every program waits for this: a mistake in the settings starts none.
"$TOOL/settings.sh" --check "${BELAY_ENV_FILE:-}" >&2 ||
	die 'the settings have mistakes'
url=$(setting DATABASE_URL '')
if [ -z "$url" ]; then
	url='host=/run/postgresql dbname=belay'
	database_make 'host=/run/postgresql' belay
fi
database_fill "$url"
