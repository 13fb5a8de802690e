#!/bin/bash
# lint.sh [CHECK…]: make lint.  Format, static analysis and the house's own
# rules.  The slow analysers look at what changed since main; ALL=1 at all.
. "$(dirname "$0")/common.sh"

export MODE=dev
CHECKS=("$@")
[ $# -gt 0 ] || CHECKS=(format shell layers sql texts routes cppcheck tidy)

# Files git knows or could know, that are there.
sources() {
	git ls-files -co --exclude-standard -- "$@" | while IFS= read -r file; do
		[ ! -e "$file" ] || printf '%s\n' "$file"
	done
}

# The C files the slow analysers look at.
changed() {
	local base
	base=$(git merge-base HEAD origin/main 2>/dev/null ||
		git merge-base HEAD main 2>/dev/null || true)
	if [ -n "${ALL:-}" ] || [ -z "$base" ]; then
		sources 'cgi-bin/*.c'
	else
		{
			git diff --name-only --diff-filter=d "$base" -- 'cgi-bin/*.c'
			git ls-files -o --exclude-standard -- 'cgi-bin/*.c'
		} | sort -u
	fi
}

# grep for a rule: prints FILE:LINE: words, finds nothing in silence.
breaks() {
	local words=$1 pattern=$2
	shift 2
	[ $# -gt 0 ] || return 0
	grep -nHPs -- "$pattern" "$@" |
		sed -E "s|^([^:]*:[0-9]+):.*|\1: $words|" || true
}

# --- checks: each prints what is wrong ------------------------------------------
check_format() {
	local file
	while IFS= read -r file; do
		clang-format "$file" | cmp -s "$file" - ||
			say "$file: not formatted (make format)"
	done < <(sources '*.c' '*.h')
}

check_shell() {
	# Called by name, words in quotes for other programs, "a && b || c" by intent.
	sources '*.sh' .ci/run .githooks | xargs shellcheck -x -P cgi-bin/tool \
		-f gcc -e SC2317,SC2016,SC2015 || true
}

# Which folder of the library may include which: only those before it.
check_layers() {
	local files
	mapfile -t files < <(sources 'cgi-bin/*.c' 'cgi-bin/*.h')
	awk '
		BEGIN {
			split("base db form view http auth job net domain journey app", names)
			split("0 1 1 1 2 3 4 4 5 6 7", ranks)
			for (i in names)
				rank[names[i]] = ranks[i]
		}
		!/^#include/ { next }
		function refuse(words) { print FILENAME ":" FNR ": " words }
		{
			n = split(FILENAME, at, "/")
			in_lib = at[2] == "lib"
			here = in_lib ? at[3] : at[2]
			if (here == "tool")
				next
			if (/<libpq|<postgres/ && here != "db")
				refuse("only lib/db includes libpq")
			if (/<fcgi/ && here != "http")
				refuse("only lib/http includes libfcgi")
			if (/<curl/ && here != "net")
				refuse("only lib/net includes libcurl")
			if (!match($0, /"[^"]*"/))
				next
			path = substr($0, RSTART + 1, RLENGTH - 2)
			sub(/^gen\//, "", path)
			if (split(path, to, "/") < 2)
				refuse("an include names its folder")
			else if (to[1] != "lib" && to[1] != here)
				refuse("a feature includes no other feature")
			else if (to[1] == "lib" && in_lib && to[2] != here &&
			    rank[to[2]] >= rank[here])
				refuse("lib/" here " lies not above lib/" to[2])
		}' "${files[@]}"
}

check_sql() {
	local c sql
	mapfile -t c < <(sources 'cgi-bin/*.c' | grep -vE '^cgi-bin/(tool|lib/db)/')
	mapfile -t sql < <(sources 'cgi-bin/*.sql' 'sql/*.sql')
	breaks 'SQL stands in .sql files' \
		'"\s*(SELECT|INSERT INTO|UPDATE \w+ SET|DELETE FROM|WITH \w+ AS)\b' "${c[@]}"
	# app_now() is the only clock (the demo has its own); a line may say why not.
	awk '
		FNR == 1 { clock = 0 }
		/FUNCTION app_now\(/ { clock = 4 }
		clock > 0 { clock--; next }
		/^[ \t]*--/ { next }
		tolower($0) ~ /(^|[^a-z_.])(now|clock_timestamp|statement_timestamp|transaction_timestamp)\(|current_date|current_timestamp|localtimestamp/ &&
		    !/-- real clock/ {
			print FILENAME ":" FNR ": the clock is app_now() (or say: -- real clock: why)"
		}' "${sql[@]}"
}

check_texts() {
	local templates c tests
	# Mail programs know nothing but inline style.
	mapfile -t templates < <(sources 'templates/*.mustache' |
		grep -v '^templates/_mail/')
	mapfile -t c < <(sources 'cgi-bin/*.c' 'cgi-bin/*.h')
	mapfile -t tests < <(sources 'tests/*.mjs' 'tests/*.js' 'tests/*.c')
	breaks 'no inline style or script: the policy refuses it' \
		'\sstyle=|<style|\son[a-z]+=|<script(?![^>]*\ssrc=)' "${templates[@]}"
	breaks 'no marks for later: an issue instead' \
		'\b(TODO|FIXME|HACK)\b' "${templates[@]}" "${c[@]}" "${tests[@]}"
	breaks 'no test is skipped or alone' \
		'\b(test|it|describe|suite|t)\.(skip|only|todo)\b|\{\s*(skip|only|todo)\b' \
		"${tests[@]}"
	wc -l "${c[@]}" | awk '$2 != "total" && $1 > 500 {
		print $2 ": " $1 " lines, 500 are the limit" }'
}

# Every route stands in a test of the http or browser layer, as it is or
# under /api, with anything for its :names.
check_routes() {
	local mentioned=.build/mentioned
	build all routes >/dev/null
	mkdir -p .build
	find tests/http tests/browser -type f -name '*js' -exec cat {} + \
		2>/dev/null >"$mentioned" || true
	cut -f 1,2,3 ".build/$MODE/routes.tsv" | sort -u -k 1,1 -k 3,3 |
		while IFS=$'\t' read -r name method path; do
			grep -qE "[\"'\`}](/api)?$(sed -E 's/[.]/\\./g; s/:[^/]+/[^\/]+/g' \
				<<<"$path")([\"'\`?#]|$)" "$mentioned" ||
				say "$name: $method $path stands in no test"
		done
}

check_cppcheck() {
	local files
	mapfile -t files < <(changed)
	[ ${#files[@]} -gt 0 ] || return 0
	mkdir -p .build/cppcheck
	cppcheck -q -j "$JOBS" --std=c11 --cppcheck-build-dir=.build/cppcheck \
		--enable=warning,portability,performance --inline-suppr \
		--suppress=missingInclude --suppress=unknownMacro \
		--suppress=unmatchedSuppression -Icgi-bin -I.build -D_GNU_SOURCE \
		--template='{file}:{line}: {message} ({id})' "${files[@]}" 2>&1
}

check_tidy() {
	local files flags
	mapfile -t files < <(changed)
	[ ${#files[@]} -gt 0 ] || return 0
	build headers >/dev/null
	read -ra flags < <(make -s MODE="$MODE" clang-flags)
	# One file each: the analyser of the second remembers the first one's types.
	printf '%s\0' "${files[@]}" | xargs -0 -n 1 -P "$JOBS" sh -c '
		flags=$1
		shift
		clang-tidy --quiet --warnings-as-errors="*" "$@" -- $flags' \
		tidy "${flags[*]}" 2>/dev/null |
		sed -nE "s|^$TREE/||; /: (error|warning): /p" | sort -u
}

"$TOOL/packages.sh" lint
failed=0
for check in "${CHECKS[@]}"; do
	began=$SECONDS
	words=$("check_$check") || words=${words:-"$check ended early"}
	[ -z "$words" ] || printf '%s\n' "$words"
	printf '%-9s %s (%d s)\n' "$check" "$([ -z "$words" ] && echo fine || echo FAILED)" \
		$((SECONDS - began))
	[ -z "$words" ] || failed=1
done
exit "$failed"
