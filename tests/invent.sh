# invent SEED UNITS: a TSV of invented words, to be read by other scripts.
# Some words are much more frequent; half of the units are like an earlier
# one; one in twelve has 1 to 3 words, one in a hundred 200 to 2,000.
invent() {
	LC_ALL=C awk -v seed="$1" -v n="$2" '
	function rank(n) { return int(exp(rand() * log(n))) - 1 }
	function word(r, w) {
		for (r++; r > 0; r = int(r / 70))
			w = w substr("tnsrldkmpgbvfh", r % 14 + 1, 1) \
			    substr("eaoiu", int(r / 14) % 5 + 1, 1)
		return w
	}
	function unit(side) {
		if (rand() < .04)
			return int(rand() * 2000) " "
		if (side == 1)
			return words[rank(60000)] " "
		return syllables[rank(1500)] (rand() < .3 ? " " : "")
	}
	function text(side, units, s) {
		while (units-- > 0)
			s = s unit(side)
		return s
	}
	# One word in eight is another.
	function variant(s, side, k, i, part) {
		k = split(s, part, " ")
		s = ""
		for (i = 1; i <= k; i++)
			s = s (rand() < .125 ? text(side, 1) : part[i] " ")
		return s
	}
	BEGIN {
		srand(seed)
		for (i = 0; i < 1500; i++)
			syllables[i] = sprintf("%c%c%c", 234 + int(i / 1024),
			    (i < 1024 ? 176 : 128) + int(i / 64) % 16,
			    128 + i % 64)
		for (i = 0; i < 60000; i++)
			words[i] = word(i)
		for (i = 0; i < n; i++) {
			draw = rand()
			old = int(rand() * 4096)
			if (draw < .5 && (old in en)) {
				e = variant(en[old], 1)
				k = variant(ko[old], 2)
			} else {
				units = 5 + int(rand() * 24)
				if (draw > .9)
					units = 1 + int(rand() * 3)
				if (draw > .99)
					units = 200 * exp(rand() * 2.3)
				e = text(1, units)
				k = text(2, units < 4 ? units : 2 * units)
			}
			print e "\t" k
			en[i % 4096] = e
			ko[i % 4096] = k
		}
	}'
}
