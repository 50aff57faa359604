#!/bin/sh
# manual: what README.md and wiretm.1 say is what the program does.
#
# An example is a line that begins with "$ wiretm" in a block of code of
# README.md (between ``` lines) or of wiretm.1 (.Bd -literal to .Ed); the
# lines below it, up to the next line with "$ " or the end of the block, are
# its output, standard error included.  A line "..." stands for any number of
# lines that are not shown.  The examples of a page run in order, in an empty
# folder in which tmx/ is the one of the sources, on a memory of their own.
#
# The program is ./wiretm, or $WIRETM
here=$(cd "$(dirname "$0")/.." && pwd)
top=${srcdir:-$here}
top=$(cd "$top" && pwd)
program=${WIRETM:-$PWD/wiretm}
work=$(mktemp -d) || exit 99
trap 'rm -rf "$work"' EXIT
trap 'exit 99' HUP INT TERM
unset WIRETM_MEMORY NO_COLOR COLUMNS XDG_DATA_HOME XDG_CONFIG_HOME
export HOME="$work/home" TERM=dumb LC_ALL=C.UTF-8 TZ=UTC0
mkdir "$work/home" "$work/bin"
ln -s "$program" "$work/bin/wiretm"
PATH=$work/bin:$PATH
bad=0

# split PAGE: N.cmd and N.want in the current folder, for each example
split() {
	awk '
	function stop() { if (n) close(n ".want"); open = 0 }
	FILENAME ~ /\.md$/ && /^```/ { code = !code; stop(); next }
	/^\.Bd -literal/ { code = 1; next }
	/^\.Ed/ { code = 0; stop(); next }
	!code { next }
	/^\$ / { stop() }
	/^\$ wiretm / {
		n++; open = 1
		print substr($0, 3) > (n ".cmd"); close(n ".cmd")
		print FNR > (n ".line"); close(n ".line")
		printf "" > (n ".want"); next
	}
	open { print > (n ".want") }' "$1"
}

# same WANT GOT: are they equal, when "..." stands for any lines?
same() {
	awk '
	FNR == 1 { file++ }
	file == 1 { w[++nw] = $0; next }
	{ g[++ng] = $0 }
	END {
		i = j = 1; star = 0
		while (j <= ng) {
			if (i <= nw && w[i] == "...") { star = i++; back = j }
			else if (i <= nw && w[i] == g[j]) { i++; j++ }
			else if (star) { i = star + 1; j = ++back }
			else exit 1
		}
		while (i <= nw && w[i] == "...") i++
		exit i <= nw
	}' "$1" - <"$2"
}

# check PAGE: run its examples
check() {
	dir=$work/$(basename "$1")
	mkdir "$dir" "$dir/run"
	cp -R "$top/tmx" "$dir/run/tmx"
	chmod -R u+w "$dir/run"
	export WIRETM_MEMORY="$dir/memory"
	cd "$dir" || exit 99
	split "$1"
	[ -f 1.cmd ] || { echo "$1: no example found"; bad=1; }
	i=1
	while [ -f $i.cmd ]; do
		(cd run && sh ../$i.cmd) >$i.got 2>&1 </dev/null
		if [ ! -s $i.want ]; then
			cmp -s $i.want $i.got
		elif [ ! -s $i.got ]; then
			[ "$(sort -u $i.want)" = ... ]
		else
			same $i.want $i.got
		fi || {
			bad=1
			echo "$1:$(cat $i.line): $(cat $i.cmd)"
			diff -u $i.want $i.got | sed 1,2d
		}
		i=$((i + 1))
	done
	cd "$work" || exit 99
}

for page in "$top/README.md" "$top/wiretm.1"; do
	[ ! -f "$page" ] || check "$page"
done
if command -v mandoc >/dev/null; then
	mandoc -T lint -W warning "$top/wiretm.1" || bad=1
fi
exit $bad
