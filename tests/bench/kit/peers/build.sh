#!/bin/sh
# build.sh NAME FOLDER: copy a contestant's source there, make its templates
# from templates/, install what it needs from its registry, and build.
set -eu
src=$(cd "$(dirname "$0")" && pwd)
name=$1
to=$2
mkdir -p "$to"

gen() {
	python3 "$src/../gen.py" "$1" "$2"
}

install_packages() {
	npm install --no-audit --no-fund --loglevel=error >npm.log 2>&1
}

case $name in
c)
	make -s -C "$src/c-fcgi" B="$to"
	;;
fastify)
	cp "$src"/fastify/* "$src"/sql.mjs "$src"/data.mjs "$to"
	gen eta "$to/views"
	cd "$to"
	install_packages
	;;
next)
	cp -r "$src"/next/. "$to"
	mkdir -p "$to/lib"
	cp "$src"/sql.mjs "$src"/data.mjs "$to/lib"
	gen jsx "$to/lib"
	cd "$to"
	install_packages
	NEXT_TELEMETRY_DISABLED=1 NODE_ENV=production npx next build >build.log 2>&1
	rm -rf .next/standalone/.next/static
	cp -r .next/static .next/standalone/.next
	;;
sveltekit)
	cp -r "$src"/sveltekit/. "$to"
	mkdir -p "$to/src/lib/server"
	cp "$src"/sql.mjs "$src"/data.mjs "$to/src/lib/server"
	gen svelte "$to/gen"
	cp "$to/gen/w1.svelte" "$to/src/routes/mentors/+page.svelte"
	cp "$to/gen/w2.svelte" "$to/src/routes/dashboard/+page.svelte"
	cd "$to"
	install_packages
	npx vite build >build.log 2>&1
	;;
django)
	cp -r "$src"/django/. "$to"
	gen django "$to/templates"
	;;
esac
