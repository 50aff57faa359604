#!/bin/sh
# beside.sh [UNITS]: lookups in a memory of UNITS while as many are imported.
# Fails when a lookup does, or when p99 of their CPU time is more than three
# times that of an idle memory.
units=${1:-200000}
here=$PWD
work=$(mktemp -d) || exit 99
trap 'rm -rf "$work"' EXIT
trap 'exit 99' HUP INT TERM
unset WIRETM_MEMORY

# gen SEED: a TSV of sentences of invented words, some much more frequent.
gen() {
	awk -v seed="$1" -v n="$units" '
	function rank(n) { return int(exp(rand() * log(n))) - 1 }
	function word(r, w) {
		for (r++; r > 0; r = int(r / 70))
			w = w substr("tnsrldkmpgbvfh", r % 14 + 1, 1) \
			    substr("eaoiu", int(r / 14) % 5 + 1, 1)
		return w
	}
	BEGIN {
		srand(seed)
		for (i = 0; i < 1500; i++)
			syllable[i] = sprintf("%c%c%c", 234 + int(i / 1024),
			    176 + int(i / 64) % 16, 128 + i % 64)
		for (i = 0; i < 60000; i++)
			words[i] = word(i)
		while (n-- > 0) {
			en = ko = ""
			for (k = 5 + int(rand() * 24); k > 0; k--)
				en = en words[rank(60000)] " "
			for (k = 8 + int(rand() * 50); k > 0; k--)
				ko = ko syllable[rank(1500)] \
				    (rand() < .3 ? " " : "")
			print en "\t" ko
		}
	}'
}

cd "$work" || exit 99
LC_ALL=C
export LC_ALL
gen 1 > there.tsv
gen 2 > new.tsv
"$here/wiretm" -d memory -q import there.tsv || exit 1
"$here/tests/beside" memory "$here/wiretm" -d memory -q import new.tsv
