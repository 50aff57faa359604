#!/bin/sh
# cases.sh [--accept] [COMMAND/NAME...]
#
# Runs the cases: a case is a folder tests/cases/COMMAND/NAME.d with
#	args		the arguments of wiretm, one a line; or
#	cmd		a shell script that calls wiretm
#	stdin		standard input, else empty
#	memory.tsv	(or .tmx) imported into a fresh memory first
#	only-if		a shell condition; when it fails the case is skipped
#			(FAST is set in "make check-fast")
#	expected.out, expected.err, status	what must come; else nothing, 0
# and any other files it needs.  It runs in a fresh copy of the folder, with
# the memory "memory", a home of its own, and a fixed locale and time zone.
# --accept writes what came as what must come: then read the diff.
accept=
[ "$1" != --accept ] || { accept=yes; shift; }
cases=$(cd "${srcdir:-.}/tests/cases" && pwd) || exit 1
program=$(pwd)/wiretm
# in memory where that is possible: a fresh database syncs often
[ -n "$TMPDIR" ] || [ ! -w /dev/shm ] || TMPDIR=/dev/shm
export TMPDIR="${TMPDIR:-/tmp}"
tmp=$(mktemp -d) || exit 1
tmp=$(cd "$tmp" && pwd -P)
trap 'chmod -R u+rwx "$tmp"; rm -rf "$tmp"' EXIT
trap 'exit 1' HUP INT TERM

[ -x "$program" ] || { echo "there is no $program"; exit 1; }
mkdir "$tmp/bin"
ln -s "$program" "$tmp/bin/wiretm"
PATH=$tmp/bin:$PATH
LC_ALL=C
TZ=UTC0
WIRETM_MEMORY=memory
export PATH LC_ALL TZ WIRETM_MEMORY
unset XDG_CONFIG_HOME XDG_DATA_HOME NO_COLOR COLUMNS TERM
umask 022

# Run the case in this folder; the results are ../out, ../err, ../status.
run() {
	for m in memory.tsv memory.tmx; do
		[ ! -f $m ] || wiretm -q import $m >&2 || return
	done
	[ -f stdin ] || : >stdin
	if [ -f cmd ]; then
		sh ./cmd <stdin
		return
	fi
	set --
	while IFS= read -r arg; do
		set -- "$@" "$arg"
	done <args
	wiretm "$@" <stdin
}

# What must come is in the case $1, what came in the folder $2.
compare() {
	for f in out err; do
		want=$1/expected.$f
		[ -f "$want" ] || want=/dev/null
		cmp -s "$want" "$2/$f" ||
		    diff -u "$want" "$2/$f" | sed "s|$2/||; s|$cases/||"
	done
	want=0
	[ ! -f "$1/status" ] || read -r want <"$1/status"
	read -r got <"$2/status"
	[ "$got" = "$want" ] || echo "exit status $got; $want was expected"
}

write_expected() {
	for f in out err; do
		rm -f "$1/expected.$f"
		[ ! -s "$2/$f" ] || cp "$2/$f" "$1/expected.$f"
	done
	read -r got <"$2/status"
	rm -f "$1/status"
	[ "$got" = 0 ] || echo "$got" >"$1/status"
}

n=0
failed=0
skipped=0
for case in "$cases"/*/*.d; do
	name=${case#"$cases"/}
	name=${name%.d}
	if [ $# -gt 0 ]; then
		case " $* " in
		*" $name "*) ;;
		*) continue ;;
		esac
	fi
	n=$((n + 1))
	at=$tmp/$n
	HOME=$at/home
	export HOME
	mkdir "$at" "$HOME"
	cp -R "$case" "$at/run"
	chmod -R u+w "$at/run"
	cd "$at/run" || exit 1
	rm -f expected.out expected.err status
	if [ -f only-if ] && ! sh ./only-if; then
		skipped=$((skipped + 1))
		continue
	fi
	(run) >../out 2>../err
	echo $? >../status
	cd "$at" || exit 1
	rm -rf run
	if [ -n "$accept" ]; then
		write_expected "$case" "$at"
		continue
	fi
	faults=$(compare "$case" "$at")
	[ -n "$faults" ] || continue
	failed=$((failed + 1))
	printf '%s\n%s\n\n' "FAILED $name" "$faults"
done
echo "$n cases: $failed failed, $skipped skipped"
[ "$failed" -eq 0 ]
