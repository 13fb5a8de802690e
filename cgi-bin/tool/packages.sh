#!/bin/bash
# packages.sh [--missing] [run|dev|test|lint …]: install what dpkg-query says is
# missing.  As root it does so; otherwise it prints the one line that would and
# fails.  --missing only names them.
. "$(dirname "$0")/common.sh"

BUILD=(gcc libc6-dev make pkg-config libpq-dev libfcgi-dev libjson-c-dev
	libcurl4-openssl-dev libsodium-dev libssl-dev liboath-dev libqrencode-dev
	libfido2-dev libcbor-dev libical-dev libicu-dev libmagic-dev libzip-dev libvips-dev
	libcmark-gfm-dev libcmark-gfm-extensions-dev libpango1.0-dev libcairo2-dev)
RUN=(postgresql-15 nginx libnginx-mod-http-brotli-static openssl brotli curl
	tzdata ca-certificates gettext poppler-utils
	fonts-noto-core fonts-noto-cjk fonts-noto-color-emoji)
DEV=(entr)
EMULATE=(nodejs npm)
TEST=(libcmocka-dev postgresql-15-pgtap libtap-parser-sourcehandler-pgtap-perl
	chromium chromium-sandbox clang libclang-rt-dev llvm git nodejs npm)
LINT=(clang libclang-rt-dev clang-format clang-tidy cppcheck shellcheck git)

# A command that came from elsewhere (a newer node, say) is good enough.
is_there() {
	case $1 in
	nodejs) command -v node >/dev/null && return ;;
	npm) command -v npm >/dev/null && return ;;
	esac
	dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null |
		grep -qx installed
}

wanted() {
	local set
	for set in build "$@"; do
		case $set in
		build) printf '%s\n' "${BUILD[@]}" ;;
		run) printf '%s\n' "${RUN[@]}" ;;
		dev) printf '%s\n' "${DEV[@]}" ;;
		emulate) printf '%s\n' "${EMULATE[@]}" ;;
		test) printf '%s\n' "${TEST[@]}" ;;
		lint) printf '%s\n' "${LINT[@]}" ;;
		*) die "no such set of packages: $set" ;;
		esac
	done | sort -u
}

missing() {
	local package
	wanted "$@" | while read -r package; do
		is_there "$package" || printf '%s ' "$package"
	done
}

# The packages otherwise start a web server on port 80 and a cluster on 5432.
quiet_begin() {
	undo=()
	if [ ! -e /usr/sbin/policy-rc.d ]; then
		undo+=(/usr/sbin/policy-rc.d)
		printf '#!/bin/sh\nexit 101\n' >/usr/sbin/policy-rc.d
		chmod 755 /usr/sbin/policy-rc.d
	fi
	local conf=/etc/postgresql-common/createcluster.d/belay.conf
	if [ ! -e "$conf" ]; then
		undo+=("$conf")
		mkdir -p "$(dirname "$conf")"
		printf 'create_main_cluster = false\n' >"$conf"
	fi
}

quiet_end() {
	rm -f "${undo[@]}"
	rmdir /etc/postgresql-common/createcluster.d 2>/dev/null || true
}

install_packages() {
	export DEBIAN_FRONTEND=noninteractive
	trap quiet_end EXIT
	trap 'exit 130' INT TERM HUP
	quiet_begin
	say "Installing: $*"
	apt-get -qq update ||
		warn 'packages: apt-get update failed; going on with what is known'
	apt-get -o DPkg::Lock::Timeout=300 -qq install -y \
		--no-install-recommends "$@" </dev/null >/dev/null ||
		die "failed: apt-get install --no-install-recommends $*"
}

[ -e /etc/debian_version ] || die 'this needs Debian 12 or a relative of it'
if [ "${1:-}" = --missing ]; then
	shift
	missing "$@"
	exit
fi
read -ra lacking <<<"$(missing "$@")"
[ ${#lacking[@]} -gt 0 ] || exit 0
line="apt-get install -y --no-install-recommends ${lacking[*]}"
if is_root; then
	install_packages "${lacking[@]}"
elif [ -t 0 ] && command -v sudo >/dev/null; then
	say "Packages are missing.  This will run: sudo $line"
	exec sudo "$0" "$@"
else
	warn 'Packages are missing.  As root, run:'
	warn "$line"
	exit 1
fi
