#!/bin/bash
# run.sh: make run.  Installs what is missing, builds, and starts everything with
# demo data, in the foreground.  As root it serves as an unprivileged user.
. "$(dirname "$0")/common.sh"
. "$TOOL/emulate.sh"

export MODE=${MODE:-release}
SETS=(run)
[ "${BELAY_WATCH:-0}" = 0 ] || SETS+=(dev)
[ -z "$(emulated)" ] || SETS+=(emulate)

# Can the serving user read the tree?
is_readable() {
	as_user "$BELAY_USER" test -r "$TREE/Makefile" -a -x "$TREE/cgi-bin/tool"
}

# The nearest folder of $1 that exists can be entered by the serving user.
is_reachable() {
	local folder=$1
	while [ ! -d "$folder" ]; do
		folder=$(dirname "$folder")
	done
	as_user "$BELAY_USER" test -x "$folder"
}

# BELAY_VAR as an absolute path the serving user can reach.  Below a closed folder
# such as /root it lies in /var/lib/belay, and a link stands where it was asked.
choose_var() {
	local home=/var/lib/belay
	BELAY_VAR=$(setting BELAY_VAR '')
	if ! is_root; then
		VAR=$(realpath -ms "${BELAY_VAR:-var}")
		return
	fi
	if [ -z "${BELAY_VAR:-}" ] && ! is_readable; then
		VAR=$home
	else
		VAR=$(realpath -ms "${BELAY_VAR:-var}")
	fi
	if ! is_reachable "$VAR"; then
		warn "$BELAY_USER cannot enter $(dirname "$VAR"): using $home/$(basename "$VAR")"
		[ -e "$VAR" ] || [ -L "$VAR" ] ||
			ln -s "$home/$(basename "$VAR")" "$VAR" 2>/dev/null || true
		VAR=$home/$(basename "$VAR")
		[ -d "$home" ] || install -d -o "$BELAY_USER" -g "$(id -g "$BELAY_USER")" \
			-m 750 "$home"
	fi
	install -d -o "$BELAY_USER" -g "$(id -g "$BELAY_USER")" -m 750 "$VAR"
}

# Copy what runs (not what it is built from) to where the user can read it.
stage() {
	local to=$VAR/tree
	copy_tree "$to.new"
	[ -z "$(emulated)" ] || copy_emulators "$to.new"
	chown -R root:"$(id -g "$BELAY_USER")" "$to.new"
	chmod -R g+rX "$to.new"
	rm -rf "$to"
	mv "$to.new" "$to"
}

"$TOOL/packages.sh" "${SETS[@]}"
! is_root || ensure_user
choose_var
export BELAY_VAR=$VAR
[ ! -e "$VAR/lock" ] || flock -n "$VAR/lock" true ||
	die "something already runs in $VAR"
say 'Building'
build all assets routes
[ -z "$(emulated)" ] || install_modules
FROM=$TREE
if is_root && ! is_readable; then
	[ "${BELAY_WATCH:-0}" = 0 ] ||
		die "make dev needs a tree that $BELAY_USER can read"
	stage
	FROM=$VAR/tree
fi
# The serving user may not read where a backup lies.
if is_root && [ -n "${BELAY_RESTORE:-}" ]; then
	install -m 600 -o "$BELAY_USER" "$BELAY_RESTORE" "$VAR/restore.tar"
	export BELAY_RESTORE=$VAR/restore.tar
fi
cd /
drop=()
! is_root || drop=(--reuid="$BELAY_USER" --regid="$(id -g "$BELAY_USER")"
	--clear-groups)
# A shell's background job ignores SIGINT; the signal still means stop here.
exec env --default-signal=INT,TERM,HUP setpriv "${drop[@]}" \
	--pdeathsig TERM -- "$FROM/cgi-bin/tool/serve.sh"
