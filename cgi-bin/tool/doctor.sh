#!/bin/bash
# doctor.sh: make doctor.  Says what is wrong with this machine, the build, and the
# copy that runs in BELAY_VAR or else the installed platform, and what to do.
. "$(dirname "$0")/common.sh"
. "$TOOL/cluster.sh"

MODE=${MODE:-release}
VAR=$(default_var)
RUN=$(socket_folder "$VAR")
[ -n "${BELAY_ENV_FILE:-}" ] || [ ! -e "$VAR/belay.env" ] ||
	BELAY_ENV_FILE=$VAR/belay.env
HTTPS_PORT=$(setting BELAY_HTTPS_PORT 8443)
HTTP_PORT=$(setting BELAY_HTTP_PORT 8080)
# What runs was told its port by its own environment.
running=$(sed -nE 's/.*listen \S+:([0-9]+) ssl.*/\1/p' \
	"$VAR/nginx/site.conf" 2>/dev/null | head -n 1) || true
wrong=0

# fine WHAT, bad WHAT WHAT-TO-DO
fine() {
	printf 'fine   %s\n' "$1"
}

bad() {
	printf 'WRONG  %s\n       -> %s\n' "$1" "$2"
	wrong=$((wrong + 1))
}

# examine WHAT WHAT-TO-DO COMMAND…
examine() {
	local what=$1 remedy=$2
	shift 2
	if "$@" >/dev/null 2>&1; then
		fine "$what"
	else
		bad "$what" "$remedy"
	fi
}

has_packages() {
	[ -z "$("$TOOL/packages.sh" --missing run)" ]
}

has_room() {
	local free
	free=$(df -Pk "$(dirname "$VAR")" | awk 'NR == 2 { print $4 }')
	[ "$free" -gt 1000000 ]
}

# 2025 brought new rules of several zones.
has_zones() {
	[[ $(head -n 1 /usr/share/zoneinfo/tzdata.zi) > '# version 2025' ]]
}

is_built() {
	[ -s ".build/$MODE/routes.tsv" ] && [ -s .build/static/manifest.txt ]
}

