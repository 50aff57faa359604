#!/bin/sh
# manual.sh [--accept]: the examples of README.md and wiretm.1 are true.
#
# An example is a line that begins with "$ wiretm" in a block of code of
# README.md (between lines of ```) or of wiretm.1 (.Bd -literal to .Ed); the
# lines below it, up to the next line with "$ " or the end of the block, are
# what it prints, standard error included.  A line "..." (in wiretm.1: "\&...")
# stands for any number of lines that are not shown.  The examples of a page
# run in order in a fresh folder, where tmx/ is that of the sources, on a
# memory of their own.
#
# --accept writes into the pages what the examples print, but for those with
# a "..." line: then read the diff.
accept=
[ "$1" != --accept ] || accept=yes
here=$(cd "$(dirname "$0")/.." && pwd)
top=$(cd "${srcdir:-$here}" && pwd)
work=$(mktemp -d) || exit 99
trap 'rm -rf "$work"' EXIT
trap 'exit 99' HUP INT TERM
[ -x wiretm ] || { echo "there is no $PWD/wiretm"; exit 99; }
mkdir "$work/home" "$work/bin"
ln -s "$PWD/wiretm" "$work/bin/wiretm"
PATH=$work/bin:$PATH
HOME=$work/home
export PATH HOME TERM=dumb LC_ALL=C.UTF-8 TZ=UTC0
unset WIRETM_MEMORY NO_COLOR COLUMNS XDG_DATA_HOME XDG_CONFIG_HOME
bad=0

# Of each example of the page $1: N.cmd, N.line and N.want, in this folder.
split() {
	awk '
	function end_example() { if (shown) close(n ".want"); shown = 0 }
	function put(s, suffix) { print s > (n suffix); close(n suffix) }
	/^```/ { code = !code; end_example(); next }
	/^\.Bd -literal/ { code = 1; next }
	/^\.Ed/ { code = 0; end_example(); next }
	!code { next }
	/^\$ / { end_example() }
	/^\$ wiretm / {
		n++
		shown = 1
		put(substr($0, 3), ".cmd")
		put(FNR, ".line")
		printf "" > (n ".want")
		next
	}
	shown { sub(/^\\&/, ""); print > (n ".want") }' "$1"
}

# Are the files $1 and $2 equal, when "..." in $1 stands for any lines?
same() {
	awk '
	NR == FNR { got[++n_got] = $0; next }
	{ want[++n_want] = $0 }
	END {
		i = j = 1
		while (j <= n_got) {
			if (i <= n_want && want[i] == "...") {
				dots = i++
				from = j
			} else if (i <= n_want && want[i] == got[j]) {
				i++
				j++
			} else if (dots) {
				i = dots + 1
				j = ++from
			} else {
				exit 1
			}
		}
		while (i <= n_want && want[i] == "...")
			i++
		exit i <= n_want
	}' "$2" "$1"
}

# The page $1 with the outputs of its examples.
rewritten() {
	awk '
	/^```/ || /^\.Ed/ || /^\$ / { skip = 0 }
	!skip { print }
	/^\$ wiretm / {
		n++
		dots = 0
		while ((getline line < (n ".want")) > 0)
			dots = dots || line == "..."
		if (dots)
			next
		while ((getline line < (n ".got")) > 0)
			print line
		skip = 1
	}' "$1"
}

check() {
	dir=$work/$(basename "$1")
	mkdir "$dir" "$dir/run"
	cp -R "$top/tmx" "$dir/run/tmx"
	chmod -R u+w "$dir/run"
	export WIRETM_MEMORY="$dir/memory"
	cd "$dir" || exit 99
	split "$1"
	[ -f 1.cmd ] || { echo "$1: no example"; bad=1; }
	i=1
	while [ -f $i.cmd ]; do
		(cd run && sh ../$i.cmd) >$i.got 2>&1 </dev/null
		if ! same $i.want $i.got; then
			echo "$1:$(cat $i.line): $(cat $i.cmd)"
			diff -u $i.want $i.got | sed 1,2d
			bad=1
		fi
		i=$((i + 1))
	done
	[ -z "$accept" ] ||
	    { rewritten "$1" >page && cat page >"$1" && bad=0; }
	cd "$work" || exit 99
}

check "$top/README.md"
check "$top/wiretm.1"
if command -v mandoc >/dev/null; then
	mandoc -T lint -W warning "$top/wiretm.1" || bad=1
fi
exit $bad
