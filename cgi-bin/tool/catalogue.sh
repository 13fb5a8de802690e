#!/bin/bash
# catalogue.sh PROGRAM FOLDER: make catalogue.  Write FOLDER/belay.pot, all that
# the interface says, by PROGRAM (catalogue.c), and bring each translation
# beside it up to that: new words are empty, what nobody says any more is left
# at the end as a comment.
. "$(dirname "$0")/common.sh"

program=$1
folder=$2
find templates cgi-bin \( -name '*.mustache' -o -name '*.[ch]' \
	-o -path 'templates/_words/*.txt' \) \
	-not -path 'cgi-bin/tool/*' | sort | xargs "$program" >"$folder/belay.pot.new"
mv "$folder/belay.pot.new" "$folder/belay.pot"
for translation in "$folder"/*.po; do
	[ ! -e "$translation" ] || msgmerge --quiet --update --backup=none \
		--no-fuzzy-matching --no-wrap "$translation" "$folder/belay.pot"
done
