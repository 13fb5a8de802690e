#!/bin/bash
# site.sh FOLDER: write nginx's configuration there, from the templates in
# nginx/, the settings and the routes of every program (BELAY_ROUTES).
. "$(dirname "$0")/common.sh"

CONF=$1
RUN=${BELAY_RUN:?}
VAR=${BELAY_VAR:?}
LOG=${BELAY_LOG:-$VAR/log}
STATIC=${BELAY_STATIC:?}
ROUTES=${BELAY_ROUTES:?}

HTTPS_PORT=$(setting BELAY_HTTPS_PORT 8443)
HTTP_PORT=$(setting BELAY_HTTP_PORT 8080)
BENCH_PORT=$(setting BELAY_BENCH_PORT 0)
FACTOR=$(setting BELAY_RATE_FACTOR 1)

# limits NAME DEFAULT: "120/m+60" to NAME_RATE and NAME_BURST, times the factor.
# nginx counts whole requests a minute: below one a minute is one a minute.
limits() {
	local value
	value=$(setting "BELAY_RATE_$1" "$2")
	[[ $value =~ ^([0-9]+)/([smh])\+([0-9]+)$ ]] ||
		die "BELAY_RATE_$1=$value is not of the form 120/m+60"
	local per=${BASH_REMATCH[2]} count=${BASH_REMATCH[1]}
	case $per in
	s) count=$((count * 60)) ;;
	h) count=$(((count + 59) / 60)) ;;
	esac
	count=$((count * FACTOR))
	declare -g "$1_RATE=$((count > 0 ? count : 1))r/m"
	declare -g "$1_BURST=$((BASH_REMATCH[3] * FACTOR))"
}

listen() {
	local address
	for address in $(setting BELAY_LISTEN "127.0.0.1$(has_ipv6 && echo ' [::1]')")
	do
		printf 'listen %s:%s%s; ' "$address" "$1" "$2"
	done
}

has_ipv6() {
	grep -q '^0*1 ' /proc/net/if_inet6 2>/dev/null
}

fill() {
	sed -e "s|@USER@|$USER_LINE|; s|@WORKERS@|$(setting BELAY_NGINX_WORKERS auto)|" \
		-e "s|@RUN@|$RUN|g; s|@VAR@|$VAR|g; s|@LOG@|$LOG|g; s|@CONF@|$CONF|g" \
		-e "s|@STATIC@|$STATIC|g; s|@CACHE@|${BELAY_CACHE:-$VAR/cache}|g; s|@BENCH@|$BENCH_LINE|" \
		-e "s|@LISTEN_HTTPS@|$(listen "$HTTPS_PORT" ' ssl http2')|" \
		-e "s|@LISTEN_HTTP@|$(listen "$HTTP_PORT" '')|" \
		-e "s|@HTTPS_SUFFIX@|$HTTPS_SUFFIX|g; s|@BENCH_PORT@|$BENCH_PORT|g" \
		-e "s|@SERVER_NAMES@|$(setting BELAY_SERVER_NAMES _)|g" \
		-e "s|@CERTIFICATE@|$(setting BELAY_CERTIFICATE "$VAR/tls/cert.pem")|" \
		-e "s|@CERTIFICATE_KEY@|$(setting BELAY_CERTIFICATE_KEY "$VAR/tls/key.pem")|" \
		-e "s|@CONNECTIONS@|$((256 * FACTOR < 65535 ? 256 * FACTOR : 65535))|; s|@KEEPALIVE_REQUESTS@|$((1000 * FACTOR))|" \
		-e "s|@PAGE_RATE@|$PAGE_RATE|; s|@WRITE_RATE@|$WRITE_RATE|" \
		-e "s|@SIGN_IN_RATE@|$SIGN_IN_RATE|; s|@MAIL_RATE@|$MAIL_RATE|" \
		-e "s|@UPLOAD_RATE@|$UPLOAD_RATE|; s|@PROVIDER_RATE@|$PROVIDER_RATE|" "nginx/$1" >"$CONF/$1"
}

generate() {
	local name file
	for name in $(fastcgi_programs "$ROUTES"); do
		printf 'upstream belay_%s {\n\tserver unix:%s/%s.sock;\n}\n' \
			"$name" "$RUN" "$name"
	done >"$CONF/upstreams.conf"
	for name in $(fastcgi_programs "$ROUTES"); do
		cat <<-SERVER
			server {
				listen unix:$RUN/internal.sock;
				server_name $name;
				access_log off;
				include $CONF/fastcgi.conf;
				location ~ ^/(healthz|readyz|metrics)\$ {
					fastcgi_pass belay_$name;
				}
				location / {
					return 404;
				}
			}
		SERVER
	done >"$CONF/internal.conf"
	awk -v conf="$CONF" -v front=account \
		-v bursts="page=$PAGE_BURST write=$WRITE_BURST sign_in=$SIGN_IN_BURST mail=$MAIL_BURST upload=$UPLOAD_BURST provider=$PROVIDER_BURST" \
		-f "$TOOL/locations.awk" "$ROUTES" >"$CONF/locations.conf"
	for file in "$STATIC"/root/*; do
		[ ! -f "$file" ] || printf 'location = /%s {\n\trewrite ^ /-/root$uri last;\n}\n' \
			"$(basename "$file")"
	done >>"$CONF/locations.conf"
}

[[ $FACTOR =~ ^[1-9][0-9]*$ ]] || die "BELAY_RATE_FACTOR=$FACTOR is no whole number"
limits PAGE 6000/m+600
limits WRITE 120/m+60
limits SIGN_IN 10/m+10
limits MAIL 20/h+10
limits UPLOAD 60/h+20
limits PROVIDER 30000/m+5000
HTTPS_SUFFIX=$([ "$HTTPS_PORT" = 443 ] || echo ":$HTTPS_PORT")
BENCH_LINE=$([ "$BENCH_PORT" = 0 ] || echo "include $CONF/bench.conf;")
USER_LINE=$(is_root && echo 'user root;' || true)
mkdir -p "$CONF/tmp"
for file in nginx.conf site.conf server.conf fastcgi.conf cached.conf bench.conf; do
	fill "$file"
done
generate
