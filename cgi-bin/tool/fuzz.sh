#!/bin/bash
# fuzz.sh: make fuzz S=60 [T=form].  Runs every fuzz target (or one) for S
# seconds, as many at a time as there are cores.  What it finds is kept in
# tests/fuzz/corpus/NAME as crash-…, which make test replays.
. "$(dirname "$0")/common.sh"

export MODE=fuzz
seconds=${S:-60}
failed=0
count=0

fuzz_one() {
	local log=.build/fuzz/$1.log corpus=tests/fuzz/corpus/$1
	local new=.build/fuzz/corpus/$1
	mkdir -p "$corpus" "$new"
	if ".build/fuzz/fuzz/$1" -max_total_time="$seconds" -timeout=10 \
		-rss_limit_mb=2048 -max_len=65536 -verbosity=0 -print_final_stats=1 \
		-artifact_prefix="$corpus/crash-" "$new" "$corpus" >"$log" 2>&1; then
		printf 'fuzz %-12s %s runs\n' "$1" \
			"$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")"
	else
		printf 'fuzz %-12s FAILED, see %s\n' "$1" "$log"
		grep -E 'ERROR|SUMMARY|Test unit written' "$log" || tail -n 5 "$log"
		return 1
	fi
}

"$TOOL/packages.sh" test
build fuzzers
running=0
for target in tests/fuzz/*_fuzz.c; do
	name=$(basename "$target" _fuzz.c)
	[ -z "${T:-}" ] || [ "$T" = "$name" ] || continue
	fuzz_one "$name" &
	count=$((count + 1))
	running=$((running + 1))
	if [ "$running" -ge "$JOBS" ]; then
		wait -n || failed=$((failed + 1))
		running=$((running - 1))
	fi
done
while [ "$running" -gt 0 ]; do
	wait -n || failed=$((failed + 1))
	running=$((running - 1))
done
say "fuzz: $count targets, $failed failed"
[ "$failed" = 0 ]
