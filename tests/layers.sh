#!/bin/sh
# The rules of the house, read from the tree itself: who includes whom, one
# door for each foreign library, no writable data in the library, every public
# function documented, nothing that was agreed never to be written.
srcdir=${srcdir:-.}
here=$(pwd)
cd "$srcdir" || exit 1
LC_ALL=C
export LC_ALL
faults=0

report() {	# the lines of standard input are faults
	while IFS= read -r line; do
		echo "$line"
		faults=$((faults + 1))
	done <<-EOT
	$1
	EOT
}

check() {	# NAME OUTPUT
	[ -z "$2" ] || report "$2"
}

sources=$(find src tmx tests -name '*.[ch]' | sort)

check includes "$(awk '
function rank(folder,  i, n, order) {
	n = split("base text tmx format score align kv index memory match lib cli", order)
	for (i = 1; i <= n; i++)
		if (order[i] == folder)
			return i
	return 0
}
function fault(what) {
	print FILENAME ":" FNR ": " what
}
function door(header, only) {
	if (FILENAME ~ /^src/ && index($0, header) && FILENAME !~ only)
		fault(header "... has its door in " only)
}
FNR == 1 {
	n_includes = 0
	folder = FILENAME
	sub("^src/", "", folder)
	own = folder
	sub("[.]c$", ".h", own)
	sub("/.*", "", folder)
	sub("[.][ch]$", "", folder)
	has_own = (getline line < ("src/" own)) >= 0
	close("src/" own)
	if ($0 !~ /^\/\*/)
		fault("a file opens with a comment: what it is for")
}
/^#[ \t]*include/ {
	n_includes++
	door("<db.h>", "^src/kv/inner[.]h$")
	door("<libxml/", "^src/base/xml[.]c$")
	door("<zlib.h>", "^src/base/gzip[.]c$")
	door("<jansson.h>", "^src/format/json-place[.]c$")
	door("<unicode/", "^src/text/")
	if (FILENAME ~ /[.]c$/ && n_includes == 1 && !/"config.h"/)
		fault("the first include of a .c is \"config.h\"")
	if (FILENAME ~ /[.]c$/ && n_includes == 2 && has_own &&
	    index($0, "\"" own "\"") == 0)
		fault("the second include is its own header, " own)
	if (FILENAME !~ /^src/ || !/"/ || /"(config|wiretm)[.]h"/)
		next
	if (FILENAME == "src/wiretm.h")
		fault("wiretm.h includes nothing of ours")
	split($0, quoted, "\"")
	to = quoted[2]
	sub("/.*", "", to)
	if (rank(to) == 0)
		fault(quoted[2] " is in no folder of the house")
	else if (rank(to) > rank(folder))
		fault(folder " stands above " to)
	else if (folder == "cli" && to != "cli")
		fault("the program includes only wiretm.h and its own headers")
}
/^extern/ && FILENAME ~ /[.]c$/ {
	fault("no extern in a .c")
}
/TO[D]O|FIX[M]E/ {
	fault("no reminders in the tree")
}
/(^|[^a-z_A-Z0-9])(sprintf|vsprintf|strcpy|strcat|strtok|atoi|alloca|gets)\(/ {
	fault("a function that is not used here")
}
{
	line = $0
	gsub(/[\200-\277]/, "", line)	# count characters, not bytes
	col = 0
	for (i = 1; i <= length(line); i++)
		col += substr(line, i, 1) == "\t" ? 8 - col % 8 : 1
	if (col > 80)
		fault("wider than 80 columns")
	if (/[ \t]$/)
		fault("blanks at the end of the line")
	# one public face
	if (FNR == 601 && FILENAME != "src/wiretm.h")
		fault("longer than 600 lines")
	if (FNR == 151 && FILENAME ~ /^src.*[.]h$/ &&
	    FILENAME != "src/wiretm.h")
		fault("a header longer than 150 lines")
}' $sources)"

# A function of wiretm.h follows its comment, or the first of a group does.
check documented "$(awk '
/^[a-z].*\(/ && !/^typedef/ && !commented {
	print "src/wiretm.h:" FNR ": a public function without a comment"
}
{
	commented = /\*\/$/ || (commented && !/^$/)
}' src/wiretm.h)"

check in_makefile "$(for f in $sources; do
	grep -q "[[:space:]]$f\b" Makefile.am ||
	    echo "$f: not named in Makefile.am"
done)"

# The manual knows every command and option of the tables, and no other.
if [ -f wiretm.1 ]; then
	options=$(sed -n 's/^	\[OPT_.*{ "\([a-z-]*\)".*/\1/p' \
	    src/cli/options.c | sort -u)
	commands=$(sed -n 's/^	\.name = "\([a-z]*\)".*/\1/p' \
	    src/cli/cmd-*.c)
	written=$(sed 's/\\-/-/g; s/Fl -\([a-z]\)/--\1/g' wiretm.1)
	check manual "$(for o in $options; do
		echo "$written" | grep -q -e "--$o\b" ||
		    echo "wiretm.1: the option --$o is missing"
	done
	for c in $commands; do
		echo "$written" | sed -n '/^\.Sh COMMANDS/,/^\.Sh OPTIONS/p' |
		    grep -q "^\.It Cm $c\b" ||
		    echo "wiretm.1: the command $c is missing"
	done
	echo "$written" | grep -o -e '[^-a-z]--[a-z][a-z-]*' |
	    sed 's/.*--//' | sort -u | while read -r o; do
		echo "$options" | grep -q -x -e "$o" ||
		    echo "wiretm.1: there is no option --$o"
	done)"
fi

# The library keeps nothing between two calls, but for the list of open
# folders.  Instrumented objects have data of their own.
lib=$here/libwiretm.a
if [ -f "$lib" ] && command -v nm >/dev/null &&
    grep -q '^INSTRUMENT = *$' "$here/Makefile"; then
	check data "$(nm -f sysv "$lib" 2>/dev/null | awk -F'|' '
	/^Symbols from/ { object = $1; gsub(/.*\[|\].*/, "", object) }
	$7 ~ /^ *([.](data|bss|tdata|tbss)|[*]COM[*])/ &&
	    $7 !~ /[.]data[.]rel[.]ro/ &&
	    $1 !~ /^(open_list|open_mutex|guard_died|guard_spins|guard_reading) / {
		print "libwiretm.a(" object "): writable data: " $1
	}')"
fi

[ "$faults" -eq 0 ] || echo "layers: $faults faults"
[ "$faults" -eq 0 ]
