#!/bin/bash
# setup.sh: make setup.  Once per clone, for those who change the code.
. "$(dirname "$0")/common.sh"

"$TOOL/packages.sh" run dev test lint
git config core.hooksPath .githooks
say 'The packages are there; git runs the hooks in .githooks.'
