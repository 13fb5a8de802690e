#!/bin/bash
# test-fast.sh: make test-fast.  Unit and SQL tests, for after every change.
FAST=1 exec "$(dirname "$0")/test.sh" unit sql
