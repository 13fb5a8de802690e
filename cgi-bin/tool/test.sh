#!/bin/bash
# test.sh [LAYER…]: make test.  Sets everything up, runs the layers, and closes
# with "N passed, N failed".  T=http/account runs only what that path begins;
# FAST=1 leaves out the slow comparisons of the unit and SQL layers.
. "$(dirname "$0")/common.sh"
. "$TOOL/cluster.sh"
. "$TOOL/emulate.sh"

export MODE=${MODE:-dev}
T=${T:-}
LAYERS=("$@")
[ $# -gt 0 ] || LAYERS=(unit sql templates fuzz emulators http browser)
[ -z "$T" ] || LAYERS=("${T%%/*}")
ONLY=${T#*/}
[ "$ONLY" != "$T" ] || ONLY=
OUT=$TREE/.build/$MODE
export LSAN_OPTIONS=suppressions=$TREE/tests/support/lsan.txt:print_suppressions=0

has() {
	[[ " ${LAYERS[*]} " = *" $1 "* ]]
}

# --- set-up -------------------------------------------------------------------
build_all() {
	local targets=(all)
	say 'Building'
	! has unit || targets+=(unit)
	! has fuzz || targets+=(replay)
	! has http && ! has browser || targets+=(assets routes)
	build "${targets[@]}" || die 'the build failed'
}

start_cluster() {
	local owner drop=()
	owner=$(id -un)
	if is_root; then
		ensure_user
		export CLUSTER_USER=$BELAY_USER
		owner=$BELAY_USER
		drop=(--reuid="$owner" --regid="$(id -g "$owner")" --clear-groups)
	fi
	chmod 755 "$TMP"
	install -d -o "$owner" -m 700 "$TMP/pg" "$TMP/sockets"
	cluster_init "$TMP/pg/data" "$TMP/sockets" fast
	(
		cd /
		exec setsid setpriv "${drop[@]}" --pdeathsig INT -- \
			"$PG_BIN/postgres" -D "$TMP/pg/data"
	) >"$TMP/postgres.log" 2>&1 </dev/null &
	POSTGRES=$!
	cluster_wait "$TMP/sockets" "$POSTGRES" ||
		die "PostgreSQL does not start: $(tail -n 5 "$TMP/postgres.log")"
	SERVER="host=$TMP/sockets user=postgres"
	database_make "$SERVER" app_test
	database_fill "$SERVER dbname=app_test" >/dev/null || die 'the migrations failed'
}

# clone NAME [TEMPLATE]: a copy of the migrated database, or of app_demo.
clone() {
	limited 120 "$PG_BIN/psql" -Xq -v ON_ERROR_STOP=1 \
		-d "$SERVER dbname=postgres" -c "CREATE DATABASE $1 TEMPLATE ${2:-app_test}"
}

# app_demo has the demo in it; it is made while other tests run.
start_demo() {
	has sql || has http || has browser || return 0
	clone app_demo
	database_demo "$SERVER dbname=app_demo" >"$TMP/demo.log" 2>&1 &
	DEMO=$!
}

wait_demo() {
	case $1 in
	sql | http | browser) ;;
	*) return 0 ;;
	esac
	[ -n "${DEMO:-}" ] || return 0
	wait "$DEMO" || die "the demo data failed: $(tail -n 5 "$TMP/demo.log")"
	DEMO=
}

use_certificate() {
	mkdir -p "$TMP/tls"
	make_certificate "$TMP/tls"
	export BELAY_CERTIFICATE=$TMP/tls/cert.pem
	export BELAY_CERTIFICATE_KEY=$TMP/tls/key.pem
	export NODE_EXTRA_CA_CERTS=$TMP/tls/cert.pem
}

clean_up() {
	local status=$?
	trap '' INT TERM HUP
	if [ -n "${POSTGRES:-}" ]; then
		kill -INT "$POSTGRES" 2>/dev/null || true
		wait "$POSTGRES" 2>/dev/null || true
	fi
	[ -n "${KEEP:-}" ] && say "Kept: $TMP" || rm -rf "$TMP"
	exit "$status"
}

