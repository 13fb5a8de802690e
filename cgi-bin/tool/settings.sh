#!/bin/bash
# settings.sh: every setting there is, with its default, as an env file.
# settings.sh --check [FILE]: are the settings of FILE and of the environment
# ones of these, and of the right shape?  Says what is not.
. "$(dirname "$0")/common.sh"

BIN=.build/${MODE:-release}/bin
# What the tools tell each other is no setting.
INTERNAL='BELAY_(RUN|LOG|STATIC|ROUTES|CACHE|ENV_FILE|RESTORE|WATCH|MAKE_PID|TEST_[A-Z]+)'

all() {
	local program
	cat cgi-bin/tool/settings.txt
	for program in "$BIN"/*; do
		printf '\n'
		"$program" --settings
	done
}

# Each name once: tables are shared by programs.
once() {
	awk -v RS= -v ORS='\n\n' '
		match($0, /(^|\n)#[A-Z][A-Z0-9_*]*=/) {
			name = substr($0, RSTART, RLENGTH)
			gsub(/[\n#=]/, "", name)
			if (!seen[name]++)
				print
		}'
}

# The shape stands above the name, in the words of lib/base/setting.c.
check() {
	awk -v file="$1" -v internal="^$INTERNAL\$" '
		function declare(name) {
			gsub(/\*/, "[A-Z0-9]+", name)
			shape["^" name "$"] = above
		}
		function shape_of(name,  pattern) {
			for (pattern in shape)
				if (name ~ pattern)
					return shape[pattern]
			return "unknown"
		}
		# Why the value is refused, or nothing.
		function mistake(name, value) {
			sub(/^"/, "", value)
			sub(/"$/, "", value)
			if (shape_of(name) == "unknown")
				return "is no setting"
			if (value == "")
				return ""
			if (shape_of(name) ~ /^# A whole/ && value !~ /^-?[0-9]+$/)
				return "is not a whole number"
			if (shape_of(name) ~ /^# 0 or 1/ && value !~ /^[01]$/)
				return "is neither 0 nor 1"
			if (shape_of(name) ~ /^# An address/ && value !~ /:\/\//)
				return "is not an address with its scheme"
			return ""
		}
		function judge(place, name, value,  why) {
			if ((why = mistake(name, value)) == "")
				return
			print place name " " why
			bad = 1
		}
		FNR == NR {
			if (match($0, /^#[A-Z][A-Z0-9_*]*=/))
				declare(substr($0, 2, RLENGTH - 2))
			above = $0
			next
		}
		/^[ \t]*(#|\r?$)/ { next }
		!/=/ {
			print file ":" FNR ": not NAME=value"
			bad = 1
			next
		}
		{
			at = index($0, "=")
			name = substr($0, 1, at - 1)
			sub(/^[ \t]+/, "", name)
			sub(/\r$/, "")
			judge(file ":" FNR ": ", name, substr($0, at + 1))
		}
		END {
			for (name in ENVIRON)
				if (shape_of(name) != "unknown")
					judge("environment: ", name, ENVIRON[name])
				else if (name ~ /^BELAY_/ && name !~ internal)
					print "environment: " name " is no setting; it does nothing"
			exit bad
		}' <(all) "${1:-/dev/null}"
}

case ${1:-} in
--check) check "${2:-}" ;;
*) all | once ;;
esac
