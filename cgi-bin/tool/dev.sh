#!/bin/bash
# dev.sh: make dev.  make run on the sanitized build that rebuilds when a file
# changes and restarts what changed.  After a new migration start it again.
. "$(dirname "$0")/common.sh"

# serve.sh watches make, which is not its parent here.
export MODE=dev BELAY_WATCH=1 BELAY_MAKE_PID=${BELAY_MAKE_PID:-$PPID}

rebuild() {
	build all assets routes || return 0
	# The programs have read these at their start.
	if [ -n "$(find templates static -newer .build/restart -type f \
		-print -quit 2>/dev/null)" ]; then
		touch .build/restart
	fi
	say 'Built'
}

watch_files() {
	while :; do
		find cgi-bin templates static -type f | entr -dnp "$0" rebuild || true
		pause 0.2
	done
}

case ${1:-} in
rebuild) rebuild ;;
watch) watch_files ;;
*)
	"$TOOL/packages.sh" run dev
	mkdir -p .build
	touch .build/restart
	setsid setpriv --pdeathsig TERM -- "$0" watch </dev/null &
	watcher=$!
	"$TOOL/run.sh" &
	run=$!
	trap 'kill "$run" 2>/dev/null' INT TERM HUP
	trap 'kill -- "-$watcher" 2>/dev/null' EXIT
	while kill -0 "$run" 2>/dev/null; do
		wait "$run" || status=$?
	done
	exit "${status:-0}"
	;;
esac
