#!/bin/bash
# first_admin.sh [--quiet] [CONNINFO]: print a link by which one person signs up
# as the platform's first admin, once; a newer link ends the older.  Ends with 3
# when there is an admin, --quiet without a word.  CONNINFO is a superuser's;
# without it the database of the machine's settings (/etc/belay/belay.env), for
# which it is run as root.
. "$(dirname "$0")/common.sh"
. "$TOOL/cluster.sh"

ask() {
	admin_sql "$ADMIN" -At -c "SELECT first_admin_invite('$1')"
}

quiet=
[ "${1:-}" != --quiet ] || {
	quiet=1
	shift
}
CLUSTER_USER=$(id -un)
ADMIN=${1:-}
[ -n "$ADMIN" ] || find_installed
token=$(openssl rand 32 | basenc --base64url -w 0 | tr -d =)
made=$(ask "$(printf %s "$token" | sha256sum | cut -d ' ' -f 1)")
if [ "$made" != t ]; then
	[ -n "$quiet" ] || warn 'first_admin: there is an admin already'
	exit 3
fi
say "$(setting BELAY_PUBLIC_URL https://localhost:8443)/signup?invite=$token"
