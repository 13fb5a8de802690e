# shellcheck shell=bash
# Keeps children running: starts them in sessions of their own (so that Ctrl-C
# reaches only the script), restarts what dies with a growing delay, stops all in
# the right order.  The kernel ends them should the script be killed.  Sourced
# after common.sh; the script gives child NAME, which sets argv, stop_signal and
# stale, the socket that a killed one leaves behind.
declare -A pids=() started=() born=() fails=() due=() left=()
order=()
ready=0
is_ours=0 # the folder of the sockets
signalled=

# Traps only take note: bash reaps no child while it runs one.
trap 'signalled=130' INT
trap 'signalled=143' TERM HUP
trap stop_all EXIT

# rest SECONDS, but leave when told to.
rest() {
	[ -n "$signalled" ] || pause "$1"
	[ -z "$signalled" ] || exit "$signalled"
}

launch() {
	local argv stop_signal stale
	child "$1"
	rm -f "$stale"
	(
		exec >>"$LOG/$1.log" 2>&1 </dev/null
		trap - INT TERM HUP EXIT
		# shellcheck disable=SC2154  # opened by serve.sh and common.sh
		exec {lock}>&- {never}>&-
		exec setsid setpriv --pdeathsig "$stop_signal" -- "${argv[@]}"
	) &
	disown
	[ -n "${started[$1]:-}" ] || order+=("$1")
	pids[$1]=$!
	started[$1]=$SECONDS
	born[$1]=$EPOCHSECONDS
	due[$1]=
}

is_up() {
	kill -0 "${pids[$1]}" 2>/dev/null
}

# What NAME left behind: children of a program have heard of its end and may
# finish what they do; those of nginx keep its ports.
leave() {
	case $1 in
	nginx | postgres) kill -s KILL -- "-${pids[$1]}" 2>/dev/null || true ;;
	*) left[${pids[$1]}]=$((SECONDS + 10)) ;;
	esac
}

clear_left() {
	local group
	for group in "${!left[@]}"; do
		if ! kill -s 0 -- "-$group" 2>/dev/null; then
			unset "left[$group]"
		elif [ "$SECONDS" -ge "${left[$group]}" ]; then
			kill -s KILL -- "-$group" 2>/dev/null || true
		fi
	done
}

# Restart what died: at once after a good run, else after 1, 2, 4 … 30 seconds.
revive() {
	local name delay
	clear_left
	for name in "${order[@]}"; do
		if [ -n "${due[$name]}" ]; then
			[ "$SECONDS" -lt "${due[$name]}" ] || launch "$name"
		elif ! is_up "$name"; then
			leave "$name"
			[ $((SECONDS - started[$name])) -lt 30 ] || fails[$name]=0
			delay=$((fails[$name] > 4 ? 30 : (1 << fails[$name]) - 1))
			fails[$name]=$((fails[$name] + 1))
			due[$name]=$((SECONDS + delay))
			[ "$ready" = 0 ] || warn "$name ended; starting it again"
		fi
	done
}

# make keeps a SIGINT sent to it alone to itself and waits for us: seen by its
# having blocked that signal, which it does while it waits.
blocks_interrupt() {
	local key value
	while read -r key value; do
		if [ "$key" = SigBlk: ]; then
			[ $((0x${value: -1} & 2)) != 0 ]
			return
		fi
	done 2>/dev/null <"/proc/${BELAY_MAKE_PID:-$PPID}/status"
	return 1
}

watch_over() {
	local was=0
	! blocks_interrupt || was=1
	while :; do
		rest 0.5
		revive
		[ "${BELAY_WATCH:-0}" = 0 ] || restart_changed
		[ "$was" = 1 ] || ! blocks_interrupt || exit 130
	done
}

# is_newer FILE SECONDS: was it written after that time?
is_newer() {
	[ "$(stat -c %Y "$1" 2>/dev/null || echo 0)" -gt "$2" ]
}

# make dev: what was built, or whose templates changed, since its start ends, to
# be started again; new routes reach nginx.
restart_changed() {
	local name
	for name in "${order[@]}"; do
		[ -z "${due[$name]}" ] && [ -x "$BIN/$name" ] || continue
		if is_newer "$BIN/$name" "${born[$name]}" ||
			is_newer .build/restart "${born[$name]}"; then
			say "Restarting $name"
			fails[$name]=0
			born[$name]=$EPOCHSECONDS
			kill "${pids[$name]}" 2>/dev/null || true
		fi
	done
	if is_newer "$ROUTES" "${born[nginx]}"; then
		born[nginx]=$EPOCHSECONDS
		! "$TOOL/site.sh" "$VAR/nginx" || kill -HUP "${pids[nginx]}"
	fi
}

# stop_some SECONDS NAME…: signal, wait, kill what is left with its children.
stop_some() {
	local until=$((SECONDS + $1)) name argv stop_signal stale
	shift
	for name; do
		child "$name"
		kill -s "$stop_signal" "${pids[$name]}" 2>/dev/null || true
	done
	for name; do
		while is_up "$name" && [ "$SECONDS" -lt "$until" ]; do
			pause 0.05
		done
		kill -s KILL -- "-${pids[$name]}" 2>/dev/null || true
	done
}

stop_all() {
	local status=$? name group rest=()
	trap '' INT TERM HUP
	[ "$ready" = 0 ] || say 'Stopping.'
	for name in "${order[@]}"; do
		case $name in
		nginx | postgres) ;;
		*) rest+=("$name") ;;
		esac
	done
	[ -z "${pids[nginx]:-}" ] || stop_some 6 nginx
	stop_some 10 "${rest[@]}"
	for group in "${!left[@]}"; do
		kill -s KILL -- "-$group" 2>/dev/null || true
	done
	[ -z "${pids[postgres]:-}" ] || stop_some 20 postgres
	if [ "$is_ours" = 1 ]; then
		rm -f "$RUN"/*.sock
		rmdir "$RUN" 2>/dev/null || true
	fi
	trap - EXIT
	[ "$ready" = 0 ] || status=0
	exit "$status"
}
