#!/bin/sh
# recall.sh [UNITS [QUERIES [OPERATIONS [KILLS [FILE.tsv]]]]]
#
# The index finds what a scan of all units finds: after an import; after adds,
# edits and deletes at random; after the file was imported again; and after
# imports and changes were killed.  The memory is sound after each death.
# Units are invented, or the first of a file.
units=${1:-3000}
queries=${2:-60}
operations=${3:-3000}
kills=${4:-2}
file=$5
here=$PWD
. "$(dirname "$0")/invent.sh"
work=$(mktemp -d) || exit 99
ASAN_OPTIONS=$ASAN_OPTIONS:detect_leaks=0
export ASAN_OPTIONS
unset WIRETM_MEMORY
trap 'rm -rf "$work"' EXIT
trap 'exit 99' HUP INT TERM
case $file in
''|/*)	;;
*)	file=$here/$file ;;
esac
cd "$work" || exit 99

wiretm() {
	"$here/wiretm" -d memory -q "$@"
}

# compare SEED WHEN
compare() {
	echo "$2:"
	"$here/tests/recall" -q "$queries" -f 3 -s "$1" memory || exit 1
}

# Killed after a moment, which is longer each time.
killed() {
	"$@" 2>/dev/null &
	pid=$!
	sleep "$(awk -v k="$k" -v n="$kills" -v units="$units" \
	    'BEGIN { print (k + .5) / n * units / 40000 }')"
	kill -9 $pid 2>/dev/null
	wait $pid 2>/dev/null
	"$here/wiretm" -d memory verify || exit 1
}

if [ -n "$file" ]; then
	head -n "$units" "$file" > there.tsv
else
	invent 1 "$units" > there.tsv
fi
invent 2 "$units" > new.tsv
wiretm import there.tsv || exit 1
compare 1 "after an import"
"$here/tests/recall" -o "$operations" -s 2 memory || exit 1
compare 2 "after $operations adds, edits and deletes"
wiretm import there.tsv || exit 1
compare 3 "after the file was imported again"
k=0
while [ "$k" -lt "$kills" ]; do
	killed "$here/wiretm" -d memory -q import new.tsv
	killed "$here/tests/recall" -o 1000000 -s "$k" memory
	k=$((k + 1))
done
compare 4 "after $((2 * kills)) deaths"
