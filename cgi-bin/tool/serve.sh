#!/bin/bash
# serve.sh: start everything from a built tree, as the user it runs as, keep it
# running, and stop it all on SIGINT or SIGTERM.  run.sh prepares and calls it.
. "$(dirname "$0")/common.sh"
. "$TOOL/cluster.sh"
. "$TOOL/supervise.sh"
. "$TOOL/emulate.sh"

export MODE=${MODE:-release}
VAR=${BELAY_VAR:?}
RUN=$(socket_folder "$VAR")
LOG=$VAR/log
BIN=$TREE/.build/$MODE/bin
ROUTES=$TREE/.build/$MODE/routes.tsv
[ -n "${BELAY_ENV_FILE:-}" ] || [ ! -e "$VAR/belay.env" ] ||
	export BELAY_ENV_FILE=$VAR/belay.env
DEMO=$(setting BELAY_DEMO 1)
HTTPS_PORT=$(setting BELAY_HTTPS_PORT 8443)
HTTP_PORT=$(setting BELAY_HTTP_PORT 8080)

prepare_folders() {
	local file
	umask 027
	mkdir -p "$VAR" "$LOG" "$VAR"/{media,mail,cache,tls,secrets,tmp} "$RUN"
	chmod 700 "$VAR/secrets" "$VAR/tls" "$RUN"
	[ -O "$RUN" ] || die "$RUN belongs to someone else"
	exec {lock}>"$VAR/lock"
	flock -n "$lock" || die "something already runs in $VAR"
	is_ours=1
	for file in "$LOG"/*.log; do
		[ ! -e "$file" ] || [ "$(stat -c %s "$file")" -lt 10000000 ] ||
			mv "$file" "$file.1"
	done
}

# A port that is taken makes nginx retry for seconds: say it at once.
check_ports() {
	local port name ports=("$HTTPS_PORT" "$HTTP_PORT")
	for name in $(emulated); do
		[ "$DEMO" = 1 ] || die "an emulated $name is for the demo only (BELAY_DEMO=1)"
		ports+=("$(emulator_port "$name")")
	done
	for port in "${ports[@]}"; do
		! (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null ||
			die "port $port is taken (BELAY_HTTPS_PORT, BELAY_HTTP_PORT)"
	done
}

make_secrets() {
	local key=$VAR/secrets/key
	[ -s "$key" ] || (umask 077 && openssl rand -hex 32 >"$key")
	BELAY_SECRET_KEY=$(setting BELAY_SECRET_KEY "$(cat "$key")")
	export BELAY_SECRET_KEY
	make_certificate "$VAR/tls"
}

export_settings() {
	export BELAY_VAR=$VAR BELAY_RUN=$RUN BELAY_LOG=$LOG BELAY_DEMO=$DEMO
	export BELAY_STATIC=$TREE/.build/static BELAY_ROUTES=$ROUTES HOME=$VAR
	BELAY_PUBLIC_URL=$(setting BELAY_PUBLIC_URL "https://localhost:$HTTPS_PORT")
	export BELAY_PUBLIC_URL BELAY_TEMPLATES=$TREE/templates
	export BELAY_STATIC_MANIFEST=$BELAY_STATIC/manifest.txt
	[ ! -d .build/catalogues ] ||
		export BELAY_CATALOGUES=$TREE/.build/catalogues
}

start_database() {
	local url
	url=$(setting DATABASE_URL '')
	if [ -n "$url" ]; then
		ADMIN=$url
		adopt_database "$url"
		return
	fi
	cluster_init "$VAR/pg" "$RUN"
	launch postgres
	cluster_wait "$RUN" "${pids[postgres]}" || fail_start postgres
	ADMIN="host=$RUN user=postgres dbname=belay"
	database_make "host=$RUN user=postgres" belay
	export BELAY_DATABASE="host=$RUN dbname=belay"
}

# A server of someone else's: our roles get one password of their own.
adopt_database() {
	local file=$VAR/secrets/database where mode=
	[ -s "$file" ] || (umask 077 && openssl rand -hex 24 >"$file")
	where=$(sql "$1" -At -c '\echo host=:HOST port=:PORT dbname=:DBNAME') ||
		die 'DATABASE_URL does not answer'
	[[ $1 =~ sslmode=([a-z-]+) ]] && mode=" sslmode=${BASH_REMATCH[1]}"
	sql "$1" -f sql/roles.sql >/dev/null
	sql "$1" -v "password=$(cat "$file")" >/dev/null <<-'SQL'
		SELECT format('ALTER ROLE %I PASSWORD %L', rolname, :'password')
		FROM pg_roles WHERE rolname LIKE 'belay\_%' AND rolcanlogin \gexec
	SQL
	BELAY_DATABASE="$where password=$(cat "$file")$mode"
	export BELAY_DATABASE
}

# make restore: into a database that is new.
restore_database() {
	[ -n "${BELAY_RESTORE:-}" ] || return 0
	say "Restoring $(basename "$BELAY_RESTORE")"
	"$TOOL/restore.sh" "$BELAY_RESTORE" "$ADMIN" || exit 1
}

fill_database() {
	database_fill "$ADMIN" >"$LOG/migrate.log" 2>&1 || fail_start migrate
	[ "$DEMO" != 1 ] || fill_demo
}

# The demo's people and, while they are written, their portraits.
fill_demo() {
	local drawing='' folder=$VAR/media/avatars
	if [ ! -e "$folder/.demo" ]; then
		mkdir -p "$folder"
		".build/$MODE/tool/portrait" sql/demo/portraits.tsv "$folder" \
			>"$LOG/portrait.log" 2>&1 &
		drawing=$!
	fi
	database_demo "$ADMIN" || die 'the demo data failed'
	has_demo || warn 'BELAY_DEMO=1, but people of its own are here: no demo data.'
	[ -z "$drawing" ] || wait "$drawing" || fail_start portrait
	touch "$folder/.demo"
}

# One command line per child; supervise.sh calls it.
child() {
	stop_signal=TERM
	stale=$RUN/$1.sock
	case $1 in
	postgres)
		argv=("$PG_BIN/postgres" -D "$VAR/pg")
		stop_signal=INT
		;;
	nginx)
		argv=(nginx -p "$VAR/nginx/" -c "$VAR/nginx/nginx.conf"
			-e "$LOG/nginx-error.log" -g 'daemon off;')
		stop_signal=QUIT
		stale=$RUN/internal.sock
		;;
	stripe | paypal) emulator_command "$1" ;;
	*)
		argv=("$BIN/$1")
		! grep -q "^$1	" "$ROUTES" ||
			argv+=(--socket "$RUN/$1.sock")
		;;
	esac
}

start_programs() {
	local program
	for program in "$BIN"/*; do
		launch "$(basename "$program")"
	done
	"$TOOL/site.sh" "$VAR/nginx"
	rm -f "$RUN/internal.sock"
	nginx -t -q -p "$VAR/nginx/" -c "$VAR/nginx/nginx.conf" \
		-e "$LOG/nginx-error.log" || die 'nginx refuses its configuration'
	launch nginx
}

is_ready() {
	curl -fsS -o /dev/null --max-time 5 --unix-socket "$RUN/internal.sock" \
		"http://$1/readyz" 2>/dev/null
}

wait_ready() {
	local program until=$((SECONDS + 120))
	for program in $(fastcgi_programs "$ROUTES"); do
		until is_ready "$program"; do
			revive
			[ "${fails[$program]:-0}" -lt 3 ] || fail_start "$program"
			[ "${fails[nginx]:-0}" -lt 3 ] || fail_start nginx
			[ "$SECONDS" -lt "$until" ] || fail_start "$program"
			rest 0.1
		done
	done
}

fail_start() {
	warn "$1 failed.  The end of $LOG/$1.log:"
	tail -n 15 "$LOG/$1.log" >&2
	exit 1
}

has_demo() {
	[ "$(sql "$ADMIN" -At -c \
		"SELECT count(*) FROM users WHERE email = 'mia@demo.belay.test'")" = 1 ]
}

greet() {
	if [ "$DEMO" = 1 ] && has_demo; then
		cat <<-'DEMO'

			Demo accounts (password of all: belay-demo-2026)
			  mia@demo.belay.test    member
			  milo@demo.belay.test   second member
			  noor@demo.belay.test   mentor
			  ines@demo.belay.test   interviewer
			  carl@demo.belay.test   concierge
			  cleo@demo.belay.test   creator
			  remy@demo.belay.test   recruiter
			  emil@demo.belay.test   employer
			  mona@demo.belay.test   moderator
			  adam@demo.belay.test   admin
			Mail goes to files in the folder mail of BELAY_VAR.

		DEMO
	else
		first_admin
	fi
	greet_emulators
	say "Belay is ready at https://localhost:$HTTPS_PORT"
}

# An empty platform needs its first admin: a link that works once.
first_admin() {
	local link status=0
	link=$("$TOOL/first_admin.sh" --quiet "$ADMIN") || status=$?
	case $status in
	0) say "Sign up as the first admin, once: $link" ;;
	3) ;; # there is one
	*) warn 'no link for a first admin could be made' ;;
	esac
}

"$TOOL/settings.sh" --check "${BELAY_ENV_FILE:-}" >&2 ||
	die 'the settings have mistakes'
prepare_folders
check_ports
say "Starting in $VAR"
start_database
restore_database
make_secrets
export_settings
fill_database
start_emulators
start_programs
wait_ready
greet
ready=1
watch_over
