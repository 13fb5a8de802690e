#!/bin/bash
# moderation.sh [W3_MICROSECONDS]: what the check of a text costs, with the rules of
# the migrations.  W3's CPU in the application is in RESULTS.md ("Where it goes").
. "$(dirname "$0")/../../cgi-bin/tool/common.sh"

export MODE=release
make -s -C "$TREE" MODE=release .build/release/bench/moderation
[ -n "${BELAY_BENCH_DATABASE:-}" ] ||
	die 'set BELAY_BENCH_DATABASE to the connection words of a migrated database'
exec "$TREE/.build/release/bench/moderation" "$@"
