#!/bin/sh
# test-faults.sh [ROUNDS [UNITS]]: commands that end before their time.
#
# An import is killed, interrupted, and runs into a limit of file sizes and a
# full disk (when a small one can be mounted), ROUNDS times each, spread over
# its course: the memory is as before or complete, sound, without debris, and
# the same import then succeeds.  Then delete, undo, dedupe, backup, restore
# and a purge are killed.  After a purge no file of the folder holds the words.
# At the end the same, once, of an import that is large enough for files of its
# own (120,000 units).
rounds=${1:-2}
units=${2:-4000}
wiretm=$PWD/wiretm
[ -x "$wiretm" ] || { echo "there is no $wiretm"; exit 99; }
work=$(mktemp -d) || exit 99
# Processes that recover leave memory of the database behind.
ASAN_OPTIONS=$ASAN_OPTIONS:detect_leaks=0
export ASAN_OPTIONS
unset WIRETM_MEMORY
bad=0
trap 'umount "$work/disk" 2>/dev/null; rm -rf "$work"' EXIT
trap 'exit 99' HUP INT TERM
. "${srcdir:-$(dirname "$0")/..}/tests/gen.sh"
cd "$work" || exit 99

fail() {
	echo "$*"
	bad=1
}

w() {
	"$wiretm" -q "$@"
}

# What a memory says, without the date of the export.
says() {
	w -d "$1" export | grep -v '<header ' > "$2"
}

# state M WHEN: it is sound, says what before or after do, and nothing lies
# about.  $now is which.
state() {
	w -d "$1" verify > verify.out 2>&1 || fail "$2: $(cat verify.out)"
	says "$1" now.tmx
	now=neither
	cmp -s now.tmx before.tmx && now=before
	cmp -s now.tmx after.tmx && now=after
	[ $now != neither ] || fail "$2: neither as before nor as after"
	ls -A "$1" | grep -v -e '\.db$' -e '^log\.[0-9]*$' -e '^__db\.0' \
	    -e '^__db\.register$' -e '^\.presence$' -e '^writers\.lock$' \
	    -e lost+found && fail "$2: debris"
}

now_ns() {
	date +%s%N
}

# course COMMAND...: how long it takes, in ms.
course() {
	from=$(now_ns)
	"$@" > /dev/null || fail "$*: $?"
	ms=$((($(now_ns) - from) / 1000000))
}

# at K: the time of round K of the course as seconds.
at() {
	t=$((ms * $1 / (rounds + 1) + 1))
	printf '%d.%03d' $((t / 1000)) $((t % 1000))
}

make_base() {
	rm -rf m b
	gen base 400 > base.tsv
	gen new "$units" > new.tsv
	w -d b import base.tsv
	says b before.tmx
	cp -r b m
	course w -d m import new.tsv
	says m after.tmx
}

# again M WHEN: the same import succeeds.
again() {
	w -d "$1" import new.tsv || fail "$2: the import after it: $?"
	state "$1" "$2, and again"
	[ $now = after ] || fail "$2, and again: not there"
}

imports_stopped() {
	for k in $(seq "$rounds"); do
		for sig in KILL INT; do
			rm -rf m
			cp -r b m
			timeout --foreground --preserve-status -s $sig \
			    "$(at "$k")" "$wiretm" -q -d m import new.tsv \
			    2> err
			status=$?
			[ $sig = KILL ] || [ $status -eq 0 ] ||
			    { [ $status -eq 5 ] && grep -q interrupted err; } ||
			    [ $status -eq 130 ] ||
			    fail "$sig: status $status: $(cat err)"
			state m "import, $sig at $(at "$k")"
			again m "import, $sig at $(at "$k")"
		done
	done
}

# no_room M STATUS WHEN: a clear end, and everything as it should be.
no_room() {
	case $2 in
	0)	;;
	5)	grep -q 'no space left\|too large\|too big' err ||
		    fail "$3: $(cat err)" ;;
	*)	fail "$3: status $2: $(cat err)" ;;
	esac
}

files_limited() {
	for k in $(seq "$rounds"); do
		rm -rf m
		cp -r b m
		w -d m stats > stats.out
		blocks=$((k * units * 6 / 10 / rounds))
		(ulimit -f $blocks; exec "$wiretm" -q -d m import new.tsv) \
		    2> err
		no_room m $? "files of $blocks blocks"
		state m "files of $blocks blocks"
		again m "files of $blocks blocks"
	done
}

