#!/bin/bash
# shots.sh [PATTERN…]: make shots.  Pictures of every page (tests/support/pages.mjs)
# into var/shots, from the site that `make run` serves, with what axe finds on
# each.  PATTERN or P= : only paths that contain it.
. "$(dirname "$0")/common.sh"

URL=${URL:-https://localhost:$(setting BELAY_HTTPS_PORT 8443)}
FOLDER=$(realpath -m "${BELAY_VAR:-var}/shots")

curl -ksf -o /dev/null "$URL/healthz" ||
	die "nothing answers at $URL: start it by make run"
[ -d tests/node_modules/playwright-core ] ||
	(cd tests && npm ci --fetch-retries=1 --fetch-timeout=30000 \
		--no-audit --no-fund >/dev/null)
patterns=("$@")
[ $# -gt 0 ] || read -ra patterns <<<"${P:-}"
exec tests/node_modules/.bin/node tests/support/shots.mjs "$URL" "$FOLDER" \
	"${patterns[@]}"