# --- counting -----------------------------------------------------------------
# Each test leaves TMP/results/LAYER/NAME.{tap,status}.  attempt runs one;
# a program that fails without a "not ok" has failed once.
attempt() {
	local to=$TMP/results/$1/${2//\//_} name=$2 status=0 began=$SECONDS
	shift 2
	"$@" >"$to.tap" 2>&1 </dev/null || status=$?
	printf '%s\n' "$status" >"$to.status"
	printf '%s %s\n' $((SECONDS - began)) "$name" >"$to.seconds"
}

# slowest LAYER: the files that took longest, of what took long as a whole.
slowest() {
	cat "$TMP/results/$1"/*.seconds 2>/dev/null | sort -rn | head -n 5 |
		awk '{ printf "%s%s %d s", (NR > 1 ? ", " : "           slowest: "), $2, $1 }
			END { if (NR) print "" }'
}

# limited SECONDS COMMAND…: nothing is waited for without end.  What waits for a
# test's own steps fails earlier and says for what (tests/support/wait.mjs).
limited() {
	local seconds=$1 status=0
	shift
	timeout --foreground -k 10 "$seconds" "$@" || status=$?
	[ "$status" != 124 ] && [ "$status" != 137 ] || say "not ok - no end after $seconds s: $*"
	return "$status"
}

# verdict NAME COMMAND…: one test by exit status, as TAP.
verdict() {
	local name=$1
	shift
	if "$@"; then
		say "ok - $name"
	else
		say "not ok - $name"
		return 1
	fi
}

passed=0
failed=0
report() {
	local layer=$1 began=$2 file good bad all_good=0 all_bad=0
	for file in "$TMP/results/$layer"/*.tap; do
		[ -e "$file" ] || continue
		good=$(grep -E '^ok\b' "$file" | grep -cv '# SKIP' || true)
		bad=$(grep -cE '^not ok\b' "$file" || true)
		[ "$bad" != 0 ] || [ "$(cat "${file%.tap}.status")" = 0 ] || bad=1
		grep -qE '^(not )?ok\b' "$file" || bad=1
		all_good=$((all_good + good))
		all_bad=$((all_bad + bad))
		[ "$bad" = 0 ] || show_failure "$layer" "$file"
	done
	printf '%-10s %d passed, %d failed (%d s)\n' "$layer" "$all_good" \
		"$all_bad" $((SECONDS - began))
	[ $((SECONDS - began)) -lt 60 ] || slowest "$layer"
	passed=$((passed + all_good))
	failed=$((failed + all_bad))
}

# What failed, without the lines of what passed; of each the beginning.
show_failure() {
	printf -- '--- %s/%s\n' "$1" "$(basename "$2" .tap)"
	awk '/^ *not ok/ { bad = 1; n = 0 } /^ *(ok|# Subtest)/ { bad = 0 }
		(bad || !/^ *(ok|1\.\.|TAP version|---|\.\.\.|duration_ms|#)/) &&
		++n <= 60 { print substr($0, 1, 400) }' "$2"
}

# in_parallel FUNCTION: for every line of the input, as many as there are cores.
# Waits for these only: the server and the demo run beside them.
in_parallel() {
	local item ended
	local -A pids=()
	while read -r item; do
		"$1" "$item" &
		pids[$!]=1
		while [ ${#pids[@]} -ge "$JOBS" ]; do
			wait -n -p ended "${!pids[@]}" || true
			unset "pids[$ended]"
		done
	done
	while [ ${#pids[@]} -gt 0 ]; do
		wait -n -p ended "${!pids[@]}" || true
		unset "pids[$ended]"
	done
}

# --- layers -------------------------------------------------------------------
# files LAYER PATTERN…: the layer's test files, or those T names.
files() {
	local layer=$1 pattern
	shift
	for pattern; do
		find "tests/$layer" -name "$pattern" 2>/dev/null
	done | grep "^tests/$layer/$ONLY" | sort
}

unit_one() {
	local name
	name=$(basename "$1" _test.c)
	if grep -q BELAY_TEST_DATABASE "$OUT/unit/$name"; then
		clone "unit_$name"
	fi
	CMOCKA_MESSAGE_OUTPUT=TAP BELAY_TEST_TMP=$TMP \
		BELAY_TEST_DATABASE="$SERVER dbname=unit_$name" \
		attempt unit "$name" limited 300 "$OUT/unit/$name"
}

unit_script() {
	attempt unit "$1" limited 600 "$NODE" --test --test-reporter=tap "$1"
}

layer_unit() {
	in_parallel unit_one < <(files unit '*_test.c')
	[ -n "${FAST:-}" ] || in_parallel unit_script < <(files unit '*.test.mjs')
}

sql_one() {
	local name=sql_$BASHPID template=app_test
	case $1 in
	*/demo*) template=app_demo ;;
	esac
	clone "$name" "$template"
	case $1 in
	*.sql) attempt sql "$1" sql_pgtap "$name" "$1" ;;
	*) PGHOST=$TMP/sockets PGUSER=postgres PGDATABASE=$name \
		PGOPTIONS='-c statement_timeout=4min' attempt sql "$1" \
		limited 600 "$NODE" --test --test-reporter=tap "$1" ;;
	esac
}

