#!/bin/sh
# test-crash.sh [SECONDS [SEED]]: kill -9 loses nothing.
#
# First an import is killed at random moments; then several processes import,
# add, delete, look up and export while a random one of them is killed again
# and again, for SECONDS.  After each death the memory opens within a second
# and is sound; a file is there whole or not at all; what was acknowledged is
# there; whoever is not killed ends with status 0.  Last, signals that ask to
# stop leave a clean environment, and the folder at rest is not much larger
# than its tables.
seconds=${1:-4}
seed=${2:-1}
wiretm=$PWD/wiretm
[ -x "$wiretm" ] || { echo "there is no $wiretm"; exit 99; }
work=$(mktemp -d) || exit 99
# Processes that recover leave memory of the database behind.
ASAN_OPTIONS=$ASAN_OPTIONS:detect_leaks=0
export ASAN_OPTIONS
unset WIRETM_MEMORY
bad=0
workers=
trap 'kill $workers 2>/dev/null; rm -rf "$work"' EXIT
trap 'exit 99' HUP INT TERM
. "${srcdir:-$(dirname "$0")/..}/tests/gen.sh"
cd "$work" || exit 99

fail() {
	echo "seed $seed: $*"
	bad=1
}

# The next number of the sequence, below $1.
chance() {
	state=$(((state * 1103515245 + 12345) % 2147483648))
	number=$((state / 65536 % $1))
}
state=$((seed * 7919))

pause_ms() {
	sleep "$(($1 / 1000)).$(printf %03d $(($1 % 1000)))"
}

units() {
	"$wiretm" -d "$1" stats --json | sed 's/.*"units":\([0-9]*\).*/\1/'
}

# It opens at once, and is sound.
check() {
	from=$(date +%s%N)
	units=$(units "$1")
	ms=$((($(date +%s%N) - from) / 1000000))
	[ "$ms" -lt 1000 ] || fail "$2: opened after $ms ms"
	"$wiretm" -d "$1" verify > verify.out 2>&1 ||
	    fail "$2: $(cat verify.out)"
}

imports_are_whole() {
	n=2500
	gen base 50 > file.tsv
	"$wiretm" -d m1 -q import file.tsv
	was=50
	k=0
	while [ "$k" -lt $((seconds * 2)) ]; do
		k=$((k + 1))
		gen "import $k" $n > file.tsv
		"$wiretm" -d m1 -q import file.tsv 2>import.err &
		pid=$!
		chance 160
		pause_ms "$number"
		kill -9 $pid 2>/dev/null
		wait $pid 2>/dev/null
		check m1 "import killed after $number ms"
		[ "$units" -eq "$was" ] || [ "$units" -eq $((was + n)) ] ||
		    fail "$units units after $number ms, there were $was"
		was=$units
	done
	"$wiretm" -d m1 -q import file.tsv || fail "the next import: $?"
	check m1 "the import after the last"
}

# run NAME ARGS: one command of the worker NAME, which may be killed.  1 when
# it was; any other failure is one of the test.
run() {
	who=$1
	shift
	"$wiretm" -d m2 -q "$@" > "$who.out" 2> "$who.err" &
	echo $! > "$who.pid.new"
	mv "$who.pid.new" "$who.pid"
	wait $! 2>/dev/null
	status=$?
	[ $status -ne 137 ] || return 1
	[ $status -eq 0 ] ||
	    echo "$who: $*: status $status: $(cat "$who.err")" >> failed
	return 0
}

adder() {
	i=0
	while [ ! -e stop ]; do
		i=$((i + 1))
		run "$1" add "Sentence $i of $1 from the desk." \
		    "데스크의 $1 문장 $i번이다." || continue
		echo "Sentence $i of $1 from the desk." >> acked
		[ $((i % 7)) -ne 0 ] || run "$1" delete "$(cat "$1.out")" ||
		    continue
		[ $((i % 7)) -ne 0 ] ||
		    echo "Sentence $i of $1 from the desk." >> deleted
	done
}

importer() {
	i=0
	while [ ! -e stop ]; do
		i=$((i + 1))
		gen "$1 $i" 1200 > "$1.tsv"
		echo "$1 $i" >> tried
		run "$1" import "$1.tsv" || continue
		echo "$1 $i" >> imported
	done
}

reader() {
	while [ ! -e stop ]; do
		run "$1" lookup "The base council passed measure 7 after 7 hours of debate."
		run "$1" export
	done
}

