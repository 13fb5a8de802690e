#!/bin/bash
# setting_names.sh SOURCES…: the names of every setting there is, as a C table:
# those of the `struct setting` tables in these files, and the tools' own
# (settings.txt).  Part of the build; lib/base/setting.c refuses other names.
. "$(dirname "$0")/common.sh"

{
	# A row's name may stand on the line before its type.
	cat "$@" | tr '\n\t' '  ' |
		grep -oE '\{ *"[A-Z][A-Z0-9_*]*", *SETTING_(TEXT|INT|BOOL|URL)\b' |
		cut -d '"' -f 2
	sed -nE 's/^#([A-Z][A-Z0-9_*]*)=.*/\1/p' cgi-bin/tool/settings.txt
} | sort -u | awk '
	BEGIN {
		print "/* Made by cgi-bin/tool/setting_names.sh. */"
		print "static const char *const setting_names[] = {"
	}
	{ print "\t\"" $0 "\"," }
	END { print "\tNULL,\n};" }'
