#!/bin/bash
# settings.sh: every setting there is, with its default, as an env file.
# settings.sh FILE: does FILE set only these?  Says which lines do not.
. "$(dirname "$0")/common.sh"

BIN=.build/${MODE:-release}/bin

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

if [ $# = 0 ]; then
	all | once
	exit
fi
awk -v file="$1" '
	NR == FNR {
		if (match($0, /^#[A-Z][A-Z0-9_]*=/))
			known[substr($0, 2, RLENGTH - 2)] = 1
		next
	}
	/^[ \t]*(#|$)/ { next }
	{
		name = $0
		sub(/=.*/, "", name)
		# One setting per program, and providers by their names.
		if (!(name in known) && name !~ /^BELAY_PROCESSES_[A-Z]+$/ &&
		    name !~ /^OIDC_[A-Z0-9]+_(ISSUER|CLIENT_ID|CLIENT_SECRET)$/) {
			print file ":" FNR ": there is no setting " name
			bad = 1
		}
	}
	END { exit bad }' <(all) "$1"
