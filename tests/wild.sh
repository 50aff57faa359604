#!/bin/sh
# The files of wild/ do what VIOLATIONS.md says; what is accepted is written
# as TMX that validates, and reading that again gives the same bytes.
srcdir=${srcdir:-.}
wild=$srcdir/tests/wild
tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT
faults=0

fault() {
	echo "$*"
	faults=$((faults + 1))
}

validate() {	# FILE
	[ -n "$xmllint" ] || return 0
	"$xmllint" --nonet --noout --relaxng "$srcdir/tmx/tmx14.rng" "$1" \
	    2>"$tmp/invalid" || fault "$2: $(cat "$tmp/invalid")"
}

round_trip() {	# FILE
	tests/units -qx "$1" >"$tmp/1.tmx" || fault "$1: not written"
	validate "$tmp/1.tmx" "$1"
	tests/units -qx "$tmp/1.tmx" | cmp -s - "$tmp/1.tmx" ||
	    fault "$1: reading the TMX of it gives another"
	tests/units -qx1 "$1" >"$tmp/old.tmx" || fault "$1: no TMX 1.1"
	tests/units -qx "$tmp/old.tmx" | cmp -s - "$tmp/1.tmx" ||
	    fault "$1: TMX 1.1 and 1.4 differ"
}

xmllint=$(command -v xmllint)
sed -n 's/ *| */	/g; s/^	\([^	]*\.t[ms][xv]\)	/\1	/p' \
    "$wild/VIOLATIONS.md" | cut -f 1,4- >"$tmp/rows"
[ -s "$tmp/rows" ] || fault "no rows in VIOLATIONS.md"
while IFS='	' read -r file want; do
	want=$(printf '%s' "$want" | sed 's/	*$//')
	got=$(tests/units -q "$wild/$file" 2>/dev/null | cut -f 2-)
	[ "$got" = "$want" ] || fault "$file: $got; want: $want"
	[ "$want" = refused ] || round_trip "$wild/$file"
done <"$tmp/rows"
for path in "$wild"/*.t??; do
	grep -q "^${path##*/}	" "$tmp/rows" ||
	    fault "${path##*/} has no row in VIOLATIONS.md"
done
exit $((faults > 0))
