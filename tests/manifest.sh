#!/bin/sh
# The shared set of TMX files does what its MANIFEST.md says, where the set
# is there: reads as many units, refuses, rejects, and is fast about it.
srcdir=${srcdir:-.}
set=$srcdir/../shared/data/tmx
[ -f "$set/MANIFEST.md" ] || exit 77
tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT

awk -F ' *[|] *' '$2 ~ /[.](tmx|TMX|gz)$/ { print $2 "\t" $3 "\t" $4 }' \
    "$set/MANIFEST.md" >"$tmp/rows"
cut -f 1 "$tmp/rows" | (
	ulimit -t 10
	while read -r file; do
		tests/units -q "$set/$file" 2>/dev/null | cut -f 2-
	done
) >"$tmp/got"

# FILE UNITS VERDICT READ ACCEPTED SKIPPED REJECTED (or "refused")
paste "$tmp/rows" "$tmp/got" | awk -F '\t' '
function fault(what) {
	print $1 ": " what ": " $0
	faults++
}
$4 == "refused" {
	if ($3 !~ /reject/)
		fault("refused")
	next
}
$3 !~ /accept/ { fault("accepted"); next }
$4 != $2 { fault("number of units") }
$4 != $5 + $6 + $7 { fault("sum") }
match($3, /accept [0-9]+, skip [0-9]+/) {
	split(substr($3, RSTART, RLENGTH), n, /[^0-9]+/)
	if ($5 != n[2] || $6 + $7 != n[3])
		fault("left out")
	next
}
$1 ~ /^good/ && $7 > 0 { fault("rejected") }
$3 == "accept" && $6 > 0 && $1 !~ /po2tmx/ { fault("skipped") }
END {
	print NR " files, " faults + 0 " faults"
	exit faults > 0 || NR < 100
}'
