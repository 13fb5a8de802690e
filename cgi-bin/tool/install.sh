#!/bin/bash
# install.sh: make install [DESTDIR=] [PREFIX=/usr/local].  For production: see
# systemd/README.md.  Starts nothing; may be run again to upgrade.
. "$(dirname "$0")/common.sh"

export MODE=release
DESTDIR=${DESTDIR:-}
PREFIX=${PREFIX:-/usr/local}
LIB=$PREFIX/lib/belay
UNITS=$DESTDIR$PREFIX/lib/systemd/system
ENV_FILE=/etc/belay/belay.env

install_tree() {
	copy_tree "$DESTDIR$LIB.new"
	rm -rf "$DESTDIR$LIB.old"
	[ ! -e "$DESTDIR$LIB" ] || mv "$DESTDIR$LIB" "$DESTDIR$LIB.old"
	mv "$DESTDIR$LIB.new" "$DESTDIR$LIB"
	rm -rf "$DESTDIR$LIB.old"
}

# Sockets and services of every program, for the target.
unit_names() {
	local program
	for program in ".build/$MODE/bin"/*; do
		program=$(basename "$program")
		if grep -q "^$program	" ".build/$MODE/routes.tsv"; then
			printf 'belay@%s.socket belay@%s.service ' "$program" "$program"
		else
			printf 'belay-daemon@%s.service ' "$program"
		fi
	done
}

install_units() {
	local from=cgi-bin/tool/systemd unit
	mkdir -p "$UNITS"
	for unit in "$from"/belay*; do
		sed -e "/@COMMON@/{r $from/common
			d}" -e "s|@UNITS@|$(unit_names)|" "$unit" |
			sed "s|@LIB@|$LIB|g" >"$UNITS/$(basename "$unit")"
	done
	mkdir -p "$DESTDIR$PREFIX/lib/tmpfiles.d"
	cp "$from/tmpfiles.conf" "$DESTDIR$PREFIX/lib/tmpfiles.d/belay.conf"
}

install_settings() {
	local to=$DESTDIR$ENV_FILE
	install -d -m 755 "$(dirname "$to")"
	[ ! -e "$to" ] || to=$to.new
	{
		printf '# Settings of Belay: take a # away to set one.\n\n'
		printf 'BELAY_VAR=/var/lib/belay\n'
		printf 'BELAY_DATABASE=host=/run/postgresql dbname=belay\n\n'
		"$TOOL/settings.sh"
	} >"$to"
	chmod 640 "$to"
}

# On the machine itself: the user, the folders, and nginx's part.
install_here() {
	ensure_user
	chgrp "$BELAY_USER" "$ENV_FILE"
	usermod -a -G "$BELAY_USER" postgres 2>/dev/null || true
	# nginx hands uploads out: what is made there is of its group.
	install -d -o "$BELAY_USER" -g www-data -m 2750 /var/lib/belay \
		/var/lib/belay/media
	chgrp -R www-data /var/lib/belay/media
	chmod -R g+rX /var/lib/belay/media
	find /var/lib/belay/media -type d -exec chmod g+s {} +
	install -d -o "$BELAY_USER" -g "$BELAY_USER" -m 750 /var/lib/belay/mail \
		/var/lib/belay/tmp
	install -d -m 755 /run/belay /var/lib/belay/acme
	install -d -m 700 /var/lib/belay/tls
	make_certificate /var/lib/belay/tls
	export BELAY_ENV_FILE=$ENV_FILE
	"$LIB/cgi-bin/tool/settings.sh" --check "$ENV_FILE" ||
		die "$ENV_FILE has mistakes"
	[ -d /etc/nginx/conf.d ] || return 0
	BELAY_RUN=/run/belay BELAY_VAR=/var/lib/belay BELAY_LOG=/var/log/nginx \
		BELAY_CACHE=/var/cache/belay BELAY_STATIC=$LIB/.build/static \
		BELAY_ROUTES=$LIB/.build/$MODE/routes.tsv \
		"$LIB/cgi-bin/tool/site.sh" /etc/nginx/belay
	ln -sf /etc/nginx/belay/site.conf /etc/nginx/conf.d/belay.conf
}

[ -n "$DESTDIR" ] || is_root || die 'run it as root, or with DESTDIR'
[ -n "$DESTDIR" ] || "$TOOL/packages.sh" run
build all assets routes
install_tree
install_units
install_settings
[ -n "$DESTDIR" ] || install_here
say "Installed in $DESTDIR$LIB.  What comes next: cgi-bin/tool/systemd/README.md"
