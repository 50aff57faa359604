#!/bin/sh
# beside.sh [UNITS]: lookups in a memory of UNITS while as many are imported.
# Fails when a lookup does, or when p99 of their CPU time is more than three
# times that of an idle memory.
units=${1:-200000}
here=$PWD
. "$(dirname "$0")/invent.sh"
work=$(mktemp -d) || exit 99
trap 'rm -rf "$work"' EXIT
trap 'exit 99' HUP INT TERM
unset WIRETM_MEMORY

cd "$work" || exit 99
invent 1 "$units" > there.tsv
invent 2 "$units" > new.tsv
"$here/wiretm" -d memory -q import there.tsv || exit 1
"$here/tests/beside" memory "$here/wiretm" -d memory -q import new.tsv
