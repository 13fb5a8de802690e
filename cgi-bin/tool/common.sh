# shellcheck shell=bash
# What the scripts beside it share: where things are, words, settings and the
# user that runs things.  Sourced, never run.
set -euo pipefail

TOOL=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
TREE=$(cd "$TOOL/../.." && pwd)
cd "$TREE"
# A make that a script starts is a new one, not a part of the calling make.
unset MAKEFLAGS MFLAGS MAKELEVEL MAKE_TERMOUT MAKE_TERMERR
export PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin
export LC_ALL=C.UTF-8
umask 022

export BELAY_USER=${BELAY_USER:-belay}
JOBS=$(nproc)

say() {
	printf '%s\n' "$*"
}

warn() {
	printf '%s\n' "$*" >&2
}

die() {
	printf '%s: %s\n' "$(basename "$0" .sh)" "$*" >&2
	exit 1
}

is_root() {
	[ "$(id -u)" = 0 ]
}

# setting NAME DEFAULT: the environment wins over BELAY_ENV_FILE.
setting() {
	local line
	if [ -n "${!1+x}" ]; then
		printf '%s' "${!1}"
	elif [ -r "${BELAY_ENV_FILE:-}" ] &&
		line=$(grep -E "^$1=" "$BELAY_ENV_FILE" | tail -n 1) &&
		[ -n "$line" ]; then
		line=${line#*=}
		line=${line#\"}
		printf '%s' "${line%\"}"
	else
		printf '%s' "$2"
	fi
}

# The system user that services run as when the caller is root.
ensure_user() {
	getent passwd "$BELAY_USER" >/dev/null && return
	useradd --system --user-group --home-dir /var/lib/belay --no-create-home \
		--shell /usr/sbin/nologin "$BELAY_USER"
}

# as_user NAME COMMAND…: COMMAND as that user, when the caller is root.
as_user() {
	local user=$1
	shift
	if is_root && [ "$user" != root ]; then
		HOME=/nonexistent setpriv --reuid="$user" --regid="$(id -g "$user")" \
			--clear-groups -- "$@"
	else
		"$@"
	fi
}

# The tree's owner builds, so that root leaves no files that they can't write.
builder() {
	local owner
	owner=$(stat -c %U "$TREE")
	if is_root && [ "$owner" != root ] && [ "$owner" != UNKNOWN ] &&
		as_user "$owner" test -w "$TREE"; then
		printf '%s' "$owner"
	else
		id -un
	fi
}

# build TARGET…: make them for MODE.
build() {
	as_user "$(builder)" make --no-print-directory -s -j"$JOBS" \
		MODE="$MODE" "$@"
}

# copy_tree TO: what runs, not what it is built from, in the same layout.
copy_tree() {
	local part
	rm -rf "$1"
	mkdir -p "$1"
	for part in templates sql nginx cgi-bin/tool .build/static .build/catalogues \
		".build/$MODE/bin" ".build/$MODE/tool" ".build/$MODE/routes.tsv"; do
		[ ! -e "$part" ] || cp -a --parents "$part" "$1"
	done
}

# fastcgi_programs ROUTES: their names; what is missing there is a daemon.
fastcgi_programs() {
	cut -f 1 "$1" | uniq
}

# Where a copy of this tree runs unless BELAY_VAR says so.
default_var() {
	local usual=var
	[ -d var ] || [ ! -d /var/lib/belay/pg ] || usual=/var/lib/belay
	realpath -ms "$(setting BELAY_VAR "$usual")"
}

# make_certificate FOLDER: cert.pem and key.pem for this machine's own name, unless
# they are there.
make_certificate() {
	[ -s "$1/cert.pem" ] || openssl req -x509 -newkey ec \
		-pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 820 \
		-subj /CN=localhost \
		-addext 'subjectAltName=DNS:localhost,IP:127.0.0.1,IP:::1' \
		-keyout "$1/key.pem" -out "$1/cert.pem" 2>/dev/null
}

# A short folder of our own for sockets: their paths have 107 bytes at most.
socket_folder() {
	if [ ${#1} -le 80 ]; then
		printf '%s/run' "$1"
	else
		printf '/tmp/belay-%s-%s' "$(id -u)" "$(cksum <<<"$1" | cut -d ' ' -f 1)"
	fi
}

# pause SECONDS without starting a process.
exec {never}<> <(:)
pause() {
	read -rt "$1" -u "$never" || true
}
