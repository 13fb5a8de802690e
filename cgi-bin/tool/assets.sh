#!/bin/bash
# assets.sh: static/ -> .build/static
#   files/       named by content, compressed beside: css/belay.1a2b3c4d5e.css;
#                scripts import each other by name, so js/ is named as a whole
#   root/        from static/root: fixed names, served at the site's root
#   error/       pages for nginx's own errors, and their JSON twins
#   manifest.txt lines "css/belay.css /static/css/belay.1a2b3c4d5e.css"
. "$(dirname "$0")/common.sh"

OUT=.build/static
NEW=.build/static.new
LAYERS=(tokens base layout components utilities)

digest() {
	sort -z | xargs -0 cat | sha256sum | cut -c 1-10
}

# place NAME FILE: FILE under its hashed name, and a line in the manifest.
place() {
	local hashed
	hashed=${1%.*}.$(printf '%s\0' "$2" | digest).${1##*.}
	mkdir -p "$NEW/files/$(dirname "$1")"
	cp "$2" "$NEW/files/$hashed"
	printf '%s /static/%s\n' "$1" "$hashed" >>"$NEW/manifest.txt"
}

# files_of FOLDER: names below it, NUL-terminated.
files_of() {
	[ ! -d "$1" ] || (cd "$1" && find . -type f -printf '%P\0' | sort -z)
}

place_files() {
	local name
	files_of static | while IFS= read -rd '' name; do
		case $name in
		css/* | js/* | root/* | error/* | *LICENSE* | *.md) ;;
		*) place "$name" "static/$name" ;;
		esac
	done
}

# The five layers make one file; addresses in it become the hashed ones.
place_styles() {
	local layer sheet name
	[ -d static/css ] || return 0
	awk '{ print "s|\\.\\./" $1 "|" $2 "|g" }' "$NEW/manifest.txt" >"$NEW/links"
	mkdir -p "$NEW/css"
	{
		printf '@layer %s;\n' "$(IFS=, && echo "${LAYERS[*]}")"
		for layer in "${LAYERS[@]}"; do
			[ ! -e "static/css/$layer.css" ] ||
				grep -v '^@import' "static/css/$layer.css"
		done
	} >"$NEW/css/belay.css"
	for sheet in static/css/*.css; do
		name=$(basename "$sheet" .css)
		case " belay ${LAYERS[*]} " in
		*" $name "*) ;;
		*) cp "$sheet" "$NEW/css/$name.css" ;;
		esac
	done
	for sheet in "$NEW"/css/*.css; do
		sed -i -f "$NEW/links" "$sheet"
		place "css/$(basename "$sheet")" "$sheet"
	done
	rm -r "$NEW/css" "$NEW/links"
}

place_scripts() {
	local name hash
	[ -d static/js ] || return 0
	hash=$(find static/js -type f -print0 | digest)
	mkdir -p "$NEW/files/js"
	cp -r static/js "$NEW/files/js/$hash"
	files_of static/js | while IFS= read -rd '' name; do
		printf 'js/%s /static/js/%s/%s\n' "$name" "$hash" "$name"
	done >>"$NEW/manifest.txt"
}

place_root() {
	[ ! -d static/root ] || cp -r static/root "$NEW/root"
	mkdir -p "$NEW/root"
}

# error_page STATUS TITLE DETAIL: static/error/page.html with these words.
error_page() {
	sed -f "$NEW/links" -e "s|{{status}}|$1|" -e "s|{{title}}|$2|g" \
		-e "s|{{detail}}|$3|" static/error/page.html
}

# What nginx itself answers, as a page and as JSON; and the page that a browser
# without a network shows.
place_errors() {
	local status title detail
	awk '{ print "s|{{asset[.]" $1 "}}|" $2 "|g" }' "$NEW/manifest.txt" \
		>"$NEW/links"
	mkdir -p "$NEW/error"
	while IFS='|' read -r status title detail; do
		error_page "$status" "$title" "$detail" >"$NEW/error/$status.html"
		printf '{"type":"about:blank","title":"%s","status":%s,"detail":"%s"}\n' \
			"$title" "$status" "$detail" >"$NEW/error/$status.json"
	done <<-'ERRORS'
		400|Bad request|The request could not be understood. Go back and try again.
		403|Not allowed|This address is not open to you.
		404|Not found|There is nothing at this address. It was moved, removed, or mistyped.
		405|Method not allowed|This address does not take that method.
		408|The request took too long|It did not arrive in time. Check the connection and send it again.
		413|Too large|That is more than this address takes. Send a smaller file or shorter words.
		414|Address too long|The address is longer than 8 KB. Shorten what you search for.
		429|Too many requests|Wait a little, then try again. Nothing was changed.
		431|Headers too large|The request's headers or cookies are too large. Delete this site's cookies and sign in again.
		500|Something went wrong here|It was our side. What you sent may not have been saved: look before you send it again.
		502|Not available for a moment|This part of the site is restarting. Try again in a few seconds.
		503|Not available for a moment|This part of the site is restarting. Try again in a few seconds.
		504|No answer in time|This part of the site did not answer. Look whether it was done before you try again.
	ERRORS
	error_page '' 'You are offline' \
		'This page needs a connection. It opens again when you have one.' \
		>"$NEW/root/offline.html"
	rm "$NEW/links"
}

compress() {
	find "$NEW/files" -type f \( -name '*.css' -o -name '*.js' -o -name '*.svg' \
		-o -name '*.json' -o -name '*.txt' -o -name '*.mjs' -o -name '*.wasm' \) \
		-print0 >"$NEW/list"
	xargs -0r gzip -9 -n -k <"$NEW/list"
	xargs -0r brotli -q 11 -k <"$NEW/list"
	rm "$NEW/list"
}

rm -rf "$NEW"
mkdir -p "$NEW/files"
: >"$NEW/manifest.txt"
place_files
place_styles
place_scripts
place_root
place_errors
compress
rm -rf "$OUT"
mv "$NEW" "$OUT"