killer() {
	end=$(($(date +%s) + seconds))
	n=0
	set -- adder-1 adder-2 importer-1 importer-2 reader
	while [ "$(date +%s)" -lt $end ]; do
		chance 180
		pause_ms $((number + 1))
		chance $#
		eval who=\$$((number + 1))
		[ -f "$who.pid" ] && kill -9 "$(cat "$who.pid")" 2>/dev/null &&
		    n=$((n + 1))
	done
	: > stop
	echo "$n kills"
}

storm() {
	gen base 50 > base.tsv
	"$wiretm" -d m2 -q import base.tsv
	: > acked
	: > deleted
	: > tried
	: > imported
	for who in adder-1 adder-2; do
		adder $who &
		workers="$workers $!"
	done
	for who in importer-1 importer-2; do
		importer $who &
		workers="$workers $!"
	done
	reader reader &
	workers="$workers $!"
	killer
	wait $workers
	workers=
	[ ! -s failed ] || fail "$(head -5 failed)"
	check m2 "after the storm"
	after_the_storm
}

after_the_storm() {
	"$wiretm" -d m2 export > all.tmx || fail "export: $?"
	# In one pass: sentences are there, or gone; files whole, or not.
	awk -v n=1200 '
	function text(line) {
		sub(/.*<seg>/, "", line)
		sub(/<\/seg>.*/, "", line)
		return line
	}
	FILENAME == "all.tmx" && /<seg>Sentence/ { there[text($0)]++ }
	FILENAME == "all.tmx" && /<seg>The importer/ {
		split(text($0), word, " ")
		file[word[2] " " word[3]]++
	}
	FILENAME == "deleted" { gone[$0] = 1 }
	FILENAME == "acked" { acked[$0] = 1 }
	FILENAME == "tried" { tried[$0] = 1 }
	FILENAME == "imported" { imported[$0] = 1 }
	END {
		for (s in acked)
			if (there[s] != 1 && !(s in gone) && !may_go(s))
				print "lost: " s
		for (s in there)
			if (there[s] > 1)
				print "twice: " s
		for (s in gone)
			if (there[s] > 0)
				print "not deleted: " s
		for (s in tried)
			if (file[s] + 0 != 0 && file[s] != n)
				print "in part: " s " " file[s]
		for (s in imported)
			if (file[s] != n)
				print "lost: file " s
	}
	# A deletion that was killed may have happened.
	function may_go(s, word) {
		split(s, word, " ")
		return word[2] % 7 == 0
	}' all.tmx acked deleted tried imported > lost
	[ ! -s lost ] || fail "$(head -5 lost)"
	echo "$(wc -l < acked) adds, $(wc -l < imported) imports acknowledged"
}

# Signals that ask to stop: whole or not at all, and nobody has to recover.
signals() {
	for sig in INT TERM HUP; do
		gen "signal $sig" 8000 > file.tsv
		was=$(units m1)
		chance 120
		number=$((number + 60))	# not before it listens
		timeout --foreground --preserve-status -s $sig 0.$(printf %03d $number) \
		    "$wiretm" -d m1 -q import file.tsv 2> signal.err
		status=$?
		grep -v '^X' m1/__db.register &&
		    fail "$sig: the environment was not closed"
		case $status in
		0)	;;
		5)	grep -q interrupted signal.err ||
			    fail "$sig: $(cat signal.err)"
			now=$(units m1)
			[ "$now" -eq "$was" ] ||
			    [ "$now" -eq $((was + 8000)) ] ||
			    fail "$sig: $now units, there were $was" ;;
		*)	fail "$sig: status $status" ;;
		esac
	done
	check m1 "after signals"
}

at_rest() {
	gen rest 50000 > file.tsv
	"$wiretm" -d m1 -q import file.tsv || fail "large import: $?"
	"$wiretm" -d m1 -q import file.tsv || fail "large import again: $?"
	tables=$(cat m1/*.db | wc -c)
	logs=$(cat m1/log.* | wc -c)
	[ $(((tables + logs) * 10)) -le $((tables * 13)) ] ||
	    fail "at rest: $tables bytes of tables, $logs of logs"
	ls m1 m2 | grep freezer && fail "frozen buffers are left"
	return 0
}

imports_are_whole
storm
signals
at_rest
exit $bad