disk_full() {
	mkdir disk
	mount -t tmpfs -o size="$((200 + units / 1000))"m none disk 2>/dev/null || return 0
	for k in $(seq "$rounds"); do
		rm -rf disk/m
		mount -o remount,size=$((200 + units / 1000))m disk
		cp -r b disk/m
		w -d disk/m stats > stats.out
		used=$(df -k disk | awk 'END { print $3 }')
		room=$((k * units * 11 / 10 / rounds))
		mount -o remount,size=$((used + room))k disk || break
		w -d disk/m import new.tsv 2> err
		no_room disk/m $? "$room KiB of room"
		mount -o remount,size=$((400 + units / 500))m disk
		state disk/m "$room KiB of room"
		again disk/m "$room KiB of room"
	done
	umount disk
}

# killed NAME COMMAND...: killed in its course on copies of a.
killed() {
	name=$1
	shift
	rm -rf m
	cp -r a m
	says m before.tmx
	course w -d m "$@"
	says m after.tmx
	for k in $(seq "$rounds"); do
		rm -rf m
		cp -r a m
		timeout --foreground -s KILL "$(at "$k")" \
		    "$wiretm" -q -d m "$@" > /dev/null 2> err
		state m "$name killed at $(at "$k")"
		w -d m "$@" > /dev/null 2>&1
		state m "$name killed at $(at "$k"), and again"
	done
}

changes_killed() {
	rm -rf a
	cp -r b a
	w -d a import new.tsv
	killed delete delete --where 'id>100'
	killed "undo of an import" undo 2
	sed 's/ /  /' new.tsv > twice.tsv
	w -d a import twice.tsv
	killed dedupe dedupe
	rm -rf a
	mv m a
	killed "undo of dedupe" undo
}

# A copy that is not finished is no memory, and can be made again.
copies_killed() {
	says a before.tmx
	cp before.tmx after.tmx
	rm -rf copy
	course w -d a backup copy
	for k in $(seq "$rounds"); do
		for what in backup restore; do
			rm -rf copy
			set -- -d a backup copy
			[ $what = backup ] || set -- -d copy restore a
			timeout --foreground -s KILL "$(at "$k")" \
			    "$wiretm" -q "$@" 2>/dev/null
			[ -e copy/.unfinished ] && w -d copy stats \
			    > /dev/null 2>&1 && fail "half a $what is used"
			[ -e copy ] && [ ! -e copy/.unfinished ] &&
			    [ -n "$(ls -A copy)" ] || w "$@" ||
			    fail "$what again: $?"
			state copy "$what killed at $(at "$k")"
		done
	done
}

traces() {
	grep -l -a -i -e Quillon -e 퀼런 m/* m/.[a-z]* 2>/dev/null
}

purge() {
	rm -rf a m
	{
		gen base 1500
		printf 'Ms. Quillon number %d resigned.\t퀼런 %d번이 사임했다.\n' \
		    $(seq 600)
	} > secret.tsv
	w -d a import secret.tsv
	w -d a edit --target '퀼런이 물러났다.' 1600 > /dev/null
	w -d a delete 1700 > /dev/null
	cp -r a m
	[ -n "$(traces)" ] || fail "no trace before the purge"
	set -- delete --purge --where 'text~/Quillon|퀼런/'
	course w -d m "$@"
	[ -z "$(traces)" ] || fail "purge: traces in" $(traces)
	for k in $(seq "$rounds"); do
		rm -rf m
		cp -r a m
		timeout --foreground -s KILL "$(at "$k")" \
		    "$wiretm" -q -d m "$@" > /dev/null 2>&1
		w -d m "$@" > /dev/null || fail "purge again: $?"
		[ -z "$(traces)" ] ||
		    fail "purge killed at $(at "$k"), and again: traces in" \
		    $(traces)
		says m before.tmx
		cp before.tmx after.tmx
		state m "purge killed at $(at "$k"), and again"
	done
}

# A large import writes files of its own, which must go when it is killed, and
# when all that is in them is deleted.
large() {
	units=120000
	make_base
	rounds=1
	imports_stopped
	cp after.tmx full.tmx
	ls m/unit-*.db > /dev/null 2>&1 || fail "large: no file of its own"
	w -d m delete --where 'text~/Th/' > /dev/null
	ls m/unit-*.db > /dev/null 2>&1 && fail "large: its file stays"
	w -d m verify > /dev/null || fail "large: deleted"
	w -d m undo > /dev/null || fail "large: undo"
	says m now.tmx
	cmp now.tmx full.tmx || fail "large: undone"
	w -d m verify > /dev/null || fail "large: undone"
}

make_base
imports_stopped
files_limited
disk_full
changes_killed
copies_killed
purge
large
exit $bad
