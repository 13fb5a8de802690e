#!/bin/bash
# bench.sh: make bench.  Belay beside other ways to build the same pages; see
# tests/bench/RESULTS.md.
exec "$(dirname "$0")/../../tests/bench/run.sh" --install "$@"
