#!/bin/bash
# backup.sh FILE [CONNINFO]: make backup TO=FILE.  One tar of all that a platform
# is: the database as of one instant, media, and the key that opens stored
# tokens.  Keep it as private as the platform.  It may run while people work.
# CONNINFO is a superuser's; without it the copy that runs in BELAY_VAR, else
# the installed platform, for which it is run as root.
. "$(dirname "$0")/common.sh"
. "$TOOL/cluster.sh"

file=$(realpath -m "${1:?usage: backup.sh FILE [CONNINFO]}")
CLUSTER_USER=$(id -un)
ADMIN=${2:-}
find_copy
umask 077
folder=$(mktemp -d "$(dirname "$file")/.belay-backup.XXXXXX")
trap 'rm -rf "$folder"' EXIT
trap 'exit 130' INT TERM HUP

# Files after the rows that name them: what a row of the dump names is there.
as_cluster "$PG_BIN/pg_dump" -Fc -d "$ADMIN" >"$folder/database.dump" ||
	die 'the database cannot be dumped'
parts=()
for part in media secrets/key; do
	[ ! -e "$VAR/$part" ] || parts+=("$part")
done
# A file that goes meanwhile is no mistake.
status=0
tar -cf "$folder/all.tar" --ignore-failed-read -C "$folder" database.dump \
	-C "$VAR" "${parts[@]}" 2>"$folder/warnings" || status=$?
[ "$status" -le 1 ] || die "$(cat "$folder/warnings")"
mv "$folder/all.tar" "$file"
size=$(du -h "$file" | cut -f 1)
# For /admin/health, which says when the last one was taken.
admin_sql "$ADMIN" -c "SELECT audit_write('backup.taken', 'backup', NULL,
	jsonb_build_object('size', '$size'), NULL, NULL)" >/dev/null ||
	say 'The platform could not be told of it.'
say "$file: $size"
