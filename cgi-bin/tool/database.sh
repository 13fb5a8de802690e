#!/bin/bash
# database.sh: let this machine's PostgreSQL serve an installed platform; run as
# root, once, or again after an upgrade that brought a program.  Makes a cluster
# when there is none, and lets the system user connect as the programs' roles
# through the unix socket, without a password and to the database belay only.
. "$(dirname "$0")/common.sh"

MODE=${MODE:-release}
ETC=/etc/postgresql/15/main

# Who may be whom: system user, then role.
identities() {
	local program
	printf 'belay\tpostgres\tpostgres\n'
	for program in ".build/$MODE/bin"/*; do
		printf 'belay\t%s\tbelay_%s\n' "$BELAY_USER" "$(basename "$program")"
	done
}

# put FILE: standard input as our part of it, before everything else.
put() {
	local file=$1
	{
		printf '# Belay: begin\n'
		cat
		printf '# Belay: end\n'
		sed '/^# Belay: begin$/,/^# Belay: end$/d' "$file"
	} >"$file.new"
	chown --reference="$file" "$file.new"
	chmod --reference="$file" "$file.new"
	mv "$file.new" "$file"
}

is_root || die 'run it as root'
[ -d "$ETC" ] || pg_createcluster 15 main
printf 'local\tbelay\tall\tpeer map=belay\n' | put "$ETC/pg_hba.conf"
identities | put "$ETC/pg_ident.conf"
if [ "$(pg_lsclusters -h 15 main | awk '{ print $4 }')" = online ]; then
	pg_ctlcluster 15 main reload
else
	pg_ctlcluster 15 main start
fi
say "PostgreSQL serves $BELAY_USER through the socket in /run/postgresql."