listens() {
	(exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null
}

# Lines of --status name a file and when it was applied.
has_migrations() {
	local status
	status=$(as_cluster "$(tree_of_run)/.build/$MODE/tool/migrate" --status "$1" \
		"$(tree_of_run)/sql/migrations") || return 1
	! grep -qv ' 20[0-9][0-9]-' <<<"$status"
}

tree_of_run() {
	if [ -n "$installed" ]; then
		printf '%s' "$installed"
	elif [ -d "$VAR/tree" ]; then
		printf '%s' "$VAR/tree"
	else
		printf '%s' "$TREE"
	fi
}

# Where what is installed lies, as its unit says.
installed_tree() {
	systemctl cat belay-migrate.service 2>/dev/null |
		sed -nE 's|^ExecStart=(.*)/cgi-bin/tool/migrate.sh$|\1|p'
}

# log_of NAME: what to read for a program.
log_of() {
	if [ -z "$installed" ]; then
		printf 'see %s/log/%s.log' "$VAR" "$1"
	elif [ "$1" = nginx-error ]; then
		printf 'see /var/log/nginx/error.log'
	else
		printf 'see journalctl -u "belay*@%s" -u "%s*"' "$1" "$1"
	fi
}

certificate_days() {
	openssl x509 -in "$1" -noout -checkend $((14 * 86400))
}

examine_machine() {
	examine 'packages' 'sudo make run installs them, or see what it prints' \
		has_packages
	examine 'disk space (1 GB)' "free some near $VAR" has_room
	examine 'time zone data of 2025 or later' 'apt-get install tzdata' has_zones
	examine 'build' 'make run builds' is_built
}

examine_settings() {
	local file=${BELAY_ENV_FILE:-}
	examine_payments
	[ -n "$file" ] || return 0
	if [ ! -r "$file" ]; then
		bad "settings in $file" 'the file cannot be read'
	elif is_built; then
		examine "settings in $file" \
			"$("$TOOL/settings.sh" --check "$file" 2>&1 | head -n 3)" \
			"$TOOL/settings.sh" --check "$file"
	fi
}

# has NAME: is it set?
has() {
	[ -n "$(setting "$1" '')" ]
}

# A payment provider has all it needs, or nothing of it.
has_stripe() {
	has STRIPE_WEBHOOK_SECRET
}

has_paypal() {
	has PAYPAL_CLIENT_ID && has PAYPAL_CLIENT_SECRET && has PAYPAL_WEBHOOK_ID
}

# Test keys take no money.
has_live_keys() {
	[ "$(setting BELAY_PRODUCTION 0)" != 1 ] ||
		[[ $(setting STRIPE_SECRET_KEY '') != ?k_test_* ]]
}

examine_payments() {
	if has STRIPE_SECRET_KEY; then
		examine 'Stripe: its events can be checked' \
			'set STRIPE_WEBHOOK_SECRET, the secret of its endpoint' has_stripe
		examine 'Stripe: the key takes real money' \
			'STRIPE_SECRET_KEY is one for tests' has_live_keys
	fi
	if has PAYPAL_CLIENT_ID || has PAYPAL_CLIENT_SECRET; then
		examine 'PayPal: all its settings are there' \
			'set PAYPAL_CLIENT_ID, PAYPAL_CLIENT_SECRET and PAYPAL_WEBHOOK_ID' \
			has_paypal
	fi
}

examine_idle() {
	local port
	printf 'It does not run in %s (BELAY_VAR names another place).\n' "$VAR"
	for port in "$HTTPS_PORT" "$HTTP_PORT"; do
		! listens "$port" || bad "port $port" \
			'something else uses it: choose another, or stop that'
	done
}

examine_database() {
	local conninfo=$ADMIN
	if ! admin_sql "$conninfo" -c 'SELECT 1' >/dev/null 2>&1; then
		bad 'database answers' "$(log_of postgres)"
		return
	fi
	fine 'database answers'
	examine 'migrations are applied' 'stop and start: make run applies them' \
		has_migrations "$conninfo"
	examine 'less than 80 connections' 'look for a program that leaks them' \
		test "$(admin_sql "$conninfo" -At -c \
		"SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend'")" \
		-lt 80
}

examine_programs() {
	local name answer
	for name in $(fastcgi_programs "$(tree_of_run)/.build/$MODE/routes.tsv"); do
		answer=$(curl -sS --max-time 5 --unix-socket "$RUN/internal.sock" \
			"http://$name/readyz" 2>&1) || true
		case $answer in
		*'"ready":true'*) fine "$name is ready" ;;
		*)
			answer=$(tr -s '[:space:]<>' ' ' <<<"$answer")
			bad "$name is ready" "${answer:0:120} ($(log_of "$name"))"
			;;
		esac
	done
	examine 'the site answers' "$(log_of nginx-error)" curl -sSk \
		--fail --max-time 5 "https://localhost:${running:-$HTTPS_PORT}/healthz"
	examine 'certificate is good for two weeks' \
		"remove $VAR/tls/cert.pem and start again, or renew yours" \
		certificate_days "$(setting BELAY_CERTIFICATE "$VAR/tls/cert.pem")"
	examine 'no sanitizer complaint in the logs' "grep Sanitizer $VAR/log/*" \
		sh -c '! grep -qs Sanitizer "$1"/log/*.log' sh "$VAR"
}

# What runs: one here, or the installed one.
installed=
CLUSTER_USER=$(id -un)
examine_machine
if runs_in "$VAR"; then
	ADMIN=$(setting DATABASE_URL "host=$RUN user=postgres dbname=belay")
	examine_settings
	say "It runs in $VAR."
	examine_database
	examine_programs
elif [ -e /etc/belay/belay.env ] && is_root; then
	find_installed
	RUN=/run/belay
	VAR=$(setting BELAY_VAR /var/lib/belay)
	HTTPS_PORT=$(setting BELAY_HTTPS_PORT 8443)
	running=
	installed=$(installed_tree)
	examine_settings
	say "It is installed in $installed."
	examine 'belay.target is active' 'systemctl enable --now belay.target' \
		systemctl is-active --quiet belay.target
	examine_database
	examine_programs
else
	examine_settings
	examine_idle
	[ ! -e /etc/belay/belay.env ] ||
		say 'It is installed too: run this as root to look at that.'
fi
if [ "$wrong" = 0 ]; then
	say 'Nothing is wrong.'
else
	say "$wrong things are wrong."
	exit 1
fi
