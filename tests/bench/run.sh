#!/bin/bash
# run.sh [OPTION…]: Belay beside the kit's contestants, in one run, on a private
# PostgreSQL and nginx.  Options are those of kit/bench.py, such as --rounds 7
# or --only belay,c-libfcgi; --install first fetches what the contestants need
# (Debian 12; everything else is private, and npm's packages are local).
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)

if [ "${1:-}" = --install ]; then
	shift
	"$here/../../cgi-bin/tool/packages.sh" run dev test
	apt-get install -y --no-install-recommends wrk npm python3-django gunicorn \
		python3-psycopg2
fi
exec python3 "$here/kit/bench.py" --with "$here/belay.py" "$@"