sql_pgtap() {
	sql "$SERVER dbname=$1" -c 'CREATE EXTENSION IF NOT EXISTS pgtap' &&
		limited 300 pg_prove --verbose --failures -h "$TMP/sockets" -U postgres -d "$1" "$2"
}

contract_one() {
	BELAY_DATABASE="host=$TMP/sockets dbname=app_contract" BELAY_VAR=$TMP \
		attempt sql "contract_$1" verdict "$1 --contract" \
		limited 60 "$OUT/bin/$1" --contract
}

layer_sql() {
	local kinds=('*.sql')
	[ -n "${FAST:-}" ] || kinds+=('*.test.*')
	in_parallel sql_one < <(files sql "${kinds[@]}")
	[ -z "$ONLY" ] || return 0
	clone app_contract
	in_parallel contract_one < <(ls "$OUT/bin")
}

template_one() {
	attempt templates "$1" verdict "$1 --check" \
		limited 60 "$OUT/bin/$1" --check
}

layer_templates() {
	in_parallel template_one < <(make -s MODE="$MODE" fastcgi-names)
}

fuzz_one() {
	attempt fuzz "$1" verdict "$1" \
		limited 300 "$OUT/replay/$1" "tests/fuzz/corpus/$1"
}

layer_fuzz() {
	local name
	for name in $(files fuzz '*_fuzz.c'); do
		mkdir -p "tests/fuzz/corpus/$(basename "$name" _fuzz.c)"
		basename "$name" _fuzz.c
	done | in_parallel fuzz_one
}

node_one() {
	local layer=${1#tests/}
	layer=${layer%%/*}
	BELAY_TEST_TMP=$TMP BELAY_TEST_SERVER=$SERVER \
		attempt "$layer" "${1#tests/"$layer"/}" limited 900 \
		"$NODE" --test --test-reporter=tap --test-timeout=900000 "$1"
}

# What takes long begins first, so that no core is idle at the end.
longest_first() {
	awk '{ print (/\/(site|provider|pages_)/ ? 0 : /\/(worker|webhooks|booking)\// ? 1 : 2) "\t" $0 }' |
		sort -s -k 1,1 | cut -f 2
}

node_tests() {
	in_parallel node_one < <(files "$1" '*.test.*' '*.spec.*' | longest_first)
}

layer_emulators() {
	node_tests emulators
}

# These wait as much as they work: one more than there are cores.
layer_http() {
	JOBS=$((JOBS + 1)) node_tests http
}

layer_browser() {
	node_tests browser
}

"$TOOL/packages.sh" run test
if has unit || has emulators || has http || has browser || has sql; then
	install_modules
fi
build_all
TMP=$(mktemp -d /tmp/belay-test.XXXXXX)
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP
start_cluster
start_demo
use_certificate
for layer in "${LAYERS[@]}"; do
	began=$SECONDS
	mkdir -p "$TMP/results/$layer"
	wait_demo "$layer"
	"layer_$layer"
	report "$layer" "$began"
done
[ $((passed + failed)) != 0 ] || die "nothing to run: no such tests"
say "$passed passed, $failed failed"
[ "$failed" = 0 ]
